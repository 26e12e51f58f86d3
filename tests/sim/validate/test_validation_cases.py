"""Tables become the cases they describe; what cannot be is named with file and line."""

from pathlib import Path

import pytest

from sim.errors import SimError
from sim.validate.steckler import steckler_case, steckler_measured, steckler_rows
from sim.validate.tables import DataError, find_data
from sim.validate.transient import read_transient, transient_case
from tests.support.measured_fires import TABLES, write_folder


def made_case(path: Path, **replaced: str):  # type: ignore[no-untyped-def]  # a Case, in a test
    (_, tables), *_ = read_transient(write_folder(path, **replaced))
    return transient_case(tables)


def test_the_folder_or_its_parent_will_do(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    assert find_data(tmp_path) == find_data(folder) == folder


def test_a_steckler_test_becomes_its_room(tmp_path: Path) -> None:
    (row,) = steckler_rows(write_folder(tmp_path))
    case = steckler_case(row)
    assert case.compartments[0].size == (2.8, 2.8, 2.13)
    assert case.openings[0].at == (pytest.approx(1.03), 0.0)
    assert case.fires[0].at[:2] == (pytest.approx(2.65), pytest.approx(2.65))  # touches both walls
    assert case.fires[0].hrr == ((0.0, 62900.0),)
    assert case.ambient == case.inside == pytest.approx(293.15)
    assert steckler_measured(row).upper_rise == pytest.approx(100)
    assert steckler_measured(row).layer_depth == pytest.approx(1.13)


def test_rooms_vents_and_leaks(tmp_path: Path) -> None:
    case = made_case(tmp_path)
    fire_room = case.compartment("Fire Room")
    assert fire_room.at == (1.0, 2.0, 0.0)
    assert fire_room.leak_area == pytest.approx(0.001 * 2 * 7 * 2.4 + 0.002 * 12)
    assert fire_room.floor == ()
    assert fire_room.walls[0].thickness == 0.013
    (door,) = case.openings  # the vent that never opens is left out
    assert (door.at, door.along) == ((1.0, 2.5), "y")
    assert door.open == ((0.0, 0.0), (100.0, 0.0), (pytest.approx(100.001), 1.0))
    (hole,) = case.hatches
    assert (hole.upper, hole.lower) == ("Loft", "Fire Room")
    (fan,) = case.fans
    assert (fan.of, fan.to, fan.of_height, fan.to_height) == ("Loft", "OUTSIDE", 1.5, None)


def test_a_fans_duct_is_shut_in_fires_without_the_fan(tmp_path: Path) -> None:
    """Another fire of the set shows by size and level which window is its duct."""
    fan = "made,B,Fan,MECHANICAL,Fire Room,OUTSIDE,,,,,,0.25,1.5,,0.3,,\n"
    duct = "made,A,Duct,WALL,Fire Room,OUTSIDE,1.25,0.5,0.5,LEFT,0.5,,,,,,\n"
    rooms = TABLES["transient_compartments.csv"]
    again = rooms.splitlines()[1].replace("made,A,Fire", "made,B,Fire") + "\n"
    kept, shut = (
        made_case(
            tmp_path / name,
            transient_vents=TABLES["transient_vents.csv"] + duct + other,
            transient_compartments=rooms + again,
        )
        for name, other in (("kept", ""), ("shut", fan))
    )
    assert {one.id for one in kept.openings} - {one.id for one in shut.openings} == {"Duct"}


def test_one_burner_moved_about_burns_in_turn(tmp_path: Path) -> None:
    case = made_case(tmp_path)
    assert [fire.id for fire in case.fires] == ["first", "then", "then 2"]
    assert [fire.hrr[-1][0] for fire in case.fires] == [201.0, 351.0, 501.0]
    assert case.fires[2].hrr[:2] == ((0.0, 0.0), (350.0, 0.0))
    assert case.fires[1].at == (2.0, 3.0, 0.5)
    assert case.fires[1].area > 0


def test_same_fires_that_do_not_fit_in_turn_burn_together(tmp_path: Path) -> None:
    cases = TABLES["transient_cases.csv"].replace(",600,", ",400,")
    case = made_case(tmp_path, transient_cases=cases)
    assert [fire.hrr[0][0] for fire in case.fires] == [0.0, 0.0, 0.0]
    assert [fire.hrr[-1][0] for fire in case.fires] == [201.0, 151.0, 151.0]


@pytest.mark.parametrize(
    ("table", "old", "new", "named"),
    [
        ("transient_vents", "MECHANICAL", "WINDMILL", "WINDMILL"),
        ("transient_vents", "0;100;100,0;0;1", "0;100,0;0;1", "2 opening times"),
        ("transient_compartments", "BOARD,BOARD,OFF", "CHEESE,BOARD,OFF", "CHEESE"),
        ("transient_fires", "first,Fire Room", "first,Cellar", "Cellar"),
        ("transient_fires", "50000", "nan", "heat_of_combustion_kJ_kg"),
        ("transient_cases", "101325", "", "p_ambient_Pa"),
    ],
)
def test_what_cannot_be_is_named_with_its_line(
    tmp_path: Path, table: str, old: str, new: str, named: str
) -> None:
    text = TABLES[f"{table}.csv"].replace(old, new)
    with pytest.raises(SimError, match=named) as raised:
        made_case(tmp_path, **{table: text})
    assert f"{table}.csv:" in raised.value.where


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Center", (1.4, 1.4)),
        ("Back Wall", (1.4, 2.65)),
        ("Left Wall", (0.15, 1.4)),
        ("Front Center", (1.4, 0.7)),
        ("Front Corner", (2.65, 0.15)),
        ("Back Left Corner", (0.15, 2.65)),
    ],
)
def test_the_burner_touches_the_walls_it_is_named_after(
    tmp_path: Path, words: str, place: tuple[float, float]
) -> None:
    text = TABLES["steckler.csv"].replace("Back Corner", words)
    (row,) = steckler_rows(write_folder(tmp_path, steckler=text))
    assert steckler_case(row).fires[0].at[:2] == pytest.approx(place)


def test_an_unknown_burner_place_is_named(tmp_path: Path) -> None:
    text = TABLES["steckler.csv"].replace("Back Corner", "Roof")
    (row,) = steckler_rows(write_folder(tmp_path, steckler=text))
    with pytest.raises(SimError, match="Roof"):
        steckler_case(row)


def test_a_folder_without_tables_says_what_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"steckler\.csv"):
        find_data(tmp_path)

"""A case file is a case, or an error that names file, line, field and remedy."""

import contextlib
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from sim.errors import CaseError
from sim.fire.case import Case
from sim.fire.case_check import case_faults, check_case
from sim.fire.case_file import parse_case, read_case

CASES = sorted((Path(str(resources.__file__)).parent / "cases").glob("*.yaml"))
TEXT = """\
id: two
duration: 60
compartments:
  - {id: kitchen, size: [4, 3, 2.4]}
  - {id: hall, at: [4, 0, 0], size: [5, 3, 2.4]}
openings:
  - {id: door, of: kitchen, to: hall, height: 2.0, width: 0.8, at: [4, 1], along: y}
  - {id: window, of: hall, bottom: 1.0, height: 1.0, width: 1.2}
hatches:
  - {id: hatch, upper: OUTSIDE, lower: hall, area: 0.5}
fans:
  - {id: fan, of: kitchen, to: OUTSIDE, flow: 0.5, of_height: 2.2}
hoods:
  - {id: hood, compartment: kitchen, at: [1, 1, 1.9], size: [1, 1, 0.5], flow: 0.4}
fires:
  - {id: pan, compartment: kitchen, at: [1, 1, 0.9], area: 0.1, hrr: [[0, 0], [10, 1e5]]}
detectors:
  - {id: head, compartment: hall, at: [5, 1, 2.3], activation: 341.15, rti: 50}
obstacles:
  - {id: stove, at: [0.5, 0.5, 0], size: [1, 1, 0.9]}
leaks:
  - {id: hose, compartment: kitchen, gas: LPG, flow: [[0, 1e-3]]}
duct_fires:
  - {id: duct, length: 8, width: 0.5, depth: 0.4, velocity: [[0, 9]], damper: 1, places: [0, 8]}
"""

BOARD = "{conductivity: 0.16, density: 800, specific_heat: 1000, thickness: 0.0125}"
WRONG = [  # what is replaced, by what, the line, the field and a word of the reason
    ("[4, 3, 2.4]", "[4, -3, 2.4]", 4, "compartments[kitchen].size", "> 0"),
    ("[4, 3, 2.4]", "[4, 3, 0.01]", 4, "compartments[kitchen].size", "no room"),
    ("id: hall, at", "id: kitchen, at", 5, "compartments[kitchen].id", "twice"),
    ("id: hall, at", "id: OUTSIDE, at", 5, "compartments[OUTSIDE].id", "world around"),
    ("height: 2.0", "height: 2.6", 7, "openings[door].height", "2.4 m high"),
    ("at: [4, 1]", "at: [4, 2.9]", 7, "openings[door].at", "0 to 3 m"),
    ("at: [4, 1]", "at: [2, 1]", 7, "openings[door].at", "in no wall"),
    ("along: y", "along: z", 7, "openings[door].along", "direction"),
    ("to: hall", "to: cellar", 7, "openings[door].to", "cellar"),
    ("to: hall", "to: kitchen", 7, "openings[door].to", "the same"),
    ("width: 1.2", "width: 12", 8, "openings[window].width", "wider than any wall"),
    ("width: 1.2", "width: 1.2, open: [[0, 2]]", 8, "openings[window].open[0]", "no fraction"),
    ("width: 1.2", "width: 1.2, open: []", 8, "openings[window].open", "empty"),
    ("[5, 3, 2.4]", "[5, 3, 2.4]}\n  - {id: bar, at: [5, 1, 0], size: [9, 2, 2.4]", 6,
     "compartments[bar].at", "lies in the other"),
    ("at: [4, 0, 0], size: [5", "at: [1, 0, 0], size: [5", 5, "compartments[hall].at",
     "75% of the smaller of 'hall' and 'kitchen' lies in the other"),
    ("area: 0.5", "area: 0.5, at: [1, 1]", 10, "hatches[hatch].at", "beside 'hall'"),
    ("upper: OUTSIDE", "at: [5, 9], upper: OUTSIDE", 10, "hatches[hatch].at", "beside 'hall'"),
    ("flow: 0.5", "flow: 3600", 12, "fans[fan].flow", "3600 m3/h are 1 m3/s"),
    ("flow: 0.5", "flow: 50", 12, "fans[fan].flow", "times an hour"),
    ("of: kitchen, to: OUTSIDE", "of: OUTSIDE, to: OUTSIDE", 12, "fans[fan].to", "the same"),
    ("flow: 0.4", "flow: 1440", 14, "hoods[hood].flow", "1440 m3/h are 0.4 m3/s"),
    ("id: two", "id: ''", 1, "id", "the id is empty"),
    ("id: two", "id: ' '", 1, "id", "the id is empty"),
    ("lower: hall", "lower: roof", 10, "hatches[hatch].lower", "roof"),
    ("area: 0.5", "area: 50", 10, "hatches[hatch].area", "more than the floor"),
    ("of_height: 2.2", "of_height: 3", 12, "fans[fan].of_height", "floor and ceiling"),
    ("size: [1, 1, 0.5]", "size: [9, 1, 0.5]", 14, "hoods[hood].at", "reaches out"),
    ("compartment: kitchen, at: [1, 1, 0.9]", "compartment: loft, at: [1, 1, 0.9]", 16,
     "fires[pan].compartment", "loft"),
    ("at: [1, 1, 0.9]", "at: [7, 1, 0.9]", 16, "fires[pan].at", "not in 'kitchen'"),
    ("[10, 1e5]", "[10, -5]", 16, "fires[pan].hrr[1]", "no heat release"),
    ("[10, 1e5]", "[10, .nan]", 16, "", "number"),
    ("[10, 1e5]", "[0, 5]", 16, "fires[pan].hrr[1]", "does not rise"),
    ("[[0, 0], [10, 1e5]]", "[]", 16, "fires[pan].hrr", "empty"),
    ("area: 0.1", "area: 0.1, soot_yield: 0.95", 16, "fires[pan].soot_yield", "carbon"),
    ("area: 0.1", "area: 100", 16, "fires[pan].area", "larger than the floor"),
    ("area: 0.1", "areas: 0.1", 16, "fires[pan].areas", "no such field"),
    ("activation: 341.15", "activation: 68", 18, "detectors[head].activation", "kelvin"),
    ("at: [5, 1, 2.3]", "at: [5, 1, 5]", 18, "detectors[head].at", "not in 'hall'"),
    ("at: [0.5, 0.5, 0]", "at: [90, 0.5, 0]", 20, "obstacles[stove].at", "in no room"),
    ("[5, 3, 2.4]", f"[5, 3, 2.4], walls: [{BOARD.replace('0.16', '2e5')}]", 5,
     "compartments[hall].walls[0].conductivity", "W/m/K"),
    ("[5, 3, 2.4]", f"[5, 3, 2.4], floor: [{BOARD.replace('0.0125', '1e-9')}]", 5,
     "compartments[hall].floor[0].thickness", "12.5 mm is 0.0125"),
    ("area: 0.1", "area: 0.1, heat_of_combustion: 40", 16, "fires[pan].heat_of_combustion",
     "J/kg"),
    ("gas: LPG", "gas: neon", 22, "leaks[hose].gas", "natural gas or LPG"),
    ("kitchen, gas", "attic, gas", 22, "leaks[hose].compartment", "attic"),
    ("[[0, 1e-3]]", "[[0, 7]]", 22, "leaks[hose].flow[0]", "1 m3/h is 2.8e-4"),
    ("[[0, 1e-3]]", "[]", 22, "leaks[hose].flow", "empty"),
    ("[[0, 1e-3]]", "[[0, 1e-3]], draught: [[0, -1]]", 22, "leaks[hose].draught[0]", "m3/s"),
    ("length: 8", "length: -8", 24, "duct_fires[duct].length", "> 0"),
    ("width: 0.5", "width: 500", 24, "duct_fires[duct].width", "metres"),
    ("[[0, 9]]", "[[0, 3600]]", 24, "duct_fires[duct].velocity[0]", "0 to 60 m/s"),
    ("damper: 1", "damper: 9", 24, "duct_fires[duct].damper", "beyond its end"),
    ("places: [0, 8]", "places: [0, 9]", 24, "duct_fires[duct].places[1]", "beyond its end"),
    ("damper: 1", "inlet: [[0, 60]]", 24, "duct_fires[duct].inlet[0]", "kelvin"),
    ("duration: 60", "duration: 0", 2, "duration", "> 0"),
    ("duration: 60", "duration: 60\nambient: 20", 3, "ambient", "kelvin"),
    ("duration: 60", "duration: 60\npressure: 1013", 3, "pressure", "pascals"),
    ("id: two", "id: two\ncolour: red", 2, "colour", "no such field"),
    ("id: two", "id: [", 3, "", "YAML"),
]  # fmt: skip


def test_the_example_is_good() -> None:
    case = parse_case(TEXT, "two.yaml")
    assert case_faults(case) == []
    assert case.fires[0].hrr == ((0.0, 0.0), (10.0, 1e5))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_packaged_case_is_good(path: Path) -> None:
    case = read_case(path)
    assert case.fires or case.leaks or case.duct_fires


def test_there_are_packaged_cases() -> None:
    assert len(CASES) >= 5


@pytest.mark.parametrize(("old", "new", "line", "field", "reason"), WRONG)
def test_what_cannot_be_is_named(old: str, new: str, line: int, field: str, reason: str) -> None:
    assert TEXT.count(old) >= 1
    with pytest.raises(CaseError) as raised:
        parse_case(TEXT.replace(old, new, 1), "two.yaml")
    error = raised.value
    assert error.where.startswith(f"two.yaml:{line}")
    assert field in error.where
    assert reason in str(error)
    assert error.remedy


def rooms(*told: str) -> str:
    return "id: rooms\ncompartments:\n" + "".join(f"  - {{{one}}}\n" for one in told)


@pytest.mark.parametrize(
    "told",
    [
        ("id: a, size: [3, 3, 2.4]", "id: b, size: [3, 3, 2.4]"),  # nobody says where they are
        ("id: a, size: [3, 3, 2.4]", "id: b, size: [3, 3, 2.4], at: [2.9, 0, 0]"),  # a thin wall
        ("id: a, size: [9, 9, 3]", "id: cabinet, size: [1, 1, 2], at: [4, 4, 0]"),
    ],
)
def test_rooms_may_be_nowhere_touch_or_stand_in_one_another(told: tuple[str, ...]) -> None:
    assert len(parse_case(rooms(*told), "rooms.yaml").compartments) == 2


def test_a_room_twice_at_one_place_is_refused() -> None:
    told = ("id: a, size: [3, 3, 2], at: [1, 1, 0]", "id: b, size: [3, 3, 2], at: [1, 1, 0]")
    with pytest.raises(CaseError, match=r"rooms\.yaml:4 compartments\[b\]\.at: 100% of"):
        parse_case(rooms(*told), "rooms.yaml")


def test_a_hatch_upside_down_is_refused() -> None:
    told = rooms("id: a, size: [3, 3, 2]", "id: b, size: [3, 3, 2], at: [0, 0, 2]")
    good = "hatches:\n  - {id: stair, upper: b, lower: a, area: 1}\n"
    assert parse_case(told + good, "rooms.yaml").hatches
    bad = good.replace("upper: b, lower: a", "upper: a, lower: b")
    with pytest.raises(CaseError, match="'a' lies below 'b'"):
        parse_case(told + bad, "rooms.yaml")


def test_a_closed_room_is_a_case() -> None:
    case = parse_case("id: shut\ncompartments:\n  - {id: a, size: [3, 3, 2.4]}\n", "shut.yaml")
    assert case.openings == ()


def test_several_faults_are_told_at_once() -> None:
    text = TEXT.replace("lower: hall", "lower: roof").replace("to: hall", "to: cellar")
    with pytest.raises(CaseError, match=r"cellar[\s\S]*roof"):
        parse_case(text, "two.yaml")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"none\.yaml"):
        read_case(tmp_path / "none.yaml")


def test_a_case_made_in_code_is_checked_too() -> None:
    case = parse_case(TEXT, "two.yaml")
    fire = msgspec.structs.replace(case.fires[0], hrr=((0.0, float("nan")),))
    with pytest.raises(CaseError, match="finite") as raised:
        check_case(msgspec.structs.replace(case, fires=(fire,)))
    assert raised.value.where == "two fires[0].hrr[0][1]"
    room = msgspec.structs.replace(case.compartments[0], size=(4.0, -3.0, 2.4))
    with pytest.raises(CaseError, match=r"compartments\[0\]\.size"):
        check_case(msgspec.structs.replace(case, compartments=(room, case.compartments[1])))


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_case_or_an_error_with_a_place(text: str) -> None:
    parsed(text)


@given(
    st.integers(0, len(TEXT) - 1),
    st.integers(0, 30),
    st.text(alphabet="0123456789.-eE[]{},:abc \n'\"&*<!", max_size=12),
)
@settings(max_examples=600, deadline=None)
def test_a_damaged_file_is_a_case_or_an_error_with_a_place(at: int, cut: int, new: str) -> None:
    parsed(TEXT[:at] + new + TEXT[at + cut :])


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=8,
)


@given(
    st.sampled_from(
        ["id", "duration", "ambient", "compartments", "openings", "fires", "hoods", "detectors"]
    ),
    JSON,
)
@settings(max_examples=300, deadline=None)
def test_any_value_in_a_field_is_a_case_or_an_error(field: str, value: object) -> None:
    plain = msgspec.to_builtins(parse_case(TEXT, "two.yaml"))
    try:
        case = msgspec.convert({**plain, field: value}, Case)
    except msgspec.ValidationError:
        return
    with contextlib.suppress(CaseError):
        check_case(case)


def parsed(text: str) -> None:
    try:
        case = parse_case(text, "any.yaml")
    except CaseError as refused:
        error = refused
    else:
        assert case_faults(case) == []
        return
    assert error.where.startswith("any.yaml:")
    assert error.remedy

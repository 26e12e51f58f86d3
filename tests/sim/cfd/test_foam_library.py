"""The library finds the run most like a case, and survives what a disk may do to it."""

from pathlib import Path

import numpy as np
import pytest
from foam_parts import room_case, two_rooms
from made_runs import layered_run
from msgspec.structs import replace

from sim.cfd.library import LibraryError, keep, open_library
from sim.cfd.results import FoamRun
from sim.cfd.signature import distance, signature
from sim.fire.case import Case, Fan


def run_of(case: Case) -> FoamRun:
    time = np.array([10.0, 20.0])
    return layered_run(case, time, np.full(2, 400.0), np.full(2, 295.0), np.full(2, 1.0))


def named(name: str, **more: object) -> Case:
    return replace(room_case(**more), id=name)  # type: ignore[arg-type]  # test shorthand


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    for name, watts in (("small", 30e3), ("middle", 100e3), ("large", 600e3)):
        keep(run_of(named(name, hrr=((0.0, watts),))), tmp_path)
    keep(run_of(replace(two_rooms(), id="two")), tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("watts", "best"), [(20e3, "small"), (90e3, "middle"), (110e3, "middle"), (900e3, "large")]
)
def test_the_nearest_fire_is_found(filled: Path, watts: float, best: str) -> None:
    found = open_library(filled).nearest(named("asked", hrr=((0.0, watts),)))
    assert found is not None
    assert (found[0].id, found[1] > 0) == (best, True)


def test_the_same_fire_is_at_no_distance_whatever_its_name(filled: Path) -> None:
    found = open_library(filled).nearest(named("asked", hrr=((0.0, 100e3),)))
    assert found is not None
    assert found[1] == 0.0


def test_a_building_with_other_rooms_is_not_alike(filled: Path) -> None:
    found = open_library(filled).nearest(two_rooms())
    assert found is not None
    assert found[0].id == "two"


def test_results_come_back(filled: Path) -> None:
    entry = next(e for e in open_library(filled).entries if e.id == "small")
    results = entry.results()
    assert results["upper"].shape == (2, 1)
    assert results["upper"][0, 0] == pytest.approx(400.0, rel=0.03)
    assert results["temperature"].shape == tuple(results[a].size - 1 for a in "xyz")


def test_a_library_that_is_not_there_is_empty(tmp_path: Path) -> None:
    library = open_library(tmp_path / "none")
    assert (library.entries, library.broken, library.nearest(room_case())) == ((), (), None)


@pytest.mark.parametrize("file", ["case.json", "entry.json", "results.npz"])
@pytest.mark.parametrize("damage", ["cut", "gone", "rubbish"])
def test_a_damaged_entry_is_named_and_the_others_serve(
    filled: Path, file: str, damage: str
) -> None:
    path = filled / "middle" / file
    content = path.read_bytes()
    path.unlink()
    if damage == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif damage == "rubbish":
        path.write_bytes(b"\x00\xff" * 40)
    library = open_library(filled)
    assert [name for name, _ in library.broken] == ["middle"]
    assert len(library.entries) == 3
    found = library.nearest(named("asked", hrr=((0.0, 100e3),)))
    assert found is not None
    assert found[0].id in ("small", "large")


def test_results_that_break_later_are_an_error_with_its_place(filled: Path) -> None:
    entry = next(e for e in open_library(filled).entries if e.id == "small")
    (entry.folder / "results.npz").write_bytes(b"PK")
    with pytest.raises(LibraryError, match="small"):
        entry.results()


def test_a_run_of_the_same_id_replaces_the_old_one(filled: Path) -> None:
    keep(run_of(named("small", hrr=((0.0, 50e3),))), filled)
    entry = next(e for e in open_library(filled).entries if e.id == "small")
    assert entry.case.fires[0].hrr == ((0.0, 50e3),)
    assert [p.name for p in filled.iterdir() if p.name.startswith(".")] == []


def test_an_id_cannot_leave_the_library(tmp_path: Path) -> None:
    entry = keep(run_of(named("../../evil/run")), tmp_path / "site")
    assert entry.folder.parent == tmp_path / "site"


def test_every_feature_counts() -> None:
    case = room_case()
    here = signature(case)
    fire, door = case.fires[0], case.openings[0]
    room = case.compartments[0]
    fan = Fan(id="fan", of="room", to="OUTSIDE", flow=0.5)
    others = [
        replace(case, fires=(replace(fire, at=(0.3, 0.3, 0.0)),)),
        replace(case, fires=(replace(fire, hrr=((0.0, 90e3),)),)),
        replace(case, openings=(replace(door, width=1.2),)),
        replace(case, compartments=(replace(room, size=(4.0, 2.8, 2.13)),)),
        replace(case, fans=(fan,)),
    ]
    assert all(distance(here, signature(other)) > 0.02 for other in others)

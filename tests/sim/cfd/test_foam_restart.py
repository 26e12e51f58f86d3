"""What an earlier run left in a folder: gone on with where it is whole and of the same fire."""

import shutil
import time
from pathlib import Path

import pytest
from foam_parts import COARSE, room_case
from msgspec.structs import replace

from sim.cfd.errors import FoamMissingError, FoamResultError
from sim.cfd.installation import find_openfoam
from sim.cfd.job import FoamJob, run_foam
from sim.cfd.restart import digits, drop_torn, scattered, write_interval
from sim.cfd.results import read_run
from sim.cfd.settings import FoamSettings
from sim.cfd.watch import RunState
from sim.cfd.write import write_foam
from sim.fire.case import Case

try:
    FOUND, WHY = find_openfoam(), ""
except FoamMissingError as missing:
    FOUND, WHY = None, str(missing)

needs_foam = pytest.mark.skipif(FOUND is None, reason=f"a real run needs OpenFOAM: {WHY}")
FOOTER = "// ****************************** //\n"


def made_time(root: Path, name: str, *, torn: str = "") -> None:
    """A stored time as OpenFOAM leaves it; `torn`: the file that it did not finish."""
    (root / name / "uniform").mkdir(parents=True)
    for field in ("T", "U", "phi", "uniform/time"):
        text = "values\n" if field == torn else "values\n" + FOOTER
        (root / name / field).write_text(text)


def made_folder(root: Path) -> Path:
    """Its start has two fields."""
    (root / "0").mkdir(parents=True)
    for field in ("T", "U"):
        (root / "0" / field).write_text(FOOTER)
    return root


@pytest.mark.parametrize(
    ("case", "settings", "named"),
    [
        (room_case(hrr=((0.0, 90e3),)), COARSE, "fires"),
        (room_case(width=0.9), COARSE, "openings"),
        (room_case(duration=40.0), COARSE, "duration"),
        (room_case(), replace(COARSE, cell=0.3), "cell"),
    ],
)
def test_results_of_another_fire_are_never_taken_for_this_one(
    case: Case, settings: FoamSettings, named: str, tmp_path: Path
) -> None:
    write_foam(room_case(), tmp_path, COARSE)
    made_time(tmp_path, "5")
    kept = (tmp_path / "case.json").read_bytes()
    with pytest.raises(FoamResultError, match=f"another case: it differs in {named}") as raised:
        write_foam(case, tmp_path, settings)
    assert "Choose another folder" in raised.value.remedy
    assert (tmp_path / "case.json").read_bytes() == kept


def test_what_does_not_touch_the_gas_may_change(tmp_path: Path) -> None:
    write_foam(room_case(), tmp_path, COARSE)
    made_time(tmp_path, "5")
    longer = replace(COARSE, wall_limit=900.0, processes=2, write_every=2.0)
    write_foam(replace(room_case(), id="again"), tmp_path, longer)


def test_a_folder_without_results_takes_any_fire(tmp_path: Path) -> None:
    write_foam(room_case(), tmp_path, COARSE)
    write_foam(room_case(width=0.9), tmp_path, replace(COARSE, cell=0.3))


def test_results_without_their_case_are_not_trusted(tmp_path: Path) -> None:
    made_time(tmp_path / "processor0", "5")
    with pytest.raises(FoamResultError, match="cannot be read"):
        write_foam(room_case(), tmp_path, COARSE)


@pytest.mark.parametrize("torn", ["T", "phi", "uniform/time"])
def test_a_time_that_was_not_finished_is_dropped(torn: str, tmp_path: Path) -> None:
    folder = made_folder(tmp_path)
    made_time(folder, "5")
    made_time(folder, "10", torn=torn)
    drop_torn(folder)
    assert (folder / "5").exists()
    assert not (folder / "10").exists()
    assert (folder / "0").exists()


def test_a_time_torn_in_one_part_is_dropped_in_all(tmp_path: Path) -> None:
    folder = made_folder(tmp_path)
    for part in ("processor0", "processor1"):
        made_time(folder / part, "5")
    made_time(folder / "processor0", "10")
    drop_torn(folder)
    assert not list(folder.glob("processor*/10"))
    assert len(list(folder.glob("processor*/5"))) == 2
    assert scattered(folder)
    made_time(folder, "5")
    assert not scattered(folder)


def test_the_longest_name_of_a_time_sets_the_digits(tmp_path: Path) -> None:
    assert digits(tmp_path) == 0
    made_time(tmp_path, "20")
    made_time(tmp_path, "20.859453994")
    made_time(tmp_path / "processor0", "0.0012345")
    assert digits(tmp_path) == 11


@pytest.mark.parametrize(("stored", "interval"), [("", 5.0), ("42.5", 57.5 / 12), ("100", 5.0)])
def test_the_end_is_among_the_stored_times(stored: str, interval: float, tmp_path: Path) -> None:
    if stored:
        made_time(tmp_path, stored)
    assert write_interval(tmp_path, 5.0, 100.0) == pytest.approx(interval)


@needs_foam
def test_a_time_with_many_digits_is_gone_on_from(tmp_path: Path) -> None:
    short = replace(COARSE, write_every=1.0)
    run_foam(write_foam(room_case(duration=1.0), tmp_path / "first", short))
    second = write_foam(room_case(duration=2.0), tmp_path / "second", COARSE)
    shutil.copytree(tmp_path / "first" / "1", tmp_path / "second" / "1.00000000012")
    assert run_foam(second).state is RunState.FINISHED
    assert (tmp_path / "second" / "2").exists()


@needs_foam
def test_a_parallel_run_killed_in_the_middle_goes_on_alone(tmp_path: Path) -> None:
    if FOUND is not None and not FOUND.parallel:
        pytest.skip("a parallel run needs mpirun")
    case = room_case(duration=3.0)
    settings = replace(COARSE, processes=2, write_every=0.5, wall_limit=90.0)
    with FoamJob(write_foam(case, tmp_path, settings)) as job:
        while not (tmp_path / "processor1" / "1").exists() and not job.poll().state.is_end:
            time.sleep(0.05)
    assert not (tmp_path / "1").exists(), "killed before the parts were put together"
    alone = write_foam(case, tmp_path, replace(settings, processes=1))
    assert run_foam(alone).state is RunState.FINISHED
    assert read_run(alone, believe=True).time[[0, -1]].tolist() == [0.5, 3.0]
    said = max(tmp_path.glob("solver.logfile*")).read_text().splitlines()
    assert "Time = 3" in said
    assert not any(line.startswith("Time = 0.") for line in said), "what was there is kept"

"""Real runs of a few seconds, by the OpenFOAM of this machine. Skipped where there is none."""

import time
from pathlib import Path

import numpy as np
import psutil
import pytest
from foam_parts import COARSE, room_case
from msgspec.structs import replace

from sim.cfd.errors import FoamMissingError, FoamResultError, FoamRunError
from sim.cfd.installation import PROGRAMS, find_openfoam
from sim.cfd.job import GRACE_S, FoamJob, run_foam
from sim.cfd.read import result_times
from sim.cfd.results import even_grid, mean_profile, read_run
from sim.cfd.settings import Solver
from sim.cfd.watch import Progress, RunState
from sim.cfd.write import open_foam, write_foam

try:
    FOUND, WHY = find_openfoam(), ""
except FoamMissingError as missing:
    FOUND, WHY = None, str(missing)

needs_foam = pytest.mark.skipif(FOUND is None, reason=f"a real run needs OpenFOAM: {WHY}")


def test_absent_openfoam_is_said_with_the_way_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(FoamMissingError, match="apt-get install") as raised:
        find_openfoam({"PATH": str(tmp_path)})
    assert "openfoam" in raised.value.remedy


def test_half_an_openfoam_is_said_by_what_lacks(tmp_path: Path) -> None:
    solver = tmp_path / "buoyantPimpleFoam"
    solver.write_text("#!/bin/sh\n")
    solver.chmod(0o755)
    with pytest.raises(FoamMissingError, match="lacks fireFoam"):
        find_openfoam({"PATH": str(tmp_path)})


@pytest.mark.parametrize(
    ("program", "said"),
    [("#!/bin/sh\nexec sleep 9\n", "timed out"), ("no program", "Exec format")],
    ids=["silent", "broken"],
)
def test_an_openfoam_that_does_not_answer_is_one_line(
    program: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "controlDict").write_text("")
    for name in PROGRAMS:
        (tmp_path / name).write_text(program)
        (tmp_path / name).chmod(0o755)
    monkeypatch.setattr("sim.cfd.installation.ASK_S", 0.2)
    with pytest.raises(FoamMissingError, match=said):
        find_openfoam({"PATH": str(tmp_path), "WM_PROJECT_DIR": str(tmp_path)})


@needs_foam
def test_the_version_is_known() -> None:
    assert FOUND is not None
    assert FOUND.version not in ("", "unknown")
    assert FOUND.environment()["WM_PROJECT_VERSION"].startswith("v")


@needs_foam
def test_a_small_fire_runs_balances_and_heats_the_upper_room(tmp_path: Path) -> None:
    written = write_foam(room_case(), tmp_path, COARSE)
    seen: list[Progress] = []
    end = run_foam(written, seen.append)
    assert (end.state, end.time, end.stored) == (RunState.FINISHED, 20.0, 4)
    assert [p.time for p in seen] == sorted(p.time for p in seen)
    run = read_run(written)
    assert run.time.tolist() == [5.0, 10.0, 15.0, 20.0]
    assert abs(run.balance.heat_error) < 0.05
    assert run.balance.released == pytest.approx(0.7 * 60e3 * 19, rel=0.02)  # watched from 1 s on
    height, profile = mean_profile(run, "room")
    assert profile[-1, -1] > profile[-1, 0] + 30
    assert (height < 2.13).all()
    assert run.flow_out[-1, 0] > 0.05
    _, even = even_grid(run, run.temperature[-1], 0.25)
    gas = even[np.isfinite(even)]
    assert float(gas.max()) == pytest.approx(float(np.nanmax(run.temperature[-1])), rel=0.2)


@needs_foam
def test_fuel_burns_in_firefoam_with_the_heat_that_was_asked_for(tmp_path: Path) -> None:
    settings = replace(COARSE, solver=Solver.COMBUSTION)
    written = write_foam(room_case(duration=10.0), tmp_path, settings)
    assert run_foam(written).state is RunState.FINISHED
    run = read_run(written, believe=True)
    watched_s = 9.0
    assert run.balance.released == pytest.approx(0.7 * 60e3 * watched_s, rel=0.15)
    assert np.nanmin(run.species["O2"]) < 0.22
    assert np.nanmax(run.species["CO2"]) > 0.005
    fuel = written.case.fires[0]  # CH2: 3.14 kg of CO2 for a kg of fuel
    ratio = np.nanmax(run.species["SOOT"]) / np.nanmax(run.species["CO2"])
    assert ratio == pytest.approx(fuel.soot_yield / 3.14, rel=0.01)


@needs_foam
def test_two_processes_give_what_one_gives(tmp_path: Path) -> None:
    if FOUND is not None and not FOUND.parallel:
        pytest.skip("a parallel run needs mpirun")
    case = room_case(duration=0.5)  # two processes that wait for each other crawl on busy cores
    fields = []
    for processes in (1, 2):
        settings = replace(COARSE, processes=processes, write_every=0.5, wall_limit=90.0)
        written = write_foam(case, tmp_path / str(processes), settings)
        assert run_foam(written).state is RunState.FINISHED
        fields.append(read_run(written, believe=True).temperature[-1])
    assert np.nanmax(np.abs(fields[0] - fields[1])) < 5.0  # K, of 300: another order of summing


@needs_foam
def test_a_cancelled_run_keeps_what_it_has_and_goes_on_later(tmp_path: Path) -> None:
    settings = replace(COARSE, cell=0.25, write_every=20.0)
    written = write_foam(room_case(duration=100.0), tmp_path, settings)
    with FoamJob(written) as job:
        while (progress := job.poll()).time < 2.0 and not progress.state.is_end:
            time.sleep(0.05)
        job.cancel()
        end = job.wait()
    assert (end.state, end.message) == (RunState.CANCELLED, "")
    stored = result_times(tmp_path)[-1][0]
    assert stored == pytest.approx(end.time, abs=0.01)
    assert 2.0 <= stored < 100.0
    again = run_foam(open_foam(tmp_path))
    assert again.state is RunState.FINISHED
    assert again.time == pytest.approx(100.0, abs=0.25)  # one time step
    run = read_run(written)
    assert np.abs(run.time - stored).min() < 1e-6
    assert abs(run.balance.heat_error) < 0.05


@needs_foam
def test_the_wall_clock_limit_ends_a_run_with_results(tmp_path: Path) -> None:
    settings = replace(COARSE, wall_limit=2.0, cell=0.2)
    written = write_foam(room_case(duration=3600.0), tmp_path, settings)
    began = time.monotonic()
    end = run_foam(written)
    assert (end.state, end.message) == (RunState.OUT_OF_TIME, "")
    assert time.monotonic() - began < 2.0 + GRACE_S / 2
    assert result_times(tmp_path)[-1][0] == pytest.approx(end.time, abs=0.01)


@needs_foam
def test_leaving_a_job_leaves_no_process_behind(tmp_path: Path) -> None:
    written = write_foam(room_case(duration=3600.0), tmp_path, replace(COARSE, cell=0.2))
    others = set(psutil.Process().children(recursive=True))  # of tests before this one
    with FoamJob(written) as job:
        while job.poll().state is RunState.PREPARING:
            time.sleep(0.05)
        family = set(psutil.Process().children(recursive=True)) - others
        assert any("Foam" in member.name() for member in family)
    _, alive = psutil.wait_procs(family, timeout=5.0)  # killed, but the kernel takes its time
    assert [one for one in alive if one.status() != psutil.STATUS_ZOMBIE] == []


@needs_foam
def test_a_broken_case_fails_with_openfoams_own_words(tmp_path: Path) -> None:
    written = write_foam(room_case(), tmp_path, COARSE)
    (tmp_path / "0" / "T").write_text("nonsense")
    with pytest.raises(FoamRunError, match="FOAM FATAL"):
        run_foam(written)


@needs_foam
def test_a_run_with_a_false_source_is_not_believed(tmp_path: Path) -> None:
    written = write_foam(room_case(), tmp_path, COARSE)
    options = tmp_path / "constant" / "fvOptions"
    options.write_text(options.read_text().replace("42000", "130000"))
    run_foam(written)
    with pytest.raises(FoamResultError, match="of the heat is unaccounted for"):
        read_run(written)


def test_a_folder_without_results_says_so(tmp_path: Path) -> None:
    written = write_foam(room_case(), tmp_path, COARSE)
    with pytest.raises(FoamResultError, match="no result is stored"):
        read_run(written)

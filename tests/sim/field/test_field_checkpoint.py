"""A run that was broken off goes on from its last state and ends as if nothing had happened."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import numpy as np
import pytest
from field_parts import room_case

from sim.errors import SimError
from sim.field.checkpoint import STATE, Store, key_of
from sim.field.run import FieldRun, simulate_field
from sim.fire.case import Case, Detector, Fan, Opening

pytestmark = pytest.mark.timeout(600)  # compiles the flow solver where it was not yet

UNTIL = 20.0
RUN = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from test_field_checkpoint import eventful, run
run(eventful(), keep=Path(sys.argv[2]))
"""


def eventful() -> Case:
    """A door that opens at 8 s, a second fire at 10 s, a fan and a link."""
    case = room_case(leak=0.01, hrr=80e3)
    door = Opening(
        id="door", of="room", height=1.8, width=0.8, open=((0.0, 0.0), (7.9, 0.0), (8.0, 1.0))
    )
    second = msgspec.structs.replace(
        case.fires[0], id="second", at=(0.5, 0.5, 0.1), hrr=((0.0, 0.0), (10.0, 0.0), (20.0, 4e4))
    )
    return msgspec.structs.replace(
        case,
        openings=(door,),
        fires=(*case.fires, second),
        fans=(Fan(id="fan", of="room", to="OUTSIDE", flow=0.1, of_height=2.0),),
        detectors=(
            Detector(
                id="link", compartment="room", at=(1.5, 1.5, 2.3), activation=341.15, rti=50.0
            ),
        ),
    )


def run(case: Case, *, keep: Path | None = None, stop_at: float = np.inf) -> FieldRun:
    """The run of these tests, its state kept after every step, stopped at `stop_at` s."""
    share = [0.0]
    return simulate_field(
        case, cell=0.3, until=UNTIL, every=4.0, average=10.0, threads=1, keep=keep, keep_every=0.0,
        on_progress=lambda done: share.__setitem__(0, done),
        cancelled=lambda: share[0] * UNTIL >= stop_at,
    )  # fmt: skip


@pytest.fixture(scope="module")
def whole() -> FieldRun:
    """The same run in one go."""
    return run(eventful())


def same(a: FieldRun, b: FieldRun) -> None:
    """Every number of two runs is the same to the last bit, but for what they cost."""
    for name in (
        "time", "temperature", "soot", "co", "oxygen", "velocity", "mean_temperature", "mean_out",
        "mean_in", "flow_out", "flow_in", "hrr", "heat_lost", "gauge", "activation",
    ):  # fmt: skip
        assert np.array_equal(getattr(a, name), getattr(b, name), equal_nan=True), name
    for name in ("averaged", "mass_error", "energy_error", "steps", "ended"):
        assert getattr(a, name) == getattr(b, name), name


@pytest.mark.parametrize("stop_at", [3.5, 9.0, 15.0])
def test_a_cancelled_run_goes_on_bit_by_bit(
    whole: FieldRun, tmp_path: Path, stop_at: float
) -> None:
    broken = run(eventful(), keep=tmp_path / "state", stop_at=stop_at)
    assert broken.ended == "cancelled"
    again = run(eventful(), keep=tmp_path / "state")
    assert again.resumed == stop_at
    same(again, whole)
    assert not (tmp_path / "state").exists()


def test_a_killed_run_goes_on_bit_by_bit(whole: FieldRun, tmp_path: Path) -> None:
    state = tmp_path / "state"
    command = [sys.executable, "-c", RUN, str(Path(__file__).parent), str(state)]
    with subprocess.Popen(command, cwd=Path.cwd(), env={**os.environ}) as child:
        deadline = time.monotonic() + 240.0
        while not (state / "row_00001.npz").exists() and child.poll() is None:
            assert time.monotonic() < deadline, "no state within four minutes"
            time.sleep(0.01)
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert child.returncode == -signal.SIGKILL, "the child ended before it could be killed"
    again = run(eventful(), keep=state)
    assert 3.0 < again.resumed < UNTIL
    same(again, whole)


def test_a_state_of_another_case_is_not_gone_on_from(tmp_path: Path) -> None:
    state = tmp_path / "state"
    run(room_case(), keep=state, stop_at=2.0)
    other = run(room_case(hrr=30e3), keep=state, stop_at=1.0)
    assert other.resumed == 0.0
    assert run(room_case(hrr=30e3), keep=state, stop_at=2.0).resumed == 1.0


def test_a_torn_state_is_as_none(tmp_path: Path) -> None:
    state = tmp_path / "state"
    run(room_case(), keep=state, stop_at=2.0)
    kept = (state / STATE).read_bytes()
    (state / STATE).write_bytes(kept[: len(kept) // 2])
    assert run(room_case(), keep=state, stop_at=1.0).resumed == 0.0


def test_a_state_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = Store(tmp_path / "file" / "state", key_of(room_case(), 1.0))
    with pytest.raises(SimError, match="state"):
        store.save({}, [])


def test_what_else_lies_in_the_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    run(room_case(), keep=tmp_path, stop_at=1.0)
    assert run(room_case(), keep=tmp_path).resumed == 1.0
    assert [one.name for one in tmp_path.iterdir()] == ["notes.txt"]

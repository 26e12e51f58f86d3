"""A log is read as far as it goes, and a run that makes no sense is told from one that does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.cfd.watch import SHORT_STEPS, LogReader, Progress, RunState

STEP = """\
Courant Number mean: 0.115 max: 0.79
deltaT = 0.05
Time = 12.5

DILUPBiCGStab:  Solving for Ux, Initial residual = 0.02, Final residual = 2e-09, No Iterations 2
GAMG:  Solving for p_rgh, Initial residual = 0.137, Final residual = 0.0002, No Iterations 1
ExecutionTime = 33.14 s  ClockTime = 34 s
    min/max(T) = 301.15 590.8
"""


def fed(text: str) -> LogReader:
    reader = LogReader()
    for line in text.splitlines():
        reader.feed(line)
    return reader


def test_a_step_is_read() -> None:
    reader = fed(STEP)
    told = (reader.time, reader.step, reader.courant, reader.residual, reader.cpu_s, reader.hottest)
    assert told == (12.5, 0.05, 0.79, 0.137, 33.14, 590.8)
    assert (reader.trouble, reader.fatal) == ("", [])


@pytest.mark.parametrize("line", ["min/max(T) = 301.15, 590.8", "    min/max(T) = 301.15 590.8"])
def test_both_solvers_say_their_extremes(line: str) -> None:
    reader = fed(line)
    assert (reader.hottest, reader.trouble) == (590.8, "")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("GAMG:  Solving for p_rgh, Initial residual = nan, Final residual = nan, x", "p_rgh"),
        ("Courant Number mean: inf max: inf", "Courant"),
        ("    min/max(T) = 301 45000", "45000"),
        ("    min/max(T) = -12 400", "-12"),
        ("    min/max(T) = nan nan", "nan"),
        ("deltaT = 1e-09\n" * SHORT_STEPS, "collapsed"),
        ("#1  Foam::sigFpe::sigHandler(int) at ??:?", "lost its numbers at 12.5 s"),
    ],
    ids=["residual", "courant", "hot", "cold", "nan", "step", "crash"],
)
def test_a_run_that_makes_no_sense_is_told(text: str, why: str) -> None:
    assert why in fed(STEP + text).trouble


def test_a_fatal_error_is_kept_with_its_words() -> None:
    reader = fed("--> FOAM FATAL ERROR :\n    cannot find file\n    file: 0/T\n")
    assert reader.fatal == ["--> FOAM FATAL ERROR :", "cannot find file", "file: 0/T"]


def test_the_trap_for_such_numbers_is_no_crash() -> None:
    line = "sigFpe : Enabling floating point exception trapping (FOAM_SIGFPE)."
    assert fed(line).trouble == ""


@given(st.text())
def test_any_line_is_survived(line: str) -> None:
    LogReader().feed(line)


def test_progress_knows_its_share_and_its_end() -> None:
    progress = Progress(state=RunState.RUNNING, time=30.0, end=120.0)
    assert progress.share == 0.25
    assert not progress.state.is_end
    assert all(s.is_end for s in (RunState.CANCELLED, RunState.OUT_OF_TIME, RunState.DIVERGED))

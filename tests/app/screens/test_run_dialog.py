"""Runs that the commander starts: progress, an early end, what went wrong."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.screens.commander.run_dialog import RunDialog, share_done
from app.screens.i18n import Language
from app.screens.theme import Look, load_theme

LOOK = Look(load_theme("night"), Language.EN)


@pytest.mark.parametrize(
    ("line", "share"),
    [
        ("zone 3/10 done", 0.3),
        ("running: 40 of 600 s, hottest 500 K", 40 / 600),
        ("12.5 % of the field", 0.125),
        ("field on 9000 cells", None),
        ("0/0", None),
    ],
)
def test_progress_is_read_from_what_a_run_says(line: str, share: float | None) -> None:
    assert share_done(line) == (None if share is None else pytest.approx(share))


def runner(tmp_path: Path, body: str) -> tuple[str, str]:
    """A program that stands for `emberwall`, which would compute for minutes."""
    script = tmp_path / "run.py"
    script.write_text(f"import sys, time\n{body}\n")
    return sys.executable, str(script)


def dialog_of(qtbot: QtBot, tmp_path: Path, body: str) -> RunDialog:
    made = RunDialog(LOOK, program=runner(tmp_path, body))
    qtbot.addWidget(made)
    made.open()
    made.case.setText(str(tmp_path / "case.yaml"))
    return made


def test_a_run_shows_progress_and_tells_its_folder(qtbot: QtBot, tmp_path: Path) -> None:
    body = "print('1/4', file=sys.stderr, flush=True); time.sleep(0.3); assert 'run' in sys.argv"
    dialog = dialog_of(qtbot, tmp_path, body)
    assert dialog.out.text().endswith("case-field")
    with qtbot.waitSignal(dialog.done_in, timeout=10_000) as told:
        qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: dialog.bar.value() == 250, timeout=8000)
    assert told.args == [tmp_path / "case-field"]


def test_a_run_can_be_stopped_and_nothing_lives_on(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = dialog_of(qtbot, tmp_path, "print('1 %', file=sys.stderr, flush=True); time.sleep(60)")
    qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.bar.value() == 10, timeout=8000)
    qtbot.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.is_running, timeout=8000)
    assert dialog.isVisible()
    assert dialog.start.isEnabled()


def test_a_stopped_run_shows_what_it_kept(qtbot: QtBot, tmp_path: Path) -> None:
    body = (
        "import signal, pathlib\n"
        "def stop(*_):\n"
        "    (pathlib.Path(sys.argv[-1]) / 'summary.json').write_text('{}')\n"
        "    sys.exit(1)  # as a run that did not come to its end\n"
        "signal.signal(signal.SIGINT, stop)\n"
        "print('1 %', file=sys.stderr, flush=True); time.sleep(60)"
    )
    (tmp_path / "case-field").mkdir()
    dialog = dialog_of(qtbot, tmp_path, body)
    qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.bar.value() == 10, timeout=8000)
    with qtbot.waitSignal(dialog.done_in, timeout=8000) as told:
        qtbot.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    assert told.args == [tmp_path / "case-field"]


def test_tab_goes_as_people_read_and_enter_starts(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = dialog_of(qtbot, tmp_path, "")
    dialog.model.setCurrentText("zone")
    assert dialog.out.text().endswith("case-zone")
    order = [dialog.case, dialog.browse, dialog.model, dialog.out, dialog.cancel, dialog.start]
    after = [part.nextInFocusChain() for part in order[:-1]]
    assert after == order[1:]
    with qtbot.waitSignal(dialog.done_in, timeout=10_000):
        qtbot.keyClick(dialog.out, Qt.Key.Key_Return)


def test_a_run_that_fails_says_why(qtbot: QtBot, tmp_path: Path) -> None:
    body = "print('sim: room is negative', file=sys.stderr); sys.exit(1)"
    dialog = dialog_of(qtbot, tmp_path, body)
    qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "room is negative" in dialog.said.text(), timeout=8000)
    assert dialog.isVisible()


def test_a_program_that_is_not_there_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = RunDialog(LOOK, program=(str(tmp_path / "nothing"), "x"))
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.case.setText("case.yaml")
    dialog.run()
    qtbot.waitUntil(lambda: "cannot be started" in dialog.said.text(), timeout=8000)
    assert dialog.start.isEnabled()

"""Runs a model as a child process: progress from what it says, and a way to stop it."""

import os
import re
import signal
import sys
import time
from pathlib import Path

from PySide6.QtCore import QProcess, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.screens.i18n import translate
from app.screens.theme import Look

MODELS = ("field", "foam", "zone")
KILL_MS = 10_000  # time to write what is there
PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%")
OF = re.compile(r"(\d+(?:\.\d+)?)\s*(?:s\s*)?(?:/|of)\s*(\d+(?:\.\d+)?)")
PROGRAM = (sys.executable, "-m", "app.cli")


def share_done(line: str) -> float | None:
    """How far a run is by one of its lines, 0 to 1: `12 %`, `3/10`, `40 s of 600 s`; None when the
    line tells no progress."""
    percent = PERCENT.search(line)
    if percent is not None:
        return min(float(percent.group(1)) / 100, 1.0)
    part = OF.search(line)
    if part is None or float(part.group(2)) <= 0:
        return None
    return min(float(part.group(1)) / float(part.group(2)), 1.0)


class RunDialog(QDialog):
    """Signal done_in(folder) when a run has ended well, or was stopped and kept what was there.
    Closing stops the run."""

    done_in = Signal(Path)

    def __init__(
        self, look: Look, parent: QWidget | None = None, *, program: tuple[str, ...] = PROGRAM
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("RunDialog", "Run a model"))
        self._program = program
        self._last = ""
        self._cancelled, self._began = False, 0.0
        # In the order of Tab.
        self.case, self.browse = QLineEdit(self), _button(translate("RunDialog", "Choose …"), self)
        self.model, self.out = QComboBox(self), QLineEdit(self)
        self.model.addItems(MODELS)
        self.cancel = _button(translate("RunDialog", "Close"), self)
        self.start = _button(translate("RunDialog", "Start"), self)
        self.start.setDefault(True)
        self.bar, self.said = QProgressBar(self), QLabel(self)
        self.said.setWordWrap(True)
        self.start.setObjectName("primary")
        self.process = QProcess(self)
        self._killer = QTimer(self, interval=KILL_MS, singleShot=True)
        self._compose(look)
        self._connect()
        self._dress()

    def _compose(self, look: Look) -> None:
        form = QFormLayout()
        row = QHBoxLayout()
        row.addWidget(self.case, 1)
        row.addWidget(self.browse)
        form.addRow(translate("RunDialog", "Case file"), row)
        form.addRow(translate("RunDialog", "Model"), self.model)
        form.addRow(translate("RunDialog", "Result folder"), self.out)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.start)
        box = QVBoxLayout(self)
        box.addLayout(form)
        box.addWidget(self.bar)
        box.addWidget(self.said)
        box.addLayout(buttons)
        self.bar.hide()
        self.setMinimumWidth(look.px(520))

    def _connect(self) -> None:
        self.case.textChanged.connect(self._name_folder)
        self.model.currentTextChanged.connect(self._name_folder)
        self.out.textChanged.connect(self._dress)
        self.browse.clicked.connect(self._ask_case)
        self.start.clicked.connect(self.run)
        self.cancel.clicked.connect(self.reject)
        self.process.readyReadStandardError.connect(self._hear)
        self.process.finished.connect(self._ended)
        self.process.errorOccurred.connect(self._failed)
        self._killer.timeout.connect(self.process.kill)

    @property
    def is_running(self) -> bool:
        """True while the child lives."""
        return self.process.state() != QProcess.ProcessState.NotRunning

    def run(self) -> None:
        """Start the child."""
        case, out = self.case.text().strip(), self.out.text().strip()
        if self.is_running or not case or not out:
            return
        self._cancelled, self._began = False, time.time()
        model = self.model.currentText()
        words = [*self._program[1:], "sim", "run", case, "--model", model, "--out", out]
        self.bar.setRange(0, 0)
        self.bar.show()
        self.said.setText(translate("RunDialog", "Starting …"))
        self.process.start(self._program[0], words)
        self._dress()

    def reject(self) -> None:
        """Stop a run; without one, close."""
        if not self.is_running:
            super().reject()
            return
        self._cancelled = True
        self.said.setText(translate("RunDialog", "Stopping …"))
        os.kill(self.process.processId(), signal.SIGINT)  # as Ctrl-C: what is there is kept
        self._killer.start()

    def _hear(self) -> None:
        """Progress comes line by line on the error stream."""
        text = bytes(self.process.readAllStandardError().data()).decode("utf-8", "replace")
        for line in filter(None, (part.strip() for part in re.split(r"[\r\n]", text))):
            self._last = line
            share = share_done(line)
            if share is not None:
                self.bar.setRange(0, 1000)
                self.bar.setValue(round(1000 * share))
        if not self._cancelled:
            self.said.setText(self._last)

    def _ended(self, code: int, _status: object) -> None:
        self._killer.stop()
        self._hear()
        self.bar.hide()
        if code == 0 or (self._cancelled and self._has_kept):
            self.done_in.emit(Path(self.out.text().strip()))
            super().accept()
            return
        if self._cancelled:
            self.said.setText(translate("RunDialog", "Stopped. Nothing was kept running."))
        else:
            failed = translate("RunDialog", "The run failed: {why}")
            self.said.setText(failed.format(why=self._last or f"exit code {code}"))
        self._dress()

    @property
    def _has_kept(self) -> bool:
        """Whether the run has written what it had; a summary is what it writes last."""
        summary = Path(self.out.text().strip()) / "summary.json"
        return summary.is_file() and summary.stat().st_mtime >= self._began

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.bar.hide()
            text = translate("RunDialog", "It cannot be started: {why}")
            self.said.setText(text.format(why=self.process.errorString()))
            self._dress()

    def _dress(self) -> None:
        running = self.is_running
        ready = bool(self.case.text().strip() and self.out.text().strip())
        self.start.setEnabled(ready and not running)
        stop, close = translate("RunDialog", "Stop the run"), translate("RunDialog", "Close")
        self.cancel.setText(stop if running else close)
        for part in (self.case, self.out, self.model, self.browse):
            part.setEnabled(not running)

    def _name_folder(self) -> None:
        """A result folder beside the case, until another is named."""
        text = self.case.text().strip()
        path = Path(text)
        if text and not self.out.isModified():
            self.out.setText(str(path.parent / f"{path.stem}-{self.model.currentText()}"))
        self._dress()

    def _ask_case(self) -> None:
        dialog = QFileDialog(self, translate("RunDialog", "Case file"), "", "YAML (*.yaml *.yml)")
        dialog.fileSelected.connect(self.case.setText)
        dialog.open()


def _button(text: str, parent: QWidget) -> QPushButton:
    """Enter belongs to the default button, whichever has the focus."""
    made = QPushButton(text, parent)
    made.setAutoDefault(False)
    return made

"""Child processes: started with a settings file, stopped in order, never left behind."""

import logging
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from app.config import SettingsError

log = logging.getLogger(__name__)
STOP_S = 8.0


class Children:
    """Processes by name, each `emberwall` with its own arguments and log file."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._arguments: dict[str, Sequence[str]] = {}
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, arguments: Sequence[str]) -> None:
        """Start one process; its log goes to `name.log`, appended over restarts."""
        self._arguments[name] = arguments
        with (self._logs / f"{name}.log").open("ab") as log_file:
            self._running[name] = subprocess.Popen(  # noqa: S603  # our own command
                [sys.executable, "-m", "app.cli", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log_file,
                stderr=log_file,
            )

    def restart(self, name: str) -> None:
        """Start a process again as it was started last."""
        self.start(name, self._arguments[name])

    def kill(self, name: str) -> None:
        """SIGKILL, as a power cut would."""
        child = self._running.pop(name)
        child.kill()
        child.wait()

    def stop(self, name: str) -> int:
        """Ask politely, then insist; the exit code."""
        child = self._running.pop(name, None)
        if child is None:
            return 0
        child.send_signal(signal.SIGTERM)
        try:
            return child.wait(STOP_S)
        except subprocess.TimeoutExpired:
            log.warning("%s did not stop within %.0f s and was killed", name, STOP_S)
            child.kill()
            return child.wait()

    def stop_all(self, order: Sequence[str]) -> None:
        """Stop all, those in `order` first."""
        for name in [*order, *self._running.keys() - set(order)]:
            self.stop(name)

    def is_running(self, name: str) -> bool:
        """True while the process lives."""
        child = self._running.get(name)
        return child is not None and child.poll() is None

    def check(self) -> None:
        """Raises SettingsError if a process ended by itself, with the end of its log."""
        for name, child in self._running.items():
            if child.poll() is not None:
                raise self._ended(name, child.returncode)

    def check_ended(self, name: str) -> None:
        """Raises SettingsError if a process that may end did not end well."""
        child = self._running.get(name)
        if child is not None and child.poll():
            raise self._ended(name, child.returncode)

    def _ended(self, name: str, code: int) -> SettingsError:
        return SettingsError(
            f"ended by itself with exit code {code}: {self.last_words(name)}",
            where=name,
            remedy="Run `emberwall doctor`",
        )

    def last_words(self, name: str) -> str:
        """The last lines of a process's log."""
        path = self._logs / f"{name}.log"
        with suppress(OSError):
            return path.read_text("utf-8", "replace")[-1500:].strip()
        return ""

    def cpu_seconds(self) -> dict[str, float]:
        """Processor seconds used so far, by name; those of a process's own children by its name
        and "workers"."""
        used = {}
        for name, child in self._running.items():
            with suppress(psutil.Error):
                process = psutil.Process(child.pid)
                used[name] = _cpu_s(process)
                if workers := process.children(recursive=True):
                    used[f"{name} workers"] = sum(map(_cpu_s, workers))
        return used


def _cpu_s(process: psutil.Process) -> float:
    with suppress(psutil.Error):
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0


@contextmanager
def children(logs: Path, order: Sequence[str]) -> Iterator[Children]:
    """Processes that are all gone at the end, whatever happens."""
    logs.mkdir(parents=True, exist_ok=True)
    own = Children(logs)
    try:
        yield own
    finally:
        own.stop_all(order)


def wait_for_file(path: Path, own: Children, *, limit_s: float) -> bytes:
    """The content of a file that a child is about to write. Raises SettingsError."""
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        own.check()
        with suppress(FileNotFoundError):
            return path.read_bytes()
        time.sleep(0.02)
    raise SettingsError(
        f"was not written within {limit_s:.0f} s",
        where=str(path),
        remedy="See the log files beside it, then run `emberwall doctor`",
    )

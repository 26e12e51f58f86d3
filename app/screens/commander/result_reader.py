"""Reads results in a worker thread; the newest wish wins, and nothing is waited for."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.screens.commander.result_file import Result, find_result, read_frame
from app.screens.view_models.results import Grid3
from twin.errors import EmberwallError

POLL_MS, KEPT = 40, 8
Loaded = Result | tuple[Result, int, Grid3]


class ResultReader(QObject):
    """Signals: found(Result) after `open`; read(frame, Grid3) after `go_to`; failed(what, remedy).
    The last few moments are kept."""

    found = Signal(object)
    read = Signal(int, object)
    failed = Signal(str, str)

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self.result: Result | None = None
        self._grids: dict[int, Grid3] = {}
        self._work = ThreadPoolExecutor(1, "results")
        self._coming: Future[Loaded] | None = None
        self._wanted: Callable[[], Loaded] | None = None
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._collect)

    @property
    def is_reading(self) -> bool:
        """True while the worker has something to do."""
        return self._coming is not None or self._wanted is not None

    def open(self, folder: Path) -> None:
        """Look for the result in a folder."""
        self.result, self._grids = None, {}
        self._ask(lambda: find_result(folder))

    def go_to(self, frame: int) -> None:
        """Read a moment of the result in hand; a kept one comes at once."""
        result = self.result
        if result is None:
            return
        if frame in self._grids:
            self.read.emit(frame, self._grids[frame])
        else:
            self._ask(lambda: (result, frame, read_frame(result, frame)))

    def close(self) -> None:
        """End the worker."""
        self._timer.stop()
        self._wanted = None
        self._work.shutdown(wait=True, cancel_futures=True)

    def _ask(self, work: Callable[[], Loaded]) -> None:
        self._wanted = work
        self._timer.start()
        self._next()

    def _next(self) -> None:
        if self._coming is None and self._wanted is not None:
            self._coming, self._wanted = self._work.submit(self._wanted), None

    def _collect(self) -> None:
        """Take what has been read."""
        coming = self._coming
        if coming is None or not coming.done():
            return
        self._coming = None
        try:
            self._adopt(coming.result())
        except EmberwallError as error:
            self.failed.emit(f"{error.where}: {error.what}", error.remedy)
        self._next()
        if self._coming is None:
            self._timer.stop()

    def _adopt(self, loaded: Loaded) -> None:
        if isinstance(loaded, Result):
            self.result = loaded
            self.found.emit(loaded)
            return
        result, frame, grid = loaded
        if result is not self.result:
            return  # an older folder's
        self._grids[frame] = grid
        for old in list(self._grids)[:-KEPT]:
            del self._grids[old]
        self.read.emit(frame, grid)

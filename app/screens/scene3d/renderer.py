"""The one thread that draws: newest request of every view wins, pictures go back with its number.

Views own nothing of VTK. A request is frozen and holds all that the picture needs; VTK itself is
imported here, after the window is on the screen.
"""

import importlib
import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from app.screens.scene3d.camera import Camera, Size
from app.screens.scene3d.errors import SceneError
from app.screens.scene3d.flat import FlatStage
from app.screens.scene3d.layers import Layer, Scene, UInt8Array
from app.screens.scene3d.palette import Colour

log = logging.getLogger(__name__)

WINDOWS: Final = (
    "vtkEGLRenderWindow",
    "vtkOSOpenGLRenderWindow",
    "vtkWin32OpenGLRenderWindow",
    "vtkCocoaRenderWindow",
)


@dataclass(frozen=True, slots=True, eq=False)
class FrameRequest:
    """One picture wanted. size in device pixels; scale: device pixels of a logical one."""

    number: int
    size: Size
    scale: float
    camera: Camera
    scene: Scene
    fine: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The answer to a request: `pixels` (h, w, 4) uint8, or the error that kept them away.

    With both, the picture was painted without OpenGL, and `error` says why. took_s: drawing
    alone, without building the scene."""

    request: FrameRequest
    pixels: UInt8Array | None
    error: SceneError | None
    took_s: float


class AnyStage(Protocol):
    """What draws layers: `stage.Stage` with VTK, `FlatStage` without."""

    def show(self, layers: Sequence[Layer], background: Colour, *, line_scale: float) -> None:
        """Make these layers, in this order, what stands here."""
        ...

    def draw(self, camera: Camera, size: Size, *, fine: bool) -> UInt8Array:
        """The picture, (h, w, 4) uint8, first row on top."""
        ...

    def close(self) -> None:
        """Give everything back."""
        ...


Deliver = Callable[[Frame], None]


class RenderThread:
    """Draws for any number of views. `deliver` runs in this thread, never after `drop` returns."""

    def __init__(self, windows: Sequence[str] = WINDOWS) -> None:
        self._windows = tuple(windows)
        self._state = threading.Condition()
        self._delivery = threading.Lock()
        self._deliver: dict[int, Deliver] = {}
        self._wanted: dict[int, FrameRequest] = {}
        self._stages: dict[int, AnyStage] = {}
        self._dropped: list[int] = []
        self._opened = 0
        self._lacking: SceneError | None = None
        self._closing = False
        self._thread: threading.Thread | None = None

    def open(self, deliver: Deliver) -> int:
        """A new view's number; its pictures go to `deliver`."""
        with self._state:
            self._opened += 1
            self._deliver[self._opened] = deliver
            return self._opened

    def ask(self, view: int, request: FrameRequest) -> None:
        """Want this picture; an older request of the view that has not begun is forgotten."""
        with self._state:
            if self._closing or view not in self._deliver:
                return
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="scene3d", daemon=True)
                self._thread.start()
            self._wanted[view] = request
            self._state.notify()

    def drop(self, view: int) -> None:
        """Forget a view and give its graphics memory back. Waits for a delivery under way."""
        with self._delivery, self._state:
            self._deliver.pop(view, None)
            self._wanted.pop(view, None)
            self._dropped.append(view)
            self._state.notify()

    def close(self, within_s: float = 5.0) -> None:
        """End the thread and wait for it. May be called twice."""
        with self._state:
            self._closing = True
            self._wanted.clear()
            self._state.notify()
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(within_s)

    @property
    def is_running(self) -> bool:
        """True while the thread lives."""
        return self._thread is not None and self._thread.is_alive()

    def _run(self) -> None:
        while (task := self._next()) is not None:
            view, request = task
            frame = self._frame(view, request)
            with self._delivery:
                deliver = self._deliver.get(view)
                if deliver is not None and not self._closing:
                    deliver(frame)
        for stage in self._stages.values():
            stage.close()
        self._stages.clear()

    def _next(self) -> tuple[int, FrameRequest] | None:
        with self._state:
            while True:
                while self._dropped:
                    stage = self._stages.pop(self._dropped.pop(), None)
                    if stage is not None:
                        stage.close()
                if self._closing:
                    return None
                if self._wanted:
                    view = next(iter(self._wanted))  # the view that has waited longest
                    return view, self._wanted.pop(view)
                self._state.wait()

    def _frame(self, view: int, request: FrameRequest) -> Frame:
        began = time.perf_counter()
        try:
            stage = self._stage(view)
            layers = request.scene.layers()
            stage.show(layers, request.scene.background, line_scale=request.scale)
            began = time.perf_counter()
            pixels = stage.draw(request.camera, request.size, fine=request.fine)
        except Exception as error:  # the thread's door: one bad scene must not end all drawing
            log.exception("3D scene of view %d failed", view)
            broken = SceneError(
                f"Drawing failed: {error}",
                where=type(request.scene).__name__,
                remedy="The flat picture stays; send the log to support",
            )
            return Frame(request, None, broken, time.perf_counter() - began)
        return Frame(request, pixels, self._lacking, time.perf_counter() - began)

    def _stage(self, view: int) -> AnyStage:
        known = self._stages.get(view)
        if known is None:
            known = self._open_stage()
            self._stages[view] = known
        return known

    def _open_stage(self) -> AnyStage:
        if self._lacking is not None:
            return FlatStage()
        # Mesa reads it when it is loaded; a graphics card's driver does not know it.
        os.environ.setdefault("LP_NUM_THREADS", str(max(1, (os.cpu_count() or 2) // 2)))
        try:
            module = importlib.import_module("app.screens.scene3d.stage")
            stage: AnyStage = module.Stage(self._windows)
        except (SceneError, ImportError) as error:
            self._lacking = _explained(error)
            log.warning("3D scenes are painted flat: %s", self._lacking)
            return FlatStage()
        return stage


def _explained(error: SceneError | ImportError) -> SceneError:
    if isinstance(error, SceneError):
        return error
    return SceneError(
        f"VTK cannot be loaded: {error}",
        where="3D scene",
        remedy="Install libegl1 and libgl1, and the vtk package",
    )

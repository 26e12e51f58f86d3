"""The only file that talks to VTK: layers in, pictures out. Used in the render thread alone.

Lighting is off (see `layers`): in software a merged, unlit mesh is what makes 20 frames/s.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from vtkmodules import vtkRenderingOpenGL2, vtkRenderingVolumeOpenGL2
from vtkmodules.util.numpy_support import (
    numpy_to_vtk,
    numpy_to_vtkIdTypeArray,
    vtk_to_numpy,
)
from vtkmodules.vtkCommonCore import vtkLogger, vtkPoints, vtkUnsignedCharArray
from vtkmodules.vtkCommonDataModel import (
    vtkCellArray,
    vtkImageData,
    vtkPiecewiseFunction,
    vtkPolyData,
)
from vtkmodules.vtkRenderingCore import (
    vtkActor,
    vtkColorTransferFunction,
    vtkPolyDataMapper,
    vtkRenderer,
    vtkRenderWindow,
    vtkTexture,
    vtkVolume,
    vtkVolumeProperty,
)
from vtkmodules.vtkRenderingVolume import vtkFixedPointVolumeRayCastMapper

from app.screens.scene3d.camera import Camera
from app.screens.scene3d.errors import SceneError
from app.screens.scene3d.layers import (
    Image,
    Int32Array,
    Layer,
    Lines,
    Triangles,
    UInt8Array,
    Volume,
)
from app.screens.scene3d.palette import Colour

# A cloud crashes without its OpenGL part, which VTK finds only once it has been imported.
CLOUD_NEEDS = vtkRenderingVolumeOpenGL2.__name__
FINE_SAMPLES = 4  # MSAA; in software 2 and FXAA save a tenth at most, 8 costs half as much again
STRIP = 128  # rows of the picture
SAMPLE_SHARE, RAY_PX = 0.7, 2.0  # of a cell; one ray for so many pixels: smoke has no edges
PAUSE_S = 0.0005


def open_window(names: Sequence[str]) -> vtkRenderWindow:
    """The first kind of off-screen window that this machine can draw in. Raises SceneError."""
    vtkLogger.SetStderrVerbosity(vtkLogger.VERBOSITY_OFF)  # a window that fails is reported once
    for name in names:
        kind = getattr(vtkRenderingOpenGL2, name, None)
        if kind is None:
            continue
        window: vtkRenderWindow = kind()
        window.SetOffScreenRendering(True)
        window.SetShowWindow(False)
        window.SetSize(16, 16)
        if window.SupportsOpenGL():
            return window
        window.Finalize()
    raise SceneError(
        "No OpenGL 3.2 to draw 3D with",
        where="3D scene",
        remedy="Install libegl1 and libgl1-mesa-dri, or a driver for the graphics card",
    )


@dataclass(slots=True)
class Drawn:
    """A layer and what shows it: an actor with a surface, or a volume with an image."""

    layer: Layer
    actor: vtkActor | vtkVolume
    data: vtkPolyData | vtkImageData


class Stage:
    """One off-screen window and what stands in it. Lives and dies in one thread."""

    def __init__(self, names: Sequence[str]) -> None:
        self._window = open_window(names)
        self._renderer = vtkRenderer()
        self._window.AddRenderer(self._renderer)
        self._drawn: dict[str, Drawn] = {}

    def show(self, layers: Sequence[Layer], background: Colour, *, line_scale: float) -> None:
        """Make these layers, in this order, what stands here; unchanged ones cost nothing."""
        self._renderer.SetBackground(*(c / 255 for c in background))
        wanted = {layer.name: layer for layer in layers}
        if list(wanted) != list(self._drawn):
            self._clear()
        for name, layer in wanted.items():
            known = self._drawn.get(name)
            if known is None:
                self._drawn[name] = _drawn(layer)
                self._renderer.AddViewProp(self._drawn[name].actor)
            elif known.layer is not layer:
                _update(known, layer)
            if isinstance(layer, Lines):
                self._drawn[name].actor.GetProperty().SetLineWidth(layer.width * line_scale)

    def draw(self, camera: Camera, size: tuple[int, int], *, fine: bool) -> UInt8Array:
        """The picture, (h, w, 4) uint8, first row on top; `fine` smooths edges."""
        eye = self._renderer.GetActiveCamera()
        eye.SetPosition(*camera.position)
        eye.SetFocalPoint(*camera.focal)
        eye.SetViewUp(0.0, 0.0, 1.0)
        eye.SetViewAngle(camera.view_angle)
        self._renderer.ResetCameraClippingRange()
        self._window.SetMultiSamples(FINE_SAMPLES if fine else 0)
        self._window.SetSize(*size)
        self._window.Render()
        return self._read(*size)

    def _read(self, width: int, height: int) -> UInt8Array:
        """The picture in strips: reading holds the interpreter, 20 to 70 ms for a whole one in
        software, and the window's thread must not wait so long."""
        picture = np.empty((height, width, 4), np.uint8)
        for low in range(0, height, STRIP):
            high = min(low + STRIP, height)
            strip = vtkUnsignedCharArray()
            self._window.GetRGBACharPixelData(0, low, width - 1, high - 1, 0, strip, 0)
            rows = vtk_to_numpy(strip).reshape(high - low, width, 4)
            picture[height - high : height - low] = rows[::-1]
            time.sleep(PAUSE_S)
        return picture

    def close(self) -> None:
        """Give the graphics memory back."""
        self._clear()
        self._window.RemoveRenderer(self._renderer)
        self._window.Finalize()

    def _clear(self) -> None:
        self._renderer.RemoveAllViewProps()
        for drawn in self._drawn.values():
            drawn.actor.ReleaseGraphicsResources(self._window)
        self._drawn.clear()


def _drawn(layer: Layer) -> Drawn:
    if isinstance(layer, Volume):
        return _drawn_volume(layer)
    data, actor, mapper = vtkPolyData(), vtkActor(), vtkPolyDataMapper()
    mapper.SetInputData(data)
    actor.SetMapper(mapper)
    look = actor.GetProperty()
    look.SetLighting(False)
    if isinstance(layer, Triangles):
        look.SetBackfaceCulling(layer.one_sided)
        actor.SetForceTranslucent(layer.translucent)
        actor.SetForceOpaque(not layer.translucent)
    elif isinstance(layer, Lines):
        actor.SetForceOpaque(bool((layer.colours[:, 3] == 255).all()))
        mapper.SetResolveCoincidentTopologyToPolygonOffset()
    elif isinstance(layer, Image):
        actor.SetTexture(_texture())
        actor.SetForceTranslucent(True)
    drawn = Drawn(layer, actor, data)
    _fill(drawn, layer)
    return drawn


def _update(drawn: Drawn, layer: Layer) -> None:
    if type(layer) is not type(drawn.layer):
        raise TypeError(f"layer {layer.name} was {type(drawn.layer)}, is {type(layer)}")
    _fill(drawn, layer)
    drawn.layer = layer


def _drawn_volume(layer: Volume) -> Drawn:
    """Rays through the cloud, cast by the processor: a software OpenGL would do it no faster."""
    data, cloud, mapper = vtkImageData(), vtkVolume(), vtkFixedPointVolumeRayCastMapper()
    mapper.SetInputData(data)
    mapper.SetAutoAdjustSampleDistances(False)
    mapper.SetSampleDistance(SAMPLE_SHARE * min(layer.spacing))
    mapper.SetImageSampleDistance(RAY_PX)
    look, opacity, tint = vtkVolumeProperty(), vtkPiecewiseFunction(), vtkColorTransferFunction()
    opacity.AddPoint(0, 0.0)
    opacity.AddPoint(255, 1.0)
    tint.AddRGBPoint(0, *(c / 255 for c in layer.colour))
    look.SetScalarOpacity(opacity)
    look.SetScalarOpacityUnitDistance(1.0)
    look.SetColor(tint)
    look.SetInterpolationTypeToLinear()
    cloud.SetMapper(mapper)
    cloud.SetProperty(look)
    drawn = Drawn(layer, cloud, data)
    _fill_volume(drawn, layer)
    return drawn


def _fill_volume(drawn: Drawn, layer: Volume) -> None:
    """Densities stand at the middles of cells."""
    nz, ny, nx = layer.density.shape
    drawn.data.SetDimensions(nx, ny, nz)
    drawn.data.SetSpacing(*layer.spacing)
    middles = [o + s / 2 for o, s in zip(layer.origin, layer.spacing, strict=True)]
    drawn.data.SetOrigin(*middles)
    flat = np.ascontiguousarray(layer.density).reshape(-1)
    drawn.data.GetPointData().SetScalars(numpy_to_vtk(flat, deep=True))


def _fill(drawn: Drawn, layer: Layer) -> None:
    if isinstance(layer, Volume):
        _fill_volume(drawn, layer)
    elif isinstance(layer, Image):
        _fill_image(drawn, layer)
    else:
        _fill_mesh(drawn, layer)
    drawn.data.Modified()


def _fill_mesh(drawn: Drawn, layer: Triangles | Lines) -> None:
    drawn.data.SetPoints(_points(layer.points))
    colours = numpy_to_vtk(np.ascontiguousarray(layer.colours), deep=True)
    drawn.data.GetPointData().SetScalars(colours)
    if isinstance(layer, Triangles):
        drawn.data.SetPolys(_cells(layer.corners))
    else:
        drawn.data.SetLines(_cells(layer.ends))


def _fill_image(drawn: Drawn, layer: Image) -> None:
    height, width = layer.pixels.shape[:2]
    image = vtkImageData()
    image.SetDimensions(width, height, 1)
    flat = np.ascontiguousarray(layer.pixels).reshape(-1, 4)
    image.GetPointData().SetScalars(numpy_to_vtk(flat, deep=True))
    drawn.actor.GetTexture().SetInputData(image)
    drawn.data.SetPoints(_points(layer.quad))
    drawn.data.SetPolys(_cells(np.array([[0, 1, 2, 3]], dtype=np.int32)))
    spots = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], dtype=np.float32)
    drawn.data.GetPointData().SetTCoords(numpy_to_vtk(spots, deep=True))


def _texture() -> vtkTexture:
    texture = vtkTexture()
    texture.InterpolateOn()
    texture.RepeatOff()
    texture.EdgeClampOn()
    texture.SetColorModeToDirectScalars()
    return texture


def _points(points: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> vtkPoints:
    made = vtkPoints()
    made.SetData(numpy_to_vtk(np.ascontiguousarray(points, dtype=np.float32), deep=True))
    return made


def _cells(corners: Int32Array) -> vtkCellArray:
    count, each = corners.shape
    offsets = np.arange(0, count * each + 1, each, dtype=np.int64)
    flat = np.ascontiguousarray(corners, dtype=np.int64).ravel()
    cells = vtkCellArray()
    cells.SetData(
        numpy_to_vtkIdTypeArray(offsets, deep=True), numpy_to_vtkIdTypeArray(flat, deep=True)
    )
    return cells

"""What a scene hands to the stage: named layers of coloured triangles, lines and pictures.

A scene is plain arrays, so it can be made and tested without VTK; the stage redraws only the
layers whose object has changed. Colours are final: light and shade are worked into them, so an
alarm colour on the screen is exactly the theme's.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from app.screens.scene3d.palette import Colour

Float32Array = npt.NDArray[np.float32]
Int32Array = npt.NDArray[np.int32]
UInt8Array = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Triangles:
    """points (v, 3) float32; corners (t, 3) int32; colours (v, 4) uint8.

    translucent: alpha counts; one_sided: seen only from where corners run anticlockwise.
    """

    name: str
    points: Float32Array
    corners: Int32Array
    colours: UInt8Array
    translucent: bool = False
    one_sided: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """points (v, 3) float32; ends (e, 2) int32; colours (v, 4) uint8; width in logical pixels."""

    name: str
    points: Float32Array
    ends: Int32Array
    colours: UInt8Array
    width: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Image:
    """A picture (h, w, 4) uint8 on a quad (4, 3) float32: its corners at the picture's first row
    left and right, then last row right and left."""

    name: str
    quad: Float32Array
    pixels: UInt8Array


@dataclass(frozen=True, slots=True, eq=False)
class Volume:
    """A cloud: density (nz, ny, nx) uint8, 0 clear to 255 opaque over a metre, on cells whose
    outer corner is `origin`, each `spacing` m large; one grey."""

    name: str
    origin: tuple[float, float, float]
    spacing: tuple[float, float, float]
    density: UInt8Array
    colour: Colour


Layer = Triangles | Lines | Image | Volume


class Scene(Protocol):
    """Something to draw. `layers` is called in the render thread, in drawing order."""

    @property
    def background(self) -> Colour:
        """Colour behind everything."""
        ...

    def layers(self) -> tuple[Layer, ...]:
        """The picture as it is now; unchanged layers are the same objects as before."""
        ...

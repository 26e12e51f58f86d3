"""Where a scene is seen from, and what falls where on the screen. Pure numpy.

Lengths in the scene's unit, angles in degrees, screen pixels from the top left corner.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Vector = tuple[float, float, float]
Size = tuple[int, int]

NEAR_VERTICAL = 88.0
NEAR_LEVEL = 6.0


@dataclass(frozen=True, slots=True)
class Camera:
    """A perspective camera; z is up. view_angle: opening of the picture's height."""

    position: Vector
    focal: Vector
    view_angle: float = 26.0


@dataclass(frozen=True, slots=True)
class Margins:
    """Room to keep free around the subject, as shares of the picture's width and height."""

    left: float = 0.06
    top: float = 0.06
    right: float = 0.06
    bottom: float = 0.06


@lru_cache(maxsize=64)
def axes(camera: Camera) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Unit vectors right, up and forward of the picture; read-only, kept per camera."""
    forward = np.subtract(camera.focal, camera.position, dtype=np.float64)
    forward /= np.linalg.norm(forward)
    right = np.cross(forward, (0.0, 0.0, 1.0))
    right /= np.linalg.norm(right)
    up = np.cross(right, forward)
    for vector in (right, up, forward):
        vector.setflags(write=False)
    return right, up, forward


def project(camera: Camera, points: npt.ArrayLike, size: Size) -> FloatArray:
    """Screen x, y and distance along the line of sight of every point, (n, 3) to (n, 3).

    A point behind the camera has a distance <= 0 and no meaningful x, y.
    """
    width, height = size
    right, up, forward = axes(camera)
    offset = np.asarray(points, dtype=np.float64).reshape(-1, 3) - camera.position
    depth = offset @ forward
    safe = np.where(depth > 1e-9, depth, np.inf)
    scale = height / 2 / np.tan(np.radians(camera.view_angle) / 2)
    x = width / 2 + scale * (offset @ right) / safe
    y = height / 2 - scale * (offset @ up) / safe
    return np.column_stack([x, y, depth])


def pixels_per_unit(camera: Camera, size: Size) -> float:
    """Screen pixels of one unit of length at the focal point."""
    distance = float(np.linalg.norm(np.subtract(camera.position, camera.focal)))
    return float(size[1] / 2 / np.tan(np.radians(camera.view_angle) / 2) / distance)


def fitted(camera: Camera, corners: FloatArray, size: Size, margins: Margins) -> Camera:
    """The camera moved, never turned, so that all corners (n, 3) just fill the free rectangle."""
    width, height = size
    left, right_edge = margins.left * width, (1 - margins.right) * width
    top, bottom = margins.top * height, (1 - margins.bottom) * height
    middle = np.array([(left + right_edge) / 2, (top + bottom) / 2])
    right, up, forward = axes(camera)
    focal = corners.mean(axis=0)
    distance = 2.5 * float(np.linalg.norm(np.ptp(corners, axis=0)))
    scale = height / 2 / np.tan(np.radians(camera.view_angle) / 2)
    for _ in range(24):  # each turn nearly halves the error; 24 leave less than a pixel
        moved = Camera(_vector(focal - forward * distance), _vector(focal), camera.view_angle)
        spots = project(moved, corners, size)[:, :2]
        low, high = spots.min(axis=0), spots.max(axis=0)
        shift = (low + high) / 2 - middle
        focal = focal + (right * shift[0] - up * shift[1]) * distance / scale
        fill = max(
            (high[0] - low[0]) / (right_edge - left), (high[1] - low[1]) / (bottom - top), 1e-6
        )
        distance *= 0.4 + 0.6 * fill
    return Camera(_vector(focal - forward * distance), _vector(focal), camera.view_angle)


def orbited(camera: Camera, azimuth: float, elevation: float) -> Camera:
    """The camera turned around its focal point, kept between level and straight down."""
    heading, tilt, distance = _polar(camera)
    tilt = float(np.clip(tilt + elevation, NEAR_LEVEL, NEAR_VERTICAL))
    return _from_polar(camera, heading + azimuth, tilt, distance)


def zoomed(camera: Camera, factor: float, nearest: float, farthest: float) -> Camera:
    """The camera nearer (factor < 1) or farther, between two distances from its focal point."""
    heading, tilt, distance = _polar(camera)
    return _from_polar(camera, heading, tilt, float(np.clip(distance * factor, nearest, farthest)))


def panned(camera: Camera, dx: float, dy: float, size: Size) -> Camera:
    """The camera slid over the ground so that the picture follows a drag of dx, dy pixels."""
    right, _, forward = axes(camera)
    ahead = np.array([forward[0], forward[1], 0.0])
    slope = float(np.linalg.norm(ahead))
    per_pixel = 1 / pixels_per_unit(camera, size)
    sink = max(abs(float(forward[2])), 0.2)
    step = (-right * dx + ahead / max(slope, 1e-6) * dy / sink) * per_pixel
    return replace(
        camera,
        position=_vector(np.add(camera.position, step)),
        focal=_vector(np.add(camera.focal, step)),
    )


def distance_of(camera: Camera) -> float:
    """Length from the camera to its focal point."""
    return _polar(camera)[2]


def between(start: Camera, end: Camera, share: float) -> Camera:
    """A camera on the way, share 0 to 1 of the time, slowing down towards the end."""
    if share >= 1:
        return end
    eased = 1 - (1 - max(share, 0.0)) ** 3
    heading, tilt, distance = _polar(start)
    heading_to, tilt_to, distance_to = _polar(end)
    turn = (heading_to - heading + 180) % 360 - 180  # the short way round
    focal = np.add(start.focal, eased * np.subtract(end.focal, start.focal))
    angle = start.view_angle + eased * (end.view_angle - start.view_angle)
    still = Camera(start.position, _vector(focal), angle)
    return _from_polar(
        still,
        heading + eased * turn,
        tilt + eased * (tilt_to - tilt),
        distance * (distance_to / distance) ** eased,
    )


def _polar(camera: Camera) -> tuple[float, float, float]:
    x, y, z = np.subtract(camera.position, camera.focal)
    distance = float(np.sqrt(x * x + y * y + z * z))
    return (
        float(np.degrees(np.arctan2(y, x))),
        float(np.degrees(np.arcsin(z / distance))),
        distance,
    )


def _from_polar(camera: Camera, heading: float, tilt: float, distance: float) -> Camera:
    turn, rise = np.radians(heading), np.radians(tilt)
    arm = np.array([np.cos(rise) * np.cos(turn), np.cos(rise) * np.sin(turn), np.sin(rise)])
    return replace(camera, position=_vector(np.add(camera.focal, arm * distance)))


def _vector(values: FloatArray) -> Vector:
    x, y, z = (float(v) for v in values)
    return x, y, z

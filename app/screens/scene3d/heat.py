"""A heat field as a picture: inferno, with nothing drawn where nothing is hot."""

import numpy as np
import numpy.typing as npt

from app.screens.scene3d.layers import UInt8Array

# Inferno at 17 even steps. Source: Smith and van der Walt, matplotlib, released as CC0.
STEPS = (
    "000004 0a0723 200c49 3c0964 560f6d 70196e 89226a a22b61 bb3654"
    " d04544 e35932 f1711e f98c09 fcaa0f f9c932 f2e865 fcffa4"
)
INFERNO = np.array([list(bytes.fromhex(step)) for step in STEPS.split()], dtype=np.float64)
BEGINS, FULL = 0.02, 0.34  # shares of the range between which the picture fades in
MOST_OPAQUE = 0.92
LONGEST = 256  # pixels of the picture's longer side


def inferno(share: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Colour of a share 0 to 1, (...) to (..., 3), 0 to 255."""
    place = np.clip(np.asarray(share, np.float64), 0, 1)
    steps = np.linspace(0, 1, len(INFERNO))
    return np.stack([np.interp(place, steps, INFERNO[:, k]) for k in range(3)], axis=-1)


def opacity(share: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Opacity 0 to 1 of a share: smooth from nothing, so that the field has no border."""
    ramp = np.clip((np.asarray(share, np.float64) - BEGINS) / (FULL - BEGINS), 0, 1)
    smooth: npt.NDArray[np.float64] = MOST_OPAQUE * ramp * ramp * (3 - 2 * ramp)
    return smooth


def heat_pixels(field: npt.NDArray[np.float32]) -> UInt8Array:
    """The field (ny, nx), 0 to 1, as (h, w, 4) uint8; unknown cells (NaN) stay clear."""
    known = np.nan_to_num(np.asarray(field, np.float64), nan=0.0)
    fine = _resampled(known, max(1, LONGEST // max(known.shape)))
    pixels = np.empty((*fine.shape, 4), np.uint8)
    pixels[..., :3] = np.rint(inferno(fine))
    pixels[..., 3] = np.rint(255 * opacity(fine))
    return pixels


def _resampled(field: npt.NDArray[np.float64], times: int) -> npt.NDArray[np.float64]:
    """Bilinear between cell centres, `times` finer in both directions."""
    for axis in (0, 1):
        count = field.shape[axis]
        place = np.clip((np.arange(count * times) + 0.5) / times - 0.5, 0, count - 1)
        low = np.minimum(place.astype(np.intp), max(count - 2, 0))
        share = place - low
        high = np.minimum(low + 1, count - 1)
        shape = (-1, 1) if axis == 0 else (1, -1)
        share = share.reshape(shape)
        field = field.take(low, axis) * (1 - share) + field.take(high, axis) * share
    return field

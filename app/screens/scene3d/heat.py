"""A field on the floor as a picture: inferno from cold to hot, with nothing drawn where nothing is
hot; two colours where a field has a zero in its middle."""

import numpy as np
import numpy.typing as npt

from app.screens.scene3d.layers import UInt8Array

# Inferno at 17 even steps. Source: Smith and van der Walt, matplotlib, released as CC0.
STEPS = (
    "000004 0a0723 200c49 3c0964 560f6d 70196e 89226a a22b61 bb3654"
    " d04544 e35932 f1711e f98c09 fcaa0f f9c932 f2e865 fcffa4"
)
INFERNO = np.array([list(bytes.fromhex(step)) for step in STEPS.split()], dtype=np.float64)
# Blue for less and orange for more, which the three colour-vision deficiencies keep apart; the
# lighter pair on dark ground. Source: Okabe and Ito 2008, Color universal design.
LESS_MORE = {False: ((86, 180, 233), (230, 159, 0)), True: ((0, 114, 178), (213, 94, 0))}
BEGINS, FULL = 0.02, 0.34  # shares of the range between which the picture fades in
MOST_OPAQUE = 0.92
LONGEST = 256  # pixels of the picture's longer side


def inferno(share: npt.ArrayLike, begins: float = 0.0) -> npt.NDArray[np.float64]:
    """Colour of a share 0 to 1, (...) to (..., 3), 0 to 255. begins: where on the scale the share 0
    stands, above 0 for what shall be seen on black also where it is cool."""
    place = begins + (1 - begins) * np.clip(np.asarray(share, np.float64), 0, 1)
    steps = np.linspace(0, 1, len(INFERNO))
    return np.stack([np.interp(place, steps, INFERNO[:, k]) for k in range(3)], axis=-1)


def two_sided(share: npt.ArrayLike, zero: float, *, is_light: bool) -> npt.NDArray[np.float64]:
    """Colour of a share 0 to 1 on either side of `zero`, (...) to (..., 3), 0 to 255."""
    less, more = (np.array(end, np.float64) for end in LESS_MORE[is_light])
    return np.where((np.asarray(share, np.float64) < zero)[..., None], less, more)


def opacity(share: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Opacity 0 to 1 of a share: smooth from nothing, so that the field has no border."""
    ramp = np.clip((np.asarray(share, np.float64) - BEGINS) / (FULL - BEGINS), 0, 1)
    smooth: npt.NDArray[np.float64] = MOST_OPAQUE * ramp * ramp * (3 - 2 * ramp)
    return smooth


def heat_pixels(
    field: npt.NDArray[np.float32], zero: float = 0.0, *, is_light: bool = False
) -> UInt8Array:
    """The field (ny, nx), 0 to 1, as (h, w, 4) uint8; unknown cells (NaN) stay clear, and so does
    the share `zero`: nothing is hot there, or nothing differs."""
    known = np.nan_to_num(np.asarray(field, np.float64), nan=zero)
    fine = _resampled(known, max(1, LONGEST // max(known.shape)))
    pixels = np.empty((*fine.shape, 4), np.uint8)
    colours = two_sided(fine, zero, is_light=is_light) if zero > 0 else inferno(fine)
    pixels[..., :3] = np.rint(colours)
    pixels[..., 3] = np.rint(255 * field_opacity(fine, zero))
    return pixels


def field_opacity(share: npt.NDArray[np.float64], zero: float) -> npt.NDArray[np.float64]:
    """Opacity 0 to 1: nothing at `zero`; in a two-sided field it grows evenly with the
    difference."""
    return MOST_OPAQUE * np.abs(share - zero) / zero if zero > 0 else opacity(share)


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

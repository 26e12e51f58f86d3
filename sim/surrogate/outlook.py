"""What an edge says of the next ten minutes by itself: small and plain, it travels in one message.

Times are seconds from `made_at`, temperatures degC, heights m above the floor, HRR kW. A series
holds the 5, 50 and 95 % quantiles over the candidate fires, the surrogate's own error among them.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import replace

from sim.forecast.model import Series
from sim.people.arrivals import arrival
from sim.people.model import NEVER, QUANTILES, Arrival
from sim.people.tenability import FARTHEST_SIGHT, RADIANT_ONSET, ZERO_C, crossing
from sim.surrogate.features import HORIZONS
from sim.surrogate.outputs import LAYER, RISE, VISIBILITY

FloatArray = npt.NDArray[np.float64]

HEAD = 1.8  # m, eyes and mouth of a standing person
HOT_C = 60.0  # gas at the head
SIGHT = 10.0  # m
NINETY = 1.645  # standard deviations from the middle to the end of a 90 % band
TIMES = (0.0, *HORIZONS.tolist())
NOT_YET = Arrival(NEVER, NEVER, NEVER, 0.0)
NONE = Series((), (), ())


class Outlook(Struct, frozen=True, kw_only=True):
    """One outlook of one site's kitchen. With `reason`, why there is none, and no numbers.

    made_at: ns UTC; alarm: the one that asked for it; alarmed_at: when it came at its source, ns
    UTC; room: whose air it tells of;
    seat_asset: where it most likely burns. candidates: fires that were weighed; answered: share
    of what they weigh that lies inside the surrogate's measured validity. upper_c, layer_m:
    upper layer; visibility_m: at head height (1.8 m). hot: 60 C gas at head height; blind:
    visibility there below 10 m; untenable: the first of both and of a layer that burns from
    above. Doses are not told: the surrogate knows no CO. took_ms: wall time of the computation.
    """

    site: str
    made_at: int
    alarm: str = ""
    alarmed_at: int = 0
    reason: str = ""
    room: str = ""
    seat_asset: str = ""
    candidates: int = 0
    answered: float = 0.0
    times_s: tuple[float, ...] = ()
    hrr_kw: Series = NONE
    upper_c: Series = NONE
    layer_m: Series = NONE
    visibility_m: Series = NONE
    hot: Arrival = NOT_YET
    blind: Arrival = NOT_YET
    untenable: Arrival = NOT_YET
    took_ms: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Courses:
    """n fires over TIMES (n, t): hrr W, rise K and layer m of the upper layer, sight m in it."""

    hrr: FloatArray
    rise: FloatArray
    layer: FloatArray
    sight: FloatArray


def courses(
    now: FloatArray, values: FloatArray, low: FloatArray, high: FloatArray, hrr: FloatArray,
    chance: FloatArray,
) -> Courses:  # fmt: skip
    """Each fire's course with an error of the surrogate's size. now (n, 3): rise, layer and sight
    at 0 s; values, low, high (n, 4, h) as the surrogate says them; hrr (n, t); chance (n,):
    standard normal, so that an error lasts as long as the forecast."""
    side = np.where(chance[:, None, None] > 0, high - values, values - low)
    said = values + side * chance[:, None, None] / NINETY
    rise, layer, sight = (
        np.column_stack([now[:, n], said[:, row]])
        for n, row in enumerate((RISE, LAYER, VISIBILITY))
    )
    return Courses(hrr, np.maximum(rise, 0.0), np.maximum(layer, 0.0), np.maximum(sight, 0.0))


def filled(outlook: Outlook, of: Courses, inside: float) -> Outlook:
    """With series and arrivals. inside: K before the fire."""
    upper = of.rise + inside - ZERO_C
    met = np.where(of.layer <= HEAD, np.minimum(of.sight, FARTHEST_SIGHT), FARTHEST_SIGHT)
    down = (HEAD - of.layer) / HEAD  # above 0 where the layer has come down to the head
    hot = _first(np.minimum(down, (upper - HOT_C) / HOT_C))
    blind = _first(np.minimum(down, (SIGHT - of.sight) / SIGHT))
    burnt = _first((upper + ZERO_C - RADIANT_ONSET) / RADIANT_ONSET)
    return replace(
        outlook,
        hrr_kw=_series(of.hrr / 1e3),
        upper_c=_series(upper),
        layer_m=_series(of.layer),
        visibility_m=_series(met),
        hot=_told(hot),
        blind=_told(blind),
        untenable=_told(np.minimum(np.minimum(hot, blind), burnt)),
    )


def _first(margin: FloatArray) -> FloatArray:
    """First moments at which margins (n, t) reach 0, (n,), inf for not within the horizon."""
    return crossing(np.array(TIMES), margin[:, :, None], 0.0)[:, 0]


def _told(moments: FloatArray) -> Arrival:
    found = arrival(moments)
    low, median, high = (round(one, 1) for one in (found.low, found.median, found.high))
    return Arrival(low, median, high, round(found.share, 3))


def _series(values: FloatArray) -> Series:
    rows = np.round(np.quantile(values, QUANTILES, axis=0), 2).tolist()
    return Series(*(tuple(row) for row in rows))

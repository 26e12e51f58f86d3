"""How the earlier forecasts of the same fire did, beside what the filter found later."""

from collections import deque
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sim.forecast.model import PastError

FloatArray = npt.NDArray[np.float64]

AHEAD_S = (60.0, 180.0, 300.0, 600.0)
KEPT = 256  # forecasts that are still compared
LEAST_RISE = 10.0  # K


@dataclass(slots=True)
class PastErrors:
    """Told and found of the hottest room. A forecast is held against what the sensors of that room
    made of it later: the filter's median of the upper-layer rise."""

    _told: deque[tuple[float, float, int, float, float, float]] = field(
        default_factory=lambda: deque(maxlen=KEPT * len(AHEAD_S))
    )
    _found: dict[float, list[tuple[float, bool]]] = field(default_factory=dict)

    def adopt(self, now: float, times: FloatArray, rise: FloatArray, room: int) -> None:
        """A forecast made `now` s: rise (m, t) K of a room at times (t,) s ahead."""
        for ahead in AHEAD_S:
            if ahead > times[-1]:
                continue
            row = int(np.searchsorted(times, ahead))
            low, median, high = np.quantile(rise[:, row], (0.05, 0.5, 0.95))
            self._told.append((now + ahead, ahead, room, float(low), float(median), float(high)))

    def compare(self, now: float, rise: FloatArray) -> None:
        """What the rooms' rises (c,) K turned out to be at `now` s."""
        due = [one for one in self._told if one[0] <= now]
        for one in due:
            self._told.remove(one)
            _, ahead, room, low, median, high = one
            true = float(rise[room])
            error = abs(median - true) / max(true, LEAST_RISE)
            self._found.setdefault(ahead, []).append((error, low <= true <= high))

    def errors(self) -> tuple[PastError, ...]:
        """By seconds ahead; none for those that no forecast has reached yet."""
        return tuple(
            PastError(
                ahead, len(found), 100.0 * float(np.mean([e for e, _ in found])),
                float(np.mean([i for _, i in found])),
            )
            for ahead, found in sorted(self._found.items())
        )  # fmt: skip

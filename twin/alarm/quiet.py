"""The band of every point in which no watch of it can change: the fast way past the alarms."""

import numpy as np
import numpy.typing as npt

from twin.alarm.columns import grouped, spread
from twin.alarm.conditions import Conditions
from twin.alarm.watches import Input
from twin.state.latest import BAD, LatestValues

Float64Array = npt.NDArray[np.float64]
Int64Array = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


class QuietBands:
    """low, high (n,): a good value strictly between changes nothing. An empty band sends every
    sample of its point to the watches, as long as a delay of one of them runs."""

    def __init__(self, conditions: Conditions, points: int) -> None:
        watches = conditions.watches
        self._conditions = conditions
        self._watch = np.flatnonzero(watches.input == Input.VALUE)
        self._first, self._places = grouped(watches.point[self._watch], points)
        self._has_leaf = np.zeros(points, dtype=np.bool_)
        self._has_leaf[watches.point[self._watch][watches.is_leaf[self._watch]]] = True
        self._marked = np.zeros(points, dtype=np.bool_)
        self.low = np.full(points, -np.inf)
        self.high = np.full(points, np.inf)

    def loud(self, rows: npt.NDArray[np.uint32], value: Float64Array, bad: BoolArray) -> BoolArray:
        """Which samples must be looked at, (k,): all those of a point of which one must be."""
        inside = (value > self.low[rows]) & (value < self.high[rows])
        loud = ~inside
        if bad.any():
            loud |= bad & self._has_leaf[rows]
        if loud.any():
            points = rows[loud]
            self._marked[points] = True
            loud = self._marked[rows]
            self._marked[points] = False
        return loud

    def watches_of(self, rows: npt.NDArray[np.integer]) -> tuple[Int64Array, Int64Array]:
        """Watches on the values of points (k,): index into `rows` and watch, both (q,)."""
        index, place = spread(self._first, self._places, rows)
        return index, self._watch[place]

    def recompute(self, rows: Int64Array, latest: LatestValues) -> None:
        """Bands of points (k,), no row twice, after their watches changed."""
        index, watch = self.watches_of(rows)
        table, raw = self._conditions.watches, self._conditions.raw[watch]
        edge = np.where(raw, table.off_at[watch], table.on_at[watch]) * table.sign[watch]
        is_code = table.is_code[watch]
        is_floor = ~is_code & (raw == (table.sign[watch] > 0))
        code_low, code_high = _around(latest, rows[index])
        low = np.where(is_code, code_low, np.where(is_floor, edge, -np.inf))
        high = np.where(is_code, code_high, np.where(is_floor, np.inf, edge))
        low[raw & ~self._conditions.on[watch]] = np.inf
        lows, highs = np.full(len(rows), -np.inf), np.full(len(rows), np.inf)
        np.maximum.at(lows, index, low)
        np.minimum.at(highs, index, high)
        self.low[rows], self.high[rows] = lows, highs


def _around(latest: LatestValues, rows: Int64Array) -> tuple[Float64Array, Float64Array]:
    """The code that a point shows now, half a step either side; empty while it is Bad."""
    good = latest.quality[rows] < BAD
    code = np.where(good, np.rint(latest.value[rows]), np.inf)
    return code - 0.5, code + 0.5

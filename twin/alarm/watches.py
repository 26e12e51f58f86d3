"""Everything that must be watched on points, as one table: limits, codes, rates, rule leaves.

A watch compares a number with a threshold and holds for a while before it counts. An alarm's own
limit and a leaf of a combined rule differ in two things: a limit has hysteresis and keeps what it
said when its value turns Bad; a leaf has none, is strict, and is false while Bad.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from twin.alarm.table import AlarmDefinition, AlarmKind, AlarmTable
from twin.clock import nanoseconds
from twin.site.model import Leaf
from twin.site.table import PointTable

Float64Array = npt.NDArray[np.float64]
Int64Array = npt.NDArray[np.int64]
UInt8Array = npt.NDArray[np.uint8]
BoolArray = npt.NDArray[np.bool_]

NONE = -1
RATE_HYSTERESIS = 0.25  # a rate alarm returns at three quarters of its limit


class Input(IntEnum):
    """Which number a watch compares."""

    VALUE = 0
    RATE = 1
    DIFFERENCE = 2


@dataclass(frozen=True, slots=True)
class Watches:
    """Columns over w watches. The compared number x becomes y = sign * x, or for a code
    y = -|round(x) - code|; the watch turns true at y >= on_at and false at y < off_at.

    point, other (w,) rows, other NONE unless DIFFERENCE (point less other); alarm row or NONE for
    a leaf; is_leaf: strict, false while Bad; delay ns.
    """

    point: Int64Array
    other: Int64Array
    alarm: Int64Array
    input: UInt8Array
    sign: Float64Array
    is_code: BoolArray
    code: Float64Array
    on_at: Float64Array
    off_at: Float64Array
    delay: Int64Array
    is_leaf: BoolArray

    def __len__(self) -> int:
        return len(self.point)


@dataclass(frozen=True, slots=True)
class LeafPlace:
    """Where a leaf stands: its rule's alarm row, its group in the rule, or NONE for `unless`."""

    alarm: int
    group: int


@dataclass(frozen=True, slots=True)
class _Watch:
    point: int
    alarm: int = NONE
    other: int = NONE
    input: Input = Input.VALUE
    sign: float = 1.0
    code: float = np.nan
    on_at: float = 0.0
    off_at: float = 0.0
    delay: int = 0
    is_leaf: bool = False


def compile_watches(alarms: AlarmTable) -> tuple[Watches, tuple[LeafPlace, ...]]:
    """The watches of all alarms, those of leaves last, and the places of the leaves in order."""
    own = [
        _of_alarm(row, definition, float(alarms.hysteresis[row]))
        for row, definition in enumerate(alarms.definitions)
        if definition.kind < AlarmKind.LOSS
    ]
    places: list[LeafPlace] = []
    leaves: list[_Watch] = []
    for row, definition in enumerate(alarms.definitions):
        for leaf, group in _leaves(definition):
            places.append(LeafPlace(row, group))
            leaves.append(_of_leaf(alarms.points, definition.site, leaf))
    return _columns(own + leaves), tuple(places)


def _leaves(definition: AlarmDefinition) -> list[tuple[Leaf, int]]:
    rule = definition.rule
    if rule is None:
        return []
    names = rule.groups or tuple(str(k) for k in range(len(rule.of)))
    order = {name: k for k, name in enumerate(dict.fromkeys(names))}
    counted = [(leaf, order[name]) for leaf, name in zip(rule.of, names, strict=True)]
    return counted + [(leaf, NONE) for leaf in rule.unless]


def _of_alarm(row: int, definition: AlarmDefinition, hysteresis: float) -> _Watch:
    at, kind = definition.at, definition.kind
    delay = nanoseconds(definition.delay_s)
    if kind is AlarmKind.STATE:
        return _Watch(definition.point, row, code=at, delay=delay)
    if kind is AlarmKind.RATE:
        back = at - RATE_HYSTERESIS * abs(at)
        return _Watch(definition.point, row, input=Input.RATE, on_at=at, off_at=back, delay=delay)
    low = kind in (AlarmKind.LL, AlarmKind.L)
    sign = -1.0 if low else 1.0
    on_at = sign * at
    return _Watch(
        definition.point, row, sign=sign, on_at=on_at, off_at=on_at - hysteresis, delay=delay
    )


def _of_leaf(points: PointTable, site: int, leaf: Leaf) -> _Watch:
    site_id = points.fleet.sites[site].id
    point = points.row(site_id, leaf.point)
    delay = nanoseconds(leaf.for_s)
    if leaf.equals is not None:
        return _Watch(point, code=leaf.equals, delay=delay, is_leaf=True)
    if leaf.above_point is not None:
        other, at = points.row(site_id, leaf.above_point), _just_above(0.0)
        return _Watch(
            point, other=other, input=Input.DIFFERENCE, on_at=at, off_at=at, delay=delay,
            is_leaf=True,
        )  # fmt: skip
    if leaf.rate is not None:
        at = _just_above(leaf.rate)
        return _Watch(point, input=Input.RATE, on_at=at, off_at=at, delay=delay, is_leaf=True)
    if leaf.above is not None:
        at = _just_above(leaf.above)
        return _Watch(point, on_at=at, off_at=at, delay=delay, is_leaf=True)
    at = _just_above(-(leaf.below if leaf.below is not None else -np.inf))
    return _Watch(point, sign=-1.0, on_at=at, off_at=at, delay=delay, is_leaf=True)


def _just_above(number: float) -> float:
    """The next float, so that `>=` of the table is the `>` of a leaf."""
    return float(np.nextafter(number, np.inf))


def _columns(watches: list[_Watch]) -> Watches:
    code = np.array([w.code for w in watches], dtype=np.float64)
    return Watches(
        point=np.array([w.point for w in watches], dtype=np.int64),
        other=np.array([w.other for w in watches], dtype=np.int64),
        alarm=np.array([w.alarm for w in watches], dtype=np.int64),
        input=np.array([w.input for w in watches], dtype=np.uint8),
        sign=np.array([w.sign for w in watches], dtype=np.float64),
        is_code=~np.isnan(code),
        code=code,
        on_at=np.array([w.on_at for w in watches], dtype=np.float64),
        off_at=np.array([w.off_at for w in watches], dtype=np.float64),
        delay=np.array([w.delay for w in watches], dtype=np.int64),
        is_leaf=np.array([w.is_leaf for w in watches], dtype=np.bool_),
    )

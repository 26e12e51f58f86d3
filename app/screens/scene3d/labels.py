"""Where labels go: near their anchor, inside the picture, never over one another. Pure numpy."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

REACHES = (10.0, 22.0, 38.0, 58.0, 84.0, 116.0, 156.0, 204.0)
# Directions in order of liking: right and left first, since lines of text are level.
TURNS = np.radians([-30, -150, 0, 180, -60, -120, 30, 150, -90, 60, 120, 90])
TURN_COST = 3.0
CROSSING_COST = 90.0
COVERING_COST = 120.0
MOVING_COST = 70.0  # what leaving its old side of the anchor costs a label
FARTHEST = REACHES[-1]


@dataclass(frozen=True, slots=True)
class Wish:
    """A label wanted: the spot that it belongs to and its size, pixels.

    before: the `choice` of its last place, which it leaves only for a much better one; else -1.
    """

    anchor: tuple[float, float]
    size: tuple[float, float]
    before: int = -1


@dataclass(frozen=True, slots=True)
class Placed:
    """A label's rectangle, where its leader line meets it, and which candidate it was."""

    x: float
    y: float
    width: float
    height: float
    leader: tuple[float, float]
    choice: int


def place(
    wishes: Sequence[Wish],
    bounds: tuple[float, float, float, float],
    *,
    obstacles: FloatArray | None = None,
    sights: FloatArray | None = None,
    gap: float = 4.0,
) -> list[Placed | None]:
    """A rectangle for every wish, first come first served; None where no room is left.

    bounds (x0, y0, x1, y1); obstacles (k, 4), rectangles to keep free, same form; sights
    (j, 4), rectangles better not covered. Rectangles stand at least `gap` apart.
    The same wishes always get the same places.
    """
    taken = np.zeros((0, 4)) if obstacles is None else np.asarray(obstacles, np.float64)
    seen = np.zeros((0, 4)) if sights is None else np.asarray(sights, np.float64)
    leaders = np.zeros((0, 4))
    placed: list[Placed | None] = []
    for wish in wishes:
        rects, cost = _candidates(wish)
        near = taken[_within_reach(wish, taken)]
        free = _inside(rects, bounds) & ~_overlaps(_grown(rects, gap), near).any(axis=1)
        free &= ~_crossed(leaders, rects)
        if not free.any():
            placed.append(None)
            continue
        ends = _nearest(rects, np.array(wish.anchor))
        lines = np.column_stack([np.tile(wish.anchor, (len(ends), 1)), ends])
        cost = (
            cost
            + CROSSING_COST * _meets(lines, near)
            + _covering(rects, seen[_within_reach(wish, seen)])
        )
        if wish.before >= 0:
            cost += MOVING_COST * (np.arange(len(cost)) != wish.before)
        best = int(np.argmin(np.where(free, cost, np.inf)))
        x0, y0, x1, y1 = (float(v) for v in rects[best])
        leader = (float(ends[best, 0]), float(ends[best, 1]))
        placed.append(Placed(x0, y0, x1 - x0, y1 - y0, leader, best))
        taken = np.concatenate([taken, rects[best : best + 1]])
        leaders = np.concatenate([leaders, lines[best : best + 1]])
    return placed


def _within_reach(wish: Wish, rects: FloatArray) -> BoolArray:
    """Which rectangles a label of this wish could ever touch, (k,)."""
    (x, y), (width, height) = wish.anchor, wish.size
    across, along = FARTHEST + width + 9, FARTHEST + height + 9
    around = np.array([[x - across, y - along, x + across, y + along]])
    near: BoolArray = _overlaps(around, rects)[0]
    return near


def _candidates(wish: Wish) -> tuple[FloatArray, FloatArray]:
    """Rectangles around the anchor (c, 4) and how little each is liked (c,)."""
    reach, turn = np.meshgrid(REACHES, np.arange(len(TURNS)), indexing="ij")
    dx, dy = np.cos(TURNS)[turn], np.sin(TURNS)[turn]
    width, height = wish.size
    x = wish.anchor[0] + reach * dx + np.where(dx > 0.4, 0, np.where(dx < -0.4, -width, -width / 2))
    y = (
        wish.anchor[1]
        + reach * dy
        + np.where(dy > 0.4, 0, np.where(dy < -0.4, -height, -height / 2))
    )
    rects = np.stack([x, y, x + width, y + height], axis=-1).reshape(-1, 4)
    return rects, (reach + TURN_COST * turn).ravel()


def _covering(rects: FloatArray, sights: FloatArray) -> FloatArray:
    """What covering the sights costs every rectangle, (c,)."""
    cost: FloatArray = COVERING_COST * _overlaps(rects, sights).sum(axis=1).astype(np.float64)
    return cost


def _inside(rects: FloatArray, bounds: tuple[float, float, float, float]) -> BoolArray:
    x0, y0, x1, y1 = bounds
    inside: BoolArray = (
        (rects[:, 0] >= x0) & (rects[:, 1] >= y0) & (rects[:, 2] <= x1) & (rects[:, 3] <= y1)
    )
    return inside


def _grown(rects: FloatArray, by: float) -> FloatArray:
    grown: FloatArray = rects + np.array([-by, -by, by, by])
    return grown


def _overlaps(rects: FloatArray, others: FloatArray) -> BoolArray:
    """Which of (c, 4) overlap which of (k, 4), (c, k)."""
    a, b = rects[:, None, :], others[None, :, :]
    overlap: BoolArray = (
        (a[..., 0] < b[..., 2])
        & (b[..., 0] < a[..., 2])
        & (a[..., 1] < b[..., 3])
        & (b[..., 1] < a[..., 3])
    )
    return overlap


def _nearest(rects: FloatArray, spot: FloatArray) -> FloatArray:
    """The point of every rectangle nearest to a spot, (c, 2)."""
    nearest: FloatArray = np.clip(spot, rects[:, :2], rects[:, 2:])
    return nearest


def _crossed(lines: FloatArray, rects: FloatArray) -> BoolArray:
    """Which rectangles a line runs through, (c,)."""
    if len(lines) == 0:
        return np.zeros(len(rects), np.bool_)
    crossed: BoolArray = np.any(_hits(lines, rects), axis=0)
    return crossed


def _meets(lines: FloatArray, rects: FloatArray) -> FloatArray:
    """How many rectangles every line runs through, (c,)."""
    count: FloatArray = _hits(lines, rects).sum(axis=1).astype(np.float64)
    return count


def _hits(lines: FloatArray, rects: FloatArray) -> BoolArray:
    """Which of the lines (l, 4) run through which of the rectangles (r, 4), (l, r).

    The outer 6 % of a line do not count: it begins on a mark and ends on a label. Separating
    axes: two level ones and the line's normal. Source: Ericson 2005, 5.3.3.
    """
    middle, half = (lines[:, :2] + lines[:, 2:]) / 2, 0.44 * np.abs(lines[:, 2:] - lines[:, :2])
    centre, reach = (rects[:, :2] + rects[:, 2:]) / 2, (rects[:, 2:] - rects[:, :2]) / 2
    away = middle[:, None, :] - centre[None]
    near = np.abs(away) < reach[None] + half[:, None]
    along = 0.44 * (lines[:, 2:] - lines[:, :2])
    across = np.abs(along[:, None, 0] * away[..., 1] - along[:, None, 1] * away[..., 0])
    span = reach[None, :, 0] * half[:, None, 1] + reach[None, :, 1] * half[:, None, 0]
    hits: BoolArray = near.all(axis=2) & (across < span)
    return hits

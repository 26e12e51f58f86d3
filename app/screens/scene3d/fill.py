"""Triangles inside closed rings, by clipping ears. Source: Meisters 1975, the two-ears theorem.

Coastlines that were thinned may touch themselves; then some ear is clipped by force, and a
sliver of a few square kilometres is wrong instead of half a country.
"""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Int32Array = npt.NDArray[np.int32]


def signed_area(ring: FloatArray) -> float:
    """Area inside a ring (n, 2), positive when it runs anticlockwise."""
    x, y = ring[:, 0], ring[:, 1]
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)


def triangles_in(ring: FloatArray) -> Int32Array:
    """Corners (n - 2, 3) of triangles that fill a ring (n, 2) without its closing point."""
    count = len(ring)
    if count < 3:
        return np.zeros((0, 3), np.int32)
    order = np.arange(count) if signed_area(ring) >= 0 else np.arange(count)[::-1]
    return order[_Clipper(ring[order]).run()].astype(np.int32)


class _Clipper:
    """An anticlockwise ring that loses one ear after the other."""

    def __init__(self, ring: FloatArray) -> None:
        self.ring = ring
        count = len(ring)
        self.after = [*range(1, count), 0]
        self.before = [count - 1, *range(count - 1)]
        turn = _cross(np.roll(ring, 1, axis=0), ring, np.roll(ring, -1, axis=0))
        self.reflex = turn <= 0

    def run(self) -> npt.NDArray[np.intp]:
        left, here, tried = len(self.ring), 0, 0
        corners: list[tuple[int, int, int]] = []
        while left > 2:
            a, c = self.before[here], self.after[here]
            if tried > left or self._is_ear(a, here, c):
                corners.append((a, here, c))
                self._cut(a, here, c)
                left, tried, here = left - 1, 0, c
            else:
                here, tried = c, tried + 1
        return np.array(corners, dtype=np.intp).reshape(-1, 3)

    def _is_ear(self, a: int, b: int, c: int) -> bool:
        if self.reflex[b]:
            return False
        p, q, r = self.ring[a], self.ring[b], self.ring[c]
        others = self.ring[self.reflex]
        low, high = np.minimum(np.minimum(p, q), r), np.maximum(np.maximum(p, q), r)
        near = others[((others >= low) & (others <= high)).all(axis=1)]
        if len(near) == 0:
            return True
        inside = (_cross(p, q, near) >= 0) & (_cross(q, r, near) >= 0) & (_cross(r, p, near) >= 0)
        corner = (near == p).all(axis=1) | (near == q).all(axis=1) | (near == r).all(axis=1)
        return not bool((inside & ~corner).any())

    def _cut(self, a: int, b: int, c: int) -> None:
        self.after[a], self.before[c] = c, a
        self.reflex[b] = False
        for here in (a, c):
            if self.reflex[here]:
                p, q, r = self.ring[[self.before[here], here, self.after[here]]]
                self.reflex[here] = bool(_cross(p, q, r) <= 0)


def _cross(a: FloatArray, b: FloatArray, c: FloatArray) -> FloatArray:
    """Twice the area of the triangle a, b, c; positive when it turns left."""
    area: FloatArray = (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (
        b[..., 1] - a[..., 1]
    ) * (c[..., 0] - a[..., 0])
    return area

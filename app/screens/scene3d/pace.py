"""How large pictures may be and how often they are made, learnt from how long they take.

Software OpenGL shares the processors with everything else on the machine; a graphics card is
never held back by these rules.
"""

import math
from typing import Final

from app.screens.scene3d.renderer import Frame

MOVING_S: Final = 0.045  # while a hand moves the camera a picture may take this long
LEAST_MOVING, COARSEST = 0.35, 0.5
SLOW_S, QUICK_S = 0.9, 0.35  # a smooth picture slower than this gets coarser, or finer again
STEP: Final = 0.25
REST: Final = 3.0  # times the last picture's duration, before heat or smoke alone ask again
LEAST_REST_S: Final = 0.3
HEAVY_S, HEAVY_REST_S = 0.06, 1.0  # a picture so slow was drawn by the processor: one a second


class Pace:
    """Learns from every picture of one view."""

    def __init__(self) -> None:
        self._seconds_per_pixel = 4e-8
        self._sharpness = 1.0
        self._last_s = 0.0

    def scale(self, pixels: float, *, moving: bool) -> float:
        """Share of the full width and height to draw, for a widget of so many device pixels."""
        if not moving:
            return self._sharpness
        affordable = MOVING_S / self._seconds_per_pixel
        return min(1.0, max(LEAST_MOVING, math.sqrt(affordable / pixels)))

    @property
    def rest_ms(self) -> int:
        """How long a change that is no alarm waits for its picture."""
        least = HEAVY_REST_S if self._last_s > HEAVY_S else LEAST_REST_S
        return round(1000 * max(least, REST * self._last_s))

    def learn(self, frame: Frame) -> bool:
        """Take note of a picture; True when it should be drawn again, finer."""
        width, height = frame.request.size
        self._last_s = frame.took_s
        if not frame.request.fine:
            spent = frame.took_s / (width * height)
            self._seconds_per_pixel += 0.5 * (spent - self._seconds_per_pixel)
            return False
        if frame.took_s > SLOW_S and self._sharpness > COARSEST:
            self._sharpness -= STEP
        elif self._sharpness < 1 and frame.took_s * (1 + STEP / self._sharpness) ** 2 < QUICK_S:
            self._sharpness += STEP
            return True
        return False

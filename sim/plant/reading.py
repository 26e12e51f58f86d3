"""What a virtual device shows of one instrument, handed from the models to the servers."""

from dataclasses import dataclass

from twin.site.model import Point


@dataclass(frozen=True, slots=True)
class Shown:
    """One instrument's newest sample. time ns UTC; is_silent: its line is cut, so a device that
    is asked does not answer for it, and one that tells says nothing."""

    point: Point
    value: float
    quality: int
    time: int
    is_silent: bool = False

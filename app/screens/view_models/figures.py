"""Numbers and times as people read them."""

import math
from datetime import datetime

from twin.clock import NS_PER_S
from twin.site.model import Point
from twin.units import unit

NO_VALUE = "–"


def unit_text(name: str, *, chinese: bool = False) -> str:
    """A unit in its usual spelling."""
    return unit(name).written(chinese=chinese)


def decimals(point: Point) -> int:
    """Digits after the point that the range of a point deserves."""
    span = point.range[1] - point.range[0]
    return 0 if span >= 100 else 1 if span >= 10 else 2


def value_text(value: float, point: Point) -> str:
    """The number alone."""
    if not math.isfinite(value):
        return NO_VALUE
    text = f"{value:.{decimals(point)}f}"
    return text.lstrip("-") if float(text) == 0 else text


def value_with_unit(value: float, point: Point, *, chinese: bool = False) -> str:
    """The number and its unit."""
    return f"{value_text(value, point)} {unit_text(point.unit, chinese=chinese)}".rstrip()


def count_text(count: int | None) -> str:
    """A count with thin spaces between thousands."""
    return NO_VALUE if count is None else f"{count:,}".replace(",", "\u202f")


def clock_text(time: int) -> str:
    """Local time of day, hh:mm:ss."""
    return datetime.fromtimestamp(time / NS_PER_S).strftime("%H:%M:%S")


def date_text(time: int) -> str:
    """Local date, ISO."""
    return datetime.fromtimestamp(time / NS_PER_S).strftime("%Y-%m-%d")


def span_text(span: int) -> str:
    """A span in ns: mm:ss, then h:mm, then days."""
    total = max(0, span // NS_PER_S)
    if total < 3600:
        return f"{total // 60:02d}:{total % 60:02d}"
    if total < 86400:
        return f"{total // 3600}:{total % 3600 // 60:02d} h"
    return f"{total // 86400} d {total % 86400 // 3600} h"


def age_text(age_s: float) -> str:
    """An age in the largest fitting unit, at most three figures."""
    if not math.isfinite(age_s):
        return NO_VALUE
    if age_s < 100:
        return f"{age_s:.0f} s"
    return f"{age_s / 60:.0f} min" if age_s < 6000 else f"{age_s / 3600:.0f} h"


def milliseconds_text(span_ms: float) -> str:
    """A latency; seconds from 10 s on."""
    if not math.isfinite(span_ms):
        return NO_VALUE
    return f"{span_ms:.0f} ms" if span_ms < 10_000 else f"{span_ms / 1000:.0f} s"

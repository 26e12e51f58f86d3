"""What the numbers of one point must keep."""

from collections.abc import Iterator

from twin.site.faults import Fault
from twin.site.model import Limits, Point
from twin.site.yaml_tree import Path

ROLES = ("flame", "heat", "smoke", "co", "gas")
_ORDER = ("LL", "L", "H", "HH")


def point_faults(point: Point, path: Path) -> Iterator[Fault]:
    """All faults within one point."""
    yield from _range_faults(point, path)
    yield from _limit_faults(point.limits, point.range, (*path, "limits"))
    yield from _code_faults(point, path)
    if point.role is not None and point.role not in ROLES:
        what = f"{point.role!r} proves nothing"
        yield Fault((*path, "role"), what, f"Use one of {', '.join(ROLES)}, or none")
    if point.heartbeat_s < point.period_s:
        what = f"a heartbeat of {point.heartbeat_s:g} s within a period of {point.period_s:g} s"
        yield Fault((*path, "heartbeat_s"), what, "Make it as long as the period or longer")


def _range_faults(point: Point, path: Path) -> Iterator[Fault]:
    low, high = point.range
    if low >= high:
        yield Fault((*path, "range"), f"{low:g} is not below {high:g}", "Give [low, high]")
        return
    if point.deadband >= high - low:
        what = f"a dead-band of {point.deadband:g} hides the whole range"
        yield Fault((*path, "deadband"), what, "Give the smallest change worth sending")
    if point.normal is None:
        return
    bottom, top = point.normal
    if not low <= bottom <= top <= high:
        what = f"the normal band {bottom:g} to {top:g} is not within {low:g} to {high:g}"
        yield Fault((*path, "normal"), what, "Give [low, high] within the range")


def _limit_faults(limits: Limits, span: tuple[float, float], path: Path) -> Iterator[Fault]:
    low, high = span
    before = ""
    last = 0.0
    for name in _ORDER:
        limit = getattr(limits, name)
        if limit is None:
            continue
        here = (*path, name, "at")
        if low < high and not low <= limit.at <= high:
            what = f"{limit.at:g} is outside the range {low:g} to {high:g}"
            yield Fault(here, what, "A value there is Bad, so the limit could never be reached")
        if before and limit.at <= last:
            what = f"{name} {limit.at:g} is not above {before} {last:g}"
            yield Fault(here, what, "Keep LL < L < H < HH")
        before, last = name, limit.at
    if limits.rate is not None and limits.rate.at <= 0:
        yield Fault((*path, "rate", "at"), "a rise of 0 or less", "Give the rise per minute")


def _code_faults(point: Point, path: Path) -> Iterator[Fault]:
    low, high = point.range
    for code in point.codes:
        if not low <= code <= high:
            what = f"code {code} is outside the range {low:g} to {high:g}"
            yield Fault((*path, "codes", code), what, "Widen the range or remove the code")
    codes = [alarm.code for alarm in point.alarms]
    for place, code in enumerate(codes):
        here = (*path, "alarms", place, "code")
        if code not in point.codes:
            yield Fault(here, f"no code {code}", "Name it under `codes`")
        if code in codes[:place]:
            yield Fault(here, f"code {code} has an alarm already", "Keep one of them")
    if point.codes and point.limits != Limits():
        what = "a point with codes has no limits"
        yield Fault((*path, "limits"), what, "Use `alarms`, one for each code that is an alarm")

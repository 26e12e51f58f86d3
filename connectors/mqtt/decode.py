"""A payload as a sample. Pure.

Understood: a bare number, true or false; a JSON object with the number in the point's field (by
default `v`), optionally its time in `t` (seconds, ms, us or ns since 1970 by size, or ISO 8601)
and its quality in `q` (a StatusCode, or good, uncertain, bad).
"""

import math
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import msgspec

from connectors.base import DecodeError
from twin.quality import Quality

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NAMES = {
    "good": Quality.GOOD,
    "uncertain": Quality.UNCERTAIN_SUBNORMAL,
    "bad": Quality.BAD_DEVICE_FAILURE,
}
UNITS = ((1e11, 1_000_000_000), (1e14, 1_000_000), (1e17, 1_000), (math.inf, 1))
LATEST_NS = 2**63 - 1


class Reading(NamedTuple):
    """One decoded sample; time ns UTC, None when the payload has none."""

    value: float
    quality: int
    source_time: int | None


def decode(payload: bytes, field: str, *, tag: str) -> Reading:
    """Value, quality and time of a payload. Raises DecodeError naming the tag."""
    try:
        said = msgspec.json.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _garbage(tag, f"the payload is neither a number nor JSON ({error})") from error
    if not isinstance(said, dict):
        return Reading(*_value(said, tag), None)
    if field not in said:
        raise _garbage(tag, f"the payload has no field {field!r}")
    quality = _quality(said.get("q", 0), tag)
    if said[field] is None and quality >> 30:
        return Reading(math.nan, quality, _time(said.get("t"), tag))
    value, own = _value(said[field], tag)
    return Reading(value, quality or own, _time(said.get("t"), tag))


def _value(said: object, tag: str) -> tuple[float, int]:
    if not isinstance(said, (bool, int, float)):
        raise _garbage(tag, f"{type(said).__name__} is not a number")
    try:
        value = float(said)
    except OverflowError:
        value = math.inf
    return value, Quality.GOOD if math.isfinite(value) else Quality.BAD_OUT_OF_RANGE


def _quality(said: object, tag: str) -> int:
    if isinstance(said, str) and said.lower() in NAMES:
        return NAMES[said.lower()]
    if isinstance(said, int) and not isinstance(said, bool) and 0 <= said <= 0xFFFFFFFF:
        return said & 0xFFFF0000
    raise _garbage(tag, f"{said!r} is no quality")


def _time(said: object, tag: str) -> int | None:
    if said is None:
        return None
    if isinstance(said, str):
        try:
            moment = datetime.fromisoformat(said)
        except ValueError as error:
            raise _garbage(tag, f"{said!r} is no time") from error
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return (moment - EPOCH) // timedelta(microseconds=1) * 1000
    if isinstance(said, (int, float)) and not isinstance(said, bool) and 0 < said < LATEST_NS:
        factor = next(factor for limit, factor in UNITS if said < limit)
        return said * factor if isinstance(said, int) else round(said * factor)
    raise _garbage(tag, f"{said!r} is no time")


def _garbage(tag: str, what: str) -> DecodeError:
    return DecodeError(what, where=tag, remedy="Check what the device publishes on this topic")

"""A DataValue as a sample. Pure: no library type is needed, so a test hands in plain values."""

import math
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from twin.quality import Quality

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)  # a device clock before this was never set
MICROSECOND = timedelta(microseconds=1)
CODE_BITS = 0xFFFF0000  # the rest are info bits, e.g. overflow. Source: OPC 10000-4, 7.39
OVERFLOW_BITS = 0x00000480  # InfoType DataValue with Overflow


class Reading(NamedTuple):
    """One decoded sample; time ns UTC, None when the device gave none that can be true."""

    value: float
    quality: int
    source_time: int | None


def decode(value: object, status: int, source: datetime | None, server: datetime | None) -> Reading:
    """Value, StatusCode and times of a DataValue.

    Booleans, integers, floats and enumerations become float64. Anything else, also a Good status
    without a value, is BadDecodingError; a number that is not finite is BadOutOfRange.
    """
    quality = status & CODE_BITS
    number = _number(value)
    if quality >> 30 == 0 and not math.isfinite(number):
        is_number = isinstance(value, float)
        quality = Quality.BAD_OUT_OF_RANGE if is_number else Quality.BAD_DECODING_ERROR
    return Reading(number, quality, nanoseconds_utc(source) or nanoseconds_utc(server))


def has_overflowed(status: int) -> bool:
    """True when the server's queue for the point threw older values away."""
    return status & OVERFLOW_BITS == OVERFLOW_BITS


def nanoseconds_utc(moment: datetime | None) -> int | None:
    """A time as ns UTC; a time without zone is UTC; None for one that was never set."""
    if moment is None:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    if moment < EARLIEST:
        return None
    return (moment - EPOCH) // MICROSECOND * 1000


def _number(value: object) -> float:
    if isinstance(value, (bool, int, float)):
        try:
            return float(value)
        except OverflowError:
            return math.inf
    return math.nan

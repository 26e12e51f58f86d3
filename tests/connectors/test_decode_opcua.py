from datetime import UTC, datetime
from enum import IntEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.opcua.decode import decode, has_overflowed, nanoseconds_utc
from twin.quality import Quality, Severity, severity_of

NOON = datetime(2026, 1, 2, 12, 0, 0, 250_000, UTC)
NOON_NS = 1_767_355_200_250_000_000


class Colour(IntEnum):
    RED = 3


@pytest.mark.parametrize(
    ("value", "number"), [(True, 1.0), (False, 0.0), (-7, -7.0), (2.5, 2.5), (Colour.RED, 3.0)]
)
def test_numbers_of_every_kind_become_float(value: object, number: float) -> None:
    assert decode(value, 0, NOON, None) == (number, Quality.GOOD, NOON_NS)


@pytest.mark.parametrize("value", ["12", None, b"1", [1.0], {"v": 1}, NOON])
def test_what_is_no_number_is_a_decoding_error(value: object) -> None:
    assert decode(value, 0, NOON, None).quality == Quality.BAD_DECODING_ERROR


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_not_finite_is_out_of_range(value: float) -> None:
    assert decode(value, 0, NOON, None).quality == Quality.BAD_OUT_OF_RANGE


def test_the_devices_own_quality_is_kept_without_info_bits() -> None:
    overflow = 0x40900480
    assert decode(1.0, overflow, NOON, None).quality == Quality.UNCERTAIN_LAST_USABLE
    assert decode(None, 0x808C0000, NOON, None).quality == Quality.BAD_SENSOR_FAILURE
    assert has_overflowed(overflow)
    assert not has_overflowed(0x40900000)


def test_the_servers_time_stands_in_for_a_missing_source_time() -> None:
    assert decode(1.0, 0, None, NOON).source_time == NOON_NS
    assert decode(1.0, 0, datetime(1601, 1, 1, tzinfo=UTC), NOON).source_time == NOON_NS
    assert decode(1.0, 0, None, None).source_time is None


def test_a_time_without_zone_is_utc() -> None:
    assert nanoseconds_utc(NOON.replace(tzinfo=None)) == NOON_NS


anything = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.binary(),
    st.lists(st.integers()),
)


@given(anything, st.integers(0, 2**32 - 1), st.none() | st.datetimes(), st.none() | st.datetimes())
def test_nothing_a_server_sends_breaks_it(
    value: object, status: int, source: datetime | None, server: datetime | None
) -> None:
    reading = decode(value, status, source, server)
    assert isinstance(reading.value, float)
    assert 0 <= reading.quality < 2**32
    if severity_of(reading.quality) is Severity.GOOD:
        assert abs(reading.value) < float("inf")

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.base import DecodeError
from connectors.mqtt.decode import decode
from twin.quality import Quality

SECOND_NS = 1_767_355_200_000_000_000


@pytest.mark.parametrize(
    ("payload", "value"), [(b"12.5", 12.5), (b" -3 ", -3.0), (b"true", 1.0), (b'{"v": 4}', 4.0)]
)
def test_bare_numbers_and_objects(payload: bytes, value: float) -> None:
    assert decode(payload, "v", tag="T") == (value, Quality.GOOD, None)


def test_the_points_own_field_is_taken() -> None:
    assert decode(b'{"temp": 21, "hum": 40}', "hum", tag="T").value == 40.0


@pytest.mark.parametrize(
    "time",
    ["1767355200", "1767355200.0", "1767355200000", "1767355200000000", "1767355200000000000"],
)
def test_times_by_their_size(time: str) -> None:
    assert decode(f'{{"v":1,"t":{time}}}'.encode(), "v", tag="T").source_time == SECOND_NS


def test_times_as_text() -> None:
    said = b'{"v":1,"t":"2026-01-02T20:00:00+08:00"}'
    assert decode(said, "v", tag="T").source_time == SECOND_NS


@pytest.mark.parametrize(
    ("q", "quality"),
    [
        ("0", Quality.GOOD),
        ("2156658688", Quality.BAD_SENSOR_FAILURE),
        ('"bad"', Quality.BAD_DEVICE_FAILURE),
        ('"Good"', Quality.GOOD),
    ],
)
def test_qualities(q: str, quality: int) -> None:
    assert decode(f'{{"v":1,"q":{q}}}'.encode(), "v", tag="T").quality == quality


def test_no_value_is_allowed_when_the_quality_says_why() -> None:
    reading = decode(b'{"v":null,"q":"bad"}', "v", tag="T")
    assert math.isnan(reading.value)
    assert reading.quality == Quality.BAD_DEVICE_FAILURE


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\xff\xfe",
        b"twelve",
        b'"12"',
        b"[1]",
        b"null",
        b"1e400",
        b"{}",
        b'{"v":"x"}',
        b'{"v":1,"t":"noon"}',
        b'{"v":1,"t":-4}',
        b'{"v":1,"t":true}',
        b'{"v":1,"q":-1}',
        b'{"v":1,"q":[]}',
        b"[" * 5000,
    ],
)
def test_garbage_is_refused_by_tag(payload: bytes) -> None:
    with pytest.raises(DecodeError, match="GD-01"):
        decode(payload, "v", tag="GD-01")


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("vtqx"), inner),
    max_leaves=8,
)


@given(st.binary(max_size=60) | json.map(repr).map(str.encode))
def test_random_bytes_make_a_sample_or_a_decode_error(payload: bytes) -> None:
    try:
        reading = decode(payload, "v", tag="T")
    except DecodeError:
        return
    assert isinstance(reading.value, float)
    assert 0 <= reading.quality < 2**32
    assert reading.source_time is None or -(2**63) <= reading.source_time < 2**63

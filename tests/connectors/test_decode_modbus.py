import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.base import DecodeError
from connectors.modbus.decode import decode
from connectors.modbus.plan import width
from twin.site.model import ModbusSource, Register, WordType


def source(kind: WordType, **rest: float) -> ModbusSource:
    return ModbusSource("plc", 1, Register.HOLDING, 0, type=kind, **rest)


@pytest.mark.parametrize(
    ("kind", "words", "value"),
    [
        (WordType.BOOL, [0], 0.0),
        (WordType.BOOL, [7], 1.0),
        (WordType.UINT16, [0xFFFF], 65535.0),
        (WordType.INT16, [0xFFFF], -1.0),
        (WordType.UINT32, [0x0001, 0x0002], 65538.0),
        (WordType.INT32, [0xFFFF, 0xFFFE], -2.0),
        (WordType.FLOAT32, [0x42F6, 0xE979], pytest.approx(123.456, rel=1e-6)),  # single precision
    ],
)
def test_every_word_type(kind: WordType, words: list[int], value: float) -> None:
    assert decode(words, source(kind), tag="T") == value


def test_scale_and_offset() -> None:
    assert decode([250], source(WordType.INT16, scale=0.1, offset=-5.0), tag="T") == 20.0


def test_a_bit_is_a_number() -> None:
    bit = ModbusSource("plc", 1, Register.COIL, 0, type=WordType.BOOL)
    assert decode([True], bit, tag="T") == 1.0


def test_a_float_that_is_not_finite_is_nan() -> None:
    assert math.isnan(decode([0x7F80, 0x0000], source(WordType.FLOAT32), tag="T"))


@pytest.mark.parametrize("words", [[], [1, 2], [70_000], [-1]])
def test_odd_words_are_refused_by_tag(words: list[int]) -> None:
    with pytest.raises(DecodeError, match="GD-01"):
        decode(words, source(WordType.UINT16), tag="GD-01")


@given(st.binary(min_size=0, max_size=8), st.sampled_from(list(WordType)))
def test_random_bytes_make_a_value_or_a_decode_error(data: bytes, kind: WordType) -> None:
    words = [word for (word,) in struct.iter_unpack(">H", data[: len(data) // 2 * 2])]
    try:
        value = decode(words, source(kind), tag="T")
    except DecodeError:
        assert len(words) != width(source(kind))
    else:
        assert isinstance(value, float)

"""A chunk gives back every bit, and says when it is not whole."""

import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from app.hub.store.codec import History, decode, encode
from app.hub.store.errors import ChunkError

lengths = st.integers(1, 300)
any_time = st.integers(-(2**63), 2**63 - 1)


@st.composite
def histories(draw: st.DrawFn) -> History:
    n = draw(lengths)
    return History(
        draw(hnp.arrays(np.int64, n, elements=any_time)),
        draw(hnp.arrays(np.float64, n)),
        draw(hnp.arrays(np.uint32, n)),
    )


@given(histories())
def test_every_bit_comes_back(history: History) -> None:
    data = encode(history)
    back = decode(data, zlib.crc32(data))
    assert np.array_equal(back.time, history.time)
    assert np.array_equal(back.value.view(np.uint64), history.value.view(np.uint64))
    assert np.array_equal(back.quality, history.quality)


def test_regular_constant_good_samples_cost_next_to_nothing() -> None:
    n = 1000
    history = History(np.arange(n) * 10**9, np.full(n, 21.5), np.zeros(n, np.uint32))
    assert len(encode(history)) < 60


@given(st.binary(max_size=200))
def test_random_bytes_are_a_damaged_chunk(data: bytes) -> None:
    with pytest.raises(ChunkError):
        decode(data, zlib.crc32(data) ^ 1)


@given(st.binary(max_size=200))
def test_random_bytes_with_a_true_checksum_do_not_crash(data: bytes) -> None:
    try:
        decode(data, zlib.crc32(data))
    except ChunkError:
        return

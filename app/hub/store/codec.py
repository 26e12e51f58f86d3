"""One chunk of history as bytes: columns of one point, lossless to the last bit. Pure functions.

A chunk is three columns, each with one byte that says how it is written:
times    R regular (first, step) | P pcodec
values   C constant | P pcodec
quality  C constant | R runs of (length, code) | P pcodec
"""

import struct
import zlib
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
from pcodec import ChunkConfig, standalone

from app.hub.store.errors import ChunkError
from twin.samples import Float64Array, Int64Array, UInt32Array

# Level 4 is within 1 % of level 12 on our series and up to nine times faster.
_CONFIG = ChunkConfig(compression_level=4)
_HEAD = struct.Struct("<III")
_REGULAR = struct.Struct("<qq")
CONSTANT, REGULAR, RUNS, PCODEC = b"C", b"R", b"R", b"P"


@dataclass(frozen=True, slots=True)
class History:
    """Samples of one point, oldest first: time (n,) ns UTC of the source, value, quality."""

    time: Int64Array
    value: Float64Array
    quality: UInt32Array

    def __len__(self) -> int:
        return len(self.time)

    def between(self, start: int, end: int) -> "History":
        """The samples with start <= time <= end; the history must be sorted by time."""
        first = int(np.searchsorted(self.time, start, side="left"))
        last = int(np.searchsorted(self.time, end, side="right"))
        return History(self.time[first:last], self.value[first:last], self.quality[first:last])

    def sorted(self) -> "History":
        """The same samples by time, equal times in the order given."""
        if len(self) < 2 or bool(np.all(self.time[1:] >= self.time[:-1])):
            return self
        order = np.argsort(self.time, kind="stable")
        return History(self.time[order], self.value[order], self.quality[order])


NOTHING = History(np.empty(0, np.int64), np.empty(0, np.float64), np.empty(0, np.uint32))


def joined(parts: list[History]) -> History:
    """All parts as one history, sorted by time."""
    if not parts:
        return NOTHING
    if len(parts) == 1:
        return parts[0].sorted()
    return History(
        np.concatenate([p.time for p in parts]),
        np.concatenate([p.value for p in parts]),
        np.concatenate([p.quality for p in parts]),
    ).sorted()


def encode(history: History) -> bytes:
    """A history of n >= 1 samples as one chunk."""
    times = _encode_times(history.time)
    values = _encode_values(history.value)
    quality = _encode_quality(history.quality)
    return _HEAD.pack(len(history), len(times), len(values)) + times + values + quality


def decode(data: bytes, crc: int) -> History:
    """The reverse of `encode`. Raises ChunkError if the checksum or the form is wrong."""
    if zlib.crc32(data) != crc:
        raise _damaged("it does not match its checksum")
    try:
        n, times, values = _HEAD.unpack_from(data)
        first = _HEAD.size
        return History(
            _decode_times(data[first : first + times], n),
            _decode_values(data[first + times : first + times + values], n),
            _decode_quality(data[first + times + values :], n),
        )
    except (ValueError, IndexError, struct.error, RuntimeError, TypeError) as error:
        raise _damaged(str(error)) from error


def _encode_times(time: Int64Array) -> bytes:
    if len(time) == 1:
        return REGULAR + _REGULAR.pack(int(time[0]), 0)
    step = time[1:] - time[:-1]
    if bool(np.all(step == step[0])):
        return REGULAR + _REGULAR.pack(int(time[0]), int(step[0]))
    return PCODEC + _pack(time)


def _decode_times(data: bytes, n: int) -> Int64Array:
    if data[:1] == REGULAR:
        first, step = _REGULAR.unpack_from(data, 1)
        return np.int64(first) + np.int64(step) * np.arange(n, dtype=np.int64)
    return cast(Int64Array, _unpack(data[1:], n))


def _encode_values(value: Float64Array) -> bytes:
    bits = value.view(np.uint64)
    if bool(np.all(bits == bits[0])):
        return CONSTANT + bits[:1].tobytes()
    return PCODEC + _pack(value)


def _decode_values(data: bytes, n: int) -> Float64Array:
    if data[:1] == CONSTANT:
        return np.repeat(np.frombuffer(data, "<u8", 1, 1), n).view(np.float64)
    return cast(Float64Array, _unpack(data[1:], n))


def _encode_quality(quality: UInt32Array) -> bytes:
    starts = np.flatnonzero(np.concatenate([[True], quality[1:] != quality[:-1]]))
    if len(starts) == 1:
        return CONSTANT + quality[:1].tobytes()
    if len(starts) > len(quality) // 8:
        return PCODEC + _pack(quality)
    lengths = np.diff(np.append(starts, len(quality))).astype("<u4")
    return RUNS + lengths.tobytes() + quality[starts].tobytes()


def _decode_quality(data: bytes, n: int) -> UInt32Array:
    if data[:1] == CONSTANT:
        return np.repeat(np.frombuffer(data, "<u4", 1, 1), n)
    if data[:1] == RUNS:
        runs = (len(data) - 1) // 8
        lengths = np.frombuffer(data, "<u4", runs, 1)
        return np.repeat(np.frombuffer(data, "<u4", runs, 1 + 4 * runs), lengths)
    return cast(UInt32Array, _unpack(data[1:], n))


def _pack(column: npt.NDArray[np.generic]) -> bytes:
    return cast(bytes, standalone.simple_compress(np.ascontiguousarray(column), _CONFIG))


def _unpack(data: bytes, n: int) -> npt.NDArray[np.generic]:
    column = standalone.simple_decompress(data)
    if column is None or len(column) != n:
        raise ValueError(f"{n} samples expected")
    return cast("npt.NDArray[np.generic]", column)


def _damaged(why: str) -> ChunkError:
    return ChunkError(
        f"a chunk of history is damaged ({why})",
        where="historian",
        remedy="The chunk is skipped and counted; restore the day's file from a copy",
    )

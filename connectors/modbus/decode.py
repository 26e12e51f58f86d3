"""Registers as a value. Pure."""

import math
import struct
from collections.abc import Sequence

from connectors.base import DecodeError
from connectors.modbus.plan import width
from twin.site.model import ModbusSource, WordType

FORMATS = {
    WordType.UINT16: ">H",
    WordType.INT16: ">h",
    WordType.UINT32: ">I",
    WordType.INT32: ">i",
    WordType.FLOAT32: ">f",
}


def decode(words: Sequence[int | bool], source: ModbusSource, *, tag: str) -> float:
    """The value of a source from its registers (or bit), raw * scale + offset.

    32-bit types take two registers, high word first. A float that is not finite comes out as
    NaN. Raises DecodeError naming the tag for a wrong count or a word beyond 16 bits.
    """
    expected = width(source)
    if len(words) != expected:
        raise DecodeError(
            f"{expected} registers expected, {len(words)} came",
            where=tag,
            remedy="Check the register map of this device",
        )
    if any(not 0 <= word <= 0xFFFF for word in words):
        raise DecodeError(
            f"{list(words)} are not 16-bit words", where=tag, remedy="Check the device"
        )
    value = _raw(words, source.type) * source.scale + source.offset
    return value if math.isfinite(value) else math.nan


def _raw(words: Sequence[int | bool], kind: WordType) -> float:
    if kind is WordType.BOOL:
        return float(bool(words[0]))
    if len(words) == 1:  # a bit read with a word type counts as its number
        kind = WordType.INT16 if kind is WordType.INT16 else WordType.UINT16
    data = struct.pack(f">{len(words)}H", *words)
    (raw,) = struct.unpack(FORMATS[kind], data)
    return float(raw)

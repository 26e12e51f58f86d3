"""A value as Modbus registers: the reverse of what a connector reads. Pure."""

import math
import struct

from twin.site.model import ModbusSource, WordType

FORMATS = {
    WordType.UINT16: ">H",
    WordType.INT16: ">h",
    WordType.UINT32: ">I",
    WordType.INT32: ">i",
    WordType.FLOAT32: ">f",
}
BOUNDS = {
    WordType.UINT16: (0, 0xFFFF),
    WordType.INT16: (-0x8000, 0x7FFF),
    WordType.UINT32: (0, 0xFFFFFFFF),
    WordType.INT32: (-0x80000000, 0x7FFFFFFF),
}


def width(source: ModbusSource) -> int:
    """How many registers (or bits) a source takes."""
    return 2 if source.type in (WordType.UINT32, WordType.INT32, WordType.FLOAT32) else 1


def encode(value: float, source: ModbusSource) -> list[int]:
    """Registers of a value, high word first; a bool is one 0 or 1. A whole-number type stops at
    its bounds, as an instrument does. Raises ValueError for a value that is not a number."""
    if math.isnan(value):
        raise ValueError("a value that is not a number has no registers")
    raw = (value - source.offset) / source.scale
    if source.type is WordType.BOOL:
        return [int(raw != 0)]
    if source.type is WordType.FLOAT32:
        data = struct.pack(FORMATS[source.type], raw)
    else:
        low, high = BOUNDS[source.type]
        data = struct.pack(FORMATS[source.type], max(low, min(high, round(raw))))
    return [int.from_bytes(data[k : k + 2], "big") for k in range(0, len(data), 2)]

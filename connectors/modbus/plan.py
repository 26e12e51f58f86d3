"""Which registers to read together. Pure: fields in, requests out.

A request spans at most 125 registers or 2000 bits. Source: MODBUS Application Protocol V1.1b3,
6.1 to 6.4. One request over a bounded hole of unneeded registers costs less than two requests;
registers known to be refused are never touched.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from twin.site.model import ModbusSource, Register, WordType

MAX_WORDS = 125
MAX_BITS = 2000
BITS = (Register.COIL, Register.DISCRETE)
WIDTH = {WordType.UINT32: 2, WordType.INT32: 2, WordType.FLOAT32: 2}


@dataclass(frozen=True, slots=True)
class Field:
    """One point's registers: its row, tag and source."""

    row: int
    tag: str
    source: ModbusSource
    period_s: float

    @property
    def start(self) -> int:
        """First register."""
        return self.source.register

    @property
    def end(self) -> int:
        """One past the last register."""
        return self.start + width(self.source)


@dataclass(frozen=True, slots=True)
class Block:
    """One request: registers start to end (one past the last) of a table, and who is in there."""

    table: Register
    start: int
    end: int
    fields: tuple[Field, ...]

    @property
    def count(self) -> int:
        """Registers or bits asked for."""
        return self.end - self.start

    @property
    def period_s(self) -> float:
        """How often to ask."""
        return self.fields[0].period_s


def width(source: ModbusSource) -> int:
    """Registers (or bits) that a source takes."""
    return 1 if source.table in BITS else WIDTH.get(source.type, 1)


def plan(
    fields: Iterable[Field],
    *,
    max_hole: int,
    avoid: frozenset[tuple[Register, int]] = frozenset(),
) -> list[Block]:
    """Requests that read all fields of one unit, by table, period and register.

    No request holds more than max_hole unneeded registers in a row, nor one of `avoid`, which a
    field that needs such a register alone may still read.
    """
    ordered = sorted(fields, key=lambda f: (f.source.table, f.period_s, f.start, f.end))
    blocks: list[Block] = []
    for field in ordered:
        last = blocks[-1] if blocks else None
        if last is not None and _joins(last, field, max_hole, avoid):
            blocks[-1] = Block(
                last.table, last.start, max(last.end, field.end), (*last.fields, field)
            )
        else:
            blocks.append(Block(field.source.table, field.start, field.end, (field,)))
    return blocks


def halves(block: Block) -> tuple[Block, Block]:
    """The block's fields in two requests without the registers between them. Raises ValueError
    for a block of one field."""
    if len(block.fields) < 2:
        raise ValueError(f"one field at {block.start} cannot be halved")
    middle = len(block.fields) // 2
    return _around(block.fields[:middle]), _around(block.fields[middle:])


def _around(fields: tuple[Field, ...]) -> Block:
    return Block(
        fields[0].source.table,
        min(f.start for f in fields),
        max(f.end for f in fields),
        fields,
    )


def _joins(
    block: Block, field: Field, max_hole: int, avoid: frozenset[tuple[Register, int]]
) -> bool:
    if field.source.table is not block.table or field.period_s != block.period_s:
        return False
    limit = MAX_BITS if block.table in BITS else MAX_WORDS
    end = max(block.end, field.end)
    if end - block.start > limit or field.start - block.end > max_hole:
        return False
    touched = range(min(block.end, field.start), end)
    return not any((block.table, register) in avoid for register in touched)

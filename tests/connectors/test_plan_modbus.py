from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.modbus.plan import MAX_BITS, MAX_WORDS, Block, Field, halves, plan
from twin.site.model import ModbusSource, Register, WordType


def field(
    register: int,
    kind: WordType = WordType.UINT16,
    table: Register = Register.HOLDING,
    period_s: float = 1.0,
) -> Field:
    source = ModbusSource("plc", 1, table, register, type=kind)
    return Field(register, f"R{register}", source, period_s)


def spans(blocks: Iterable[Block]) -> list[tuple[int, int]]:
    return [(block.start, block.end) for block in blocks]


def test_neighbours_are_read_together() -> None:
    fields = [field(3), field(1, WordType.FLOAT32), field(4)]
    assert spans(plan(fields, max_hole=0)) == [(1, 5)]


def test_a_hole_is_bridged_up_to_its_limit() -> None:
    assert spans(plan([field(0), field(11)], max_hole=10)) == [(0, 12)]
    assert spans(plan([field(0), field(12)], max_hole=10)) == [(0, 1), (12, 13)]


def test_registers_to_avoid_are_never_touched() -> None:
    avoid = frozenset({(Register.HOLDING, 5)})
    assert spans(plan([field(4), field(6)], max_hole=10, avoid=avoid)) == [(4, 5), (6, 7)]


def test_tables_and_periods_are_read_apart() -> None:
    fields = [field(0), field(1, table=Register.INPUT), field(2, period_s=5.0)]
    assert len(plan(fields, max_hole=10)) == 3


def test_125_registers_fit_and_126_do_not() -> None:
    assert spans(plan(map(field, range(125)), max_hole=0)) == [(0, 125)]
    assert spans(plan(map(field, range(126)), max_hole=0)) == [(0, 125), (125, 126)]


def test_two_points_may_share_a_register() -> None:
    (block,) = plan([field(7), field(7)], max_hole=0)
    assert (block.count, len(block.fields)) == (1, 2)


def test_halving_leaves_out_what_nobody_needs() -> None:
    (block,) = plan([field(0), field(8)], max_hole=10)
    assert spans(halves(block)) == [(0, 1), (8, 9)]
    with pytest.raises(ValueError, match="halved"):
        halves(halves(block)[0])


fields = st.lists(
    st.builds(
        field,
        st.integers(0, 400),
        st.sampled_from(list(WordType)),
        st.sampled_from(list(Register)),
        st.sampled_from([0.5, 1.0]),
    ),
    max_size=60,
)


@given(fields, st.integers(0, 20), st.frozensets(st.integers(0, 400), max_size=10))
def test_every_field_is_read_once_within_the_protocols_limits(
    fields: list[Field], max_hole: int, bad: frozenset[int]
) -> None:
    avoid = frozenset((Register.HOLDING, register) for register in bad)
    blocks = plan(fields, max_hole=max_hole, avoid=avoid)
    read = [one for block in blocks for one in block.fields]
    assert sorted(map(id, read)) == sorted(map(id, fields))
    for block in blocks:
        bits = block.table in (Register.COIL, Register.DISCRETE)
        assert block.count <= (MAX_BITS if bits else MAX_WORDS)
        assert {f.source.table for f in block.fields} == {block.table}
        assert all(block.start <= f.start and f.end <= block.end for f in block.fields)
        needed = {r for f in block.fields for r in range(f.start, f.end)}
        holes = set(range(block.start, block.end)) - needed
        assert not {(block.table, register) for register in holes} & avoid

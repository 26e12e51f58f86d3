"""The twin's whole state as bytes and back."""

import pytest
from layouts import NAME, at, point, samples, twin_of
from test_limits import flips

from twin.command.actions import Acknowledge, Shelve
from twin.errors import TwinError
from twin.incident.model import IncidentState
from twin.site.model import Leaf, Limit, Limits, Priority, Rule, StateAlarm
from twin.twin import Twin

A = point("A", limits=Limits(H=Limit(100.0, Priority.P1), hysteresis=5.0))
B = point("B", limits=Limits(H=Limit(100.0, Priority.P2, delay_s=30.0)))
C = point("C", alarms=(StateAlarm(1, Priority.P2),), codes={0: NAME, 1: NAME})
RULE = Rule(
    id="R", name=NAME, priority=Priority.P0, zone="line", at_least=2,
    of=(Leaf("A", above=100.0), Leaf("B", above=100.0), Leaf("C", equals=1.0)),
)  # fmt: skip


def busy() -> Twin:
    twin = twin_of([A, B, C], [RULE])
    twin.apply(samples((0, 0, 120), (1, 0, 120), (2, 0, 1)), at(0))
    twin.operate(Acknowledge((0,), "Li"), at(1))
    twin.operate(Shelve((2,), 60, "work", "Wu"), at(2))
    return twin


def test_a_restored_twin_is_the_same() -> None:
    old, new = busy(), twin_of([A, B, C], [RULE])
    new.restore(old.export())
    assert new.export() == old.export()
    assert new.incidents == old.incidents
    assert next(iter(new.incidents.values())).state is IncidentState.ACTIVE
    assert new.latest.changed_since(0).tolist() == [0, 1, 2]


def test_a_restored_twin_goes_on_where_the_old_one_was() -> None:
    new = twin_of([A, B, C], [RULE])
    new.restore(busy().export())
    assert not flips(new.apply(samples((0, 5, 96), (2, 5, 1)), at(5)))  # in A's hysteresis
    assert flips(new.apply(samples((1, 40, 120)), at(40))) == [(1, True, 30.0)]
    assert [on for _, on, _ in flips(new.apply(samples((1, 50, 0), (2, 50, 0)), at(50)))] == [
        False, False, False,
    ]  # fmt: skip


def test_a_changed_fleet_keeps_what_it_still_has() -> None:
    new = twin_of([point("NEW", limits=Limits(H=Limit(1.0, Priority.P2))), C, A])
    new.restore(busy().export())
    assert new.cells.state[new.alarms.row_by_id["T-001/A/H"]] == 2
    assert new.cells.by[new.alarms.row_by_id["T-001/C/STATE1"]] == "Wu"
    assert new.latest.value[1:].tolist() == [1.0, 120.0]
    assert not flips(new.apply(samples((1, 5, 1), (2, 5, 121)), at(5)))


@pytest.mark.parametrize("data", [b"", b"\x00", b"not a checkpoint", b"\x81\xa1a\x01"])
def test_what_is_no_checkpoint_is_said_so(data: bytes) -> None:
    with pytest.raises(TwinError, match="not a checkpoint"):
        twin_of([A]).restore(data)


def test_a_truncated_checkpoint_is_refused() -> None:
    with pytest.raises(TwinError):
        twin_of([A, B, C], [RULE]).restore(busy().export()[:-20])

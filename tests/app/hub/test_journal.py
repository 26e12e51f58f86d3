"""The journal shows every edit."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.hub.store import journal
from app.hub.store.records import Entry
from app.hub.store.writer import open_database

COLUMNS = [*[c.strip() for c in journal.COLUMNS.split(",")][1:], "hash"]
words = st.text(max_size=8)
whole = st.integers(-(2**63), 2**63 - 1)
entries = st.builds(
    Entry, whole, whole, words, words, words, st.integers(-1, 8), st.integers(-1, 8), st.floats(),
    words, words, words,
)  # fmt: skip


def written(connection: sqlite3.Connection, lines: list[Entry]) -> None:
    connection.execute("BEGIN")
    half = len(lines) // 2
    first = journal.append(connection, journal.load_head(connection), lines[:half])
    assert [w.id for w in first] == list(range(1, half + 1))
    journal.append(connection, journal.load_head(connection), lines[half:])
    connection.execute("COMMIT")


@given(lines=st.lists(entries, max_size=6))
@settings(max_examples=30, deadline=None)
def test_what_was_written_holds_and_reads_back(
    tmp_path_factory: pytest.TempPathFactory, lines: list[Entry]
) -> None:
    connection = open_database(tmp_path_factory.mktemp("journal") / "hub.db")
    written(connection, lines)
    assert journal.verify(connection) == journal.Verdict(len(lines))
    back = [w.entry for w in reversed(journal.page(connection))]
    assert [repr(e) for e in back] == [repr(e).replace("value=-0.0,", "value=0.0,") for e in lines]
    connection.close()


def changed(value: object, place: int, bit: int) -> object:
    """The value with one byte changed."""
    if isinstance(value, bytes):
        at = place % len(value)
        return value[:at] + bytes([value[at] ^ (1 << bit)]) + value[at + 1 :]
    if isinstance(value, str):
        return value + "x" if not value else chr((ord(value[0]) ^ (1 << bit)) or 64) + value[1:]
    if isinstance(value, float):
        return value + 1 + place % 7
    return 5.0 if value is None else int(str(value)) ^ (1 << bit)


@given(
    row=st.integers(1, 5), column=st.sampled_from(COLUMNS), place=st.integers(0, 31),
    bit=st.integers(0, 6),
)  # fmt: skip
@settings(max_examples=30, deadline=None)
def test_any_edit_is_found(
    tmp_path_factory: pytest.TempPathFactory, row: int, column: str, place: int, bit: int
) -> None:
    connection = open_database(tmp_path_factory.mktemp("journal") / "hub.db")
    line = Entry(10, 9, "alarm", "K-001", "K-001/TT-1/H", 0, 1, 240.5, "ann", "why", "INC-1")
    written(connection, [line] * 5)
    (value,) = connection.execute(f"SELECT {column} FROM journal WHERE id = ?", (row,)).fetchone()
    other = changed(value, place, bit)
    connection.execute(f"UPDATE journal SET {column} = ? WHERE id = ?", (other, row))
    assert 1 <= journal.verify(connection).broken_at <= row + 1
    connection.close()


@pytest.mark.parametrize("gone", ["id = 1", "id = 3", "id = 5", "id > 2"])
def test_a_line_cut_out_is_found(tmp_path: Path, gone: str) -> None:
    connection = open_database(tmp_path / "hub.db")
    written(connection, [Entry(1, 1, "system", "", text=str(k)) for k in range(5)])
    connection.execute(f"DELETE FROM journal WHERE {gone}")
    assert not journal.verify(connection).holds
    connection.close()


def test_pages_go_backwards_and_by_incident(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "hub.db")
    written(
        connection,
        [Entry(k, k, "alarm", "K-001", incident="A" if k % 2 else "B") for k in range(10)],
    )
    assert [w.id for w in journal.page(connection, most=3)] == [10, 9, 8]
    assert [w.id for w in journal.page(connection, before=8, most=2)] == [7, 6]
    assert [w.id for w in journal.page(connection, incident="A", most=2)] == [10, 8]
    connection.close()

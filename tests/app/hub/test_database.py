"""All of a change or nothing of it; a full disk delays, and loses nothing."""

import asyncio
import sqlite3
from pathlib import Path

import numpy as np
import pytest
from hub_ends import small_fleet, until

from app.hub.committer import Committer
from app.hub.metrics import Metrics
from app.hub.store.database import Database
from app.hub.store.errors import StoreError
from app.hub.store.records import Change, Entry, HighWater
from twin.samples import batch_of
from twin.site.table import PointTable, point_table


def change(seq: int, n: int = 3) -> Change:
    batch = batch_of(np.arange(n) % 8, np.arange(n, dtype=float), 0, seq, seq)
    return Change(
        received=seq,
        samples=batch,
        high_water=(HighWater("K-001", "telemetry", 1, seq),),
        stored={"K-001": (n, 1)},
        entries=(Entry(seq, seq, "system", "", text=str(seq)),),
    )


async def test_one_commit_holds_all_of_a_change(database: Database) -> None:
    done = await database.commit([change(1), change(2)])
    assert [one.log_id for one in done] == [1, 2]
    reader = database.reader
    assert reader.high_water() == [HighWater("K-001", "telemetry", 1, 2)]
    assert reader.stored() == {"K-001": (6, 2)}
    assert [a.id for a in reader.arrivals(0) if a] == [1, 2]
    assert len(reader.journal_page(before=0, most=9, incident="")) == 2


async def test_a_change_that_cannot_be_written_leaves_no_trace(database: Database) -> None:
    bad = Change(high_water=(HighWater("K-001", "telemetry", 2**70, 1),), samples=change(1).samples)
    with pytest.raises(OverflowError):
        await database.commit([change(1), bad])
    assert list(database.reader.arrivals(0)) == []
    assert database.reader.verify_journal().lines == 0
    (done,) = await database.commit([change(1)])
    assert done.log_id == 1


async def test_point_ids_outlive_a_changed_fleet(tmp_path: Path, points: PointTable) -> None:
    async with Database(tmp_path / "hub.db", points) as before:
        ids = before.point_id.tolist()
    other = point_table(small_fleet(("K-009", "K-002")))
    async with Database(tmp_path / "hub.db", other) as after:
        assert after.point_id.tolist()[4:] == ids[4:]
        assert not set(after.point_id.tolist()[:4]) & set(ids)


@pytest.mark.expects_log("storage fails")
async def test_a_full_disk_delays_and_loses_nothing(database: Database) -> None:
    metrics = Metrics()
    committer = Committer(database, metrics)
    task = asyncio.create_task(committer.run())
    await committer.submit(change(1))
    connection: sqlite3.Connection = database._connection
    connection.execute("PRAGMA max_page_count=1")  # no page more than there are
    big = [committer.submit(change(seq, 4000)) for seq in range(2, 6)]
    await until(lambda: metrics.faults["storage"] >= 2)
    assert not any(one.done() for one in big)
    assert "full" in metrics.storage_failing
    connection.execute("PRAGMA max_page_count=1000000")
    done = [await one for one in big]
    assert [one.log_id for one in done] == [2, 3, 4, 5]
    assert metrics.storage_failing == ""
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.mark.expects_log("cannot be written")
async def test_an_unwritable_change_fails_alone(database: Database) -> None:
    committer = Committer(database, Metrics())
    bad = Change(high_water=(HighWater("K-001", "telemetry", 2**70, 1),))
    futures = [committer.submit(one) for one in (change(1), bad, change(2))]
    task = asyncio.create_task(committer.run())
    results = await asyncio.gather(*futures, return_exceptions=True)
    assert [isinstance(one, StoreError) for one in results] == [False, True, False]
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def test_a_database_of_another_schema_is_refused(tmp_path: Path, points: PointTable) -> None:
    Database(tmp_path / "hub.db", points).close()
    other = sqlite3.connect(tmp_path / "hub.db")
    other.execute("UPDATE about SET schema = 99")
    other.commit()
    other.close()
    with pytest.raises(StoreError, match="schema 99"):
        Database(tmp_path / "hub.db", points)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path, points: PointTable) -> None:
    (tmp_path / "hub.db").write_bytes(b"something else altogether" * 200)
    with pytest.raises(StoreError, match="cannot be opened"):
        Database(tmp_path / "hub.db", points)

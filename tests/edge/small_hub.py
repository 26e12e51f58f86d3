"""A hub in a process of its own, to be killed at any moment: commits to SQLite, then confirms.

small_hub.py FOLDER TELEMETRY_URL ALARM_URL
"""

import asyncio
import sqlite3
import sys
from pathlib import Path

from link_ends import POINTS

from edge.link.keys import Authorised, load_keys
from edge.link.receiver import LinkReceiver
from edge.link.wire import Lane


async def main(folder: Path, telemetry: str, alarms: str) -> None:
    db = sqlite3.connect(folder / "hub.db", isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute(
        "CREATE TABLE IF NOT EXISTS arrival"
        " (site, lane, epoch, seq, n, PRIMARY KEY (site, lane, epoch, seq))"
    )

    def have_seq(site: str, lane: Lane, epoch: int) -> int:
        query = "SELECT coalesce(max(seq), 0) FROM arrival WHERE site=? AND lane=? AND epoch=?"
        return int(db.execute(query, (site, lane.value, epoch)).fetchone()[0])

    async with LinkReceiver(
        telemetry=telemetry,
        alarms=alarms,
        keys=load_keys(folder / "hub.key"),
        authorised=Authorised(folder / "authorised"),
        have_seq=have_seq,
        points_crc=lambda site: POINTS,
    ) as receiver:
        while True:
            received = await receiver.receive(256, 1.0)
            db.execute("BEGIN")
            db.executemany(  # no OR IGNORE: a repeated message would be an error here
                "INSERT INTO arrival VALUES (?, ?, ?, ?, ?)",
                [
                    (one.site, one.lane.value, one.epoch, one.seq, len(one.batch or ()))
                    for one in received
                ],
            )
            db.execute("COMMIT")
            receiver.acknowledge(received)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), *sys.argv[2:]))

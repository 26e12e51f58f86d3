"""What is read back from `hub.db`, on a connection of its own that may not write."""

import logging
import sqlite3
import threading
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from app.hub.store import arrival, journal
from app.hub.store.arrival import Arrival
from app.hub.store.journal import Verdict
from app.hub.store.records import AlarmRecord, HighWater, Written
from sim.forecast.model import Forecast
from twin.incident.model import Incident

log = logging.getLogger(__name__)


class Reader:
    """Reads from any thread, one at a time; a running commit does not hold it up."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA query_only=ON")
        self._lock = threading.Lock()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def high_water(self) -> list[HighWater]:
        """Highest committed message of every lane and epoch."""
        return [HighWater(*row) for row in self._rows("SELECT site, lane, epoch, seq FROM link")]

    def stored(self) -> dict[str, tuple[int, int]]:
        """(samples, messages) ever committed, by site."""
        rows = self._rows("SELECT site, samples, messages FROM stored")
        return {site: (samples, messages) for site, samples, messages in rows}

    def alarms(self) -> list[AlarmRecord]:
        """Every alarm that ever changed, as it stands."""
        rows = self._rows(
            "SELECT id, state, active, condition_time, occurrence, raised, changed, value, "
            'shelved_until, held, told, "by", reason FROM alarm'
        )
        return [
            AlarmRecord(
                id=row[0], state=row[1], active=bool(row[2]), condition_time=row[3],
                occurrence=row[4], raised=row[5], changed=row[6], value=_number(row[7]),
                shelved_until=row[8], held=bool(row[9]), told=bool(row[10]),
                by=row[11], reason=row[12],
            )
            for row in rows
        ]  # fmt: skip

    def incidents(self, closed: int = 20) -> list[Incident]:
        """Every open incident and the last closed ones."""
        rows = self._rows("SELECT data FROM incident WHERE is_open") + self._rows(
            "SELECT data FROM incident WHERE NOT is_open ORDER BY changed DESC LIMIT ?", closed
        )
        return [msgspec.msgpack.decode(data, type=Incident) for (data,) in rows]

    def forecasts(self, incident: str, *, most: int = 200) -> list[Forecast]:
        """The newest forecasts and what-ifs of an incident, without maps, oldest first. What a
        later version cannot read is left out."""
        rows = self._rows(
            "SELECT data FROM forecast WHERE incident = ? ORDER BY number DESC LIMIT ?",
            incident, most,
        )  # fmt: skip
        return [one for (data,) in reversed(rows) if (one := _forecast(data)) is not None]

    def forecast_numbers(self, incidents: Iterable[str]) -> dict[str, int]:
        """Highest number given in each of some incidents; those without a forecast lack."""
        found = {
            one: self._rows("SELECT max(number) FROM forecast WHERE incident = ?", one)[0][0]
            for one in incidents
        }
        return {incident: int(number) for incident, number in found.items() if number}

    def newest_checkpoint(self) -> tuple[int, bytes] | None:
        """(log row, twin) of the newest whole checkpoint."""
        for log_id, crc, data in self._rows(
            "SELECT log_id, crc, data FROM checkpoint ORDER BY id DESC"
        ):
            if zlib.crc32(data) == crc:
                return int(log_id), bytes(data)
            log.warning("a checkpoint of the twin is corrupt and left out")
        return None

    def arrivals(self, after: int) -> Iterator[Arrival | None]:
        """Log rows after an id, oldest first; None for a torn or corrupt one."""
        while rows := self._rows(
            "SELECT id, received, n, crc, data FROM arrival WHERE id > ? ORDER BY id LIMIT 500",
            after,
        ):
            for row in rows:
                yield arrival.unpack(*row)
            after = rows[-1][0]

    def journal_page(self, *, before: int, most: int, incident: str) -> list[Written]:
        """Lines before a number (0: the newest), newest first; of one incident or of all."""
        with self._lock:
            return journal.page(self._connection, before=before, most=most, incident=incident)

    def annunciations(self, since: int) -> list[int]:
        """Times of the alarms annunciated since a time, ns UTC."""
        with self._lock:
            return journal.annunciations(self._connection, since)

    def verify_journal(self) -> Verdict:
        """Whether the chain of the journal holds."""
        with self._lock:
            return journal.verify(self._connection)

    # Any: a row of SQLite holds whatever the columns hold
    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()


def _forecast(data: bytes) -> Forecast | None:
    try:
        return msgspec.msgpack.decode(zlib.decompress(data), type=Forecast)
    except (zlib.error, msgspec.MsgspecError) as error:
        log.warning("a stored forecast is left out: %s", error)
        return None


def _number(value: float | None) -> float:
    return float("nan") if value is None else value

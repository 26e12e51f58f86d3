"""The hub put together: recovery, link, ingest, ticker, upkeep, feed."""

import asyncio
import logging
import os
import secrets
import sqlite3
import time
from collections.abc import Coroutine, Sequence
from pathlib import Path

import msgspec

from app.feed.server import FeedServer
from app.hub.board import JOURNAL_AT_START, Board
from app.hub.committer import Committer
from app.hub.forecast.forecasting import Forecasting, no_what_if, switched_off
from app.hub.forecast.keeper import Keeper
from app.hub.forecast.process import COMMAND
from app.hub.ingest import Ingest
from app.hub.link import link_receiver
from app.hub.metrics import Metrics
from app.hub.operations import Operations
from app.hub.parts import Parts
from app.hub.recovery import Recovered, recover
from app.hub.rounds import Rounds
from app.hub.scribe import Scribe
from app.hub.settings import HubAddress, HubSettings
from app.hub.store.database import Database
from app.hub.store.historian import Historian
from app.hub.store.records import Change, Entry
from app.hub.store.retention import first_day_kept
from app.hub.upkeep import Upkeep
from app.library import load_fleet
from edge.link.keys import load_or_make_keys
from edge.link.receiver import LinkReceiver
from edge.link.wire import Lane
from twin.alarm.table import AlarmTable, alarm_table
from twin.clock import NS_PER_S, Clock
from twin.site.model import Fleet
from twin.site.table import point_table

log = logging.getLogger(__name__)

ANNUNCIATED_NS = 600 * NS_PER_S
STOP_S = 10.0


async def run_hub(settings: HubSettings, stop: asyncio.Event) -> None:
    """Run until `stop` is set. `hub.json` appears when link and feed listen, and goes at the end.

    Raises EmberwallError for settings, files or addresses that cannot be used.
    """
    await serve_fleet(settings, load_fleet(settings.fleet), stop)


async def serve_fleet(
    settings: HubSettings, fleet: Fleet, stop: asyncio.Event, *,
    worker: Sequence[str] = COMMAND, clock: Clock = time.time_ns,
) -> None:  # fmt: skip
    """The same for a fleet at hand; `settings.fleet` is not looked at. worker: command line of a
    forecast worker."""
    first_day_kept(clock(), settings.retention_days)  # refuse a bad setting at once
    settings.directory.mkdir(parents=True, exist_ok=True)
    settings.ready_file.unlink(missing_ok=True)  # left by a hub that was killed
    alarms = alarm_table(point_table(fleet))
    historian = Historian(settings.history)
    try:
        log_from = max((day.through for day in historian.days.values()), default=0)
        async with Database(settings.database, alarms.points, log_from=log_from) as database:
            hub = _Hub(settings, alarms, historian, database, clock, worker)
            await hub.run(stop)
    finally:
        historian.close()


class _Hub:
    """One run of one hub."""

    def __init__(
        self,
        settings: HubSettings,
        alarms: AlarmTable,
        historian: Historian,
        database: Database,
        clock: Clock,
        worker: Sequence[str],
    ) -> None:
        self._settings, self._database, self._clock = settings, database, clock
        metrics = Metrics()
        twin, self._recovered = recover(alarms, database, historian, clock())
        board = Board(
            alarms, twin.latest, twin.cells, clock,
            scenarios=settings.scenarios if settings.demo else (), synthetic=settings.synthetic,
        )  # fmt: skip
        self._parts = Parts(
            twin, alarms, Committer(database, metrics), Scribe(alarms, twin.cells, metrics),
            historian, database.point_id, board, metrics, clock,
        )  # fmt: skip
        marks = database.reader.high_water()
        self._ingest = Ingest(self._parts, {(m.site, Lane(m.lane), m.epoch): m.seq for m in marks})
        controls = settings.controls if settings.demo else {}
        self._forecasting = self._forecasts(worker)
        what_if = self._forecasting.what_if if self._forecasting else no_what_if
        self._operations = Operations(self._parts, database.reader, controls, what_if)
        self._rounds = Rounds(self._parts, self._ingest)
        self._upkeep = Upkeep(self._parts, self._ingest, database, settings)
        self._restore_board(self._recovered)

    def _forecasts(self, worker: Sequence[str]) -> Forecasting | None:
        """The forecasts, with what an earlier run of this hub said of the open incidents."""
        settings, reader = self._settings, self._database.reader
        if not settings.forecast.enabled:
            self._parts.board.post(forecast_states=switched_off(self._parts))
            return None
        open_now = [one.id for one in self._recovered.incidents if not one.closed]
        numbers = reader.forecast_numbers(open_now)
        keeper = Keeper(self._database.forecast, self._parts.metrics, numbers)
        found = Forecasting(
            self._parts, settings.forecast, keeper, synthetic=settings.synthetic, command=worker
        )
        said = [[f for f in reader.forecasts(one) if not f.base][-1:] for one in numbers]
        found.adopt([forecast for newest in said for forecast in newest])
        self._ingest.on_samples = found.take
        return found

    def _restore_board(self, found: Recovered) -> None:
        parts, reader = self._parts, self._database.reader
        parts.scribe.adopt([one for one in found.incidents if not one.closed])
        page = reader.journal_page(before=0, most=JOURNAL_AT_START, incident="")
        parts.board.post(incidents=found.incidents, written=reversed(page))
        for at in reader.annunciations(self._clock() - ANNUNCIATED_NS):
            parts.metrics.annunciations.add(1, at)
        parts.metrics.stored = sum(samples for samples, _ in reader.stored().values())

    async def run(self, stop: asyncio.Event) -> None:
        settings, parts = self._settings, self._parts
        token = settings.feed_token or secrets.token_urlsafe(24)
        keys = load_or_make_keys(settings.key_file)
        feed = FeedServer(
            parts.board, self._operations, token=token, host=settings.feed_host,
            port=settings.feed_port, allow_remote=settings.allow_remote,
        )  # fmt: skip
        receiver = link_receiver(settings, parts.alarms, keys, self._ingest.have_seq)
        if self._forecasting:
            self._forecasting.heard = receiver.outlook
        async with receiver, feed:
            parts.board.on_news = feed.notify
            telemetry, alarms = receiver.endpoints
            address = HubAddress(telemetry, alarms, feed.url, keys.public_key, token)
            try:
                async with asyncio.TaskGroup() as tasks:
                    running = [
                        tasks.create_task(work, name="hub") for work in self._work(receiver, feed)
                    ]
                    await parts.settle(Change(entries=(self._line("started"),)), [])
                    _write(settings.ready_file, address)
                    log.info("hub ready: link %s and %s, feed %s", telemetry, alarms, feed.url)
                    await stop.wait()
                    await self._end()
                    for task in running:
                        task.cancel()
            finally:
                settings.ready_file.unlink(missing_ok=True)
                await self._operations.close()

    def _work(self, receiver: LinkReceiver, feed: FeedServer) -> list[Coroutine[None, None, None]]:
        work = [
            self._parts.committer.run(),
            self._ingest.run(receiver),
            self._rounds.tick(self._settings.tick_s),
            self._rounds.look(receiver, feed),
            self._upkeep.run(),
        ]
        return [*work, self._forecasting.run()] if self._forecasting else work

    async def _end(self) -> None:
        """Leave a fresh checkpoint, so that the next start is quick; a full disk may prevent it."""
        try:
            async with asyncio.timeout(STOP_S):
                await self._upkeep.checkpoint()
                await self._parts.settle(Change(entries=(self._line("stopped"),)), [])
        except (TimeoutError, sqlite3.Error) as error:
            log.warning("the hub stops without a checkpoint: %s", error or "time is over")

    def _line(self, word: str) -> Entry:
        now, found = self._clock(), self._recovered
        text = f"{word}: {found.rows} log rows, {found.corrupt} torn" if word == "started" else word
        return Entry(now, now, "system", "", text=text)


def _write(path: Path, address: HubAddress) -> None:
    """Whole or not at all; only the owner may read the token."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(address)) + b"\n")
    draft.replace(path)

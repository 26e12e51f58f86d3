"""Forecasts of one hub: which site, when, by which worker, and what becomes of the answers.

Everything here runs in the hub's event loop and takes microseconds; the model runs in workers.
"""

import asyncio
import logging
import math
import os
import time
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from app.feed.contract import Answer, ForecastStage, ForecastState, WhatIf
from app.hub.forecast import progress
from app.hub.forecast.catch_up import merged, newest_values, past_samples
from app.hub.forecast.crew import Crew
from app.hub.forecast.edge_word import line_of, outlook_of, told
from app.hub.forecast.keeper import Keeper
from app.hub.forecast.process import COMMAND, WorkerLost
from app.hub.forecast.progress import Known, Yard
from app.hub.forecast.recent import Recent
from app.hub.forecast.turns import Need, Turn, Turns, Wish
from app.hub.forecast.watch import Wanted, Watch
from app.hub.forecast.wire import Begin, Done, Job, columns
from app.hub.parts import Parts
from app.hub.settings import ForecastSettings
from app.hub.store.records import Change, Entry
from sim.forecast.model import Forecast
from twin.clock import NS_PER_S
from twin.errors import ActionRefused
from twin.samples import SampleBatch

log = logging.getLogger(__name__)

LOOK_S = 0.2
ANEW_S = 1.0
MOST_READING = 2  # sites whose history is read at once
SMOOTH = 0.2  # share of the newest job in the mean wall time


class Forecasting:
    """Follows the twin's incidents and keeps a forecast of every fire. `crew` is for figures;
    `heard`: what the edge of a site forecasts by itself, see `edge.link.wire.Heartbeat`."""

    def __init__(
        self, parts: Parts, settings: ForecastSettings, keeper: Keeper, *,
        synthetic: bool, command: Sequence[str] = COMMAND,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._parts, self._settings, self._keeper = parts, settings, keeper
        self._synthetic, self._steady = synthetic, clock
        self._watch = Watch(parts.alarms)
        self._turns = Turns(settings.refresh_s)
        self._recent: dict[str, Recent] = {}
        self._known: dict[str, Known] = {}
        self._shown: dict[str, ForecastState] = {}
        self._verdicts: dict[str, str] = {}
        self._began = parts.clock()
        self._jobs = 0
        self.heard: Callable[[str], bytes] = lambda _: b""
        self._mean_s = 1.0
        self._reading = asyncio.Semaphore(MOST_READING)
        self._tasks: asyncio.TaskGroup | None = None
        begin = Begin(
            parts.alarms.points.fleet, settings.members, settings.horizon_s, settings.seed,
            settings.threads or os.cpu_count() or 1, str(settings.runs or ""),
        )  # fmt: skip
        self.crew = Crew(
            begin, settings.workers, self, start_limit_s=settings.start_limit_s,
            job_limit_s=settings.job_limit_s, command=command,
        )  # fmt: skip

    def adopt(self, newest: Sequence[Forecast]) -> None:
        """Show what an earlier run of this hub said last; its verdicts are told no second time."""
        for one in newest:
            self._verdicts[one.incident] = progress.verdict_of(one)
        self._parts.board.post(forecasts=newest, forecast_states=self._without_model())

    async def run(self) -> None:
        """Until cancelled. Whatever fails in here costs forecasts and nothing else of the hub."""
        while True:
            try:
                await self._run()
            except ExceptionGroup:
                log.exception("the forecasts failed; they begin anew")
                self._parts.metrics.faults["forecasting"] += 1
            self._turns.needs.clear()
            self._recent.clear()
            self._known.clear()
            await asyncio.sleep(ANEW_S)

    async def _run(self) -> None:
        async with asyncio.TaskGroup() as self._tasks:
            self._tasks.create_task(self.crew.run(), name="forecast-crew")
            self._tasks.create_task(self._keeper.run(), name="forecast-keeper")
            while True:
                self._look()
                await asyncio.sleep(LOOK_S)

    def take(self, samples: SampleBatch) -> None:
        """Committed samples, rows of the fleet's table."""
        for site, recent in self._recent.items():
            own = self._parts.alarms.points.rows_of(site)
            inside = (samples.point >= own.start) & (samples.point < own.stop)
            if inside.any():
                recent.add(samples.select(inside))

    async def what_if(self, request: WhatIf, operator: str) -> Answer:
        """Take a what-if; its result comes as a forecast. Raises ActionRefused."""
        if not operator.strip():
            raise ActionRefused("nobody is named", where=request.site, remedy="Sign in")
        need = self._turns.needs.get(request.site)
        if need is None or not need.has_forecast:
            raise ActionRefused(
                "there is no forecast to compare with", where=request.site,
                remedy="Wait for the first forecast of an open incident",
            )  # fmt: skip
        self._check(request)
        past = request.at != 0
        first = self._keeper.number(need.incident, 2 if past else 1)
        wish = Wish(first + past, request.pulls, request.at, self._steady())
        dropped = self._turns.wish(need, wish)
        if dropped is not None:
            self._known[need.site].what_if = f"number {dropped.number} gave way to newer ones"
        self.crew.news.set()
        self._tell(need.site)
        return Answer(request.request, ok=True, token=str(wish.number))

    def work(self, worker: int) -> tuple[Turn, Job] | None:
        """The next job for a worker, None when nothing is due."""
        turn = self._turns.next(worker, self._steady())
        if turn is None:
            return None
        return turn, self._job(turn)

    def answered(self, turn: Turn, done: Done) -> None:
        """A job came back."""
        self._mean_s += SMOOTH * (done.took_s - self._mean_s)
        need = turn.need
        if self._turns.needs.get(need.site) is not need:
            return  # the incident is over, or another is more urgent now
        if not done.forecasts:
            if turn.wish is None:
                need.sent = 0  # the worker has forgotten the site
            self._failed(turn, done.what, done.remedy)
            return
        self._turns.done(turn)
        known = self._known[need.site]
        if turn.wish is None:
            few = done.forecasts[0].members < self._settings.members
            if few and not known.few:
                self._turns.again(turn, self._steady())
            known.few = few
            self._note(need, known, done)
        else:
            known.what_if = ""
        self._publish(done)
        self._tell(need.site)

    def gone(self, worker: int, turn: Turn, error: WorkerLost) -> None:
        """A worker is lost, with all it knew and the job that it had in hand."""
        self._turns.lost(worker)
        if self._turns.needs.get(turn.need.site) is turn.need:
            self._failed(turn, error.what, error.remedy)

    def _check(self, request: WhatIf) -> None:
        if not request.pulls:
            raise ActionRefused("no lever is pulled", where=request.site, remedy="Choose one")
        if not all(math.isfinite(pull.value) and pull.value >= 0 for pull in request.pulls):
            raise ActionRefused(
                "a lever's value is no number from 0 on", where=request.site, remedy="Correct it"
            )
        now = self._parts.clock()
        recent = self._recent[request.site]
        if request.at and not (recent.reaches(request.at) and request.at <= now):
            raise ActionRefused(
                "that instant is not in the samples kept for this fire", where=request.site,
                remedy=f"Choose one of the last {self._settings.history_s / 60:.0f} min",
            )  # fmt: skip

    def _without_model(self) -> list[ForecastState]:
        """Sites that are no kitchens: their screens need not wait for a forecast."""
        reason, now = "there is no fire model of such a site", self._parts.clock()
        return [
            ForecastState(site=site, stage=ForecastStage.OFF, since=now, reason=reason)
            for site in self._watch.others
        ]

    def _look(self) -> None:
        """Adopt what the twin wants forecast now, and tell how each stands."""
        now = self._parts.clock()
        twin = self._parts.twin
        wanted = {
            one.site: one for one in self._watch.look(twin.incidents.values(), twin.cells, now)
        }
        for site in [site for site in self._turns.needs if site not in wanted]:
            self._close(site)
        for site, one in wanted.items():
            need = self._turns.needs.get(site)
            if need is None or need.incident != one.incident:
                self._open(one, now)
            elif one.is_p0 and not need.is_p0:
                need.is_p0 = True
        for site, need in self._turns.needs.items():
            self._hear(need)
            self._tell(site)

    def _hear(self, need: Need) -> None:
        """Until the first forecast of ours, the edge's own outlook stands, its first one also in
        the journal."""
        known = self._known[need.site]
        if known.computed:
            return
        before, known.edge = known.edge, told(outlook_of(self.heard(need.site)))
        if known.edge is not None and before is None:
            self._journal(need.site, need.incident, line_of(known.edge))

    def _open(self, wanted: Wanted, now: int) -> None:
        need = Need(
            wanted.site, wanted.incident, wanted.zone, wanted.opened, wanted.is_p0, due=math.inf
        )
        self._turns.needs[wanted.site] = need
        self._known[wanted.site] = Known(since=now)
        span = round(self._settings.history_s * NS_PER_S)
        fresh = Recent(span)
        self._recent[wanted.site] = fresh
        assert self._tasks is not None
        self._tasks.create_task(self._catch_up(need, fresh, now), name="forecast-catch-up")

    def _close(self, site: str) -> None:
        need = self._turns.needs.pop(site)
        del self._recent[site], self._known[site]
        if need.incident not in self._parts.twin.incidents:  # quiet ones may come back
            self._verdicts.pop(need.incident, None)
        self._show(ForecastState(site=site, stage=ForecastStage.IDLE, since=self._parts.clock()))

    async def _catch_up(self, need: Need, recent: Recent, now: int) -> None:
        """Fill in what was before. Samples that come meanwhile are put behind it."""
        start = now - round(self._settings.history_s * NS_PER_S)
        newest = newest_values(self._parts, need.site)
        async with self._reading:
            past = await asyncio.to_thread(past_samples, self._parts, need.site, start, now)
        if self._recent.get(need.site) is not recent:
            return
        whole = Recent(round(self._settings.history_s * NS_PER_S))
        whole.add(merged([newest, past, recent.since(0)]))
        self._recent[need.site] = whole
        need.due = self._steady()
        self.crew.news.set()

    def _job(self, turn: Turn) -> Job:
        need, wish = turn.need, turn.wish
        recent, now = self._recent[need.site], self._parts.clock()
        self._jobs += 1
        if wish is not None and wish.at:
            sent = recent.until(wish.at)
            return Job(
                id=self._jobs, site=need.site, incident=need.incident, zone=need.zone,
                opened=need.opened, now=wish.at, number=wish.number, base=wish.number - 1,
                pulls=wish.pulls,
                samples=columns(sent), is_past=True,
            )  # fmt: skip
        fresh = need.sent == 0
        samples = columns(recent.since(need.sent))
        need.sent = recent.count
        if wish is None:
            number, base = self._keeper.number(need.incident), 0
        else:
            number, base = wish.number, self._known[need.site].number
        return Job(
            id=self._jobs, site=need.site, incident=need.incident, zone=need.zone,
            opened=need.opened, now=now,
            number=number, base=base, pulls=wish.pulls if wish else (), samples=samples,
            fresh=fresh,
        )  # fmt: skip

    def _failed(self, turn: Turn, what: str, remedy: str) -> None:
        self._turns.failed(turn, self._steady())
        need = turn.need
        known = self._known[need.site]
        if turn.wish is not None:
            known.what_if = f"number {turn.wish.number}: {what}"
            self._tell(need.site)
            return
        known.failures += 1
        if not known.reason:
            self._journal(need.site, need.incident, f"failed: {what}")
        known.reason, known.remedy = what, remedy
        self._parts.metrics.faults["forecast"] += 1
        self._tell(need.site)

    def _note(self, need: Need, known: Known, done: Done) -> None:
        """What a base forecast means for the site's progress and journal."""
        first = known.computed == 0
        forecast = done.forecasts[0]
        known.computed, known.took_s = self._parts.clock(), done.took_s
        known.number, known.reason, known.remedy = forecast.number, "", ""
        verdict = progress.verdict_of(forecast)
        if first:
            known.first_after_s = max(0, known.computed - max(need.opened, self._began)) / NS_PER_S
        before = self._verdicts.get(need.incident)
        if before is None or before != verdict:
            self._verdicts[need.incident] = verdict
            self._journal(need.site, need.incident, progress.line_of(forecast, before))

    def _publish(self, done: Done) -> None:
        found = tuple(self._stamped(one, done) for one in done.forecasts)
        self._parts.board.post(forecasts=found)
        for one in found:
            self._keeper.keep(one)

    def _stamped(self, forecast: Forecast, done: Done) -> Forecast:
        return replace(
            forecast, took_s=done.took_s, synthetic=self._synthetic or forecast.synthetic
        )

    def _journal(self, site: str, incident: str, text: str) -> None:
        now = self._parts.clock()
        entry = Entry(now, now, "forecast", site, text=text, incident=incident)
        assert self._tasks is not None
        self._tasks.create_task(
            self._parts.settle(Change(entries=(entry,)), []), name="forecast-journal"
        )

    def _tell(self, site: str) -> None:
        need, crew = self._turns.needs[site], self.crew
        yard = Yard(len(crew.ready), crew.trouble, len(self._turns.needs), self._mean_s)
        now = self._parts.clock()
        self._show(progress.state_of(need, self._known[site], yard, now, self._steady()))

    def _show(self, state: ForecastState) -> None:
        shown = self._shown.get(state.site)
        if progress.differs(shown, state):
            told = progress.steady_since(shown, state)
            self._shown[state.site] = told
            self._parts.board.post(forecast_states=(told,))


def switched_off(parts: Parts) -> list[ForecastState]:
    """What screens hear of every site when this hub makes no forecasts."""
    reason, remedy = "forecasts are switched off", "Set forecast.enabled in the hub's settings"
    since = parts.clock()
    return [
        ForecastState(
            site=site.id, stage=ForecastStage.OFF, since=since, reason=reason, remedy=remedy
        )
        for site in parts.alarms.points.fleet.sites
    ]


async def no_what_if(request: WhatIf, operator: str) -> Answer:
    """The answer of a hub that makes no forecasts."""
    raise ActionRefused(
        "forecasts are switched off", where=request.site,
        remedy="Set forecast.enabled in the hub's settings",
    )  # fmt: skip

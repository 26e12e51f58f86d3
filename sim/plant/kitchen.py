"""Virtual kitchens: normal running, and a scenario on top of it where one is played."""

from collections.abc import Mapping
from dataclasses import replace
from math import isnan

import numpy as np
import numpy.typing as npt

from sim.plant.backlog import Backlog
from sim.plant.errors import PlantError
from sim.plant.running import running_of
from sim.plant.scenario import Scenario
from sim.plant.script import Manner, Play, Reading
from twin.clock import NS_PER_S
from twin.samples import EMPTY, SampleBatch, batch_of, concatenate
from twin.site.model import Layout

Float64Array = npt.NDArray[np.float64]
Int64Array = npt.NDArray[np.int64]

LONGEST_CATCH_UP = 3600 * NS_PER_S  # who was away longer gets the last hour, not every sample
STOPPED_RELAX_S = 10.0  # how fast a stopped scenario fades


class KitchenFleetModel:
    """Many virtual kitchens as arrays. Rows: kitchens in the order given, points as their layout
    lists them, so one kitchen owns rows first[k]:first[k+1].

    Values are a pure function of seed and time until a scenario is started.
    """

    def __init__(self, layouts: Mapping[str, Layout], *, seed: int, start: int) -> None:
        self.sites = tuple(layouts)
        self._points = [layouts[site].points for site in self.sites]
        counts = [len(points) for points in self._points]
        self.first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        self._place = {site: k for k, site in enumerate(self.sites)}
        every = [point for points in self._points for point in points]
        self._running = running_of(self._points, seed=seed, start=start)
        self._discrete = np.array([p.is_discrete for p in every], dtype=np.bool_)
        self._period = np.array([p.period_s * NS_PER_S for p in every], dtype=np.int64)
        spread = np.random.default_rng([seed, len(every)]).uniform(0.05, 1.0, len(every))
        self._first_period = (spread * self._period).astype(np.int64)
        self._next = np.full(len(every), start, dtype=np.int64)
        self._fresh = np.ones(len(every), dtype=np.bool_)
        self._carry = np.zeros(len(every))
        self._carry_from = np.full(len(every), start, dtype=np.int64)
        self._carry_s = np.ones(len(every))
        self._scripted = np.zeros(len(every), dtype=np.bool_)
        self._plays: dict[int, Play] = {}
        self._said: dict[int, Reading] = {}
        self._backlog = Backlog()

    def __len__(self) -> int:
        return len(self._next)

    def advance(self, now: int) -> SampleBatch:
        """All samples that came due since the last call, per point oldest first; source_time is
        when the value was due, arrival_time is `now`, ns UTC."""
        self._next = np.maximum(self._next, now - LONGEST_CATCH_UP)
        batches = []
        while len(due := np.flatnonzero(self._next <= now)):
            times = self._next[due]
            batches.append(self._sample(due, times, now))
            step = np.where(self._fresh[due], self._first_period[due], self._period[due])
            self._next[due] = times + step
            self._fresh[due] = False
        if self._plays:
            batches.append(self._events(now))
            self._close_finished(now)
        batches.insert(0, self._backlog.burst(now))
        return concatenate([batch for batch in batches if len(batch)])

    def start(self, site: str, scenario: Scenario, now: int, *, speed: float | None = None) -> None:
        """Play a scenario in one kitchen, in place of one that may be playing there.

        Raises PlantError when no instrument of this kitchen is in the scenario.
        """
        k = self._index(site)
        points = self._points[k]
        play = Play(scenario, points, began=now, speed=speed or scenario.speed)
        if not play.parts:
            raise PlantError(
                f"scenario {scenario.id} moves no instrument of this site",
                where=site,
                remedy="Choose a scenario that names instruments of this layout",
            )
        self._release(k, now, tau_s=STOPPED_RELAX_S)
        self._plays[k] = play
        rows = self.first[k] + np.fromiter(play.parts, dtype=np.int64)
        self._scripted[rows] = True
        self._carry[rows] = 0.0
        self._next[rows] = np.where(self._fresh[rows], self._next[rows], now)

    def stop(self, site: str, now: int) -> None:
        """End what is played in one kitchen; values fade to normal running, codes jump."""
        self._release(self._index(site), now, tau_s=STOPPED_RELAX_S)

    def playing(self, site: str) -> str | None:
        """Id of the scenario that is played in one kitchen."""
        play = self._plays.get(self._index(site))
        return play.scenario.id if play else None

    def is_silent(self, row: int, now: int) -> bool:
        """True while nothing comes from an instrument: its line is cut."""
        if not self._scripted[row]:
            return False
        return self._reading(row, now).manner in (Manner.SILENT, Manner.LATE)

    def split(self, batch: SampleBatch) -> dict[str, SampleBatch]:
        """The samples by site, in rows of each site's own table."""
        owner = np.searchsorted(self.first, batch.point, side="right") - 1
        own = replace(batch, point=batch.point - self.first[owner].astype(np.uint32))
        return {self.sites[k]: own.select(owner == k) for k in np.unique(owner).tolist()}

    def _index(self, site: str) -> int:
        try:
            return self._place[site]
        except KeyError:
            raise PlantError(
                "no such kitchen here", where=site, remedy=f"One of {', '.join(self.sites[:8])}"
            ) from None

    def _reading(self, row: int, now: int) -> Reading:
        k = int(np.searchsorted(self.first, row, side="right")) - 1
        return self._plays[k].reading(row - int(self.first[k]), now)

    def _normal(self, rows: Int64Array, times: Int64Array) -> Float64Array:
        """Normal running, with what is left of a scenario fading out."""
        values = self._running.values(rows, times)
        fading = np.flatnonzero(self._carry[rows])
        if len(fading):
            some = rows[fading]
            age = (times[fading] - self._carry_from[some]) / NS_PER_S
            left = self._carry[some] * np.exp(-age / self._carry_s[some])
            values[fading] = self._running.shown(some, values[fading] + left)
        return values

    def _sample(self, rows: Int64Array, times: Int64Array, now: int) -> SampleBatch:
        """One sample of each row at its own time; what is silent or late is left out."""
        values = self._normal(rows, times)
        quality = np.zeros(len(rows), dtype=np.uint32)
        sent = np.ones(len(rows), dtype=np.bool_)
        for place in np.flatnonzero(self._scripted[rows]).tolist():
            row, time = int(rows[place]), int(times[place])
            reading = self._reading(row, time)
            self._say(row, reading)
            quality[place] = reading.quality
            if reading.manner is Manner.SCRIPTED:
                one = np.array([row])
                values[place] = self._running.shown(one, np.array([reading.value]))[0]
            elif reading.manner is Manner.FROZEN:
                values[place] = self._normal(np.array([row]), np.array([reading.since]))[0]
            elif reading.manner is not Manner.RUNNING:
                sent[place] = False
                if reading.manner is Manner.LATE:
                    self._backlog.keep(row, float(values[place]), time)
        batch = batch_of(rows, values, quality, times, now)
        return batch if sent.all() else batch.select(sent)

    def _events(self, now: int) -> SampleBatch:
        """Scripted instruments whose code, quality or line changed since they last spoke."""
        changed = []
        for k, play in self._plays.items():
            base = int(self.first[k])
            for local in play.parts:
                row, reading = base + local, play.reading(local, now)
                said = self._said.get(row)
                if said is None or not _differs(said, reading, bool(self._discrete[row])):
                    continue
                changed.append(row)
        if not changed:
            return EMPTY
        rows = np.array(changed, dtype=np.int64)
        self._next[rows] = now + self._period[rows]
        return self._sample(rows, np.full(len(rows), now), now)

    def _say(self, row: int, reading: Reading) -> None:
        said = self._said.get(row)
        if said and said.manner is Manner.LATE and reading.manner is not Manner.LATE:
            self._backlog.line_is_back(row)
        self._said[row] = reading

    def _close_finished(self, now: int) -> None:
        for k, play in list(self._plays.items()):
            if play.is_over(now):
                self._release(k, now, tau_s=play.scenario.relax_s, holding=True)

    def _release(self, k: int, now: int, *, tau_s: float, holding: bool = False) -> None:
        """Give a kitchen's instruments back to normal running; with `holding`, not those whose
        track holds until someone stops it."""
        play = self._plays.get(k)
        if play is None:
            return
        kept = {local: p for local, p in play.parts.items() if holding and p.holds}
        freed = [local for local in play.parts if local not in kept]
        if freed:
            self._fade([int(self.first[k]) + local for local in freed], now, tau_s)
        play.parts = kept
        if not kept:
            del self._plays[k]

    def _fade(self, freed: list[int], now: int, tau_s: float) -> None:
        rows = np.array(freed, dtype=np.int64)
        readings = [self._reading(row, now) for row in freed]
        normal = self._running.values(rows, np.full(len(rows), now))
        scripted = np.array([r.manner is Manner.SCRIPTED and not isnan(r.value) for r in readings])
        values = np.array([r.value for r in readings])
        fades = scripted & ~self._discrete[rows]
        self._carry[rows] = np.where(fades, values - normal, 0.0)
        self._carry_from[rows] = now
        self._carry_s[rows] = tau_s
        self._scripted[rows] = False
        self._next[rows] = now
        for row, reading in zip(freed, readings, strict=True):
            if reading.manner is Manner.LATE:
                self._backlog.line_is_back(row)
            self._said.pop(row, None)


class KitchenModel:
    """One virtual kitchen. Rows are those of the site's own point table."""

    def __init__(self, layout: Layout, *, seed: int, start: int) -> None:
        self._fleet = KitchenFleetModel({_ONLY: layout}, seed=seed, start=start)

    def advance(self, now: int) -> SampleBatch:
        """All samples due since the last call, see KitchenFleetModel.advance."""
        return self._fleet.advance(now)

    def start(self, scenario: Scenario, now: int, *, speed: float | None = None) -> None:
        """Play a scenario. Raises PlantError when it moves nothing here."""
        self._fleet.start(_ONLY, scenario, now, speed=speed)

    def stop(self, now: int) -> None:
        """End what is played."""
        self._fleet.stop(_ONLY, now)

    @property
    def playing(self) -> str | None:
        """Id of the scenario that is played."""
        return self._fleet.playing(_ONLY)

    def is_silent(self, row: int, now: int) -> bool:
        """True while nothing comes from an instrument."""
        return self._fleet.is_silent(row, now)


_ONLY = "kitchen"


def _differs(said: Reading, now: Reading, discrete: bool) -> bool:
    if said.manner is not now.manner or said.quality != now.quality:
        return True
    if not discrete or isnan(now.value):
        return False
    return now.manner is Manner.SCRIPTED and said.value != now.value

"""The edge forecasts too: ten minutes ahead every few seconds while its own alarms tell of a fire.

By the surrogate (`sim/surrogate`), in a thread of its own, with a limit of time. Whatever goes
wrong there is counted and told in the edge's status; alarms, devices and link do not wait for it.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from msgspec.structs import replace

from edge.aside import Aside
from edge.danger import Danger, standing
from edge.recall import FloatArray, Recall
from edge.station import Station
from sim.surrogate.outlook import Outlook
from twin.clock import NS_PER_S, Clock
from twin.errors import EmberwallError
from twin.site.model import LayoutKind

if TYPE_CHECKING:
    from sim.surrogate.site import Readings, SiteOutlook

log = logging.getLogger(__name__)

LOOK_S = 0.1
LOAD_LIMIT_S = 60.0  # on a slow box, beside its other work
LIMIT_S = 2.0
RETRY_S = 60.0  # a model that did not load is tried again so often

Makers = Mapping[str, "SiteOutlook"]


class Outlooks:
    """By site the newest outlook, while its alarm stands. `is_ready`: the model is loaded and has
    run; `faults` counts what came to nothing; `trouble`: why the last one did, empty after one
    that did not."""

    def __init__(
        self, station: Station, model: Path, *, every_s: float, clock: Clock
    ) -> None:  # fmt: skip
        self._station, self._model, self._clock = station, model, clock
        self._every_s = every_s
        self._recall = Recall(station.twin.latest)
        self._normal: dict[str, tuple[str, FloatArray]] = {}
        self._due: dict[str, float] = {}
        self._dangers: dict[str, Danger] = {}
        self.newest: dict[str, Outlook] = {}
        self.on_news: Callable[[], None] = lambda: None
        self.is_ready = False
        self.faults = 0
        self.trouble = ""

    def message(self, site: str) -> bytes:
        """The newest outlook of a site for the link, empty without one."""
        outlook = self.newest.get(site)
        return b"" if outlook is None else msgspec.json.encode(outlook)

    async def run(self) -> None:
        """Until cancelled. Whatever fails in here costs outlooks and nothing else of the edge."""
        while True:
            try:
                await self._run()
            except Exception as error:
                log.exception("the outlooks failed; they begin anew")
                self._fail(f"the outlooks failed ({type(error).__name__}: {error})")
            await asyncio.sleep(RETRY_S)

    async def _run(self) -> None:
        async with Aside("outlook") as aside:
            loading = asyncio.create_task(self._load(aside), name="outlook model")
            try:
                while True:
                    self._look()
                    if aside.is_free.is_set() and loading.done():
                        await self._renew_due(aside, loading.result())
                    await asyncio.sleep(LOOK_S)
            finally:
                loading.cancel()

    def _look(self) -> None:
        """Picture the readings and adopt which alarms stand. An outlook goes with its alarm."""
        now, twin = self._clock(), self._station.twin
        self._recall.keep(now)
        self._dangers = standing(self._station.alarms, twin.incidents.values(), twin.cells)
        for site in [site for site in self.newest if site not in self._dangers]:
            del self.newest[site], self._normal[site]
            self._due.pop(site, None)
            self.on_news()
        for site, danger in self._dangers.items():
            if self._normal.get(site, ("",))[0] != danger.incident:
                self._normal[site] = (danger.incident, self._recall.normal(danger.opened))
                self._due[site] = 0.0
                self._adopt(self._none(site, self.trouble or "the model is being loaded"))

    async def _load(self, aside: Aside) -> "Makers":
        """The model and what it needs to know of each kitchen, tried until it can be used."""
        while (makers := await self._loaded(aside)) is None:
            for site in self._dangers:
                self._adopt(self._none(site, self.trouble))
            await asyncio.sleep(RETRY_S)
            await aside.is_free.wait()
        self._mend()
        self.is_ready = True
        return makers

    async def _loaded(self, aside: Aside) -> "Makers | None":
        try:
            return await aside.do(partial(_load, self._model, self._station), limit_s=LOAD_LIMIT_S)
        except EmberwallError as error:
            self._fail(str(error))
        except TimeoutError:
            self._fail(f"the model did not load within {LOAD_LIMIT_S:g} s")
        except Exception as error:  # a broken file fails in ways that no library lists
            self._fail(f"the model did not load ({type(error).__name__}: {error})")
        return None

    def _none(self, site: str, reason: str) -> Outlook:
        danger, now = self._dangers[site], self._clock()
        return Outlook(
            site=site, made_at=now, alarm=danger.alarm, alarmed_at=danger.opened, reason=reason
        )

    async def _renew_due(self, aside: Aside, makers: "Makers") -> None:
        """The outlook of the site that waits longest, one at a time."""
        now = time.monotonic()
        due = [site for site in self._dangers if site in makers and self._due[site] <= now]
        if not due:
            return
        site = min(due, key=self._due.__getitem__)
        self._due[site] = now + self._every_s
        readings = self._readings(self._dangers[site])
        began = time.perf_counter()
        told: Outlook | None = None
        try:
            told = await aside.do(partial(makers[site].outlook, readings), limit_s=LIMIT_S)
        except Exception as error:  # the door of the computation
            slow = isinstance(error, TimeoutError)
            what = f"took longer than {LIMIT_S:g} s" if slow else f"{type(error).__name__}: {error}"
            self._fail(f"the outlook of {site} failed ({what})")
            if site in self._dangers:
                told = self._none(site, self.trouble)
        else:
            self._mend()
        took_ms = round(1e3 * (time.perf_counter() - began), 1)
        if told is not None and site in self._dangers:
            self._adopt(replace(told, took_ms=took_ms))

    def _adopt(self, outlook: Outlook) -> None:
        self.newest[outlook.site] = outlook
        self.on_news()

    def _readings(self, danger: Danger) -> "Readings":
        from sim.surrogate.candidates import BACK
        from sim.surrogate.site import Readings

        now = self._clock()
        back = [self._recall.at(now - round(one * NS_PER_S)) for one in BACK[1:]]
        _, normal = self._normal[danger.site]
        values = self._recall.now()
        return Readings(
            now=now, alarm=danger.alarm, alarmed_at=danger.opened, zone=danger.zone,
            values=self._by_tag(danger.site, values),
            back=[self._by_tag(danger.site, one) for one in (values, *back) if one is not None],
            normal=self._by_tag(danger.site, normal),
        )  # fmt: skip

    def _by_tag(self, site: str, values: FloatArray) -> dict[str, float]:
        """The Good values of a site."""
        points = self._station.points
        rows = points.rows_of(site)
        own = zip(points.tags[rows.start : rows.stop], values[rows].tolist(), strict=True)
        return {tag: value for tag, value in own if np.isfinite(value)}

    def _fail(self, what: str) -> None:
        """Count it; say it in the log when it is news."""
        self.faults += 1
        if what != self.trouble:
            log.error("no outlook: %s", what)
        self.trouble = what

    def _mend(self) -> None:
        if self.trouble:
            log.info("outlooks are made again")
        self.trouble = ""


def _load(model: Path, station: Station) -> "Makers":
    """In the thread, because onnxruntime and what a drawing needs take a while to import. Each is
    asked once, so that nothing is left to be compiled when a fire needs it."""
    from sim.surrogate.site import SiteOutlook
    from sim.surrogate.surrogate import Surrogate

    surrogate, fleet = Surrogate.load(model), station.points.fleet
    layouts = {site.id: fleet.layout_of(site) for site in fleet.sites}
    makers = {
        site: SiteOutlook(layout, site, surrogate)
        for site, layout in layouts.items()
        if layout.kind is LayoutKind.KITCHEN
    }
    for one in makers.values():
        one.warm()
    return makers

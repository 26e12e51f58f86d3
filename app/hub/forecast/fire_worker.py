"""The forecast worker with the real model: `python -m app.hub.forecast.fire_worker`.

A fire's first forecast is made by few members and stands in about a second; the next one is that
of all members, which begin as the few did and are asked right behind.
"""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from app.hub.forecast.posterior import Make
from app.hub.forecast.wire import Begin, Columns, Job
from app.hub.forecast.worker import serve
from sim.fire import compile_ahead
from sim.forecast.advice import People, people_of
from sim.forecast.forecaster import Forecaster, forecaster_of
from sim.forecast.model import Forecast, Lever, Pull
from twin.clock import NS_PER_S
from twin.samples import EMPTY, SampleBatch, concatenate
from twin.site.model import Fleet, LayoutKind
from twin.site.table import point_table

BEFORE_S = 300.0  # of samples before the alarm: the filter's run-up and what was normal before it
LONGEST_S = 900.0  # of a fire that a fresh worker follows from its beginning
CAUGHT_UP_S = 10.0
WARM_S = 60.0
QUICK = 64  # members of a fire's first forecast


def load(begin: Begin) -> Make:
    """The model, run once for a kitchen so that all is compiled before a fire needs it."""

    compile_ahead.kitchen()
    kitchen = _first_kitchen(begin.fleet)
    if kitchen:
        job = _warming(kitchen)
        _run_once(_make(begin, job), job.now)
    return _make


def _make(begin: Begin, job: Job) -> "FirePosterior":
    site = begin.fleet.sites[point_table(begin.fleet).site_index[job.site]]
    people = people_of(begin.fleet.layout_of(site), site)

    def own(members: int, people: People) -> Forecaster:
        return forecaster_of(
            begin.fleet, job.site, members=members, horizon_s=begin.horizon_s, seed=begin.seed,
            runs=Path(begin.runs) if begin.runs else None, people=people,
        )  # fmt: skip

    few = None
    if job.fresh and not job.pulls and begin.members > QUICK:
        few = own(QUICK, replace(people, simulates=False))
    return FirePosterior(own(begin.members, people), job, few)


def _first_kitchen(fleet: Fleet) -> str:
    kitchens = (s.id for s in fleet.sites if fleet.layout_of(s).kind is LayoutKind.KITCHEN)
    return next(kitchens, "")


class FirePosterior:
    """The site's forecaster, told of the fire from its first alarm on, however late it is asked.
    few: answers first, in the place of `own`."""

    def __init__(self, own: Forecaster, job: Job, few: Forecaster | None = None) -> None:
        self._own, self._job = few or own, job
        self._next = None if few is None else own
        self._told: list[tuple[SampleBatch, int]] = []
        self._ahead = EMPTY
        self._is_new = True

    def observe(self, samples: SampleBatch, now: int) -> None:
        """Samples whose clock runs ahead of `now` wait for the next time."""
        whole = concatenate([self._ahead, samples])
        later = whole.source_time > now
        self._ahead = whole.select(later)
        known = whole.select(~later)
        if self._is_new:
            known = _recent(known, self._first(now) - round(BEFORE_S * NS_PER_S))
        self._own.observe(known, now)
        if self._next is not None:
            self._told.append((known, now))

    def forecast(self, now: int) -> Forecast:
        """From now to the horizon."""
        if self._next is not None and not self._is_new:
            self._take_over(self._next)
        self._begin(now)
        return self._own.forecast(now)

    def what_if(self, pulls: tuple[Pull, ...], now: int) -> Forecast:
        """The same with levers pulled now."""
        self._begin(now)
        return self._own.what_if(pulls, now)

    def _take_over(self, own: Forecaster) -> None:
        """All members in the place of the few, told what those were told."""
        self._own, self._next, self._is_new = own, None, True
        for samples, now in self._told:
            own.observe(samples, now)
        self._told = []

    def _begin(self, now: int) -> None:
        """The filter starts from the instant of the alarm, so that what was normal before is not
        learnt from a fire."""
        if not self._is_new:
            return
        self._is_new = False
        first = self._first(now)
        self._own.start(first, self._job.zone)
        if now - first > CAUGHT_UP_S * NS_PER_S:
            self._own.follow(first)

    def _first(self, now: int) -> int:
        return min(now, max(self._job.opened, now - round(LONGEST_S * NS_PER_S)))


def _recent(samples: SampleBatch, start: int) -> SampleBatch:
    """Samples from `start` on, ns UTC, and of every point the newest one before."""
    order = np.argsort(samples.source_time, kind="stable")
    old = order[samples.source_time[order] < start]
    reversed_points = samples.point[old][::-1]
    _, last = np.unique(reversed_points, return_index=True)
    newest = old[::-1][last]
    kept = np.concatenate([np.sort(newest), order[samples.source_time[order] >= start]])
    return samples.select(kept)


def _warming(site: str) -> Job:
    now = round(WARM_S * NS_PER_S)
    return Job(
        id=0, site=site, incident="", zone="", opened=now, now=now, number=0, samples=Columns()
    )


def _run_once(posterior: FirePosterior, now: int) -> None:
    """Whatever a model compiles or loads at its first forecast and at its first what-if."""
    posterior.observe(EMPTY, now)
    posterior.forecast(now)
    posterior.what_if((Pull(Lever.FIRE_SIZE, value=2.0),), now)


if __name__ == "__main__":
    sys.exit(serve(load))

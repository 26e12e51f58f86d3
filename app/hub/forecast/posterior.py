"""What a worker knows of each site, and how a job is answered from it."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

import msgspec

from app.hub.forecast.wire import Begin, Job, batch
from sim.errors import SimError
from sim.forecast.model import Forecast, Pull
from twin.samples import SampleBatch

MOST_SITES = 64  # whose posterior a worker keeps; one that was dropped is worked out anew


class Posterior(Protocol):
    """One site's fire as far as the sensors have told. Samples are rows of the fleet's table;
    times ns UTC. What-ifs leave it as it was."""

    def observe(self, samples: SampleBatch, now: int) -> None:
        """Learn from samples that came up to now, oldest first."""

    def forecast(self, now: int) -> Forecast:
        """From now to the horizon."""

    def what_if(self, pulls: tuple[Pull, ...], now: int) -> Forecast:
        """The same with levers pulled now."""


Make = Callable[[Begin, Job], Posterior]


class Posteriors:
    """By site, those used last."""

    def __init__(self, begin: Begin, make: Make) -> None:
        self._begin, self._make = begin, make
        self._known: OrderedDict[str, Posterior] = OrderedDict()

    def forget(self, site: str) -> None:
        """Drop what is known: it cannot be trusted any more."""
        self._known.pop(site, None)

    def forecast(self, job: Job) -> tuple[Forecast, ...]:
        """The answer to a job; raises SimError when the model cannot give one."""
        own = self._make(self._begin, job) if job.is_past else self._of(job)
        own.observe(batch(job.samples), job.now)
        if not job.pulls:
            return (_signed(own.forecast(job.now), job, job.number, 0),)
        branch = _signed(own.what_if(job.pulls, job.now), job, job.number, job.base)
        branch = msgspec.structs.replace(branch, pulls=job.pulls)
        if not job.is_past:
            return (branch,)
        return _signed(own.forecast(job.now), job, job.base, job.base), branch

    def _of(self, job: Job) -> Posterior:
        if job.fresh:
            self._known[job.site] = self._make(self._begin, job)
        known = self._known.get(job.site)
        if known is None:
            raise SimError(
                "what was known of it had to be dropped", where=job.site,
                remedy="It is worked out anew",
            )  # fmt: skip
        self._known.move_to_end(job.site)
        while len(self._known) > MOST_SITES:
            self._known.popitem(last=False)
        return known


def _signed(forecast: Forecast, job: Job, number: int, base: int) -> Forecast:
    return msgspec.structs.replace(
        forecast, site=job.site, incident=job.incident, number=number, base=base, made_at=job.now
    )

"""A forecast worker with a stand-in model, so that dying, hanging and failing can be had at will
and the hub's tests need no fire: `forecast_worker.py [FOLDER]`.

The stand-in says how many samples it has seen and how hot the newest was. A file `TAG` in the
folder changes what it does at its next job: `slow` (content: seconds), `hang`, `die`, `fail`,
`lie`; the file's suffix may name a site, e.g. `die.K-002`. `once.*` files are taken away first.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from msgspec.structs import replace

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.small_forecast import forecast

from app.hub.forecast.wire import Begin, Job
from app.hub.forecast.worker import serve
from sim.errors import SimError
from sim.forecast.model import Advice, Forecast, Pull, Series, Verdict
from twin.samples import SampleBatch

HOT_C = 400.0


class StandIn:
    """Knows the newest value of each row; advises to evacuate when one is above 400."""

    def __init__(self, job: Job, act: Callable[[str], None]) -> None:
        self._site, self._act = job.site, act
        self._newest: dict[int, float] = {}
        self._seen = 0

    def observe(self, samples: SampleBatch, now: int) -> None:
        assert np.all(samples.source_time <= now + 5_000_000_000)
        self._seen += len(samples)
        self._newest |= dict(zip(samples.point.tolist(), samples.value.tolist(), strict=True))

    def forecast(self, now: int) -> Forecast:
        self._act(self._site)
        hottest = max(self._newest.values(), default=0.0)
        verdict = Verdict.EVACUATE if hottest > HOT_C else Verdict.EXTINGUISH
        return replace(
            forecast(0, site=self._site),
            hrr_kw=Series((hottest,), (hottest,), (hottest,)),
            seat_spread=float(self._seen),
            advice=Advice(verdict=verdict, share=1.0, reasons=()),
            used=tuple(str(row) for row in sorted(self._newest)),
        )

    def what_if(self, pulls: tuple[Pull, ...], now: int) -> Forecast:
        factor = float(np.prod([pull.value for pull in pulls]))
        own = self.forecast(now)
        return replace(own, hrr_kw=Series(*((factor * one[0],) for one in _columns(own.hrr_kw))))


def _columns(series: Series) -> tuple[tuple[float, ...], ...]:
    return series.low, series.median, series.high


def acting(folder: Path | None) -> Callable[[str], None]:
    """What the files in the folder ask for."""

    def act(site: str) -> None:
        for path in sorted(folder.glob("*")) if folder is not None else ():
            _, _, name = path.name.rpartition("once.")
            what, _, only = name.partition(".")
            if only and only != site:
                continue
            said = path.read_text()
            if path.name.startswith("once."):
                path.unlink()
            _do(what, said)

    return act


def _do(what: str, said: str) -> None:
    match what:
        case "slow":
            time.sleep(float(said))
        case "hang":
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
            while True:
                time.sleep(1.0)
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "fail":
            raise SimError("no fire fits", where="stand-in", remedy="Wait for more samples")
        case "lie":
            raise ZeroDivisionError("a fault of the program")


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    act = acting(folder)

    def make(begin: Begin, job: Job) -> StandIn:
        return StandIn(job, act)

    return serve(lambda begin: make)


if __name__ == "__main__":
    sys.exit(main())

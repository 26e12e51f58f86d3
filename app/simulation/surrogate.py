"""A case through the surrogate: its first ten minutes with their band, or why it cannot tell."""

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.library import resource
from app.simulation.plots import write_series
from app.simulation.series import Series, extremes
from app.simulation.wishes import Wishes
from sim.errors import SimError
from sim.fire.case import Case
from sim.surrogate.features import HORIZONS, Growth, Now, features, fresh
from sim.surrogate.outputs import LONGEST
from sim.surrogate.surrogate import Prediction, Surrogate

FloatArray = NDArray[np.float64]

EARLY = 0.25  # share of the peak by whose moment the growth is told
OFF = 0.05  # of the peak, by which a curve may differ from its t-squared one
QUANTITIES = (
    ("upper_temperature", "K"), ("layer_height", "m"), ("upper_o2", "mol/mol"), ("visibility", "m")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Told:
    """One answer: the case's room, its state at ignition, what is said of it, wall seconds."""

    room: str
    now: Now
    said: Prediction
    wall_s: float


def run_surrogate(case: Case, folder: Path, wishes: Wishes) -> dict[str, object]:
    """Run, write into `folder`, give the summary. Raises SimError outside the validity."""
    model = resource("models", "kitchen.onnx") if wishes.network is None else wishes.network
    surrogate = Surrogate.load(model)
    told = _told(surrogate, case)
    series = _series(case, told)
    write_series(series, folder, title=f"{case.id}: surrogate")
    wishes.report(f"{len(series)} quantities written to {folder}")
    judged = surrogate.card.held_out
    return {
        "model": "surrogate",
        "case": case.id,
        "duration_s": case.duration,
        "wall_s": told.wall_s,
        "band": 0.9,
        "against": "the zone model",
        "held_out_rise_pct": list(judged.rise_pct) if judged else [],
        "network": str(model),
        "sha256": surrogate.card.sha256,
        "quantities": {one.name: {"unit": one.unit, "places": extremes(one)} for one in series},
    }


def growth_of(case: Case) -> Growth:
    """The case's fire as one that grows with the square of time to a steady peak, from its
    ignition at 0 s. Raises SimError when it is another."""
    if len(case.fires) != 1:
        raise _refused(case, f"there are {len(case.fires)} fires")
    curve = np.array(case.fires[0].hrr)
    peak = float(curve[:, 1].max())
    seconds = np.arange(0.0, case.duration + 1.0)
    asked = np.interp(seconds, curve[:, 0], curve[:, 1])
    if peak <= 0:
        raise _refused(case, "nothing burns")
    reached = seconds[int(np.argmax(asked >= EARLY * peak))]
    if reached <= 0:
        raise _refused(case, "the fire does not begin at 0 s")
    coefficient = float(np.interp(reached, curve[:, 0], curve[:, 1]) / reached**2)
    off = float(np.abs(asked - np.minimum(coefficient * seconds**2, peak)).max())
    if off > OFF * peak:
        raise _refused(case, f"the fire is up to {off / peak:.0%} of its peak off a t-squared one")
    return Growth(coefficient, peak, 0.0)


def _told(surrogate: Surrogate, case: Case) -> _Told:
    if case.duration > HORIZONS[-1]:
        raise _refused(case, f"it tells {HORIZONS[-1]:g} s, the case lasts {case.duration:g} s")
    if case.duration < HORIZONS[0]:
        raise _refused(case, f"it tells nothing before {HORIZONS[0]:g} s")
    growth = growth_of(case)
    began = time.perf_counter()
    now = fresh(case, growth)
    said = surrogate.predict(features(case, growth, now))
    wall = time.perf_counter() - began
    if not said.valid[0]:
        raise _refused(case, said.reasons[0])
    return _Told(case.fires[0].compartment, now, said, wall)


def _series(case: Case, told: _Told) -> list[Series]:
    """Mean and the ends of the 90 % band, from ignition on."""
    rows = int(np.searchsorted(HORIZONS, case.duration, side="right"))
    times = np.concatenate([[0.0], HORIZONS[:rows]])
    start = (told.now.rise, told.now.layer_height, told.now.o2, LONGEST)
    found = []
    for n, (name, unit) in enumerate(QUANTITIES):
        more = case.inside if unit == "K" else 0.0
        columns = {
            told.room + end: np.concatenate([[start[n]], values[0, n, :rows]]) + more
            for end, values in (
                ("", told.said.values), (" low", told.said.low), (" high", told.said.high)
            )
        }  # fmt: skip
        found.append(Series(name, unit, times, columns))
    return found


def _refused(case: Case, why: str) -> SimError:
    return SimError(
        f"the surrogate does not answer outside what it was measured for: {why}",
        where=case.id, remedy="Use --model zone",
    )  # fmt: skip

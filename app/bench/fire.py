"""What the fire models cost, whether every random kitchen ends, and how well they close."""

import argparse
import importlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import numba
import numpy as np

from sim.errors import SimError
from sim.fire.case import Case, Compartment, Fire, Material, Opening
from sim.fire.random_kitchens import random_kitchen
from sim.fire.zone import ZoneModel, ZoneRun

SECONDS = 600.0
REPEATS = 15
ENSEMBLE, STRETCH = 256, 1000
BOARD = Material(conductivity=0.16, density=800.0, specific_heat=1000.0, thickness=0.0125)
FIBRE = Material(conductivity=0.1, density=200.0, specific_heat=1000.0, thickness=0.013)


class Closure:
    """The worst mass and energy errors of all runs that were seen."""

    def __init__(self) -> None:
        self.mass = self.energy = 0.0

    def see(self, run: ZoneRun) -> None:
        """Take a run in."""
        self.mass = max(self.mass, float(run.mass_error.max()))
        self.energy = max(self.energy, float(run.energy_error.max()))


def bench_fire(*, random_cases: int = 10_000) -> dict[str, Any]:
    """All figures of the zone model, then those of the field model where it is installed."""
    closure = Closure()
    _simulate([row_of_rooms(3)], closure)  # compiles, or reads what was compiled
    figures: dict[str, Any] = {
        "zone_cpu_s_per_600s": round(_one_room_cpu(closure), 5),
        "five_room_600s_ms": round(1e3 * _median(time.perf_counter, [row_of_rooms(5)], closure), 2),
        "ensemble_256_s": round(_ensemble(time.perf_counter, ENSEMBLE, closure), 3),
        "ensemble_256_cpu_s": round(_ensemble(time.process_time, ENSEMBLE, closure), 3),
        "ensemble_1000_s": round(_ensemble(time.perf_counter, STRETCH, closure), 3),
        "cost_by_members": {
            str(n): round(_ensemble(time.perf_counter, n, closure), 3) for n in (64, 256, 1024)
        },
        "random_cases": random_kitchens(random_cases, closure),
    }
    figures |= {"mass_error": closure.mass, "energy_error": closure.energy}
    return figures | _field()


def one_room() -> Case:
    """The room of the Steckler tests with its widest single door and 62.9 kW in the middle."""
    return Case(
        id="one room", duration=SECONDS,
        compartments=(
            Compartment(
                id="room", size=(2.8, 2.8, 2.13), ceiling=(FIBRE,), walls=(FIBRE,), floor=(BOARD,)
            ),
        ),
        openings=(Opening(id="door", of="room", height=1.83, width=0.74),),
        fires=(
            Fire(
                id="fire", compartment="room", at=(1.4, 1.4, 0.02), area=0.07,
                hrr=((0.0, 62.9e3),),
            ),
        ),
    )  # fmt: skip


def row_of_rooms(count: int, *, growth: float = 12.0, most: float = 5e5) -> Case:
    """Rooms in a row with doors between and one to the outside; a fire in the first that grows by
    `growth` W/s2 to `most` W."""
    names = [f"room {n}" for n in range(count)]
    times = np.linspace(0.0, (most / growth) ** 0.5, 12)
    return Case(
        id=f"{count} rooms", duration=SECONDS,
        compartments=tuple(
            Compartment(
                id=name, at=(6.0 * n, 0.0, 0.0), size=(6.0, 5.0, 3.0),
                ceiling=(BOARD,), walls=(BOARD,), floor=(BOARD,),
            )
            for n, name in enumerate(names)
        ),
        openings=tuple(
            Opening(id=f"door of {a}", of=a, to=b, height=2.1, width=1.0)
            for a, b in zip(names, [*names[1:], "OUTSIDE"], strict=True)
        ),
        fires=(
            Fire(
                id="fire", compartment=names[0], at=(3.0, 2.5, 0.5), area=0.3,
                hrr=tuple((float(t), float(growth * t * t)) for t in times),
            ),
        ),
    )  # fmt: skip


def random_kitchens(count: int, closure: Closure) -> dict[str, float | int]:
    """CPU time of `count` random kitchens on one thread, and how many failed or gave NaN."""
    spent, failed, nan = [], 0, 0
    with _threads(1):
        _simulate([random_kitchen(0)], Closure())
        for seed in range(count):
            case = random_kitchen(seed)
            begun = time.process_time()
            try:
                run = _simulate([case], closure)
            except SimError:
                failed += 1
            else:
                nan += not _is_finite(run)
            spent.append(1e3 * (time.process_time() - begun))
    median, late = np.quantile(spent, [0.5, 0.999])
    return {
        "n": count, "failed": failed, "nan": nan, "median_ms": round(float(median), 3),
        "p999_ms": round(float(late), 3), "max_ms": round(max(spent), 3),
        "p999_over_median": round(float(late / median), 3),
    }  # fmt: skip


def _is_finite(run: ZoneRun) -> bool:
    return all(np.isfinite(getattr(run, name)).all() for name in run.__dataclass_fields__)


def _one_room_cpu(closure: Closure) -> float:
    with _threads(1):
        return _median(time.process_time, [one_room()], closure)


def _ensemble(clock: Callable[[], float], members: int, closure: Closure) -> float:
    """Seconds on a clock of three rooms with a different fire in every member."""
    growth = np.geomspace(3.0, 190.0, members)
    cases = [row_of_rooms(3, growth=float(g), most=float(2e4 * g**0.8)) for g in growth]
    return _median(clock, cases, closure, repeats=3)


def _median(
    clock: Callable[[], float], cases: list[Case], closure: Closure, *, repeats: int = REPEATS
) -> float:
    """Median seconds on a clock of building the model and running it."""
    spent = []
    for _ in range(repeats):
        begun = clock()
        run = _simulate(cases, Closure())
        spent.append(clock() - begun)
    closure.see(run)
    return float(np.median(spent))


def _simulate(cases: list[Case], closure: Closure) -> ZoneRun:
    run = ZoneModel(cases).run(SECONDS, every=10.0)
    closure.see(run)
    return run


@contextmanager
def _threads(count: int) -> Iterator[None]:
    """The zone model on so many threads, then on as many as before."""
    before = numba.get_num_threads()
    numba.set_num_threads(count)
    try:
        yield
    finally:
        numba.set_num_threads(before)


def _field() -> dict[str, Any]:
    """The field model's figures, or why there are none."""
    try:
        field = importlib.import_module("app.bench.fire_field")
    except ImportError as error:
        return {"field": f"not measured: {error}"}
    found: dict[str, Any] = field.bench_field()
    return found


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000, help="random kitchens")
    print(msgspec.json.format(json.dumps(bench_fire(random_cases=parser.parse_args().cases))))


if __name__ == "__main__":
    main()

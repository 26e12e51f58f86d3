"""The surrogate's figures: its error on kitchens it never saw, its speed beside the zone model."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from msgspec.structs import replace

from app.bench.fire_field import kitchen_m
from app.bench.outlook import bench_outlook
from app.library import resource
from sim.fire.case import Case
from sim.fire.zone import ZoneModel
from sim.surrogate.features import HORIZONS, FloatArray, Growth
from sim.surrogate.kitchens import EVERY, row_of, samples, values_of
from sim.surrogate.measure import figures
from sim.surrogate.outputs import LAYER, RISE
from sim.surrogate.surrogate import Surrogate

MEMBERS = 256
CASES = 500
EACH = 4  # moments of each case
SEED = 7  # not the one of training
REPEATS = 20
NOW = 60.0  # s after ignition


def bench_surrogate(*, cases: int = CASES, members: int = MEMBERS) -> dict[str, Any]:
    """Errors per horizon (60 to 600 s), share answered, times for `members` forecasts, and how
    outlooks made from a site's readings come out."""
    began = time.perf_counter()
    surrogate = Surrogate.load(resource("models", "kitchen.onnx"))
    load_ms = (time.perf_counter() - began) * 1e3
    fresh = samples(cases, EACH, np.random.default_rng(SEED))
    told = figures(surrogate.predict(fresh.rows), fresh)
    errors = {
        f"surrogate_{name}": [round(one, 4) for one in getattr(told, name)]
        for name in ("rise_k", "rise_pct", "layer_m", "o2", "sight_pct", "persistence_k")
    }
    return {
        "surrogate_cases": told.cases,
        "surrogate_forecasts": told.forecasts,
        "surrogate_answered": round(told.valid, 4),
        "surrogate_covered": {name: round(one, 4) for name, one in told.covered.items()},
        "surrogate_horizons_s": HORIZONS.tolist(),
        **errors,
        "surrogate_load_ms": round(load_ms, 1),
        **_speed(surrogate, fresh.rows, members),
        "surrogate_outlook": bench_outlook(),
        "surrogate_k_m": {
            name: reference_kitchen(surrogate, flow)
            for name, flow in (("hood", 1.0), ("no_hood", 0.0))
        },
    }


def _speed(surrogate: Surrogate, rows: FloatArray, members: int) -> dict[str, Any]:
    """The same job for both: `members` forecasts of ten minutes in one room."""
    some = np.resize(rows[surrogate.predict(rows).valid], (members, rows.shape[1]))
    own = min(_seconds(lambda: surrogate.predict(some)) for _ in range(REPEATS))
    model = ZoneModel([_with_hood(1.0)] * members)
    model.run(NOW, NOW)
    zone = _seconds(lambda: model.run(NOW + HORIZONS[-1], HORIZONS[0]))
    return {
        "surrogate_members": members,
        "surrogate_us": round(own[0] * 1e6),
        "surrogate_cpu_us": round(own[1] * 1e6),
        "zone_us": round(zone[0] * 1e6),
        "zone_cpu_us": round(zone[1] * 1e6),
        "surrogate_times_faster_cpu": round(zone[1] / own[1]),
    }


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def _with_hood(share: float) -> Case:
    """K-M, its hood and make-up air at a share of their flow."""
    case = kitchen_m()
    return replace(
        case,
        hoods=tuple(replace(one, flow=share * one.flow) for one in case.hoods),
        fans=tuple(replace(one, flow=share * one.flow) for one in case.fans),
    )


def reference_kitchen(surrogate: Surrogate, share: float) -> dict[str, Any]:
    """The kitchen K-M, which is no random one: forecast from 60 s against the zone model."""
    case = _with_hood(share)
    growth = Growth(46.9, 300e3, NOW)
    run = ZoneModel([case]).run(NOW + HORIZONS[-1], EVERY)
    row = round(NOW / EVERY) - 1
    answer = surrogate.predict(row_of(case, growth, run, 0, row))
    was = values_of(run, 0, row, case.inside)
    if not answer.valid[0]:
        return {"valid": False, "reason": answer.reasons[0]}
    off = np.abs(answer.values[0] - was)
    inside = (answer.low[0] <= was) & (was <= answer.high[0])
    return {
        "valid": True,
        "inside_band": round(float(inside.mean()), 3),
        "zone_rise_k": [round(float(one), 1) for one in was[RISE]],
        "rise_error_k": [round(float(one), 1) for one in off[RISE]],
        "layer_error_m": [round(float(one), 3) for one in off[LAYER]],
    }

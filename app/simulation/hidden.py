"""Gas that leaks and grease that burns in ducts, beside a case's zone run: tables and facts."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from app.simulation.series import FloatArray, Series
from sim.fire.case import Case
from sim.fire.case_ducts import DuctCourse, duct_courses
from sim.fire.case_leaks import LAYERS, GasInRoom, gas_in_rooms

LIMITS = (25.0, 50.0, 100.0)  # %LEL whose moments are told
FINEST = 1.0  # s between the times that are computed, at most


@dataclass(frozen=True, slots=True, eq=False)
class Hidden:
    """What leaks and duct fires did: quantities over time, and facts by room and by duct."""

    series: list[Series]
    leaks: Mapping[str, Mapping[str, float | None]]
    duct_fires: Mapping[str, Mapping[str, float | None]]


def hidden(case: Case, rows: FloatArray) -> Hidden:
    """Everything that does not show in the rooms' layers, at `rows` (n,) s, evenly apart."""
    parts = max(1, math.ceil((rows[1] - rows[0]) / FINEST - 1e-9))
    fine = np.linspace(rows[0], rows[-1], parts * (len(rows) - 1) + 1)
    rooms, ducts = gas_in_rooms(case, fine), duct_courses(case, fine)
    series = [*_gas_series(rooms, parts), *_duct_series(ducts, parts)]
    return Hidden(
        series=[one for one in series if one.columns],
        leaks={one.room: _gas_facts(one) for one in rooms},
        duct_fires={one.id: _duct_facts(one) for one in ducts},
    )


def _gas_series(rooms: list[GasInRoom], parts: int) -> list[Series]:
    if not rooms:
        return []
    time = rooms[0].time[::parts]
    layers = {
        f"{one.room} {layer}": one.pct_lel[::parts, n]
        for one in rooms
        for n, layer in enumerate(LAYERS)
    }
    return [
        Series("gas_lel", "%LEL", time, layers),
        Series("gas_flammable", "m3", time, {r.room: r.flammable[::parts] for r in rooms}),
        Series("gas_leaked", "m3", time, {r.room: r.leaked[::parts] for r in rooms}),
    ]


def _gas_facts(one: GasInRoom) -> dict[str, float | None]:
    facts: dict[str, float | None] = {
        "highest_pct_lel": float(one.pct_lel.max()),
        "leaked_m3": float(one.leaked[-1]),
    }
    return facts | {f"at_{limit:g}_pct_lel_s": one.first_at(limit) for limit in LIMITS}


def _duct_series(ducts: list[DuctCourse], parts: int) -> list[Series]:
    if not ducts:
        return []
    time = ducts[0].run.time[::parts]
    series = [
        Series(name, "K", time, {
            f"{one.id} {place:g} m": getattr(one.run, part)[0, ::parts, n]
            for one in ducts
            for n, place in enumerate(one.places)
        })
        for name, part in (("duct_gas_temperature", "gas"), ("duct_wall_temperature", "wall"))
    ]  # fmt: skip
    for name, unit, part in (
        ("duct_heat_release_rate", "W", "hrr"), ("duct_front", "m", "front"),
        ("duct_burnt", "kg", "burnt"),
    ):  # fmt: skip
        columns = {one.id: getattr(one.run, part)[0, ::parts] for one in ducts}
        series.append(Series(name, unit, time, columns))
    return series


def _duct_facts(one: DuctCourse) -> dict[str, float | None]:
    shut = float(one.run.shut[0])
    return {
        "damper_shut_s": shut if math.isfinite(shut) else None,
        "highest_wall_k": float(one.run.wall.max()),
        "burnt_kg": float(one.run.burnt[0, -1]),
        "energy_error": float(one.run.energy_error[0]),
    }

"""Our formulas against a table of published ones: `correlations.csv` of a validation folder.

Each row names a correlation, its input and what it gives, in kW, m, s and degC. A printed figure is
known to half of its last digit only, so an error counts beyond that.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from sim.errors import CaseError
from sim.fire import ceiling_jet, flashover, growth, link, plume
from sim.fire.arrays import FloatArray

FILE = "correlations.csv"
ZERO_C = 273.15
Row = Mapping[str, str]
Results = Mapping[str, FloatArray | float]


class Agreement(NamedTuple):
    """How far the rows of one correlation are off at worst; worst: relative, 0.01 is 1 %."""

    correlation: str
    n: int
    worst: float


def check_correlations(folder: Path) -> list[Agreement]:
    """Every row of the table in `folder` computed again. Raises CaseError naming file and row
    when there is no table, or a row that we do not know."""
    errors: dict[str, list[float]] = defaultdict(list)
    for name, error in _errors(folder / FILE):
        errors[name].append(error)
    return [Agreement(name, len(worst), max(worst)) for name, worst in errors.items()]


def _errors(path: Path) -> Iterator[tuple[str, float]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise CaseError(
            "there is no table of correlations", where=str(path), remedy="Name its folder"
        ) from error
    for number, row in enumerate(rows, start=2):
        correlation = row["correlation"]
        compute = next((c for name, c in KNOWN.items() if correlation.startswith(name)), None)
        if compute is None:
            raise CaseError(
                f"correlation {correlation!r} is not known",
                where=f"{path}:{number}",
                remedy=f"Known are {', '.join(KNOWN)}",
            )
        yield correlation, max(_error(row[column], x) for column, x in compute(row).items())


def _error(printed: str, ours: FloatArray | float) -> float:
    if not printed:
        return 0.0
    decimals = len(printed.partition(".")[2])
    beyond = abs(float(ours) - float(printed)) - 0.5 * 10.0**-decimals
    return max(0.0, beyond) / abs(float(printed))


def _number(row: Row, column: str, scale: float = 1.0) -> float:
    return float(row[column]) * scale


def _alpert(row: Row) -> Results:
    hrr, height, radius = _number(row, "Q_kW", 1e3), _number(row, "H_m"), _number(row, "r_m")
    return {
        "dT_K": ceiling_jet.rise(hrr, height=height, radius=radius),
        "u_m_s": ceiling_jet.velocity(hrr, height=height, radius=radius),
    }


def _heskestad(row: Row) -> Results:
    hrr, z, diameter = _number(row, "Q_kW", 1e3), _number(row, "z_m"), _number(row, "D_m")
    return {
        "Qc_kW": plume.CONVECTIVE * hrr / 1e3,
        "z0_m": plume.virtual_origin(hrr, diameter),
        "flame_height_m": plume.flame_height(hrr, diameter),
        "mdot_kg_s": plume.mass_flow(hrr, z, diameter),
        "dT_K": plume.centreline_rise(hrr, z, diameter),
        "u_m_s": plume.centreline_velocity(hrr, z, diameter),
    }


def _mccaffrey(row: Row) -> Results:
    hrr, z = _number(row, "Q_kW", 1e3), _number(row, "z_m")
    return {
        "dT_K": plume.mccaffrey_rise(hrr, z),
        "u_m_s": plume.mccaffrey_velocity(hrr, z),
        "mdot_kg_s": plume.mccaffrey_mass_flow(hrr, z),
        "z_over_Q04": z / (hrr / 1e3) ** 0.4,
    }


def _vent(row: Row) -> FloatArray:
    return flashover.vent_factor(_number(row, "opening_w_m"), _number(row, "opening_h_m"))


def _mqh(row: Row) -> Results:
    rise = flashover.mqh_rise(
        _number(row, "Q_kW", 1e3),
        _vent(row),
        surface=_number(row, "AT_m2"),
        conductance=_number(row, "hk_kW_m2K", 1e3),
    )
    return {"dT_K": rise}


def _flashover(method: Callable[[Row, float], FloatArray]) -> Callable[[Row], Results]:
    def compute(row: Row) -> Results:
        opening = _number(row, "opening_w_m") * _number(row, "opening_h_m")
        length, width = _number(row, "room_L_m"), _number(row, "room_W_m")
        surface = flashover.surface_area(length, width, _number(row, "room_H_m"), openings=opening)
        return {"AT_m2": surface, "Q_kW": method(row, surface) / 1e3}

    return compute


def _mqh_flashover(row: Row, surface: float) -> FloatArray:
    conductance = _number(row, "hk_kW_m2K", 1e3)
    return flashover.mqh(_vent(row), surface=surface, conductance=conductance)


def _t_squared(row: Row) -> Results:
    name = row["correlation"].removeprefix("t_squared_").replace("ultrafast", "ultra-fast")
    coefficient = growth.COEFFICIENT[name]
    results: dict[str, FloatArray | float] = {
        "alpha_kW_s2": coefficient / 1e3,
        "time_to_1055kW_s": growth.time_to(growth.REFERENCE_HRR, coefficient),
    }
    if row["time_s"]:
        results["Q_kW"] = growth.t_squared(_number(row, "time_s"), coefficient) / 1e3
    return results


def _link(row: Row) -> Results:
    time = link.constant_jet_time(
        _number(row, "T_gas_C") + ZERO_C,
        _number(row, "u_m_s"),
        rti=_number(row, "RTI"),
        activation=_number(row, "T_act_C") + ZERO_C,
        start=_number(row, "T0_C") + ZERO_C,
    )
    return {"time_s": time}


KNOWN: Mapping[str, Callable[[Row], Results]] = {
    "Alpert_ceiling_jet": _alpert,
    "Heskestad_plume": _heskestad,
    "McCaffrey_plume": _mccaffrey,
    "MQH_": _mqh,
    "flashover_HRR_Babrauskas": _flashover(lambda row, _: flashover.babrauskas(_vent(row))),
    "flashover_HRR_Thomas": _flashover(lambda row, at: flashover.thomas(_vent(row), surface=at)),
    "flashover_HRR_MQH": _flashover(_mqh_flashover),
    "t_squared_": _t_squared,
    "RTI_constant_jet": _link,
}
"""By the beginning of the correlation's name."""

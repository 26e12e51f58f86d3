"""The numbers that were measured, and how each is read from a run of a model.

What was measured is a change since a baseline that the table states. A model's rise counts from
its own start, as its air may begin some kelvin apart, with two exceptions that the tables make:
- A temperature with the baseline 0 was never reduced, it is in Celsius; so is the model's then.
- A layer depth counts from the height that the table takes for the ceiling, in both.
A location "... Upper TCs", "... Middle TCs" or "... Bottom TCs" is the mean of a third of a rake of
thermocouples from the floor to the top of the building, so a model's layers are averaged over it.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.errors import CaseError
from sim.fire.case import Case, Position
from sim.validate.tables import Row, read_table

FloatArray = NDArray[np.float64]
KELVIN = 273.15
RAKE_THIRDS = {"Bottom TCs": 0, "Middle TCs": 1, "Upper TCs": 2}


@dataclass(frozen=True, slots=True)
class Missing:
    """A number that a model does not give, and why."""

    reason: str


class Probe(Protocol):
    """What the judge reads of one run: series over `time` (n,) s, None where a model has none.

    Places are world coordinates, m. Temperatures K, heights m above the compartment's floor,
    gases mole fractions, pressure Pa gauge at the floor, heat flux W/m2.
    """

    @property
    def time(self) -> FloatArray:
        """Seconds since the start of the case, rising."""

    def upper_temperature(self, compartment: str) -> FloatArray | None:
        """Mean temperature of the hot layer."""

    def lower_temperature(self, compartment: str) -> FloatArray | None:
        """Mean temperature below it."""

    def layer_height(self, compartment: str) -> FloatArray | None:
        """Where the hot layer begins."""

    def pressure(self, compartment: str) -> FloatArray | None:
        """Above the air outside."""

    def gas(self, compartment: str, name: str) -> FloatArray | None:
        """`o2`, `co2` or `co` of the hot layer."""

    def fresh_air(self, name: str) -> float:
        """`o2`, `co2` or `co` of the air before the fire."""

    def jet_temperature(self, compartment: str, at: Position) -> FloatArray | None:
        """Gas temperature at a sensor near the ceiling."""

    def plume_temperature(self, compartment: str, at: Position) -> FloatArray | None:
        """Gas temperature at a sensor above the fire."""

    def heat_flux(self, compartment: str, at: Position, kind: str) -> FloatArray | None:
        """Upon a `target` or a `surface` of the room, or `radiation` alone upon a target."""

    def flow(self, opening: str) -> tuple[FloatArray, FloatArray] | None:
        """Out of and into the compartment that the opening is of, kg/s."""

    def activation(self, detector: str) -> float | None:
        """Seconds, nan when it stayed quiet."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One measured number of one fire, and the window of the experiment's clock it is taken in."""

    dataset: str
    case: str
    quantity: str
    ventilation: str
    location: str
    compartment: str
    place: Position | None
    reduction: str
    baseline: float
    window: tuple[float, float]
    measured: float
    unit: str
    where: str

    @property
    def group(self) -> str:
        """The quantity with its ventilation, the name under which it is scored."""
        return f"{self.quantity}, {self.ventilation}" if self.ventilation else self.quantity


def read_metrics(folder: Path) -> list[Metric]:
    """All lines of `transient_measured_metrics.csv`. Raises DataError."""
    return [_metric(row) for row in read_table(folder / "transient_measured_metrics.csv")]


def _metric(row: Row) -> Metric:
    x, y, z = (row.optional(f"sensor_{axis}_m") for axis in "xyz")
    return Metric(
        dataset=row.text("dataset"),
        case=row.text("case"),
        quantity=row.text("quantity"),
        ventilation=row.text("ventilation"),
        location=row.text("location"),
        compartment=row.text("compartment"),
        place=None if x is None or y is None or z is None else (x, y, z),
        reduction=row.text("metric"),
        baseline=row.number("baseline_value"),
        window=(row.number("window_start"), row.number("window_end")),
        measured=row.number("measured"),
        unit=row.text("unit"),
        where=row.where,
    )


def evaluate(metric: Metric, case: Case, probe: Probe) -> float | Missing:
    """The model's value of a measured number, in the unit of the table."""
    reader = READERS.get(metric.quantity)
    if reader is None:
        return Missing(f"no reader for the quantity {metric.quantity!r}")
    if metric.quantity != "sprinkler activation" and not _has_room(metric, case):
        return Missing(f"the table names no compartment of the case ({metric.compartment!r})")
    value = reader(metric, case, probe)
    if isinstance(value, float) and not math.isfinite(value):
        return Missing("the model gave no finite number")
    return value


def _has_room(metric: Metric, case: Case) -> bool:
    return any(room.id == metric.compartment for room in case.compartments)


def _windowed(metric: Metric, probe: Probe, series: FloatArray | None) -> FloatArray | Missing:
    if series is None:
        return Missing("the model does not offer this")
    inside = (probe.time >= metric.window[0]) & (probe.time <= metric.window[1])
    if not inside.any():
        return Missing("nothing was simulated in the window of the measurement")
    return series[inside]


def _reduced(metric: Metric, probe: Probe, series: FloatArray | None) -> float | Missing:
    part = _windowed(metric, probe, series)
    if isinstance(part, Missing):
        return part
    reductions: dict[str, Callable[[FloatArray], float]] = {
        "max": lambda values: float(values.max()),
        "min": lambda values: float(values.min()),
        "maxabs": lambda values: float(np.abs(values).max()),
    }
    if metric.reduction not in reductions:
        raise CaseError(
            f"the metric is {metric.reduction!r}",
            where=metric.where,
            remedy=f"Use one of {', '.join(reductions)}",
        )
    return reductions[metric.reduction](part)


def _rise(metric: Metric, case: Case, probe: Probe, series: FloatArray | None) -> float | Missing:
    value = _reduced(metric, probe, series)
    start = case.inside if metric.baseline else KELVIN
    return value if isinstance(value, Missing) else value - start


def _layer_rise(metric: Metric, case: Case, probe: Probe) -> float | Missing:
    band = _rake_band(metric, case)
    if band is None:
        return _rise(metric, case, probe, probe.upper_temperature(metric.compartment))
    return _rise(metric, case, probe, band_temperature(probe, metric.compartment, band))


def _rake_band(metric: Metric, case: Case) -> tuple[float, float] | None:
    """From where to where, m above the compartment's floor, a named third of a rake reaches."""
    third = next((n for word, n in RAKE_THIRDS.items() if word in metric.location), None)
    if third is None:
        return None
    bottom = min(room.at[2] for room in case.compartments)
    top = max(room.at[2] + room.size[2] for room in case.compartments)
    room = case.compartment(metric.compartment)
    ends = (bottom + (top - bottom) * share / 3 - room.at[2] for share in (third, third + 1))
    low, high = (min(max(end, 0.0), room.size[2]) for end in ends)
    return (low, high) if high > low else None


def band_temperature(
    probe: Probe, compartment: str, band: tuple[float, float]
) -> FloatArray | None:
    """Mean of the two layers between two heights above the floor, m, weighed by what each fills."""
    upper, lower = probe.upper_temperature(compartment), probe.lower_temperature(compartment)
    layer = probe.layer_height(compartment)
    if upper is None or lower is None or layer is None:
        return None
    low, high = band
    share = np.clip((high - layer) / (high - low), 0.0, 1.0)
    mean: FloatArray = share * upper + (1.0 - share) * lower
    return mean


def _layer_depth(metric: Metric, case: Case, probe: Probe) -> float | Missing:
    value = _reduced(metric, probe, probe.layer_height(metric.compartment))
    return value if isinstance(value, Missing) else metric.baseline - value


def _pressure(metric: Metric, case: Case, probe: Probe) -> float | Missing:
    return _reduced(metric, probe, probe.pressure(metric.compartment))


def _gas(name: str, sign: int) -> Callable[[Metric, Case, Probe], float | Missing]:
    """Change of a mole fraction of the upper layer from fresh air, in the sense of `sign`."""

    def read(metric: Metric, case: Case, probe: Probe) -> float | Missing:
        value = _reduced(metric, probe, probe.gas(metric.compartment, name))
        if isinstance(value, Missing):
            return value
        return sign * (value - probe.fresh_air(name))

    return read


def world_place(metric: Metric, case: Case) -> Position | None:
    """Where the sensor is, in world coordinates, m."""
    if metric.place is None:
        return None
    corner = case.compartment(metric.compartment).at
    x, y, z = (a + b for a, b in zip(corner, metric.place, strict=True))
    return (x, y, z)


def _jet(metric: Metric, case: Case, probe: Probe) -> float | Missing:
    place = world_place(metric, case)
    if place is None:
        return Missing("the place of the sensor is not known")
    return _rise(metric, case, probe, probe.jet_temperature(metric.compartment, place))


def _plume(metric: Metric, case: Case, probe: Probe) -> float | Missing:
    place = world_place(metric, case)
    if place is None:
        return Missing("the place of the sensor is not known")
    return _rise(metric, case, probe, probe.plume_temperature(metric.compartment, place))


def _flux(kind: str) -> Callable[[Metric, Case, Probe], float | Missing]:
    def read(metric: Metric, case: Case, probe: Probe) -> float | Missing:
        place = world_place(metric, case)
        if place is None:
            return Missing("the place of the sensor is not known")
        sort = "radiation" if "Rad Gauge" in metric.location else kind
        value = _reduced(metric, probe, probe.heat_flux(metric.compartment, place, sort))
        return value if isinstance(value, Missing) else value / 1e3  # the table has kW/m2

    return read


def _activation(metric: Metric, case: Case, probe: Probe) -> float | Missing:
    """Activation of the head at the sensor's place, s."""
    place = world_place(metric, case) if _has_room(metric, case) else None
    if place is None or not case.detectors:
        return Missing("the place of the head is not known")
    nearest = min(case.detectors, key=lambda head: math.dist(head.at, place))
    if math.dist(nearest.at, place) > 0.1:
        return Missing("no head of the case is at the place of the sensor")
    value = probe.activation(nearest.id)
    if value is None:
        return Missing("the model does not offer this")
    if math.isnan(value):
        return Missing(f"the head did not activate in {case.duration:g} s")
    return value


READERS: dict[str, Callable[[Metric, Case, Probe], float | Missing]] = {
    "T_upper rise": _layer_rise,
    "layer depth": _layer_depth,
    "ceiling jet T rise": _jet,
    "plume T rise": _plume,
    "O2 drop": _gas("o2", -1),
    "CO2 rise": _gas("co2", +1),
    "CO rise": _gas("co", +1),
    "pressure": _pressure,
    "sprinkler activation": _activation,
    "target heat flux": _flux("target"),
    "surface heat flux": _flux("surface"),
}

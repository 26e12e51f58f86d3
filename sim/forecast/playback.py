"""Fires that others measured, played back as the sensors of a building.

What was recorded in a layer becomes heads of the ceiling there, each with its own noise, gain and
gaps; one head of each fire lies from some moment on, and all are dead from 150 C on. The fire
itself (its curve, area and fuel) stays with the judge; the building, its doors and its fans as
they stand at the moment are known.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from sim.errors import SimError
from sim.fire.case import Case, Curve, Fire
from sim.fire.plan import padded
from sim.forecast.ensemble import Ensemble
from sim.forecast.sensors import DEAD_C, Kind, Sensor
from sim.validate.metric import Metric, read_metrics
from sim.validate.tables import read_table
from sim.validate.transient import Tables, read_transient, transient_case

FloatArray = npt.NDArray[np.float64]
HEADS = 3  # heads of each layer that was measured
LOWER_HEADS = (0.7, 0.4)  # of the height of the room: lower heads, where a layer was recorded
NOISE = 1.0  # K
GAIN = 0.03  # standard deviation of a head's factor
LOST = 0.1  # share of the samples that never arrive
GAP = (60.0, 180.0)  # s, one long silence of each head
LIES = ("stuck", "offset", "drift", "noise")
MOST_S = 2400.0  # of each fire
NEVER_OUT = 1e9


@dataclass(frozen=True, slots=True)
class Truth:
    """What was measured in one layer: room number, seconds, rise K."""

    room: int
    time: FloatArray
    rise: FloatArray


@dataclass(frozen=True, slots=True)
class Told:
    """Samples of one head, in order: seconds, rise K as told; dead: s of its end, inf for none."""

    sensor: Sensor
    time: FloatArray
    value: FloatArray
    dead: float


@dataclass(frozen=True, slots=True)
class Playback:
    """One fire. case: the building with a fire of which nothing is known but its place; hrr: the
    judge's curve, W; hands: s at which people shut the burner off; liar: tag of the head that lies.
    """

    dataset: str
    name: str
    case: Case
    known: Case
    told: tuple[Told, ...]
    truths: tuple[Truth, ...]
    hrr: Curve
    hands: tuple[float, ...]
    liar: str

    def conditions(self, ensemble: Ensemble, time: float, start: float = 0.0) -> None:
        """Doors and fans as they stood until `time`, s, and as nobody knows otherwise from then
        on; start: the recording's time at which the model's clock began."""
        plan, now = ensemble.model.plan, frozen(self.known, time)
        for n, opening in enumerate(now.openings):
            plan.opening_curve[:, n] = _from(opening.open, start)
        for n, hatch in enumerate(now.hatches):
            plan.hatch_curve[:, n] = _from(hatch.open, start)
        for n, fan in enumerate(now.fans):
            plan.fan_curve[:, n] = _from(fan.running, start)

    def until(self, time: float) -> "Playback":
        """The same fire as far as it is known at `time`: no later sample, no truth, no curve."""
        told = tuple(
            Told(one.sensor, one.time[one.time <= time], one.value[one.time <= time],
                 one.dead if one.dead <= time else np.inf)
            for one in self.told
        )  # fmt: skip
        known = frozen(self.known, time)
        return Playback(self.dataset, self.name, self.case, known, told, (), ((0.0, 0.0),), (), "")


def at(curve: Curve, time: float) -> float:
    """A curve's value at `time`."""
    points = np.array(curve)
    return float(np.interp(time, points[:, 0], points[:, 1]))


def _from(curve: Curve, start: float) -> FloatArray:
    return padded(tuple((time - start, value) for time, value in curve))


def frozen(case: Case, time: float) -> Case:
    """The case with all doors and fans as they stood until `time`, and so for ever."""

    def cut(curve: Curve) -> Curve:
        kept = tuple(point for point in curve if point[0] < time)
        return (*kept, (time, at(curve, time)))

    return replace(
        case,
        openings=tuple(replace(one, open=cut(one.open)) for one in case.openings),
        hatches=tuple(replace(one, open=cut(one.open)) for one in case.hatches),
        fans=tuple(replace(one, running=cut(one.running)) for one in case.fans),
    )


def read_playbacks(folder: Path, *, seed: int = 7) -> list[Playback]:
    """Every transient fire with a measured layer. Raises DataError, CaseError."""
    metrics = [one for one in read_metrics(folder) if one.quantity == "T_upper rise"]
    found = []
    for number, (dataset, tables) in enumerate(read_transient(folder)):
        name = tables.case.text("case")
        own = [one for one in metrics if (one.dataset, one.case) == (dataset, name)]
        own = [one for one in own if _file(folder, one).is_file()]
        if own:
            rng = np.random.default_rng([seed, number])
            found.append(_playback(folder, dataset, tables, own, rng))
    return found


def _file(folder: Path, metric: Metric) -> Path:
    source = metric.location.split(":")[0]
    return folder / "timeseries" / metric.dataset / f"{metric.case}__{source}.csv"


def _playback(
    folder: Path, dataset: str, tables: Tables, metrics: list[Metric], rng: np.random.Generator
) -> Playback:
    whole = transient_case(tables)
    known = _nobodys_fire(whole)
    rooms = [one.id for one in known.compartments]
    truths, told = [], []
    for n, metric in enumerate(metrics):
        if metric.compartment not in rooms:
            continue
        room = rooms.index(metric.compartment)
        time, celsius = _series(_file(folder, metric), metric.location.split(":")[1])
        baseline = min(metric.baseline or np.inf, float(celsius[0]))
        truths.append(Truth(room, time, celsius - baseline))
        box = known.compartments[room]
        place = (box.at[0], box.at[1], box.at[2] + box.size[2])
        for k in range(HEADS):
            sensor = Sensor(tag=f"L{n}-{k}", kind=Kind.LAYER, room=room, at=place, noise=NOISE)
            told.append(_head(sensor, truths[-1], baseline, rng))
        for height in LOWER_HEADS:
            at_z = (place[0], place[1], box.at[2] + height * box.size[2])
            sensor = Sensor(
                tag=f"L{n}-{height:g}",
                kind=Kind.AIR,
                room=room,
                at=at_z,
                noise=2 * NOISE,
                share=0.2,
            )
            series = _at_height(_file(folder, metric), height * box.size[2])
            if series is not None:
                own = Truth(room, series[0], series[1] - float(series[1][0]))
                told.append(_head(sensor, own, float(series[1][0]), rng))
    liar = int(rng.integers(len(told)))
    told[liar] = _lying(told[liar], rng)
    hrr = total(whole)
    return Playback(
        dataset, whole.id, frozen(known, 0.0), known, tuple(told), tuple(truths), hrr,
        shut_off(hrr), told[liar].sensor.tag,
    )  # fmt: skip


def _nobodys_fire(case: Case) -> Case:
    """The building with a fire in the place of its first one, of which nothing else is known."""
    first = case.fires[0]
    fire = Fire(
        id="fire", compartment=first.compartment, at=first.at, area=0.1, hrr=((0.0, 0.0),)
    )  # fmt: skip
    return replace(case, fires=(fire,), detectors=())


def _series(path: Path, column: str) -> tuple[FloatArray, FloatArray]:
    rows = read_table(path)
    names = (column, f"{column}_C", column.replace(" ", "_"))
    name = next((one for one in names if one in rows[0].cells), None) if rows else None
    if name is None:
        raise SimError(f"no column {column!r}", where=str(path), remedy="Correct the table")
    pairs = [(row.number("time_s"), row.optional(name)) for row in rows]
    kept = [(t, v) for t, v in pairs if v is not None and t <= MOST_S]
    table = np.array(kept, dtype=np.float64)
    return table[:, 0], table[:, 1]


def _at_height(path: Path, height: float) -> tuple[FloatArray, FloatArray] | None:
    """Gas temperature `height` m above the floor, C: that of the layer it is in. None where only
    the upper layer was recorded."""
    cells = read_table(path)[0].cells
    if not {"T_upper_C", "T_lower_C", "layer_height_m"} <= cells.keys():
        return None
    time, upper = _series(path, "T_upper")
    low_time, lower = _series(path, "T_lower")
    layer_time, layer = _series(path, "layer_height_m")
    lower, layer = np.interp(time, low_time, lower), np.interp(time, layer_time, layer)
    return time, np.where(height >= layer, upper, lower)


def _head(sensor: Sensor, truth: Truth, baseline: float, rng: np.random.Generator) -> Told:
    count = len(truth.time)
    value = truth.rise * (1.0 + GAIN * rng.standard_normal())
    value = value + NOISE * rng.standard_normal(count)
    over = np.flatnonzero(truth.rise + baseline > DEAD_C)
    dead = float(truth.time[over[0]]) if len(over) else np.inf
    start = rng.uniform(truth.time[0], truth.time[-1])
    silent = (truth.time >= start) & (truth.time <= start + rng.uniform(*GAP))
    kept = (rng.random(count) >= LOST) & ~silent & (truth.time < dead)
    return Told(sensor, truth.time[kept], value[kept], dead)


def _lying(told: Told, rng: np.random.Generator) -> Told:
    """The same head, telling something else from some moment in the first half on."""
    if not len(told.time):
        return told
    start = told.time[int(rng.integers(max(len(told.time) // 2, 1)))]
    late = told.time >= start
    value = told.value.copy()
    since = np.maximum(told.time - start, 0.0)
    match LIES[int(rng.integers(len(LIES)))]:
        case "stuck":
            value[late] = value[late][0]
        case "offset":
            value[late] += rng.choice([-40.0, 60.0])
        case "drift":
            value += rng.choice([-0.2, 0.3]) * since
        case _:
            value[late] += 50.0 * rng.standard_normal(int(late.sum()))
    return Told(told.sensor, told.time, value, told.dead)


def total(case: Case) -> Curve:
    """Heat release of all fires together, W."""
    times = sorted({t for fire in case.fires for t, _ in fire.hrr})
    return tuple((t, sum(at(fire.hrr, t) for fire in case.fires)) for t in times)


def shut_off(hrr: Curve, *, within: float = 30.0) -> tuple[float, ...]:
    """When people shut a burner off, s: more than half of the peak, a twentieth soon after."""
    points = np.array(hrr)
    most = points[:, 1].max()
    found = []
    for time, value in hrr:
        if value > 0.5 * most and at(hrr, time + within) < 0.05 * most and time + within > 0:
            found.append(time)
    last = points[-1]
    return (*found, float(last[0])) if last[1] > 0.05 * most else tuple(found)

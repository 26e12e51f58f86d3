"""A case through the zone model: tables per quantity, the layers as boxes, pictures."""

import time
from dataclasses import fields, replace
from pathlib import Path

import numpy as np

from app.simulation.hidden import hidden
from app.simulation.plots import write_series
from app.simulation.series import Series, extremes
from app.simulation.vtk_xml import Box, write_boxes, write_collection
from app.simulation.wishes import Wishes
from sim.fire.case import Case
from sim.fire.jet import detector_temperature
from sim.fire.vent_flows import vent_flows
from sim.fire.zone import ZoneModel, simulate
from sim.fire.zone_run import ZoneRun
from sim.people.tenability import visibility

MOST_FRAMES = 61
"""Pictures of the layers over the whole case."""

ROOM_QUANTITIES = {
    "upper_temperature": "K",
    "lower_temperature": "K",
    "layer_height": "m",
    "pressure": "Pa",
    "upper_o2": "mol/mol",
    "upper_co2": "mol/mol",
    "upper_co": "mol/mol",
    "upper_soot": "kg/m3",
    "lower_o2": "mol/mol",
    "lower_co2": "mol/mol",
    "lower_co": "mol/mol",
    "lower_soot": "kg/m3",
}
AT_ONCE = 1e-6
"""s after the start, of the first row: too early for anything to have changed."""
SURFACES = ("ceiling", "upper wall", "lower wall", "floor")


def run_zone(case: Case, folder: Path, wishes: Wishes) -> dict[str, object]:
    """Run, write into `folder`, give the summary. Raises SimError."""
    began = time.perf_counter()
    run = simulate(case, every=wishes.every)
    rows = with_start(case, run)
    beside = hidden(case, rows.time)
    wall = time.perf_counter() - began
    wishes.report(f"{case.duration:g} s simulated in {wall:.2f} s")
    series = zone_series(case, rows)
    write_series(series, folder, title=f"{case.id}: zone model")
    write_series(beside.series, folder, title=f"{case.id}: leaks and ducts")
    series += beside.series
    _write_layers(case, rows, folder / "fields")
    wishes.report(f"{len(series)} quantities written to {folder}")
    told = {"leaks": beside.leaks, "duct_fires": beside.duct_fires}
    return {
        "model": "zone",
        "case": case.id,
        "duration_s": case.duration,
        "wall_s": wall,
        "mass_error": float(run.mass_error[0]),
        "energy_error": float(run.energy_error[0]),
        "activation_s": _activations(case, run),
        **{name: facts for name, facts in told.items() if facts},
        "quantities": {one.name: {"unit": one.unit, "places": extremes(one)} for one in series},
    }


def with_start(case: Case, run: ZoneRun) -> ZoneRun:
    """A run with a row at 0 s before all others."""
    start = ZoneModel([case]).run(AT_ONCE, AT_ONCE)
    rows = {
        one.name: np.concatenate([getattr(start, one.name), getattr(run, one.name)], axis=1)
        for one in fields(ZoneRun)
        if getattr(run, one.name).ndim > 1
    }
    return replace(run, time=np.concatenate([[0.0], run.time]), **rows)


def zone_series(case: Case, run: ZoneRun) -> list[Series]:
    """Every quantity of the first member of a run."""
    rooms = [room.id for room in case.compartments]
    series = [
        Series(name, unit, run.time, _columns(rooms, getattr(run, name)[0]))
        for name, unit in ROOM_QUANTITIES.items()
    ]
    for layer in ("upper", "lower"):
        sight = visibility(getattr(run, f"{layer}_soot")[0])
        series.append(Series(f"{layer}_visibility", "m", run.time, _columns(rooms, sight)))
    walls = [f"{room} {surface}" for room in rooms for surface in SURFACES]
    surface = run.surface[0].reshape(len(run.time), -1)
    series.append(Series("surface_temperature", "K", run.time, _columns(walls, surface)))
    fires = [fire.id for fire in case.fires]
    series.append(Series("heat_release_rate", "W", run.time, _columns(fires, run.hrr[0])))
    doors = [opening.id for opening in case.openings]
    doors += [f"{room.id} cracks" for room in case.compartments if room.leak_area > 0]
    for name in ("flow_out", "flow_in"):
        flow = _columns(doors, getattr(run, name)[0])
        series.append(Series(name, "kg/s", run.time, flow))
    return [one for one in [*series, *_vent_series(case, run)] if one.columns]


def _vent_series(case: Case, run: ZoneRun) -> list[Series]:
    """What passes hatches, fans and hoods."""
    flows = vent_flows(case, run)
    hatches = [hatch.id for hatch in case.hatches]
    fans, hoods = [one.id for one in case.fans], [one.id for one in case.hoods]
    return [
        Series("hatch_flow_up", "kg/s", run.time, _columns(hatches, flows.up)),
        Series("hatch_flow_down", "kg/s", run.time, _columns(hatches, flows.down)),
        Series("fan_flow", "m3/s", run.time, _columns(fans, flows.fan)),
        Series("hood_flow", "m3/s", run.time, _columns(hoods, flows.hood)),
    ]


def _columns(names: list[str], values: np.ndarray) -> dict[str, np.ndarray]:
    return {name: values[:, place] for place, name in enumerate(names)}


def _activations(case: Case, run: ZoneRun) -> dict[str, float | None]:
    """Seconds by detector, None for one that stayed quiet."""
    if not case.detectors:
        return {}
    seconds = detector_temperature(run, case)[1][0]
    return {
        one.id: float(at) if np.isfinite(at) else None
        for one, at in zip(case.detectors, seconds, strict=True)
    }


def _write_layers(case: Case, run: ZoneRun, folder: Path) -> None:
    """Both layers of every room as boxes, at most MOST_FRAMES times."""
    folder.mkdir(exist_ok=True)
    frames = np.unique(np.linspace(0, len(run.time) - 1, MOST_FRAMES).astype(int))
    files = {}
    for frame in frames:
        name = f"layers_{int(frame):06d}.vtu"
        write_boxes(folder / name, _boxes(case, run, frame), _values(case, run, frame))
        files[float(run.time[frame])] = name
    write_collection(folder / "layers.pvd", files)


def _boxes(case: Case, run: ZoneRun, frame: int) -> list[Box]:
    boxes: list[Box] = []
    for place, room in enumerate(case.compartments):
        (x, y, z), (a, b, c) = room.at, room.size
        layer = z + float(run.layer_height[0, frame, place])
        boxes += [((x, y, z), (x + a, y + b, layer)), ((x, y, layer), (x + a, y + b, z + c))]
    return boxes


def _values(case: Case, run: ZoneRun, frame: int) -> dict[str, list[float]]:
    """One value per box: the lower layer of a room, then its upper layer."""
    names = ("temperature", "o2", "co2", "co", "soot")
    rooms = range(len(case.compartments))
    return {
        name: [
            float(getattr(run, f"{layer}_{name}")[0, frame, room])
            for room in rooms
            for layer in ("lower", "upper")
        ]
        for name in names
    }

"""Fires that change over time: tables to cases, with the numbers that were measured.

Rules that the tables leave open, the same for every fire:
- A fire name that repeats in one case is one burner moved about: its fires burn one after another
  in the order of the file when that fits the duration, else together.
- A burner without an area has that of a dimensionless heat release rate Q* = 1 at its peak.
- A vent that never opens is left out. Two equal times in a schedule are a step of 1 ms.
- A fan's flow is counted in air of the ambient temperature: the air flows in g/s that were measured
  beside some of the fires are 1.18 times the tabled m3/s, whatever the gas at the grille.
- A window of the size and at the height of a fan's grille in another fire of the same set is that
  fan's duct. It is shut while no fan runs: where this was measured, the duct stayed at the air's
  temperature and a cell with no other opening used up its oxygen as a closed box.
- With detectors the run lasts twice the stated time, so that a head that is late still counts.
"""

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from sim.errors import CaseError
from sim.fire.case import (
    ALWAYS,
    OUTSIDE,
    Case,
    Compartment,
    Curve,
    Detector,
    Fan,
    Fire,
    Hatch,
    Material,
    Opening,
)
from sim.validate.tables import Row, read_table

KELVIN = 273.15
INERT = ("", "OFF")
"""Materials of a surface without heat loss."""
STEP = 1e-3
AIR = 1.204 * 1005 * 293 * 9.81**0.5
"""rho cp T sqrt(g) of air at 20 C, W/m^2.5: Q* = Q / (AIR D^2.5). Source: Heskestad 1983."""

SETTINGS = {
    "ambient": "T_ambient_C outside, T_interior_C inside",
    "repeated_fire_name": "one after another when that fits the duration, else together",
    "area_missing": "Q* = 1 at the peak",
    "leak_area": "ratio x wall area + ratio x floor area",
    "temperature_with_baseline_0": "Celsius, not a rise",
    "layer_depth": "from the height the table takes for the ceiling",
    "duration_with_detectors": "twice the stated time",
    "fan_duct": "shut in fires of the set without a fan; open when `as_tabled`",
    "fan_flow": "counted in air of T_ambient_C: a mass flow",
    "thirds_of_a_rake": "layers averaged over them",
}


Groups = dict[tuple[str, str], tuple[Row, ...]]
"""Lines of one table by dataset and case."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Lines of the transient tables of one case. ducts: windows that count as ducts of fans that
    the case has not, and so as shut; they are not among `vents`."""

    case: Row
    compartments: tuple[Row, ...]
    vents: tuple[Row, ...]
    fires: tuple[Row, ...]
    hrr: tuple[Row, ...]
    materials: tuple[Row, ...]
    detectors: tuple[Row, ...]
    ducts: tuple[Row, ...] = ()


def read_transient(folder: Path) -> list[tuple[str, Tables]]:
    """(dataset, tables) of every case, in the order of `transient_cases.csv`. Raises DataError."""
    parts = ("compartments", "vents", "fires", "hrr", "materials", "detectors")
    grouped = {part: _by_case(read_table(folder / f"transient_{part}.csv")) for part in parts}
    grouped["ducts"] = _ducts(grouped["vents"], grouped["compartments"])
    found = []
    for row in read_table(folder / "transient_cases.csv"):
        key = (row.text("dataset"), row.text("case"))
        tables = Tables(row, *(group.get(key, ()) for group in grouped.values()))
        vents = tuple(vent for vent in tables.vents if vent not in tables.ducts)
        found.append((key[0], replace(tables, vents=vents)))
    return found


def as_tabled(tables: Tables) -> Tables:
    """The same case with the windows open that count as ducts."""
    return replace(tables, vents=tables.vents + tables.ducts, ducts=())


def _ducts(vents: Groups, rooms: Groups) -> Groups:
    """Windows that are the ducts of fans that other fires of the same set have."""
    floors = {
        (key, row.text("compartment")): row.number("z0_m")
        for key, group in rooms.items()
        for row in group
    }
    ducts = {
        (key[0], _duct(row, floors[key, row.text("from_comp")]))
        for key, group in vents.items()
        for row in group
        if _kind(row) == "MECHANICAL" and (key, row.text("from_comp")) in floors
    }

    def is_duct(key: tuple[str, str], row: Row) -> bool:
        floor = floors.get((key, row.text("from_comp")))
        if _kind(row) != "WALL" or row.text("to_comp") != OUTSIDE or floor is None:
            return False
        return (key[0], _duct(row, floor)) in ducts

    return {key: tuple(row for row in group if is_duct(key, row)) for key, group in vents.items()}


def _duct(row: Row, floor: float) -> tuple[float, float]:
    """Area, m2, and middle level, m, of a vent, rounded so that like ones are the same."""
    if _kind(row) == "MECHANICAL":
        area, middle = row.optional("area_m2") or 0.0, row.optional("duct_height_from_m") or 0.0
    else:
        height = row.number("height_m")
        area, middle = height * row.number("width_m"), row.number("bottom_m") + height / 2
    return round(area, 2), round(floor + middle, 2)


def _by_case(rows: Iterable[Row]) -> Groups:
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.text("dataset"), row.text("case")].append(row)
    return {key: tuple(group) for key, group in groups.items()}


def transient_case(tables: Tables) -> Case:
    """The case that the tables describe. Raises DataError, CaseError."""
    rooms = _compartments(tables)
    vents = [row for row in tables.vents if _opens(row)]
    ordered = _numbered(vents)
    duration = tables.case.number("duration_s")
    ambient = tables.case.number("T_ambient_C") + KELVIN
    return Case(
        id=tables.case.text("case"),
        duration=2 * duration if tables.detectors else duration,
        ambient=ambient,
        inside=tables.case.number("T_interior_C") + KELVIN,
        pressure=tables.case.number("p_ambient_Pa"),
        compartments=tuple(rooms.values()),
        openings=tuple(_opening(n, row, rooms) for n, row in ordered if _kind(row) == "WALL"),
        hatches=tuple(_hatch(n, row) for n, row in ordered if _kind(row) in ("CEILING", "FLOOR")),
        fans=tuple(_fan(n, row, ambient) for n, row in ordered if _kind(row) == "MECHANICAL"),
        fires=_fires(tables, rooms, duration),
        detectors=tuple(_detector(row, rooms) for row in tables.detectors),
    )


def _compartments(tables: Tables) -> dict[str, Compartment]:
    materials = {row.text("material"): row for row in tables.materials}

    def layers(row: Row, surface: str) -> tuple[Material, ...]:
        name = row.text(f"{surface}_material")
        if name in INERT:
            return ()
        if name not in materials:
            raise CaseError(
                f"there is no material {name!r} for the {surface}",
                where=row.where,
                remedy="Add it to transient_materials.csv",
            )
        stuff = materials[name]
        return (
            Material(
                conductivity=stuff.number("k_W_mK"),
                density=stuff.number("rho_kg_m3"),
                specific_heat=stuff.number("c_kJ_kgK") * 1e3,
                thickness=row.optional(f"{surface}_thickness_m") or stuff.number("thickness_m"),
                emissivity=stuff.number("emissivity"),
            ),
        )

    def compartment(row: Row) -> Compartment:
        x, y, z = (row.number(name) for name in ("width_x_m", "depth_y_m", "height_z_m"))
        leak = (row.optional("leak_area_ratio_wall") or 0.0) * 2 * (x + y) * z
        return Compartment(
            id=row.text("compartment"),
            at=(row.number("x0_m"), row.number("y0_m"), row.number("z0_m")),
            size=(x, y, z),
            ceiling=layers(row, "ceiling"),
            walls=layers(row, "wall"),
            floor=layers(row, "floor"),
            leak_area=leak + (row.optional("leak_area_ratio_floor") or 0.0) * x * y,
        )

    return {row.text("compartment"): compartment(row) for row in tables.compartments}


def _kind(row: Row) -> str:
    return row.text("type").upper()


def _opens(row: Row) -> bool:
    if _kind(row) not in ("WALL", "CEILING", "FLOOR", "MECHANICAL"):
        raise CaseError(
            f"the type of vent is {row.text('type')!r}",
            where=row.where,
            remedy="Use WALL, CEILING, FLOOR or MECHANICAL",
        )
    fractions = row.numbers("open_fractions")
    return not fractions or any(fraction > 0 for fraction in fractions)


def _numbered(rows: Iterable[Row], column: str = "vent") -> list[tuple[str, Row]]:
    """Every row with its name, the second of one name as `name 2`."""
    seen: dict[str, int] = defaultdict(int)
    named = []
    for row in rows:
        name = row.text(column)
        seen[name] += 1
        named.append((name if seen[name] == 1 else f"{name} {seen[name]}", row))
    return named


def _curve(times: tuple[float, ...], values: tuple[float, ...]) -> Curve:
    """Pairs with strictly rising times; a point that says nothing new is left out."""
    points: list[tuple[float, float]] = []
    for time, value in zip(times, values, strict=True):
        if points and time <= points[-1][0]:
            if value == points[-1][1]:
                continue
            time = points[-1][0] + STEP
        points.append((time, value))
    return tuple(points)


def _schedule(row: Row) -> Curve:
    times, fractions = row.numbers("open_times_s"), row.numbers("open_fractions")
    if len(times) != len(fractions):
        raise CaseError(
            f"{len(times)} opening times and {len(fractions)} fractions",
            where=row.where,
            remedy="Give as many of one as of the other",
        )
    return _curve(times, fractions) if times else ALWAYS


def _opening(name: str, row: Row, rooms: dict[str, Compartment]) -> Opening:
    of, to = row.text("from_comp"), row.text("to_comp")
    face = row.text("face").upper()
    width = row.number("width_m")
    return Opening(
        id=name,
        of=of,
        to=to,
        bottom=row.number("bottom_m"),
        height=row.number("height_m"),
        width=width,
        at=vent_place(rooms, (of, to), face, (row.optional("offset_m") or 0.0, width)),
        along="x" if face in ("FRONT", "REAR") else "y",
        open=_schedule(row),
    )


def vent_place(
    rooms: dict[str, Compartment], ends: tuple[str, str], face: str, run: tuple[float, float]
) -> tuple[float, float] | None:
    """Lowest corner (x, y) of a vent; None when it does not lie in a wall of both its ends.

    run: offset of its near edge along the wall, and width, m. FRONT is the wall of low y, LEFT of
    low x; the offset counts from the left, or from the front.
    """
    of, to = ends
    room = rooms.get(of) or rooms.get(to)
    if room is None:
        return None
    (x, y, _), (length, depth, _), offset = room.at, room.size, run[0]
    corner = {
        "FRONT": (x + offset, y),
        "REAR": (x + offset, y + depth),
        "LEFT": (x, y + offset),
        "RIGHT": (x + length, y + offset),
    }.get(face)
    others = [rooms[name] for name in ends if name in rooms]
    along = 0 if face in ("FRONT", "REAR") else 1
    if corner is None or not all(_in_wall(one, corner, along, run[1]) for one in others):
        return None
    return corner


def _in_wall(room: Compartment, corner: tuple[float, float], along: int, width: float) -> bool:
    across = 1 - along
    faces = (room.at[across], room.at[across] + room.size[across])
    near = any(abs(corner[across] - face) < 0.3 for face in faces)  # walls have a thickness
    low, high = room.at[along], room.at[along] + room.size[along]
    return near and corner[along] >= low - 0.05 and corner[along] + width <= high + 0.05


def _hatch(name: str, row: Row) -> Hatch:
    return Hatch(
        id=name,
        upper=row.text("from_comp"),
        lower=row.text("to_comp"),
        area=row.number("area_m2"),
        open=_schedule(row),
    )


def _fan(name: str, row: Row, ambient: float) -> Fan:
    of, to = row.text("from_comp"), row.text("to_comp")
    return Fan(
        id=name,
        of=of,
        to=to,
        flow=row.number("flow_m3_s"),
        of_height=None if of == OUTSIDE else row.optional("duct_height_from_m"),
        to_height=None if to == OUTSIDE else row.optional("duct_height_to_m"),
        area=row.number("area_m2"),
        running=_schedule(row),
        counted_at=ambient,
    )


def _fires(tables: Tables, rooms: dict[str, Compartment], duration: float) -> tuple[Fire, ...]:
    curves: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in tables.hrr:
        curves[row.text("fire")].append((row.number("time_s"), row.number("hrr_kW") * 1e3))
    starts = _starts([row.text("fire") for row in tables.fires], curves, duration)
    named = _numbered(tables.fires, "fire")
    return tuple(
        _fire(name, row, rooms, _shifted(curves[row.text("fire")], start))
        for (name, row), start in zip(named, starts, strict=True)
    )


def _starts(
    names: list[str], curves: dict[str, list[tuple[float, float]]], duration: float
) -> list[float]:
    """When each fire begins, s: one after another where one burner was moved about."""
    lasting = [max((t for t, hrr in curves[name] if hrr > 0), default=0.0) for name in names]
    if len(set(names)) < len(names) and sum(lasting) <= duration:
        return list(itertools.accumulate(lasting[:-1], initial=0.0))
    return [0.0] * len(names)


def _shifted(points: list[tuple[float, float]], start: float) -> Curve:
    times = tuple(start + time for time, _ in points)
    curve = _curve(times, tuple(hrr for _, hrr in points))
    return curve if start == 0 or not curve else ((0.0, 0.0), *curve)


def _fire(name: str, row: Row, rooms: dict[str, Compartment], hrr: Curve) -> Fire:
    room = _room(rooms, row)
    peak = max((value for _, value in hrr), default=0.0)
    return Fire(
        id=name,
        compartment=room.id,
        at=_place(room, row, "base_height_m"),
        area=row.optional("area_m2") or burner_area(peak),
        hrr=hrr,
        radiative_fraction=row.number("radiative_fraction"),
        heat_of_combustion=row.number("heat_of_combustion_kJ_kg") * 1e3,
        carbon=row.number("C"),
        hydrogen=row.number("H"),
        soot_yield=row.number("soot_yield"),
        co_yield=row.number("co_yield"),
    )


def burner_area(peak: float) -> float:
    """Area of a round fire of `peak` W whose dimensionless heat release rate is 1, m2."""
    diameter = math.pow(max(peak, 1e3) / AIR, 0.4)
    return math.pi * diameter**2 / 4


def _room(rooms: dict[str, Compartment], row: Row) -> Compartment:
    name = row.text("compartment")
    if name not in rooms:
        raise CaseError(
            f"there is no compartment {name!r}",
            where=row.where,
            remedy=f"Use one of {', '.join(rooms)}",
        )
    return rooms[name]


def _place(room: Compartment, row: Row, height: str) -> tuple[float, float, float]:
    x, y, z = room.at
    return (x + row.number("x_m"), y + row.number("y_m"), z + row.number(height))


def _detector(row: Row, rooms: dict[str, Compartment]) -> Detector:
    room = _room(rooms, row)
    return Detector(
        id=row.text("device"),
        compartment=room.id,
        at=_place(room, row, "z_m"),
        activation=row.number("T_activation_C") + KELVIN,
        rti=row.number("RTI_m05s05"),
    )

"""A case as arrays: what the kernel reads, with a leading axis of members."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.errors import CaseError
from sim.fire.case import OUTSIDE, Case, Compartment, Curve, Material
from sim.fire.constants import CONVECTION_OUTSIDE, GAS_CONSTANT

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

WALL_NODES = 12
SURFACES = 4  # ceiling, upper wall, lower wall, floor
KNOTS = 64  # a curve keeps at most so many points
PLUME, DRAUGHT, SINK, LEAN, FAR_DRAUGHT = range(5)  # columns of `mixing`
CAPTURE = 6  # column of `hood`: most of a plume that it takes
MIXING = (1.0, 0.43, 1.0, 0.2, 0.15)
"""Factors on: plume entrainment; what door draughts stir up in a room with a fire; what sinking
cold air drags down; more stirring by a plume that stands free and leans, times the opening's height
over the root of the floor's area; stirring in rooms without a fire. The second, fourth and fifth
are chosen once on the open fires as a whole (Steckler, rooms with open doors), one set for every
case, as are ATTACHED here and WALL_JET in `heat.py`.
"""
ATTACHED = 1.35
STOREY = 0.1  # m, ceilings and floors as near as this are one slab
WITHIN = 0.05  # m, by which a box may stick out of the room it stands in
FIRST_CELL = 6e-4  # m, thickness of the surface cell: resolves heating within a second


class Plan(NamedTuple):
    """m members, c compartments, v openings, h hatches, f fans, d hoods, k fires.

    room (m, c, 8): floor area, height, floor level, width, depth, and the rooms above the ceiling,
    below the floor and around all of it (a cabinet in a room), -1 for none. leak (m, c). capacity,
    conductance (m, c, SURFACES, WALL_NODES): J/m2/K of each wall cell, W/m2/K to the next one (the
    last to what is behind);
    solid (m, c, SURFACES): emissivity, 0 for an adiabatic surface.
    opening (m, v, 4): bottom, top (absolute), width, 0. fire (m, k, 12): x, y, z absolute, area,
    radiative fraction, heat of combustion, yields of CO2, CO, H2O, soot, plume share (1 free,
    1/2 wall, 1/4 corner), heat of combustion per oxygen. Curves (m, n, KNOTS, 2), padded.
    fan (m, f, 5): flow, levels of both grilles, root of its area, density of the air in which its
    flow is counted (0: that of where it comes from). mixing (m, 5): see MIXING. Ends are
    compartment numbers, -1 for outside.
    """

    ambient: FloatArray
    pressure: FloatArray
    room: FloatArray
    capacity: FloatArray
    conductance: FloatArray
    solid: FloatArray
    opening: FloatArray
    opening_ends: IntArray
    opening_curve: FloatArray
    hatch: FloatArray
    hatch_ends: IntArray
    hatch_curve: FloatArray
    fan: FloatArray
    fan_ends: IntArray
    fan_curve: FloatArray
    hood: FloatArray
    hood_room: IntArray
    hood_curve: FloatArray
    fire: FloatArray
    fire_room: IntArray
    fire_curve: FloatArray
    mixing: FloatArray


def plan_of(cases: Sequence[Case]) -> Plan:
    """The arrays of members that differ in numbers only. Raises CaseError when topology differs."""
    first = cases[0]
    index = {one.id: n for n, one in enumerate(first.compartments)} | {OUTSIDE: -1}
    for case in cases[1:]:
        if _shape(case) != _shape(first):
            raise CaseError(
                "members of one ensemble must have the same rooms, openings, fans and fires",
                where=case.id, remedy="Change numbers between members, not what there is",
            )  # fmt: skip
    return Plan(
        ambient=np.array([c.ambient for c in cases]),
        pressure=np.array([c.pressure for c in cases]),
        room=_table(cases, _rooms, 8),
        capacity=np.array([[wall[0] for wall in _walls(c)] for c in cases]),
        conductance=np.array([[wall[1] for wall in _walls(c)] for c in cases]),
        solid=np.array([[wall[2] for wall in _walls(c)] for c in cases]),
        opening=_table(cases, _openings, 4),
        opening_ends=_ends(
            [(index[o.of], index[o.to]) for o in first.openings]
            + [(n, -1) for n, one in enumerate(first.compartments) if one.leak_area > 0]
        ),
        opening_curve=_curves(
            [[o.open for o in c.openings] + [((0.0, 1.0),)] * _leaks(c) for c in cases]
        ),
        hatch=_table(cases, lambda c: [[h.area] for h in c.hatches], 1),
        hatch_ends=_ends([(index[h.upper], index[h.lower]) for h in first.hatches]),
        hatch_curve=_curves([[h.open for h in c.hatches] for c in cases]),
        fan=_table(cases, _fans, 5),
        fan_ends=_ends([(index[f.of], index[f.to]) for f in first.fans]),
        fan_curve=_curves([[f.running for f in c.fans] for c in cases]),
        hood=_table(cases, _hoods, 7),
        hood_room=np.array([index[h.compartment] for h in first.hoods], dtype=np.int64),
        hood_curve=_curves([[h.running for h in c.hoods] for c in cases]),
        fire=_table(cases, _fires, 12),
        fire_room=np.array([index[f.compartment] for f in first.fires], dtype=np.int64),
        fire_curve=_curves([[f.hrr for f in c.fires] for c in cases]),
        mixing=np.tile(np.array(MIXING), (len(cases), 1)),
    )


def _shape(case: Case) -> tuple[object, ...]:
    return (
        tuple((c.id, c.leak_area > 0) for c in case.compartments),
        tuple((o.of, o.to) for o in case.openings),
        tuple((h.upper, h.lower) for h in case.hatches),
        tuple((f.of, f.to) for f in case.fans),
        tuple(h.compartment for h in case.hoods),
        tuple(f.compartment for f in case.fires),
    )


def _leaks(case: Case) -> int:
    return sum(one.leak_area > 0 for one in case.compartments)


def _table(cases, rows, width: int) -> FloatArray:  # type: ignore[no-untyped-def]
    table = [rows(case) for case in cases]
    return np.array(table, dtype=np.float64).reshape(len(cases), -1, width)


def _ends(pairs: list[tuple[int, int]]) -> IntArray:
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _curves(curves: Sequence[Sequence[Curve]]) -> FloatArray:
    table = np.zeros((len(curves), len(curves[0]), KNOTS, 2))
    for m, member in enumerate(curves):
        for n, curve in enumerate(member):
            table[m, n] = padded(curve)
    return table


def padded(curve: Curve) -> FloatArray:
    """A curve as (KNOTS, 2), thinned where it has more points, its last point repeated. Raises
    CaseError when it has none."""
    points = np.asarray(curve, dtype=np.float64).reshape(-1, 2)
    if len(points) == 0:
        raise CaseError("a curve is empty", where="zone model", remedy="Give (time s, value) pairs")
    if len(points) > KNOTS:
        points = _thinned(points)
    table = np.empty((KNOTS, 2))
    table[: len(points)] = points
    table[len(points) :, 0] = points[-1, 0] + 1e9
    table[len(points) :, 1] = points[-1, 1]
    return table


def _thinned(points: FloatArray) -> FloatArray:
    """Evenly spaced in time, each point the mean of the curve around it: the integral stays."""
    time = np.linspace(points[0, 0], points[-1, 0], KNOTS)
    area = np.concatenate(
        [[0.0], np.cumsum(np.diff(points[:, 0]) * (points[1:, 1] + points[:-1, 1]) / 2)]
    )
    edges = np.concatenate([[time[0]], (time[1:] + time[:-1]) / 2, [time[-1]]])
    total = np.interp(edges, points[:, 0], area)
    return np.column_stack([time, np.diff(total) / np.diff(edges)])


def _rooms(case: Case) -> list[list[float]]:
    rows = []
    for one in case.compartments:
        width, depth, height = one.size
        above, below = _stacked(case, one)
        around = _around(case, one)
        rows.append([width * depth, height, one.at[2], width, depth, above, below, around])
    return rows


def _stacked(case: Case, room: Compartment) -> tuple[int, int]:
    """The rooms that share a room's ceiling and floor: over half of both, of a solid; else -1."""
    above = below = -1
    for n, one in enumerate(case.compartments):
        if one is room or _shared(room, one) <= 0.5:
            continue
        over = one.at[2] - room.at[2] - room.size[2]
        under = room.at[2] - one.at[2] - one.size[2]
        if abs(over) < STOREY and room.ceiling and one.floor:
            above = n
        if abs(under) < STOREY and room.floor and one.ceiling:
            below = n
    return above, below


def _around(case: Case, room: Compartment) -> int:
    """The room that a box stands in, -1 for none."""
    for n, one in enumerate(case.compartments):
        inside = all(
            one.at[axis] - WITHIN <= room.at[axis]
            and room.at[axis] + room.size[axis] <= one.at[axis] + one.size[axis] + WITHIN
            for axis in range(3)
        )
        if inside and one is not room and np.prod(room.size) < 0.9 * np.prod(one.size):
            return n
    return -1


def _shared(first: Compartment, second: Compartment) -> float:
    """Area seen from above that two rooms share, over that of the larger one."""
    sides = [
        min(first.at[n] + first.size[n], second.at[n] + second.size[n])
        - max(first.at[n], second.at[n])
        for n in range(2)
    ]
    larger = max(first.size[0] * first.size[1], second.size[0] * second.size[1])
    return max(sides[0], 0.0) * max(sides[1], 0.0) / larger


def _openings(case: Case) -> list[list[float]]:
    rows = []
    for one in case.openings:
        owner = case.compartment(one.of if one.of != OUTSIDE else one.to)
        bottom = owner.at[2] + one.bottom
        rows.append([bottom, bottom + one.height, one.width, 0.0])
    for room in case.compartments:
        if room.leak_area > 0:
            floor, height = room.at[2], room.size[2]
            rows.append([floor, floor + height, room.leak_area / height, 1.0])
    return rows


def _fans(case: Case) -> list[list[float]]:
    rows = []
    for one in case.fans:
        levels = []
        for name, height in ((one.of, one.of_height), (one.to, one.to_height)):
            floor = 0.0 if name == OUTSIDE else case.compartment(name).at[2]
            levels.append(floor + (height or 0.0))
        counted = case.pressure / (GAS_CONSTANT * one.counted_at) if one.counted_at else 0.0
        rows.append([one.flow, *levels, one.area**0.5, counted])
    return rows


def _hoods(case: Case) -> list[list[float]]:
    return [[*h.at, h.size[0], h.size[1], h.flow, h.capture] for h in case.hoods]


def _fires(case: Case) -> list[list[float]]:
    rows = []
    for one in case.fires:
        room = case.compartment(one.compartment)
        molar = 12.011 * one.carbon + 1.008 * one.hydrogen + 15.999 * one.oxygen
        carbon = 12.011 * one.carbon / molar - one.soot_yield - one.co_yield * 12.011 / 28.01
        rows.append([
            *one.at, one.area, one.radiative_fraction, one.heat_of_combustion,
            max(carbon, 0.0) * 44.01 / 12.011, one.co_yield,
            one.hydrogen / 2 * 18.015 / molar, one.soot_yield,
            plume_share(one.at, one.area, room), 0.0,
        ])  # fmt: skip
    return rows


def plume_share(at: tuple[float, float, float], area: float, room: Compartment) -> float:
    """1 for a free plume, 1/2 against a wall, 1/4 in a corner (mirror images; Zukoski 1981).

    A burner counts as against a wall when its middle is nearer than ATTACHED of its radii.
    """
    radius = (area / np.pi) ** 0.5
    near_x = min(at[0] - room.at[0], room.at[0] + room.size[0] - at[0]) <= ATTACHED * radius
    near_y = min(at[1] - room.at[1], room.at[1] + room.size[1] - at[1]) <= ATTACHED * radius
    return 0.25 if near_x and near_y else 0.5 if near_x or near_y else 1.0


def _walls(case: Case) -> list[tuple[FloatArray, FloatArray, FloatArray]]:
    return [_wall(one, *_stacked(case, one)) for one in case.compartments]


@lru_cache(maxsize=256)  # members share their walls; finding cells of growing width is slow
def _wall(one: Compartment, above: int, below: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    capacity = np.ones((SURFACES, WALL_NODES))
    conductance = np.ones((SURFACES, WALL_NODES))
    emissivity = np.zeros(SURFACES)
    film = 1.0 / CONVECTION_OUTSIDE
    behind = (film if above < 0 else 0.0, film, film, film if below < 0 else 0.0)
    for n, layers in enumerate((one.ceiling, one.walls, one.walls, one.floor)):
        if layers:
            capacity[n], conductance[n] = wall_cells(layers, film=behind[n])
            emissivity[n] = layers[0].emissivity
    return capacity, conductance, emissivity


def wall_cells(
    layers: Sequence[Material], *, film: float = 1.0 / CONVECTION_OUTSIDE
) -> tuple[FloatArray, FloatArray]:
    """Heat capacity of WALL_NODES cells, J/m2/K, and conductance from each to the next, W/m2/K,
    the last one over a film, m2 K/W, to what is behind. Cells grow from the surface inwards, by
    one ratio."""
    total = sum(one.thickness for one in layers)
    first = min(FIRST_CELL, total / (2 * WALL_NODES))
    edges = np.concatenate([[0.0], np.cumsum(_growing(first, total, WALL_NODES))])
    edges *= total / edges[-1]
    bounds = np.concatenate([[0.0], np.cumsum([one.thickness for one in layers])])
    heat = np.concatenate(
        [[0.0], np.cumsum([m.density * m.specific_heat * m.thickness for m in layers])]
    )
    resistance = np.concatenate([[0.0], np.cumsum([m.thickness / m.conductivity for m in layers])])
    capacity = np.diff(np.interp(edges, bounds, heat))
    middle = (edges[1:] + edges[:-1]) / 2
    middle[0] = 0.0  # the first cell's temperature is the surface's
    at = np.interp(middle, bounds, resistance)
    after = np.append(at[1:], resistance[-1] + film)
    return capacity, 1.0 / np.maximum(after - at, 1e-9)


def _growing(first: float, total: float, count: int) -> FloatArray:
    ratio_low, ratio_high = 1.0, 4.0
    for _ in range(60):
        ratio = (ratio_low + ratio_high) / 2
        length = float(np.sum(first * ratio ** np.arange(count)))
        ratio_low, ratio_high = (ratio, ratio_high) if length < total else (ratio_low, ratio)
    return np.asarray(first * ratio_low ** np.arange(count), dtype=np.float64)

"""What the surrogate is told: one row of numbers for a room, its fire and its present state."""

from dataclasses import dataclass
from math import exp, prod, sqrt
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.errors import SimError
from sim.fire.case import OUTSIDE, Case, Compartment, Curve, Fire, Hood, Material, Opening
from sim.fire.constants import CP, O2_AIR
from sim.fire.plan import plume_share

FloatArray = npt.NDArray[np.float64]

HORIZONS = np.arange(60.0, 601.0, 60.0)  # s from now
NO_HOOD = 2.0  # m above the floor, told where there is no hood; its flow is 0 then
NO_MAKE_UP = 0.3  # share of the height, told where nothing is blown in
INSIDE = (288.0, 303.0)  # K at the start; outside the same within MILD
MILD = 3.0  # K
PRESSURE = (9e4, 1.1e5)  # Pa
MAKE_UP = (0.75, 0.95)  # share of the hood's flow that is blown in again
HEATED = 300.0  # s, heat has gone so far into a wall when its inertia counts
AIR_DENSITY, WARM = 1.2, 293.15  # kg/m3, K
LEAST_OPENING = 0.01  # m^2.5, less is shut
WIDE = 0.5  # m^2.5, an opening through which half of a room behind counts
NOTHING_BEHIND = 1.0  # m3, told where all openings lead outside
LEAST_HEAT = 100.0  # W, below it a fire is none


class Feature(NamedTuple):
    """A column: its name, unit, and whether its logarithm is used."""

    name: str
    unit: str
    is_log: bool = False


FEATURES = (
    Feature("floor_area", "m2", True),
    Feature("height", "m"),
    Feature("opening_factor", "m^2.5", True),  # area times root of height, of all openings
    Feature("opening_top", "m"),  # mean of their upper edges, by factor
    Feature("opening_bottom", "m"),  # of their lower ones
    Feature("outside_share", ""),  # of the factor that leads to the outside
    Feature("behind", "m3", True),  # rooms behind the other openings
    Feature("behind_factor", "m^2.5", True),  # of what leads on from there
    Feature("hood_flow", "m3/s"),
    Feature("hood_height", "m"),
    Feature("hood_over_fire", ""),  # 1 when the fire burns under the canopy, else 0
    Feature("hood_capture", ""),  # most of a plume that the hood takes
    Feature("make_up_level", ""),  # height of what is blown in, share of the room's
    Feature("leak", "", True),  # cracks, m2 per m2 of wall
    Feature("ceiling_inertia", "W s^0.5/m2/K", True),
    Feature("wall_inertia", "W s^0.5/m2/K", True),  # walls and floor by their areas
    Feature("fire_height", "m"),
    Feature("fire_area", "m2", True),
    Feature("growth", "W/s2", True),
    Feature("peak", "W", True),
    Feature("elapsed", "s"),  # since ignition
    Feature("radiative_fraction", ""),
    Feature("plume_share", ""),  # 1 free, 1/2 at a wall, 1/4 in a corner
    Feature("soot_per_heat", "kg/J", True),
    Feature("hrr", "W", True),  # really released now
    Feature("rise", "K"),  # of the upper layer now
    Feature("layer_height", "m"),
    Feature("o2", "mole fraction"),  # of the upper layer now
)
COLUMN = {one.name: n for n, one in enumerate(FEATURES)}
SITE = COLUMN["growth"]  # so many columns come first that no growth changes
_LOG = np.array([one.is_log for one in FEATURES])


@dataclass(frozen=True, slots=True)
class Growth:
    """A fire that grows with the square of time up to a peak and stays there.

    coefficient W/s2; peak W; elapsed s since ignition.
    """

    coefficient: float
    peak: float
    elapsed: float


@dataclass(frozen=True, slots=True)
class Now:
    """The present state: hrr W really released; rise K, layer_height m and o2 mole fraction of the
    upper layer."""

    hrr: float
    rise: float
    layer_height: float
    o2: float


def features(case: Case, growth: Growth, now: Now) -> FloatArray:
    """One row, (F,). Raises SimError when the case is not the one room the surrogate knows."""
    room = kitchen_features(case)
    fire = [growth.coefficient, growth.peak, growth.elapsed]
    state = [max(now.hrr, LEAST_HEAT), now.rise, now.layer_height, now.o2]
    return np.array([*room[:SITE], *fire, *room[SITE:], *state], dtype=np.float64)


def kitchen_features(case: Case) -> list[float]:
    """The columns that do not change while the fire burns, in order, less growth and state."""
    _refuse_others(case)
    fire = case.fires[0]
    room = case.compartment(fire.compartment)
    width, depth, height = room.size
    hood = next((one for one in case.hoods if one.flow > 0), None)
    share = 1.0 if hood is None else hood.running[0][1]
    around, floor = 2 * (width + depth) * height, width * depth
    beside = around * inertia(room.walls) + floor * inertia(room.floor)
    return [
        floor,
        height,
        *_openings(case, room),
        hood.flow * share if hood else 0.0,
        hood.at[2] - room.at[2] if hood else NO_HOOD,
        float(hood is not None and _is_over(hood, fire)),
        hood.capture if hood else 1.0,
        _make_up_level(case, height),
        room.leak_area / around,
        inertia(room.ceiling),
        beside / (around + floor),
        fire.at[2] - room.at[2],
        fire.area,
        fire.radiative_fraction,
        plume_share(fire.at, fire.area, room),
        fire.soot_yield / fire.heat_of_combustion,
    ]


def _openings(case: Case, room: Compartment) -> list[float]:
    """All openings of a room as one: Kawagoe's factor adds up where they stand side by side.
    A room behind counts as far as the way there is open."""
    own = [one for one in case.openings if room.id in (one.of, one.to)]
    factors = [_factor(one) for one in own]
    total = sum(factors)
    bottoms = [_bottom(one, case, room) for one in own]
    tops = [bottom + one.height for bottom, one in zip(bottoms, own, strict=True)]
    ways: dict[str, float] = {}
    for one, factor in zip(own, factors, strict=True):
        other = one.to if one.of == room.id else one.of
        ways[other] = ways.get(other, 0.0) + factor
    outside = ways.pop(OUTSIDE, 0.0)
    behind, on = NOTHING_BEHIND, LEAST_OPENING
    for name, factor in ways.items():
        counts = factor / (factor + WIDE)
        behind += counts * prod(case.compartment(name).size)
        on += counts * sum(_factor(one) for one in case.openings if _leads_on(one, name, room.id))
    mean = [sum(f * z for f, z in zip(factors, zs, strict=True)) / total for zs in (tops, bottoms)]
    return [total, *mean, outside / total, behind, on]


def _leads_on(opening: Opening, name: str, room: str) -> bool:
    return name in (opening.of, opening.to) and room not in (opening.of, opening.to)


def _factor(opening: Opening) -> float:
    return float(opening.width * opening.open[0][1] * opening.height**1.5)


def _bottom(opening: Opening, case: Case, room: Compartment) -> float:
    """Above the floor of the room, m."""
    owner = opening.to if opening.of == OUTSIDE else opening.of
    return case.compartment(owner).at[2] + opening.bottom - room.at[2]


def inertia(layers: tuple[Material, ...]) -> float:
    """Thermal inertia of a layered wall, W s^0.5/m2/K: each layer counts by the share of the heat
    that lies in it after HEATED s, when this falls off exponentially over sqrt(a t)."""
    gone, total = 0.0, 0.0
    for n, one in enumerate(layers):
        capacity = one.density * one.specific_heat
        deep = one.thickness / sqrt(one.conductivity / capacity * HEATED)
        end = 60.0 if n == len(layers) - 1 else gone + deep
        total += (exp(-gone) - exp(-end)) * sqrt(one.conductivity * capacity)
        gone = end
    return total


def demand(rows: FloatArray, ahead: float) -> FloatArray:
    """Heat release asked for `ahead` s from now, W, (n,)."""
    growth, peak, elapsed = (rows[:, COLUMN[name]] for name in ("growth", "peak", "elapsed"))
    return np.asarray(np.minimum(growth * (elapsed + ahead) ** 2, peak), dtype=np.float64)


def inputs(rows: FloatArray) -> FloatArray:
    """What the network reads, (n, F + 2 x 11): the features, and the heat release now and at each
    horizon, whole and less what the hood takes, as logarithms."""
    told = scaled(rows)
    heats = [demand(rows, ahead) for ahead in (0.0, *HORIZONS)]
    kept = [heat * (1.0 - captured(rows, heat)) for heat in heats]
    return np.column_stack([told, *(np.log1p(one / 1e3) for one in (*heats, *kept))])


def scaled(rows: FloatArray) -> FloatArray:
    """The features with logarithms where the column says so."""
    return np.where(_LOG, np.log(np.maximum(rows, 1e-12)), rows)


def captured(rows: FloatArray, hrr: FloatArray) -> FloatArray:
    """Share of a plume that the hood over it can move, (n,). Heskestad's far plume without its
    virtual origin, SFPE Handbook; a hint for the network, no result."""
    names = ("hood_flow", "hood_over_fire", "plume_share", "hood_capture")
    flow, over, share, most = (rows[:, COLUMN[name]] for name in names)
    gap = np.maximum(rows[:, COLUMN["hood_height"]] - rows[:, COLUMN["fire_height"]], 0.1)
    convective = (1.0 - rows[:, COLUMN["radiative_fraction"]]) * np.maximum(hrr, LEAST_HEAT)
    kw = convective / 1e3 / share
    mass = share * (0.071 * kw ** (1 / 3) * gap ** (5 / 3) + 0.0018 * kw)  # kg/s
    volume = mass / AIR_DENSITY + convective / (CP * WARM * AIR_DENSITY)
    return np.asarray(over * np.minimum(flow / volume, most), dtype=np.float64)


def fresh(case: Case, growth: Growth) -> Now:
    """The state of a room in which the fire begins now: no layer, clean air."""
    o2 = O2_AIR * 28.97 / 32.0
    room = case.compartment(case.fires[0].compartment)
    return Now(growth.coefficient * growth.elapsed**2, 0.0, room.size[2], o2)


def _make_up_level(case: Case, height: float) -> float:
    """Of all that is blown in, by its flow."""
    flows = [one.flow * one.running[0][1] for one in case.fans]
    if sum(flows) == 0.0:
        return NO_MAKE_UP
    levels = [(one.to_height or 0.0) / height for one in case.fans]
    return sum(a * b for a, b in zip(flows, levels, strict=True)) / sum(flows)


def _is_over(hood: Hood, fire: Fire) -> bool:
    return all(
        low <= at <= low + extent
        for at, low, extent in zip(fire.at[:2], hood.at[:2], hood.size[:2], strict=True)
    )


def _refuse_others(case: Case) -> None:
    """Only what the training cases were: anything else is for the zone model."""
    wrong = _wrong(case)
    if wrong:
        raise SimError(
            f"the surrogate knows a kitchen with doors and a hood and one fire, here {wrong}",
            where=case.id, remedy="Use the zone model",
        )  # fmt: skip


def _wrong(case: Case) -> str:
    if len(case.fires) != 1:
        return f"are {len(case.fires)} fires"
    if case.hatches or len(case.hoods) > 1:
        return "are hatches or several hoods"
    room = case.compartment(case.fires[0].compartment)
    if not (room.ceiling and room.walls and room.floor):
        return "is a surface without material"
    own = [one for one in case.openings if room.id in (one.of, one.to)]
    if sum(_factor(one) for one in own) < LEAST_OPENING:
        return "is no way out of the room"
    if any(one.flow > 0 and one.compartment != room.id for one in case.hoods):
        return "draws the hood from another room"
    moving = [one.open for one in case.openings]
    moving += [one.running for one in case.hoods]
    moving += [one.running for one in case.fans]
    if not all(_is_constant(one) for one in moving):
        return "a door, hood or fan changes with time"
    if not INSIDE[0] <= case.inside <= INSIDE[1] or abs(case.inside - case.ambient) > MILD:
        return f"are {case.inside:g} K inside and {case.ambient:g} K outside"
    if not PRESSURE[0] <= case.pressure <= PRESSURE[1]:
        return f"is a pressure of {case.pressure:g} Pa"
    return _wrong_fans(case, room.id)


def _wrong_fans(case: Case, room: str) -> str:
    drawn = sum(one.flow * one.running[0][1] for one in case.hoods)
    blown = sum(one.flow * one.running[0][1] for one in case.fans)
    if any((one.of, one.to) != (OUTSIDE, room) and one.flow > 0 for one in case.fans):
        return "a fan moves other air than what is blown into the room"
    if blown == drawn == 0.0 or MAKE_UP[0] * drawn <= blown <= MAKE_UP[1] * drawn:
        return ""
    return f"{blown:g} m3/s is blown in and {drawn:g} m3/s drawn"


def _is_constant(curve: Curve) -> bool:
    return all(value == curve[0][1] for _, value in curve)

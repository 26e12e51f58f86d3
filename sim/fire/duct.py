"""A grease fire in an exhaust duct: cells along the duct, gas that flows through, film and steel.

Grease burns where it has been lit, as fast as its surface gives and as the air that arrives allows.
Hot gas and flames warm the steel with its film further up; a cell catches fire when the fire creeps
into it from its neighbour or when its film is hot enough. When the damper's link has shut the
damper, only a leak is left: less air, hotter gas, a slower front.

Film and steel have one temperature; gas is steady in each step (it stays for seconds). Fire point
310-360 C: FRN 610; a thin film burns several times slower than a pool: Gottuk and White, SFPE
Handbook; heat of oxygen: Huggett 1980; convection: Dittus and Boelter. `FLUX`, `BURNABLE`,
`CREEP`, load and leak were chosen once by scenario R3, which is no measurement; expect +-100 K.
"""

from dataclasses import dataclass
from math import exp, inf, nan, sqrt

import numpy as np
from numba import njit

from sim.fire.arrays import FloatArray, Numbers, not_negative, positive
from sim.fire.constants import CP, HEAT_PER_O2, O2_AIR, STEFAN_BOLTZMANN
from sim.fire.formulas import DENSITY_20_C
from sim.fire.oil import HEAT_OF_COMBUSTION

CELL = 0.5  # m
LONGEST_STEP = 1.0  # s
FLUX = 150e3  # W/m2 of burning film: a thin film burns at about a third of a pool's 450
BURNABLE = 0.6  # share of the air's oxygen that a flame in a duct can use
RADIATIVE = 0.35  # of the heat, straight into the steel around
FIRE_POINT = 600.0  # K, a film as hot as this is lit by flames and sparks that pass
CREEP = 0.025  # m/s, a fire's own way along a film
STEEL = 7850.0 * 480.0  # J/m3/K
EMISSIVITY = 0.5  # of flames and soot in half a metre
OUTSIDE_CONVECTION = 8.0  # W/m2/K
COASTING = 8.0  # s, in which the flow falls after the damper shuts


@dataclass(frozen=True, slots=True)
class Duct:
    """length m; width, depth m of its section; steel m of wall; load (or (m,) loads) kg/m2 of
    grease on all sides; emissivity of the outer face, 0 for a wrapped duct."""

    length: float = 20.0
    width: float = 0.6
    depth: float = 0.5
    steel: float = 0.0015
    load: Numbers = 2.2
    emissivity: float = 0.8

    def __post_init__(self) -> None:
        for name in ("length", "width", "depth", "steel"):
            positive(name, getattr(self, name))
        not_negative("load", self.load)


@dataclass(frozen=True, slots=True)
class Draught:
    """Flow in the duct as a velocity of air at 20 C, m/s: velocity a number, (n,) or (m, n), the
    fan's; leak what remains once the damper is shut, (m,) or a number.

    shuts: gas temperature at which the damper's link, `damper` m from the inlet, lets go, K, inf
    for no damper.
    nozzle: s of a discharge of wet chemical into the duct, inf for none; it reaches `reach` m.
    """

    velocity: Numbers = 9.0
    leak: Numbers = 1.5
    shuts: Numbers = 423.15
    nozzle: Numbers = inf
    reach: float = 3.0
    damper: float = 1.0


FAN_ON = Draught()


@dataclass(frozen=True, slots=True)
class DuctRun:
    """m members, n times, p places: gas, wall K (m, n, p); hrr W, front m from the inlet that burns
    furthest up, burnt kg (m, n); shut (m,) s of the damper, NaN for never; energy_error (m,):
    heat released less heat carried off, stored and lost, relative."""

    time: FloatArray
    gas: FloatArray
    wall: FloatArray
    hrr: FloatArray
    front: FloatArray
    burnt: FloatArray
    shut: FloatArray
    energy_error: FloatArray

    def reading(self, lag: float = 30.0) -> FloatArray:
        """What thermometers in wells of `lag` s show at the places, K (m, n, p)."""
        shown = self.gas.copy()
        for k in range(1, len(self.time)):
            keep = np.exp(-(self.time[k] - self.time[k - 1]) / lag)
            shown[:, k] = self.gas[:, k] + (shown[:, k - 1] - self.gas[:, k]) * keep
        return shown


def run(
    duct: Duct,
    time: FloatArray,
    inlet: Numbers,
    *,
    ignition: Numbers,
    places: tuple[float, ...],
    draught: Draught = FAN_ON,
    ambient: float = 298.15,
) -> DuctRun:
    """A duct whose film is lit at its inlet at `ignition` s (m,), inf for not at all.

    time (n,) s, rising; inlet: gas that comes in, K, a number, (n,) or (m, n); places: m from the
    inlet where gas and wall are reported. Raises ValueError naming what cannot be.
    """
    if len(time) < 2 or not (np.diff(time) > 0).all():
        raise ValueError("time must rise and have two entries at least")
    if not all(0 <= place <= duct.length for place in places):
        raise ValueError(f"places must lie within the duct's {duct.length} m, were {places}")
    gas = np.atleast_2d(positive("inlet", inlet))
    velocity = np.atleast_2d(not_negative("velocity", draught.velocity))
    given = _columns(duct, draught, ignition)
    members = max(gas.shape[0], velocity.shape[0], given.shape[0])
    shape = (members, len(time))
    count = max(1, round(duct.length / CELL))
    section = np.array([duct.width * duct.depth, 2.0 * (duct.width + duct.depth)])
    series, totals = _run(
        np.asarray(time, np.float64),
        np.array(np.broadcast_to(gas, shape)),
        np.array(np.broadcast_to(velocity, shape)),
        np.array(np.broadcast_to(given, (members, given.shape[1]))),
        np.array([*section, duct.length / count, duct.steel, duct.emissivity, ambient]),
        np.minimum((np.array(places) / duct.length * count).astype(np.int64), count - 1),
        count,
        min(int(draught.damper / duct.length * count), count - 1),
    )
    return DuctRun(time, *series, *totals)


def _columns(duct: Duct, draught: Draught, ignition: Numbers) -> FloatArray:
    fields = (
        not_negative("load", duct.load),
        not_negative("ignition", ignition),
        positive("leak", draught.leak),
        positive("shuts", draught.shuts),
        not_negative("nozzle", draught.nozzle),
        not_negative("reach", draught.reach),
    )
    shape = np.broadcast_shapes((1,), *(one.shape for one in fields))
    return np.stack([np.broadcast_to(one, shape) for one in fields], axis=1)


@njit(cache=True)
def _convection(velocity: float, diameter: float) -> float:
    """From gas to steel, W/m2/K, by the mass flow: `velocity` is that of air at 20 C."""
    return float(max(5.0, 4.3 * velocity**0.8 / diameter**0.2))  # Dittus and Boelter for air


@njit(cache=True)
def _run(time, inlet, fan, given, shape, at, count, damper):  # type: ignore[no-untyped-def]
    area, girth, cell, steel, emissivity, ambient = shape
    members, n = fan.shape
    gas, wall = np.zeros((members, n, len(at))), np.zeros((members, n, len(at)))
    hrr, front, burnt = np.zeros((members, n)), np.zeros((members, n)), np.zeros((members, n))
    shut, error = np.full(members, nan), np.zeros(members)
    face = girth * cell
    capacity = STEEL * steel * face
    for i in range(members):
        load, ignition, leak, shuts, nozzle, reach = given[i]
        film, lit = np.full(count, load * face), np.zeros(count)
        tg, tw = np.full(count, inlet[i, 0]), np.full(count, inlet[i, 0])
        stored = capacity * tw.sum()
        ledger = np.zeros(3)  # J released, carried off by the gas, lost outside
        for k in range(n):
            steps = 1 if k == 0 else int(np.ceil((time[k] - time[k - 1]) / LONGEST_STEP))
            dt = 0.0 if k == 0 else (time[k] - time[k - 1]) / steps
            for s in range(steps):
                now = time[k] if k == 0 else time[k - 1] + (s + 1) * dt
                if np.isnan(shut[i]) and tg[damper] >= shuts:
                    shut[i] = now
                velocity = fan[i, max(k - 1, 0)]
                if not np.isnan(shut[i]) and velocity > leak:
                    velocity = leak + (velocity - leak) * exp(-(now - shut[i]) / COASTING)
                flow = max(1e-3, velocity * area * DENSITY_20_C)
                _light(lit, film, tw, now, dt, ignition, nozzle, reach, cell)
                hrr[i, k] = _step(
                    tg, tw, film, lit, dt, inlet[i, k], flow, ambient, emissivity,
                    sqrt(4.0 * area / np.pi), velocity, capacity, face, ledger,
                )  # fmt: skip
            for p in range(len(at)):
                gas[i, k, p], wall[i, k, p] = tg[at[p]], tw[at[p]]
            burnt[i, k] = max(0.0, load * face * count - film.sum())
            for j in range(count):
                if lit[j] > 0.0 and film[j] > 0.0:
                    front[i, k] = (j + lit[j]) * cell
        kept = ledger[1] + ledger[2] + capacity * tw.sum() - stored
        error[i] = (ledger[0] - kept) / max(ledger[0], 1e5)
    return (gas, wall, hrr, front, burnt), (shut, error)


@njit(cache=True)
def _light(lit, film, wall, now, dt, ignition, nozzle, reach, cell):  # type: ignore[no-untyped-def]
    """Where the film burns: share of each cell."""
    any_fire = False
    for j in range(len(lit)):
        any_fire = any_fire or (lit[j] > 0.0 and film[j] > 0.0)
    for j in range(len(lit)):
        if now >= nozzle and (j + 0.5) * cell <= reach:
            lit[j] = 0.0
            continue
        started = (j == 0 and now >= ignition) or lit[j] > 0.0
        crept = j > 0 and lit[j - 1] >= 1.0
        hot = any_fire and wall[j] >= FIRE_POINT
        if started or crept or hot:
            lit[j] = min(1.0, lit[j] + CREEP / cell * dt + (1.0 if hot else 0.0) * dt)


@njit(cache=True)
def _step(  # type: ignore[no-untyped-def]
    gas, wall, film, lit, dt, inlet, flow, ambient, emissivity, diameter, velocity, capacity,
    face, ledger,
):  # fmt: skip
    """One step from the inlet up; returns the heat released, W."""
    air = BURNABLE * flow * O2_AIR * HEAT_PER_O2  # W that the air can still burn
    before, total = inlet, 0.0
    forced, stream = _convection(velocity, diameter), flow * CP
    for j in range(len(gas)):
        heat = FLUX * face * lit[j]
        if dt > 0.0:
            heat = min(heat, film[j] * HEAT_OF_COMBUSTION / dt)
        heat = min(heat, air)
        air -= heat
        total += heat
        film[j] -= heat / HEAT_OF_COMBUSTION * dt
        g, w = gas[j], wall[j]
        h = face * (forced + EMISSIVITY * STEFAN_BOLTZMANN * (g * g + w * w) * (g + w))
        gas[j] = (stream * before + (1.0 - RADIATIVE) * heat + h * wall[j]) / (stream + h)
        out = OUTSIDE_CONVECTION * (wall[j] - ambient)
        out += emissivity * STEFAN_BOLTZMANN * (wall[j] ** 4 - ambient**4)
        ledger[0] += heat * dt
        ledger[1] += stream * (gas[j] - before) * dt
        ledger[2] += out * face * dt
        wall[j] += (h * (gas[j] - wall[j]) + RADIATIVE * heat - out * face) * dt / capacity
        before = gas[j]
    return total

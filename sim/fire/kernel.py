"""Members of one building through time, in parallel: the loop around the equations."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit, prange

from sim.fire.burning import EXCESS, FREE, JET, burn, burn_layers
from sim.fire.compiled import compiled
from sim.fire.constants import (
    GAMMA,
    GAS_CONSTANT,
)
from sim.fire.exchange import (
    move_through_openings,
    overturn,
    room_heat,
    solve_pressures,
)
from sim.fire.fans import draw_hoods, move_by_fans
from sim.fire.hatches import move_through_hatches
from sim.fire.heat import exchange_heat
from sim.fire.openings import SLABS
from sim.fire.plan import SURFACES, WALL_NODES
from sim.fire.state import (
    CO,
    CO2,
    H2O,
    HL,
    HU,
    LOWER,
    ML,
    MOVED,
    MU,
    O2,
    PRESSURE,
    SOOT,
    SPECIES,
    TL,
    TU,
    UPPER,
    VOLUME,
    Z,
    derive,
)
from sim.fire.streams import run_along_walls

FloatArray = npt.NDArray[np.float64]
SWELL, TURNOVER = 0.05, 0.4  # of a room in one step: heat's swelling, gas moved
FINEST = 40  # a step may be so many times shorter than the longest: every run ends
COARSE = 1e3  # W, an imbalance that a shorter step must mend
COLDEST, HOTTEST = 150.0, 3000.0  # K, what a layer may be
THIN = 2e-3  # share of a room that a layer keeps at least

COLUMNS = 5 + 2 * 4 + SURFACES
"""Output columns of a room: upper and lower temperature, layer height, pressure, spare; mole
fractions of O2, CO2, CO and soot kg/m3 of both layers; surface temperatures."""


class Place(NamedTuple):
    """One member's part of a plan; the fields are those of Plan."""

    ambient: float
    pressure: float
    room: FloatArray
    capacity: FloatArray
    conductance: FloatArray
    solid: FloatArray
    opening: FloatArray
    opening_ends: FloatArray
    opening_curve: FloatArray
    hatch: FloatArray
    hatch_ends: FloatArray
    hatch_curve: FloatArray
    fan: FloatArray
    fan_ends: FloatArray
    fan_curve: FloatArray
    hood: FloatArray
    hood_room: FloatArray
    hood_curve: FloatArray
    fire: FloatArray
    fire_room: FloatArray
    fire_curve: FloatArray
    mixing: FloatArray


@njit(cache=True, inline="always")
def _member(plan, k):  # type: ignore[no-untyped-def]
    return Place(
        plan.ambient[k], plan.pressure[k], plan.room[k], plan.capacity[k], plan.conductance[k],
        plan.solid[k], plan.opening[k], plan.opening_ends, plan.opening_curve[k], plan.hatch[k],
        plan.hatch_ends, plan.hatch_curve[k], plan.fan[k], plan.fan_ends, plan.fan_curve[k],
        plan.hood[k], plan.hood_room, plan.hood_curve[k], plan.fire[k], plan.fire_room,
        plan.fire_curve[k], plan.mixing[k],
    )  # fmt: skip


@compiled
def update(plan, state, gas, rate, kinds, dt):  # type: ignore[no-untyped-def]
    """Apply a step's rates. Both layers keep at least a film, taken from the other one."""
    for c in range(state.shape[0]):
        whole = plan.room[c, 0] * plan.room[c, 1]
        p_old = plan.pressure + state[c, PRESSURE]
        heat = rate[c, HU] + rate[c, HL]
        change = (GAMMA - 1.0) * heat * dt / whole
        p_new = max(p_old + change, 0.5 * plan.pressure)
        # A layer grows by its own heat and shrinks as the pressure rises: d(pV) at constant gamma.
        volume = state[c, VOLUME] + (
            (GAMMA - 1.0) * rate[c, HU] * dt - state[c, VOLUME] * (p_new - p_old)
        ) / (GAMMA * p_new)
        state[c, PRESSURE] = p_new - plan.pressure
        state[c, UPPER] += rate[c, MU] * dt
        state[c, LOWER] += rate[c, ML] * dt
        for s in range(2 * SPECIES):
            state[c, 4 + s] = max(state[c, 4 + s] + kinds[c, s] * dt, 0.0)
        state[c, VOLUME] = volume
        _keep_films(state, c, whole)
        _keep_real(state, c, whole, p_new)


@compiled
def _keep_films(state, c, whole):  # type: ignore[no-untyped-def]
    least = THIN * whole
    for upper in range(2):
        volume = state[c, VOLUME] if upper == 1 else whole - state[c, VOLUME]
        own, other = (UPPER, LOWER) if upper == 1 else (LOWER, UPPER)
        if volume >= least and state[c, own] > 1e-3 * least:
            continue
        missing = max(least - volume, 0.5 * least)
        if volume < 0.0:
            missing = least - volume
        part = min(missing / (whole - volume), 0.5)
        moved = part * state[c, other]
        state[c, own] = max(state[c, own], 0.0) + moved
        state[c, other] -= moved
        base_own = 4 if upper == 1 else 4 + SPECIES
        base_other = 4 + SPECIES if upper == 1 else 4
        for s in range(SPECIES):
            gone = part * state[c, base_other + s]
            state[c, base_own + s] += gone
            state[c, base_other + s] -= gone
        grown = volume + part * (whole - volume)
        state[c, VOLUME] = grown if upper == 1 else whole - grown


@compiled
def _keep_real(state, c, whole, pressure):  # type: ignore[no-untyped-def]
    """Bound both layers' temperatures by shifting the interface: the room's heat is pV, so this
    moves heat between the layers and makes none."""
    upper = GAS_CONSTANT * state[c, UPPER] / pressure
    lower = GAS_CONSTANT * state[c, LOWER] / pressure
    least = max(upper * COLDEST, whole - lower * HOTTEST)
    most = min(upper * HOTTEST, whole - lower * COLDEST)
    if least > most:
        state[c, VOLUME] = whole * state[c, UPPER] / (state[c, UPPER] + state[c, LOWER])
    else:
        state[c, VOLUME] = min(max(state[c, VOLUME], least), most)


@compiled
def _is_real(plan, state):  # type: ignore[no-untyped-def]
    """False when a step was too long: a layer is colder or hotter than gas can be."""
    for c in range(state.shape[0]):
        whole = plan.room[c, 0] * plan.room[c, 1]
        pressure = plan.pressure + state[c, PRESSURE]
        upper = pressure * state[c, VOLUME] / (GAS_CONSTANT * state[c, UPPER])
        lower = pressure * (whole - state[c, VOLUME]) / (GAS_CONSTANT * state[c, LOWER])
        if not (
            COLDEST * 1.01 < upper < HOTTEST * 0.99 and COLDEST * 1.01 < lower < HOTTEST * 0.99
        ):
            return False
    return True


@compiled
def _record(plan, state, gas, walls, out):  # type: ignore[no-untyped-def]
    for c in range(state.shape[0]):
        out[c, 0], out[c, 1], out[c, 2] = gas[c, TU], gas[c, TL], gas[c, Z]
        out[c, 3] = state[c, PRESSURE]
        for side in range(2):
            mass = state[c, UPPER] if side == 0 else state[c, LOWER]
            base = 4 + side * SPECIES
            volume = state[c, VOLUME]
            if side == 1:
                volume = plan.room[c, 0] * plan.room[c, 1] - volume
            dry = state[c, base + O2] / 32.0 + state[c, base + CO2] / 44.01
            rest = mass - state[c, base + O2] - state[c, base + CO2] - state[c, base + H2O]
            moles = dry + max(rest, 0.0) / 28.16 + state[c, base + H2O] / 18.015
            at = 5 + 4 * side
            out[c, at] = state[c, base + O2] / 32.0 / moles
            out[c, at + 1] = state[c, base + CO2] / 44.01 / moles
            out[c, at + 2] = state[c, base + CO] / 28.01 / moles
            out[c, at + 3] = state[c, base + SOOT] / volume
        for s in range(SURFACES):
            out[c, 13 + s] = walls[c, s, 0]


@compiled
def _clear(rate, kinds, hearth, drawn, ledger, step):  # type: ignore[no-untyped-def]
    """Forget what the last step did."""
    rate[:] = 0.0
    kinds[:] = 0.0
    hearth[:] = 0.0
    hearth[:, FREE] = -1.0
    drawn[:] = 0.0
    ledger[:] = 0.0
    ledger[2] = step


@compiled
def _hand_over(jets, hearth):  # type: ignore[no-untyped-def]
    """What the last step's door jets bring to the ceilings in this one."""
    for c in range(jets.shape[0]):
        hearth[c, JET] += jets[c, 0]
        hearth[c, EXCESS] += jets[c, 1]
    jets[:] = 0.0


@compiled
def _book(ledger, released, step, sums):  # type: ignore[no-untyped-def]
    """Add what crossed the boundary in a step, and what was released."""
    sums[0] += ledger[0] * step
    sums[1] += ledger[1] * step
    sums[2] += abs(ledger[0]) * step
    for f in range(released.shape[0]):
        sums[3] += released[f] * step


@compiled
def _pace(plan, state, gas, rate, dt, most):  # type: ignore[no-untyped-def]
    """The next time step, s: heat may swell a room's gas by at most SWELL in it, and at most
    TURNOVER of it may move."""
    wanted = most
    for c in range(state.shape[0]):
        whole = plan.room[c, 0] * plan.room[c, 1]
        swing = abs(rate[c, HU]) * (GAMMA - 1.0) / (GAMMA * plan.pressure)
        if swing * wanted > SWELL * whole:
            wanted = SWELL * whole / swing
        held = state[c, UPPER] + state[c, LOWER]
        if rate[c, MOVED] * wanted > TURNOVER * held:
            wanted = TURNOVER * held / rate[c, MOVED]
    return max(min(wanted, 2.0 * dt), most / FINEST)


@njit(parallel=True, cache=True, error_model="numpy")
def advance(plan, state, walls, clock, until, every, most, out, vents, burnt, sums, check):  # type: ignore[no-untyped-def]
    """Advance every member from its clock to `until`, s, writing outputs each `every` s.

    state (m, c, STATE); walls (m, c, SURFACES, WALL_NODES); clock (m, 2 + 2 c): time, last step,
    and W/m2/K and W/m2 of door jets on every ceiling in it; out (m, n, c, COLUMNS); vents
    (m, n, v, 2); burnt (m, n, k); sums (m, 4): mass and heat that crossed the boundary, their
    absolute sums;
    check (m,): worst imbalance of a pressure solve, W.
    """
    for k in prange(state.shape[0]):
        _advance_one(
            _member(plan, k), state[k], walls[k], clock[k], until, every, most,
            out[k], vents[k], burnt[k], sums[k], check[k : k + 1],
        )  # fmt: skip


@compiled
def _advance_one(plan, state, walls, clock, until, every, most, out, vents, burnt, sums, check):  # type: ignore[no-untyped-def]
    rooms = state.shape[0]
    gas = np.zeros((rooms, 5))
    rate = np.zeros((rooms, 5))
    kinds = np.zeros((rooms, 2 * SPECIES))
    hearth = np.zeros((rooms, 5))
    heat = np.zeros(rooms)
    pressure = np.zeros(rooms)
    balance = np.zeros(rooms)
    matrix = np.zeros((rooms, rooms))
    change = np.zeros(rooms)
    jets = clock[2:].reshape((rooms, 2))
    slabs = np.zeros((plan.opening.shape[0], SLABS, 5))
    counts = np.zeros(plan.opening.shape[0], dtype=np.int64)
    through = np.zeros((plan.opening.shape[0], 2))
    released = np.zeros(plan.fire.shape[0])
    scratch = np.zeros((2, WALL_NODES))
    share = np.zeros(5)
    ledger = np.zeros(3)
    kept_state = np.zeros_like(state)
    kept_walls = np.zeros_like(walls)
    drawn = np.zeros(plan.hood.shape[0])
    outside = (plan.ambient, plan.pressure / (GAS_CONSTANT * plan.ambient))
    time, dt = clock[0], clock[1]
    written = 0
    next_out = time + every
    while written < out.shape[0]:
        dt = min(dt, most)
        last = next_out - time <= dt * (1.0 + 1e-9)
        step = next_out - time if last else dt
        middle = time + 0.5 * step
        derive(state, plan.room, plan.pressure, gas)
        kept_state[:] = state
        kept_walls[:] = walls
        _clear(rate, kinds, hearth, drawn, ledger, step)
        burn(plan, state, gas, middle, step, rate, kinds, hearth, released, drawn, ledger)
        burn_layers(state, gas, kinds, rate, ledger)
        _hand_over(jets, hearth)
        exchange_heat(plan, state, gas, walls, hearth, time, step, rate, ledger, scratch, share)
        run_along_walls(plan, state, gas, walls, step, rate, kinds, ledger)
        room_heat(rate, heat)
        for c in range(rooms):
            pressure[c] = state[c, PRESSURE]
        worst = solve_pressures(
            plan, state, gas, middle, step, outside, heat, drawn, pressure, slabs,
            counts, balance, matrix, change,
        )  # fmt: skip
        move_through_openings(
            plan, state, gas, outside, step, slabs, counts, hearth[:, FREE], jets, rate, kinds,
            through, ledger,
        )  # fmt: skip
        move_through_hatches(
            plan, state, gas, pressure, middle, step, outside, jets, rate, kinds, ledger
        )
        move_by_fans(plan, state, gas, pressure, middle, outside, rate, kinds, ledger)
        draw_hoods(plan, state, gas, pressure, middle, rate, kinds, drawn, ledger)
        overturn(state, gas, rate, kinds, ledger)
        update(plan, state, gas, rate, kinds, step)
        if (worst > COARSE or not _is_real(plan, state)) and dt > most / FINEST * 1.01:
            state[:] = kept_state
            walls[:] = kept_walls
            dt = max(0.25 * step, most / FINEST)
            continue
        check[0] = max(check[0], worst)
        _book(ledger, released, step, sums)
        time += step
        dt = _pace(plan, state, gas, rate, dt, most)
        if last:
            derive(state, plan.room, plan.pressure, gas)
            _record(plan, state, gas, walls, out[written])
            vents[written] = through
            burnt[written] = released
            written += 1
            next_out += every
    clock[0], clock[1] = time, dt

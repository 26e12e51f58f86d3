"""What a sensor would show in the fire of each member.

A head near the ceiling shows the layer it hangs in, and the jet of a near fire where that is
hotter. A thermocouple in a hood shows the plume and what the exhaust mixes into it. All shown as a
change since before the fire, since cooking warms hoods and ducts every day.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from sim.fire import alpert
from sim.fire.constants import CP, EXTINCTION

FloatArray = npt.NDArray[np.float64]

DEAD_C = 150.0  # electronics of ceiling heads; NIST P-Flash
AIR_DENSITY = 1.2  # kg/m3, what a fan moves
DECIBEL = 4.343  # dB per neper
BLEND = 3.0  # power by which a jet and a layer join where both warm a head
MIXED = 0.07  # share of a room's height over which measured layers pass into each other
MISSED = 0.25  # share of a room's height by which a model may miss the layer's
LEAST_DRAUGHT = 0.1  # m3/s, below it a hood catches nothing
CAUGHT = 0.8  # share of a line fire's convected heat that its hood catches


class Kind(StrEnum):
    """What a sensor shows: gas in the hot layer; gas at its own height; a head under the ceiling
    (the same with the jet of a near fire); hood plenum and duct; smoke dB/m; CO ppm."""

    LAYER = "layer"
    AIR = "air"
    HEAD = "head"
    HOOD = "hood"
    DUCT = "duct"
    SMOKE = "smoke"
    CO = "co"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensor:
    """One sensor that steers the forecast. room: number of its compartment; at: world, m.

    noise: standard deviation in its unit; share: the part of its error that grows with what it
    shows; lag: s, first order; dead_c: temperature that destroys it; hold: s for which a value
    that is not repeated still stands, 0 where each sample is sent.
    """

    tag: str
    kind: Kind
    room: int
    at: tuple[float, float, float]
    noise: float
    share: float = 0.05
    lag: float = 0.0
    dead_c: float = DEAD_C
    top: float = np.inf
    hold: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Air:
    """Members at one instant: (m, c) of rooms in K, m above the floor, mole fractions, kg/m3; floor
    (c,) and height (c,) m; hrr (m, c) W of the fire in each room, seat (m, c, 3) its place; hood
    (m,) m3/s of exhaust, hooded (c,) where it draws; radiative (m,); scale, lower_scale (m, c):
    factors on the rises of upper and lower layers, one for both where the other is None; inside K.
    """

    upper: FloatArray
    lower: FloatArray
    layer: FloatArray
    upper_soot: FloatArray
    lower_soot: FloatArray
    upper_co: FloatArray
    lower_co: FloatArray
    floor: FloatArray
    height: FloatArray
    hrr: FloatArray
    seat: FloatArray
    hood: FloatArray
    hooded: npt.NDArray[np.bool_]
    radiative: FloatArray
    scale: FloatArray
    inside: float
    lower_scale: FloatArray | None = None


def shown(sensor: Sensor, air: Air) -> FloatArray:
    """What `sensor` would show at rest in the air of each member, (m,), as a change."""
    room = sensor.room
    upper = air.scale[:, room] * (air.upper[:, room] - air.inside)
    factor = air.scale if air.lower_scale is None else air.lower_scale
    lower = factor[:, room] * (air.lower[:, room] - air.inside)
    above = sensor.at[2] - air.floor[room] >= air.layer[:, room]
    match sensor.kind:
        case Kind.LAYER:
            value = upper
        case Kind.AIR:
            depth = (sensor.at[2] - air.floor[room] - air.layer[:, room]) / air.height[room]
            share = 1.0 / (1.0 + np.exp(-np.clip(depth / MIXED, -30.0, 30.0)))
            value = share * upper + (1.0 - share) * lower
        case Kind.HEAD:
            value = jet_rise(np.where(above, upper, lower), air, room, sensor.at)
        case Kind.HOOD:
            value = _hood(sensor, air)
        case Kind.DUCT:
            value = _mixed(air, room)
        case Kind.SMOKE:
            soot = np.where(above, air.upper_soot[:, room], air.lower_soot[:, room])
            value = soot * EXTINCTION * DECIBEL
        case Kind.CO:
            value = 1e6 * np.where(above, air.upper_co[:, room], air.lower_co[:, room])
    return np.minimum(value, sensor.top)


def doubt(sensor: Sensor, air: Air) -> float:
    """Standard deviation, K, of what a head at its own height shows, because models miss the height
    of a layer by a tenth of the room: half of the step between the layers where it is near."""
    if sensor.kind is not Kind.AIR:
        return 0.0
    room = sensor.room
    depth = (sensor.at[2] - air.floor[room] - air.layer[:, room]) / air.height[room]
    near = np.exp(-((depth / MISSED) ** 2))
    return float(np.mean(0.5 * near * np.abs(air.upper[:, room] - air.lower[:, room])))


def jet_rise(layer: FloatArray, air: Air, room: int, at: tuple[float, float, float]) -> FloatArray:
    """Rise at a head under the ceiling, K, (m,): Alpert's jet before there is a layer, the layer's
    rise where it is the greater, and a smooth join between. A hood keeps its share of the plume."""
    seat = air.seat[:, room]
    height = np.maximum(air.floor[room] + air.height[room] - seat[:, 2], 0.3)
    radius = np.hypot(seat[:, 0] - at[0], seat[:, 1] - at[1])
    drawn = CAUGHT * (air.hood > LEAST_DRAUGHT) if air.hooded[room] else 0.0
    free = (1.0 - drawn) * np.maximum(air.hrr[:, room], 0.0)
    jet = alpert.rise(free, height=height, radius=radius)
    whole = np.maximum(layer, 0.0) ** BLEND + jet**BLEND
    return np.where(layer < 0, layer + jet, whole ** (1 / BLEND))


def _mixed(air: Air, room: int) -> FloatArray:
    """Rise of all that a hood draws, K: its share of the convected heat in its flow."""
    heat = CAUGHT * (1.0 - air.radiative) * np.maximum(air.hrr[:, room], 0.0)
    flow = AIR_DENSITY * np.maximum(air.hood, 0.2)
    return np.asarray(heat / (flow * CP), dtype=np.float64)


def _hood(sensor: Sensor, air: Air) -> FloatArray:
    """Rise in the plenum over the line: Alpert at the height of the hood, at least what all the
    exhaust is warmed by."""
    seat = air.seat[:, sensor.room]
    height = np.maximum(sensor.at[2] - seat[:, 2], 0.3)
    radius = np.hypot(seat[:, 0] - sensor.at[0], seat[:, 1] - sensor.at[1])
    hrr = np.maximum(air.hrr[:, sensor.room], 0.0)
    near = alpert.rise(hrr, height=height, radius=radius)
    return np.maximum(near, _mixed(air, sensor.room))

"""Heat flux upon a gauge in a zone run: flame, hot layer and surfaces by rays, and convection.

A gauge is small, black and cool (at the temperature inside at the start). It sees a hemisphere:
every ray ends on a surface of the room at that surface's temperature, and what passes the upper
layer takes on its emission. The flame is a row of point sources on its axis, dimmed by the layer.
Sources: Modak 1977 and SFPE Handbook (point source); ceiling: Cooper, NBSIR 82-2535 (1982).
"""

from math import pi

import numpy as np
import numpy.typing as npt

from sim.fire.arrays import over_arrays
from sim.fire.case import Case, Compartment, Fire, Position
from sim.fire.constants import CONVECTION_FLAT, CONVECTION_WALL, CP, GRAVITY, STEFAN_BOLTZMANN
from sim.fire.formulas import heskestad_flame_height
from sim.fire.jet import jet_temperature
from sim.fire.surfaces import layer_emissivity
from sim.fire.zone_run import ZoneRun

FloatArray = npt.NDArray[np.float64]
RAYS = 64
FLAME_POINTS = 5
TOUCHES = 0.02  # m, how near a gauge of a surface lies to it
CEILING, UPPER_WALL, LOWER_WALL, FLOOR = 0, 1, 2, 3
AIR, VISCOSITY, PRANDTL = 1.2, 1.8e-5, 0.71  # kg/m3, m2/s of warm air

_emissivity = over_arrays(layer_emissivity)
_flame_height = over_arrays(heskestad_flame_height)


def heat_flux(
    run: ZoneRun, case: Case, compartment: str, at: Position, *, convection: bool = True
) -> FloatArray:
    """Net flux into a gauge at a place in world coordinates, W/m2, shape (m, n).

    A gauge on a surface faces into the room, one in the room faces the greatest fire, or upwards
    where there is none. Without convection: what a gauge behind a window measures.
    """
    gauge = _Gauge(run, case, compartment, at)
    flux = gauge.from_room() - STEFAN_BOLTZMANN * case.inside**4
    for k, fire in enumerate(case.fires):
        if fire.compartment == compartment:
            flux = flux + gauge.from_flame(fire, run.hrr[..., k])
    return flux + gauge.convection() if convection else flux


class _Gauge:
    """One place of a run, what it faces, and the layer around it."""

    def __init__(self, run: ZoneRun, case: Case, compartment: str, at: Position) -> None:
        self.run, self.case = run, case
        self.room = case.compartment(compartment)
        self.column = [one.id for one in case.compartments].index(compartment)
        self.place = np.array(at) - np.array(self.room.at)
        self.layer = run.layer_height[..., self.column]
        self.upper = run.upper_temperature[..., self.column]
        self.soot = run.upper_soot[..., self.column]
        self.triatomic = run.upper_co2[..., self.column] * _triatomic_per_co2(case)
        facing = _surface_normal(self.place, self.room)
        self.on_surface = facing is not None
        self.normal = _towards_fire(self.place, self.room, case) if facing is None else facing

    def from_room(self) -> FloatArray:
        """Radiation of the layer and the surfaces upon the gauge, W/m2."""
        total = np.zeros_like(self.layer)
        surface = self.run.surface[..., self.column, :]
        for ray in _hemisphere(self.normal):
            length, axis = _to_wall(self.place, ray, self.room.size)
            end = self.place[2] + length * ray[2]
            if axis == 2:
                hit = surface[..., CEILING if ray[2] > 0 else FLOOR]
            else:
                hit = np.where(end > self.layer, surface[..., UPPER_WALL], surface[..., LOWER_WALL])
            gas = self._dimming(length, end)
            total += gas * self.upper**4 + (1.0 - gas) * hit**4
        return STEFAN_BOLTZMANN * total / RAYS

    def from_flame(self, fire: Fire, hrr: FloatArray) -> FloatArray:
        """Radiation of one flame upon the gauge, W/m2."""
        base = np.array(fire.at) - np.array(self.room.at)
        width = 2.0 * (fire.area / pi) ** 0.5
        tip = np.minimum(_flame_height(hrr, width), self.room.size[2] - base[2])
        total = np.zeros_like(hrr)
        for n in range(FLAME_POINTS):
            level = base[2] + (n + 0.5) / FLAME_POINTS * tip
            aside = base[:2] - self.place[:2]
            up = level - self.place[2]
            distance = np.sqrt(aside @ aside + up**2)
            facing = (self.normal[:2] @ aside + self.normal[2] * up) / np.maximum(distance, 1e-6)
            seen = np.maximum(facing, 0.0) / (4.0 * pi * np.maximum(distance, width / 2.0) ** 2)
            total += seen * (1.0 - self._dimming(distance, level))
        share: FloatArray = total * hrr * fire.radiative_fraction / FLAME_POINTS
        return share

    def _dimming(self, length: FloatArray | float, end: FloatArray | float) -> FloatArray:
        """Emissivity of what a straight way from the gauge to a level passes of the layer."""
        low, high = np.minimum(self.place[2], end), np.maximum(self.place[2], end)
        level = np.where(self.place[2] > self.layer, 1.0, 0.0)
        part = np.clip((high - self.layer) / np.maximum(high - low, 1e-9), 0.0, 1.0)
        inside = length * np.where(high - low > 1e-6, part, level)
        return np.asarray(_emissivity(self.soot, self.triatomic, self.upper, inside))

    def convection(self) -> FloatArray:
        """From the gas at the gauge, W/m2."""
        cool = self.case.inside
        x, y, z = self.place + np.array(self.room.at)
        gas = jet_temperature(self.run, self.case, self.room.id, float(x), float(y), float(z))
        flat = abs(self.normal[2]) > 0.7
        free = (CONVECTION_FLAT if flat else CONVECTION_WALL) * np.abs(gas - cool) ** (1 / 3)
        forced = self._ceiling_jet() if self.on_surface and self.normal[2] < -0.7 else 0.0
        return np.asarray((free**3 + forced**3) ** (1 / 3) * (gas - cool))

    def _ceiling_jet(self) -> FloatArray:
        """Coefficient of the ceiling jets at the gauge, W/m2/K; Cooper."""
        total = np.zeros_like(self.layer)
        for k, fire in enumerate(self.case.fires):
            reach = self.room.size[2] + self.room.at[2] - fire.at[2]
            if fire.compartment != self.room.id or reach <= 0.0:
                continue
            aside = self.place[:2] + np.array(self.room.at[:2]) - np.array(fire.at[:2])
            ratio = float(np.hypot(*aside)) / reach
            convective = self.run.hrr[..., k] * (1.0 - fire.radiative_fraction)
            total = np.maximum(total, jet_coefficient(convective, reach, ratio))
        return total


def jet_coefficient(convective: FloatArray, reach: float, ratio: float) -> FloatArray:
    """Heat transfer of a ceiling jet, W/m2/K. convective W; reach m, fuel to ceiling; ratio: radius
    over reach. Source: Cooper, NBSIR 82-2535 (1982)."""
    speed = (GRAVITY * reach) ** 0.5
    scaled = (np.maximum(convective, 1.0) / (AIR * CP * 293.0 * speed * reach**2)) ** (1 / 3)
    reynolds = speed * reach * scaled / VISCOSITY
    scale = AIR * CP * speed * scaled * PRANDTL ** (-2 / 3)
    if ratio < 0.2:
        shape = 8.82 * reynolds**-0.5 * (1.0 - (5.0 - 0.284 * reynolds**0.2) * ratio)
    else:
        shape = 0.283 * reynolds**-0.3 * ratio**-1.2 * (ratio - 0.0771) / (ratio + 0.279)
    return np.asarray(shape * scale)


def _triatomic_per_co2(case: Case) -> float:
    """CO2 and water per CO2 of what burns; for methane 3."""
    return max((1.0 + 0.5 * fire.hydrogen / fire.carbon for fire in case.fires), default=2.0)


def _surface_normal(place: FloatArray, room: Compartment) -> FloatArray | None:
    for axis in (2, 1, 0):
        for end, sign in ((0.0, 1.0), (room.size[axis], -1.0)):
            if abs(place[axis] - end) <= TOUCHES:
                normal = np.zeros(3)
                normal[axis] = sign
                return normal
    return None


def _towards_fire(place: FloatArray, room: Compartment, case: Case) -> FloatArray:
    fires = [fire for fire in case.fires if fire.compartment == room.id]
    if not fires:
        return np.array([0.0, 0.0, 1.0])
    greatest = max(fires, key=lambda fire: max(value for _, value in fire.hrr))
    way = np.array(greatest.at) - np.array(room.at) - place
    way[2] += 0.5 * float(
        _flame_height(max(v for _, v in greatest.hrr), 2.0 * (greatest.area / pi) ** 0.5)
    )
    return np.asarray(way / max(float(np.linalg.norm(way)), 1e-9))


def _hemisphere(normal: FloatArray) -> FloatArray:
    """Rays (RAYS, 3) spread evenly by what a flat gauge receives from each."""
    n = np.arange(RAYS) + 0.5
    sine = np.sqrt(n / RAYS)
    angle = n * pi * (3.0 - 5.0**0.5)
    flat = np.column_stack([sine * np.cos(angle), sine * np.sin(angle), np.sqrt(1.0 - sine**2)])
    aside = np.array([1.0, 0.0, 0.0]) if abs(normal[0]) < 0.9 else np.array([0.0, 1.0, 0.0])
    first = np.cross(normal, aside)
    first /= np.linalg.norm(first)
    return np.asarray(flat @ np.vstack([first, np.cross(normal, first), normal]))


def _to_wall(place: FloatArray, ray: FloatArray, size: Position) -> tuple[float, int]:
    """Length of a ray inside a box, m, and the axis of the surface it ends on."""
    with np.errstate(divide="ignore"):
        ends = (np.where(ray > 0, np.array(size), 0.0) - place) / ray
    ends = np.where(np.abs(ray) < 1e-12, np.inf, np.maximum(ends, 0.0))
    axis = int(np.argmin(ends))
    return float(ends[axis]), axis

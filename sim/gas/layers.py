"""Gas in a room as three well-mixed layers: floor, middle, ceiling.

A buoyant gas goes into the ceiling layer, a dense one into the floor layer. What comes in pushes
as much out; between layers air moves with that displacement, by diffusion when it is still, and by
the stirring of a fan. Volume is conserved exactly, and the implicit step never overshoots.

Limits: the depths of the layers are given, not computed; no wind, no wall between; %LEL is that of
the layer, a head near the leak can see more. Spread along the ceiling or floor: Britter 1979.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from sim.gas.fuel import AIR_DENSITY, Fuel

FloatArray = npt.NDArray[np.float64]
GRAVITY = 9.80665  # m/s2
STIRRING = 10.0  # air that a jet drags along, times its own: 0.32 x/d, at 31 d; Rajaratnam 1976
SPREAD_FACTOR = 0.84  # radius = 0.84 (g' Q)^(1/4) t^(3/4); law: Britter 1979, factor of order 1
LONGEST_STEP = 0.5  # s
FLOOR, MIDDLE, CEILING = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Room:
    """A kitchen as the gas sees it. area m2, height m; depth m of the floor and ceiling layers.

    The depths are those of the domain's reference kitchen: 25 m3 on the floor and 50 m3 under the
    ceiling of 84 m2.
    """

    area: float
    height: float
    floor_depth: float = 0.3
    ceiling_depth: float = 0.6

    def __post_init__(self) -> None:
        if not min(self.area, self.floor_depth, self.ceiling_depth) > 0:
            raise ValueError("area and depths of the layers must be above 0")
        if not self.floor_depth + self.ceiling_depth < self.height:
            raise ValueError(f"the layers do not fit into a height of {self.height} m")

    @property
    def depths(self) -> tuple[float, float, float]:
        """Floor, middle and ceiling layer, m."""
        middle = self.height - self.floor_depth - self.ceiling_depth
        return self.floor_depth, middle, self.ceiling_depth

    def layer(self, height: float) -> int:
        """Which layer is `height` m above the floor. Raises ValueError outside the room."""
        if not 0 <= height <= self.height:
            raise ValueError(f"{height} m is not in a room of {self.height} m")
        if height < self.floor_depth:
            return FLOOR
        return MIDDLE if height < self.height - self.ceiling_depth else CEILING


@dataclass(frozen=True, slots=True)
class Air:
    """How a room is aired; each a number, (n,) or (m, n) over the run's times, m3/s.

    extract: through a fan whose inlet is `height` m above the floor; draught: through open doors
    and windows, from all layers alike. Fresh air replaces both, near the floor for a fan.
    """

    extract: npt.ArrayLike = 0.0
    height: float = 2.0
    draught: npt.ArrayLike = 0.0


STILL = Air()


@dataclass(frozen=True, slots=True)
class GasRun:
    """m members over n times: time (n,) s; fraction (m, n, 3) mole fraction of the fuel in the
    floor, middle and ceiling layer; released, vented (m, n) m3 of it until then."""

    room: Room
    fuel: Fuel
    time: FloatArray
    fraction: FloatArray
    released: FloatArray
    vented: FloatArray
    flow: FloatArray

    def percent_lel(self, height: float, distance: float = 0.0) -> FloatArray:
        """What a gas head at `height` m shows, %LEL (m, n); `distance` m from the leak, over which
        the front of the layer first has to travel."""
        here = self.fraction[:, :, self.room.layer(height)] * (100.0 / self.fuel.lower)
        if distance <= 0:
            return here
        late = spread_time(self.fuel, self.flow, distance)
        return np.stack(
            [
                np.interp(self.time - delay, self.time, row, left=row[0])
                for row, delay in zip(here, late, strict=True)
            ]
        )

    def flammable_volume(self) -> FloatArray:
        """Room that lies between the lower and the upper limit, m3 (m, n)."""
        inside = (self.fraction >= self.fuel.lower) & (self.fraction <= self.fuel.upper)
        return np.asarray(inside @ (self.room.area * np.array(self.room.depths)))


def spread_time(fuel: Fuel, flow: npt.ArrayLike, distance: float) -> FloatArray:
    """Seconds until the front of a layer fed by `flow` m3/s has gone `distance` m, inf without a
    flow. Source: Britter 1979, a gravity current from a steady source in calm air."""
    source = np.asarray(flow, dtype=np.float64)
    buoyancy = GRAVITY * abs(1.0 - fuel.density / AIR_DENSITY) * source
    with np.errstate(divide="ignore"):
        return np.asarray((distance / SPREAD_FACTOR) ** (4 / 3) / np.cbrt(buoyancy))


def run(
    room: Room, fuel: Fuel, time: FloatArray, flow: npt.ArrayLike, *, air: Air = STILL
) -> GasRun:
    """A leak of `flow` m3/s, a number, (n,) or (m, n), from each time to the next.

    Raises ValueError naming what cannot be.
    """
    if len(time) < 2 or not (np.diff(time) > 0).all():
        raise ValueError("time must rise and have two entries at least")
    leak, extract, draught = _series(len(time), flow=flow, extract=air.extract, draught=air.draught)
    entry = CEILING if fuel.rises else FLOOR
    volumes = room.area * np.array(room.depths)
    gaps = np.array([0.5 * (room.depths[i] + room.depths[i + 1]) for i in range(2)])
    still = fuel.diffusion * room.area / gaps
    fraction, released, vented = _run(
        np.asarray(time, np.float64),
        leak,
        extract,
        draught,
        volumes,
        still,
        entry,
        room.layer(air.height),
    )
    return GasRun(room, fuel, time, fraction, released, vented, leak.max(axis=1))


def _series(n: int, **given: npt.ArrayLike) -> list[FloatArray]:
    arrays = {name: np.atleast_2d(np.asarray(v, dtype=np.float64)) for name, v in given.items()}
    for name, array in arrays.items():
        if not (np.isfinite(array) & (array >= 0)).all():
            raise ValueError(f"{name} must be numbers not below 0")
    members = max(array.shape[0] for array in arrays.values())
    return [np.array(np.broadcast_to(array, (members, n))) for array in arrays.values()]


@njit(cache=True)
def _run(time, leak, extract, draught, volumes, still, entry, inlet):  # type: ignore[no-untyped-def]
    members, n = leak.shape
    fraction = np.zeros((members, n, 3))
    released, vented = np.zeros((members, n)), np.zeros((members, n))
    share = volumes / volumes.sum()
    for i in range(members):
        c = np.zeros(3)
        come = gone = 0.0
        for k in range(1, n):
            steps = int(np.ceil((time[k] - time[k - 1]) / LONGEST_STEP))
            dt = (time[k] - time[k - 1]) / steps
            for _ in range(steps):
                before = (c * volumes).sum()
                _step(
                    c, volumes, still, share, dt, leak[i, k - 1], extract[i, k - 1],
                    draught[i, k - 1], entry, inlet,
                )  # fmt: skip
                come += leak[i, k - 1] * dt
                gone += leak[i, k - 1] * dt - ((c * volumes).sum() - before)
            fraction[i, k] = c
            released[i, k], vented[i, k] = come, gone
    return fraction, released, vented


@njit(cache=True)
def _step(c, volumes, still, share, dt, leak, extract, draught, entry, inlet):  # type: ignore[no-untyped-def]
    """One implicit step of the three layers: all outflow carries the layer's new fraction."""
    out = draught * share
    out[inlet] += extract
    fresh = draught * share
    if leak > extract:  # the room pushes air out at the end where the gas is not
        out[2 - entry] += leak - extract
    else:
        fresh[0] += extract - leak
    source = np.zeros(3)
    source[entry] = leak
    up0 = fresh[0] + source[0] - out[0]  # what is too much in a layer goes to the next
    up1 = up0 + fresh[1] + source[1] - out[1]
    mix0 = still[0] + STIRRING * extract
    mix1 = still[1] + STIRRING * extract
    rise0, fall0 = max(up0, 0.0) + mix0, max(-up0, 0.0) + mix0
    rise1, fall1 = max(up1, 0.0) + mix1, max(-up1, 0.0) + mix1
    d0 = volumes[0] / dt + out[0] + rise0
    d1 = volumes[1] / dt + out[1] + fall0 + rise1
    d2 = volumes[2] / dt + out[2] + fall1
    b0 = volumes[0] / dt * c[0] + source[0]
    b1 = volumes[1] / dt * c[1] + source[1]
    b2 = volumes[2] / dt * c[2] + source[2]
    d1 -= rise0 * fall0 / d0
    b1 += rise0 * b0 / d0
    d2 -= rise1 * fall1 / d1
    b2 += rise1 * b1 / d1
    c[2] = b2 / d2
    c[1] = (b1 + fall1 * c[2]) / d1
    c[0] = (b0 + fall0 * c[1]) / d0

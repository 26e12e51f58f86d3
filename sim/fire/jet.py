"""What sensors above a fire feel in a zone run: plume, ceiling jet, heat detectors and links.

A hot layer under the ceiling feeds the jet with warm gas: the fire is replaced by one of another
strength and height in air of the layer's temperature. Source: Evans, "Calculating fire plume
characteristics in a two-layer environment", Fire Technology 20 (1984). Then Alpert 1972 for the
jet, Heskestad for the plume's axis, mirror images for walls and corners.
"""

from math import pi

import numpy as np
import numpy.typing as npt

from sim.fire.case import Case, Fire
from sim.fire.constants import CP, GRAVITY
from sim.fire.plan import plume_share
from sim.fire.zone_run import ZoneRun

FloatArray = npt.NDArray[np.float64]
CT, BETA2 = 9.115, 0.913  # plume constants; Zukoski, as Evans takes them
AIR = 353.0  # kg K/m3, density times temperature of air at 101 kPa
ALPERT_CONVECTIVE = 0.7  # share of the heat release that Alpert's fires carried upwards
FLAME = 850.0  # K, rise in the flame; McCaffrey 1979


def jet_temperature(
    run: ZoneRun, case: Case, compartment: str, x: float, y: float, z: float
) -> FloatArray:
    """Gas temperature at a sensor in world coordinates, K, shape (m, n).

    Near the ceiling the jet of every fire of the room on top of the layer, below it the layer it
    stands in.
    """
    return _jet(run, case, compartment, (x, y, z))[0]


def plume_temperature(
    run: ZoneRun, case: Case, compartment: str, x: float, y: float, z: float
) -> FloatArray:
    """Gas temperature at a place above a fire, K, shape (m, n): the plume's axis with a Gaussian
    profile aside, never less than the jet or the layer there."""
    hottest = jet_temperature(run, case, compartment, x, y, z)
    room, column = _column(case, compartment)
    for k, fire in enumerate(case.fires):
        if fire.compartment == compartment and z > fire.at[2]:
            source = _source(run, case, k, column)
            layer = run.layer_height[..., column] + room.at[2]
            surrounding = np.where(
                z > layer, run.upper_temperature[..., column], run.lower_temperature[..., column]
            )
            inside = z > np.maximum(layer, fire.at[2])
            strength = np.where(inside, source.hrr, run.hrr[..., k] / source.share)
            height = np.where(inside, z - source.base, z - fire.at[2])
            rise = _plume_rise(strength, height, fire, surrounding)
            aside = np.hypot(x - fire.at[0], y - fire.at[1])
            width = np.maximum(0.13 * height, 0.5 * np.sqrt(fire.area / pi))  # e-folding; Zukoski
            hottest = np.maximum(hottest, surrounding + rise * np.exp(-((aside / width) ** 2)))
    return hottest


def detector_temperature(run: ZoneRun, case: Case) -> tuple[FloatArray, FloatArray]:
    """Temperature of every detector, K (m, n, d), and when it first reached its limit, s (m, d),
    nan when never. The link law of Heskestad and Bill 1988, without conduction."""
    members, times = run.hrr.shape[:2]
    shape = (members, times, len(case.detectors))
    temperature = np.full(shape, case.inside)
    activation = np.full((members, len(case.detectors)), np.nan)
    first_step = run.time[1] - run.time[0] if times > 1 else 1.0
    step = np.diff(run.time, prepend=run.time[0] - first_step)
    for d, one in enumerate(case.detectors):
        gas, speed = _jet(run, case, one.compartment, one.at)
        now = np.full(members, case.inside)
        for n in range(times):
            share = 1.0 - np.exp(-step[n] * np.sqrt(speed[:, n]) / one.rti)
            before, now = now, now + share * (gas[:, n] - now)
            temperature[:, n, d] = now
            first = np.isnan(activation[:, d]) & (now >= one.activation)
            part = (one.activation - before) / np.maximum(now - before, 1e-9)
            activation[:, d] = np.where(
                first, run.time[n] - (1.0 - part) * step[n], activation[:, d]
            )
    return temperature, activation


class _Source:
    """A fire as its layer sees it: strength W, level of its base m, share of a free plume."""

    def __init__(self, hrr: FloatArray, base: FloatArray, share: float) -> None:
        self.hrr, self.base, self.share = hrr, base, share


def _column(case: Case, compartment: str):  # type: ignore[no-untyped-def]
    ids = [one.id for one in case.compartments]
    return case.compartment(compartment), ids.index(compartment)


def _source(run: ZoneRun, case: Case, k: int, column: int) -> _Source:
    """Evans' replacement of a fire for the gas in the upper layer, mirror images counted in."""
    fire = case.fires[k]
    room = case.compartments[column]
    share = plume_share(fire.at, fire.area, room)
    hrr = np.maximum(run.hrr[..., k] / share, 1.0)
    upper, lower = run.upper_temperature[..., column], run.lower_temperature[..., column]
    to_layer = run.layer_height[..., column] + room.at[2] - fire.at[2]
    ratio = np.maximum(upper / lower, 1.0 + 1e-6)
    height = np.maximum(to_layer, 1e-3)
    scale = AIR * CP * np.sqrt(GRAVITY)
    first = hrr * (1.0 - fire.radiative_fraction) / (scale * height**2.5)
    lifted = (1.0 + CT * first ** (2 / 3)) / (ratio * CT) - 1.0 / CT
    second = np.maximum(lifted, 1e-9) ** 1.5
    below = (ratio - 1.0) * (BETA2 + 1.0) + ratio * CT * second ** (2 / 3)
    new = (ratio * first * CT / (second ** (1 / 3) * below)) ** 0.4 * height
    strength = second * scale * new**2.5 / (1.0 - fire.radiative_fraction)
    crosses = (to_layer > 1e-3) & (lifted > 1e-6)
    layer = run.layer_height[..., column] + room.at[2]
    base = np.where(crosses, layer - new, fire.at[2])
    buried = to_layer <= 1e-3
    return _Source(np.where(crosses, strength, np.where(buried, hrr, 0.0)), base, share)


def _jet(
    run: ZoneRun, case: Case, compartment: str, at: tuple[float, float, float]
) -> tuple[FloatArray, FloatArray]:
    """Gas temperature, K, and speed, m/s, at a place, (m, n) each."""
    room, column = _column(case, compartment)
    layer = run.layer_height[..., column] + room.at[2]
    upper, lower = run.upper_temperature[..., column], run.lower_temperature[..., column]
    gas = np.where(at[2] >= layer, upper, lower)
    speed = np.full(gas.shape, 0.1)  # m/s, the draught in any room with a fire
    ceiling = room.at[2] + room.size[2]
    for k, fire in enumerate(case.fires):
        rise_room = ceiling - fire.at[2]
        if fire.compartment != compartment or rise_room <= 0.0:
            continue
        radius = float(np.hypot(at[0] - fire.at[0], at[1] - fire.at[1]))
        source = _source(run, case, k, column)
        height = np.maximum(ceiling - source.base, 0.1)
        flow = source.hrr / 1e3 * (1.0 - fire.radiative_fraction) / ALPERT_CONVECTIVE
        within = _profile(ceiling - at[2], radius, rise_room)
        near = radius <= 0.18 * height
        far = np.maximum(radius, 0.18 * height)
        rise = np.where(
            near, 16.9 * flow ** (2 / 3) / height ** (5 / 3),
            5.38 * (flow / far) ** (2 / 3) / height,
        )  # fmt: skip
        moving = np.where(
            radius <= 0.15 * height, 0.96 * (flow / height) ** (1 / 3),
            0.195 * flow ** (1 / 3) * np.sqrt(height)
            / np.maximum(radius, 0.15 * height) ** (5 / 6),
        )  # fmt: skip
        under = np.where(layer < at[2], upper, lower)
        gas = np.maximum(gas, under + within * np.minimum(rise, FLAME))
        speed = np.maximum(speed, within * moving)
    return gas, speed


def _profile(depth: float, radius: float, height: float) -> float:
    """Share of the jet's greatest excess left at a depth below the ceiling, 1 at and above the
    greatest. Source: Motevalli and Marks 1991."""
    thick = 0.112 * height * (1.0 - float(np.exp(-2.24 * max(radius / height, 0.26))))
    x = max(depth / thick + 0.094, 0.294)
    return float(4.24 * x**0.755 * np.exp(-2.57 * x) / 0.79)


def _plume_rise(
    hrr: FloatArray, height: FloatArray, fire: Fire, surrounding: FloatArray
) -> FloatArray:
    """Heskestad's axis, K, at most the flame's."""
    convective = hrr * (1.0 - fire.radiative_fraction) / 1e3
    origin = 0.083 * (hrr / 1e3) ** 0.4 - 1.02 * np.sqrt(4 * fire.area / pi)
    above = np.maximum(height - origin, 0.05)
    density = AIR / surrounding
    factor = (surrounding / (GRAVITY * (CP / 1e3 * density) ** 2)) ** (1 / 3)
    rise: FloatArray = np.minimum(9.1 * factor * convective ** (2 / 3) * above ** (-5 / 3), FLAME)
    return rise

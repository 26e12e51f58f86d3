"""What the air does to people: doses, sight, and when a place stops being one to walk through.

Arrays over members, times and rooms (m, n, c); SI, kelvin. A head is in the upper layer when the
layer has come down to it, otherwise in the lower one. Sources: ISO 13571 (gas: CO, HCN, CO2
factor; heat: convection on bare skin, radiation); low oxygen, which ISO 13571 leaves out: Purser,
SFPE Handbook. Doses are fractions of what stops half of the people: NIST finds no better than
+-50 % for CO and soot in any fire model, so show them with a wide band.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from sim.errors import SimError
from sim.fire.constants import EXTINCTION, STEFAN_BOLTZMANN, VISIBILITY_FACTOR
from sim.people.limits import TenabilityLimits

FloatArray = npt.NDArray[np.float64]

ZERO_C = 273.15
SKIN = 308.15  # K, 35 C: what a person radiates back to the layer
FARTHEST_SIGHT = 30.0  # m, beyond it nothing is told apart
LIGHTED_SIGN = 8.0  # visibility factor of a light-emitting sign, Jin; VISIBILITY_FACTOR: reflecting
BORNE = 2500.0  # W/m2, below it half an hour and more is borne; ISO 13571
RADIANT_ONSET = (BORNE / STEFAN_BOLTZMANN + SKIN**4) ** 0.25  # K, layer that gives it: 206 C
CO2_ONSET = 0.02  # mole fraction, above it people breathe faster; ISO 13571
O2_ONSET = 0.20  # mole fraction, above it low oxygen is not counted


class Layers(Protocol):
    """What of a zone model's run matters to people; columns as in `sim.fire.zone.ZoneRun`."""

    @property
    def time(self) -> FloatArray: ...  # noqa: D102
    @property
    def layer_height(self) -> FloatArray: ...  # noqa: D102
    @property
    def upper_temperature(self) -> FloatArray: ...  # noqa: D102
    @property
    def lower_temperature(self) -> FloatArray: ...  # noqa: D102
    @property
    def upper_o2(self) -> FloatArray: ...  # noqa: D102
    @property
    def lower_o2(self) -> FloatArray: ...  # noqa: D102
    @property
    def upper_co2(self) -> FloatArray: ...  # noqa: D102
    @property
    def lower_co2(self) -> FloatArray: ...  # noqa: D102
    @property
    def upper_co(self) -> FloatArray: ...  # noqa: D102
    @property
    def lower_co(self) -> FloatArray: ...  # noqa: D102
    @property
    def upper_soot(self) -> FloatArray: ...  # noqa: D102
    @property
    def lower_soot(self) -> FloatArray: ...  # noqa: D102


@dataclass(frozen=True, slots=True, eq=False)
class Air:
    """What a standing person meets: temperature K, o2, co2, co, hcn mole fractions (hcn None:
    not known, not counted), soot kg/m3, layer K the gas above (or around) the head."""

    temperature: FloatArray
    layer: FloatArray
    o2: FloatArray
    co2: FloatArray
    co: FloatArray
    soot: FloatArray
    hcn: FloatArray | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Tenability:
    """Series (m, n, c) at head height: temperature K, co mole fraction, visibility m, gas_dose and
    heat_dose (FED).

    First times (m, c), s on the clock of the run, inf when not within it: hot (gas at head
    height), scorched (layer above), blind, poisoned, burnt, untenable (the first of all).
    """

    temperature: FloatArray
    co: FloatArray
    visibility: FloatArray
    gas_dose: FloatArray
    heat_dose: FloatArray
    hot: FloatArray
    scorched: FloatArray
    blind: FloatArray
    poisoned: FloatArray
    burnt: FloatArray
    untenable: FloatArray


def head_air(layers: Layers, head: float) -> Air:
    """The air `head` m above the floor. Raises SimError naming a column that is not finite."""
    within = _finite(layers, "layer_height") <= head

    def met(name: str) -> FloatArray:
        upper, lower = _finite(layers, f"upper_{name}"), _finite(layers, f"lower_{name}")
        return np.where(within, upper, lower)

    return Air(
        temperature=met("temperature"),
        layer=layers.upper_temperature,
        o2=met("o2"),
        co2=met("co2"),
        co=met("co"),
        soot=met("soot"),
    )


def _finite(layers: Layers, name: str) -> FloatArray:
    column: FloatArray = getattr(layers, name)
    if not np.isfinite(column.sum()):  # one NaN or infinity spoils the sum
        raise SimError("is not finite", where=name, remedy="Check the run that it comes from")
    return column


def gas_rate(air: Air) -> FloatArray:
    """Share of the incapacitating gas dose that one minute gives, 1/min.

    ISO 13571: CO ppm / 35 000 and HCN ppm^2.36 / 1.2e6, both times exp(CO2 % / 5) above 2 % CO2.
    Purser, SFPE Handbook: 1 / exp(8.13 - 0.54 (20.9 - O2 %)) for low oxygen.
    """
    rate = np.maximum(air.co, 0.0) * (1e6 / 35_000)
    if air.hcn is not None:
        rate = rate + (np.maximum(air.hcn, 0.0) * 1e6) ** 2.36 / 1.2e6
    if (faster := air.co2 > CO2_ONSET).any():
        rate[faster] *= np.exp(np.minimum(air.co2[faster], 1.0) * (100 / 5))
    if (thin := air.o2 < O2_ONSET).any():
        rate[thin] += np.exp(0.54 * (20.9 - 100 * air.o2[thin]) - 8.13)
    return rate


def heat_rate(air: Air) -> FloatArray:
    """Share of the incapacitating heat dose that one minute gives, 1/min.

    ISO 13571, bare skin: convection 1 / (5e7 T^-3.4), T in C; radiation 1 / (6.9 q^-1.56) above
    2.5 kW/m2. The layer radiates as a black ceiling seen in all directions: the safe side, and
    the 2.5 kW/m2 at 200 C of the guides.
    """
    warm = np.maximum(air.temperature - ZERO_C, 1.0)
    rate = np.exp(3.4 * np.log(warm)) / 5e7
    if (burning := air.layer > RADIANT_ONSET).any():
        rate[burning] += (layer_flux(air.layer[burning]) / 1e3) ** 1.56 / 6.9
    return rate


def layer_flux(layer: FloatArray) -> FloatArray:
    """Radiation of a layer of `layer` K on a person below, less what the skin gives back, W/m2."""
    squared = layer * layer
    return STEFAN_BOLTZMANN * np.maximum(squared * squared - SKIN**4, 0.0)


def dose(
    time: FloatArray, rate: FloatArray, before: npt.ArrayLike = 0.0, since: float | None = None
) -> FloatArray:
    """Dose over time (m, n, c), trapezoids over `rate` 1/min. before (m, c) or a number: what
    people have had at `since` (s; None: at the first time); from there on the first rate holds."""
    total = np.empty_like(rate)
    total[:, 0] = before + rate[:, 0] * ((0.0 if since is None else time[0] - since) / 60)
    np.multiply(rate[:, 1:] + rate[:, :-1], np.diff(time)[:, None] / 120, out=total[:, 1:])
    return np.cumsum(total, axis=1, out=total)


def visibility(soot: FloatArray, factor: float = VISIBILITY_FACTOR) -> FloatArray:
    """How far a sign is seen, m, at most 30: factor / (8700 m2/kg x soot kg/m3); factor 3 for
    signs that reflect, 8 for lighted ones. Sources: Jin; Mulholland and Croarkin 2000."""
    thinnest = factor / (EXTINCTION * FARTHEST_SIGHT)
    return factor / (EXTINCTION * np.maximum(soot, thinnest))


def crossing(time: FloatArray, values: FloatArray, limit: npt.ArrayLike) -> FloatArray:
    """First time at which values (m, n, c) reach the limit (a number, or (c,)) from below, with
    straight lines between; (m, c), inf when they do not."""
    bound = np.broadcast_to(np.asarray(limit, dtype=np.float64), values.shape[-1:])
    reached = values >= bound
    if not reached.any():
        return np.full((values.shape[0], values.shape[2]), np.inf)
    first = reached.argmax(axis=1)
    ever = np.take_along_axis(reached, first[:, None], axis=1)[:, 0]
    before = np.maximum(first - 1, 0)
    low = np.take_along_axis(values, before[:, None], axis=1)[:, 0]
    high = np.take_along_axis(values, first[:, None], axis=1)[:, 0]
    step = np.where(high > low, high - low, 1.0)
    share = np.clip((bound - low) / step, 0.0, 1.0)
    at = time[before] + np.where(first > 0, share, 0.0) * (time[first] - time[before])
    return np.where(ever, at, np.inf)


def sight_limits(longest: FloatArray, limits: TenabilityLimits) -> FloatArray:
    """Visibility that each room needs, m, (c,); `longest` (c,): its longest line of sight, m."""
    small = np.asarray(longest) <= limits.small_room.at
    return np.where(small, limits.visibility_small.at, limits.visibility.at)


def assess(
    layers: Layers,
    longest: FloatArray,
    limits: TenabilityLimits,
    *,
    gas_before: npt.ArrayLike = 0.0,
    heat_before: npt.ArrayLike = 0.0,
    since: float | None = None,
) -> Tenability:
    """Doses, sight and arrival times of a run. The available safe egress time (ASET) of a room is
    `untenable`. longest (c,): longest line of sight of each room, m; gas_before, heat_before,
    since: doses had, and when the run was at them (a run's columns begin one step after)."""
    air = head_air(layers, limits.head_height.at)
    return assess_air(
        layers.time,
        air,
        longest,
        limits,
        gas_before=gas_before,
        heat_before=heat_before,
        since=since,
    )


def assess_air(
    time: FloatArray,
    air: Air,
    longest: FloatArray,
    limits: TenabilityLimits,
    *,
    gas_before: npt.ArrayLike = 0.0,
    heat_before: npt.ArrayLike = 0.0,
    since: float | None = None,
) -> Tenability:
    """As `assess`, of air that any model gives."""
    gas = dose(time, gas_rate(air), gas_before, since)
    heat = dose(time, heat_rate(air), heat_before, since)
    sight = visibility(air.soot)
    hot = crossing(time, air.temperature, limits.hot.at + ZERO_C)
    scorched = crossing(time, air.layer, limits.hot_layer.at + ZERO_C)
    blind = crossing(time, -sight, -sight_limits(longest, limits))
    poisoned = crossing(time, gas, limits.dose.at)
    burnt = crossing(time, heat, limits.dose.at)
    return Tenability(
        temperature=air.temperature,
        co=air.co,
        visibility=sight,
        gas_dose=gas,
        heat_dose=heat,
        hot=hot,
        scorched=scorched,
        blind=blind,
        poisoned=poisoned,
        burnt=burnt,
        untenable=np.minimum.reduce([hot, scorched, blind, poisoned, burnt]),
    )

"""What is believed of a fire before a sensor has spoken: ranges with their sources.

The root of the heat release rate (W^0.5) and its slope are the unknowns: a t-squared fire is a
straight line in them, a steady burner a flat one.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri  # type: ignore[import-untyped]  # the library has no types

FloatArray = npt.NDArray[np.float64]

SLOW, ULTRA_FAST = 2.93, 187.6  # W/s2; NFPA 72 growth classes
AT_ONCE = 1.0  # s
LEAST, MOST = 1e3, 5e6  # W: a pan of oil, and a kitchen beyond flashover


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """Spreads (standard deviations of logarithms, unless said otherwise) and ranges.

    plume: entrainment; Heskestad's constant against data, 10 %. wall: thermal inertia and
    conductance of what is drawn as one material. vent: width times coefficient, Steckler et al.
    1982: 0.68 to 0.73. radiative: fraction, mean and spread; clean gas 0.2 to sooty oil 0.4, SFPE
    Handbook. scale: model against measured layer rise, 7 to 15 %; CFAST and FDS validation;
    beyond: the same in rooms where it does not burn; lower: in lower layers. slow: s, median and
    spread of the time by which layers are measured later than a model without transport has them.
    steady: s, mean life of a slope while data come in. growing: s, range over which growth goes on
    in the forecast, drawn per member; level: share of the members in which it ends at once. life:
    s, for which a fire that nobody hears of goes on before it declines, drawn per member; decay: s;
    from a brigade's work to what is left when 70 % of the load of a dwelling has burnt at
    250 kW/m2 (780 MJ/m2; EN 1991-1-2, annex E). wander: relative change of the root per root of a
    second. turn: change of the slope per root of a second, in units of `ultra-fast` growth. peak:
    W. memory: s, in which the factors of the model forget what data taught them; habit: the same of
    the factors on rises: a model errs in a room by habit, what changes within minutes is the fire.
    capture: most of a plume that a hood takes, drawn per member: our choice, hoods are built for
    cooking, not fires.
    """

    plume: float = 0.10
    wall: float = 0.20
    vent: float = 0.08
    radiative: tuple[float, float] = (0.30, 0.06)
    scale: float = 0.12
    beyond: float = 0.3
    lower: float = 0.5
    slow: tuple[float, float] = (25.0, 0.8)
    steady: float = 60.0
    growing: tuple[float, float] = (30.0, 300.0)
    level: float = 0.25
    life: tuple[float, float] = (400.0, 2200.0)
    decay: float = 200.0
    wander: float = 0.008
    wander_ahead: float = 0.004
    turn: float = 0.02
    peak: tuple[float, float] = (5e4, MOST)
    memory: float = 600.0
    habit: float = 2400.0
    capture: tuple[float, float] = (0.3, 0.95)


BURNERS = Prior(growing=(5.0, 150.0), level=0.5, slow=(40.0, 0.8))
"""For fires that people set and steer."""


@dataclass(frozen=True, slots=True)
class Draw:
    """Members drawn from a prior, columns (m,): root W^0.5 and slope W^0.5/s of the fire; growing
    and life s; peak root W^0.5; log factors; radiative fraction."""

    root: FloatArray
    slope: FloatArray
    growing: FloatArray
    life: FloatArray
    peak: FloatArray
    plume: FloatArray
    wall: FloatArray
    vent: FloatArray
    radiative: FloatArray


def spread(count: int, rng: np.random.Generator) -> FloatArray:
    """Standard normal numbers, evenly spaced in probability and shuffled: no lumps by chance."""
    return np.asarray(rng.permutation(ndtri((np.arange(count) + 0.5) / count)), dtype=np.float64)


def even(count: int, rng: np.random.Generator) -> FloatArray:
    """Numbers from 0 to 1, evenly spaced and shuffled."""
    return np.asarray(rng.permutation((np.arange(count) + 0.5) / count), dtype=np.float64)


def log_even(low: float, high: float, count: int, rng: np.random.Generator) -> FloatArray:
    """Log-uniform between two positive numbers."""
    return np.asarray(low * (high / low) ** even(count, rng), dtype=np.float64)


def draw(
    prior: Prior, members: int, *, largest: float, rng: np.random.Generator, burning: float = 0.1
) -> Draw:
    """Members before a fire; in the share `burning` of them one begins just now. largest: W, what
    the rooms can feed for long; a small room's fire grows slower. Raises ValueError when it is
    not positive."""
    if not largest > 0:
        raise ValueError(f"the largest fire must be above 0 W, was {largest}")
    most = min(largest, prior.peak[1])
    least = min(prior.peak[0], most / 10)
    peak = np.sqrt(log_even(least, most, members, rng))
    alpha = log_even(SLOW, ULTRA_FAST, members, rng) * min(1.0, largest / 2e6)
    mean, deviation = prior.radiative
    return Draw(
        root=np.zeros(members),
        slope=np.sqrt(alpha) * (even(members, rng) < burning),
        growing=np.where(
            even(members, rng) < prior.level, AT_ONCE, log_even(*prior.growing, members, rng)
        ),
        life=log_even(*prior.life, members, rng),
        peak=peak,
        plume=prior.plume * spread(members, rng),
        wall=prior.wall * spread(members, rng),
        vent=prior.vent * spread(members, rng),
        radiative=np.clip(mean + deviation * spread(members, rng), 0.1, 0.5),
    )  # fmt: skip

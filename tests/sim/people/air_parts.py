"""Air and layers for the tests of tenability."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.library import resource
from sim.people.limits import load_limits
from sim.people.tenability import ZERO_C, Air

FloatArray = npt.NDArray[np.float64]
LIMITS = load_limits(resource("advice", "limits.yaml"))
TENABILITY = LIMITS.tenability


@dataclass(frozen=True)
class Run:
    """A zone model's run, as far as people are concerned."""

    time: FloatArray
    layer_height: FloatArray
    upper_temperature: FloatArray
    lower_temperature: FloatArray
    upper_o2: FloatArray
    lower_o2: FloatArray
    upper_co2: FloatArray
    lower_co2: FloatArray
    upper_co: FloatArray
    lower_co: FloatArray
    upper_soot: FloatArray
    lower_soot: FloatArray


def steady(value: float, n: int = 601) -> FloatArray:
    return np.full((1, n, 1), value)


def air(
    *, temperature_c: float = 20.0, layer_c: float = 20.0, o2: float = 0.209, co2: float = 4e-4,
    co: float = 0.0, soot: float = 0.0, hcn: float | None = None,
) -> Air:  # fmt: skip
    """The same air for ten minutes, second by second."""
    return Air(
        temperature=steady(temperature_c + ZERO_C), layer=steady(layer_c + ZERO_C),
        o2=steady(o2), co2=steady(co2), co=steady(co), soot=steady(soot),
        hcn=None if hcn is None else steady(hcn),
    )  # fmt: skip


def clock(n: int = 601) -> FloatArray:
    return np.arange(n, dtype=np.float64)


def run(*, layer_height: float = 1.0, co: float = 0.004, n: int = 601) -> Run:
    """Hot smoke above, clean air below."""
    return Run(
        time=clock(n), layer_height=steady(layer_height, n),
        upper_temperature=steady(400.0, n), lower_temperature=steady(293.15, n),
        upper_o2=steady(0.18, n), lower_o2=steady(0.209, n),
        upper_co2=steady(0.01, n), lower_co2=steady(4e-4, n),
        upper_co=steady(co, n), lower_co=steady(0.0, n),
        upper_soot=steady(1e-3, n), lower_soot=steady(0.0, n),
    )  # fmt: skip

"""Numbers and arrays alike: checks of arguments, and scalar formulas spread over arrays."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Numbers = npt.ArrayLike
"""A number or an array of any shape; several of them broadcast."""


def positive(name: str, value: Numbers) -> FloatArray:
    """`value` as an array. Raises ValueError naming it when one number is not above zero."""
    array = np.asarray(value, dtype=np.float64)
    if not (array > 0).all():
        raise ValueError(f"{name} must be above 0, was {_worst(array)}")
    return array


def not_negative(name: str, value: Numbers) -> FloatArray:
    """`value` as an array. Raises ValueError naming it when one number is below zero or NaN."""
    array = np.asarray(value, dtype=np.float64)
    if not (array >= 0).all():
        raise ValueError(f"{name} must not be below 0, was {_worst(array)}")
    return array


def over_arrays(scalar: Callable[..., float]) -> Callable[..., FloatArray]:
    """A compiled scalar formula as a function of broadcasting arrays; a number gives an array of
    no dimension."""
    import numba  # here, so that boxes without a compiled formula do without it

    plain = scalar.py_func  # type: ignore[attr-defined]  # numba's compiled function has it
    spread: Any = numba.vectorize(nopython=True)(plain)  # type: ignore[no-untyped-call]

    def apply(*arguments: FloatArray) -> FloatArray:
        return np.asarray(spread(*arguments), dtype=np.float64)

    return apply


def _worst(array: FloatArray) -> float:
    return float("nan") if np.isnan(array).any() else float(array.min())

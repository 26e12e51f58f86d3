"""Gas of a forecast as curves, one for every course that can be taken, and what a what-if changes
of it."""

from dataclasses import dataclass, replace

import numpy as np

from app.screens.view_models.forecast_reading import happens
from app.screens.view_models.what_if import (
    Curve,
    Difference,
    FloatArray,
    Quantity,
    curve,
    peak_row,
    time_row,
)
from sim.forecast.model import Forecast
from sim.forecast.parts import GasChoice, GasForecast, Hazard
from twin.clock import seconds

AS_IS = "as_is"
MOST_LEL = 200.0  # beyond twice the limit of explosion more says no more


@dataclass(frozen=True, slots=True, eq=False)
class GasCourse:
    """%LEL in the room under one choice; curves: the base's, then a what-if's where there is one.
    A what-if stands beside the course "as it is" only: it is another one."""

    choice: str
    curves: tuple[Curve, ...]


@dataclass(frozen=True, slots=True, eq=False)
class GasOutcome:
    """The worst room. top: the highest %LEL of any curve's band, for one scale; rows: differences,
    empty without a what-if."""

    gas: GasForecast
    courses: tuple[GasCourse, ...]
    top: float
    rows: tuple[Difference, ...]


def is_explosive(forecast: Forecast) -> bool:
    """Whether gas makes people leave. Where the advice does not know (no head tells any more):
    whether it may pass 25 %LEL, the first alarm, within the horizon if nothing is done."""
    reasons = () if forecast.advice is None else forecast.advice.reasons
    known = [reason for reason in reasons if reason.code == "gas_explosive"]
    if known:
        return any(reason.holds for reason in known)
    return any(
        happens(choice.at_25)
        for gas in forecast.gas
        for choice in gas.choices
        if choice.choice == AS_IS
    )


def gas_in(forecast: Forecast, room: str) -> GasChoice | None:
    """How gas goes on in a room if nothing more is done; None when the forecast knows of none."""
    own = [gas for gas in forecast.gas if gas.room == room and gas.choices]
    return own[0].choices[0] if own else None


def gas_outcome(base: Forecast, other: Forecast | None) -> GasOutcome | None:
    """What the plots show while only a leak is proved; None for any other forecast."""
    if base.hazard is not Hazard.GAS or not base.gas or not base.gas[0].choices:
        return None
    worst = base.gas[0]
    theirs = None if other is None else gas_in(other, worst.room)
    if other is None or theirs is None:
        courses = tuple(
            GasCourse(choice.choice, (curve(base, choice.pct_lel),)) for choice in worst.choices
        )
        return GasOutcome(worst, courses, _top(courses), ())
    shift = seconds(other.made_at - base.made_at)
    mine = worst.choices[0]
    pair = curve(base, mine.pct_lel), curve(other, theirs.pct_lel, shift_s=shift)
    courses = (GasCourse(mine.choice, pair),)
    return GasOutcome(worst, courses, _top(courses), _rows(mine, theirs, pair, shift))


def _rows(
    mine: GasChoice, theirs: GasChoice, pair: tuple[Curve, Curve], shift: float
) -> tuple[Difference, ...]:
    capped = (
        replace(one, low=_cap(one.low), median=_cap(one.median), high=_cap(one.high))
        for one in pair
    )
    return (
        time_row(Quantity.LEL_100, mine.at_100, theirs.at_100, shift),
        time_row(Quantity.LEL_50, mine.at_50, theirs.at_50, shift),
        peak_row(Quantity.LEL_PEAK, *capped),
        time_row(Quantity.LEL_GONE, mine.below_10, theirs.below_10, shift),
        time_row(Quantity.LEL_25, mine.at_25, theirs.at_25, shift),
    )


def _cap(values: FloatArray) -> FloatArray:
    return np.minimum(values, MOST_LEL)


def _top(courses: tuple[GasCourse, ...]) -> float:
    return max(float(one.high.max(initial=0.0)) for course in courses for one in course.curves)

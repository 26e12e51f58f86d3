"""What is said about people: plain data, part of a forecast (`sim/forecast/model.py`).

Times are seconds from the moment the forecast was made. No NaN travels: `NEVER` stands for "not
within the horizon".
"""

from enum import StrEnum

from msgspec import Struct

QUANTILES = (0.05, 0.5, 0.95)
NEVER = -1.0


class Arrival(Struct, frozen=True):
    """When something is reached: quantiles in s from `made_at`, NEVER when not within the horizon;
    `share` of the members that reach it, 0 to 1."""

    low: float
    median: float
    high: float
    share: float


class ExitForecast(Struct, frozen=True, kw_only=True):
    """One way out: required safe egress time (s from `made_at`, 5/50/95 % over people and routes)
    against the available one. `margin_s` = ASET low - RSET high, NEVER-safe when ASET is NEVER."""

    id: str
    at: tuple[float, float, float]
    rset: Arrival
    aset: Arrival
    margin_s: float
    people: int


class Verdict(StrEnum):
    """What the criteria say. Never a command: a person decides."""

    EVACUATE = "evacuate"
    EXTINGUISH = "extinguish"
    CONTAIN = "contain"
    WATCH = "watch"


class Reason(Struct, frozen=True):
    """One criterion that was looked at. `code` names the sentence (screens translate it);
    `holds`: it speaks for the verdict; value against limit in `unit`; `source`: where the limit
    comes from."""

    code: str
    holds: bool
    value: float
    limit: float
    unit: str
    source: str


class Advice(Struct, frozen=True, kw_only=True):
    """The verdict, how sure (share of members for which it comes out), and why. margin_s: that of
    the way out with the most to spare, as `ExitForecast` has it; NEVER while one is not foreseen to
    be lost, or none is known."""

    verdict: Verdict
    share: float
    reasons: tuple[Reason, ...]
    margin_s: float = NEVER

"""Where each site's forecast stands, in words for the screens."""

from dataclasses import dataclass

from msgspec.structs import replace

from app.feed.contract import EdgeForecast, ForecastStage, ForecastState
from app.hub.forecast.turns import Need
from sim.forecast.model import Forecast
from twin.clock import NS_PER_S

LATE_AFTER_S = 6.0


@dataclass(slots=True)
class Known:
    """What came of a site's forecasts so far. Times ns UTC; `number`: of the newest; `reason`,
    `remedy`: why the last computation came to nothing, empty after one that did not; `edge`: what
    the site's edge forecasts by itself, told until the first of ours; `few`: the newest is one of
    few members, a first word."""

    since: int
    number: int = 0
    computed: int = 0
    took_s: float = 0.0
    first_after_s: float = 0.0
    failures: int = 0
    reason: str = ""
    remedy: str = ""
    what_if: str = ""
    edge: EdgeForecast | None = None
    few: bool = False


@dataclass(frozen=True, slots=True)
class Yard:
    """The workers as a whole: how many are ready, why none is, sites that wait for them, and the
    mean wall time of a job."""

    ready: int
    trouble: str
    sites: int
    mean_s: float


def state_of(need: Need, known: Known, yard: Yard, now: int, steady: float) -> ForecastState:
    """A site's state; `since` is that of a stage that began now."""
    stage, reason = _stage(known, yard, now)
    return ForecastState(
        site=need.site,
        stage=stage,
        since=now,
        incident=need.incident,
        reason=reason,
        remedy=known.remedy if stage is ForecastStage.FAILED else "",
        first_after_s=round(known.first_after_s, 2),
        took_s=round(known.took_s, 2),
        computed=known.computed,
        next=_next(need, yard, now, steady),
        failures=known.failures,
        what_ifs_waiting=len(need.wishes),
        what_if=known.what_if,
        edge=None if known.computed else known.edge,
    )


def differs(shown: ForecastState | None, state: ForecastState) -> bool:
    """True when a screen should hear of it: anything but the passing of time."""
    if shown is None:
        return True
    return replace(shown, since=0, next=0) != replace(state, since=0, next=0)


def steady_since(shown: ForecastState | None, state: ForecastState) -> ForecastState:
    """The state with the time at which its stage began."""
    if shown is None or (shown.stage, shown.incident) != (state.stage, state.incident):
        return state
    return replace(state, since=shown.since)


def verdict_of(forecast: Forecast) -> str:
    """The advice's word, or an empty string."""
    return forecast.advice.verdict.value if forecast.advice is not None else ""


def line_of(forecast: Forecast, before: str | None) -> str:
    """The journal's line for a first forecast (before: None) or a change of verdict."""
    verdict = verdict_of(forecast) or "no advice"
    hrr = forecast.hrr_kw
    fire = ""
    if hrr.median:
        fire = f", fire {hrr.median[0]:.0f} kW ({hrr.low[0]:.0f} to {hrr.high[0]:.0f})"
    head = f"first: {verdict}" if before is None else f"verdict: {before} to {verdict}"
    return f"{head}{fire}, number {forecast.number}"


def _stage(known: Known, yard: Yard, now: int) -> tuple[ForecastStage, str]:
    age_s = (now - (known.computed or known.since)) / NS_PER_S
    if known.reason:
        return ForecastStage.FAILED, known.reason
    if age_s > LATE_AFTER_S:
        return ForecastStage.LATE, _why_late(yard)
    if not known.computed:
        waits = "" if yard.ready else yard.trouble or "the model is being loaded"
        return ForecastStage.STARTING, waits
    return ForecastStage.RUNNING, ""


def _why_late(yard: Yard) -> str:
    if not yard.ready:
        return yard.trouble or "the model is being loaded"
    if yard.sites > yard.ready:
        every_s = max(1.0, yard.sites * yard.mean_s / yard.ready)
        return f"{yard.sites} fires share {yard.ready} workers, each about every {every_s:.0f} s"
    return "the computation takes longer"


def _next(need: Need, yard: Yard, now: int, steady: float) -> int:
    """When the next forecast is expected: at its turn, plus the time that it takes."""
    round_s = yard.sites * yard.mean_s / max(1, yard.ready)
    wait_s = max(0.0, need.due - steady, round_s if need.due < steady else 0.0)
    return now + round((min(wait_s, 3600.0) + yard.mean_s) * NS_PER_S)

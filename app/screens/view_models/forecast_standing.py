"""Whether there is a forecast to trust now, and if not, why: the five ways a forecast stands."""

from dataclasses import dataclass
from enum import StrEnum

from app.feed.contract import ForecastStage, ForecastState
from app.feed.snapshot import Snapshot
from app.screens.view_models.forecast_reading import age_s
from app.screens.view_models.soundness import fault_of
from sim.forecast.model import Forecast

STALE_S = 15.0  # three refreshes of 5 s


class Standing(StrEnum):
    """OFF: this hub makes none; IDLE: nothing burns; STARTING: the first one is being made; LIVE:
    fresh; STALE: shown with its age; FAILED: the last computation came to nothing."""

    OFF = "off"
    IDLE = "idle"
    STARTING = "starting"
    LIVE = "live"
    STALE = "stale"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ForecastView:
    """The forecast of one site as a screen shows it. `forecast` is None unless there is one worth
    showing; age_s: since the state it starts from; reason and remedy: the hub's own words."""

    standing: Standing
    forecast: Forecast | None = None
    state: ForecastState | None = None
    age_s: float = 0.0
    reason: str = ""
    remedy: str = ""

    @property
    def is_old(self) -> bool:
        """True when the picture must not look alive."""
        return self.standing in (Standing.STALE, Standing.FAILED)


def forecast_view(snapshot: Snapshot, site_id: str, *, now: int) -> ForecastView:
    """The forecast of one site now."""
    state, forecast = snapshot.forecast_states.get(site_id), snapshot.forecasts.get(site_id)
    stage = ForecastStage.IDLE if state is None else state.stage
    if state is None and forecast is not None:
        stage = ForecastStage.RUNNING
    age = 0.0 if forecast is None else age_s(forecast, now)
    reason, remedy = ("", "") if state is None else (state.reason, state.remedy)
    fault = "" if forecast is None else fault_of(forecast)
    if fault:
        return ForecastView(Standing.FAILED, None, state, age, fault, remedy)
    standing = _standing(stage, forecast, age, is_live=snapshot.is_live)
    if standing in (Standing.OFF, Standing.IDLE, Standing.STARTING):
        forecast = None
    return ForecastView(standing, forecast, state, age, reason, remedy)


def _standing(
    stage: ForecastStage, forecast: Forecast | None, age: float, *, is_live: bool
) -> Standing:
    match stage:
        case ForecastStage.OFF:
            return Standing.OFF
        case ForecastStage.IDLE:
            return Standing.IDLE
        case ForecastStage.FAILED:
            return Standing.FAILED
    if forecast is None:
        return Standing.STARTING
    late = stage is ForecastStage.LATE or age > STALE_S or not is_live
    return Standing.STALE if late else Standing.LIVE

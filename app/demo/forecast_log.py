"""What a screen saw of the forecasts: how soon after the P0 the first came, and how steadily."""

from dataclasses import dataclass

from msgspec import Struct

from app.feed.contract import ForecastStage
from app.feed.snapshot import Snapshot
from twin.incident.identity import is_fault_id
from twin.site.model import LayoutKind, Priority


class ForecastReport(Struct, frozen=True, kw_only=True):
    """One P0 incident of a kitchen, in s as seen at the feed's end.

    first_forecast_s: from the P0 to the first forecast, 0 when one stood already, -1 when none
    came; worst_refresh_s: longest time between two forecasts, the end of the show included;
    took_s: longest computation.
    """

    incident: str
    first_forecast_s: float
    count: int
    worst_refresh_s: float
    took_s: float
    verdicts: tuple[str, ...]
    model: str


@dataclass(slots=True)
class _Fire:
    """p0: when the P0 was seen; first, last: when forecasts were; s of the caller's clock."""

    site: str
    p0: float
    first: float = -1.0
    last: float = -1.0
    worst: float = 0.0
    count: int = 0
    number: int = 0
    took: float = 0.0
    model: str = ""
    verdicts: tuple[str, ...] = ()

    def saw(self, number: int, now: float) -> None:
        if self.count:
            self.worst = max(self.worst, now - self.last)
        else:
            self.first = now
        self.count, self.number, self.last = self.count + 1, number, now


class ForecastLog:
    """Fed with snapshots, about ten a second."""

    def __init__(self) -> None:
        self._fires: dict[str, _Fire] = {}

    def look(self, snapshot: Snapshot, now: float) -> None:
        """Note what is new. now: s of any steady clock."""
        if snapshot.tables is None:
            return
        fleet = snapshot.tables.points.fleet
        kitchens = {s.id for s in fleet.sites if fleet.layout_of(s).kind is LayoutKind.KITCHEN}
        for one in snapshot.incidents.values():
            is_fire = one.priority is Priority.P0 and not is_fault_id(one.id)
            if is_fire and one.site in kitchens and not one.closed:
                self._fires.setdefault(one.id, _Fire(one.site, p0=now))
        for incident, fire in self._fires.items():
            self._follow(incident, fire, snapshot, now)

    def report(self, snapshot: Snapshot, now: float) -> tuple[ForecastReport, ...]:
        """The figures at the end of the show."""
        return tuple(
            ForecastReport(
                incident=incident,
                first_forecast_s=round(fire.first - fire.p0, 2) if fire.count else -1.0,
                count=fire.count,
                worst_refresh_s=round(max(fire.worst, self._open_gap(fire, snapshot, now)), 2),
                took_s=round(fire.took, 2),
                verdicts=fire.verdicts,
                model=fire.model,
            )
            for incident, fire in self._fires.items()
        )

    def _follow(self, incident: str, fire: _Fire, snapshot: Snapshot, now: float) -> None:
        newest = snapshot.forecasts.get(fire.site)
        if newest is None or newest.incident != incident or newest.number <= fire.number:
            return
        fire.saw(newest.number, now)
        fire.took, fire.model = max(fire.took, newest.took_s), newest.model
        word = newest.advice.verdict.value if newest.advice is not None else ""
        if fire.verdicts[-1:] != (word,):
            fire.verdicts = (*fire.verdicts, word)

    def _open_gap(self, fire: _Fire, snapshot: Snapshot, now: float) -> float:
        """The time since the last one, as long as another is due."""
        state = snapshot.forecast_states.get(fire.site)
        is_due = state is not None and state.stage not in (ForecastStage.IDLE, ForecastStage.OFF)
        return now - fire.last if fire.count and is_due else 0.0

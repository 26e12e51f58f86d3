"""The what-ifs of one site's incident, each with the forecast that it is to be compared with."""

from app.screens.view_models.forecast_standing import ForecastView
from app.screens.view_models.soundness import fault_of
from sim.forecast.model import Forecast

KEPT = 64  # base forecasts: five minutes of them


class Branches:
    """Keeps base forecasts that have passed, for a what-if is compared with the one it left."""

    def __init__(self) -> None:
        self.all: tuple[Forecast, ...] = ()
        self.chosen = 0  # number of the what-if in sight, 0 for the base alone
        self._bases: dict[int, Forecast] = {}
        self._for = ("", "")

    def adopt(self, view: ForecastView, what_ifs: tuple[Forecast, ...], site: str) -> bool:
        """The newest state of a site; True when a what-if has come that was not known. A new
        what-if is chosen at once."""
        known = {one.number for one in self.all}
        live = view.forecast
        if (site, "" if live is None else live.incident) != self._for:
            self._for = (site, "" if live is None else live.incident)
            self._bases, self.all, self.chosen, known = {}, (), 0, set()
        if live is None:
            self.all, self.chosen = (), 0
            return False
        self._bases[live.number] = live
        for number in sorted(self._bases)[:-KEPT]:
            del self._bases[number]
        own = [i for i in what_ifs if i.incident == live.incident and not fault_of(i)]
        self._bases.update((one.number, one) for one in own if one.base == one.number)
        self.all = tuple(one for one in own if one.base != one.number)
        new = [one.number for one in self.all if one.number not in known]
        if new:
            self.chosen = new[-1]
        elif self.chosen not in {one.number for one in self.all}:
            self.chosen = 0
        return bool(new)

    @property
    def other(self) -> Forecast | None:
        """The what-if in sight."""
        return next((one for one in self.all if one.number == self.chosen), None)

    def base_for(self, live: Forecast | None) -> Forecast | None:
        """What the what-if in sight is compared with: the forecast that it left, where that is
        still known, else the newest one."""
        other = self.other
        return live if other is None else self._bases.get(other.base, live)

    def pairs(self, live: Forecast) -> list[tuple[Forecast, Forecast]]:
        """Every what-if with the forecast that it is compared with."""
        return [(one, self._bases.get(one.base, live)) for one in self.all]

    def next(self, step: int) -> None:
        """The next what-if; between the last and the first stands the base alone."""
        numbers = [0, *(one.number for one in self.all)]
        self.chosen = numbers[(numbers.index(self.chosen) + step) % len(numbers)]

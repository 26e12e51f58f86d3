"""What is played where: the control line's requests carried out on a plant's models."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.plant.control import Message
from sim.plant.errors import PlantError
from sim.plant.library import scenario_named
from sim.plant.model import SiteModel
from sim.plant.scenario import Scenario
from twin.clock import Clock


@dataclass(frozen=True, slots=True)
class _Begun:
    """What was started on a site: when, ns UTC, and how fast."""

    scenario: str
    began: int
    speed: float


class Stage:
    """Starts, stops and lists scenarios on the models of many sites."""

    def __init__(
        self, models: Mapping[str, SiteModel], scenarios: Mapping[str, Scenario], *, clock: Clock
    ) -> None:
        self._models = models
        self._scenarios = scenarios
        self._clock = clock
        self._begun: dict[str, _Begun] = {}

    def handle(self, message: Message) -> Mapping[str, Any]:
        """The fields of the answer to one request. Raises PlantError for what cannot be done."""
        if message.do == "list":
            return self._list()
        site = message.site or ""
        if site not in self._models:
            raise PlantError(
                "this plant does not serve the site",
                where=site or "control line",
                remedy=f"One of {', '.join(self._models)}",
            )
        if message.do == "stop":
            self._models[site].stop(self._clock())
            return {"site": site}
        self.start(site, message.scenario, speed=message.speed)
        return {"site": site, "scenario": message.scenario}

    def start(self, site: str, name: str | None, *, speed: float | None = None) -> None:
        """Play a scenario. Raises PlantError for one that is unknown or moves nothing there."""
        scenario = scenario_named(self._scenarios, name)
        now = self._clock()
        self._models[site].start(scenario, now, speed=speed)
        self._begun[site] = _Begun(scenario.id, now, speed or scenario.speed)

    def _list(self) -> Mapping[str, Any]:
        """Sites with what they play; `playing` adds since when and how fast, so that another
        model can follow."""
        sites = {site: model.playing for site, model in self._models.items()}
        playing = {
            site: {"scenario": one.scenario, "began": one.began, "speed": one.speed}
            for site, one in self._begun.items()
            if sites[site] == one.scenario
        }
        return {"sites": sites, "playing": playing, "scenarios": list(self._scenarios)}

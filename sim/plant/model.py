"""What every model of a site can do, be it invented, computed or recorded."""

from typing import Protocol

from sim.plant.scenario import Scenario
from twin.samples import SampleBatch


class SiteModel(Protocol):
    """What makes a site's values: a virtual kitchen, a virtual pump station, a replay."""

    def advance(self, now: int) -> SampleBatch:
        """All samples due since the last call, rows of the site's own table."""
        ...

    def start(self, scenario: Scenario, now: int, *, speed: float | None = None) -> None:
        """Play a scenario. Raises PlantError when this model cannot."""
        ...

    def stop(self, now: int) -> None:
        """End what is played."""
        ...

    @property
    def playing(self) -> str | None:
        """Id of what is played."""
        ...

    def is_silent(self, row: int, now: int) -> bool:
        """True while nothing comes from an instrument."""
        ...

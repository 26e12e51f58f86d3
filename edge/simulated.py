"""Points without a device in a demonstration: cameras and inner calculations, from a model.

The model plays whatever scenario the virtual plant plays at the same site, so that all points of a
kitchen tell one story. What comes from here is synthetic, and the edge's status says so.
"""

import asyncio
import logging
from collections.abc import Mapping

import numpy as np

from sim.plant.control import ask
from sim.plant.errors import PlantError
from sim.plant.kitchen import KitchenFleetModel
from sim.plant.scenario import Scenario
from twin.clock import Clock
from twin.samples import SampleBatch
from twin.site.model import CameraSource, InternalSource
from twin.site.table import PointTable

log = logging.getLogger(__name__)

ASK_EVERY_S = 1.0


class SimulatedPoints:
    """The camera and internal points of every site in the table."""

    def __init__(
        self, points: PointTable, scenarios: Mapping[str, Scenario], *, seed: int, clock: Clock
    ) -> None:
        fleet = points.fleet
        layouts = {site.id: fleet.layout_of(site) for site in fleet.sites}
        self._model = KitchenFleetModel(layouts, seed=seed, start=clock())
        self._own = np.array(
            [isinstance(p.source, CameraSource | InternalSource) for p in points.points]
        )
        self._scenarios = scenarios
        self._clock = clock

    def advance(self) -> SampleBatch:
        """What came due since the last call, rows of the table."""
        batch = self._model.advance(self._clock())
        return batch.select(self._own[batch.point])

    async def follow(self, control: str) -> None:
        """Play what the plant at `control` (host:port) plays, until cancelled."""
        host, _, port = control.rpartition(":")
        is_answered = True
        while True:
            try:
                answer = await ask(host, int(port), {"do": "list"})
                self._play(answer.get("sites", {}))
                is_answered = True
            except PlantError as error:
                if is_answered:
                    log.info("the plant's scenarios are not known: %s", error)
                is_answered = False
            await asyncio.sleep(ASK_EVERY_S)

    def _play(self, playing: Mapping[str, str | None]) -> None:
        for site in self._model.sites:
            wanted = playing.get(site)
            if wanted == self._model.playing(site):
                continue
            self._model.stop(site, self._clock())
            scenario = self._scenarios.get(wanted or "")
            if scenario is not None:
                self._model.start(site, scenario, self._clock())

"""What the demo plays, and when: calm, a reflection that fools a camera, then a fryer fire."""

import asyncio
import logging
from dataclasses import dataclass

from sim.plant.control import ask
from sim.plant.errors import PlantError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Beat:
    """Play a scenario at a site so many seconds after the wall is live, `speed` times as fast."""

    at_s: float
    site: str
    scenario: str
    speed: float = 1.0


STORY = (Beat(5.0, "SH-014", "F3"), Beat(14.0, "BJ-001", "R1", speed=2.0))


class Director:
    """Starts the beats of a story when their time has come."""

    def __init__(self, control_port: int, story: tuple[Beat, ...] = STORY) -> None:
        self._port = control_port
        self._waiting = sorted(story, key=lambda beat: beat.at_s)
        self.played: list[Beat] = []

    def advance(self, live_s: float) -> None:
        """Play what is due, `live_s` seconds after the start of the show."""
        while self._waiting and self._waiting[0].at_s <= live_s:
            beat = self._waiting.pop(0)
            self.played.append(beat)
            message = {
                "do": "start",
                "site": beat.site,
                "scenario": beat.scenario,
                "speed": beat.speed,
            }
            try:
                answer = asyncio.run(ask("127.0.0.1", self._port, message))
            except PlantError as error:
                answer = {"what": str(error)}
            if not answer.get("ok"):
                log.warning("%s at %s was not played: %s", beat.scenario, beat.site, answer)

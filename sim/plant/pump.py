"""A virtual pump stand with the eight channels of the SKAB experiments.

One centrifugal pump, a discharge valve and a water loop. Pump head falls with the square of the
flow, the loop's resistance grows as the valve closes: H0 - a q^2 = k q^2 / u^2 gives the flow. The
winding and the water warm with a first-order lag. Figures are set so that normal running looks
like that stand's; they are ours and no measurement.
"""

from dataclasses import dataclass
from math import exp, nan, sqrt

import numpy as np

from sim.plant.errors import PlantError
from sim.plant.replay import plain
from sim.plant.scenario import Scenario
from sim.plant.script import Manner, Play
from twin.clock import NS_PER_S
from twin.quality import Quality
from twin.samples import EMPTY, SampleBatch, batch_of
from twin.site.model import InternalSource, Layout, Name, Point

CAUSES = ("valve", "imbalance", "cavitation", "leak")
HEALTHY = {"valve": 1.0, "imbalance": 0.0, "cavitation": 0.0, "leak": 0.0}
TICK_NS = NS_PER_S
LONGEST_CATCH_UP = 3600  # ticks

SHUT_OFF_BAR = 1.2  # pump head without flow
PUMP_CURVE = 2.4e-4  # bar per (L/min)^2
LOOP_CURVE = 9.3e-4  # bar per (L/min)^2 with the valve open
WINDING_LAG_S, WATER_LAG_S = 60.0, 600.0
RELAX_S = 20.0  # a cause that was stopped fades so


@dataclass(slots=True)
class _Warmth:
    """What the stand remembers, degC."""

    winding: float
    water: float


class PumpStationModel:
    """The pump stand of one site. Rows are those of the site's own point table.

    A scenario moves the causes `valve` (1 open, 0 shut), `imbalance`, `cavitation` and `leak`
    (0 none, 1 full), or channels by their tags.
    """

    def __init__(self, layout: Layout, *, seed: int, start: int) -> None:
        self._points = layout.points
        self._names = [plain(point.tag) for point in layout.points]
        self._every = [max(1, round(point.period_s)) for point in layout.points]
        self._rng = np.random.default_rng(seed)
        self._start = start
        self._tick = 0
        self._warmth = _Warmth(winding=79.0, water=26.0)
        self._causes = dict(HEALTHY)
        self._play: Play | None = None

    def advance(self, now: int) -> SampleBatch:
        """All samples due since the last call, one tick a second."""
        last = (now - self._start) // TICK_NS
        self._tick = max(self._tick, last - LONGEST_CATCH_UP)
        rows: list[int] = []
        values: list[float] = []
        quality: list[int] = []
        times: list[int] = []
        while self._tick <= last:
            time = self._start + self._tick * TICK_NS
            self._take_causes(time)
            channels = self._channels()
            for row, name in enumerate(self._names):
                if self._tick % self._every[row] == 0:
                    value, code = self._shown(row, channels.get(name, nan), time)
                    rows.append(row)
                    values.append(value)
                    quality.append(code)
                    times.append(time)
            self._tick += 1
        if self._play is not None and self._play.is_over(now):
            self._play = None
        return batch_of(rows, values, quality, times, now) if rows else EMPTY

    def start(self, scenario: Scenario, now: int, *, speed: float | None = None) -> None:
        """Play a scenario. Raises PlantError when it moves nothing here."""
        known = [_cause(name) for name in CAUSES] + list(self._points)
        play = Play(scenario, known, began=now, speed=speed or scenario.speed)
        if not play.parts:
            raise PlantError(
                f"scenario {scenario.id} moves nothing of a pump stand",
                where=scenario.id,
                remedy="Choose one of kind pump_station",
            )
        self._play = play

    def stop(self, now: int) -> None:
        """End what is played; the causes fade."""
        self._play = None

    @property
    def playing(self) -> str | None:
        """Id of the scenario that is played."""
        return self._play.scenario.id if self._play else None

    def is_silent(self, row: int, now: int) -> bool:
        """True while nothing comes from an instrument."""
        play = self._play
        if play is None or row + len(CAUSES) not in play.parts:
            return False
        return play.reading(row + len(CAUSES), now).manner in (Manner.SILENT, Manner.LATE)

    def _take_causes(self, time: int) -> None:
        for place, name in enumerate(CAUSES):
            play = self._play
            if play is not None and place in play.parts:
                reading = play.reading(place, time)
                if reading.manner is Manner.SCRIPTED:
                    self._causes[name] = reading.value
                    continue
            rest = HEALTHY[name]
            left = self._causes[name] - rest
            self._causes[name] = rest + left * exp(-1 / RELAX_S)

    def _shown(self, row: int, value: float, time: int) -> tuple[float, int]:
        point, play = self._points[row], self._play
        if play is not None and row + len(CAUSES) in play.parts:
            reading = play.reading(row + len(CAUSES), time)
            if reading.manner is Manner.SCRIPTED:
                return reading.value, reading.quality
        if value != value:  # a channel that this stand does not have
            return nan, Quality.BAD_CONFIGURATION_ERROR
        low, high = point.range
        return round(min(max(value, low), high), 4), Quality.GOOD

    def _channels(self) -> dict[str, float]:
        """The eight channels after one more second, by plain name."""
        cause, noise = self._causes, self._rng.normal(size=8)
        opening = max(cause["valve"], 0.01)
        shake = cause["cavitation"]
        head = SHUT_OFF_BAR * (1 - 0.5 * shake)
        flow = sqrt(head / (PUMP_CURVE + LOOP_CURVE / opening**2))
        delivered = flow * (1 - cause["leak"])
        pressure = head - PUMP_CURVE * flow**2 - 0.7 * cause["leak"] - 0.75
        current = 0.7 + 0.019 * flow + 0.25 * cause["imbalance"] + 0.1 * shake
        heat = 55 + 18 * current + 0.9 * (32 - min(flow, 32))
        self._warmth.winding += (heat - self._warmth.winding) / WINDING_LAG_S
        warm = 24 + 1.5 * current + 0.2 * (32 - min(flow, 32))
        self._warmth.water += (warm - self._warmth.water) / WATER_LAG_S
        return {
            "accelerometer1rms": 0.027 + 0.75 * cause["imbalance"] + 0.3 * shake
            + abs(noise[0]) * (0.002 + 0.03 * shake),
            "accelerometer2rms": 0.040 + 0.65 * cause["imbalance"] + 0.5 * shake
            + abs(noise[1]) * (0.002 + 0.03 * shake),
            "current": current + 0.03 * noise[2],
            "pressure": pressure + noise[3] * (0.05 + 0.3 * shake),
            "temperature": self._warmth.winding + 0.1 * noise[4],
            "thermocouple": self._warmth.water + 0.01 * noise[5],
            "voltage": 230 + 3 * noise[6],
            "volumeflowraterms": delivered + noise[7] * (0.3 + 3 * shake),
        }  # fmt: skip


def _cause(name: str) -> Point:
    """A cause in the form in which a script finds what it moves."""
    return Point(
        tag=name,
        name=Name(name, name),
        kind="cause",
        zone="stand",
        at=(0, 0, 0),
        unit="",
        range=(0, 1),
        period_s=1,
        source=InternalSource(output=name),
    )

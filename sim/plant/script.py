"""A scenario being played in one kitchen: what each scripted instrument reads at any moment."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from fnmatch import fnmatchcase
from math import nan
from typing import NamedTuple

from sim.plant.scenario import After, Ramp, Scenario, Track
from twin.clock import NS_PER_S
from twin.quality import Quality
from twin.site.model import Point


class Manner(IntEnum):
    """How a reading comes about and travels."""

    SCRIPTED = 0
    RUNNING = 1  # the value of normal running
    FROZEN = 2  # the value of normal running at the time `since`
    SILENT = 3  # nothing is sent
    LATE = 4  # normal running, kept back until the line is there again


class Reading(NamedTuple):
    """One instrument at one moment. since: ns UTC of the key that stands."""

    value: float
    quality: int
    manner: Manner
    since: int


WORDS: Mapping[str, tuple[Manner, Quality]] = {
    "Bad": (Manner.SCRIPTED, Quality.BAD_SENSOR_FAILURE),
    "lost": (Manner.SCRIPTED, Quality.BAD_NO_COMMUNICATION),
    "sat": (Manner.SCRIPTED, Quality.UNCERTAIN_SUBNORMAL),
    "isolated": (Manner.SCRIPTED, Quality.BAD_OUT_OF_SERVICE),
    "stale": (Manner.SILENT, Quality.GOOD),
    "late": (Manner.LATE, Quality.GOOD),
    "freeze": (Manner.FROZEN, Quality.GOOD),
    "normal": (Manner.RUNNING, Quality.GOOD),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A track bound to the point it moves."""

    track: Track
    times: tuple[float, ...]
    steps: bool
    top: float
    holds: bool

    def number(self, key: int) -> float | None:
        """The number that a key stands for, None for a word without one."""
        value = self.track.at[key][1]
        if isinstance(value, str):
            return self.top if value == "sat" else None
        return value


class Play:
    """One scenario in one kitchen, from the moment it was started. Rows are the kitchen's own."""

    def __init__(
        self, scenario: Scenario, points: Sequence[Point], *, began: int, speed: float
    ) -> None:
        self.scenario = scenario
        self.began = began
        self.speed = speed
        self.parts = {
            row: _part(scenario, track, point)
            for row, point in enumerate(points)
            if (track := _track_for(point.tag, scenario.tracks)) is not None
        }

    def script_time(self, now: int) -> float:
        """Script time, s, at `now` ns UTC."""
        return self.scenario.begins_s + (now - self.began) / NS_PER_S * self.speed

    def is_over(self, now: int) -> bool:
        """True once the script has run to its end."""
        return self.script_time(now) >= self.scenario.ends_s

    def reading(self, row: int, now: int) -> Reading:
        """What the instrument reads at `now`."""
        part = self.parts[row]
        t = self.script_time(now)
        key = bisect_right(part.times, t) - 1
        if key < 0:
            return Reading(nan, Quality.GOOD, Manner.RUNNING, self.began)
        since = self.began + int((part.times[key] - self.scenario.begins_s) / self.speed * NS_PER_S)
        since = max(since, self.began)
        word = part.track.at[key][1]
        if isinstance(word, str):
            manner, quality = WORDS[word]
            value = part.number(key)
            return Reading(nan if value is None else value, quality, manner, since)
        return Reading(_between(part, key, t, word), Quality.GOOD, Manner.SCRIPTED, since)


def _between(part: Part, key: int, t: float, value: float) -> float:
    """The value after a numeric key: that value, or on the straight line to the next number."""
    following = part.number(key + 1) if key + 1 < len(part.times) else None
    if part.steps or following is None:
        return value
    span = part.times[key + 1] - part.times[key]
    return value + (following - value) * (t - part.times[key]) / span


def _part(scenario: Scenario, track: Track, point: Point) -> Part:
    return Part(
        track=track,
        times=tuple(time for time, _ in track.at),
        steps=point.is_discrete or track.ramp is Ramp.STEP,
        top=point.range[1],
        holds=(track.after or scenario.after) is After.HOLD,
    )


def _track_for(tag: str, tracks: Mapping[str, Track]) -> Track | None:
    """The track of a tag: its own, else the first pattern that fits."""
    if tag in tracks:
        return tracks[tag]
    return next((track for name, track in tracks.items() if fnmatchcase(tag, name)), None)

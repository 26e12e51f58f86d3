"""Room-fire tests of NIST played into a virtual kitchen, one after the other, with normal running
in between. Source: firemodels/exp, NIST_Smoke_Alarms; mapping: resources/replays/nist.yaml.
"""

from pathlib import Path

import msgspec
from msgspec import Struct, field

from sim.plant.errors import ReplayError
from sim.plant.kitchen import KitchenModel
from sim.plant.replay import broken, files_in, number, rows_of
from sim.plant.scenario import Scenario, Track, Truth
from twin.clock import NS_PER_S
from twin.samples import SampleBatch
from twin.site.model import Layout, Name, Point, Positive, Priority

PATTERN = "NIST_Smoke_Alarms_*.csv"
FAIR = ("TC", "SM", "GAS")  # what a detector may be given
TIME = "TIME"


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """Where an instrument's values come from: value = recorded * scale + offset."""

    columns: tuple[str, ...]
    scale: float = 1.0
    offset: float = 0.0


class Mapping(Struct, frozen=True, forbid_unknown_fields=True):
    """The mapping file."""

    instruments: dict[str, Source]
    pause_s: Positive = 120.0
    relax_s: Positive = 30.0
    about: str = field(default="")


class NistReplay:
    """The tests below a folder, in the order of their names, over and over.

    Raises ReplayError for a file that cannot be played; a column that a file lacks leaves its
    instrument in normal running. A scenario that is started takes the kitchen until it is over.
    """

    def __init__(
        self,
        directory: Path,
        layout: Layout,
        *,
        mapping: Path,
        seed: int,
        start: int,
        speed: float = 1.0,
    ) -> None:
        rules = load_mapping(mapping)
        points = {point.tag: point for point in layout.points}
        self._tests = [load_nist(path, rules, points) for path in files_in(directory, PATTERN)]
        self._model = KitchenModel(layout, seed=seed, start=start)
        self._pause = int(rules.pause_s * NS_PER_S)
        self._speed = speed
        self._next = 0
        self._due = start + self._pause
        self._ours = False

    def advance(self, now: int) -> SampleBatch:
        """All samples due since the last call."""
        if self._model.playing is None:
            if self._ours:
                self._ours = False
                self._due = now + self._pause
            if now >= self._due:
                self._model.start(self._tests[self._next], now, speed=self._speed)
                self._next = (self._next + 1) % len(self._tests)
                self._ours = True
        return self._model.advance(now)

    def start(self, scenario: Scenario, now: int, *, speed: float | None = None) -> None:
        """Play a scenario in place of the recording."""
        self._model.start(scenario, now, speed=speed)
        self._ours = True

    def stop(self, now: int) -> None:
        """End what is played; the next test follows after the pause."""
        self._model.stop(now)

    @property
    def playing(self) -> str | None:
        """Id of the scenario, or NIST- and the name of the test."""
        return self._model.playing

    def is_silent(self, row: int, now: int) -> bool:
        """True while nothing comes from an instrument."""
        return self._model.is_silent(row, now)


def load_mapping(path: Path) -> Mapping:
    """The mapping file. Raises ReplayError naming the field."""
    try:
        mapping = msgspec.yaml.decode(path.read_bytes(), type=Mapping)
    except (OSError, msgspec.MsgspecError) as error:
        raise ReplayError(str(error), where=str(path), remedy="Correct the mapping file") from error
    for tag, source in mapping.instruments.items():
        unfair = [c for c in source.columns if not c.startswith(FAIR)]
        if unfair:
            raise ReplayError(
                f"{tag} is given {', '.join(unfair)}",
                where=str(path),
                remedy=f"Only columns that begin with {', '.join(FAIR)} are measurements",
            )
    return mapping


def load_nist(path: Path, mapping: Mapping, points: dict[str, Point]) -> Scenario:
    """One test as a scenario. Raises ReplayError naming file, line and column."""
    wanted = {tag: source for tag, source in mapping.instruments.items() if tag in points}
    keys: dict[str, list[tuple[float, float]]] = {tag: [] for tag in wanted}
    first = last = None
    for line, row in rows_of(path, delimiter=","):
        if TIME not in row:
            raise broken(path, 1, f"has no column {TIME}")
        time = number(row[TIME], path, line, TIME)
        if last is not None and time <= last:
            raise broken(path, line, f"time {time:g} s does not follow {last:g} s")
        first, last = time if first is None else first, time
        for tag, source in wanted.items():
            column = next((c for c in source.columns if c in row), None)
            if column is not None:
                recorded = number(row[column], path, line, column)
                low, high = points[tag].range
                value = min(max(recorded * source.scale + source.offset, low), high)
                keys[tag].append((time, value))
    if first is None or last is None:
        raise broken(path, 1, "holds no row")
    name = path.stem.rpartition("_")[2]
    return Scenario(
        id=f"NIST-{name}",
        name=Name(f"NIST 室内火灾试验 {name}", f"NIST room fire test {name}"),
        truth=Truth.FIRE,
        priority=Priority.P0,
        about="A measured fire in a dwelling, played into a kitchen.",
        starts_s=first,
        ends_s=last,
        relax_s=mapping.relax_s,
        tracks={tag: Track(at=tuple(own)) for tag, own in keys.items() if own},
    )

"""The outlook of one site: its drawing and its readings in, ten minutes ahead out, in milliseconds.

No clock, thread or file. What the surrogate was not taught is refused with its reason.
"""

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace

from sim.errors import SimError
from sim.fire.case import Case, Opening
from sim.forecast.materials import DOOR_GAP, EXIT, LEAK
from sim.forecast.sensors import Kind
from sim.forecast.site_case import Seat, SiteCase, site_case
from sim.surrogate import candidates
from sim.surrogate.candidates import Fires
from sim.surrogate.features import (
    COLUMN,
    HORIZONS,
    FloatArray,
    Growth,
    demand,
    features,
    fresh,
)
from sim.surrogate.outlook import TIMES, Outlook, courses, filled
from sim.surrogate.outputs import LONGEST
from sim.surrogate.surrogate import Prediction, Surrogate
from twin.clock import NS_PER_S
from twin.site.model import Layout

CANDIDATES, MEMBERS = 512, 256
LEAST_ANSWERED = 0.5  # of the weight; with less of it inside the validity nothing is said
SHUT_DOORS = 0.7  # share of the fires in which a door that no contact watches is shut
DISCHARGED = 3
DUCT_ABOVE_HOOD = 30.0  # K; a duct so much hotter than its hood burns itself
SEED = 2026
STEERING = (Kind.HEAD, Kind.HOOD)


class Readings(NamedTuple):
    """What a site shows. now, alarmed_at: ns UTC; zone: where the alarm came from.

    values: newest good ones by tag; back: the same some seconds ago, see `candidates.BACK`;
    normal: those before the fire.
    """

    now: int
    alarm: str
    alarmed_at: int
    zone: str
    values: Mapping[str, float]
    back: Sequence[Mapping[str, float]]
    normal: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """The candidates of a room whose doors and hood stand as they do: rows (m, F) of features at
    ignition, what is said of them, number of each one's seat (m,), and the fires, all just lit."""

    rows: FloatArray
    said: Prediction
    seat: candidates.IntArray
    fires: Fires


class SiteOutlook:
    """The outlooks of one site, whose drawing is read once. Raises CaseError."""

    def __init__(self, layout: Layout, site: str, surrogate: Surrogate) -> None:
        self._layout, self._site, self._surrogate = layout, site, surrogate
        self._case = _as_taught(site_case(layout))
        count = len(self._case.case.openings)
        self._draws = candidates.draws(CANDIDATES, count, SEED)
        self._chance = np.clip(self._draws.normal[:MEMBERS], -2.5, 2.5)
        self._known: tuple[object, Drawn] | None = None
        hooded = {one.compartment for one in self._case.case.hoods}
        self._kitchens = {
            one.room for one in self._case.seats if self._case.rooms[one.room].id in hooded
        }

    def warm(self) -> None:
        """A first outlook, which compiles and loads what the next ones need."""
        for room in self._kitchens:
            zone = self._case.rooms[room].zones[0].id
            hot = {one.tag: 60.0 for _, one in self._case.sensors}
            normal = dict.fromkeys(hot, 20.0)
            self.outlook(Readings(0, "", 0, zone, {}, [hot], normal))

    def outlook(self, readings: Readings) -> Outlook:
        """From now on if nothing is done. A refusal is an outlook with its reason."""
        empty = Outlook(
            site=self._site, made_at=readings.now, alarm=readings.alarm,
            alarmed_at=readings.alarmed_at,
        )  # fmt: skip
        try:
            room = self._room(readings)
            self._refuse(readings)
            drawn = self._drawn(room, readings.values)
            fires, chosen = self._chosen(room, drawn.fires, readings)
            return self._ahead(empty, room, drawn, fires, chosen)
        except SimError as error:
            return replace(empty, reason=error.what)

    def _chosen(
        self, room: int, fires: Fires, readings: Readings
    ) -> tuple[Fires, candidates.IntArray]:
        """The fires at their ages, and the numbers of those that fit the readings."""
        warned = max(0.0, (readings.now - readings.alarmed_at) / NS_PER_S)
        aged = dataclasses.replace(fires, age=candidates.ages(self._draws, warned))
        sensors = [candidates.in_room(one) for _, one in self._case.sensors]
        told = [self._told(room, values, readings.normal) for values in readings.back]
        weight = candidates.weigh(aged, sensors, told, flames=self._flames(room, readings.values))
        return aged, candidates.resampled(weight, MEMBERS)

    def _ahead(
        self, empty: Outlook, room: int, drawn: Drawn, fires: Fires, chosen: candidates.IntArray
    ) -> Outlook:
        """The chosen fires from now on. Raises SimError when too few are inside the validity."""
        now = candidates.present(fires, chosen)
        rows = _later(drawn.rows[chosen], fires, chosen, now)
        ahead = self._surrogate.predict(rows)
        valid = ahead.valid & drawn.said.valid[chosen]
        _refuse_few(valid, ahead, drawn.said, chosen)
        hrr = np.column_stack([demand(rows, at) for at in (0.0, *HORIZONS)])[valid]
        course = courses(
            now[valid][:, [1, 2, 4]], ahead.values[valid], ahead.low[valid], ahead.high[valid],
            hrr, self._chance[valid],
        )  # fmt: skip
        seats = Counter(drawn.seat[chosen[valid]].tolist())
        told = replace(
            empty,
            room=self._case.rooms[room].id,
            seat_asset=self._case.seats[seats.most_common(1)[0][0]].asset,
            candidates=CANDIDATES, answered=round(float(valid.mean()), 3),
            times_s=TIMES,
        )  # fmt: skip
        return filled(told, course, fires.inside)

    def _room(self, readings: Readings) -> int:
        """Where the alarm came from. In rooms without a hood the errors were not found small."""
        room = self._case.zones().get(readings.zone)
        if room is None:
            raise _none(self._site, f"the alarm comes from {readings.zone}, which is no room")
        if room not in self._kitchens:
            raise _none(
                self._site, f"{readings.zone} is no kitchen with a hood and something to burn"
            )
        return room

    def _refuse(self, readings: Readings) -> None:
        """What the surrogate was never taught, as far as the site's own signals tell."""
        by_kind: dict[str, list[float]] = {}
        for point in self._layout.points:
            if point.tag in readings.values:
                by_kind.setdefault(point.kind, []).append(readings.values[point.tag])
        if DISCHARGED in by_kind.get("panel state", ()):
            raise _none(self._site, "the suppression reports a discharge")
        duct, hood = by_kind.get("duct temperature"), by_kind.get("plenum temperature")
        if duct and hood and max(duct) > max(hood) + DUCT_ABOVE_HOOD:
            raise _none(self._site, "it burns in the duct")

    def _drawn(self, room: int, values: Mapping[str, float]) -> Drawn:
        """Kept while doors and hood stay as they are."""
        contacts = _contacts(self._layout, values)
        draught = _draught(self._layout, self._case, values)
        key = (room, tuple(sorted(contacts.items())), draught)
        if self._known is None or self._known[0] != key:
            self._known = (key, self._draw(room, contacts, draught=draught))
        return self._known[1]

    def _draw(self, room: int, contacts: Mapping[str, float], *, draught: bool) -> Drawn:
        own = [n for n, seat in enumerate(self._case.seats) if seat.room == room]
        edges = np.cumsum([self._case.seats[n].hazard for n in own])
        seat = np.array(own, dtype=np.intp)[np.searchsorted(edges / edges[-1], self._draws.seat)]
        shut = self._draws.doors < SHUT_DOORS
        known: dict[tuple[int, bytes], FloatArray] = {}
        for at, pattern in zip(seat.tolist(), shut, strict=True):
            name = (at, pattern.tobytes())
            if name not in known:
                place = self._case.seats[at]
                known[name] = _row(self._case, place, contacts, pattern, draught=draught)
        rows = np.array([known[a, b.tobytes()] for a, b in zip(seat.tolist(), shut, strict=True)])
        candidates.size(rows, self._draws)
        said = self._surrogate.predict(rows)
        return Drawn(rows, said, seat, self._fires(room, rows, said, seat))

    def _fires(
        self, room: int, rows: FloatArray, said: Prediction, seat: candidates.IntArray
    ) -> Fires:  # fmt: skip
        """Each with its course from ignition; one outside the validity stays as it began."""
        column = {name: rows[:, place] for name, place in COLUMN.items()}
        start = np.column_stack([
            np.zeros(len(rows)), column["layer_height"], column["o2"], np.full(len(rows), LONGEST)
        ])[:, :, None]  # fmt: skip
        values = np.where(said.valid[:, None, None], said.values, start)
        compartment = self._case.case.compartments[room]
        return Fires(
            coefficient=column["growth"], peak=column["peak"], age=np.zeros(len(rows)),
            radiative=column["radiative_fraction"],
            seat=np.array([self._case.seats[n].at for n in seat]),
            course=np.concatenate([start, values], axis=2),
            inside=self._case.case.inside, height=compartment.size[2], floor=compartment.at[2],
            hood=float(column["hood_flow"].max()),
        )  # fmt: skip

    def _flames(self, room: int, values: Mapping[str, float]) -> bool:
        """Whether a flame head of the room sees flames."""
        zones = self._case.zones()
        return any(
            values.get(one.tag, 0.0) >= 1
            for one in self._layout.points
            if one.kind == "flame detector" and zones.get(one.zone) == room
        )

    def _told(
        self, room: int, values: Mapping[str, float], normal: Mapping[str, float]
    ) -> dict[int, float]:  # fmt: skip
        """Change of each temperature sensor of the room, by its number; dead heads are left out."""
        found = {}
        for n, (_, sensor) in enumerate(self._case.sensors):
            value = values.get(sensor.tag)
            if value is None or sensor.room != room or sensor.kind not in STEERING:
                continue
            if sensor.kind is Kind.HEAD and value >= sensor.dead_c:
                continue
            found[n] = value - normal.get(sensor.tag, value)
        return found


def _as_taught(site: SiteCase) -> SiteCase:
    """What a room leaks beyond its cracks as a strip to the outside, as high as a door: cracks is
    all that the surrogate was taught of leaks."""
    rooms, strips = [], []
    for room in site.case.compartments:
        cracks = LEAK * 2 * (room.size[0] + room.size[1]) * room.size[2]
        rooms.append(replace(room, leak_area=min(room.leak_area, cracks)))
        if (rest := room.leak_area - rooms[-1].leak_area) > 0:
            high = min(EXIT[1], room.size[2])
            strips.append(
                Opening(id=f"{room.id} leaks", of=room.id, height=high, width=rest / high)
            )
    openings = (*site.case.openings, *strips)
    case = replace(site.case, compartments=tuple(rooms), openings=openings)
    return dataclasses.replace(site, case=case)


def _row(
    site: SiteCase, seat: Seat, contacts: Mapping[str, float], shut: candidates.BoolArray, *,
    draught: bool,
) -> FloatArray:  # fmt: skip
    """The features of a seat at its ignition, with a fire of some size. Raises SimError."""
    case = _with(site, seat, contacts, shut, draught=draught)
    growth = Growth(0.0, candidates.SMALLEST, 0.0)
    return features(case, growth, fresh(case, growth))


def _with(
    site: SiteCase, seat: Seat, contacts: Mapping[str, float], shut: candidates.BoolArray, *,
    draught: bool,
) -> Case:  # fmt: skip
    case = site.case
    room = case.compartments[seat.room].id
    fire = next(one for one in case.fires if one.compartment == room)
    return replace(
        case,
        fires=(replace(fire, at=seat.at),),
        openings=tuple(
            _set(one, contacts, is_shut=bool(is_shut))
            for one, is_shut in zip(case.openings, shut, strict=True)
        ),
        hoods=tuple(replace(one, flow=one.flow * draught) for one in case.hoods),
        fans=tuple(replace(one, flow=one.flow * draught) for one in case.fans),
    )


def _set(opening: Opening, contacts: Mapping[str, float], *, is_shut: bool) -> Opening:
    """By its contact; a door without one as drawn for this fire; windows stay open."""
    if opening.id in contacts:
        share = max(contacts[opening.id], DOOR_GAP)
    elif opening.open[0][1] < 1.0:
        share = DOOR_GAP if is_shut else 1.0
    else:
        share = 1.0
    return replace(opening, open=((0.0, share),))


def _contacts(layout: Layout, values: Mapping[str, float]) -> dict[str, float]:
    """Share open of each door by its contact."""
    return {
        point.asset: float(values[point.tag] >= 1)
        for point in layout.points
        if point.kind == "door contact" and point.asset and point.tag in values
    }


def _draught(layout: Layout, site: SiteCase, values: Mapping[str, float]) -> bool:
    """Whether the exhaust draws: its fan, which stands in no room, runs and no damper is shut."""
    rooms = site.zones()
    for point in layout.points:
        value = values.get(point.tag)
        if value is None:
            continue
        if point.kind == "drive state" and point.zone not in rooms and value != 1:
            return False
        if point.kind == "damper position" and value < 1:
            return False
    return True


def _later(
    rows: FloatArray, fires: Fires, chosen: candidates.IntArray, now: FloatArray
) -> FloatArray:  # fmt: skip
    """The rows of the chosen fires at their present age and state."""
    later = rows.copy()
    later[:, COLUMN["elapsed"]] = fires.age[chosen]
    for n, name in enumerate(("hrr", "rise", "layer_height", "o2")):
        later[:, COLUMN[name]] = now[:, n]
    return later


def _refuse_few(
    valid: candidates.BoolArray, ahead: Prediction, first: Prediction, chosen: candidates.IntArray
) -> None:
    """Say why, when too many of the chosen fires lie outside the surrogate's validity."""
    if valid.mean() >= LEAST_ANSWERED:
        return
    whys = Counter(
        ahead.reasons[n] or first.reasons[at] for n, at in enumerate(chosen) if not valid[n]
    )
    raise _none("surrogate", f"outside the surrogate's validity: {whys.most_common(1)[0][0]}")


def _none(site: str, what: str) -> SimError:
    return SimError(what, where=site, remedy="Wait for the hub's forecast")

"""A site's drawing as a case that the fire models burn, with its likely seats and its sensors."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from sim.fire.case import OUTSIDE, Case, Compartment, Fan, Fire, Hood, Opening, Position
from sim.forecast import materials as stuff
from sim.forecast.floors import Room, free_edges, nearest_room, rooms_of, sides
from sim.forecast.sensors import Kind, Sensor
from twin.site.model import Asset, AssetKind, Layout, Point

INSIDE_C = 28.0  # a kitchen at work; what is blown in is taken as warm, so that it makes no layer
LEAST_OPENING = 0.05  # m
GRILLE = " make-up"  # ends the name of a fan that is none, but air drawn in by a hood
KINDS = {
    "heat detector": Kind.HEAD,
    "plenum temperature": Kind.HOOD,
    "duct temperature": Kind.DUCT,
    "smoke detector": Kind.SMOKE,
    "carbon monoxide": Kind.CO,
}
"""What a point measures, as the sensor that steers a forecast. Room thermometers are too slow."""
ERRORS = {
    # kind: noise, share of what is shown, lag s. Heads by EN 54-5 class A1; CO and soot yields are
    # known to half an order of magnitude, so those steer weakly. NIST finds no model better.
    Kind.HEAD: (2.0, 0.2, 20.0),
    Kind.HOOD: (8.0, 0.25, 8.0),
    Kind.DUCT: (6.0, 1.0, 15.0),
    Kind.SMOKE: (0.02, 1.0, 15.0),
    Kind.CO: (5.0, 1.0, 30.0),
}
HIDDEN = (AssetKind.DUCT, AssetKind.HOOD)
OIL = (AssetKind.WOK, AssetKind.FRYER, AssetKind.GRIDDLE)


@dataclass(frozen=True, slots=True)
class Seat:
    """Where it may burn: room number, middle of the burning surface, share as a likely seat."""

    asset: str
    kind: AssetKind
    room: int
    at: Position
    hazard: float


@dataclass(frozen=True, slots=True)
class SiteCase:
    """The case (one fire for each room with a seat), rooms by compartment, seats, those hidden in
    hood and duct, and sensors with their row among the layout's points."""

    case: Case
    rooms: tuple[Room, ...]
    seats: tuple[Seat, ...]
    hidden: tuple[Seat, ...]
    sensors: tuple[tuple[int, Sensor], ...]

    def zones(self) -> dict[str, int]:
        """Compartment of every zone."""
        return {zone.id: n for n, room in enumerate(self.rooms) for zone in room.zones}


def site_case(layout: Layout) -> SiteCase:
    """The building of a layout, doors as in normal use, nothing burning. Raises CaseError."""
    rooms = rooms_of(layout)
    seats, hidden = _seats(layout, rooms)
    hoods = _hoods(layout, rooms)
    fans = _fans(layout, rooms, hoods)
    drawn = _openings(layout, rooms)
    closed = tuple(_compartment(room, seats, n) for n, room in enumerate(rooms))
    case = Case(
        id=layout.id,
        ambient=INSIDE_C + 273.15,
        inside=INSIDE_C + 273.15,
        compartments=_with_grilles(closed, fans),
        openings=(*drawn, *_beyond(layout, rooms, seats, drawn)),
        fans=fans,
        hoods=hoods,
        fires=tuple(_fire(rooms, seats, n) for n in sorted({seat.room for seat in seats})),
    )
    return SiteCase(case, rooms, seats, hidden, _sensors(layout, rooms))


def _compartment(room: Room, seats: Sequence[Seat], number: int) -> Compartment:
    """The room as one box of its own floor area. A bent room is drawn to its longer side, at the
    end where things may burn, so that walls stay where they are beside them."""
    west, south, east, north = room.box
    width, depth = east - west, north - south
    own = [seat.at for seat in seats if seat.room == number]
    if width >= depth:
        depth = room.area / width
        middle = sum(at[1] for at in own) / len(own) if own else south
        at = (west, south if middle - south <= north - middle else north - depth, room.floor)
    else:
        width = room.area / depth
        middle = sum(at[0] for at in own) / len(own) if own else west
        at = (west if middle - west <= east - middle else east - width, south, room.floor)
    return Compartment(
        id=room.id,
        at=at,
        size=(width, depth, room.height),
        ceiling=stuff.CEILING,
        walls=stuff.WALLS,
        floor=stuff.FLOOR,
        leak_area=stuff.LEAK * 2 * (width + depth) * room.height,
    )


def _openings(layout: Layout, rooms: Sequence[Room]) -> tuple[Opening, ...]:
    found = []
    for asset in layout.assets:
        if asset.kind not in (AssetKind.DOOR, AssetKind.WINDOW):
            continue
        ends = sides(asset, rooms)
        if ends[0] == ends[1]:
            continue
        first, second = (ends[1], ends[0]) if ends[0] is None else ends
        assert first is not None
        (x, y, z), (width, depth, height) = asset.box.at, asset.box.size
        room = rooms[first]
        bottom = max(z - room.floor, 0.0)
        tall = min(height, room.height - bottom)
        if tall < LEAST_OPENING or max(width, depth) < LEAST_OPENING:
            continue
        found.append(
            Opening(
                id=asset.id,
                of=room.id,
                to=OUTSIDE if second is None else rooms[second].id,
                bottom=bottom,
                height=tall,
                width=max(width, depth),
                at=(x, y),
                along="x" if width >= depth else "y",
                open=((0.0, 1.0 if asset.kind is AssetKind.WINDOW else stuff.DOOR_GAP),),
            )
        )
    return tuple(found)


def _beyond(
    layout: Layout, rooms: Sequence[Room], seats: Sequence[Seat], drawn: Sequence[Opening]
) -> tuple[Opening, ...]:
    """A dining room or corridor from which no drawn way leads outside but through a kitchen is part
    of a building that goes on where no wall is drawn: as wide as an exit, and open."""
    ways = {frozenset((one.of, one.to)) for one in drawn}
    burns = {rooms[seat.room].id for seat in seats}
    open_to = {OUTSIDE}
    while more := {
        room for way in ways if way & open_to for room in way - open_to - burns
    }:  # fmt: skip
        open_to |= more
    found = []
    for room in rooms:
        edges = free_edges(room, rooms, layout)
        reached = any(room.id in way for way in ways)
        if room.id in burns | open_to or not reached or not edges:
            continue
        edge, middle = edges[0], sum(edges[0].span) / 2
        width = min(stuff.EXIT[0], edge.length)
        at = (middle - width / 2, edge.line) if edge.along == 0 else (edge.line, middle - width / 2)
        found.append(
            Opening(
                id=f"{room.id} beyond", of=room.id, to=OUTSIDE, bottom=0.0,
                height=min(stuff.EXIT[1], room.height), width=width, at=at,
                along="x" if edge.along == 0 else "y", open=((0.0, 1.0),),
            )
        )  # fmt: skip
    return tuple(found)


def _hoods(layout: Layout, rooms: Sequence[Room]) -> tuple[Hood, ...]:
    canopies = [a for a in layout.assets if a.kind is AssetKind.HOOD and min(a.box.size[:2]) > 0.4]
    return tuple(
        Hood(
            id=one.id,
            compartment=rooms[nearest_room(rooms, *_middle(one)[:2])].id,
            at=one.box.at,
            size=(one.box.size[0], one.box.size[1], max(one.box.size[2], 0.1)),
            flow=stuff.EXHAUST * one.box.size[0] * one.box.size[1],
        )
        for one in canopies
    )


def _fans(layout: Layout, rooms: Sequence[Room], hoods: Sequence[Hood]) -> tuple[Fan, ...]:
    """Air that comes in for what the hoods draw: by a make-up unit where one is drawn, else
    through grilles that no drawing shows."""
    found = []
    for hood in hoods:
        number = next(n for n, room in enumerate(rooms) if room.id == hood.compartment)
        units = [
            a
            for a in layout.assets
            if a.kind is AssetKind.FAN and a.box.at[2] < rooms[number].height
            and rooms[number].holds(*_middle(a)[:2])
        ]  # fmt: skip
        found.append(
            Fan(
                id=units[0].id if units else f"{hood.id}{GRILLE}",
                of=OUTSIDE,
                to=hood.compartment,
                flow=stuff.MAKE_UP * hood.flow,
                to_height=0.3 * rooms[number].height,
            )
        )
    return tuple(found)


def _with_grilles(rooms: Sequence[Compartment], fans: Sequence[Fan]) -> tuple[Compartment, ...]:
    """The rooms with their grilles as the holes that they are: they stay when the hood no longer
    draws through them. Nobody drew where they are: they count as cracks from floor to ceiling."""
    grilles = [one for one in fans if one.id.endswith(GRILLE)]
    holes = [sum(one.flow for one in grilles if one.to == room.id) for room in rooms]
    return tuple(
        replace(room, leak_area=room.leak_area + hole / stuff.GRILLE)
        for room, hole in zip(rooms, holes, strict=True)
    )


def _middle(asset: Asset) -> Position:
    (x, y, z), (width, depth, height) = asset.box.at, asset.box.size
    return x + width / 2, y + depth / 2, z + height


def _seats(layout: Layout, rooms: Sequence[Room]) -> tuple[tuple[Seat, ...], tuple[Seat, ...]]:
    """Seats in the rooms and those hidden in hood and duct. A drawing without hazards burns in the
    middle of its largest room."""
    open_seats, hidden = [], []
    for asset in layout.assets:
        if asset.hazard <= 0:
            continue
        at = _middle(asset)
        seat = Seat(asset.id, asset.kind, nearest_room(rooms, *at[:2]), at, asset.hazard)
        if asset.kind in HIDDEN:
            hidden.append(seat)
        else:
            room = rooms[seat.room]
            top = min(at[2], room.floor + 0.6 * room.height)
            open_seats.append(Seat(*_parts(seat, (at[0], at[1], top))))
    if not open_seats:
        largest = max(range(len(rooms)), key=lambda n: rooms[n].area)
        west, south, east, north = rooms[largest].box
        at = ((west + east) / 2, (south + north) / 2, rooms[largest].floor + 0.5)
        open_seats = [Seat("", AssetKind.TABLE, largest, at, 1.0)]
    return tuple(open_seats), tuple(hidden)


def _parts(seat: Seat, at: Position) -> tuple[str, AssetKind, int, Position, float]:
    return seat.asset, seat.kind, seat.room, at, seat.hazard


def _fire(rooms: Sequence[Room], seats: Sequence[Seat], number: int) -> Fire:
    own = max((s for s in seats if s.room == number), key=lambda s: s.hazard)
    oily = any(s.room == number and s.kind in OIL for s in seats)
    carbon, hydrogen, oxygen = stuff.OIL if oily else stuff.GOODS
    return Fire(
        id=f"fire in {rooms[number].id}",
        compartment=rooms[number].id,
        at=own.at,
        area=0.2,
        hrr=((0.0, 0.0),),
        radiative_fraction=0.35,
        heat_of_combustion=stuff.OIL_HEAT if oily else stuff.GOODS_HEAT,
        carbon=carbon,
        hydrogen=hydrogen,
        oxygen=oxygen,
        soot_yield=stuff.OIL_SOOT if oily else stuff.GOODS_SOOT,
        co_yield=stuff.OIL_CO if oily else stuff.GOODS_CO,
    )


def _sensors(layout: Layout, rooms: Sequence[Room]) -> tuple[tuple[int, Sensor], ...]:
    found = []
    for row, point in enumerate(layout.points):
        kind = KINDS.get(point.kind)
        if kind is None:
            continue
        found.append((row, _sensor(point, kind, rooms)))
    return tuple(found)


def _sensor(point: Point, kind: Kind, rooms: Sequence[Room]) -> Sensor:
    noise, share, lag = ERRORS[kind]
    hot = kind in (Kind.HOOD, Kind.DUCT, Kind.SMOKE, Kind.CO)
    return Sensor(
        tag=point.tag,
        kind=kind,
        room=nearest_room(rooms, point.at[0], point.at[1]),
        at=point.at,
        noise=max(noise, point.deadband),
        share=share,
        lag=lag,
        dead_c=float("inf") if hot else 150.0,
        top=point.range[1],
        hold=1.5 * point.heartbeat_s,
    )


def with_doors(case: Case, known: dict[str, float]) -> Case:
    """The case with doors as open as known, share by id."""
    return replace(
        case,
        openings=tuple(
            replace(one, open=((0.0, max(known[one.id], stuff.DOOR_GAP)),))
            if one.id in known else one for one in case.openings
        ),
    )  # fmt: skip

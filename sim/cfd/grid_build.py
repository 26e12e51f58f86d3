"""Builds the grid of a case: paints regions, closes faces, mounts hoods, fans and burners."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sim.cfd.gaps import Gap, gaps_of
from sim.cfd.grid import Grid, Kind, Patch, nearest, span
from sim.cfd.space import (
    AXES,
    FIRST_ROOM,
    OUTER,
    SOFT,
    VOID,
    BoolArray,
    Box,
    FloatArray,
    IntArray,
    box_of,
    edges,
    room_box,
)
from sim.errors import CaseError
from sim.fire.case import OUTSIDE, Case, Fan, Fire, Hood

AREA_OFF = 0.01
"""An opening that differs by more is noted."""
MOST_CELLS = 2_000_000


def source_box(fire: Fire, height: float, cell: float) -> Box:
    """The column over a fire: its burning area, but at least two of the smallest cells across, so
    that the plume can take in air at its sides; up to `height` above it."""
    half = max(fire.area**0.5 / 2, SOFT * cell)
    x, y, z = fire.at
    return Box((x - half, y - half, z), (x + half, y + half, z + height))


def build_grid(case: Case, *, cell: float, margin: float = 1.2, burners: bool = False) -> Grid:
    """The grid of a case. cell: size of the cells, m; margin: air outside before an opening, m;
    burners: fires are surfaces that fuel comes out of. Raises CaseError."""
    _check_cell(case, cell)
    gaps = gaps_of(case, margin)
    unreached = _unreached(case, gaps)
    lines = _lines(case, gaps, cell)
    if np.prod([line.size - 1 for line in lines]) > MOST_CELLS:
        raise CaseError(
            f"needs more than {MOST_CELLS} cells", where=case.id, remedy="Take larger cells"
        )
    builder = _Builder(case, lines, gaps, unreached)
    builder.paint()
    builder.measure()
    builder.close()
    for hood in case.hoods:
        builder.hang(hood)
    for fan in case.fans:
        builder.mount(fan)
    if burners:
        for fire in case.fires:
            builder.lay(fire)
    return builder.grid()


def _check_cell(case: Case, cell: float) -> None:
    """Two layers need two cells, and a plume a breadth."""
    least = min(case.compartments, key=lambda room: min(room.size))
    if cell > min(least.size) / 2 * 1.001:
        raise CaseError(
            f"cells of {cell:g} m are larger than half of {least.id!r}, "
            f"{min(least.size):g} m at its narrowest",
            where=case.id,
            remedy=f"Take cells of at most {math.floor(50 * min(least.size)) / 100:g} m",
        )


def _unreached(case: Case, gaps: Sequence[Gap]) -> frozenset[str]:
    """Rooms that no open way joins to the outside. Raises CaseError when something happens there:
    nothing would limit the pressure."""
    joined = {OUTER}
    while more := {end for g in gaps for end in (g.of, g.to) if {g.of, g.to} & joined} - joined:
        joined |= more
    busy = {fire.compartment for fire in case.fires} | {hood.compartment for hood in case.hoods}
    busy |= {end for fan in case.fans for end in (fan.of, fan.to)}
    closed = [r.id for n, r in enumerate(case.compartments) if FIRST_ROOM + n not in joined]
    for name in closed:
        if name in busy:
            raise CaseError(
                "no open way leads from it to the outside, so nothing would limit its pressure",
                where=f"compartment {name}",
                remedy="Open a door or window, or use the zone model for a closed room",
            )
    return frozenset(closed)


def _lines(
    case: Case, gaps: Sequence[Gap], cell: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    hard = [room_box(room) for room in case.compartments]
    hard += [gap.box for gap in gaps] + [gap.outer for gap in gaps if gap.outer]
    soft = [source_box(fire, 0.0, cell) for fire in case.fires]
    soft += [Box(fire.at, fire.at) for fire in case.fires]
    soft += [box_of(hood.at, hood.size) for hood in case.hoods]
    soft += [box_of(obstacle.at, obstacle.size) for obstacle in case.obstacles]
    x, y, z = (edges(_ends(hard, axis), _ends(soft, axis), cell) for axis in AXES)
    return x, y, z


def _ends(boxes: Sequence[Box], axis: int) -> list[float]:
    return [end for box in boxes for end in (box.low[axis], box.high[axis])]


@dataclass(slots=True, eq=False)
class _Builder:
    """Arrays under construction."""

    case: Case
    lines: tuple[FloatArray, FloatArray, FloatArray]
    gaps: tuple[Gap, ...]
    unreached: frozenset[str]
    region: IntArray = field(init=False)
    is_open: list[BoolArray] = field(default_factory=list)
    low: list[IntArray] = field(default_factory=list)
    high: list[IntArray] = field(default_factory=list)
    patches: list[Patch] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def grid(self) -> Grid:
        return Grid(
            *self.lines,
            region=self.region,
            is_open=(self.is_open[0], self.is_open[1], self.is_open[2]),
            low=(self.low[0], self.low[1], self.low[2]),
            high=(self.high[0], self.high[1], self.high[2]),
            patches=tuple(self.patches),
            gaps=self.gaps,
            notes=tuple(self.notes),
        )

    def _box(self, box: Box) -> tuple[slice, slice, slice]:
        x, y, z = (span(self.lines[a], box.low[a], box.high[a]) for a in AXES)
        return x, y, z

    def paint(self) -> None:
        """Give every cell its region."""
        self.region = np.zeros([line.size - 1 for line in self.lines], dtype=np.int32)
        for gap in self.gaps:
            if gap.outer is not None:
                self.region[self._box(gap.outer)] = OUTER
        for number, room in enumerate(self.case.compartments):
            part = self.region[self._box(room_box(room))]
            if (part >= FIRST_ROOM).any():
                other = self.case.compartments[int(part.max()) - FIRST_ROOM].id
                raise CaseError(
                    f"lies partly inside {other}",
                    where=f"compartment {room.id}",
                    remedy="Move one of them: rooms may touch, not overlap",
                )
            if room.id in self.unreached:
                self.notes.append(f"compartment {room.id} is shut off and left out")
                continue
            part[...] = FIRST_ROOM + number
        for number, gap in enumerate(self.gaps):
            self._paint_passage(gap, FIRST_ROOM + len(self.case.compartments) + number)
        for obstacle in self.case.obstacles:
            self._paint_obstacle(obstacle.id, box_of(obstacle.at, obstacle.size))

    def measure(self) -> None:
        """Note every opening whose area the grid cannot hold."""
        for gap in self.gaps:
            cells = self._box(gap.box)
            sides = [a for a in AXES if a != gap.axis]
            ours = [self.lines[a][cells[a].stop] - self.lines[a][cells[a].start] for a in sides]
            asked = [gap.box.high[a] - gap.box.low[a] for a in sides]
            off = float(np.prod(ours) / np.prod(asked)) - 1
            if abs(off) > AREA_OFF:
                self.notes.append(f"opening {gap.id} is {off:+.0%} in area: its lines meet others")

    def _paint_passage(self, gap: Gap, number: int) -> None:
        ends = (nearest(self.lines[gap.axis], p[gap.axis]) for p in (gap.box.low, gap.box.high))
        start, stop = ends
        if stop > start:
            part = self.region[self._box(gap.box)]
            part[(part == VOID) | (part == OUTER)] = number

    def _paint_obstacle(self, name: str, box: Box) -> None:
        cells = self._box(box)
        filled = Box(
            tuple(line[c.start] for line, c in zip(self.lines, cells, strict=True)),
            tuple(line[c.stop] for line, c in zip(self.lines, cells, strict=True)),
        )
        if filled.volume > 2 * box.volume:
            self.notes.append(f"obstacle {name} is thinner than the cells and left out")
            return
        self.region[cells] = VOID

    def close(self) -> None:
        """Say which faces are open, and what the closed ones are."""
        rooms = range(len(self.case.compartments))
        self.patches = [
            Patch("open", Kind.OPEN),
            Patch("shell", Kind.SHELL),
            *(
                Patch(f"room{n}_{surface}", Kind.WALL, self.case.compartments[n].id, surface)
                for n in rooms
                for surface in ("ceiling", "walls", "floor")
            ),
        ]
        for axis in AXES:
            low, high = self._sides(axis)
            is_open = (low == high) & (low != VOID)
            for number, gap in enumerate(self.gaps):
                if gap.axis == axis:
                    passage = FIRST_ROOM + len(rooms) + number
                    ends = [gap.of, gap.to, passage]
                    part = self._faces(gap.box, axis)
                    is_open[part] |= np.isin(low[part], ends) & np.isin(high[part], ends)
            self.is_open.append(is_open)
            self.low.append(self._defaults(axis, low, high, upward=True))
            self.high.append(self._defaults(axis, high, low, upward=False))

    def _sides(self, axis: int) -> tuple[IntArray, IntArray]:
        """Regions on both sides of every face of one axis."""
        width = [(1, 1) if a == axis else (0, 0) for a in AXES]
        padded = np.pad(self.region, width, constant_values=VOID)
        n = padded.shape[axis]
        low = padded.take(range(n - 1), axis)
        return low, padded.take(range(1, n), axis)

    def _faces(self, box: Box, axis: int) -> tuple[slice, slice, slice]:
        """The faces of one axis inside a box that may be flat along it."""
        part = list(self._box(box))
        start, stop = (nearest(self.lines[axis], p[axis]) for p in (box.low, box.high))
        part[axis] = slice(start, stop + 1)
        return part[0], part[1], part[2]

    def _defaults(
        self, axis: int, own: IntArray, other: IntArray, *, upward: bool
    ) -> npt.NDArray[np.int32]:
        """The patch of every face as cells of region `own` see it, were it closed."""
        patch = np.ones(own.shape, dtype=np.int32)
        ground = min(room.at[2] for room in self.case.compartments) + 1e-6
        free = (own == OUTER) & (other == VOID)
        if axis == 2 and not upward:
            free &= (self.lines[2] > ground)[None, None, :]
        patch[free] = 0
        for number, room in enumerate(self.case.compartments):
            end = room_box(room).high if upward else room_box(room).low
            plane = [slice(None)] * 3
            plane[axis] = slice(nearest(self.lines[axis], end[axis]), None)
            plane[axis] = slice(plane[axis].start, plane[axis].start + 1)
            surface = 1 if axis != 2 else (0 if upward else 2)
            view = patch[tuple(plane)]
            view[own[tuple(plane)] == FIRST_ROOM + number] = 2 + 3 * number + surface
        return patch

    def hang(self, hood: Hood) -> None:
        """A canopy: solid sides, exhaust under its top, open below."""
        x, y, z = self._box(box_of(hood.at, hood.size))
        for axis, across in ((0, (y, z)), (1, (x, z))):
            along = (x, y)[axis]
            for line in (along.start, along.stop):
                part = [across[0], across[0], across[1]]
                part[axis] = slice(line, line + 1)
                self.is_open[axis][tuple(part)] = False
        top = (x, y, slice(z.stop, z.stop + 1))
        self.is_open[2][top] = False
        self.low[2][top] = len(self.patches)
        self.patches.append(Patch(f"hood_{len(self.patches)}", Kind.EXHAUST, hood.id))

    def mount(self, fan: Fan) -> None:
        """Grilles in the walls or ceiling of the rooms that a fan joins."""
        for end, height, kind in (
            (fan.of, fan.of_height, Kind.EXHAUST),
            (fan.to, fan.to_height, Kind.SUPPLY),
        ):
            if end != OUTSIDE:
                self._grille(fan, end, height, kind)

    def _grille(self, fan: Fan, room_id: str, height: float | None, kind: Kind) -> None:
        room = room_box(self.case.compartment(room_id))
        up = height if height is not None else room.high[2] - room.low[2]
        x, y = fan.place or ((room.low[0] + room.high[0]) / 2, (room.low[1] + room.high[1]) / 2)
        axis, upward, faces = self._nearest_faces(room_id, (x, y, room.low[2] + up), fan.area)
        own = (self.low if upward else self.high)[axis]
        own[tuple(np.array(faces).T)] = len(self.patches)
        number, side = self.case.fans.index(fan), "of" if kind is Kind.EXHAUST else "to"
        self.patches.append(Patch(f"fan_{number}_{side}", kind, fan.id))

    def _nearest_faces(
        self, room_id: str, at: tuple[float, float, float], area: float
    ) -> tuple[int, bool, list[tuple[int, int, int]]]:
        """Wall or ceiling faces of one plane nearest to a point, of about so much area."""
        number = [room.id for room in self.case.compartments].index(room_id)
        choices = []
        for axis, upward in ((2, True), (0, True), (0, False), (1, True), (1, False)):
            side = (self.low if upward else self.high)[axis]
            wanted = 2 + 3 * number + (0 if axis == 2 else 1)
            found = np.argwhere((side == wanted) & ~self.is_open[axis])
            if found.size:
                distance = np.linalg.norm(self._centres(axis, found) - np.array(at), axis=1)
                choices.append((float(distance.min()), axis, upward, found, distance))
        _, axis, upward, found, distance = min(choices, key=lambda choice: choice[0])
        found = found[np.argsort(distance)]
        areas = np.cumsum(self._areas(axis, found))
        count = 1 + int(np.argmin(np.abs(areas - area)))
        return axis, upward, [(int(i), int(j), int(k)) for i, j, k in found[:count]]

    def _centres(self, axis: int, faces: npt.NDArray[np.intp]) -> FloatArray:
        columns = [
            self.lines[a][faces[:, a]]
            if a == axis
            else (self.lines[a][faces[:, a]] + self.lines[a][faces[:, a] + 1]) / 2
            for a in AXES
        ]
        return np.stack(columns, axis=1)

    def _areas(self, axis: int, faces: npt.NDArray[np.intp]) -> FloatArray:
        sides = [np.diff(self.lines[a])[faces[:, a]] for a in AXES if a != axis]
        area: FloatArray = sides[0] * sides[1]
        return area

    def lay(self, fire: Fire) -> None:
        """A burner: a thin plate whose upper side gives off fuel."""
        x, y, _ = self._box(source_box(fire, 0.0, 0.0))
        level = nearest(self.lines[2], fire.at[2])
        plate = (x, y, slice(level, level + 1))
        self.is_open[2][plate] = False
        self.high[2][plate] = len(self.patches)
        self.patches.append(Patch(f"burner_{len(self.patches)}", Kind.BURNER, fire.id))

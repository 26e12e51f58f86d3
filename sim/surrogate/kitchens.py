"""Random kitchens with one fire each, and what the zone model says of them: synthetic data.

One room with a door and a window to the outside and doors to two rooms behind it, which may have a
way out; each from shut to wide open. A hood that may stand still, make-up air for it, walls of the
building trade, and a t-squared fire that stays at its peak.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.fire import growth as t_squared
from sim.fire.case import OUTSIDE, Case, Compartment, Fan, Fire, Hood, Material, Opening
from sim.fire.zone import ZoneModel
from sim.fire.zone_run import ZoneRun
from sim.surrogate.features import HORIZONS, INSIDE, MILD, Growth, Now, features, fresh
from sim.surrogate.outputs import OUTPUTS, visibility

FloatArray = npt.NDArray[np.float64]

EVERY = 10.0  # s
LATEST = 600.0  # s since ignition, from where a forecast starts
EARLIEST = 20.0  # s, but for one forecast of each kitchen, which is from its ignition
OWN = 5  # openings of the kitchen, the first
AT_IGNITION = -1  # row of a run
HIGHEST = 1.85  # m, of a burning surface: below the lowest hood
TOGETHER = 250  # cases in one model
CRACKS = (1e-4, 1e-3)  # m2 per m2 of wall, about an average building (3.5e-4); SFPE Handbook
FUELS = (
    # heat J/kg, atoms C, H, O, range of soot kg/kg; cooking oil (triolein), goods (cellulose)
    (3.95e7, (57.0, 104.0, 6.0), (0.01, 0.10)),
    (1.8e7, (6.0, 10.0, 5.0), (0.005, 0.06)),
)
CONCRETE = (1.6, 2300.0, 900.0)
BRICK = (0.8, 1800.0, 840.0)
BOARD = (0.17, 790.0, 900.0)
LIGHT = (0.2, 600.0, 1000.0)  # aerated concrete
STEEL_PANEL = (0.04, 100.0, 1000.0)  # mineral wool under sheet, SFPE Handbook


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """n forecasts: rows (n, F) features, values (n, 4, h) see OUTPUTS, case (n,) its number."""

    rows: FloatArray
    values: FloatArray
    case: npt.NDArray[np.int64]

    def of(self, cases: npt.NDArray[np.int64]) -> "Samples":
        """Those of some cases."""
        kept = np.isin(self.case, cases)
        return Samples(self.rows[kept], self.values[kept], self.case[kept])


def kitchen(rng: np.random.Generator, number: int) -> tuple[Case, Growth]:
    """One random kitchen and the growth of its fire."""
    rooms = _rooms(rng)
    openings = _openings(rng, rooms)
    own = sum(one.width * one.open[0][1] * one.height**1.5 for one in openings[:OWN])
    fire, growth = _fire(rng, rooms[0], own)
    hood = _hood(rng, rooms[0], fire)
    air = Fan(
        id="make-up", of=OUTSIDE, to="kitchen", flow=hood.flow * rng.uniform(0.8, 0.9),
        to_height=rng.uniform(0.1, 0.95) * rooms[0].size[2],
    )  # fmt: skip
    inside = rng.uniform(*INSIDE)
    case = Case(
        id=f"random kitchen {number}", duration=LATEST + HORIZONS[-1],
        ambient=inside + rng.uniform(-MILD, MILD), inside=inside, compartments=rooms,
        openings=openings, fans=(air,), hoods=(hood,), fires=(fire,),
    )  # fmt: skip
    return case, growth


def _rooms(rng: np.random.Generator) -> tuple[Compartment, ...]:
    """The kitchen and two rooms behind it, side by side."""
    height = rng.uniform(2.3, 4.5)
    built = {
        "ceiling": _ceiling(rng), "walls": (_layer(rng, BRICK if rng.random() < 0.6 else BOARD),),
        "floor": (_layer(rng, CONCRETE),),
    }  # fmt: skip
    cracks, rooms, x = _log(rng, *CRACKS), [], 0.0
    for name, areas in (("kitchen", (10, 160)), ("second", (6, 120)), ("third", (6, 60))):
        floor, aspect = _log(rng, *areas), rng.uniform(1, 2.2)
        width, depth = (floor * aspect) ** 0.5, (floor / aspect) ** 0.5
        rooms.append(Compartment(
            id=name, at=(x, 0.0, 0.0), size=(width, depth, height),
            leak_area=cracks * 2 * (width + depth) * height, **built,
        ))  # fmt: skip
        x += width
    return tuple(rooms)


def _openings(rng: np.random.Generator, rooms: Sequence[Compartment]) -> tuple[Opening, ...]:
    """First those of the kitchen, then what leads on from the rooms behind. In a third of the
    kitchens only the door to the outside is there, in a third only doors to the rooms behind."""
    kind = rng.integers(3)
    out, inward = kind != 1, kind != 0
    widest = 0.9 * rooms[0].size[0]
    found = [_way(rng, "out", "kitchen", OUTSIDE, widest, out)]
    found += [_window(rng, widest, OUTSIDE, out), _window(rng, widest, "second", inward)]
    found += [
        _way(rng, f"to {name}", "kitchen", name, widest, inward) for name in ("second", "third")
    ]
    for room in rooms[1:]:
        is_there = rng.random() < 0.5
        found.append(_way(rng, f"{room.id} out", room.id, OUTSIDE, 0.9 * room.size[0], is_there))
    return tuple(found)


def _way(
    rng: np.random.Generator, name: str, of: str, to: str, widest: float, is_there: bool
) -> Opening:  # fmt: skip
    """A door that stands open, is shut to a gap, or that no wall has: its share is 0 then."""
    width = min(rng.uniform(0.8, 2.4), widest)
    share = 1.0 if rng.random() < 0.5 else _log(rng, 0.015, 1.0)
    return Opening(
        id=name, of=of, to=to, height=rng.uniform(1.8, 2.2), width=width,
        open=((0.0, share * is_there),),
    )  # fmt: skip


def _window(rng: np.random.Generator, widest: float, to: str, is_there: bool) -> Opening:
    """Open in a quarter of the walls that may have one."""
    return Opening(
        id=f"window {to}", of="kitchen", to=to, bottom=rng.uniform(0.8, 1.2),
        height=rng.uniform(0.4, 1.0), width=min(rng.uniform(0.5, 3.0), widest),
        open=((0.0, float(rng.random() < 0.25 and is_there)),),
    )  # fmt: skip


def samples(
    count: int, each: int, rng: np.random.Generator, report: Callable[[str], None] = lambda _: None
) -> Samples:
    """So many kitchens through the zone model, from each so many moments to forecast from, the
    first of them its ignition."""
    rows: list[FloatArray] = []
    values: list[FloatArray] = []
    case: list[int] = []
    for first in range(0, count, TOGETHER):
        some = [kitchen(rng, n) for n in range(first, min(first + TOGETHER, count))]
        run = ZoneModel([one for one, _ in some]).run(LATEST + HORIZONS[-1], EVERY)
        for member, (one, growth) in enumerate(some):
            for row in _moments(each, rng):
                rows.append(
                    row_of(one, growth, run, member, row) if row >= 0
                    else features(one, growth, fresh(one, growth))
                )  # fmt: skip
                values.append(values_of(run, member, row, one.inside))
                case.append(first + member)
        report(f"{first + len(some)} of {count} kitchens burnt")
    return Samples(np.array(rows), np.array(values), np.array(case))


def row_of(case: Case, growth: Growth, run: ZoneRun, member: int, row: int) -> FloatArray:
    """Features of one moment of a zone run with the fire in its first room."""
    at = (member, row, 0)
    now = Now(
        float(run.hrr[at]), float(run.upper_temperature[at]) - case.inside,
        float(run.layer_height[at]), float(run.upper_o2[at]),
    )  # fmt: skip
    since = Growth(growth.coefficient, growth.peak, float(run.time[row]))
    return features(case, since, now)


def values_of(run: ZoneRun, member: int, row: int, inside: float) -> FloatArray:
    """What came at every horizon after a moment, (4, h)."""
    later = row + np.round(HORIZONS / (run.time[1] - run.time[0])).astype(int)
    values = np.empty((len(OUTPUTS), len(HORIZONS)))
    values[0] = run.upper_temperature[member, later, 0] - inside
    values[1] = run.layer_height[member, later, 0]
    values[2] = run.upper_o2[member, later, 0]
    values[3] = visibility(run.upper_soot[member, later, 0])
    return values


def _moments(each: int, rng: np.random.Generator) -> Sequence[int]:
    """Rows of a run, the ignition before the first, early ones more often: then a forecast is
    wanted."""
    spread = EARLIEST + (LATEST - EARLIEST) * rng.uniform(0, 1, each - 1) ** 1.5
    return [AT_IGNITION, *(int(at) for at in np.round(spread / EVERY).astype(int) - 1)]


def _fire(rng: np.random.Generator, room: Compartment, factor: float) -> tuple[Fire, Growth]:
    heat, (carbon, hydrogen, oxygen), soot = FUELS[rng.integers(2)]
    area = _log(rng, 0.05, 1.5)
    most = max(min(5e6, 2.5e6 * factor, 6e4 * room.size[0] * room.size[1]), 2e5)
    peak = _log(rng, 3e4, most)
    coefficient = _log(rng, t_squared.COEFFICIENT["slow"], t_squared.COEFFICIENT["ultra-fast"])
    until = LATEST + HORIZONS[-1]
    return Fire(
        id="fire", compartment="kitchen", at=_place(rng, room, area), area=area,
        hrr=t_squared.curve(coefficient, until=until, peak=peak),
        radiative_fraction=rng.uniform(0.2, 0.45), heat_of_combustion=heat, carbon=carbon,
        hydrogen=hydrogen, oxygen=oxygen, soot_yield=_log(rng, *soot), co_yield=0.01,
    ), Growth(coefficient, peak, 0.0)  # fmt: skip


def _place(
    rng: np.random.Generator, room: Compartment, area: float
) -> tuple[float, float, float]:  # fmt: skip
    """In the middle, at a wall or in a corner."""
    near = 1.1 * (area / np.pi) ** 0.5
    kind = rng.integers(3)
    x = near if kind == 2 else room.size[0] * rng.uniform(0.4, 0.6)
    y = near if kind >= 1 else room.size[1] * rng.uniform(0.4, 0.6)
    return x, y, rng.uniform(0.0, min(0.6 * room.size[2], HIGHEST))


def _hood(rng: np.random.Generator, room: Compartment, fire: Fire) -> Hood:
    """Over the fire or beside it; running, or not."""
    size = (min(1.5, 0.4 * room.size[0]), min(1.2, 0.4 * room.size[1]), 0.2)
    over = rng.random() < 0.6
    at = [
        min(max(fire.at[n] - size[n] / 2, 0.0), room.size[n] - size[n]) if over
        else room.size[n] - size[n]
        for n in range(2)
    ]  # fmt: skip
    flow = 0.0 if rng.random() < 0.3 else _log(rng, 0.1, 4.0)
    return Hood(
        id="hood", compartment="kitchen", at=(at[0], at[1], rng.uniform(1.9, 2.1)), size=size,
        flow=flow, capture=1.0 if rng.random() < 0.3 else rng.uniform(0.4, 1.0),
    )  # fmt: skip


def _ceiling(rng: np.random.Generator) -> tuple[Material, ...]:
    kind = rng.integers(4)
    if kind == 0:
        return (_layer(rng, BOARD, 0.0125), _layer(rng, CONCRETE))
    return (_layer(rng, (CONCRETE, LIGHT, STEEL_PANEL)[kind - 1]),)


def _layer(
    rng: np.random.Generator, kind: tuple[float, float, float], thickness: float = 0.15
) -> Material:
    conductivity, density, heat = kind
    return Material(conductivity * rng.uniform(0.7, 1.4), density, heat, thickness)


def _log(rng: np.random.Generator, low: float, high: float) -> float:
    return float(low * (high / low) ** rng.random())

"""Members of one building with a fire that nobody measured: zone model, unknowns, and their moves.

A member is a state of the rooms and a row of unknowns (columns below): root of the heat release
rate, its slope, factors of the model. Time is seconds of the zone model's clock.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import fields
from dataclasses import replace as changed

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from sim.errors import SimError
from sim.fire.case import Case
from sim.fire.plan import CAPTURE, KNOTS
from sim.fire.zone import ZoneModel, ZoneRun
from sim.forecast.chance import anywhere, declined, dying, relaxed, turned, within
from sim.forecast.largest import largest_fire
from sim.forecast.prior import ULTRA_FAST, Draw, Prior, draw, even, spread
from sim.forecast.resample import chosen, copied, picked
from sim.forecast.sensors import Air

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]

ROOT, SLOPE, PLUME, WALL, VENT, RADIATIVE, SLOW, SCALE = 0, 1, 2, 3, 4, 5, 6, 7
"""Columns of the unknowns; SLOW: log of seconds; from SCALE on the logs of a factor on the rise of
each room's upper layer, then of its lower one."""
BOLDEST = 64.0  # a fire that surprises jumped: it does not grow the faster for that
MINUTES = 180.0  # s
MOST_OFF = 1.2  # of the log of a factor on a rise
SLOWEST = (2.0, 300.0)  # s
FASTEST_END = 10.0  # s, in which a fire may go out
LEAP = 16.0  # boldness from which on a fire may be any
STEEPEST = 4.0 * ULTRA_FAST**0.5  # W^0.5/s
TRIES = 3
OWN = ("unknowns", "seat", "room", "roots", "growing", "life", "peak")
"""What is a row of each member, beside its model."""
KEPT = ("_rng", "_base", "last", "burnt", "base", "times", "replaced", "silent", "reached")
"""What else is put back after a look ahead."""
WINDOW = 90.0  # s of the past that new samples may still correct
STEP = 2.0  # s, longest time step of the zone model in an ensemble: 1 s moves a layer by 0.1 to 5 K
BURNER = 1.204 * 1005 * 293 * 9.81**0.5
"""rho cp T sqrt(g) of air at 20 C, W m^-2.5: Q* = Q / (BURNER D^2.5). Source: Heskestad 1983."""


class Ensemble:
    """`members` copies of a case. The case has one fire for each room where one may burn; each
    member burns in one of them (`room`), at `seat` (m, 3). least (m,): root of the heat that is
    known to be given off now, whatever sensors make of it."""

    def __init__(
        self, case: Case, members: int, *, prior: Prior, seed: int, window: float = WINDOW
    ) -> None:
        self.case, self.prior = case, prior
        self._rng = np.random.default_rng([seed, 1])
        self.largest = largest_fire(case)
        self.most = 1.2 * min(self.largest, prior.peak[1]) ** 0.5
        drawn = draw(prior, members, largest=self.largest, rng=self._rng)
        fires = tuple(replace(one, hrr=((0.0, 0.0), (1.0, 0.0))) for one in case.fires)
        self.model = ZoneModel([replace(case, fires=fires)] * members, longest_step=STEP)
        low, high = prior.capture
        self.model.plan.hood[:, :, CAPTURE] = low + (high - low) * even(members, self._rng)[:, None]
        self._base = copied(self.model.plan)
        self.growing, self.life, self.peak = drawn.growing, drawn.life, drawn.peak
        self.silent: float | None = None
        self.settled = self.reached = 0.0
        rooms = {one.id: n for n, one in enumerate(case.compartments)}
        self.fire_rooms = np.array([rooms[one.compartment] for one in case.fires], dtype=np.intp)
        self.unknowns = self._first(drawn, len(case.compartments), members)
        self.room = np.full(members, self.fire_rooms[0], dtype=np.intp)
        self.seat = np.tile(np.array(case.fires[0].at), (members, 1))
        self._hooded = np.isin(np.arange(len(case.compartments)), self.model.plan.hood_room)
        self._floor = np.array([one.at[2] for one in case.compartments])
        self._height = np.array([one.size[2] for one in case.compartments])
        self.burnt = np.zeros(members)
        self.window = window
        self.times, self.roots = np.zeros(1), np.zeros((members, 1))
        self.base = self.model.state()
        self.replaced = 0
        self.least = np.zeros(members)
        self._mean = self.unknowns[:, PLUME:].mean(axis=0)
        self._spread = self.unknowns[:, PLUME:].std(axis=0)

    def _first(self, drawn: Draw, rooms: int, members: int) -> FloatArray:
        factors = [
            drawn.root, drawn.slope, drawn.plume, drawn.wall, drawn.vent, drawn.radiative
        ]  # fmt: skip
        slow = self.prior.slow
        factors.append(np.log(slow[0]) + slow[1] * spread(members, self._rng))
        own = np.isin(np.arange(rooms), self.fire_rooms)
        widths = [*np.where(own, self.prior.scale, self.prior.beyond), *[self.prior.lower] * rooms]
        return np.column_stack([*factors, *(w * spread(members, self._rng) for w in widths)])

    @property
    def members(self) -> int:
        """How many."""
        return len(self.unknowns)

    @property
    def time(self) -> float:
        """Seconds of the model's clock."""
        return self.model.time

    @property
    def hrr(self) -> FloatArray:
        """Asked-for heat release now, W, (m,)."""
        return np.asarray(self.unknowns[:, ROOT] ** 2)

    @property
    def scale(self) -> FloatArray:
        """Factor on the rise in each room (m, c)."""
        return np.asarray(np.exp(self.unknowns[:, SCALE : SCALE + len(self._floor)]))

    @property
    def lower_scale(self) -> FloatArray:
        """The same on the rise of the lower layers (m, c)."""
        return np.asarray(np.exp(self.unknowns[:, SCALE + len(self._floor) :]))

    @property
    def slow(self) -> FloatArray:
        """By how much what is measured in a layer comes later than the model has it, s, (m,)."""
        return np.asarray(np.exp(self.unknowns[:, SLOW]))

    def settle(self) -> None:
        """Write the factors of the unknowns into the model."""
        plan, base, own = self.model.plan, self._base, self.unknowns
        plume, wall, vent = (np.exp(own[:, n]) for n in (PLUME, WALL, VENT))
        plan.mixing[:, 0] = base.mixing[:, 0] * plume
        plan.conductance[...] = base.conductance * wall[:, None, None, None]
        plan.capacity[...] = base.capacity * wall[:, None, None, None]
        plan.opening[:, :, 2] = base.opening[:, :, 2] * vent[:, None]
        plan.fire[:, :, 4] = np.clip(own[:, RADIATIVE], 0.1, 0.5)[:, None]
        area = burner_areas(own[:, ROOT] ** 2)
        known = self._base.fire[:, :, 3]
        plan.fire[:, :, 3] = np.maximum(area[:, None], np.minimum(known, 2.0 * area[:, None]))
        for n, room in enumerate(self.fire_rooms):
            here = self.room == room
            plan.fire[here, n, :3] = self.seat[here]

    def burn(self, times: FloatArray, roots: FloatArray) -> None:
        """Ask for heat release rates: times (t,) s, at most KNOTS; roots (m, t) W^0.5."""
        curve = self.model.plan.fire_curve
        curve[:, :, :, 0] = times[-1] + 1e6 + np.arange(KNOTS)
        curve[:, :, :, 1] = 0.0
        curve[:, :, : len(times), 0] = times
        for n, room in enumerate(self.fire_rooms):
            asked = np.where((self.room == room)[:, None], roots**2, 0.0)
            curve[:, n, : len(times), 1] = asked
            curve[:, n, len(times) :, 1] = asked[:, -1:]

    def drift(self, until: float, *, bold: float = 1.0, quiet: bool = False) -> FloatArray:
        """Roots at `until`, s, (m,), with chance added; adopts the new slope. bold: factor on it,
        above 1 when the sensors say that something changed. quiet: nothing is heard any more, so
        the fire goes on as in a forecast."""
        step = until - self.time
        if quiet:
            self.silent = self.time if self.silent is None else self.silent
            return self._held(step)
        self.silent = None
        prior, own = self.prior, self.unknowns
        unit = ULTRA_FAST**0.5 * min(1.0, (self.largest / 2e6) ** 0.5)
        turn = bold**0.5 * prior.turn * unit * step**0.5
        slope = own[:, SLOPE] * np.exp(-step / prior.steady)
        slope = slope + turn * spread(self.members, self._rng)
        own[:, SLOPE] = np.clip(slope, -own[:, ROOT] / FASTEST_END, STEEPEST)
        wander = (
            min(bold**2, BOLDEST) * prior.wander * step**0.5 * np.maximum(own[:, ROOT], 10.0 * unit)
        )
        root = own[:, ROOT] + own[:, SLOPE] * step + wander * spread(self.members, self._rng)
        root = np.clip(root, 0.0, None) * self._dying(np.array([step]))[:, 0]
        self._relax(step)
        return np.asarray(np.clip(root, 0.0, np.minimum(1.2 * self.peak, self.most)))

    def leap(self, until: float, happened: Callable[[FloatArray], FloatArray]) -> None:
        """Go back to the beginning of the window with fires that turned to any other at some time
        in it, up to `until`, s. happened: what is known to have acted on roots (m,) since."""
        own = self.unknowns
        self._relax(until - self.time)
        found = anywhere(own[:, ROOT], self.most, self._rng)
        self._extend(until, self.roots[:, -1])
        self.roots, slope = turned(self.times, self.roots, found, self._rng)
        left = happened(found)
        self.roots[:, -1] = own[:, ROOT] = left
        slope = slope * left / found
        own[:, SLOPE] = np.clip(slope, -left / FASTEST_END, STEEPEST)
        self.rewind()

    def rewind(self) -> None:
        """Go back to the window's beginning, to burn along its roots."""
        self.model.restore(self.base)
        self.settle()
        self.burn(self.times, self.roots)

    def _extend(self, until: float, roots: FloatArray) -> None:
        self.times = np.append(self.times, until)
        self.roots = np.column_stack([self.roots, roots])
        if len(self.times) == KNOTS:  # a long silence corrects nothing: half of its knots will do
            rows = np.append(np.arange(0, KNOTS - 1, 2), KNOTS - 1)
            self.times, self.roots = self.times[rows], self.roots[:, rows]

    def follow(self, until: float) -> ZoneRun:
        """Run to `until`, a time in the window, with the heat release that was asked for."""
        self.last = self.run(until, until - self.time)
        self.burnt = self.last.hrr[:, -1].sum(axis=1)
        return self.last

    def _held(self, step: float) -> FloatArray:
        """The same while nobody tells anything: growth ends, and only doubt grows."""
        own, ahead = self.unknowns, np.array([step])
        root = own[:, ROOT] + own[:, SLOPE] * self.growing * (1.0 - np.exp(-step / self.growing))
        own[:, SLOPE] = own[:, SLOPE] * np.exp(-step / self.growing)
        root = root * (self._declined(ahead) * self._dying(ahead))[:, 0]
        wander = self.prior.wander_ahead * step**0.5
        root = root * np.exp(wander * spread(self.members, self._rng))
        self._relax(step)
        return np.asarray(np.clip(root, 0.0, np.maximum(self.peak, own[:, ROOT])))

    def _declined(self, times: FloatArray) -> FloatArray:
        if self.silent is None:
            return np.ones((self.members, len(times)))
        return declined(self.silent + self.life - self.time, times, self.prior.decay)

    def _dying(self, times: FloatArray) -> FloatArray:
        return dying(self.unknowns[:, ROOT], self.reached, times)

    def _relax(self, step: float) -> None:
        """The model's factors drift back towards what was believed at first, with their spread: a
        factor may be different while the fire is. Those on rises change by less."""
        width = self._spread.copy()
        width[SCALE - PLUME :] *= (self.prior.memory / self.prior.habit) ** 0.5
        kept = float(np.exp(-step / self.prior.memory))
        own = self.unknowns[:, PLUME:]
        self.unknowns[:, PLUME:] = relaxed(own, self._mean, width, kept, self._rng)

    def advance(self, until: float, roots: FloatArray) -> ZoneRun:
        """Run to `until` with heat release going from the present roots to `roots` (m,)."""
        self.settle()
        self._extend(until, roots)
        self.burn(self.times[-2:], self.roots[:, -2:])
        self.unknowns[:, ROOT] = roots
        self.last = self.run(until, until - self.time)
        self.burnt = self.last.hrr[:, -1].sum(axis=1)
        return self.last

    def run(self, until: float, every: float) -> ZoneRun:
        """The zone model to `until`. A member whose numbers leave the real world gives its place to
        another one. Raises SimError when that does not help."""
        for _ in range(TRIES):
            start = self.model.state()
            try:
                return self.model.run(until, every)
            except SimError:
                broken = ~np.isfinite(self.model.state().rooms).all(axis=(1, 2))
                self.model.restore(start)
                if not broken.any() or broken.all():
                    raise
                rows = np.arange(self.members)
                rows[broken] = self._rng.choice(np.flatnonzero(~broken), int(broken.sum()))
                self.select(rows)
                self.replaced += int(broken.sum())
        return self.model.run(until, every)

    def air(self, run: ZoneRun, row: int = -1) -> Air:
        """One instant of a run for the sensors."""
        hrr = np.zeros(run.upper_temperature[:, row].shape)
        seat = np.zeros((*hrr.shape, 3))
        for n, room in enumerate(self.fire_rooms):
            hrr[:, room] += run.hrr[:, row, n]
            seat[:, room] = self.model.plan.fire[:, n, :3]
        return Air(
            upper=run.upper_temperature[:, row], lower=run.lower_temperature[:, row],
            layer=run.layer_height[:, row], upper_soot=run.upper_soot[:, row],
            lower_soot=run.lower_soot[:, row], upper_co=run.upper_co[:, row],
            lower_co=run.lower_co[:, row], floor=self._floor, height=self._height, hrr=hrr,
            seat=seat, hood=self.hood_flow(),
            hooded=self._hooded, radiative=self.unknowns[:, RADIATIVE],
            scale=self.scale, lower_scale=self.lower_scale, inside=self.case.inside,
        )  # fmt: skip

    def hood_flow(self) -> FloatArray:
        """Exhaust of all hoods that run, m3/s, (m,)."""
        plan = self.model.plan
        if not plan.hood.shape[1]:
            return np.zeros(self.members)
        return np.asarray((plan.hood[:, :, 5] * plan.hood_curve[:, :, 0, 1]).sum(axis=1))

    def table(self) -> FloatArray:
        """What sensors may correct, (m, p): unknowns, then the roots along the window."""
        return np.concatenate([self.unknowns, self.roots], axis=1)

    def adopt(self, table: FloatArray, *, again: bool = True) -> None:
        """Take a corrected table, kept within what can be. again: run the window with it, so that
        the air in the rooms is what such fires make of it."""
        count = self.unknowns.shape[1]
        self._adopt_unknowns(table[:, :count])
        self.roots = within(table[:, count:], self.most)
        self.roots[:, -1] = np.maximum(self.roots[:, -1], np.minimum(self.least, self.most))
        self.unknowns[:, ROOT] = self.roots[:, -1]
        if not again:
            return
        self._rerun()
        if len(self.times) > 1:
            self._remember(float(self.times[-1] - self.times[-2]))

    def _rerun(self) -> None:
        now = self.times[-1]
        self.rewind()
        late = self.times[0] < now - self.window - 1e-6
        if late:
            self.run(float(self.times[1]), float(self.times[1] - self.times[0]))
            self.times, self.roots = self.times[1:], self.roots[:, 1:]
            self.base = self.model.state()
        self.last = self.run(float(now), float(now - self.times[0]))
        self.burnt = self.last.hrr[:, -1].sum(axis=1)

    def _remember(self, span: float) -> None:
        """Learn what the fire gave for minutes: a first guess that was too high is no fire."""
        share = 1.0 - np.exp(-span / MINUTES)
        self.settled += share * (float(np.median(self.unknowns[:, ROOT])) - self.settled)
        self.reached = max(self.reached, self.settled)

    def _adopt_unknowns(self, unknowns: FloatArray) -> None:
        own = unknowns.copy()
        own[:, ROOT] = np.clip(own[:, ROOT], 0.0, None)
        own[:, SLOPE] = np.clip(own[:, SLOPE], -STEEPEST, STEEPEST)
        own[:, RADIATIVE] = np.clip(own[:, RADIATIVE], 0.1, 0.5)
        own[:, [PLUME, WALL, VENT]] = np.clip(own[:, [PLUME, WALL, VENT]], -1.0, 1.0)
        own[:, SLOW] = np.clip(own[:, SLOW], *np.log(SLOWEST))
        own[:, SCALE:] = np.clip(own[:, SCALE:], -MOST_OFF, MOST_OFF)
        self.unknowns = own
        self.peak = np.maximum(self.peak, own[:, ROOT])

    def select(self, rows: IntArray) -> None:
        """Keep these members, one perhaps several times."""
        self.model.select(rows)
        self._base = chosen(self._base, rows)
        self.unknowns, self.seat = self.unknowns[rows].copy(), self.seat[rows].copy()
        self.room = self.room[rows].copy()
        self.roots, self.base = self.roots[rows].copy(), picked(self.base, rows)
        self.growing, self.peak = self.growing[rows].copy(), self.peak[rows].copy()
        self.life = self.life[rows].copy()

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Whatever is done within, the members stand afterwards as they did before."""
        state, plan = self.model.state(), copied(self.model.plan)
        own = {name: getattr(self, name) for name in (*OWN, *KEPT) if hasattr(self, name)}
        own |= {name: own[name].copy() for name in (*OWN, "times")} | {"_rng": deepcopy(self._rng)}
        try:
            yield
        finally:
            self.model.restore(state)
            self.model.plan = plan
            for name, value in own.items():
                setattr(self, name, value)

    def roots_ahead(self, times: FloatArray, *, seed: int) -> FloatArray:
        """Roots at `times` (t,) s ahead, the first one 0, (m, t): growth goes on for each member's
        own while and levels off; the same seed gives the same chances."""
        rng = np.random.default_rng([seed, 2])
        growing = self.growing[:, None]
        slope, root = self.unknowns[:, SLOPE, None], self.unknowns[:, ROOT, None]
        course = root + slope * growing * (1.0 - np.exp(-times / growing))
        steps = np.diff(times, prepend=0.0)
        chance = np.column_stack([spread(self.members, rng) for _ in times])
        walk = np.cumsum(chance * np.sqrt(np.maximum(steps, 0.0)), axis=1)
        course = (
            course
            * np.exp(self.prior.wander_ahead * walk)
            * self._declined(times)
            * self._dying(times)
        )
        return np.asarray(np.clip(course, 0.0, np.maximum(self.peak[:, None], root)))


def joined(last: ZoneRun, run: ZoneRun) -> ZoneRun:
    """A run with the newest instant of the one before it in front."""
    columns = {}
    for one in fields(ZoneRun):
        value: FloatArray = getattr(run, one.name)
        before: FloatArray = getattr(last, one.name)
        if one.name == "time":
            columns[one.name] = np.concatenate([before[-1:], value])
        elif value.ndim > 1:
            columns[one.name] = np.concatenate([before[:, -1:], value], axis=1)
    return changed(run, **columns)


def burner_areas(hrr: FloatArray) -> FloatArray:
    """Burning surface of fires of `hrr` W whose dimensionless heat release rate is 1, m2."""
    diameter = (np.maximum(hrr, 1e3) / BURNER) ** 0.4
    return np.asarray(np.pi * diameter**2 / 4)

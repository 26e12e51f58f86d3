"""The two-zone model: rooms with a hot upper layer, for one case or for hundreds at once.

Valid for rooms up to about 10 m high and five times as long as wide, from 1 kW to beyond
flashover. Every run ends: time steps have a lower bound and Newton a last iteration.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from sim.errors import SimError
from sim.fire.case import Case
from sim.fire.constants import GAMMA, GAS_CONSTANT, O2_AIR
from sim.fire.jet import detector_temperature, jet_temperature, plume_temperature
from sim.fire.kernel import COLUMNS, FINEST, THIN, advance
from sim.fire.plan import SURFACES, WALL_NODES, Plan, plan_of
from sim.fire.state import LOWER, O2, PRESSURE, SPECIES, STATE, UPPER, VOLUME
from sim.fire.zone_run import ZoneRun

FloatArray = npt.NDArray[np.float64]
LONGEST_STEP = 1.0  # s


@dataclass(frozen=True, slots=True, eq=False)
class ZoneState:
    """Everything that changes while a model runs, of all members."""

    rooms: FloatArray
    walls: FloatArray
    clock: FloatArray
    sums: FloatArray
    start: FloatArray


class ZoneModel:
    """Members of one building, advanced together. Raises CaseError when topologies differ.

    `plan` holds the numbers as arrays with a leading member axis; those of the fires, openings,
    fans and hoods may be changed between runs.
    """

    def __init__(self, cases: Sequence[Case], *, longest_step: float = LONGEST_STEP) -> None:
        if not cases:
            raise SimError("no case given", where="zone model", remedy="Give at least one case")
        self.case = cases[0]
        self.plan = plan_of(cases)
        self.longest_step = longest_step
        self._rooms, self._walls = _start(self.plan, cases)
        still = [0.0, 0.0] * len(self.case.compartments)
        self._clock = np.tile([0.0, longest_step / FINEST, *still], (len(cases), 1))
        self._sums = np.zeros((len(cases), 4))
        self._start = _contents(self.plan, self._rooms)

    @property
    def time(self) -> float:
        """Seconds since the start of the cases."""
        return float(self._clock[0, 0])

    @property
    def members(self) -> int:
        """How many members there are."""
        return len(self._clock)

    def run(self, until: float, every: float = 1.0) -> ZoneRun:
        """Advance to `until`, s, and give what was each `every` s after the present time.

        Raises SimError when a member's numbers leave the real world, naming it.
        """
        count = round((until - self.time) / every)
        if count < 1:
            raise SimError(
                f"cannot run from {self.time:g} s to {until:g} s", where=self.case.id,
                remedy="Choose a later end, at least one output interval ahead",
            )  # fmt: skip
        members, rooms = self._rooms.shape[:2]
        out = np.zeros((members, count, rooms, COLUMNS))
        vents = np.zeros((members, count, self.plan.opening.shape[1], 2))
        burnt = np.zeros((members, count, self.plan.fire.shape[1]))
        check = np.zeros(members)
        began = self.time
        advance(
            self.plan, self._rooms, self._walls, self._clock, until, every, self.longest_step,
            out, vents, burnt, self._sums, check,
        )  # fmt: skip
        time = np.asarray(began + every * np.arange(1, count + 1), dtype=np.float64)
        return self._result(time, out, vents, burnt, check)

    def _result(
        self, time: FloatArray, out: FloatArray, vents: FloatArray, burnt: FloatArray,
        check: FloatArray,
    ) -> ZoneRun:  # fmt: skip
        if not np.isfinite(out).all():
            member = int(np.flatnonzero(~np.isfinite(out).reshape(len(out), -1).all(axis=1))[0])
            raise SimError(
                f"member {member} left the real world", where=self.case.id,
                remedy="Report this case: the model must give an answer for every valid case",
            )  # fmt: skip
        mass, energy = self._errors()
        names = [f.name for f in fields(ZoneRun)][5:13]
        species = {name: out[..., 5 + n] for n, name in enumerate(names)}
        return ZoneRun(
            time=time, upper_temperature=out[..., 0], lower_temperature=out[..., 1],
            layer_height=out[..., 2], pressure=out[..., 3], surface=out[..., 13:],
            flow_out=vents[..., 0], flow_in=vents[..., 1], hrr=burnt, mass_error=mass,
            energy_error=energy, imbalance=check, **species,
        )  # fmt: skip

    def _errors(self) -> tuple[FloatArray, FloatArray]:
        now = _contents(self.plan, self._rooms)
        gained = now - self._start
        mass = np.abs(gained[:, 0] - self._sums[:, 0]) / now[:, 0]
        scale = np.maximum(self._sums[:, 3], 1e-3 * now[:, 1])
        return mass, np.abs(gained[:, 1] - self._sums[:, 1]) / scale

    def state(self) -> ZoneState:
        """A copy of all that changes."""
        return ZoneState(
            self._rooms.copy(), self._walls.copy(), self._clock.copy(), self._sums.copy(),
            self._start.copy(),
        )  # fmt: skip

    def restore(self, state: ZoneState) -> None:
        """Go back to a state of this model. Raises SimError when members were selected since."""
        if state.rooms.shape != self._rooms.shape:
            raise SimError(
                f"the state has {len(state.clock)} members, the model {self.members}",
                where=self.case.id, remedy="Restore before members are selected, or build anew",
            )  # fmt: skip
        self._rooms, self._walls = state.rooms.copy(), state.walls.copy()
        self._clock, self._sums = state.clock.copy(), state.sums.copy()
        self._start = state.start.copy()

    def select(self, members: Sequence[int] | npt.NDArray[np.intp]) -> None:
        """Keep these members, in this order; one may be named several times."""
        rows = np.asarray(members, dtype=np.intp)
        self._rooms, self._walls = self._rooms[rows].copy(), self._walls[rows].copy()
        self._clock, self._sums = self._clock[rows].copy(), self._sums[rows].copy()
        self._start = self._start[rows].copy()
        shared = {"opening_ends", "hatch_ends", "fan_ends", "hood_room", "fire_room"}
        own = {f: getattr(self.plan, f)[rows].copy() for f in Plan._fields if f not in shared}
        self.plan = self.plan._replace(**own)


def simulate(case: Case, every: float = 1.0) -> ZoneRun:
    """One case from its start to its duration."""
    return ZoneModel([case]).run(case.duration, every)


def _start(plan: Plan, cases: Sequence[Case]) -> tuple[FloatArray, FloatArray]:
    members, rooms = plan.room.shape[:2]
    state = np.zeros((members, rooms, STATE))
    inside = np.array([c.inside for c in cases])[:, None]
    floor = plan.room[:, :, 2]
    volume = plan.room[:, :, 0] * plan.room[:, :, 1]
    density = plan.pressure[:, None] / (GAS_CONSTANT * inside)
    state[:, :, PRESSURE] = 0.0 * floor
    state[:, :, VOLUME] = THIN * volume
    state[:, :, UPPER] = THIN * volume * density
    state[:, :, LOWER] = (1.0 - THIN) * volume * density
    state[:, :, 4 + O2] = O2_AIR * state[:, :, UPPER]
    state[:, :, 4 + SPECIES + O2] = O2_AIR * state[:, :, LOWER]
    walls = np.broadcast_to(inside[:, :, None, None], (members, rooms, SURFACES, WALL_NODES))
    return state, walls.copy()


def _contents(plan: Plan, rooms: FloatArray) -> FloatArray:
    """Mass, kg, and internal energy, J, of the building, (m, 2)."""
    mass = (rooms[:, :, UPPER] + rooms[:, :, LOWER]).sum(axis=1)
    volume = plan.room[:, :, 0] * plan.room[:, :, 1]
    pressure = plan.pressure[:, None] + rooms[:, :, PRESSURE]
    energy = (pressure * volume).sum(axis=1) / (GAMMA - 1.0)
    return np.column_stack([mass, energy])


__all__ = [
    "ZoneModel", "ZoneRun", "ZoneState", "detector_temperature", "jet_temperature",
    "plume_temperature", "simulate",
]  # fmt: skip

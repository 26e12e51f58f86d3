"""Gas that the leaks of a case bring into its rooms, each room on its own.

What fans and hoods take out is the extract, at the height of the strongest of them; what fans blow
in beyond that, and the leak's own draught, airs all layers alike. Gas does not pass doors here and
does not burn, and a fire does not stir it. Several gases in a room add up by Le Chatelier's rule.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.fire.case import Case, Compartment, Curve, Leak
from sim.gas import layers
from sim.gas.fuel import FUELS

FloatArray = npt.NDArray[np.float64]
DEPTH, FLOOR_DEPTH = 0.6, 0.3
"""m of the layer under the ceiling and on the floor, at most a quarter of the room each: those of
the reference kitchen, see `sim/gas/layers.py`."""
LAYERS = ("floor", "middle", "ceiling")


@dataclass(frozen=True, slots=True, eq=False)
class GasInRoom:
    """One room over time (n,) s. pct_lel (n, 3): %LEL of LAYERS; flammable (n,): m3 between the
    lower and the upper limit; leaked (n,): m3 of gas until then."""

    room: str
    time: FloatArray
    pct_lel: FloatArray
    flammable: FloatArray
    leaked: FloatArray

    def first_at(self, pct_lel: float) -> float | None:
        """When a layer first reached so much, s."""
        reached = (self.pct_lel >= pct_lel).any(axis=1)
        return float(self.time[int(np.argmax(reached))]) if reached.any() else None


def gas_in_rooms(case: Case, time: FloatArray) -> list[GasInRoom]:
    """Every room with a leak, over `time` (n,) s, rising, at most a second or so apart."""
    return [
        _gas_in(case, room, [one for one in case.leaks if one.compartment == room.id], time)
        for room in case.compartments
        if any(one.compartment == room.id for one in case.leaks)
    ]


def at(curve: Curve, time: FloatArray) -> FloatArray:
    """A curve's values at `time` (n,)."""
    seconds, values = zip(*curve, strict=True)
    return np.asarray(np.interp(time, seconds, values))


def _gas_in(case: Case, room: Compartment, leaks: list[Leak], time: FloatArray) -> GasInRoom:
    height = room.size[2]
    depth = min(DEPTH, height / 4)
    box = layers.Room(room.size[0] * room.size[1], height, min(FLOOR_DEPTH, depth), depth)
    air = _air(case, room, leaks, time)
    lower, upper = np.zeros((len(time), 3)), np.zeros((len(time), 3))
    leaked = np.zeros(len(time))
    for gas in {one.gas: None for one in leaks}:
        fuel = FUELS[gas]
        flow = np.sum([at(one.flow, time) for one in leaks if one.gas == gas], axis=0)
        run = layers.run(box, fuel, time, flow, air=air)
        lower += run.fraction[0] / fuel.lower
        upper += run.fraction[0] / fuel.upper
        leaked += run.released[0]
    flammable = (lower >= 1.0) & (upper <= 1.0)
    volumes = box.area * np.array(box.depths)
    return GasInRoom(room.id, time, 100.0 * lower, flammable @ volumes, leaked)


def _air(case: Case, room: Compartment, leaks: list[Leak], time: FloatArray) -> layers.Air:
    """How a room is aired: its fans and hoods, and the strongest draught that a leak tells of."""
    drawn = [(h.flow, h.at[2] - room.at[2], h.running) for h in case.hoods
             if h.compartment == room.id]  # fmt: skip
    drawn += [(f.flow, f.of_height or 0.0, f.running) for f in case.fans if f.of == room.id]
    blown = [(f.flow, f.running) for f in case.fans if f.to == room.id]
    none = np.zeros(len(time))
    extract = sum((flow * at(running, time) for flow, _, running in drawn), none)
    supply = sum((flow * at(running, time) for flow, running in blown), none)
    draught = np.max([at(one.draught, time) for one in leaks], axis=0)
    height = max(drawn, default=(0.0, room.size[2], ((0.0, 0.0),)))[1]
    return layers.Air(
        extract=extract,
        height=min(max(height, 0.0), room.size[2]),
        draught=draught + np.maximum(supply - extract, 0.0),
    )

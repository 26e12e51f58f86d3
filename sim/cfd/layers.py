"""The two layers of a zone model out of a temperature profile."""

from dataclasses import dataclass

import numpy as np

from sim.cfd.results import FoamRun, column, mean_profile
from sim.cfd.space import FloatArray
from sim.field.layers import reduce_profile


@dataclass(frozen=True, slots=True, eq=False)
class RoomLayers:
    """time, upper, lower, interface (t,): s, K, K, m above the floor of the room."""

    room: str
    time: FloatArray
    upper: FloatArray
    lower: FloatArray
    interface: FloatArray

    def late(self, share: float = 0.5) -> tuple[float, float, float]:
        """Upper K, lower K and interface m, averaged over the last `share` of the time."""
        rows = self.time >= self.time[-1] * (1 - share)
        upper, lower, height = (
            float(v[rows].mean()) for v in (self.upper, self.lower, self.interface)
        )
        return upper, lower, height


def room_layers(run: FoamRun, room: str, *, place: tuple[float, float] | None = None) -> RoomLayers:
    """Layers of a room over time: of the mean over its floor, or over one `place` (x, y) m, as a
    thermocouple tree sees them. A room that was shut off and left out stays as it was."""
    ceiling = run.case.compartment(room).size[2]
    if not run.room(room).any():
        still = np.full(run.time.size, run.case.inside)
        return RoomLayers(room, run.time, still, still, np.full(run.time.size, ceiling))
    height, profile = mean_profile(run, room) if place is None else column(run, place, room)
    found = np.array([reduce_profile(height, row, ceiling) for row in profile])
    return RoomLayers(room, run.time, found[:, 0], found[:, 1], found[:, 2])

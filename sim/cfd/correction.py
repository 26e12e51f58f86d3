"""What a field run says about the zone model's answer for the same fire."""

import numpy as np
from msgspec import Struct

from sim.cfd.layers import RoomLayers, room_layers
from sim.cfd.results import FoamRun
from sim.cfd.space import FloatArray
from sim.errors import SimError
from sim.fire.zone import ZoneRun

SMALLEST_RISE = 5.0
"""K; below it a ratio of rises says nothing."""
FADE = 0.25
"""Beyond its range a correction fades out over this share of the range's end."""


class CorrectionError(SimError):
    """The two runs cannot be compared."""


class RoomCorrection(Struct, frozen=True, kw_only=True):
    """One room. rise_ratio: upper-layer rise of OpenFOAM / of the zone model; height_offset: m,
    layer height of OpenFOAM less that of the zone model; rise_from, rise_to: K, the zone model's
    rise that it was compared over; scatter: relative standard deviation left over; n: times."""

    room: str
    rise_ratio: float
    height_offset: float
    rise_from: float
    rise_to: float
    scatter: float
    n: int

    def weight(self, rise: FloatArray) -> FloatArray:
        """1 inside the range of validity, fading to 0 outside, shape of `rise` K."""
        below = (rise - self.rise_from * (1 - FADE)) / max(self.rise_from * FADE, 1e-9)
        above = (self.rise_to * (1 + FADE) - rise) / max(self.rise_to * FADE, 1e-9)
        return np.clip(np.minimum(below, above), 0.0, 1.0)

    def upper(self, temperature: FloatArray, ambient: float) -> FloatArray:
        """Corrected upper-layer temperature, K, shape of `temperature`."""
        rise = temperature - ambient
        return ambient + rise * (1 + (self.rise_ratio - 1) * self.weight(rise))

    def height(self, height: FloatArray, temperature: FloatArray, ambient: float) -> FloatArray:
        """Corrected layer height, m, not below the floor; temperature: of the upper layer, K."""
        moved = height + self.height_offset * self.weight(temperature - ambient)
        return np.maximum(moved, 0.0)


class Correction(Struct, frozen=True, kw_only=True):
    """All rooms in which both runs have a hot layer; solver and cells: where it comes from."""

    case: str
    solver: str
    rooms: tuple[RoomCorrection, ...]

    def of(self, room: str) -> RoomCorrection | None:
        """The correction of one room, or None when the runs had no hot layer there."""
        return next((one for one in self.rooms if one.room == room), None)


def correction(run: FoamRun, zone: ZoneRun, *, member: int = 0) -> Correction:
    """Compare a field run with the zone model's run of the same case. Raises CorrectionError when
    they have no time in common."""
    if zone.time[0] > run.time[-1] or zone.time[-1] < run.time[0]:
        raise CorrectionError(
            f"one run ends at {min(run.time[-1], zone.time[-1]):g} s, before the other begins",
            where=run.case.id,
            remedy="Run both over the same time",
        )
    found = [
        _room(room_layers(run, room.id), zone, column=n, member=member, start=run.case.inside)
        for n, room in enumerate(run.case.compartments)
    ]
    rooms = tuple(one for one in found if one is not None)
    return Correction(case=run.case.id, solver=run.solver, rooms=rooms)


def _room(
    layers: RoomLayers, zone: ZoneRun, *, column: int, member: int, start: float
) -> RoomCorrection | None:
    shared = (layers.time >= zone.time[0]) & (layers.time <= zone.time[-1])
    time = layers.time[shared]
    ours = layers.upper[shared] - start
    theirs = np.interp(time, zone.time, zone.upper_temperature[member, :, column]) - start
    height = np.interp(time, zone.time, zone.layer_height[member, :, column])
    hot = (ours > SMALLEST_RISE) & (theirs > SMALLEST_RISE)
    if not hot.any():
        return None
    ours, theirs = ours[hot], theirs[hot]
    ratio = float((ours * theirs).sum() / (theirs**2).sum())
    return RoomCorrection(
        room=layers.room,
        rise_ratio=ratio,
        height_offset=float((layers.interface[shared][hot] - height[hot]).mean()),
        rise_from=float(theirs.min()),
        rise_to=float(theirs.max()),
        scatter=float(np.std(ours / (ratio * theirs))),
        n=int(hot.sum()),
    )

"""What a field run says about the zone model's answer for the same fire."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from sim.cfd.layers import RoomLayers, room_layers
from sim.cfd.library import Entry
from sim.cfd.results import FoamRun
from sim.cfd.space import FloatArray
from sim.errors import SimError
from sim.fire.case import Case
from sim.fire.zone import simulate
from sim.fire.zone_run import ZoneRun

STEPS = 120  # rows of the zone model's run of a stored case
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
    layers = [room_layers(run, room.id) for room in run.case.compartments]
    return _compared(run.case, run.solver, layers, zone, member)


def stored_correction(entry: Entry) -> Correction:
    """The same for a run of a library, its case given to the zone model now. Raises LibraryError,
    CorrectionError."""
    found = entry.results()
    columns = zip(
        entry.card.rooms, found["upper"].T, found["lower"].T, found["interface"].T, strict=True
    )  # fmt: skip
    layers = [RoomLayers(room, found["time"], *own) for room, *own in columns]
    zone = simulate(entry.case, every=max(entry.case.duration / STEPS, 0.1))
    return _compared(entry.case, entry.card.solver, layers, zone, 0)


def _compared(
    case: Case, solver: str, layers: Sequence[RoomLayers], zone: ZoneRun, member: int
) -> Correction:
    time = layers[0].time
    if zone.time[0] > time[-1] or zone.time[-1] < time[0]:
        raise CorrectionError(
            f"one run ends at {min(time[-1], zone.time[-1]):g} s, before the other begins",
            where=case.id,
            remedy="Run both over the same time",
        )
    found = [
        _room(one, zone, column=n, member=member, start=case.inside)
        for n, one in enumerate(layers)
    ]  # fmt: skip
    rooms = tuple(one for one in found if one is not None)
    return Correction(case=case.id, solver=solver, rooms=rooms)


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

"""Layers of a forecast corrected by the finished OpenFOAM run most like it.

A correction says how the zone model misses a field run of one fire, as a factor on the rise and a
shift of the layer, inside the rises that were compared. It counts less the farther that fire is
from the members' own, and where a head of the room lives, which knows better, only as far as it
changes from now on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from dataclasses import replace as changed
from pathlib import Path

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from sim.cfd.correction import Correction, RoomCorrection, stored_correction
from sim.cfd.library import Entry, Library, open_library
from sim.errors import SimError
from sim.fire.case import Case
from sim.fire.zone_run import ZoneRun
from sim.forecast.ensemble import Ensemble
from sim.forecast.parts import Corrected

FloatArray = npt.NDArray[np.float64]

FARTHEST = 0.5  # distance at which a run counts no more; 0.1 is about 10 % in every feature
NEXT_OPEN = 1e-3
LEAST_RISE = 1.0  # K


@dataclass(frozen=True, slots=True)
class Nearest:
    """The run most like the members' fire, what it says, and how far it counts, 0 to 1."""

    entry: Entry
    distance: float
    correction: Correction

    @property
    def closeness(self) -> float:
        """1 for the same fire."""
        return max(1.0 - self.distance / FARTHEST, 0.0)


@dataclass(slots=True)
class FieldRuns:
    """The library of one site. A run that cannot be read or compared is left out."""

    library: Library
    _known: dict[str, Correction | None] = field(default_factory=dict)

    def nearest(self, case: Case) -> Nearest | None:
        """For a case; None when nothing is alike enough."""
        found = self.library.nearest(case)
        if found is None or found[1] >= FARTHEST:
            return None
        entry, far = found
        if entry.id not in self._known:
            try:
                self._known[entry.id] = stored_correction(entry)
            except SimError:
                self._known[entry.id] = None
        known = self._known[entry.id]
        return None if known is None or not known.rooms else Nearest(entry, far, known)


def field_runs(folder: Path | None) -> FieldRuns | None:
    """The runs in a site's folder; None when there are none."""
    if folder is None or not folder.is_dir():
        return None
    library = open_library(folder)
    return FieldRuns(library) if library.entries else None


def burning_case(own: Ensemble, times: FloatArray, hrr: FloatArray) -> Case:
    """The middle member as a case: doors and fans as they stand, hrr (m, t) W over times (t,) s."""
    plan, case = own.model.plan, own.case
    room = int(np.median(own.room))
    seat = tuple(float(v) for v in np.median(own.seat, axis=0))
    curve = tuple(zip(times.tolist(), np.median(hrr, axis=0).tolist(), strict=True))
    fires = tuple(
        replace(one, at=seat, hrr=curve) if own.fire_rooms[n] == room else one
        for n, one in enumerate(case.fires)
    )
    doors = np.median(plan.opening_curve[:, :, 0, 1], axis=0).tolist()
    openings = tuple(
        replace(one, open=((0.0, max(share, NEXT_OPEN)),))
        for one, share in zip(case.openings, doors, strict=False)
    )
    return replace(case, fires=fires, openings=openings, duration=float(times[-1]))


def corrected(run: ZoneRun, near: Nearest, case: Case) -> ZoneRun:
    """The run with its layers as the field run would have them."""
    upper, height = run.upper_temperature.copy(), run.layer_height.copy()
    for n, one in _columns(near, case):
        own, part = run.upper_temperature[:, :, n], near.closeness
        upper[:, :, n] = own + part * (one.upper(own, case.inside) - own)
        moved = one.height(run.layer_height[:, :, n], own, case.inside)
        height[:, :, n] += part * (moved - run.layer_height[:, :, n])
        height[:, :, n] = np.minimum(height[:, :, n], case.compartments[n].size[2])
    return changed(run, upper_temperature=upper, layer_height=height)


def anchored(
    rise: FloatArray, plain: FloatArray, better: FloatArray, heard: Sequence[int]
) -> FloatArray:
    """Rises (m, t, c) that the heads have corrected, with what the field run adds. plain, better
    (m, t, c): of the zone model without and with it, K; heard: rooms where a head lives."""
    factor = np.where(plain > LEAST_RISE, better / np.maximum(plain, LEAST_RISE), 1.0)
    for room in heard:
        factor[:, :, room] /= np.maximum(factor[:, :1, room], 0.1)
    return np.asarray(rise * factor)


def told(near: Nearest, run: ZoneRun, case: Case) -> tuple[Corrected, ...]:
    """What is said of it: each room, weighed at the middle of the horizon's hottest."""
    found = []
    for n, one in _columns(near, case):
        hottest = float(np.median(run.upper_temperature[:, :, n].max(axis=1))) - case.inside
        weight = near.closeness * float(one.weight(np.array([hottest]))[0])
        found.append(
            Corrected(
                run=near.entry.id, solver=near.correction.solver,
                distance=round(near.distance, 3), room=one.room, rise=round(one.rise_ratio, 3),
                height=round(one.height_offset, 3), weight=round(weight, 3),
            )
        )  # fmt: skip
    return tuple(found)


def _columns(near: Nearest, case: Case) -> list[tuple[int, RoomCorrection]]:
    """Rooms of a case that the run knows by name."""
    rooms = enumerate(case.compartments)
    found = ((n, near.correction.of(room.id)) for n, room in rooms)
    return [(n, one) for n, one in found if one is not None]

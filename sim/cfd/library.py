"""Finished runs of one site, kept and searched: which fire that we have computed is most like this?

A folder with one sub-folder per run: `case.json`, `entry.json` (signature and figures) and
`results.npz` (layers, opening flows and the last temperature field).
"""

import os
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from sim.cfd.balance import Balance
from sim.cfd.layers import room_layers
from sim.cfd.results import FoamRun
from sim.cfd.signature import distance, signature
from sim.cfd.space import FloatArray
from sim.errors import SimError
from sim.fire.case import Case

CASE, CARD, RESULTS = "case.json", "entry.json", "results.npz"


class LibraryError(SimError):
    """An entry of the library cannot be read; `where` is its folder."""


class Card(msgspec.Struct, frozen=True):
    """What an entry says about itself. signature: see `signature.py`."""

    solver: str
    rooms: tuple[str, ...]
    openings: tuple[str, ...]
    signature: tuple[float, ...]
    balance: Balance


@dataclass(frozen=True, slots=True)
class Entry:
    """One finished run."""

    folder: Path
    case: Case
    card: Card

    @property
    def id(self) -> str:
        """Name of its folder."""
        return self.folder.name

    def results(self) -> dict[str, FloatArray]:
        """time (t,); upper, lower, interface (t, rooms); flow_out, flow_in (t, openings); x, y, z;
        temperature (nx, ny, nz), the last. Raises LibraryError."""
        try:
            with np.load(self.folder / RESULTS, allow_pickle=False) as file:
                return {name: file[name] for name in file.files}
        except (OSError, ValueError, zipfile.BadZipFile, KeyError) as error:
            raise _broken(self.folder, error) from error


@dataclass(frozen=True, slots=True)
class Library:
    """All entries of a folder that can be read; `broken` names the others and says why."""

    folder: Path
    entries: tuple[Entry, ...]
    broken: tuple[tuple[str, str], ...]

    def nearest(self, case: Case) -> tuple[Entry, float] | None:
        """The run most like a case, and how far it is: 0 the same, 0.1 about 10 % apart in every
        feature. None when there is no run with as many rooms."""
        wanted = signature(case)
        alike = [e for e in self.entries if len(e.card.signature) == wanted.size]
        far = [distance(np.array(e.card.signature), wanted) for e in alike]
        if not alike:
            return None
        best = int(np.argmin(far))
        return alike[best], far[best]


def open_library(folder: Path) -> Library:
    """The library in a folder, which may not exist yet."""
    entries, broken = [], []
    for place in sorted(folder.iterdir()) if folder.is_dir() else []:
        if not place.is_dir() or place.name.startswith("."):
            continue
        try:
            entries.append(_open(place))
        except LibraryError as error:
            broken.append((place.name, error.what))
    return Library(folder, tuple(entries), tuple(broken))


def _open(place: Path) -> Entry:
    try:
        case = msgspec.json.decode((place / CASE).read_bytes(), type=Case)
        card = msgspec.json.decode((place / CARD).read_bytes(), type=Card)
        whole = zipfile.is_zipfile(place / RESULTS)
    except (OSError, msgspec.MsgspecError) as error:
        raise _broken(place, error) from error
    if not np.isfinite(card.signature).all():
        raise _broken(place, "its signature is not finite")
    if not whole:
        raise _broken(place, "its results are missing or cut off")
    return Entry(place, case, card)


def _broken(place: Path, why: object) -> LibraryError:
    return LibraryError(
        str(why), where=str(place), remedy="Delete the folder and run the case again"
    )


def keep(run: FoamRun, folder: Path) -> Entry:
    """Add a run to the library in `folder`, whole or not at all, in place of one of the same id."""
    folder.mkdir(parents=True, exist_ok=True)
    rooms = tuple(room.id for room in run.case.compartments)
    card = Card(
        run.solver,
        rooms,
        run.openings,
        tuple(float(v) for v in signature(run.case)),
        run.balance,
    )
    place = folder / _safe(run.case.id)
    fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
    try:
        (fresh / CASE).write_bytes(msgspec.json.encode(run.case))
        (fresh / CARD).write_bytes(msgspec.json.encode(card))
        np.savez_compressed(fresh / RESULTS, allow_pickle=False, **_reduced(run, rooms))
        if place.exists():
            shutil.rmtree(place)
        os.replace(fresh, place)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return Entry(place, run.case, card)


def _reduced(run: FoamRun, rooms: Sequence[str]) -> dict[str, FloatArray]:
    layers = [room_layers(run, room) for room in rooms]
    return {
        "time": run.time,
        "upper": np.stack([one.upper for one in layers], axis=1),
        "lower": np.stack([one.lower for one in layers], axis=1),
        "interface": np.stack([one.interface for one in layers], axis=1),
        "flow_out": run.flow_out,
        "flow_in": run.flow_in,
        "x": run.x,
        "y": run.y,
        "z": run.z,
        "temperature": run.temperature[-1],
    }


def _safe(name: str) -> str:
    kept = "".join(c if c.isalnum() or c in "-_." else "_" for c in name).lstrip(".")
    return kept or "run"

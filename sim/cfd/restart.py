"""A folder that an earlier run left: may this case go on in it, and what there is whole?"""

import math
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec

from sim.cfd.errors import FoamResultError
from sim.cfd.read import TIME
from sim.cfd.settings import FoamSettings
from sim.fire.case import Case

FREE_OF_CASE = ("id", "detectors")
"""Fields of a case that change nothing in its fields of gas."""
FREE_OF_SETTINGS = ("wall_limit", "processes", "write_every")
FOOTER, TAIL = b"// *****", 200
"""How OpenFOAM ends a file; bytes that surely hold it."""


def check_same(folder: Path, case: Case, settings: FoamSettings, stored: tuple[Path, Path]) -> None:
    """Raise FoamResultError where a folder holds results of another fire than this one; stored: the
    files of its case and of its card."""
    if not any(_results(root) for root in _roots(folder)):
        return
    try:
        own = msgspec.json.decode(stored[0].read_bytes(), type=Case)
        card = msgspec.json.decode(stored[1].read_bytes(), type=_Card)
    except (OSError, msgspec.MsgspecError) as error:
        raise _other(folder, "a case that cannot be read") from error
    differ = [*_differing(own, case, FREE_OF_CASE)]
    differ += _differing(card.settings, settings, FREE_OF_SETTINGS)
    if differ:
        raise _other(folder, f"another case: it differs in {', '.join(differ)}")


class _Card(msgspec.Struct):
    settings: FoamSettings


def _differing(one: msgspec.Struct, other: msgspec.Struct, free: tuple[str, ...]) -> Iterator[str]:
    for name in one.__struct_fields__:
        if name not in free and getattr(one, name) != getattr(other, name):
            yield name


def _other(folder: Path, what: str) -> FoamResultError:
    return FoamResultError(
        f"it holds results of {what}", where=str(folder),
        remedy="Choose another folder, or delete this one to begin anew",
    )  # fmt: skip


def drop_torn(folder: Path) -> None:
    """Remove stored times that a killed solver did not finish writing, in every part alike."""
    fields = [place.name for place in (folder / "0").iterdir()]
    for roots in ([folder], _parts(folder)):
        for name in {one.name for root in roots for one in _results(root)}:
            if not all(_whole(root / name, fields) for root in roots):
                for root in roots:
                    shutil.rmtree(root / name, ignore_errors=True)


def scattered(folder: Path) -> bool:
    """Times lie in the parts of a parallel run that were not put together yet."""
    latest = max((float(one.name) for one in _results(folder)), default=0.0)
    return any(float(one.name) > latest for root in _parts(folder) for one in _results(root))


def digits(folder: Path) -> int:
    """Significant digits of the longest name of a stored time: OpenFOAM finds only those that it
    would write itself, and adds digits while it runs."""
    names = [one.name.split("e")[0] for root in _roots(folder) for one in _results(root)]
    return max((len(name.replace(".", "").lstrip("0")) for name in names), default=0)


def write_interval(folder: Path, wanted: float, end: float) -> float:
    """s between stored times, about `wanted`: OpenFOAM counts from where it goes on, and the end
    must be among them."""
    names = [one.name for root in _roots(folder) for one in _results(root)]
    left = end - max(map(float, names), default=end)
    return left / math.ceil(left / wanted) if left > 0 else wanted


def _roots(folder: Path) -> list[Path]:
    return [folder, *_parts(folder)]


def _parts(folder: Path) -> list[Path]:
    return [one for one in sorted(folder.glob("processor*")) if one.is_dir()]


def _results(root: Path) -> list[Path]:
    """Folders of times after the start."""
    if not root.is_dir():
        return []
    return [one for one in root.iterdir() if TIME.fullmatch(one.name) and float(one.name) > 0]


def _whole(place: Path, fields: list[str]) -> bool:
    return all(_ended(place / name) for name in (*fields, "phi", "uniform/time"))


def _ended(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            file.seek(0, 2)
            file.seek(max(file.tell() - TAIL, 0))
            return FOOTER in file.read()
    except OSError:
        return False

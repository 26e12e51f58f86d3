"""The folder of results of `emberwall sim run`: may it be written, and what an earlier run left."""

import errno
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from sim.errors import SimError

SUMMARY = "summary.json"
FRAME = re.compile(r"layers_\d+\.vtu|field_\d+\.vtr|(layers|fields)\.pvd")
NAMED = re.compile(r'file="([^"]+)"')

Summary = Mapping[str, object]


@contextmanager
def written(out: Path) -> Iterator[None]:
    """A full disk or a folder that may not be written is one line: known before a long run where
    it can be. Raises SimError."""
    try:
        _try(out)
        yield
    except BrokenPipeError:
        raise  # whoever read our output has left
    except OSError as error:
        place = error.filename if isinstance(error.filename, str) else out
        raise SimError(
            f"results cannot be written: {error.strerror or error}", where=str(place),
            remedy="Make room or choose another --out",
        ) from error  # fmt: skip


def _try(out: Path) -> None:
    """Write there, or where it will be made, and leave nothing."""
    place = next(one for one in (out, *out.absolute().parents) if one.exists())
    if not place.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(place))
    with tempfile.TemporaryFile(dir=place):
        pass


def earlier(out: Path) -> Summary:
    """The summary of the run that this folder holds, empty where there is none."""
    try:
        found = msgspec.json.decode((out / SUMMARY).read_bytes())
    except (OSError, msgspec.MsgspecError):
        return {}
    return found if isinstance(found, dict) else {}


def drop_stale(out: Path, before: Summary, now: Summary) -> None:
    """Remove what the run of `before` wrote and that of `now` did not, so that nobody takes it for
    the new run's. Only files that a summary or a collection of ours names."""
    for name in _quantities(before) - _quantities(now):
        (out / "tables" / f"{name}.csv").unlink(missing_ok=True)
        (out / "plots" / f"{name}.png").unlink(missing_ok=True)
    if not _quantities(before):
        return
    collection = "layers.pvd" if now.get("model") == "zone" else "fields.pvd"
    kept = _named(out / "fields" / collection) if now.get("model") != "surrogate" else set()
    for path in sorted((out / "fields").glob("*")):
        if FRAME.fullmatch(path.name) and path.name not in kept:
            path.unlink()


def _quantities(summary: Summary) -> set[str]:
    found = summary.get("quantities")
    return {name for name in found if Path(name).name == name} if isinstance(found, dict) else set()


def _named(collection: Path) -> set[str]:
    """A collection and the files that it names."""
    if not collection.exists():
        return set()
    return {collection.name, *NAMED.findall(collection.read_text(encoding="utf-8"))}

"""The files that Emberwall brings along, and those of an own site, read into models."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec
import numpy as np
import numpy.typing as npt

import resources
from twin.errors import SiteFileError
from twin.site.model import Fleet, Layout
from twin.site.parse import parse_fleet, parse_layout, parse_site

FloatArray = npt.NDArray[np.float64]

_Line = Annotated[tuple[tuple[float, float], ...], msgspec.Meta(min_length=2)]

# A layout stands behind the one that it extends.
LAYOUTS = ("k-m", "k-m-lpg", "k-s", "pump-station")
OWN_SITE = re.compile(r"^site\s*:", re.MULTILINE)


def resource(*parts: str) -> Path:
    """Path of a packaged file or folder, e.g. resource("sites", "fleet.yaml")."""
    assert resources.__file__ is not None
    return Path(resources.__file__).parent.joinpath(*parts)


@cache
def layouts() -> Mapping[str, Layout]:
    """The packaged layouts by id. Raises SiteFileError if one of them cannot be used."""
    found: dict[str, Layout] = {}
    for name in LAYOUTS:
        path = resource("sites", "layouts", f"{name}.yaml")
        layout = parse_layout(read_text(path), str(path), found)
        found[layout.id] = layout
    return found


def load_fleet(path: Path | None = None) -> Fleet:
    """The fleet in a file; None stands for the packaged demonstration fleet. The file of one own
    site is a fleet too. A `.json` file holds a whole fleet with its layouts, as one process hands
    it to another.

    Raises SiteFileError naming file, line and field.
    """
    chosen = resource("sites", "fleet.yaml") if path is None else path
    if chosen.suffix == ".json":
        return _whole_fleet(chosen)
    text = read_text(chosen)
    parse = parse_site if OWN_SITE.search(text) else parse_fleet
    return parse(text, str(chosen), layouts())


def _whole_fleet(path: Path) -> Fleet:
    try:
        return msgspec.json.decode(read_text(path), type=Fleet)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise SiteFileError(str(error), where=f"{path}:1", remedy="Write it anew") from error


def load_site(path: Path) -> Fleet:
    """The fleet of the one own site in a file. Raises SiteFileError naming file, line, field."""
    return parse_site(read_text(path), str(path), layouts())


def scenario_paths() -> list[Path]:
    """The packaged scenario scripts, in the order of their names."""
    return sorted(resource("scenarios").glob("*.yaml"))


@dataclass(frozen=True, slots=True, eq=False)
class MapLines:
    """Outlines for the map of all sites, each (n, 2) longitude and latitude, degrees WGS-84.

    land: closed rings, the largest first; a ring that turns the other way is a sea within land.
    borders: open lines.
    """

    land: tuple[FloatArray, ...]
    borders: tuple[FloatArray, ...]


def map_path() -> Path:
    """The packaged outlines, see resources/maps/README.md."""
    return resource("maps", "borders.json")


def map_lines(path: Path | None = None) -> MapLines:
    """The outlines in a file; None stands for the packaged ones.

    Which map a customer may show is a setting. Raises SiteFileError.
    """
    chosen = path or map_path()
    try:
        file = msgspec.json.decode(read_text(chosen), type=_MapFile)
    except msgspec.DecodeError as error:
        raise SiteFileError(
            str(error), where=str(chosen), remedy="See resources/maps/README.md for its form"
        ) from error
    return MapLines(
        tuple(np.array(ring, dtype=np.float64) for ring in file.land),
        tuple(np.array(line, dtype=np.float64) for line in file.borders),
    )


class _MapFile(msgspec.Struct, frozen=True):
    land: tuple[_Line, ...]
    borders: tuple[_Line, ...]


def read_text(path: Path) -> str:
    """The text of a site file. Raises SiteFileError if it is missing or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SiteFileError(
            f"cannot be read: {error.strerror}", where=f"{path}:1", remedy="Check the path"
        ) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise SiteFileError(
            "is not UTF-8", where=f"{path}:{line}", remedy="Save the file as UTF-8"
        ) from error

"""Reads `resources/maps/borders.json`: land and borders as lists of [longitude, latitude]."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct

from app.screens.scene3d.errors import SceneError
from app.screens.scene3d.map import FloatArray, Outlines, outlines

Line = list[tuple[float, float]]


class MapFile(Struct, frozen=True):
    """One map: closed rings of land, and open lines between countries."""

    source: str
    land: list[Line]
    borders: list[Line]


@lru_cache(maxsize=2)
def read_outlines(path: Path) -> Outlines:
    """The map ready to draw. Raises SceneError when the file cannot be used."""
    try:
        file = msgspec.json.decode(path.read_bytes(), type=MapFile)
    except (OSError, msgspec.DecodeError) as error:
        raise SceneError(
            f"The map cannot be read: {error}", where=str(path), remedy="Install the program again"
        ) from error
    return outlines(_arrays(file.land), _arrays(file.borders))


def _arrays(lines: Sequence[Line]) -> list[FloatArray]:
    return [np.array(line, dtype=np.float64) for line in lines]

"""Recorded experiments as columns: what every replay needs of a CSV file."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sim.plant.errors import ReplayError


@dataclass(frozen=True, slots=True)
class Recording:
    """One file. time (n,) s from its first row; columns (n,) by their name in the file."""

    path: Path
    time: npt.NDArray[np.float64]
    columns: dict[str, npt.NDArray[np.float64]]


def plain(name: str) -> str:
    """A name without blanks, signs and capitals, so that a tag finds its column."""
    return "".join(letter for letter in name if letter.isalnum()).lower()


def rows_of(path: Path, *, delimiter: str) -> Iterable[tuple[int, dict[str, str]]]:
    """Line number and fields of every row. Raises ReplayError for a row of another length."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, delimiter=delimiter)
            for row in reader:
                if None in row or None in row.values():
                    raise broken(path, reader.line_num, "the row has another number of fields")
                yield reader.line_num, row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise broken(path, 1, f"cannot be read ({error})") from error


def number(text: str, path: Path, line: int, column: str) -> float:
    """A field as a number. Raises ReplayError naming file, line and column."""
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise broken(path, line, f"{column} is {text!r}, not a number")
    return value


def files_in(directory: Path, pattern: str) -> list[Path]:
    """The recordings of a folder in the order of their names. Raises ReplayError if none."""
    found = sorted(directory.rglob(pattern))
    if not found:
        raise ReplayError(
            f"holds no file {pattern}",
            where=str(directory),
            remedy="Point `data` at the folder of the recorded data sets, or play no replay",
        )
    return found


def broken(path: Path, line: int, what: str) -> ReplayError:
    """The error of a recording that cannot be played."""
    return ReplayError(
        what, where=f"{path}:{line}", remedy="Fetch the data set again, or take the file away"
    )

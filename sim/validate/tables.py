"""The tables of a folder of measured fires; `README.md` there says what every column means."""

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sim.errors import SimError

REMEDY = "Give the folder that holds steckler.csv and transient_cases.csv, or its parent"


class DataError(SimError):
    """A table of measured fires is missing or says something that cannot be."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: words by column, and where it stands."""

    where: str
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """What the column says, blanks cut off. Raises DataError when there is no such column."""
        try:
            return self.cells[column].strip()
        except (KeyError, AttributeError) as error:
            raise DataError(
                f"there is no column `{column}`", where=self.where, remedy=REMEDY
            ) from error

    def number(self, column: str) -> float:
        """The number in the column. Raises DataError when it is none or not finite."""
        value = self.optional(column)
        if value is None:
            raise DataError(f"`{column}` is empty", where=self.where, remedy="Fill it in")
        return value

    def optional(self, column: str) -> float | None:
        """The number in the column, or None where the cell is empty."""
        text = self.text(column)
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise DataError(
                f"`{column}` is {text!r}", where=self.where, remedy="Write a finite number"
            )
        return value

    def numbers(self, column: str) -> tuple[float, ...]:
        """Numbers parted by `;`, none for an empty cell. Raises DataError."""
        parts = [part for part in self.text(column).split(";") if part.strip()]
        try:
            return tuple(float(part) for part in parts)
        except ValueError as error:
            raise DataError(
                f"`{column}` is {self.text(column)!r}", where=self.where, remedy="Write a;b;c"
            ) from error


def find_data(path: Path) -> Path:
    """The folder with the tables: the one given, or its `fire`. Raises DataError."""
    for folder in (path, path / "fire"):
        if (folder / "steckler.csv").is_file() or (folder / "transient_cases.csv").is_file():
            return folder
    raise DataError("no tables of measured fires here", where=str(path), remedy=REMEDY)


def read_table(path: Path) -> list[Row]:
    """All lines of one table; none when the file is not there. Raises DataError."""
    if not path.is_file():
        return []
    try:
        with path.open(newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            return [Row(f"{path}:{reader.line_num}", cells) for cells in reader]
    except (csv.Error, UnicodeError) as error:
        raise DataError(f"not a table: {error}", where=str(path), remedy=REMEDY) from error

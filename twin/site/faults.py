"""What is wrong with a site file: every fault with its line, field and remedy, raised as one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import msgspec

from twin.errors import SiteFileError
from twin.site.model import AssetKind, LayoutKind, Priority, Protocol, Register, WordType
from twin.site.yaml_tree import Path, Tree

T = TypeVar("T")
MOST_TOLD = 20

_CHOICES: dict[str, type[StrEnum]] = {
    "priority": Priority,
    "protocol": Protocol,
    "table": Register,
    "type": WordType,
}
_WORDS = {
    "str": "a text",
    "float": "a number",
    "int": "a whole number",
    "object": "a mapping (`name: value`)",
    "array": "a list",
    "bool": "true or false",
    "null": "nothing",
}
_GUIDE = "resources/sites/README.md explains every field"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that cannot be, at a field of the file."""

    path: Path
    what: str
    remedy: str


class SiteFileErrors(SiteFileError):
    """Several faults of one file. It reads as the first; `each` holds all of them."""

    def __init__(self, each: tuple[SiteFileError, ...]) -> None:
        first, *others = each
        told = "".join(f"\n{fault}" for fault in others[: MOST_TOLD - 1])
        rest = len(others) - (MOST_TOLD - 1)
        told += f"\nand {rest} more" if rest > 0 else ""
        super().__init__(first.what, where=first.where, remedy=first.remedy + told)
        self.each = each


def raise_faults(tree: Tree, faults: Iterable[Fault]) -> None:
    """Raise one SiteFileError for all faults, in the order of the file; nothing if none."""
    ordered = sorted(faults, key=lambda fault: tree.line(fault.path))
    errors = [SiteFileError(f.what, where=tree.where(f.path), remedy=f.remedy) for f in ordered]
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise SiteFileErrors(tuple(errors))


def convert(data: object, kind: type[T], path: Path, faults: list[Fault]) -> T | None:
    """The data as the type, or None and a fault below `path`."""
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        faults.append(_fault(str(error), kind, path))
    return None


def convert_entries(data: object, kind: type[T], path: Path, faults: list[Fault]) -> tuple[T, ...]:
    """Every entry of a list as the type; each entry that fails is a fault of its own."""
    if data is None:
        return ()
    if not isinstance(data, list):
        faults.append(Fault(path, "a list is expected", "Begin each entry with `- `"))
        return ()
    found = [convert(entry, kind, (*path, place), faults) for place, entry in enumerate(data)]
    return tuple(entry for entry in found if entry is not None)


def missing_field(path: Path, name: str) -> Fault:
    """The fault of a field that must be there and is not."""
    return Fault(path, f"the field `{name}` is missing", f"Add it; {_GUIDE}")


def _fault(message: str, kind: type, path: Path) -> Fault:
    what, _, inner = message.partition(" - at `")
    inner = inner.split("` in `")[-1].rstrip("`")
    steps = (*path, *_steps(inner))
    missing = re.search(r"missing required field `(.+?)`", what)
    unknown = re.search(r"unknown field `(.+?)`", what)
    if missing:
        return missing_field(steps, missing[1])
    if unknown:
        steps = (*steps, unknown[1])
        return Fault(steps, "no such field", f"Correct its spelling or remove it; {_GUIDE}")
    return Fault(steps, what[:1].lower() + what[1:], _remedy(what, steps, kind))


def _steps(path: str) -> Path:
    """`$.points[3].limits.H` as ("points", 3, "limits", "H"); stops at an entry without name."""
    found: list[str | int] = []
    for match in re.finditer(r"\.([A-Za-z_]\w*)|\[(\d+|\.\.\.)\]", path):
        if match[2] == "...":
            break
        found.append(match[1] or int(match[2]))
    return tuple(found)


def _in_words(types: str) -> str:
    return " or ".join(_WORDS.get(word, word) for word in types.split(" | "))


def _remedy(what: str, steps: Path, kind: type) -> str:
    last = steps[-1] if steps else ""
    choices = _CHOICES.get(str(last))
    if last == "kind":
        choices = LayoutKind if kind.__name__ == "LayoutHead" else AssetKind
    if choices and "nvalid" in what:
        return f"Use one of {', '.join(choices)}"
    if "matching regex" in what:
        return "Begin with a letter or digit, go on with those and `.`, `_`, `-`; no blanks"
    if length := re.search(r"of (?:at most |at least )?length >?=? ?(\d+)", what):
        return f"Give {length[1]} entries"
    expected = re.search(r"[Ee]xpected `(.+?)`", what)
    if expected:
        return f"Give {_in_words(expected[1])}"
    return f"Correct this field; {_GUIDE}"

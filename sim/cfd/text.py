"""OpenFOAM's dictionaries from nested Python ones."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sim.fire.case import Curve

Entries = Mapping[str, object]


def header(kind: str, name: str) -> str:
    """The head that every file of a case begins with."""
    return f"FoamFile {{ version 2.0; format ascii; class {kind}; object {name}; }}\n"


def foam(value: object) -> str:
    """One value: numbers, words, yes/no, lists and dictionaries."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, Mapping):
        return "{ " + " ".join(_entry(k, v) for k, v in value.items()) + " }"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "(" + " ".join(foam(one) for one in value) + ")"
    return str(value)


def _entry(key: str, value: object) -> str:
    return f"{key} {foam(value)}" + ("" if isinstance(value, Mapping) else ";")


def dictionary(entries: Entries, *, name: str, kind: str = "dictionary") -> str:
    """The text of one file."""
    return header(kind, name) + "\n".join(_entry(k, v) for k, v in entries.items()) + "\n"


def write_dictionary(path: Path, entries: Entries, *, kind: str = "dictionary") -> None:
    """Write one file and the folder it stands in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dictionary(entries, name=path.name, kind=kind))


def table(curve: Curve, factor: float) -> str:
    """A curve as OpenFOAM's function of time."""
    if len(curve) == 1:
        return f"constant {curve[0][1] * factor:.9g}"
    rows = " ".join(f"({t:.9g} {value * factor:.9g})" for t, value in curve)
    return f"table ({rows})"

"""A case from a YAML file. Its fields and units are those of `case.py`."""

from dataclasses import replace
from pathlib import Path

from sim.errors import CaseError
from sim.fire.case import Case
from sim.fire.case_check import case_faults
from twin.errors import SiteFileError
from twin.site.faults import Fault, convert, raise_faults
from twin.site.yaml_tree import read_yaml

GUIDE = "resources/cases/README.md"


def read_case(path: Path) -> Case:
    """The case in a file. Raises CaseError naming file, line, field and remedy."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise CaseError(
            f"it cannot be read: {error}", where=str(path), remedy="Give a YAML file of a case"
        ) from error
    return parse_case(text, str(path))


def parse_case(text: str, source: str) -> Case:
    """The case in YAML text. Raises CaseError naming `source`, line, field and remedy."""
    try:
        return _parsed(text, source)
    except SiteFileError as error:
        raise CaseError(error.what, where=error.where, remedy=error.remedy) from error


def _parsed(text: str, source: str) -> Case:
    tree = read_yaml(text, source)
    faults: list[Fault] = []
    case = convert(tree.data, Case, (), faults)
    raise_faults(tree, (_guided(fault) for fault in faults))
    assert case is not None  # convert gives a case or a fault
    raise_faults(tree, case_faults(case))
    return case


def _guided(fault: Fault) -> Fault:
    return replace(fault, remedy=fault.remedy.replace("resources/sites/README.md", GUIDE))

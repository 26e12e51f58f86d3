"""What keeps the house in order beside the import contracts."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "twin", "sim", "connectors", "edge", "cloud_sync", "resources")


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    return [ROOT / name for name in listed if name]


@pytest.mark.parametrize("room", ROOMS)
def test_every_folder_says_what_lives_there(room: str) -> None:
    folders = {p.parent for p in tracked() if p.is_relative_to(ROOT / room)}
    assert [str(f) for f in sorted(folders) if not (f / "README.md").exists()] == []


def test_no_address_of_a_package_index_stands_in_the_project() -> None:
    index = re.compile(r"pypi\.|pythonhosted|registry\.npmjs|deb\.debian", re.IGNORECASE)
    texts = [p for p in tracked() if p.suffix in {".py", ".md", ".toml", ".lock", ".json", ".sh"}]
    own = Path(__file__)
    assert [str(p) for p in texts if p != own and index.search(p.read_text("utf-8"))] == []


def test_every_locked_package_has_a_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert [e.split("\n")[0] for e in entries if "--hash=sha256:" not in e] == []


def test_every_dependency_earns_its_line_in_the_readme() -> None:
    project = (ROOT / "pyproject.toml").read_text()
    block = project.split("dependencies = [", 1)[1].split("]", 1)[0]
    names = re.findall(r'"([A-Za-z0-9_.-]+)', block)
    readme = (ROOT / "README.md").read_text()
    assert [n for n in names if f"| {n} " not in readme] == []


def test_no_real_data_set_is_tracked() -> None:
    names = [p.name.lower() for p in tracked()]
    assert [n for n in names if "skab" in n and n.endswith(".csv")] == []
    assert [n for n in names if n.startswith("nist_smoke") and n.endswith(".csv")] == []

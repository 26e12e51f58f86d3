"""Compiles `resources/i18n/*.ts` to `.qm` where it is missing or older than its source.

At set-up: `python -m app.screens.compile_translations`. A program does the same when it starts.
"""

import logging
import os
import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

import PySide6

from twin.errors import EmberwallError

log = logging.getLogger(__name__)


class TranslationError(EmberwallError):
    """A translation cannot be compiled."""


def folder() -> Path:
    """Where the translations lie."""
    return Path(str(files("resources") / "i18n"))


def compiled(language: str) -> Path:
    """The .qm of a language, made anew when outdated. Raises TranslationError."""
    source = folder() / f"{language}.ts"
    target = _target(source)
    if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
        _release(source, target)
    return target


def compile_all() -> list[Path]:
    """Every language, each made anew when outdated."""
    return [compiled(source.stem) for source in sorted(folder().glob("*.ts"))]


def _target(source: Path) -> Path:
    """Beside the source, or in the user's cache when that folder may not be written."""
    beside = source.with_suffix(".qm")
    if os.access(source.parent, os.W_OK) or beside.exists():
        return beside
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "emberwall"
    cache.mkdir(parents=True, exist_ok=True)
    return cache / beside.name


def _release(source: Path, target: Path) -> None:
    """Write through a temporary file, so that two programs starting at once do not collide."""
    tool = Path(PySide6.__file__).parent / "lrelease"
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".qm.part")
    os.close(handle)
    command = [str(tool), "-silent", str(source), "-qm", name]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603  # Qt's own tool on our own files
    if done.returncode != 0:
        Path(name).unlink(missing_ok=True)
        raise TranslationError(
            done.stderr.strip() or "lrelease failed",
            where=str(source),
            remedy="Check the file with pyside6-linguist",
        )
    Path(name).replace(target)
    log.info("compiled %s", target.name)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
    compile_all()

"""What is missing on this machine, and the command that mends it; how a running hub is."""

import ctypes.util
import importlib.metadata
import importlib.util
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from sim.cfd.errors import FoamMissingError
from sim.cfd.installation import find_openfoam

APT = "sudo apt-get install -y --no-install-recommends"
MODULES = {
    "PySide6": "PySide6-Essentials",
    "pyqtgraph": "pyqtgraph",
    "vtkmodules": "vtk",
    "asyncua": "asyncua",
    "pymodbus": "pymodbus",
    "paho.mqtt": "paho-mqtt",
    "amqtt": "amqtt",
    "zmq": "pyzmq",
    "pcodec": "pcodec",
    "sqlite_utils": "sqlite-utils",
    "websockets": "websockets",
    "PyFoam": "PyFoam",
}
LIBRARIES = {
    "EGL": "libegl1",
    "GL": "libgl1",
    "xcb-cursor": "libxcb-cursor0",
    "xcb-icccm": "libxcb-icccm4",
    "xcb-keysyms": "libxcb-keysyms1",
    "xkbcommon-x11": "libxkbcommon-x11-0",
    "fontconfig": "libfontconfig1",
    "dbus-1": "libdbus-1-3",
}
FONTS = {"Noto Sans": "fonts-noto-core", "Noto Sans CJK SC": "fonts-noto-cjk"}
NEEDED_FILES = 1024
NEEDED_DISK = 2 * 1024**3


class Finding(Struct, frozen=True):
    """One thing looked at. `needed`: without it a program does not start."""

    name: str
    ok: bool
    what: str
    remedy: str = ""
    needed: bool = True


def examine(directory: Path | None) -> list[Finding]:
    """Look at everything. `directory`: data directory of a hub to ask, or None."""
    looks: list[Callable[[], Iterator[Finding]]] = [
        _python,
        _modules,
        _libraries,
        _fonts,
        _drawing,
        _foam,
        _limits,
    ]
    found = [finding for look in looks for finding in look()]
    if directory is not None:
        found.extend(_hub(directory))
    return found


def report(findings: list[Finding], *, as_json: bool) -> int:
    """Print the findings; 0 when nothing needed is missing, else 1."""
    if as_json:
        print(msgspec.json.format(msgspec.json.encode(findings)).decode())
    else:
        for finding in findings:
            mark = "ok     " if finding.ok else ("MISSING" if finding.needed else "note   ")
            print(f"{mark} {finding.name}: {finding.what}")
            if not finding.ok and finding.remedy:
                print(f"        mend: {finding.remedy}")
    return int(any(not finding.ok and finding.needed for finding in findings))


def _python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("python", sys.version_info >= (3, 11), version, f"{APT} python3 python3-venv")


def _modules() -> Iterator[Finding]:
    for module, package in MODULES.items():
        root = module.split(".")[0]
        present = importlib.util.find_spec(root) is not None
        what = importlib.metadata.version(package) if present else "not installed"
        yield Finding(f"package {package}", present, what, "make setup")


def _libraries() -> Iterator[Finding]:
    for library, package in LIBRARIES.items():
        path = ctypes.util.find_library(library)
        yield Finding(
            f"library {library}", path is not None, path or "not found", f"{APT} {package}"
        )


def _fonts() -> Iterator[Finding]:
    lister = shutil.which("fc-list")
    if lister is None:
        yield Finding("fonts", False, "fc-list is missing", f"{APT} fontconfig", needed=False)
        return
    families = subprocess.run(  # noqa: S603  # the lister's own path, no input from outside
        [lister, ":", "family"], capture_output=True, text=True, check=False, timeout=20
    ).stdout
    for family, package in FONTS.items():
        present = family in families
        what = "installed" if present else "not installed, text may show as boxes"
        yield Finding(f"font {family}", present, what, f"{APT} {package}")


def _drawing() -> Iterator[Finding]:
    """Draw one off-screen picture in a process of its own: a broken driver may crash it."""
    code = (
        "import vtkmodules.vtkRenderingOpenGL2\n"
        "from vtkmodules.vtkRenderingCore import vtkRenderWindow\n"
        "w = vtkRenderWindow(); w.SetOffScreenRendering(1); w.SetSize(64, 64); w.Render()\n"
        "print(w.GetClassName())\n"
    )
    done = subprocess.run(  # noqa: S603  # our own interpreter and our own text
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    ok = done.returncode == 0
    what = done.stdout.strip() if ok else f"off-screen drawing failed (exit {done.returncode})"
    yield Finding("3D drawing", ok, what, f"{APT} libegl1 libgl1 libopengl0")


def _foam() -> Iterator[Finding]:
    """OpenFOAM is the slow second opinion on a fire: good to have, never needed."""
    try:
        found = find_openfoam()
    except FoamMissingError as missing:
        yield Finding("OpenFOAM", False, missing.what, missing.remedy, needed=False)
        return
    cores = "several cores" if found.parallel else "one core, for want of mpirun"
    what = f"{found.version} in {found.programs}, runs on {cores}"
    yield Finding("OpenFOAM", found.parallel, what, f"{APT} openmpi-bin", needed=False)


def _limits() -> Iterator[Finding]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    yield Finding(
        "open files",
        soft >= NEEDED_FILES,
        f"{soft} of at most {hard}; a hub needs about 3 for each edge",
        f"ulimit -n {min(hard, 65536)}",
    )
    free = shutil.disk_usage(Path.home()).free
    yield Finding(
        "disk", free >= NEEDED_DISK, f"{free / 1024**3:.1f} GB free", "Free at least 2 GB"
    )
    screen = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    yield Finding(
        "screen",
        screen,
        "present" if screen else "no display: windows need one, headless programs do not",
        "Start from a desktop, or: QT_QPA_PLATFORM=offscreen",
        needed=False,
    )


def _hub(directory: Path) -> Iterator[Finding]:
    card = directory / "hub.json"
    try:
        hub = msgspec.json.decode(card.read_bytes())
    except (OSError, msgspec.DecodeError):
        yield Finding("hub", False, f"no hub has been started in {directory}", "emberwall hub")
        return
    age = time.time() - card.stat().st_mtime
    yield Finding("hub", True, f"feed {hub.get('feed')}, card {age:.0f} s old")

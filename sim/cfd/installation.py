"""Where OpenFOAM is on this machine, and the environment that it needs."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sim.cfd.errors import FoamMissingError

PROGRAMS = ("buoyantPimpleFoam", "fireFoam", "checkMesh", "decomposePar", "reconstructPar")
MPI = "mpirun"
PLACES = ("/usr/share/openfoam", "/usr/lib/openfoam", "/opt")
REMEDY = (
    "Install it: sudo apt-get install -y --no-install-recommends openfoam "
    "(where it is installed but not on PATH, source its etc/bashrc first)"
)
ASK_S = 60.0
"""s; a busy machine has needed more than 20."""


@dataclass(frozen=True, slots=True)
class Installation:
    """programs: folder of the solvers; project: folder whose etc/ holds controlDict; version: as
    OpenFOAM says it, e.g. v1912; parallel: runs on several cores are possible."""

    programs: Path
    project: Path
    version: str
    parallel: bool

    def program(self, name: str) -> str:
        """Full path of one program."""
        return str(self.programs / name)

    def environment(self) -> dict[str, str]:
        """What the programs must find in their environment. The Debian package sets nothing, and
        PyFoam asks for the MPI of the system by this name."""
        version = self.version if self.version.startswith("v") else f"v{self.version}"
        own = {
            "WM_PROJECT_DIR": str(self.project),
            "WM_PROJECT_VERSION": version,
            "WM_MPLIB": "SYSTEMOPENMPI",
            "OMPI_MCA_rmaps_base_oversubscribe": "1",
            "OMPI_MCA_mpi_yield_when_idle": "1",
            "PATH": f"{self.programs}{os.pathsep}{os.environ.get('PATH', '')}",
        }
        if os.geteuid() == 0:  # OpenMPI refuses root unless told twice
            own |= {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
        return {**os.environ, **own}


def find_openfoam(environ: Mapping[str, str] | None = None) -> Installation:
    """The installation whose solver is on PATH; its project folder is the one in WM_PROJECT_DIR or
    where packages put it. Raises FoamMissingError, which says how to get it."""
    known = os.environ if environ is None else environ
    solver = shutil.which(PROGRAMS[0], path=known.get("PATH", ""))
    if solver is None:
        raise FoamMissingError("OpenFOAM is not installed", where="PATH", remedy=REMEDY)
    programs = Path(solver).parent
    missing = [name for name in PROGRAMS if not (programs / name).exists()]
    if missing:
        raise FoamMissingError(
            f"OpenFOAM lacks {', '.join(missing)}", where=str(programs), remedy=REMEDY
        )
    project = _project(known, programs)
    parallel = shutil.which(MPI, path=known.get("PATH", "")) is not None
    return Installation(programs, project, _version(programs, project), parallel)


def _project(known: Mapping[str, str], programs: Path) -> Path:
    named = [Path(known["WM_PROJECT_DIR"])] if known.get("WM_PROJECT_DIR") else []
    for place in [*named, *map(Path, PLACES), *programs.parents]:
        if (place / "etc" / "controlDict").exists():
            return place
    raise FoamMissingError(
        "its etc/controlDict is not found", where=str(programs), remedy="Set WM_PROJECT_DIR"
    )


def _version(programs: Path, project: Path) -> str:
    """As the solver's help says it. No run of a solver is needed."""
    try:
        done = subprocess.run(  # noqa: S603  # the solver's own path, no input from outside
            [str(programs / PROGRAMS[0]), "-help"],
            capture_output=True,
            text=True,
            check=False,
            timeout=ASK_S,
            env={**os.environ, "WM_PROJECT_DIR": str(project)},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise FoamMissingError(
            f"OpenFOAM does not say its version: {error}", where=str(programs),
            remedy=f"Try {PROGRAMS[0]} -help; again when the machine is less busy, or install anew",
        ) from error  # fmt: skip
    found = re.search(r"OpenFOAM-(v?[\w.]+)|Using: OpenFOAM-?\s*\(?(v?\d+)", done.stdout)
    return next((part for part in found.groups() if part), "unknown") if found else "unknown"

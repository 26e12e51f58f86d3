"""What can go wrong with OpenFOAM, beside a case that cannot be (CaseError)."""

from sim.errors import SimError


class FoamMissingError(SimError):
    """OpenFOAM is not on this machine."""


class FoamRunError(SimError):
    """A run of OpenFOAM failed; `where` is its folder."""


class FoamResultError(SimError):
    """A folder of results cannot be read; `where` is the file."""

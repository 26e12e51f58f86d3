"""What a site's own signals tell of the fire at once: agent discharged, gas shut. Oil alight: see
`vessels.py`.

Temperatures follow seconds later and correct what is assumed here.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from sim.fire import oil
from sim.fire.suppression import KNOCK_DOWN

FloatArray = npt.NDArray[np.float64]

KEEPS_UP = 450e3 * 0.16  # W, a vat of oil whose heat is cut, see `sim/fire/oil.py`
CUT_S = 60.0  # s, in which a burner's heat leaves the oil's surface
HIT = (0.5, 1.0)  # share of the fire that the agent reaches, drawn per member
FAILED = 0.05  # share of the members whose agent does not come: Hall, NFPA, wet chemical


class Events(Protocol):
    """What happens to a fire while a round lasts."""

    def __call__(self, roots: FloatArray, start: float, until: float) -> FloatArray:
        """Roots of the heat release (m,) W^0.5 at `until`, s, that would be `roots` if nothing had
        happened since `start`."""


@dataclass(frozen=True, slots=True)
class Chances:
    """How it goes in each of m members. reach (m,): share that the agent acts on, 0 where it fails;
    autoignition (m,) K; flux (m,) W/m2 of burning oil."""

    reach: FloatArray
    autoignition: FloatArray
    flux: FloatArray


def chances(members: int, *, seed: int) -> Chances:
    """Drawn once for a fire."""
    rng = np.random.default_rng([seed, 5])
    reach = rng.uniform(*HIT, members) * (rng.random(members) >= FAILED)
    vat = oil.sample(oil.FRYER, members, rng=rng)
    return Chances(reach, np.asarray(vat.autoignition), np.asarray(vat.flux))


def struck(
    roots: FloatArray, reach: FloatArray, when: float, start: float, until: float
) -> FloatArray:
    """After an agent came at `when`: what it reaches falls as `suppression.wet_chemical` has it."""
    before, after = (
        1.0 - reach + reach * np.exp(-max(time - when, 0.0) / KNOCK_DOWN)
        for time in (start, until)
    )  # fmt: skip
    return np.asarray(roots * np.sqrt(after / before))


def cut(roots: FloatArray, when: float, start: float, until: float) -> FloatArray:
    """A fire of oil after the gas below it was shut at `when`: what the oil keeps up stays."""
    span = max(until - max(start, when), 0.0)
    hrr = roots**2
    more = np.maximum(hrr - KEEPS_UP, 0.0)
    return np.asarray(np.sqrt(hrr - more * (1.0 - np.exp(-span / CUT_S))))

"""What a commander can pull, on the same members with the same chances: only the lever differs."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sim.errors import SimError
from sim.fire.suppression import suppressed, wet_chemical
from sim.forecast.ensemble import Ensemble
from sim.forecast.events import CUT_S, FAILED, HIT, KEEPS_UP
from sim.forecast.materials import DOOR_GAP
from sim.forecast.model import Lever, Pull
from sim.forecast.site_case import GRILLE

FloatArray = npt.NDArray[np.float64]

DELAY_S = 5.0  # until a lever acts: a valve must close within 5 s


def doors(ensemble: Ensemble, pulls: Sequence[Pull]) -> None:
    """Set openings, hoods and their make-up in the model; a shut damper in the duct ends what hoods
    draw and grilles let in, whatever their fan does, and make-up units run on. Raises SimError for
    an unknown door."""
    plan, case = ensemble.model.plan, ensemble.case
    names = [one.id for one in case.openings]
    for pull in pulls:
        match pull.lever:
            case Lever.OPEN_DOOR | Lever.CLOSE_DOOR:
                if pull.target not in names:
                    raise SimError(
                        "there is no such door", where=pull.target or "a what-if",
                        remedy=f"One of {', '.join(names)}" if names else "This site has none",
                    )  # fmt: skip
                wide = 1.0 if pull.lever is Lever.OPEN_DOOR else DOOR_GAP
                plan.opening_curve[:, names.index(pull.target), :, 1] = wide
            case Lever.STOP_HOOD | Lever.START_HOOD:
                running = 1.0 if pull.lever is Lever.START_HOOD else 0.0
                plan.hood_curve[:, :, :, 1] = running
                plan.fan_curve[:, :, :, 1] = running
            case _:
                continue
    if any(pull.lever is Lever.CLOSE_DAMPER for pull in pulls):
        plan.hood_curve[:, :, :, 1] = 0.0
        grilles = [n for n, one in enumerate(case.fans) if one.id.endswith(GRILLE)]
        plan.fan_curve[:, grilles, :, 1] = 0.0


def moments(pulls: Sequence[Pull]) -> tuple[float, float]:
    """Seconds until the heat below the vessels is cut and until agent comes, inf for never."""
    pulled = {pull.lever for pull in pulls}
    cut = DELAY_S if pulled & {Lever.CUT_GAS, Lever.DISCHARGE} else np.inf
    return cut, DELAY_S if Lever.DISCHARGE in pulled else np.inf


def fires(
    times: FloatArray, roots: FloatArray, pulls: Sequence[Pull], *, oily: bool, seed: int
) -> FloatArray:
    """Roots (m, t) of the heat release over times (t,) s from now after the levers.

    oily: the fire is one of cooking oil on a burner; gas cut from under anything else changes
    nothing. Raises SimError for a factor that is negative.
    """
    hrr = roots**2
    rng = np.random.default_rng([seed, 3])
    chance, reach = rng.random(len(roots)), rng.uniform(*HIT, len(roots))
    for pull in pulls:
        match pull.lever:
            case Lever.FIRE_SIZE:
                if not pull.value >= 0:
                    raise SimError(
                        f"the factor is {pull.value}", where="fire size", remedy="Give 0 or more"
                    )
                hrr = hrr * pull.value
            case Lever.DISCHARGE:
                out = suppressed(times, hrr, wet_chemical(DELAY_S, reach=reach))
                hrr = np.where((chance < FAILED)[:, None], hrr, out)
            case Lever.CUT_GAS if oily:
                gone = 1.0 - np.exp(-np.maximum(times - DELAY_S, 0.0) / CUT_S)
                least = np.minimum(hrr, KEEPS_UP)
                hrr = hrr - gone * (hrr - least)
            case _:
                continue
    return np.sqrt(hrr)

"""What is known of a fire when advice is asked for. Unknown is None, never a guess."""

from dataclasses import dataclass, fields
from functools import reduce

import numpy as np
import numpy.typing as npt

from sim.errors import SimError
from sim.fire.plume import equivalent_diameter, flame_height

FloatArray = npt.NDArray[np.float64]
Quantity = FloatArray | float | None
"""One number, or one per member of the ensemble (m,); None when unknown."""
Facts = dict[str, FloatArray | None]

FELT_FROM = 3.0  # m, nearest distance at which OSHA's table asks whether heat is felt


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class WayOut:
    """One way out: seconds from now until it is untenable (inf: not foreseen) and seconds that the
    last person needs to walk it."""

    untenable_s: Quantity = None
    walking_s: Quantity = None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Situation:
    """Facts and forecast numbers at one moment; all in the units of their names.

    area_m2, flame_top_m (tip above the floor), flux_kw_m2 (at 3 to 4.6 m from the fire), layer_m
    (smoke above the floor), smoke_to_head_s (until the smoke is at 1.8 m, inf: never), upper_c,
    head_c and co_ppm (air at head height) are of the room of the fire. gas_peak_pct_lel: highest
    since every head last showed that people may come back; gas_25_s: until 25 %LEL as foreseen
    (inf: it is not). gas_fed: a gas flame that cannot be shut off; first_item_only: nothing else
    burns yet; hidden: part of the fire is; reachable: standing; extinguisher: of the right class,
    at hand; told: 119 and colleagues; fighting_s: since the running attempt began; discharged: the
    fixed system has.
    """

    fire: bool | None = None
    people: int | None = None
    gas_pct_lel: Quantity = None
    gas_peak_pct_lel: Quantity = None
    gas_25_s: Quantity = None
    gas_fed: bool | None = None
    duct_involved: bool | None = None
    first_item_only: bool | None = None
    hidden: bool | None = None
    reachable: bool | None = None
    cylinders_heated: bool | None = None
    trained: bool | None = None
    extinguisher: bool | None = None
    told: bool | None = None
    attempts_failed: int | None = None
    fighting_s: float | None = None
    discharged: bool | None = None
    oil_vessels: int | None = None
    oil_area_m2: Quantity = None
    area_m2: Quantity = None
    flame_top_m: Quantity = None
    flux_kw_m2: Quantity = None
    layer_m: Quantity = None
    smoke_to_head_s: Quantity = None
    upper_c: Quantity = None
    head_c: Quantity = None
    co_ppm: Quantity = None
    ways_out: tuple[WayOut, ...] = ()


DERIVED = ("somebody", "attempts", "best_margin_s", "margin_s", "gas_margin_s")
FACTS = (*(f.name for f in fields(Situation) if f.name != "ways_out"), *DERIVED)
"""Names that a criterion may ask for."""


def flame_seen(
    hrr: FloatArray, area: float, base: float, *, radiative_fraction: float = 0.3
) -> tuple[FloatArray, FloatArray]:
    """Flame tip above the floor, m, and radiation 3 m away, kW/m2, of fires of `hrr` W that burn on
    `area` m2, `base` m above the floor. Sources: Heskestad; point source, SFPE Handbook."""
    tip = base + flame_height(np.maximum(hrr, 0.0), equivalent_diameter(area))
    flux = radiative_fraction * np.maximum(hrr, 0.0) / 1e3 / (4 * np.pi * FELT_FROM**2)
    return tip, flux


def facts_of(situation: Situation) -> Facts:
    """Every fact over the members (m,), None where unknown, with what follows from several.

    somebody: people are there (a trained person counts when the count is unknown); attempts:
    failed ones with a discharge that did not put the fire out; best_margin_s: seconds to spare on
    the best way of each member; margin_s: on the one way that is best in its worst member;
    gas_margin_s: until 25 %LEL, the shortest way out walked. Where heads show gas and nothing else
    is told of it, that is the most there was, and no more is foreseen.
    Raises SimError naming a quantity that is not a number, or of another number of members.
    """
    given = {name: getattr(situation, name) for name in FACTS if name not in DERIVED}
    given |= {"somebody": _somebody(situation), "attempts": _attempts(situation)}
    given |= _gas(situation)
    ways = [_margin(way) for way in situation.ways_out]
    members = _members([*given.values(), *ways])
    facts = {name: _spread(name, value, members) for name, value in given.items()}
    known = [_spread("ways_out", way, members) for way in ways if way is not None]
    margins = np.array([way for way in known if way is not None])
    facts["best_margin_s"] = margins.max(axis=0) if margins.size else None
    facts["margin_s"] = margins[margins.min(axis=1).argmax()] if margins.size else None
    return facts


def _somebody(situation: Situation) -> bool | None:
    if situation.people is None:
        return True if situation.trained else None
    return situation.people > 0


def _attempts(situation: Situation) -> int | None:
    if situation.attempts_failed is None or situation.discharged is None:
        return None
    return situation.attempts_failed + int(situation.discharged and situation.fire is not False)


def _gas(situation: Situation) -> dict[str, Quantity]:
    """Its peak, and seconds until 25 %LEL, without and with the walk out."""
    gas, peak, lead = situation.gas_pct_lel, situation.gas_peak_pct_lel, situation.gas_25_s
    if gas is not None:
        peak = gas if peak is None else np.maximum(gas, peak)
        lead = np.inf if lead is None else lead
    walks = [np.asarray(way.walking_s) for way in situation.ways_out if way.walking_s is not None]
    walk = reduce(np.minimum, walks) if walks else 0.0
    spare = None if lead is None else np.asarray(lead, dtype=np.float64) - walk
    return {"gas_peak_pct_lel": peak, "gas_25_s": lead, "gas_margin_s": spare}


def _margin(way: WayOut) -> Quantity:
    if way.untenable_s is None or way.walking_s is None:
        return None
    return np.asarray(way.untenable_s, dtype=np.float64) - way.walking_s


def _members(values: list[Quantity]) -> int:
    sizes = {np.size(value) for value in values if value is not None} - {1}
    if len(sizes) > 1:
        raise SimError(
            f"quantities of {sorted(sizes)} members stand beside each other",
            where="situation",
            remedy="Give each as one number or as one per member",
        )
    return sizes.pop() if sizes else 1


def _spread(name: str, value: Quantity, members: int) -> FloatArray | None:
    if value is None:
        return None
    array = np.asarray(value, dtype=np.float64)
    if array.ndim > 1 or np.isnan(array).any():
        raise SimError("must be numbers, one per member", where=name, remedy="None says unknown")
    return np.broadcast_to(array, (members,))

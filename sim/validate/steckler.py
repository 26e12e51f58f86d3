"""The Steckler room: 2.8 x 2.8 x 2.13 m, one door or window, a gas burner, steady.

Source: Steckler, Quintiere, Rinkinen, NBSIR 82-2520, 1982. The door is in the middle of the wall
y = 0 ("front"). Ambient, outside and at the start, is `T_ambient_C` for every test: the outside
thermocouples (`T_outside_measured_C`) stand near the door and see its outflow.
"""

import math
from dataclasses import dataclass
from pathlib import Path

from sim.errors import CaseError
from sim.fire.case import Case, Compartment, Fire, Material, Opening
from sim.validate.tables import Row, read_table

ROOM = "room"
OPENING = "opening"
KELVIN = 273.15
DURATION = 1800.0
"""s; the burner ran until nothing changed, and a wall of 13 mm takes minutes."""
STEADY = 60.0
"""s at the end of the run over which the steady value is the mean."""

CERAMIC_FIBRE = Material(conductivity=0.1, density=200.0, specific_heat=1000.0, thickness=0.013)
"""Walls and ceiling, as the README of the data states them."""
CALCIUM_SILICATE = Material(
    conductivity=0.12, density=720.0, specific_heat=1250.0, thickness=0.0127
)
"""Floor board; properties of the Marinite of the `nbs_multiroom` fires, same maker's kind."""
METHANE_HEAT = 5.0e7  # J/kg, lower heating value
RADIATIVE_FRACTION = 0.2
BURNER_HEIGHT = 0.02
RAISED_HEIGHT = 0.3

SETTINGS = {
    "ambient": "T_ambient_C, inside and outside",
    "walls": "ceramic fibre k 0.1 W/m/K, 200 kg/m3, 1.0 kJ/kg/K, 13 mm",
    "floor": "calcium silicate k 0.12 W/m/K, 720 kg/m3, 1.25 kJ/kg/K, 12.7 mm",
    "emissivity": 0.9,
    "radiative_fraction": RADIATIVE_FRACTION,
    "burner_height_m": [BURNER_HEIGHT, RAISED_HEIGHT],
    "duration_s": DURATION,
    "steady_mean_s": STEADY,
    "opening_flow": "against mdot_out_bernoulli and mdot_in_bernoulli",
    "front_center": "half way between the middle of the room and the door",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured in one test, steady: K, m, kg/s; None where it was not."""

    upper_rise: float | None
    lower_rise: float | None
    layer_height: float | None
    layer_depth: float | None
    flow_out: float | None
    flow_in: float | None


def steckler_rows(folder: Path) -> list[Row]:
    """The lines of `steckler.csv`. Raises DataError."""
    return read_table(folder / "steckler.csv")


def steckler_measured(row: Row) -> Measured:
    """What one line says was measured; rises are over `T_ambient_C`. Raises DataError."""
    ambient = row.number("T_ambient_C")
    height = row.optional("layer_height_m")
    return Measured(
        upper_rise=_less(row.optional("T_upper_layer_C"), ambient),
        lower_rise=_less(row.optional("T_lower_layer_C"), ambient),
        layer_height=height,
        layer_depth=None if height is None else row.number("room_H_m") - height,
        flow_out=row.optional("mdot_out_bernoulli_kg_s"),
        flow_in=row.optional("mdot_in_bernoulli_kg_s"),
    )


def _less(value: float | None, amount: float) -> float | None:
    return None if value is None else value - amount


def steckler_case(row: Row) -> Case:
    """The case of one line. Raises DataError, CaseError."""
    return _case(row, row.number("T_ambient_C") + KELVIN)


def is_steckler(case: Case) -> bool:
    """Whether a case was made here."""
    return [room.id for room in case.compartments] == [ROOM] and case.duration == DURATION


def _case(row: Row, ambient: float) -> Case:
    size = (row.number("room_L_m"), row.number("room_W_m"), row.number("room_H_m"))
    return Case(
        id=row.text("test"),
        duration=DURATION,
        ambient=ambient,
        inside=ambient,
        compartments=(
            Compartment(
                id=ROOM,
                size=size,
                ceiling=(CERAMIC_FIBRE,),
                walls=(CERAMIC_FIBRE,),
                floor=(CALCIUM_SILICATE,),
            ),
        ),
        openings=(_opening(row, size[0]),),
        fires=(_burner(row, size),),
    )


def _opening(row: Row, length: float) -> Opening:
    width = row.number("opening_width_m")
    return Opening(
        id=OPENING,
        of=ROOM,
        bottom=row.number("opening_sill_m"),
        height=row.number("opening_height_m"),
        width=width,
        at=((length - width) / 2, 0.0),
        along="x",
    )


def _burner(row: Row, size: tuple[float, float, float]) -> Fire:
    diameter = row.number("burner_diameter_m")
    x, y = burner_place(row, size, diameter / 2)
    hrr = row.number("hrr_kW") * 1e3
    return Fire(
        id="burner",
        compartment=ROOM,
        at=(x, y, RAISED_HEIGHT if row.number("burner_raised_0p3m") else BURNER_HEIGHT),
        area=math.pi * diameter**2 / 4,
        hrr=((0.0, hrr),),
        radiative_fraction=RADIATIVE_FRACTION,
        heat_of_combustion=METHANE_HEAT,
        carbon=1.0,
        hydrogen=4.0,
        soot_yield=0.0,
        co_yield=0.0,
    )


def burner_place(row: Row, size: tuple[float, float, float], radius: float) -> tuple[float, float]:
    """Middle of the burner on the floor, m, from words like "Back Corner" or "Left Wall".

    A burner at a wall or in a corner touches it; "Front Center" has no wall behind it, the door is
    there. Without left or right a corner is the right one. Raises CaseError.
    """
    words = frozenset(row.text("burner_location").lower().split())
    if not words or words - {"center", "wall", "corner", "left", "right", "front", "back"}:
        raise CaseError(
            f"burner_location is {row.text('burner_location')!r}",
            where=row.where,
            remedy="Say Center, or Front, Back, Left, Right with Wall, Corner or Center",
        )
    x = _along(words, ("left", "right"), size[0], radius)
    return x, _along(words, ("front", "back"), size[1], radius)


def _along(words: frozenset[str], sides: tuple[str, str], extent: float, radius: float) -> float:
    """Place along one axis: touching a side, half way to it ("Center"), or in the middle."""
    if sides[0] in words:
        return extent / 4 if "center" in words else radius
    if sides[1] in words:
        return 3 * extent / 4 if "center" in words else extent - radius
    return extent - radius if "corner" in words else extent / 2

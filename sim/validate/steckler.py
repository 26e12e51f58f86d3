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
class StecklerTest:
    """One test: its case, and what was measured (K, m, kg/s; None where it was not)."""

    case: Case
    where: str
    upper_rise: float
    lower_rise: float
    layer_height: float
    flow_out: float | None
    flow_in: float | None
    hottest_rise: float | None


def read_steckler(folder: Path) -> list[StecklerTest]:
    """All tests of `steckler.csv`. Raises DataError, CaseError."""
    return [steckler_test(row) for row in read_table(folder / "steckler.csv")]


def steckler_test(row: Row) -> StecklerTest:
    """One line of the table. Raises DataError, CaseError."""
    ambient = row.number("T_ambient_C")
    hottest = row.optional("T_room_max_C")
    return StecklerTest(
        case=_case(row, ambient + KELVIN),
        where=row.where,
        upper_rise=row.number("T_upper_layer_C") - ambient,
        lower_rise=row.number("T_lower_layer_C") - ambient,
        layer_height=row.number("layer_height_m"),
        flow_out=row.optional("mdot_out_bernoulli_kg_s"),
        flow_in=row.optional("mdot_in_bernoulli_kg_s"),
        hottest_rise=None if hottest is None else hottest - ambient,
    )


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
    """Middle of the burner on the floor, m. A burner at a wall or in a corner touches it."""
    length, width, _ = size
    places = {
        "center": (length / 2, width / 2),
        "back corner": (length - radius, width - radius),
        "back wall": (length / 2, width - radius),
        "left wall": (radius, width / 2),
        "front center": (length / 2, width / 4),  # no wall is there: the door is
        "front corner": (length - radius, radius),
    }
    name = row.text("burner_location").lower()
    if name not in places:
        raise CaseError(
            f"burner_location is {row.text('burner_location')!r}",
            where=row.where,
            remedy=f"Use one of {', '.join(sorted(places))}",
        )
    return places[name]

"""What burns where: one description of a fire for the zone, field and OpenFOAM models.

A case is a building of boxes (compartments) with openings, fans and hoods, and the fires in it.
SI throughout: m, s, kg, W, K, Pa. Coordinates are world coordinates; x, y on the floor, z up.
`OUTSIDE` is the name of the world around the building. Plain data: no solver knows more.
"""

from collections.abc import Sequence
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

Positive = Annotated[float, Meta(gt=0)]
NonNegative = Annotated[float, Meta(ge=0)]
Fraction = Annotated[float, Meta(ge=0, le=1)]
Position = tuple[float, float, float]
Curve = tuple[tuple[float, float], ...]
"""(time s, value) pairs with rising time, straight lines between, constant outside."""

OUTSIDE = "OUTSIDE"
ALWAYS: Curve = ((0.0, 1.0),)


class Material(Struct, frozen=True, forbid_unknown_fields=True):
    """One layer of a wall: conductivity W/m/K, density kg/m3, specific_heat J/kg/K, thickness m."""

    conductivity: Positive
    density: Positive
    specific_heat: Positive
    thickness: Positive
    emissivity: Fraction = 0.9


class Compartment(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A box room. `at` is its lowest corner, `size` its extent along x, y, z, m.

    ceiling, walls, floor: layers from the room outwards, empty for a surface without heat loss.
    leak_area: m2 of cracks to the outside, spread over the height of the walls.
    """

    id: str
    at: Position = (0.0, 0.0, 0.0)
    size: tuple[Positive, Positive, Positive]
    ceiling: tuple[Material, ...] = ()
    walls: tuple[Material, ...] = ()
    floor: tuple[Material, ...] = ()
    leak_area: NonNegative = 0.0


class Opening(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A door, window or hatch in a wall between two compartments (or OUTSIDE).

    bottom: m above the floor of `of` (of the other side when `of` is OUTSIDE). at: its lowest
    corner seen from above (x, y) in world coordinates, along the wall, or None when unknown.
    open: fraction of the width that is open, 0 to 1, over time.
    """

    id: str
    of: str
    to: str = OUTSIDE
    bottom: NonNegative = 0.0
    height: Positive
    width: Positive
    at: tuple[float, float] | None = None
    along: str = "x"
    open: Curve = ALWAYS


class Hatch(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A horizontal opening: from the ceiling of `lower` to the floor of `upper`; area m2."""

    id: str
    upper: str
    lower: str
    area: Positive
    at: tuple[float, float] | None = None
    open: Curve = ALWAYS


class Fan(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Mechanical flow m3/s out of `of` into `to`, as it is where it comes from, or counted in air
    of `counted_at` K where that is given (a metered or controlled mass flow; OpenFOAM's cases take
    the plain volume).

    of_height, to_height: m above the floor of each side, None where it is OUTSIDE. `running`:
    fraction of the flow over time. place: (x, y) of the grille or None.
    """

    id: str
    of: str
    to: str
    flow: NonNegative
    of_height: float | None = None
    to_height: float | None = None
    area: Positive = 0.1
    place: tuple[float, float] | None = None
    running: Curve = ALWAYS
    counted_at: Positive | None = None


class Hood(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A kitchen hood over a cooking line: draws smoke before it reaches the ceiling layer.

    at, size: the canopy's box; flow: exhaust m3/s; `running`: fraction of it over time; capture:
    share of a plume under it that it can take at most, below 1 with cross draughts and short sides.
    """

    id: str
    compartment: str
    at: Position
    size: tuple[Positive, Positive, Positive]
    flow: NonNegative
    running: Curve = ALWAYS
    capture: Fraction = 1.0


class Fire(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A fire whose heat release is asked for by `hrr` (W over s) and limited by oxygen.

    at: middle of the burning surface, world coordinates; area m2. heat_of_combustion J/kg;
    carbon, hydrogen, oxygen: atoms of one fuel molecule; soot_yield, co_yield kg/kg.
    """

    id: str
    compartment: str
    at: Position
    area: Positive
    hrr: Curve
    radiative_fraction: Fraction = 0.3
    heat_of_combustion: Positive = 4.0e7
    carbon: Positive = 1.0
    hydrogen: NonNegative = 2.0
    oxygen: NonNegative = 0.0
    soot_yield: Fraction = 0.015
    co_yield: Fraction = 0.006


class Detector(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A heat detector, sprinkler head or fusible link: activates at `activation` K.

    rti: response time index, (m s)^0.5.
    """

    id: str
    compartment: str
    at: Position
    activation: Positive
    rti: Positive


class Obstacle(Struct, frozen=True, forbid_unknown_fields=True):
    """A solid box inside the building (appliance, shelf, wall stub); the field models see it."""

    id: str
    at: Position
    size: tuple[Positive, Positive, Positive]


class Leak(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Fuel gas that leaks into a room, unburnt: "natural gas" or "LPG".

    flow: m3/s of it at 20 C over time; draught: m3/s of air through open doors and windows over
    time, beside what the room's fans and hoods move. Only `sim run --model zone` tells of it.
    """

    id: str
    compartment: str
    gas: str
    flow: Curve
    draught: Curve = ((0.0, 0.0),)


class DuctFire(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Grease that burns in an exhaust duct, lit at its inlet at `ignition` s.

    length, and width and depth of its section, steel of its wall, m; load: kg/m2 of grease on all
    sides. velocity: of the air, m/s at 20 C, inlet: K of what comes in, over time. damper: m from
    the inlet, None for none; its link lets go at `shuts` K of gas and it leaks `leak` m/s then.
    nozzle: s of a discharge of wet chemical, None for none, it reaches `reach` m. places: m from
    the inlet where temperatures are told. Only `sim run --model zone` tells of it, on its own.
    """

    id: str
    length: Positive
    width: Positive
    depth: Positive
    velocity: Curve
    ignition: NonNegative = 0.0
    inlet: Curve = ((0.0, 333.15),)
    steel: Positive = 0.0015
    load: Positive = 2.2
    damper: NonNegative | None = None
    shuts: Positive = 423.15
    leak: Positive = 1.5
    nozzle: NonNegative | None = None
    reach: NonNegative = 3.0
    places: tuple[NonNegative, ...] = ()


class Case(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One fire in one building. ambient: K outside; inside: K at the start; pressure Pa."""

    id: str
    duration: Positive = 600.0
    ambient: Positive = 293.15
    inside: Positive = 293.15
    pressure: Positive = 101325.0
    compartments: tuple[Compartment, ...]
    openings: tuple[Opening, ...] = ()
    hatches: tuple[Hatch, ...] = ()
    fans: tuple[Fan, ...] = ()
    hoods: tuple[Hood, ...] = ()
    fires: tuple[Fire, ...] = ()
    detectors: tuple[Detector, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    leaks: tuple[Leak, ...] = ()
    duct_fires: tuple[DuctFire, ...] = ()

    def compartment(self, name: str) -> Compartment:
        """One compartment by its id. Raises KeyError."""
        for one in self.compartments:
            if one.id == name:
                return one
        raise KeyError(name)


def replace_fires(case: Case, fires: Sequence[Fire]) -> Case:
    """The same building with other fires."""
    return msgspec.structs.replace(case, fires=tuple(fires))

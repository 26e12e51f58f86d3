"""How small and how large the numbers of a case may be: beyond, a unit is wrong."""

from collections.abc import Iterator

from msgspec import Struct

from sim.fire.case import Detector, DuctFire, Fan, Fire, Hatch, Material, Opening
from twin.site.faults import Fault
from twin.site.yaml_tree import Path

Range = tuple[float, float, str]

RANGES: dict[type[Struct], dict[str, Range]] = {
    Material: {
        "conductivity": (1e-3, 1e4, "Give W/m/K: plasterboard has 0.16, steel 45"),
        "density": (1.0, 3e4, "Give kg/m3: plasterboard has 800, steel 7850"),
        "specific_heat": (50.0, 1e5, "Give J/kg/K: plasterboard has 1000, steel 480"),
        "thickness": (1e-5, 20.0, "Give metres: 12.5 mm is 0.0125"),
    },
    Opening: {"width": (1e-4, 1e3, "Give metres"), "height": (1e-4, 1e3, "Give metres")},
    Hatch: {"area": (1e-6, 1e6, "Give the free area in m2")},
    Fan: {
        "area": (1e-4, 1e4, "Give the grille's area in m2"),
        "counted_at": (200.0, 1000.0, "Give kelvin: 293.15 is 20 C"),
    },
    Fire: {
        "area": (1e-6, 1e6, "Give m2"),
        "heat_of_combustion": (1e6, 2e8, "Give J/kg: methane has 5e7, cooking oil 3.7e7"),
        "carbon": (1e-3, 1e4, "Give the atoms of one fuel molecule"),
        "hydrogen": (0.0, 1e4, "Give the atoms of one fuel molecule"),
        "oxygen": (0.0, 1e4, "Give the atoms of one fuel molecule"),
    },
    Detector: {
        "activation": (200.0, 2000.0, "Give kelvin: 341.15 is 68 C"),
        "rti": (1e-2, 1e5, "Give (m s)^0.5: quick heads have 30 to 50, usual ones 100 to 200"),
    },
    DuctFire: {
        "length": (0.5, 500.0, "Give metres"),
        "width": (0.05, 10.0, "Give metres"),
        "depth": (0.05, 10.0, "Give metres"),
        "steel": (5e-4, 0.1, "Give metres: 1.5 mm is 0.0015"),
        "load": (1e-3, 100.0, "Give kg/m2: a film of 1 mm is about 0.9"),
        "shuts": (250.0, 2000.0, "Give kelvin: 423.15 is 150 C"),
        "leak": (1e-2, 50.0, "Give m/s of air past the shut damper"),
    },
}


def range_faults(one: Struct, path: Path = ()) -> Iterator[Fault]:
    """Numbers of a case, or of one thing in it and all that it holds, beyond their range."""
    for name, (low, high, remedy) in RANGES.get(type(one), {}).items():
        value = getattr(one, name)
        if value is not None and not low <= value <= high:
            yield Fault((*path, name), f"{value:g} is not between {low:g} and {high:g}", remedy)
    for name in one.__struct_fields__:
        held = getattr(one, name)
        for place, part in enumerate(held if isinstance(held, tuple) else ()):
            if isinstance(part, Struct):
                yield from range_faults(part, (*path, name, place))

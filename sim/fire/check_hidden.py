"""What leaks of gas and fires in ducts of a case may not say."""

from collections.abc import Iterator

from sim.fire.case import Case, DuctFire, Leak
from sim.fire.check_places import Rooms, unknown, within
from sim.gas.fuel import FUELS
from twin.site.faults import Fault
from twin.site.yaml_tree import Path

MOST_LEAKED = 2.0  # m3/s; liquid LPG out of a cylinder's open valve becomes 0.5
MOST_DRAUGHT = 50.0  # m3/s, a gale through a wide door
FASTEST = 60.0  # m/s in a duct
COLDEST, HOTTEST = 200.0, 2000.0  # K of gas that enters a duct


def leak_faults(one: Leak, path: Path, rooms: Rooms, case: Case) -> Iterator[Fault]:
    """Faults of a leak: its room, its gas, its flow."""
    if one.compartment not in rooms:
        yield unknown(path, one.compartment, rooms)
    if one.gas not in FUELS:
        names = " or ".join(FUELS)
        yield Fault((*path, "gas"), f"{one.gas!r} is no gas known here", f"Use {names}")
    yield from within(
        one.flow, (*path, "flow"), low=0.0, high=MOST_LEAKED, what="leak in m3/s",
        remedy=f"Give 0 to {MOST_LEAKED:g} m3/s: 1 m3/h is 2.8e-4",
    )  # fmt: skip
    yield from within(
        one.draught, (*path, "draught"), low=0.0, high=MOST_DRAUGHT, what="draught in m3/s",
        remedy=f"Give 0 to {MOST_DRAUGHT:g} m3/s",
    )  # fmt: skip


def duct_faults(one: DuctFire, path: Path, rooms: Rooms, case: Case) -> Iterator[Fault]:
    """Faults of a fire in a duct: what flows in, and places beyond its end."""
    yield from within(
        one.velocity, (*path, "velocity"), low=0.0, high=FASTEST, what="velocity in a duct, m/s",
        remedy=f"Give 0 to {FASTEST:g} m/s",
    )  # fmt: skip
    yield from within(
        one.inlet, (*path, "inlet"), low=COLDEST, high=HOTTEST, what="temperature in K",
        remedy="Give kelvin: 333.15 is 60 C",
    )  # fmt: skip
    along: list[tuple[Path, float]] = [(("places", n), at) for n, at in enumerate(one.places)]
    along.append((("damper",), one.damper or 0.0))
    for field, at in along:
        if at > one.length:
            yield Fault(
                (*path, *field),
                f"{at:g} m is beyond its end",
                f"Give 0 to {one.length:g} m from the inlet",
            )

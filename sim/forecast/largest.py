"""The largest fire that a building feeds with air."""

import numpy as np

from sim.fire.case import Case
from sim.fire.flashover import vent_factor

IN_THE_AIR = 4e3  # W/m3, a third of its oxygen, beyond which flames go out, within five minutes
BEYOND = 5.0  # times what a room's vents feed: fuel that leaves it burns in the next one


def largest_fire(case: Case) -> float:
    """W beyond which the openings and fans feed no fire: 1.5 MW m^-2.5 of all vents, and fans and
    hoods by their oxygen (3 MJ/kg of air; Huggett 1980), at least what the air inside feeds;
    and BEYOND times what feeds the largest of the rooms where it may burn."""
    rooms = {one.compartment for one in case.fires}
    own = max((_fed(case, {room}) for room in rooms), default=np.inf)
    return max(min(_fed(case, {one.id for one in case.compartments}), BEYOND * own), 3e3)


def _fed(case: Case, rooms: set[str]) -> float:
    """W that the vents, fans and air of some rooms feed."""
    vents = sum(
        float(vent_factor(one.width, one.height))
        for one in case.openings if {one.of, one.to} & rooms
    )  # fmt: skip
    hatches = sum(float(one.area**1.25) for one in case.hatches if {one.lower, one.upper} & rooms)
    flow = sum(one.flow for one in case.fans if {one.of, one.to} & rooms)
    flow += sum(one.flow for one in case.hoods if one.compartment in rooms)
    volume = sum(
        one.size[0] * one.size[1] * one.size[2] for one in case.compartments if one.id in rooms
    )
    return max(1.5e6 * (vents + hatches) + 3.6e6 * flow, IN_THE_AIR * volume)

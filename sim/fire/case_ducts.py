"""Fires in exhaust ducts of a case, each on its own: the air in the duct is told by the case."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.fire import duct
from sim.fire.case import Case, DuctFire
from sim.fire.case_leaks import at

FloatArray = npt.NDArray[np.float64]
SPOTS = 5
"""Places along a duct, both ends among them, where none are told."""


@dataclass(frozen=True, slots=True, eq=False)
class DuctCourse:
    """A duct's fire; places (p,): m from the inlet; run: of one member."""

    id: str
    places: tuple[float, ...]
    run: duct.DuctRun


def duct_courses(case: Case, time: FloatArray) -> list[DuctCourse]:
    """Every fire in a duct, over `time` (n,) s, rising, at most a second or so apart."""
    return [_course(one, case.ambient, time) for one in case.duct_fires]


def _course(fire: DuctFire, ambient: float, time: FloatArray) -> DuctCourse:
    places = fire.places or tuple(np.linspace(0.0, fire.length, SPOTS).tolist())
    own = duct.Duct(
        length=fire.length, width=fire.width, depth=fire.depth, steel=fire.steel, load=fire.load
    )
    draught = duct.Draught(
        velocity=at(fire.velocity, time),
        leak=fire.leak,
        shuts=math.inf if fire.damper is None else fire.shuts,
        nozzle=math.inf if fire.nozzle is None else fire.nozzle,
        reach=fire.reach,
        damper=fire.damper or 0.0,
    )
    run = duct.run(
        own, time, at(fire.inlet, time), ignition=fire.ignition, places=places, draught=draught,
        ambient=ambient,
    )  # fmt: skip
    return DuctCourse(fire.id, places, run)

"""Compile the kernels now, so that the first fire does not wait: `python -m` this."""

import numpy as np

from sim.fire import ceiling_jet, duct, link, oil
from sim.fire.case import OUTSIDE, Case, Compartment, Fan, Fire, Hatch, Opening
from sim.fire.zone import ZoneModel
from sim.gas import layers
from sim.gas.fuel import LPG

TINY = Case(
    id="compile",
    duration=1.0,
    compartments=(
        Compartment(id="low", size=(3.0, 3.0, 2.4)),
        Compartment(id="high", at=(0.0, 0.0, 2.4), size=(3.0, 3.0, 2.4), leak_area=0.01),
    ),
    openings=(Opening(id="door", of="low", height=2.0, width=0.8),),
    hatches=(Hatch(id="stair", upper="high", lower="low", area=0.5),),
    fans=(Fan(id="fan", of="high", to=OUTSIDE, flow=0.1, of_height=2.0),),
    fires=(Fire(id="fire", compartment="low", at=(1.5, 1.5, 0.2), area=0.1, hrr=((0.0, 1e4),)),),
)


def kitchen() -> None:
    """Run oil, duct, link and gas once, as small as can be."""
    time, still = np.array([0.0, 1.0]), np.full((1, 2), 300.0)
    oil.run(oil.FRYER, time, 0.0, start=450.0)
    duct.run(duct.Duct(length=1.0), time, 300.0, ignition=0.0, places=(0.5,))
    link.link_temperature(time, still, np.ones((1, 2)), rti=150.0, start=300.0)
    layers.run(layers.Room(10.0, 3.0), LPG, time, 1e-3)
    ceiling_jet.rise(still, height=1.0, radius=np.zeros((1, 1)))


if __name__ == "__main__":
    ZoneModel([TINY]).run(TINY.duration)
    kitchen()

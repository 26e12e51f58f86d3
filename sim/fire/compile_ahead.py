"""Compile the zone model's kernels now, so that the first fire does not wait: `python -m` this."""

from sim.fire.case import OUTSIDE, Case, Compartment, Fan, Fire, Hatch, Opening
from sim.fire.zone import ZoneModel

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

if __name__ == "__main__":
    ZoneModel([TINY]).run(TINY.duration)

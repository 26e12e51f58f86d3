"""A fire case as a short vector: near vectors are fires that go alike.

Sizes count by their ratio, so a distance of 0.1 is about 10 % whatever the size; places count as
shares of the room.
"""

import numpy as np

from sim.cfd.heat import hrr_at
from sim.cfd.space import FloatArray
from sim.fire.case import OUTSIDE, Case, Fire, Opening

LEAST_VENT = 0.05  # m^(5/2), openings below it count as none
LEAST_FLOW = 0.05  # m3/s, the same for fans
LEAST_AREA = 0.05  # m2, the same for hatches
LEAST_HRR = 1e3  # W
SAMPLES = 200


def signature(case: Case) -> FloatArray:
    """Features of a case, one vector for cases with equally many rooms: share of the heat, size,
    A sqrt(h) to the outside and to other rooms, hatches and forced flow of every room; peak and
    mean heat release, time to half the peak, and the place of the largest fire."""
    parts = [_room(case, room.id) for room in case.compartments]
    return np.concatenate([*parts, _fires(case)])


def distance(one: FloatArray, other: FloatArray) -> float:
    """Root mean square difference of two signatures."""
    return float(np.sqrt(((one - other) ** 2).mean()))


def _room(case: Case, name: str) -> FloatArray:
    outside = [o for o in case.openings if {o.of, o.to} == {name, OUTSIDE}]
    inside = [o for o in case.openings if name in (o.of, o.to) and OUTSIDE not in (o.of, o.to)]
    hatches = sum(h.area * h.open[0][1] for h in case.hatches if name in (h.upper, h.lower))
    exhaust = sum(f.flow * f.running[0][1] for f in case.fans if f.of == name)
    exhaust += sum(h.flow * h.running[0][1] for h in case.hoods if h.compartment == name)
    supply = sum(f.flow * f.running[0][1] for f in case.fans if f.to == name)
    return np.array(
        [
            _share(case, name),
            *np.log(case.compartment(name).size),
            np.log1p(_factor(outside) / LEAST_VENT),
            np.log1p(_factor(inside) / LEAST_VENT),
            np.log1p(hatches / LEAST_AREA),
            np.log1p(exhaust / LEAST_FLOW),
            np.log1p(supply / LEAST_FLOW),
        ]
    )


def _share(case: Case, name: str) -> float:
    """How much of the heat is given off in a room."""
    times = np.linspace(0.0, case.duration, SAMPLES)
    heat = [(fire.compartment == name, hrr_at(fire.hrr, times).sum()) for fire in case.fires]
    total = sum(one for _, one in heat)
    return float(sum(one for here, one in heat if here) / total) if total > 0 else 0.0


def _factor(openings: list[Opening]) -> float:
    """A sqrt(h), m^(5/2)."""
    return float(sum(o.width * o.open[0][1] * o.height**1.5 for o in openings))


def _fires(case: Case) -> FloatArray:
    if not case.fires:
        return np.zeros(6)
    times = np.linspace(0.0, case.duration, SAMPLES)
    each = np.stack([hrr_at(fire.hrr, times) for fire in case.fires])
    total = each.sum(axis=0)
    main = case.fires[int(np.argmax(each.sum(axis=1)))]
    half = float(times[int(np.argmax(total >= total.max() / 2))])
    return np.array(
        [
            np.log(max(float(total.max()), LEAST_HRR)),
            np.log(max(float(total.mean()), LEAST_HRR)),
            np.log1p(half / 30.0),
            *_place(case, main),
        ]
    )


def _place(case: Case, fire: Fire) -> list[float]:
    """Distance to the nearest walls as a share of half the room, and height as one of the room."""
    room = case.compartment(fire.compartment)
    shares = [(fire.at[a] - room.at[a]) / room.size[a] for a in (0, 1, 2)]
    return [min(shares[0], 1 - shares[0]) * 2, min(shares[1], 1 - shares[1]) * 2, shares[2]]

"""Sensors that fell silent hot: the fire took them, and what hangs further off does not deny it.

Of the heads of a room, and of the thermocouples of a hood, only the one that shows most steers,
for the others may stand behind a beam, a filter or a draught. When that one dies of the heat, the
others are no proof that the fire is gone: they are heard again once they show as much.
"""

from collections.abc import Mapping, Sequence

from sim.forecast.sensors import Kind, Sensor

HOT = {Kind.HEAD: 40.0, Kind.HOOD: 150.0}
"""Change, K, from which on a sensor that turns Bad counts as burnt and not as broken."""


class Steering:
    """Which of a site's sensors steer, round after round."""

    def __init__(self, sensors: Sequence[Sensor]) -> None:
        self._sensors = sensors
        self._first: dict[tuple[Kind, int], tuple[int, float]] = {}
        self._burnt: set[tuple[Kind, int]] = set()

    def adopt(self, told: Mapping[int, float]) -> tuple[dict[int, float], dict[int, float]]:
        """Of what sensors told (number to change), what steers; and of those that fell silent hot
        in this round the change that they reached at least."""
        kept = {n: v for n, v in told.items() if self._sensors[n].kind not in HOT}
        least = {}
        groups: dict[tuple[Kind, int], dict[int, float]] = {}
        for n, one in enumerate(self._sensors):
            if one.kind in HOT:
                groups.setdefault((one.kind, one.room), {})
                if n in told:
                    groups[one.kind, one.room][n] = told[n]
        for key, values in groups.items():
            last, reached = self._first.get(key, (-1, -1.0))
            burnt = last >= 0 and last not in values and reached >= HOT[key[0]]
            best = max(values, key=lambda n: values[n], default=-1)
            if best >= 0 and (not burnt or values[best] >= reached):
                kept[best] = values[best]
                self._first[key] = best, values[best]
                self._burnt.discard(key)
            elif burnt and key not in self._burnt:
                least[last] = reached
                self._burnt.add(key)
        return kept, least

"""What a site's points tell of flame, gas valve and agent, beside the temperatures."""

from collections.abc import Mapping

import numpy as np

from sim.forecast.site_case import SiteCase
from sim.forecast.track import Track
from twin.clock import NS_PER_S
from twin.site.model import AssetKind, Layout

HOOD_C = 110.0  # a plenum this hot over oil about to ignite proves a flame; its high alarm
QUIET_HOOD_C = 95.0  # and cooler than this, with no flame seen, that it is out
IDLE_M3_H = 0.2  # of gas, less than any burner takes
HEAD_C = 57.0  # fixed limit of a heat head
GREASE_C = 310.0  # low end of the fire point of grease: Stark and Mulliner, FRN 610
OPEN, DISCHARGED = 1, 3


class Signals:
    """What a site's points tell of flame, valve and agent. tracks: by row of the layout."""

    def __init__(self, layout: Layout, site: SiteCase, tracks: Mapping[int, Track]) -> None:
        self._points, self._zones, self.tracks = layout.points, site.zones(), tracks
        self._bottles = {
            a.id for a in layout.assets if a.kind is AssetKind.CYLINDER and a.id.startswith("SUP")
        }

    def rows(self, kind: str, room: int | None = None) -> list[int]:
        """Points of a kind, of one room if one is given."""
        return [
            row for row, point in enumerate(self._points)
            if point.kind == kind and (room is None or self._zones.get(point.zone) == room)
        ]  # fmt: skip

    def flame_since(self, room: int, start: int, now: int, *, seen: bool = False) -> int | None:
        """When a flame was first proved in a room after `start`, ns UTC. seen: by flame heads."""
        limits = [("flame detector", 1.0), ("plenum temperature", HOOD_C)][: 1 if seen else 2]
        found = [
            time
            for kind, limit in limits
            for row in self.rows(kind, room)
            if (time := _first_over(self.tracks[row], limit, start, now)) is not None
        ]
        return min(found, default=None)

    def burnt_since(self, room: int, start: int, now: int) -> int | None:
        """The same, or when the hood's links let agent go."""
        agent, flame = self.discharged(now), self.flame_since(room, start, now)
        known = [one for one in (agent, flame) if one is not None and one >= start]
        return min(known, default=None)

    def is_empty(self, now: int) -> bool:
        """Whether a count of people says that nobody is there."""
        told = [self.tracks[row].at(now) for row in self.rows("people")]
        return bool(told) and all(one is not None and one[1] == 0 for one in told)

    def is_quiet(self, room: int, now: int) -> bool:
        """Whether all flame heads and plenums of a room live and tell of no flame."""
        limits = [("flame detector", 1.0), ("plenum temperature", QUIET_HOOD_C)]
        told = [
            (self.tracks[row].at(now), limit)
            for kind, limit in limits
            for row in self.rows(kind, room)
        ]
        return bool(told) and all(one is not None and one[1] < limit for one, limit in told)

    def licked(self, room: int, start: int, now: int) -> bool:
        """Whether a plenum has been as hot as grease that burns, since `start`."""
        rows = self.rows("plenum temperature", room)
        found = [_first_over(self.tracks[row], GREASE_C, start, now) for row in rows]
        return any(one is not None for one in found)

    def blind(self, room: int, now: int) -> float:
        """Seconds since the last of the heat sensors of a room that had shown a fire died, 0 while
        one lives or none has."""
        limits = [("heat detector", HEAD_C), ("plenum temperature", HOOD_C)]
        died = []
        for kind, limit in limits:
            for row in self.rows(kind, room):
                track = self.tracks[row]
                if track.first_over(limit, now) is None:
                    continue
                if track.at(now) is not None or track.bad_since is None:
                    return 0.0
                died.append(track.bad_since)
        return (now - max(died)) / NS_PER_S if died else 0.0

    def is_shut(self, now: int) -> bool:
        """Whether every gas valve is known to be shut."""
        told = [self.tracks[row].at(now) for row in self.rows("valve position")]
        return bool(told) and all(one is not None and one[1] != OPEN for one in told)

    def is_idle(self, now: int) -> bool:
        """Whether every gas meter shows less than any burner takes."""
        told = [self.tracks[row].at(now) for row in self.rows("flow")]
        return bool(told) and all(one is not None and one[1] < IDLE_M3_H for one in told)

    def discharged(self, now: int) -> int | None:
        """When the newest discharge began, ns UTC."""
        found = [self.tracks[row].since(DISCHARGED, now) for row in self.rows("panel state")]
        return max((one for one in found if one is not None), default=None)

    def was_empty(self, when: int) -> bool:
        """Whether a bottle stood below its lowest limit before `when`: no agent came."""
        for row, point in enumerate(self._points):
            if point.asset not in self._bottles or point.kind != "pressure":
                continue
            told = self.tracks[row].last(when)
            if told is not None and point.limits.LL and told[1] <= point.limits.LL.at:
                return True
        return False


def _first_over(track: Track, limit: float, start: int, now: int) -> int | None:
    times, values = track.course(start, now)
    over = np.flatnonzero(values >= limit)
    return None if not len(over) else now + round(float(times[over[0]]) * NS_PER_S)

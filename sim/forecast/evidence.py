"""Where it burns: which room, and which of its likely seats, as the sensors have it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from sim.forecast.ensemble import Ensemble
from sim.forecast.sensors import Air, Kind, Sensor, shown
from sim.forecast.site_case import Seat, SiteCase
from twin.site.model import Layout

FloatArray = npt.NDArray[np.float64]

PROOF = {Kind.HEAD: 15.0, Kind.HOOD: 60.0, Kind.SMOKE: 0.15, Kind.AIR: 20.0}
"""Change of a sensor that counts as one proof that it burns in its room."""
FLAME = 1.0  # proofs that a flame head gives
HOT_C = {"oil temperature": 300.0, "pan temperature": 340.0}
"""From where on ignition is imminent: two proofs, and the seat. An empty pan gets hot at work."""
NEAR = 0.7  # m, an oil sensor this close to a vessel is in it
HOT_VESSEL = 20.0  # times as likely a seat
ENOUGH = 0.3  # proofs, below which the likely seats decide
OTHER = 2.0  # times as many proofs in another room move the fire there
FORGET = 60.0  # s, over which the seats' evidence fades
FREEDOM = 4.0
LEAST_SHARE = 0.3  # relative error of a jet or plume at a place


def proofs(site: SiteCase, layout: Layout, told: Mapping[int, float], values: Mapping[str, float]
           ) -> FloatArray:  # fmt: skip
    """Proofs for each room (c,). told: number of a sensor to its change; values: newest by tag."""
    rooms = np.zeros(len(site.rooms))
    for n, change in told.items():
        sensor = site.sensors[n][1]
        if sensor.kind in PROOF:
            proof = min(max(change / PROOF[sensor.kind], 0.0), 3.0)
            rooms[sensor.room] = max(rooms[sensor.room], proof)
    zones = site.zones()
    for point in layout.points:
        value = values.get(point.tag)
        if value is None or point.zone not in zones:
            continue
        if point.kind == "flame detector" and value >= 1:
            rooms[zones[point.zone]] += FLAME
        if value >= HOT_C.get(point.kind, np.inf):
            rooms[zones[point.zone]] += 2 * FLAME
    return rooms


def room_of_fire(site: SiteCase, found: FloatArray, present: int | None, hint: int | None) -> int:
    """Room with the most proofs, the present one unless another has OTHER times as many."""
    possible = sorted({seat.room for seat in site.seats})
    best = max(possible, key=lambda room: float(found[room]))
    if present is not None:
        return best if found[best] > OTHER * max(found[present], ENOUGH) else present
    if found[best] >= ENOUGH:
        return best
    if hint is not None and hint in possible:
        return hint
    return max(possible, key=lambda room: sum(s.hazard for s in site.seats if s.room == room))


def hot_vessels(layout: Layout, seats: Sequence[Seat], values: Mapping[str, float]) -> FloatArray:
    """Factor on each seat (s,) from oil sensors that stand in it."""
    factor = np.ones(len(seats))
    for point in layout.points:
        value = values.get(point.tag)
        if value is None or value < HOT_C.get(point.kind, np.inf):
            continue
        apart = [np.hypot(s.at[0] - point.at[0], s.at[1] - point.at[1]) for s in seats]
        nearest = int(np.argmin(apart))
        if apart[nearest] < NEAR:
            factor[nearest] *= HOT_VESSEL
    return factor


def fit(
    seats: Sequence[Seat], sensors: Sequence[Sensor], told: Mapping[int, float], air: Air
) -> FloatArray:
    """Log-likelihood of each seat (s,) by the heads and hood sensors in its room, as the mean
    member burns there. Student's t: one wrong sensor does not decide."""
    found = np.zeros(len(seats))
    for n, seat in enumerate(seats):
        there = _burning_at(air, seat)
        for k, value in told.items():
            sensor = sensors[k]
            if sensor.kind not in (Kind.HEAD, Kind.HOOD) or sensor.room != seat.room:
                continue
            expected = shown(sensor, there)
            size = max(abs(value), float(expected.mean()))
            variance = expected.var() + sensor.noise**2 + (LEAST_SHARE * size) ** 2
            off = (value - expected.mean()) ** 2 / variance
            found[n] -= 0.5 * (FREEDOM + 1) * np.log1p(off / FREEDOM) + 0.5 * np.log(variance)
    return found


def _burning_at(air: Air, seat: Seat) -> Air:
    """The same air over a fire at another seat of the room."""
    places = air.seat.copy()
    places[:, seat.room] = seat.at
    return replace(air, seat=places)


def place(ensemble: Ensemble, seats: Sequence[Seat], share: FloatArray) -> None:
    """Give each member a seat, in the shares (s,); a member keeps its place in the order."""
    edges = np.cumsum(share) / share.sum()
    order = (np.arange(ensemble.members) * 0.6180339887498949 + 0.5) % 1.0
    rows = np.minimum(np.searchsorted(edges, order), len(seats) - 1)
    ensemble.seat = np.array([seat.at for seat in seats])[rows]
    ensemble.room = np.array([seat.room for seat in seats], dtype=np.intp)[rows]

"""Tracks of one drawn kitchen, filled by hand. Times are seconds."""

from functools import cache

import numpy as np

from app.library import layouts
from sim.forecast import events
from sim.forecast.signals import Signals
from sim.forecast.site_case import site_case
from sim.forecast.track import Track
from sim.forecast.vessels import Oils, grease, vessels_of
from twin.site.model import Layout

S = 1_000_000_000
Keys = tuple[tuple[float, float], ...]


@cache
def drawing(name: str) -> Layout:
    return layouts()[name]


def signals_of(name: str, keys: dict[str, Keys], until: float, step: float = 2.0) -> Signals:
    """Straight lines between the keys of each tag, from its first key to `until`."""
    layout = drawing(name)
    rows = {point.tag: row for row, point in enumerate(layout.points)}
    tracks = {row: Track() for row in range(len(layout.points))}
    for tag, pairs in keys.items():
        times, values = zip(*pairs, strict=True)
        for t in np.arange(times[0], until + 1e-6, step):
            tracks[rows[tag]].adopt(round(t * S), float(np.interp(t, times, values)), 0)
    return Signals(layout, site_case(layout), tracks)


def oils_of(
    name: str, keys: dict[str, Keys], until: float, members: int = 64, step: float = 2.0
) -> Oils:
    """The vessels of a drawing with these signals."""
    signals = signals_of(name, keys, until, step)
    layout = drawing(name)
    own = events.chances(members, seed=1)
    hit = (own.reach > 0).astype(np.float64)
    own_grease = grease(members, largest=5e6, seed=1)
    vessels = vessels_of(layout, site_case(layout))
    return Oils(vessels, signals, own.autoignition, own.flux, hit, own_grease, 1)

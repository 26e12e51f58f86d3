"""How each kind of instrument of a kitchen behaves in normal running, as one table.

A value moves inside the point's normal band: centre and the weights are shares of the band's
width. Bands themselves are data of the layout; an instrument that no line fits drifts gently in
the middle of its band. Source of the figures: project choice, after the domain's point list.
"""

import re
from dataclasses import dataclass

from twin.site.model import Point


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One kind of instrument, all weights in shares of the normal band.

    centre: where it rests; cooking: follows the burners' duty, through a first-order lag of
    `lag_s`; wander: its own slow walk with a period near `wander_s`; noise: white, at every
    sample; meal: follows the hours of the day; thermostat: saw-tooth of on-off control.
    resolution: smallest step the instrument shows, in the point's unit, 0 when not quantised.
    """

    centre: float = 0.5
    cooking: float = 0.0
    lag_s: float = 0.0
    wander: float = 0.1
    wander_s: float = 400.0
    noise: float = 0.02
    meal: float = 0.0
    thermostat: float = 0.0
    resolution: float = 0.0


ELSE = Behaviour()

# Pattern of "tag kind", behaviour. The first line that fits counts.
BY_TAG: tuple[tuple[str, Behaviour], ...] = (
    (r".* pan temperature", Behaviour(0.45, 0.35, lag_s=6, wander=0.1, resolution=0.1)),
    (r".* hot spot", Behaviour(0.45, 0.35, lag_s=3, wander=0.1, noise=0.03, resolution=0.1)),
    (r"GD-", Behaviour(0.10, wander=0.04, noise=0.02, resolution=0.1)),
    (r"CO-", Behaviour(0.25, 0.12, lag_s=120, wander=0.10, meal=0.10, resolution=1)),
    (r"PT-GAS", Behaviour(0.55, -0.15, lag_s=1, wander=0.08, noise=0.03, resolution=0.01)),
    (r"FT-GAS", Behaviour(0.40, 0.30, lag_s=2, wander=0.05, meal=0.15, resolution=0.1)),
    (r"TT-OIL", Behaviour(0.50, wander=0.08, noise=0.01, thermostat=0.28, resolution=0.1)),
    (r"TT-HOOD", Behaviour(0.35, 0.20, lag_s=20, wander=0.08, meal=0.15, resolution=0.1)),
    (r"TT-DUCT", Behaviour(0.30, 0.20, lag_s=60, wander=0.08, meal=0.15, resolution=0.1)),
    (r"TT-CAB", Behaviour(0.35, 0.05, lag_s=300, wander=0.08, meal=0.15, resolution=0.1)),
    (r"VT-DUCT", Behaviour(0.50, wander=0.12, noise=0.06, resolution=0.1)),
    (r"DP-FLT", Behaviour(0.35, wander=0.06, noise=0.02, meal=0.08, resolution=1)),
    (r"HD-", Behaviour(0.35, 0.05, lag_s=300, wander=0.06, wander_s=900, meal=0.2, resolution=0.1)),
    (r"SD-", Behaviour(0.20, wander=0.10, noise=0.05, resolution=0.001)),
    (r"CAM-|SCORE", Behaviour(0.22, 0.08, lag_s=2, wander=0.10, noise=0.06, resolution=0.01)),
    (r"SUP-PT", Behaviour(0.50, wander=0.06, wander_s=3600, noise=0.01, resolution=0.01)),
    (r"FAN-A", Behaviour(0.50, wander=0.12, noise=0.04, meal=0.15, resolution=0.1)),
    (r"FAN-VIB", Behaviour(0.35, wander=0.12, noise=0.05, resolution=0.01)),
    (r"RC-", Behaviour(0.30, 0.08, lag_s=5, wander=0.08, meal=0.10, resolution=1)),
    (r"TRH-02|RH", Behaviour(0.45, 0.06, lag_s=200, wander=0.10, meal=0.15, resolution=0.1)),
    (r"TRH-", Behaviour(0.40, 0.04, lag_s=300, wander=0.06, meal=0.20, resolution=0.1)),
    (r"PC-", Behaviour(0.45, wander=0.15, wander_s=300, noise=0.02, meal=0.15, resolution=1)),
)

# Codes of normal running. A point with codes that no line fits rests at its normal band's low
# end, or at its lowest code that is no alarm.
RESTING_CODE: tuple[tuple[str, int], ...] = (
    (r"XV-GAS", 1),
    (r"FAN-ST|MUA-ST", 1),
    (r"FDMP", 1),
    (r"SUP-|MCP|FD-|DOOR", 0),
)


def behaviour_of(point: Point) -> Behaviour:
    """The line of the table that fits a point's tag, or the gentle drift."""
    said = f"{point.tag} {point.kind}"
    return next((one for pattern, one in BY_TAG if re.match(pattern, said)), ELSE)


def band_of(point: Point) -> tuple[float, float]:
    """Where a point's value lives in normal running: its normal band, else what its limits
    leave free, else the lower half of its range."""
    if point.normal is not None:
        return point.normal
    low, high = point.range
    limits = point.limits
    floor = limits.L.at if limits.L else low
    roof = limits.H.at if limits.H else (low + high) / 2
    return floor, max(floor, roof)


def resting_code(point: Point) -> float:
    """The code that a discrete point shows in normal running."""
    for pattern, code in RESTING_CODE:
        if re.match(pattern, point.tag) and code in point.codes:
            return float(code)
    if point.normal is not None:
        return float(round(point.normal[0]))
    alarming = {alarm.code for alarm in point.alarms}
    return float(min(set(point.codes) - alarming or set(point.codes)))

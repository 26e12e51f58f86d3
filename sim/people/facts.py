"""What a site's sensors say for the advice. What only a person can say stays unknown."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from sim.people.limits import SensorLimits
from sim.people.situation import Situation
from twin.site.model import Layout, Point

CLOSED = 0  # code of a valve position
DISCHARGED = 3  # code of a suppression panel
PIPED = ("NG", "none")  # kinds of gas supply without cylinders


def facts_from_sensors(
    layout: Layout,
    values: Mapping[str, float],
    told: Situation,
    limits: SensorLimits,
    *,
    gas_supply: str = "",
    duct_alarm: bool = False,
) -> Situation:
    """What people have told, with what the sensors say added.

    values: newest values by tag that are not Bad (a saturated head is Uncertain and right); a tag
    that is not there is lost, and what it would prove is unknown unless another sensor proves it.
    gas_supply: the site's; without cylinders none is heated. duct_alarm: a P0 rule of the duct is
    in alarm (it knows the rate of rise).
    """
    people = _highest(_points(layout, "people"), values)
    gas, peak = _gas(layout, values, limits), told.gas_peak_pct_lel
    is_sure = gas is not None or (peak is not None and np.max(peak) >= limits.gas_certain.at)
    return replace(
        told,
        people=told.people if people is None else round(people),
        gas_pct_lel=gas,
        gas_peak_pct_lel=peak if is_sure else None,
        gas_fed=_gas_fed(layout, values, gas_supply),
        duct_involved=duct_alarm or _duct(layout, values, limits),
        cylinders_heated=False if gas_supply in PIPED else told.cylinders_heated,
        discharged=_discharged(layout, values),
        co_ppm=_highest(_points(layout, "carbon monoxide"), values),
    )


def _points(layout: Layout, kind: str) -> list[Point]:
    return [point for point in layout.points if point.kind == kind]


def _highest(points: Iterable[Point], values: Mapping[str, float]) -> float | None:
    return max((values[p.tag] for p in points if p.tag in values), default=None)


def _discharged(layout: Layout, values: Mapping[str, float]) -> bool | None:
    """A site without a fixed system has not discharged one."""
    panels = _points(layout, "panel state")
    if any(values.get(panel.tag) == DISCHARGED for panel in panels):
        return True
    return None if any(panel.tag not in values for panel in panels) else False


def _gas(layout: Layout, values: Mapping[str, float], limits: SensorLimits) -> float | None:
    """The highest head; unknown when one is lost and none shows what is believed alone. A site
    without heads has no gas."""
    heads = _points(layout, "gas")
    if not heads:
        return 0.0
    highest = _highest(heads, values)
    if any(head.tag not in values for head in heads):
        return highest if highest is not None and highest >= limits.gas_certain.at else None
    return highest


def _gas_fed(layout: Layout, values: Mapping[str, float], gas_supply: str) -> bool | None:
    """False once the gas is proved to be shut off; what burns with the gas open may be gas."""
    valves = _points(layout, "valve position")
    shut = bool(valves) and all(values.get(valve.tag) == CLOSED for valve in valves)
    return False if shut or gas_supply == "none" else None


def _duct(layout: Layout, values: Mapping[str, float], limits: SensorLimits) -> bool | None:
    points = _points(layout, "duct temperature")
    hottest = _highest(points, values)
    if hottest is not None and hottest >= _duct_limit(layout, values, limits):
        return True
    lost = not points or any(point.tag not in values for point in points)
    return None if lost else False


def _duct_limit(layout: Layout, values: Mapping[str, float], limits: SensorLimits) -> float:
    flow = _highest(_points(layout, "flow"), values)
    idle = flow is not None and flow < limits.burners_off.at
    return limits.duct_idle.at if idle else limits.duct.at

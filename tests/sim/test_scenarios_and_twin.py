"""Every kitchen script against the real twin: what it expects is said in time, and no more."""

from dataclasses import dataclass

import pytest
from msgspec.structs import replace
from plant_parts import NOON, S, fleet_of, layout, scenarios

from sim.plant.kitchen import KitchenModel
from sim.plant.scenario import Scenario
from twin.alarm.table import alarm_table
from twin.site.model import LayoutKind
from twin.site.table import point_table
from twin.twin import Twin

CALM_S = 30
LONGEST_S = 1600
FASTEST_S = 2.0  # five pictures a second would take most of the test's time
STEPS = 200  # a long script is looked at every few seconds
WATCHED = [
    one
    for one in scenarios().values()
    if one.kind is LayoutKind.KITCHEN and one.ends_s - one.starts_s < 10_000
]


@dataclass(frozen=True)
class Said:
    """When an alarm first stood, script time, and its priority."""

    at_s: float
    priority: str


def played(scenario: Scenario) -> dict[str, Said]:
    """Every alarm of a kitchen in which the whole script runs in real time, by id."""
    kind = scenario.layouts[0] if scenario.layouts else "k-m"
    drawing = layout(kind)
    slower = tuple(replace(p, period_s=max(p.period_s, FASTEST_S)) for p in drawing.points)
    table = alarm_table(point_table(fleet_of(X=kind)))
    model = KitchenModel(replace(drawing, points=slower), seed=1, start=NOON)
    twin = Twin(table, now=NOON)
    for k in range(CALM_S):
        twin.apply(model.advance(NOON + k * S), NOON + k * S)
    begun = NOON + CALM_S * S
    model.start(replace(scenario, demo_from_s=None, speed=1.0), begun)
    said: dict[str, Said] = {}
    length = int(min(scenario.ends_s, LONGEST_S) - scenario.starts_s)
    for k in range(0, length + 1, max(1, length // STEPS)):
        now = begun + k * S
        twin.apply(model.advance(now), now)
        twin.tick(now)
        for row in twin.cells.state.nonzero()[0].tolist():
            one = table.definitions[row]
            first = Said(scenario.starts_s + k, one.priority.value)
            said.setdefault(one.id.removeprefix("X/"), first)
    return said


@pytest.mark.parametrize("scenario", WATCHED, ids=lambda one: one.id)
def test_a_script_raises_what_it_expects_in_time_and_nothing_it_forbids(
    scenario: Scenario,
) -> None:
    said = played(scenario)
    for wanted in scenario.expect:
        if wanted.never:
            loud = [name for name, one in said.items() if one.priority <= wanted.priority]
            assert loud == []
        else:
            assert wanted.alarm in said
            assert said[wanted.alarm].at_s <= wanted.by_s

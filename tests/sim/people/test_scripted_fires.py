"""What the advice says in the packaged scripts, from their sensors alone (no forecast yet)."""

import numpy as np
import pytest
from air_parts import LIMITS

from app.library import layouts, resource
from sim.people.advice import advise
from sim.people.criteria import load_criteria
from sim.people.facts import facts_from_sensors
from sim.people.model import Verdict
from sim.people.situation import Situation
from sim.plant.kitchen import KitchenModel
from sim.plant.library import load_scenarios
from twin.clock import NS_PER_S
from twin.quality import Severity, severity_of

NOON = 1_767_240_000 * NS_PER_S  # 2026-01-01 12:00 in China
SCRIPTS = load_scenarios(resource("scenarios"))
CRITERIA = load_criteria(resource("advice", "criteria.yaml"))
# F10 is a walk test: test gas at a head reads 30 %LEL, and only the permit knows that it is a test.
NUISANCE = [name for name in SCRIPTS if name.startswith("F") and name != "F10"]


def verdict(name: str, at_s: float, *, fire: bool | None) -> Verdict:
    """Play the script to the second of its own clock; a value that turns Bad is lost."""
    script = SCRIPTS[name]
    layout = layouts()[script.layouts[0] if script.layouts else "k-m"]
    model = KitchenModel(layout, seed=1, start=NOON)
    model.advance(NOON + NS_PER_S)
    told_s = at_s - script.begins_s
    speed = max(1.0, told_s / 300.0)  # weeks of drift in five minutes
    model.start(script, NOON + NS_PER_S, speed=speed)
    batch = model.advance(NOON + NS_PER_S + round(told_s / speed * NS_PER_S))
    rows, back = np.unique(batch.point[::-1], return_index=True)
    newest = len(batch.point) - 1 - back
    known = [
        (layout.points[row].tag, float(batch.value[at]))
        for row, at in zip(rows, newest, strict=True)
        if severity_of(int(batch.quality[at])) is not Severity.BAD
    ]
    facts = facts_from_sensors(
        layout, dict(known), Situation(fire=fire), LIMITS.sensors, gas_supply="NG"
    )
    return advise(facts, CRITERIA).verdict


@pytest.mark.parametrize(
    ("name", "at_s", "fire", "expected"),
    [
        ("R1", 30, True, Verdict.CONTAIN),  # the fixed system is about to act, nobody has reported
        ("R1", 120, False, Verdict.WATCH),  # seen out, hot oil to watch
        ("R2", 60, True, Verdict.CONTAIN),
        ("R2", 118, True, Verdict.EVACUATE),  # CO near 300 ppm
        ("R3", 18, True, Verdict.CONTAIN),  # a flare, the duct still below its limits
        ("R3", 60, True, Verdict.EVACUATE),  # duct at 180 C
        ("R3", 180, None, Verdict.EVACUATE),  # hidden fire, quiet kitchen
        ("R4", 150, False, Verdict.WATCH),
        ("R4", 199, False, Verdict.EVACUATE),  # 25 %LEL
        ("R4b", 800, False, Verdict.EVACUATE),
        ("R5", 20, None, Verdict.EVACUATE),  # liquid gas on the floor
        ("R6", 240, True, Verdict.CONTAIN),  # nobody there, nobody sent in
        ("R8", 600, False, Verdict.WATCH),
        ("R8", 1490, False, Verdict.EVACUATE),  # CO near 250 ppm
        ("R10", 0, False, Verdict.WATCH),
    ],
)
def test_a_script_gets_the_advice_of_the_domain(
    name: str, at_s: float, fire: bool | None, expected: Verdict
) -> None:
    assert verdict(name, at_s, fire=fire) is expected


@pytest.mark.parametrize("name", NUISANCE)
def test_a_nuisance_that_was_looked_at_sends_nobody_out(name: str) -> None:
    script = SCRIPTS[name]
    for share in (0.3, 0.7):
        at_s = script.begins_s + share * (script.ends_s - script.begins_s)
        assert verdict(name, at_s, fire=False) is Verdict.WATCH

"""Combined alarms: proofs, groups, excuses, holds."""

import pytest
from layouts import NAME, at, point, samples, twin_of
from test_limits import flips

from twin.quality import Quality
from twin.site.model import Leaf, Priority, Rule
from twin.twin import Twin

POINTS = [point(tag) for tag in ("A", "B", "C")]
ABOVE = (Leaf("A", above=10.0), Leaf("B", above=10.0), Leaf("C", above=10.0))


def rule(
    *of: Leaf,
    at_least: int = 1,
    groups: tuple[str, ...] | None = None,
    unless: tuple[Leaf, ...] = (),
    delay_s: float = 0.0,
) -> Rule:
    return Rule(
        id="R",
        name=NAME,
        priority=Priority.P0,
        zone="line",
        at_least=at_least,
        of=of,
        groups=groups,
        unless=unless,
        delay_s=delay_s,
    )


def twin_with(one: Rule) -> Twin:
    return twin_of(POINTS, [one])


def test_two_of_three_proofs_raise_and_one_does_not() -> None:
    twin = twin_with(rule(*ABOVE, at_least=2))
    assert not flips(twin.apply(samples((0, 0, 11), (1, 0, 10), (2, 0, 0)), at(0)))
    assert flips(twin.apply(samples((2, 1, 11)), at(1))) == [(0, True, 1.0)]
    assert not flips(twin.apply(samples((1, 2, 11), (2, 2, 0)), at(2)))
    assert flips(twin.apply(samples((0, 3, 0)), at(3))) == [(0, False, 3.0)]


def test_leaves_of_one_group_are_one_proof() -> None:
    twin = twin_with(rule(*ABOVE, at_least=2, groups=("flame", "flame", "heat")))
    assert not flips(twin.apply(samples((0, 0, 11), (1, 0, 11)), at(0)))
    assert flips(twin.apply(samples((2, 1, 11)), at(1))) == [(0, True, 1.0)]
    assert not flips(twin.apply(samples((0, 2, 0)), at(2)))
    assert flips(twin.apply(samples((1, 3, 0)), at(3))) == [(0, False, 3.0)]


def test_an_excuse_holds_the_alarm_back() -> None:
    twin = twin_with(rule(ABOVE[0], unless=(Leaf("B", equals=1.0),)))
    assert not flips(twin.apply(samples((1, 0, 1), (0, 1, 11)), at(1)))
    assert flips(twin.apply(samples((1, 2, 0)), at(2))) == [(0, True, 2.0)]
    assert flips(twin.apply(samples((1, 3, 1)), at(3))) == [(0, False, 3.0)]


def test_a_leaf_counts_after_it_held() -> None:
    twin = twin_with(rule(Leaf("A", above=10.0, for_s=10.0)))
    assert not flips(twin.apply(samples((0, 0, 11), (0, 9, 11), (0, 9.5, 0)), at(9.5)))
    assert flips(twin.apply(samples((0, 20, 11), (0, 31, 11)), at(31))) == [(0, True, 30.0)]


def test_a_hold_runs_out_without_another_sample() -> None:
    twin = twin_with(rule(Leaf("A", below=10.0, for_s=10.0)))
    twin.apply(samples((0, 0, 5)), at(0))
    assert flips(twin.tick(at(10))) == [(0, True, 10.0)]


def test_a_rule_waits_for_its_own_delay() -> None:
    twin = twin_with(rule(ABOVE[0], delay_s=5.0))
    twin.apply(samples((0, 0, 11)), at(0))
    assert not flips(twin.tick(at(4.9)))
    assert flips(twin.tick(at(5))) == [(0, True, 5.0)]


def test_a_rule_that_held_for_its_delay_counts_though_it_has_gone() -> None:
    twin = twin_with(rule(ABOVE[0], delay_s=5.0))
    outcome = twin.apply(samples((0, 0, 11), (0, 8, 0)), at(8))
    assert flips(outcome) == [(0, True, 5.0), (0, False, 8.0)]


@pytest.mark.parametrize("leaf", [ABOVE[0], Leaf("A", equals=11.0), Leaf("A", above_point="B")])
def test_a_bad_leaf_is_false(leaf: Leaf) -> None:
    twin = twin_with(rule(leaf))
    assert flips(twin.apply(samples((1, 0, 5), (0, 1, 11)), at(1))) == [(0, True, 1.0)]
    bad = samples((0, 2, 11), quality=Quality.BAD_NO_COMMUNICATION)
    assert flips(twin.apply(bad, at(2))) == [(0, False, 2.0)]
    assert flips(twin.apply(samples((0, 3, 11)), at(3))) == [(0, True, 3.0)]


def test_one_point_above_another() -> None:
    twin = twin_with(rule(Leaf("A", above_point="B")))
    assert not flips(twin.apply(samples((0, 0, 50)), at(0)))
    assert not flips(twin.apply(samples((1, 1, 60)), at(1)))
    outcome = twin.apply(samples((0, 2, 61), (1, 3, 62), (1, 4, 40), (0, 5, 40)), at(5))
    assert [(on, when) for _, on, when in flips(outcome)] == [
        (True, 2.0), (False, 3.0), (True, 4.0), (False, 5.0),
    ]  # fmt: skip


def test_a_rate_can_be_a_leaf() -> None:
    twin = twin_with(rule(Leaf("A", rate=30.0), Leaf("A", above_point="B"), at_least=2))
    rows = [(0, float(t), 50.0 + t * 40 / 60) for t in range(60)]
    outcome = twin.apply(samples((1, 0, 20), *rows), at(60))
    assert [on for _, on, _ in flips(outcome)] == [True]


def test_leaves_of_two_samples_count_in_the_order_they_came() -> None:
    twin = twin_with(rule(ABOVE[0], ABOVE[1], at_least=2))
    outcome = twin.apply(samples((0, 0, 11), (1, 1, 11), (0, 2, 0)), at(2))
    assert flips(outcome) == [(0, True, 1.0), (0, False, 2.0)]


def test_sites_do_not_share_proofs() -> None:
    twin = twin_of(POINTS, [rule(*ABOVE, at_least=2)], sites=2)
    assert not flips(twin.apply(samples((0, 0, 11), (4, 0, 11)), at(0)))
    assert flips(twin.apply(samples((3, 1, 11)), at(1))) == [(1, True, 1.0)]

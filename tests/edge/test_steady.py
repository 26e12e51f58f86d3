"""The edge's clock under a wall clock that is set."""

import pytest

from edge.steady import SteadyClock
from twin.clock import NS_PER_S

HOUR = 3600 * NS_PER_S


class Hands:
    """A wall clock and a monotonic one that tests move."""

    def __init__(self) -> None:
        self.wall, self.monotonic = 500 * HOUR, 7
        self.clock = SteadyClock(lambda: self.wall, lambda: self.monotonic)

    def pass_time(self, span: int) -> int:
        self.wall += span
        self.monotonic += span
        return self.clock()


def test_it_is_the_wall_clock_as_long_as_nobody_sets_that() -> None:
    hands = Hands()
    assert [hands.pass_time(NS_PER_S) for _ in range(3)] == [
        500 * HOUR + k * NS_PER_S for k in (1, 2, 3)
    ]


def test_set_forward_it_follows_at_once() -> None:
    hands = Hands()
    hands.wall += HOUR
    assert hands.clock() == 501 * HOUR


@pytest.mark.parametrize("jump", [NS_PER_S, HOUR, 48 * HOUR])
def test_set_back_it_goes_on_and_meets_the_wall_clock_again(jump: int) -> None:
    hands = Hands()
    before = hands.clock()
    hands.wall -= jump
    assert before < hands.pass_time(NS_PER_S) <= before + NS_PER_S
    assert hands.pass_time(2 * jump) == hands.wall

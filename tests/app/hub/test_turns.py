"""Many fires, few workers: the most urgent first, nobody forgotten, nobody twice."""

import math

from app.hub.forecast.turns import HOLDS_S, MOST_WISHES, OVERDUE_S, Need, Turns, Wish

REFRESH_S = 4.0


def need(site: str, *, due: float = 0.0, is_p0: bool = True, **more: object) -> Need:
    return Need(site, "A", "line", 0, is_p0, due=due, **more)  # type: ignore[arg-type]


def turns(*needs: Need) -> Turns:
    found = Turns(REFRESH_S)
    found.needs = {one.site: one for one in needs}
    return found


def order(of: Turns, now: float, *, worker: int = 0) -> list[str]:
    """Sites in the order in which one worker gets them at an instant."""
    found = []
    while (turn := of.next(worker, now)) is not None:
        found.append(turn.need.site + ("?" if turn.wish else ""))
        of.done(turn)
    return found


def wish(number: int, asked: float = 0.0) -> Wish:
    return Wish(number, (), 0, asked)


def test_first_forecasts_of_p0_then_questions_then_refreshes_then_p1() -> None:
    asked = need("asked", due=math.inf, has_forecast=True)
    of = turns(
        need("p1", is_p0=False), need("refresh", has_forecast=True), asked, need("first", due=0.5)
    )
    of.wish(asked, wish(1))
    assert order(of, 1.0) == ["first", "asked?", "refresh", "p1"]


def test_whoever_waits_too_long_comes_before_new_questions() -> None:
    asked, late = need("asked", due=math.inf, has_forecast=True), need("late", is_p0=False)
    of = turns(asked, late)
    now = OVERDUE_S + 1.0
    of.wish(asked, wish(1, asked=now))
    assert order(of, now) == ["late", "asked?"]


def test_a_first_word_is_followed_at_once_but_after_the_first_words_of_others() -> None:
    of = turns(need("one"), need("other", due=1.0))
    turn = of.next(0, 0.5)
    assert turn is not None
    of.done(turn)
    of.again(turn, 1.2)
    assert order(of, 1.2) == ["other", "one"]


def test_a_hundred_fires_are_served_in_turn() -> None:
    of = turns(*(need(f"{k:03}") for k in range(100)))
    served: list[str] = []
    now = 0.0
    for _ in range(300):
        turn = of.next(0, now)
        assert turn is not None
        served.append(turn.need.site)
        of.done(turn)
        now += 0.5
    assert served[:100] == served[100:200] == served[200:]


def test_no_site_is_in_two_hands() -> None:
    of = turns(need("a"), need("b"))
    first, second = of.next(0, 0.0), of.next(1, 0.0)
    assert first is not None
    assert second is not None
    assert {first.need.site, second.need.site} == {"a", "b"}
    assert of.next(0, 100.0) is None


def test_a_refresh_counts_from_the_start_of_the_last() -> None:
    of = turns(need("a"))
    assert order(of, 10.0) == ["a"]
    assert of.next(0, 10.0 + REFRESH_S - 0.1) is None
    assert order(of, 10.0 + REFRESH_S) == ["a"]


def test_a_site_stays_with_the_worker_that_knows_it() -> None:
    of = turns(need("a"))
    assert order(of, 0.0, worker=1) == ["a"]
    of.needs["a"].sent = 7
    assert of.next(0, REFRESH_S) is None
    assert order(of, REFRESH_S, worker=1) == ["a"]
    assert of.needs["a"].sent == 7


def test_an_idle_worker_helps_one_that_is_far_behind() -> None:
    of = turns(*(need(name, holder=1, sent=5, has_forecast=True) for name in "abc"))
    turn = of.next(0, OVERDUE_S + 1.0)
    assert turn is not None
    assert (turn.need.holder, turn.need.sent) == (0, 0)
    assert of.next(0, OVERDUE_S + 1.0) is None, "one of three is enough"


def test_a_lost_worker_frees_its_sites() -> None:
    of = turns(need("a"), need("b"))
    turn = of.next(1, 0.0)
    assert turn is not None
    of.lost(1)
    of.failed(turn, 0.0)
    assert order(of, 0.0) == ["b"]
    assert order(of, HOLDS_S[0]) == ["a"]


def test_a_site_that_fails_again_and_again_waits_longer_each_time() -> None:
    of = turns(need("a"))
    now, waits = 0.0, []
    for _ in range(len(HOLDS_S) + 2):
        turn = of.next(0, now)
        assert turn is not None
        of.failed(turn, now)
        waits.append(turn.need.due - now)
        now = turn.need.due
    assert waits == [*HOLDS_S, HOLDS_S[-1], HOLDS_S[-1]]


def test_of_too_many_questions_the_newest_win() -> None:
    one = need("a", due=math.inf, has_forecast=True)
    of = turns(one)
    dropped = [of.wish(one, wish(k)) for k in range(MOST_WISHES + 1)]
    assert dropped[:-1] == [None] * MOST_WISHES
    assert dropped[-1] == wish(0)
    assert [w.number for w in one.wishes] == list(range(1, MOST_WISHES + 1))


def test_questions_wait_for_the_first_forecast() -> None:
    one = need("a", due=1.0)
    of = turns(one)
    of.wish(one, wish(1))
    assert of.next(0, 0.5) is None
    assert order(of, 1.0) == ["a", "a?"]

"""What-ifs on their way, and those that a person called off."""

from app.screens.view_models.wishes import Wishes


def test_a_what_if_is_waited_for_until_it_comes() -> None:
    wishes = Wishes()
    wishes.ask()
    assert wishes.count == 1
    wishes.answered(21)
    assert wishes.count == 1
    wishes.came((20, 21))
    assert wishes.count == 0
    assert not wishes.is_withdrawn(21)


def test_one_that_was_called_off_is_not_shown_when_it_comes_all_the_same() -> None:
    wishes = Wishes()
    for number in (21, 22):
        wishes.ask()
        wishes.answered(number)
    wishes.withdraw()
    assert wishes.count == 0
    wishes.ask()
    wishes.answered(23)
    assert [wishes.is_withdrawn(number) for number in (21, 22, 23)] == [True, True, False]
    assert wishes.count == 1


def test_one_called_off_before_the_hub_answered_is_known_by_its_turn() -> None:
    wishes = Wishes()
    wishes.ask()
    wishes.withdraw()
    wishes.ask()
    wishes.answered(21)
    wishes.answered(22)
    assert (wishes.is_withdrawn(21), wishes.is_withdrawn(22)) == (True, False)
    assert wishes.count == 1


def test_a_refused_one_is_waited_for_no_more() -> None:
    wishes = Wishes()
    wishes.ask()
    wishes.answered(0)
    assert wishes.count == 0
    assert not wishes.is_withdrawn(0)

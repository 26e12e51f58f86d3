"""Orders in two steps, without a window."""

import pytest
from made_fire import NOW, SITE, S

from app.feed.contract import Answer
from app.screens.view_models.order_desk import OrderDesk, OrderStep
from app.screens.view_models.order_rows import FOR_ALL


def selected() -> OrderDesk:
    desk = OrderDesk()
    assert desk.select(FOR_ALL[0], site=SITE, incident="I-1") is not None
    desk.answer(Answer(1, ok=True, token="t-1", expires=NOW + 20 * S))
    return desk


def test_an_order_is_selected_then_handed_over_with_the_hubs_token() -> None:
    desk = selected()
    assert desk.step is OrderStep.SELECTED
    order = desk.confirm()
    assert (order.confirm, order.token, order.code) == (True, "t-1", "evacuate")
    assert desk.answer(Answer(2, ok=True))
    assert desk.step is OrderStep.IDLE


def test_only_one_order_is_in_hand_and_none_without_an_incident() -> None:
    desk = selected()
    assert desk.select(FOR_ALL[1], site=SITE, incident="I-1") is None
    assert OrderDesk().select(FOR_ALL[1], site=SITE, incident="") is None
    assert OrderDesk().confirm() is None


def test_a_refusal_and_an_expired_token_end_at_the_first_step() -> None:
    desk = OrderDesk()
    desk.select(FOR_ALL[0], site=SITE, incident="I-1")
    desk.answer(Answer(1, ok=False, what="another order is in hand", remedy="Wait"))
    assert desk.step is OrderStep.IDLE
    assert "another order" in " ".join(desk.said)
    late = selected()
    assert late.left_s(NOW) == pytest.approx(20.0)
    assert late.left_s(NOW + 21 * S) == 0.0
    assert late.confirm() is None

"""What an edge foresees is told in the language of the screen, while nothing better is there."""

import pytest

from app.feed.contract import EdgeForecast, ForecastStage, ForecastState
from app.screens.edge_words import edge_word, until_then
from app.screens.forecast_words import standing_word
from app.screens.i18n import Language, Translations
from app.screens.view_models.forecast_standing import ForecastView, Standing
from sim.people.model import NEVER, Arrival

EDGE = EdgeForecast(
    (40.0, 80.0, 160.0), (90.0, 150.0, 260.0), 180.0, Arrival(94.0, NEVER, NEVER, 0.4)
)
STATE = ForecastState(site="K-001", stage=ForecastStage.STARTING, edge=EDGE)


def test_it_says_fire_heat_and_when_the_room_is_lost() -> None:
    assert edge_word(STATE) == (
        "the edge foresees: fire 80 (40–160) kW, layer 150 (90–260) °C in 3 min, "
        "untenable from 94 s on in 40 % of its fires"
    )
    assert until_then(STATE) == f"Until then {edge_word(STATE)}"


def test_nothing_is_said_without_one() -> None:
    silent = ForecastState(site="K-001", stage=ForecastStage.STARTING)
    assert edge_word(None) == edge_word(silent) == until_then(silent) == ""


@pytest.mark.parametrize("standing", [Standing.STARTING, Standing.STALE, Standing.FAILED])
def test_a_chinese_screen_says_it_in_chinese(qapp: object, standing: Standing) -> None:
    translations = Translations()
    translations.use(Language.ZH)
    try:
        _, said = standing_word(ForecastView(standing, None, STATE))
    finally:
        translations.use(Language.EN)
    assert "80 (40–160) kW" in said
    assert "94 秒" in said
    assert "edge" not in said

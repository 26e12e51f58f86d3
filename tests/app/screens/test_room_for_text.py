"""Nothing that decides is cut off on a laptop's screen, in either language."""

import pytest
from commander_play import burning, tried
from made_fire import fire
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.screens.commander.help import CommanderHelp
from app.screens.commander.window import CommanderWindow
from app.screens.i18n import Language, Translations
from app.screens.theme import Look, Size, load_theme
from app.screens.view_models.forecast_standing import ForecastView, Standing
from app.screens.widgets.alarm_table import paint_parts
from app.screens.widgets.branch_bar import BranchBar
from app.screens.widgets.forecast_card import LINE, ForecastCard
from app.screens.widgets.trend_plot import value_ticks
from sim.forecast.model import Lever, Pull
from tests.support.example_fire import example_fire
from tests.support.local_feed import LocalFeed


@pytest.mark.parametrize("language", list(Language))
def test_every_button_of_the_commander_has_room_for_its_text(
    window: CommanderWindow, feed: LocalFeed, language: Language, qtbot: QtBot
) -> None:
    burning(feed, window)
    tried(feed, window)
    window.set_language(language)
    qtbot.wait(20)
    buttons = [b for b in window.findChildren(QPushButton) if b.isVisible() and b.text()]
    assert len(buttons) > 20
    room = {b.text(): (b.fontMetrics().horizontalAdvance(b.text()), b.width()) for b in buttons}
    assert {text: wide for text, wide in room.items() if wide[0] > wide[1]} == {}


@pytest.mark.parametrize("language", list(Language))
def test_a_narrow_card_keeps_both_times(
    language: Language, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one line, on a laptop: short words rather than half a figure."""
    translations = Translations()
    translations.use(language)
    drawn: list[str] = []
    try:
        card = ForecastCard(Look(load_theme("night"), language))
        qtbot.addWidget(card)
        card.set_most(LINE)
        card.resize(300, card.height())
        card.show_view(ForecastView(Standing.LIVE, forecast=fire()))
        watch(monkeypatch, drawn)
        card.grab()
    finally:
        translations.use(Language.EN)
    assert any("ASET" in text and "RSET" in text for text in drawn)
    assert not any(text.endswith("…") for text in drawn if "ASET" in text)


def watch(monkeypatch: pytest.MonkeyPatch, drawn: list[str]) -> None:
    """Note every text that the card draws, as it is drawn."""
    plain = QPainter.drawText

    def noted(self: QPainter, *args: object) -> object:
        drawn.append(str(args[-1]))
        return plain(self, *args)  # type: ignore[call-overload]  # whatever came goes on

    monkeypatch.setattr(QPainter, "drawText", noted)


def test_what_ifs_of_one_kind_are_told_apart(qtbot: QtBot) -> None:
    bar = BranchBar(Look(load_theme("night"), Language.EN))
    qtbot.addWidget(bar)
    stop, cut = (Pull(Lever.STOP_HOOD),), (Pull(Lever.CUT_GAS),)
    made = tuple(
        example_fire("BJ-001", "I-1", made_at=(k + 1) * 60 * 10**9, number=k, base=1, pulls=pulls)
        for k, pulls in enumerate((stop, stop, cut), start=2)
    )
    bar.show_branches(made, 0, None)
    words = [button.text() for button in bar.buttons[1:4]]
    assert len(set(words)) == 3
    assert words[2] == "Cut gas"


@pytest.mark.parametrize(
    ("low", "high", "rows", "texts"),
    [
        (0.0, 1.0, 5, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (0.0, 1.0, 2, ["0.0", "0.5", "1.0"]),
        (50.0, 410.0, 2, ["200", "400"]),
        (0.0, 1000.0, 0, ["0", "1000"]),
    ],
)
def test_a_low_plot_has_few_values_at_its_axis(
    low: float, high: float, rows: int, texts: list[str]
) -> None:
    assert [text for _, text in value_ticks(low, high, rows)] == texts


@pytest.mark.parametrize("language", list(Language))
def test_the_card_of_keys_is_as_wide_as_its_longest_row(language: Language, qtbot: QtBot) -> None:
    translations = Translations()
    translations.use(language)
    try:
        card = CommanderHelp(Look(load_theme("night"), language))
        qtbot.addWidget(card)
        metrics = QFontMetrics(card._look.font(Size.BODY))
        room = card._wide(card.rows()) - card._look.px(card.CAP + 20 + 2 * 24)
        assert max(metrics.horizontalAdvance(text) for _, text in card.rows()) <= room
        assert card._wide(card.rows()) <= 1366
    finally:
        translations.use(Language.EN)


def test_a_row_without_room_is_shortened_not_overwritten(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    film = QPixmap(300, 30)
    with QPainter(film) as painter:
        watch(monkeypatch, drawn)
        parts = "Smoke detector, corridor", "SD-02 0.15 dB/m > 0.15"
        paint_parts(painter, QRect(0, 0, 300, 30), 60, parts)
        assert painter.fontMetrics().horizontalAdvance(drawn[-1]) <= 60
        paint_parts(painter, QRect(0, 0, 300, 30), 300, parts)
    assert drawn[-1].endswith(parts[1])

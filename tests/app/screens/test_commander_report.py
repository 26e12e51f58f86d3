"""The commander's report."""

import time
from pathlib import Path

from commander_play import (
    FLEET,
    LEFT,
    SITE,
    burning,
    tried,
)
from made_parts import kitchen_fire
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from app.feed.contract import (
    Forecasts,
)
from app.screens.commander.window import CommanderWindow
from app.screens.i18n import Language
from tests.support.example_fire import example_fire
from tests.support.local_feed import LocalFeed


def test_the_report_is_read_and_saved(
    qtbot: QtBot, window: CommanderWindow, feed: LocalFeed, tmp_path: Path
) -> None:
    burning(feed, window)
    tried(feed, window)
    window.turn(2)
    text = window.report.view.toPlainText()
    for word in ("Evacuate", "if nothing is done", "Fire door to corridor", "What was tried"):
        assert word in text
    window.set_language(Language.ZH)
    assert FLEET.sites[0].name.zh in window.report.view.toPlainText()
    assert window.report.write_pdf(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    assert not window.report.write_pdf(tmp_path / "nowhere" / "report.pdf")


def test_a_report_does_not_change_while_it_is_read(
    qtbot: QtBot, window: CommanderWindow, feed: LocalFeed
) -> None:
    burning(feed, window)
    window.turn(2)
    before = window.report.view.toPlainText()
    newer = example_fire(SITE, "I-1", made_at=time.time_ns(), number=8, pace=1.3)
    feed.say(Forecasts((newer,)), now=time.time_ns())
    window.frames.tick()
    assert window.report.view.toPlainText() == before
    qtbot.mouseClick(window.report.renew, LEFT)
    assert window.report.view.toPlainText() != before


def test_the_report_tells_of_oil_and_gas(window: CommanderWindow, feed: LocalFeed) -> None:
    burning(feed, window)
    base, made = feed.newest.forecasts[SITE], kitchen_fire()
    with_parts = replace(base, oil=made.oil, gas=made.gas, corrected=made.corrected)
    feed.say(Forecasts((with_parts,), all=True), now=time.time_ns())
    window.frames.tick()
    window.turn(2)
    text = window.report.view.toPlainText()
    for word in ("Oil autoignites (Deep fryer 1)", "50 %LEL in Store room", "distance 0.08"):
        assert word in text

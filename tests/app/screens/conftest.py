"""Windows and what they share."""

from collections.abc import Iterator

import pytest
from commander_play import FLEET, SITE
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.screens.commander.settings import CommanderSettings
from app.screens.commander.window import CommanderWindow
from app.screens.i18n import Language, Translations
from app.screens.scene3d.renderer import RenderThread
from app.screens.scene3d.view import KitchenView
from tests.support.local_feed import LocalFeed


@pytest.fixture
def feed() -> LocalFeed:
    return LocalFeed()


@pytest.fixture(scope="module")
def renderer(qapp: QApplication) -> Iterator[RenderThread]:
    """One render thread for all tests, running before the first begins."""
    thread = RenderThread()
    first = KitchenView(thread)
    first.set_site(FLEET, SITE, 0)
    first.show()
    while not thread.is_running:
        qapp.processEvents()
    first.dispose()
    first.close()
    yield thread
    thread.close()


@pytest.fixture
def window(qtbot: QtBot, feed: LocalFeed, renderer: RenderThread) -> Iterator[CommanderWindow]:
    settings = CommanderSettings(feed="", token="", width=1366, height=768)
    translations = Translations()
    made = CommanderWindow(feed, settings, translations, renderer)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    translations.use(Language.EN)
    made.deleteLater()
    qtbot.wait(20)

"""Widgets of the scenes that end their thread when the test ends."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

sys.path.insert(0, str(Path(__file__).parent))

from scenes import SIZE, fleet, nation_state

from app.screens.scene3d.kitchen_view import KitchenView
from app.screens.scene3d.nation_view import NationView


@pytest.fixture
def nation(qapp: QApplication) -> Iterator[NationView]:
    """Three sites, shown, all normal."""
    view = NationView()
    view.resize(*SIZE)
    view.set_fleet(fleet())
    view.set_state(nation_state())
    view.show()
    yield view
    view.dispose()
    view.close()


@pytest.fixture
def kitchen(qapp: QApplication) -> Iterator[KitchenView]:
    """One room, shown; its first point is row 100."""
    view = KitchenView()
    view.resize(*SIZE)
    view.set_site(fleet(), "SH-014", 100)
    view.show()
    yield view
    view.dispose()
    view.close()

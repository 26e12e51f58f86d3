"""Every test of this folder runs Qt."""

from app.screens.singleton_guard import hold_singletons

hold_singletons()

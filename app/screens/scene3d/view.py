"""The two scene widgets: all sites on the map, and one site inside."""

from app.screens.scene3d.kitchen_view import KitchenView
from app.screens.scene3d.nation_view import NationView

__all__ = ["KitchenView", "NationView"]

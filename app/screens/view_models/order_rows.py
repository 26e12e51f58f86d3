"""Which orders a site has: what everybody is told, and what is done to each named thing."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.screens.view_models.levers import STATE_POINT, Row
from app.screens.view_models.order_desk import Choice
from app.screens.view_models.site_values import PointLine
from sim.forecast.model import Lever, Verdict
from twin.site.model import Asset, AssetKind, Layout, Name

FOR_ALL = (
    Choice(Verdict.EVACUATE.value),
    Choice(Verdict.EXTINGUISH.value),
    Choice(Verdict.CONTAIN.value),
)
# Gas is opened again only on site after a leak test, so there is no order for it.
ORDERS = {
    AssetKind.VALVE: (Lever.CUT_GAS.value,),
    AssetKind.HOOD: (Lever.START_HOOD.value, Lever.STOP_HOOD.value),
    AssetKind.SUPPRESSION: (Lever.DISCHARGE.value,),
    AssetKind.DOOR: (Lever.OPEN_DOOR.value, Lever.CLOSE_DOOR.value),
    AssetKind.DAMPER: (Lever.CLOSE_DAMPER.value,),
}
STATE_OF = {AssetKind.HOOD: STATE_POINT[Row.HOOD], AssetKind.SUPPRESSION: STATE_POINT[Row.AGENT]}
OF_A_FILTER = "differential pressure"


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One named thing; now: its measured position, None when nothing tells it."""

    name: Name
    choices: tuple[Choice, ...]
    now: Name | None = None


def order_rows(layout: Layout, lines: Sequence[PointLine]) -> tuple[OrderRow, ...]:
    """A row for every valve, hood, suppression unit, door and damper."""
    codes = {line.point.tag: line.code for line in lines}
    filters = {point.asset for point in layout.points if point.kind == OF_A_FILTER}
    return tuple(
        OrderRow(asset.name, _choices(asset), codes.get(STATE_OF.get(kind, asset.id)))
        for kind in ORDERS
        for asset in layout.assets
        if asset.kind is kind and asset.id not in filters
    )


def _choices(asset: Asset) -> tuple[Choice, ...]:
    return tuple(Choice(code, asset.id) for code in ORDERS[asset.kind])

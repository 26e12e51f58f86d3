"""The levers of one site that a commander can try, and which of them are pulled now."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.screens.view_models.site_values import PointLine
from sim.forecast.model import Lever, Pull
from twin.site.model import Asset, AssetKind, Layout, Name

FACTORS = (0.25, 0.5, 1.0, 1.5, 2.0, 3.0)
AS_IT_IS = 2  # place of 1.0


class Row(StrEnum):
    """What a row of levers is about."""

    GAS = "gas"
    HOOD = "hood"
    DAMPER = "damper"
    DOOR = "door"
    AGENT = "agent"
    SIZE = "size"


CHOICES: dict[Row, tuple[Lever, ...]] = {
    Row.GAS: (Lever.CUT_GAS,),
    Row.HOOD: (Lever.STOP_HOOD, Lever.START_HOOD),
    Row.DAMPER: (Lever.CLOSE_DAMPER,),
    Row.DOOR: (Lever.OPEN_DOOR, Lever.CLOSE_DOOR),
    Row.AGENT: (Lever.DISCHARGE,),
}
KINDS = {
    Row.GAS: AssetKind.VALVE,
    Row.HOOD: AssetKind.HOOD,
    Row.DAMPER: AssetKind.DAMPER,
    Row.AGENT: AssetKind.SUPPRESSION,
    Row.DOOR: AssetKind.DOOR,
}
STATE_POINT = {Row.GAS: "XV-GAS", Row.HOOD: "FAN-ST", Row.DAMPER: "FDMP-01", Row.AGENT: "SUP-ST"}


@dataclass(frozen=True, slots=True)
class LeverRow:
    """One row: `choices` besides leaving it as it is; target and name of a door; `now`: measured
    position, None when nothing tells it."""

    row: Row
    choices: tuple[Lever, ...]
    target: str = ""
    name: Name | None = None
    now: Name | None = None

    @property
    def key(self) -> tuple[Row, str]:
        """What tells rows apart."""
        return self.row, self.target


@dataclass(slots=True)
class LeverBoard:
    """Rows of a site and what is pulled: by row, the place of its choice; fire size by place in
    FACTORS."""

    rows: tuple[LeverRow, ...] = ()
    pulled: dict[tuple[Row, str], Lever] = field(default_factory=dict)
    size: int = AS_IT_IS

    def show(self, rows: tuple[LeverRow, ...]) -> bool:
        """Adopt the rows of a site; True when they differ. Another site starts with nothing
        pulled."""
        if rows == self.rows:
            return False
        if [row.key for row in rows] != [row.key for row in self.rows]:
            self.clear()
        self.rows = rows
        return True

    def turn(self, key: tuple[Row, str]) -> None:
        """The next choice of a row; after the last one it is left as it is."""
        row = next((row for row in self.rows if row.key == key), None)
        if row is None:
            return
        order = [None, *row.choices]
        after = order[(order.index(self.pulled.get(key)) + 1) % len(order)]
        self.pull(key, after)

    def pull(self, key: tuple[Row, str], lever: Lever | None) -> None:
        """Choose one lever of a row; None leaves it as it is."""
        if lever is None:
            self.pulled.pop(key, None)
        else:
            self.pulled[key] = lever

    def resize(self, step: int) -> None:
        """A smaller or larger fire."""
        self.size = min(max(self.size + step, 0), len(FACTORS) - 1)

    def clear(self) -> None:
        """Everything as it is."""
        self.pulled.clear()
        self.size = AS_IT_IS

    @property
    def factor(self) -> float:
        """The fire's size against what is seen."""
        return FACTORS[self.size]

    @property
    def pulls(self) -> tuple[Pull, ...]:
        """What a what-if is asked with, in the order of the rows."""
        made = [
            Pull(self.pulled[row.key], row.target) for row in self.rows if row.key in self.pulled
        ]
        if self.size != AS_IT_IS:
            made.append(Pull(Lever.FIRE_SIZE, value=self.factor))
        return tuple(made)


def lever_rows(layout: Layout, lines: Sequence[PointLine]) -> tuple[LeverRow, ...]:
    """The levers that this site has: gas, hood, duct damper, suppression, every door."""
    codes = {line.point.tag: line.code for line in lines}
    made = [
        LeverRow(row, CHOICES[row], now=codes.get(STATE_POINT[row]))
        for row in STATE_POINT
        if any(asset.kind is KINDS[row] for asset in layout.assets)
    ]
    doors = [asset for asset in layout.assets if asset.kind is AssetKind.DOOR]
    made += [_door(asset, codes.get(asset.id)) for asset in doors]
    return tuple(made)


def _door(asset: Asset, now: Name | None) -> LeverRow:
    return LeverRow(Row.DOOR, CHOICES[Row.DOOR], asset.id, asset.name, now)

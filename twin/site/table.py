"""Points of a fleet (or of one site) as columns, in the row order that every room shares.

Row order: sites as the fleet lists them, points as the layout lists them. An edge builds the
table of a fleet with its one site, so its rows are the hub's rows less the site's first row.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from twin.site.model import Fleet, Point, Site

Float64Array = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Int64Array = npt.NDArray[np.int64]


@dataclass(frozen=True)
class PointTable:
    """Columns over n points. low, high: EURange; deadband absolute; heartbeat and period ns.

    site_first (s+1,): first row of every site, so site k owns rows site_first[k]:site_first[k+1].
    """

    fleet: Fleet
    tags: tuple[str, ...]
    points: tuple[Point, ...]
    site_first: Int64Array
    site_of: Int64Array
    low: Float64Array
    high: Float64Array
    deadband: Float64Array
    discrete: BoolArray
    period: Int64Array
    heartbeat: Int64Array

    def __len__(self) -> int:
        return len(self.tags)

    def rows_of(self, site_id: str) -> range:
        """Rows of one site. Raises KeyError for an unknown site."""
        index = self.site_index[site_id]
        return range(int(self.site_first[index]), int(self.site_first[index + 1]))

    def row(self, site_id: str, tag: str) -> int:
        """The row of one point. Raises KeyError for an unknown site or tag."""
        return self._rows[site_id, tag]

    def site_at(self, row: int) -> Site:
        """The site that owns a row."""
        return self.fleet.sites[int(self.site_of[row])]

    @cached_property
    def site_index(self) -> dict[str, int]:
        """Place of every site in the fleet, by id."""
        return {site.id: k for k, site in enumerate(self.fleet.sites)}

    @cached_property
    def _rows(self) -> dict[tuple[str, str], int]:
        sites = self.fleet.sites
        return {
            (sites[k].id, tag): row
            for row, (k, tag) in enumerate(zip(self.site_of.tolist(), self.tags, strict=True))
        }


def point_table(fleet: Fleet) -> PointTable:
    """The table of all points of a fleet."""
    points: list[Point] = []
    counts: list[int] = []
    for site in fleet.sites:
        own = fleet.layout_of(site).points
        points.extend(own)
        counts.append(len(own))
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return PointTable(
        fleet=fleet,
        tags=tuple(p.tag for p in points),
        points=tuple(points),
        site_first=first,
        site_of=np.repeat(np.arange(len(counts), dtype=np.int64), counts),
        low=np.array([p.range[0] for p in points], dtype=np.float64),
        high=np.array([p.range[1] for p in points], dtype=np.float64),
        deadband=np.array([p.deadband for p in points], dtype=np.float64),
        discrete=np.array([p.is_discrete for p in points], dtype=np.bool_),
        period=np.array([p.period_s * 1e9 for p in points], dtype=np.int64),
        heartbeat=np.array([p.heartbeat_s * 1e9 for p in points], dtype=np.int64),
    )

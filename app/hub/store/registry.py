"""Stable point ids: a point keeps its id whatever becomes of its row in the fleet's table."""

import sqlite3

import numpy as np

from twin.samples import Int64Array, UInt32Array
from twin.site.table import PointTable

NO_ROW = -1


def register(connection: sqlite3.Connection, points: PointTable) -> UInt32Array:
    """Id of every row (n,); points seen for the first time get new ids."""
    known: dict[tuple[str, str], int] = {
        (site, tag): number
        for number, site, tag in connection.execute("SELECT id, site, tag FROM point")
    }
    wanted = [
        (points.fleet.sites[site].id, tag)
        for site, tag in zip(points.site_of.tolist(), points.tags, strict=True)
    ]
    following = max(known.values(), default=-1) + 1
    fresh = [key for key in wanted if key not in known]
    known.update({key: following + k for k, key in enumerate(fresh)})
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        "INSERT INTO point VALUES (?,?,?)", [(known[key], *key) for key in fresh]
    )
    connection.execute("COMMIT")
    return np.array([known[key] for key in wanted], dtype=np.uint32)


def rows_by_id(point_id: UInt32Array) -> Int64Array:
    """Row of every id, NO_ROW for ids that the fleet no longer has; (highest id + 1,)."""
    rows = np.full(int(point_id.max()) + 1 if len(point_id) else 0, NO_ROW, dtype=np.int64)
    rows[point_id] = np.arange(len(point_id))
    return rows

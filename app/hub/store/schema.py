"""Tables of `hub.db`, made through sqlite-utils. Everything else about them is plain SQL."""

import sqlite3

import sqlite_utils

SCHEMA = 1

TABLES: dict[str, tuple[dict[str, type], str | tuple[str, ...]]] = {
    # a point keeps its id for ever, whatever becomes of its row in the fleet
    "point": ({"id": int, "site": str, "tag": str}, "id"),
    # highest committed message of every lane and epoch of every site
    "link": ({"site": str, "lane": str, "epoch": int, "seq": int}, ("site", "lane", "epoch")),
    # received samples in the order of their commit; a row goes once files and checkpoint hold it
    "arrival": ({"id": int, "received": int, "n": int, "crc": int, "data": bytes}, "id"),
    "stored": ({"site": str, "samples": int, "messages": int}, "site"),
    "alarm": (
        {
            "id": str,
            "state": int,
            "active": int,
            "condition_time": int,
            "occurrence": int,
            "raised": int,
            "changed": int,
            "value": float,
            "shelved_until": int,
            "held": int,
            "told": int,
            "by": str,
            "reason": str,
        },
        "id",
    ),
    "incident": ({"id": str, "changed": int, "is_open": int, "data": bytes}, "id"),
    "journal": (
        {
            "id": int,
            "time": int,
            "source_time": int,
            "kind": str,
            "site": str,
            "alarm": str,
            "before": int,
            "after": int,
            "value": float,
            "by": str,
            "text": str,
            "incident": str,
            "hash": bytes,
        },
        "id",
    ),
    # the newest forecasts of every incident, as they were sent but for their maps
    "forecast": (
        {
            "id": int,
            "site": str,
            "incident": str,
            "number": int,
            "base": int,
            "made_at": int,
            "data": bytes,
        },
        "id",
    ),
    "checkpoint": ({"id": int, "log_id": int, "time": int, "crc": int, "data": bytes}, "id"),
    "about": ({"id": int, "schema": int, "entries": int, "head": bytes}, "id"),
}


def prepare(connection: sqlite3.Connection) -> int:
    """Make what is missing; gives the schema version of the file."""
    database = sqlite_utils.Database(connection)
    present = set(database.table_names())
    for name, (columns, key) in TABLES.items():
        if name not in present:
            database.table(name).create(columns, pk=key)
    if "journal" not in present:
        database.table("journal").create_index(["incident", "id"])
        database.table("point").create_index(["site", "tag"], unique=True)
    if "forecast" not in present:
        database.table("forecast").create_index(["incident", "number"])
    if "about" not in present:
        connection.execute("INSERT INTO about VALUES (1, ?, 0, x'')", (SCHEMA,))
    if connection.in_transaction:
        connection.execute("COMMIT")
    (version,) = connection.execute("SELECT schema FROM about").fetchone()
    return int(version)

"""From a connection of a site file to the connector that speaks its protocol."""

from collections.abc import Sequence
from typing import cast
from urllib.parse import SplitResult, urlsplit

from connectors.base import Connector, ConnectorError
from connectors.conversation import Conversation
from connectors.modbus.client import modbus_talks
from connectors.mqtt.client import mqtt_talks
from connectors.opcua.client import opcua_talks
from connectors.options import Options
from connectors.outlet import Outlet
from connectors.place import Followed, Place
from twin.site.model import ModbusSource, MqttSource, OpcuaSource
from twin.site.table import PointTable

SCHEMES = {
    "opc.tcp": (OpcuaSource, opcua_talks, 4840),
    "modbus+tcp": (ModbusSource, modbus_talks, 502),
    "mqtt": (MqttSource, mqtt_talks, 1883),
}


def connect(
    connection_id: str,
    endpoint_url: str,
    *,
    points: PointTable,
    site_id: str,
    options: Options | None = None,
) -> Connector:
    """The connector for one connection of a site; it opens nothing before `async with`.

    Follows every point of the site whose source names the connection. Raises ConnectorError for
    an unknown scheme, an address without a host, or points that speak another protocol.
    """
    options = options or Options()
    where = f"{site_id}/{connection_id}"
    url = _split(endpoint_url, where)
    kind, talks, port = SCHEMES[url.scheme]
    place = Place(where, site_id, endpoint_url, cast(str, url.hostname), url.port or port)
    rows = points.rows_of(site_id)
    followed = _followed(points, rows, connection_id)
    strange = [f.tag for f in followed if not isinstance(f.source, kind)]
    if strange:
        raise ConnectorError(
            f"{', '.join(strange)} cannot be reached by {url.scheme}",
            where=where,
            remedy="Give these points a source of this protocol, or another connection",
        )
    outlet = Outlet(len(rows), room=options.room, flush_s=options.flush_s)
    return Conversation(connection_id, talks(place, followed, outlet, options), outlet)


def _split(endpoint_url: str, where: str) -> SplitResult:
    remedy = f"Use one of {', '.join(f'{scheme}://host:port' for scheme in SCHEMES)}"
    try:
        url = urlsplit(endpoint_url)
        _ = url.port  # reading it checks it
    except ValueError as error:
        raise ConnectorError(
            f"{endpoint_url!r} is no address: {error}", where=where, remedy=remedy
        ) from error
    if url.scheme not in SCHEMES:
        raise ConnectorError(
            f"no connector speaks {url.scheme or 'an address without a scheme'!r}",
            where=where,
            remedy=remedy,
        )
    if not url.hostname:
        raise ConnectorError(f"{endpoint_url!r} names no host", where=where, remedy=remedy)
    return url


def _followed(points: PointTable, rows: range, connection_id: str) -> Sequence[Followed]:
    found = []
    for row in rows:
        point = points.points[row]
        if getattr(point.source, "connection", None) == connection_id:
            found.append(
                Followed(
                    row - rows.start, point.tag, point.source, point.period_s, point.heartbeat_s
                )
            )
    return found

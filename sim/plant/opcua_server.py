"""A virtual PLC: one OPC UA server with one node per instrument.

No encryption and anonymous users: the server listens on this machine only and shows invented
values. A real controller is spoken to with Basic256Sha256 and its pinned certificate.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from asyncua import Server, ua

from sim.plant.address_space import QuickServer
from sim.plant.errors import PlantError
from sim.plant.reading import Shown
from twin.quality import Quality
from twin.site.model import OpcuaSource, Point

NAMESPACE = "urn:emberwall:plant"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class OpcuaDeviceServer:
    """One endpoint, used with `async with`. A node's id is the string that the layout names."""

    def __init__(self, site: str, points: Sequence[Point], *, host: str, port: int = 0) -> None:
        self._site = site
        self._points = points
        self._host = host
        self._wanted = port
        self._nodes: dict[str, ua.NodeId] = {}
        self._server: Server | None = None

    @property
    def url(self) -> str:
        """The endpoint with its real port."""
        if self._server is None or self._server.bserver is None:
            raise RuntimeError("the OPC UA server is not running")
        return f"opc.tcp://{self._host}:{self._server.bserver.port}/emberwall/{self._site}"

    async def __aenter__(self) -> Self:
        server = Server(iserver=QuickServer())
        await server.init()
        server.set_endpoint(f"opc.tcp://{self._host}:{self._wanted}/emberwall/{self._site}")
        server.set_server_name(f"Emberwall virtual PLC {self._site}")
        server.set_security_policy([ua.SecurityPolicyType.NoSecurity])
        await self._add_nodes(server)
        try:
            await server.start()
        except OSError as error:
            raise PlantError(
                f"an OPC UA server cannot listen ({error.strerror})",
                where=f"{self._host}:{self._wanted}",
                remedy="Choose another port, or 0 for any free one",
            ) from error
        self._server = server
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            await self._server.stop()

    async def show(self, readings: Iterable[Shown]) -> None:
        """Put new values into the nodes, with their own source time and StatusCode."""
        if self._server is None:
            raise RuntimeError("the OPC UA server is not running")
        for shown in readings:
            if not shown.is_silent:
                await self._server.write_attribute_value(
                    self._nodes[shown.point.tag], _data_value(shown)
                )

    async def _add_nodes(self, server: Server) -> None:
        index = await server.register_namespace(NAMESPACE)
        folder = await server.nodes.objects.add_folder(
            ua.NodeId(self._site, index), ua.QualifiedName(self._site, index)
        )
        for point in self._points:
            node = await folder.add_variable(
                _node_id(point, index),
                ua.QualifiedName(point.tag, index),
                0 if point.is_discrete else 0.0,
                varianttype=ua.VariantType.Int32 if point.is_discrete else ua.VariantType.Double,
            )
            waiting = ua.StatusCode(Quality.BAD_WAITING_FOR_INITIAL_DATA)
            await node.write_value(ua.DataValue(StatusCode=waiting))
            self._nodes[point.tag] = node.nodeid


def _node_id(point: Point, index: int) -> ua.NodeId:
    """The id that the layout gives, in our namespace. Raises PlantError for another form."""
    if not isinstance(point.source, OpcuaSource):
        raise TypeError(f"{point.tag} is not read over OPC UA")
    _, found, name = point.source.node.rpartition("s=")
    if not found or not name:
        raise PlantError(
            f"node {point.source.node!r} has no string id",
            where=point.tag,
            remedy=f"Write nsu={NAMESPACE};s={point.tag}",
        )
    return ua.NodeId(name, index)


def _data_value(shown: Shown) -> ua.DataValue:
    moment = EPOCH + timedelta(microseconds=shown.time // 1000)
    is_number = shown.value == shown.value  # a Bad value may have none
    value = shown.value if is_number else 0
    variant = (
        ua.Variant(int(value), ua.VariantType.Int32)
        if shown.point.is_discrete
        else ua.Variant(float(value), ua.VariantType.Double)
    )
    return ua.DataValue(
        variant if is_number else None,
        StatusCode=ua.StatusCode(shown.quality),
        SourceTimestamp=moment,
        ServerTimestamp=datetime.now(UTC),
    )

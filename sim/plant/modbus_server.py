"""Virtual Modbus TCP gateways: every register that a layout names, on a real server."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Self

from pymodbus.constants import ExcCodes
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

from sim.plant.errors import PlantError
from sim.plant.reading import Shown
from sim.plant.registers import encode, width
from twin.quality import Severity, severity_of
from twin.site.model import ModbusSource, Point, Register

log = logging.getLogger(__name__)

TABLES = (Register.COIL, Register.DISCRETE, Register.HOLDING, Register.INPUT)  # pymodbus' order
READ_CODE = {Register.COIL: 1, Register.DISCRETE: 2, Register.HOLDING: 3, Register.INPUT: 4}
TABLE_OF_CODE = {code: table for table, code in READ_CODE.items()}
# Where a table starts; the last bit or register, where no instrument of a site is expected, keeps
# a table that is empty from being no table at all.
SPARE = 65535

Cells = dict[tuple[Register, int], ExcCodes]


class ModbusDeviceServer:
    """One TCP address with all its units, used with `async with`.

    An instrument that is Bad answers with exception 4 (device failure), one whose line is cut
    with exception 11 (gateway target did not respond). Writes are refused with exception 1.
    """

    def __init__(self, points: Sequence[Point], *, host: str, port: int = 0) -> None:
        self._place = (host, port)
        self._refused: dict[int, Cells] = {}
        self._storing = False
        self._devices = [self._device(unit, own) for unit, own in _by_unit(points).items()]
        self._server: ModbusTcpServer | None = None

    @property
    def port(self) -> int:
        """The real port."""
        if self._server is None or self._server.transport is None:
            raise RuntimeError("the Modbus server is not running")
        return _port_of(self._server)

    async def __aenter__(self) -> Self:
        server = ModbusTcpServer(self._devices, address=self._place)
        try:
            await server.serve_forever(background=True)
        except (RuntimeError, OSError) as error:
            raise PlantError(
                "a Modbus server cannot listen",
                where=f"{self._place[0]}:{self._place[1]}",
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
            await self._server.shutdown()  # type: ignore[no-untyped-call]  # pymodbus

    async def show(self, readings: Iterable[Shown]) -> None:
        """Put new values into the registers."""
        if self._server is None:
            raise RuntimeError("the Modbus server is not running")
        for shown in readings:
            source = shown.point.source
            if not isinstance(source, ModbusSource):
                raise TypeError(f"{shown.point.tag} is not read over Modbus")
            refused = self._refused[source.unit]
            cells = [(source.table, source.register + k) for k in range(width(source))]
            if (code := _exception(shown)) is not None:
                refused.update(dict.fromkeys(cells, code))
                continue
            for cell in cells:
                refused.pop(cell, None)
            self._storing = True
            try:
                await self._server.async_setValues(
                    source.unit,
                    READ_CODE[source.table],
                    source.register,
                    encode(shown.value, source),
                )
            finally:
                self._storing = False

    def _device(self, unit: int, points: Sequence[Point]) -> SimDevice:
        refused = self._refused[unit] = {}

        async def check(
            code: int,
            _start: int,
            address: int,
            count: int,
            _registers: list[int],
            values: list[int] | list[bool] | None,
        ) -> ExcCodes | None:
            if values is not None:
                return None if self._storing else ExcCodes.ILLEGAL_FUNCTION
            table = TABLE_OF_CODE[code]
            return next(
                (
                    refused[table, a]
                    for a in range(address, address + count)
                    if (table, a) in refused
                ),
                None,
            )

        blocks = tuple(_block(table, points) for table in TABLES)
        return SimDevice(id=unit, simdata=blocks, action=check)  # type: ignore[arg-type]


def _port_of(server: ModbusTcpServer) -> int:
    listening = server.transport  # typed as a transport, but a server's is an asyncio.Server
    assert isinstance(listening, asyncio.Server)
    return int(listening.sockets[0].getsockname()[1])


def _by_unit(points: Sequence[Point]) -> dict[int, list[Point]]:
    units: dict[int, list[Point]] = {}
    for point in points:
        if isinstance(point.source, ModbusSource):
            units.setdefault(point.source.unit, []).append(point)
    return units


def _block(table: Register, points: Sequence[Point]) -> list[SimData]:
    """One table of a unit: what the points take, and nothing between them."""
    kind = DataType.BITS if table in (Register.COIL, Register.DISCRETE) else DataType.REGISTERS
    empty: bool | int = False if kind is DataType.BITS else 0
    taken = {
        source.register + k
        for point in points
        if isinstance(source := point.source, ModbusSource) and source.table is table
        for k in range(width(source))
    }
    return [SimData(a, values=[empty], datatype=kind) for a in sorted(taken or {SPARE})]


def _exception(shown: Shown) -> ExcCodes | None:
    if shown.is_silent:
        return ExcCodes.GATEWAY_NO_RESPONSE
    return ExcCodes.DEVICE_FAILURE if severity_of(shown.quality) is Severity.BAD else None

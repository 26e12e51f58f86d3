"""The conversation with the units behind a Modbus TCP address.

Every unit has its own connection and its own line: a slow or dead unit delays and darkens nobody
else. Polling waits for the reader, so nothing is ever dropped.
"""

import asyncio
from collections.abc import Sequence
from typing import cast

from pymodbus.client import AsyncModbusTcpClient
from pymodbus.exceptions import ModbusException
from pymodbus.pdu import ModbusPDU

from connectors.base import ConnectorError, DecodeError
from connectors.modbus.decode import decode
from connectors.modbus.plan import BITS, Block, Field, halves, plan
from connectors.options import Options
from connectors.outlet import Outlet
from connectors.place import Followed, Place
from connectors.retry import Dialogue, Line
from twin.quality import Quality
from twin.site.model import ModbusSource, Register

# Source: MODBUS Application Protocol V1.1b3, 7
EXCEPTIONS = {
    1: "illegal function",
    2: "illegal data address",
    3: "illegal data value",
    4: "server device failure",
    5: "acknowledge",
    6: "server device busy",
    8: "memory parity error",
    10: "gateway path unavailable",
    11: "gateway target did not respond",
}
UNIT_IS_GONE = (10, 11)


class Refusal(Exception):
    """The unit answered a request with an exception code."""

    def __init__(self, code: int) -> None:
        super().__init__(f"exception {code}, {EXCEPTIONS.get(code, 'unknown')}")
        self.code = code


def modbus_talks(
    place: Place, points: Sequence[Followed], outlet: Outlet, options: Options
) -> list[tuple[Line, Dialogue]]:
    """One line for every unit."""
    units: dict[int, list[Field]] = {}
    for point in points:
        source = cast(ModbusSource, point.source)
        units.setdefault(source.unit, []).append(
            Field(point.row, point.tag, source, point.period_s)
        )
    talks: list[tuple[Line, Dialogue]] = []
    for unit, fields in sorted(units.items()):
        rows = [field.row for field in fields]
        line = Line(f"{place.where} unit {unit}", rows, outlet, options.backoff)
        talks.append((line, UnitDialogue(place, unit, fields, outlet, options)))
    return talks


class UnitDialogue:
    """Polls one unit: planned blocks by period, and refused registers now and then."""

    def __init__(
        self,
        place: Place,
        unit: int,
        fields: Sequence[Field],
        outlet: Outlet,
        options: Options,
    ) -> None:
        self._place, self._unit, self._fields = place, unit, fields
        self._outlet, self._options = outlet, options
        self._refused: dict[int, Field] = {}
        self._avoid: set[tuple[Register, int]] = set()
        self._closed = asyncio.Event()

    async def talk(self, line: Line) -> None:
        """Connect and poll until the unit is lost."""
        self._closed.clear()
        client = AsyncModbusTcpClient(
            self._place.host,
            port=self._place.port,
            timeout=self._options.request_s,
            retries=1,
            reconnect_delay=0,  # the line reopens; the library's own loop would spin
            trace_connect=lambda is_open: None if is_open else self._closed.set(),
        )
        try:
            if not await client.connect():
                raise ConnectorError(
                    f"nothing answers at {self._place.host}:{self._place.port}",
                    where=line.where,
                    remedy="Check that the device is on and its address is right",
                )
            await self._poll(client, line)
        finally:
            client.close()

    async def _poll(self, client: AsyncModbusTcpClient, line: Line) -> None:
        loop = asyncio.get_running_loop()
        due: dict[float, float] = {field.period_s: loop.time() for field in self._fields}
        blocks = self._plan()
        retry_at = loop.time() + self._options.retry_fault_s
        while not self._outlet.is_closed:
            period = min(due, key=due.__getitem__)
            await self._rest(due[period] - loop.time())
            # A late round is not caught up: the next one reads what is true by then.
            due[period] = max(due[period] + period, loop.time())
            known = len(self._avoid)
            for block in [block for block in blocks if block.period_s == period]:
                await self._outlet.has_room()
                await self._read_block(client, line, block)
            if loop.time() >= retry_at:
                retry_at = loop.time() + self._options.retry_fault_s
                await self._retry_refused(client, line)
                known = -1
            if len(self._avoid) != known:
                blocks = self._plan()

    def _plan(self) -> list[Block]:
        good = [field for field in self._fields if field.row not in self._refused]
        return plan(good, max_hole=self._options.max_hole, avoid=frozenset(self._avoid))

    async def _rest(self, wait_s: float) -> None:
        """Wait for the next round, but not longer than the connection lasts."""
        try:
            async with asyncio.timeout(max(0.0, wait_s)):
                await self._closed.wait()
        except TimeoutError:
            return
        raise ConnectionError("the unit closed the connection")

    async def _read_block(self, client: AsyncModbusTcpClient, line: Line, block: Block) -> None:
        """Read a block; halve one that the unit refuses until the culprit stands alone."""
        try:
            words = await self._request(client, block)
        except Refusal as refusal:
            if refusal.code in UNIT_IS_GONE:
                raise ConnectionError(str(refusal)) from refusal
            _alive(line)
            if len(block.fields) == 1:
                self._refuse(block, refusal)
                return
            left, right = halves(block)
            await self._read_block(client, line, left)
            await self._read_block(client, line, right)
            # The culprit may be a register between the two that nobody needs.
            self._avoid |= {(block.table, r) for r in range(left.end, right.start)}
            return
        _alive(line)
        self._store(block, words)

    async def _request(self, client: AsyncModbusTcpClient, block: Block) -> Sequence[int | bool]:
        read = {
            Register.COIL: client.read_coils,
            Register.DISCRETE: client.read_discrete_inputs,
            Register.INPUT: client.read_input_registers,
            Register.HOLDING: client.read_holding_registers,
        }[block.table]
        try:
            answer: ModbusPDU = await read(block.start, count=block.count, device_id=self._unit)
        except ModbusException as error:
            limit_s = 2 * self._options.request_s
            raise ConnectionError(f"no answer within {limit_s:g} s") from error
        if answer.isError():
            raise Refusal(getattr(answer, "exception_code", 0))
        if block.table in BITS:
            return answer.bits[: block.count]  # padded to whole bytes by the protocol
        return answer.registers

    def _store(self, block: Block, words: Sequence[int | bool]) -> None:
        read_at = self._outlet.clock()
        for field in block.fields:
            part = words[field.start - block.start : field.end - block.start]
            try:
                value = decode(part, field.source, tag=field.tag)
            except DecodeError as error:
                self._outlet.counters.rejected += 1
                self._outlet.counters.faults[field.tag] = str(error)
                self._outlet.mark([field.row], Quality.BAD_DECODING_ERROR)
                continue
            quality = Quality.GOOD if value == value else Quality.BAD_OUT_OF_RANGE
            self._outlet.put(field.row, value, quality, read_at)

    def _refuse(self, block: Block, refusal: Refusal) -> None:
        """Remember a register that the unit refuses; its point alone is Bad."""
        (field,) = block.fields
        registers = {(block.table, register) for register in range(block.start, block.end)}
        self._avoid |= registers
        self._outlet.counters.faults[field.tag] = (
            f"{field.source.table} {field.start} of unit {self._unit}: {refusal}"
        )
        if field.row not in self._refused:
            self._refused[field.row] = field
            self._outlet.mark([field.row], Quality.BAD_DEVICE_FAILURE)

    async def _retry_refused(self, client: AsyncModbusTcpClient, line: Line) -> None:
        """Ask once more for what was refused; what answers rejoins the plan."""
        for field in list(self._refused.values()):
            block = Block(field.source.table, field.start, field.end, (field,))
            self._refused.pop(field.row)
            await self._read_block(client, line, block)
            if field.row not in self._refused:
                self._avoid -= {(block.table, r) for r in range(block.start, block.end)}
                self._outlet.counters.faults.pop(field.tag, None)


def _alive(line: Line) -> None:
    """The unit answered, be it with a refusal."""
    line.heard()
    if not line.is_live:
        line.live()
        line.end_gap()

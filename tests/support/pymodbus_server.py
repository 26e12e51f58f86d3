"""A Modbus TCP server on pymodbus: input register 0 counts up, 1 stays 75.

python pymodbus_server.py PORT
"""

import asyncio
import sys
import time

from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice


async def count(
    function: int,
    first: int,
    address: int,
    count: int,
    registers: list[int],
    written: list[int] | list[bool] | None,
) -> None:
    registers[0] = int(time.monotonic() * 20) % 30000
    registers[1] = 75


async def main() -> None:
    block = SimData(address=0, count=1000, values=0, datatype=DataType.REGISTERS)
    device = SimDevice(id=0, simdata=[block], action=count)
    server = ModbusTcpServer(device, address=("127.0.0.1", int(sys.argv[1])))
    await server.serve_forever()


asyncio.run(main())

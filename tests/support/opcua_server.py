"""An OPC UA server on asyncua: A counts up 20 times a second, B stays 7.5, S is a string.

    python opcua_server.py PORT [--history] [--flood N] [--shift]

--history: A and B are recorded and can be read back. --flood N: nodes F0 to FN-1 change every
50 ms. --shift: another namespace comes first, so that the index of ours is one higher.
"""

import argparse
import asyncio
import time
from datetime import UTC, datetime

from asyncua import Server, ua

from sim.plant.address_space import QuickServer

URI = "urn:emberwall:test-kitchen"


async def main() -> None:
    wanted = argparse.ArgumentParser()
    wanted.add_argument("port", type=int)
    wanted.add_argument("--history", action="store_true")
    wanted.add_argument("--flood", type=int, default=0)
    wanted.add_argument("--shift", action="store_true")
    chosen = wanted.parse_args()
    server = Server(iserver=QuickServer())
    await server.init()
    server.set_endpoint(f"opc.tcp://127.0.0.1:{chosen.port}/kitchen")
    server.set_security_policy([ua.SecurityPolicyType.NoSecurity])
    if chosen.shift:
        await server.register_namespace("urn:emberwall:another")
    index = await server.register_namespace(URI)
    objects = server.nodes.objects
    first = int(time.monotonic() * 20) % 30000
    count = await objects.add_variable(f"ns={index};s=A", "A", float(first))
    still = await objects.add_variable(f"ns={index};s=B", "B", 7.5)
    await objects.add_variable(f"ns={index};s=S", "S", "text")
    flood = [
        await objects.add_variable(f"ns={index};s=F{k}", f"F{k}", 0.0) for k in range(chosen.flood)
    ]
    async with server:
        if chosen.history:
            for node in (count, still):
                await server.historize_node_data_change(node, period=None, count=10_000)
        while True:
            await asyncio.sleep(0.05)
            first += 1
            for node in (count, *flood):
                value = ua.DataValue(
                    ua.Variant(float(first), ua.VariantType.Double),
                    SourceTimestamp=datetime.now(UTC),
                    ServerTimestamp=datetime.now(UTC),
                )
                await server.write_attribute_value(node.nodeid, value)


asyncio.run(main())

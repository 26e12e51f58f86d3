"""An edge in a process of its own, to be killed at any moment: makes, keeps and sends messages.

small_edge.py FOLDER TELEMETRY_URL ALARM_URL HUB_KEY
"""

import asyncio
import sys
from pathlib import Path

from link_ends import POINTS, SITE, alarm, telemetry, until

from edge.link.keys import load_keys
from edge.link.line import link_context
from edge.link.sender import HubAddress, LinkSender
from edge.outbox import Outbox


async def main(folder: Path, hub: HubAddress) -> None:
    context = link_context(4)
    async with Outbox(folder / "outbox.db") as outbox:
        sender = LinkSender(
            hub=hub,
            keys=load_keys(folder / "edge.key"),
            sites={SITE: POINTS},
            outbox=outbox,
            context=context,
        )
        async with sender:
            while not (folder / "enough").exists():
                sender.offer(await outbox.append([telemetry(n=3), telemetry(n=2), alarm()]))
                await asyncio.sleep(0.002)
            await until(lambda: not sender.backlog(SITE), within=15.0)
    context.destroy(linger=0)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), HubAddress(*sys.argv[2:])))

"""A hub in a process of its own, to be killed: `hub_process.py DIRECTORY TELEMETRY ALARMS`."""

import asyncio
import sys
from pathlib import Path

from hub_ends import FLEET

from app.hub.service import serve_fleet
from app.hub.settings import ForecastSettings, HubSettings

if __name__ == "__main__":
    directory, telemetry, alarms = sys.argv[1:]
    settings = HubSettings(
        directory=Path(directory), telemetry=telemetry, alarms=alarms, flush_s=0.5,
        checkpoint_s=0.5, feed_token="test", forecast=ForecastSettings(enabled=False),
    )  # fmt: skip
    asyncio.run(serve_fleet(settings, FLEET, asyncio.Event()))

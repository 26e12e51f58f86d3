"""A hub in a process of its own, to be killed: `hub_process.py DIRECTORY TELEMETRY ALARMS`.

With a fourth word, the folder of `support/forecast_worker.py`, it forecasts by the stand-in.
"""

import asyncio
import sys
from pathlib import Path

from hub_ends import FLEET

from app.hub.service import serve_fleet
from app.hub.settings import ForecastSettings, HubSettings

WORKER = Path(__file__).parents[2] / "support" / "forecast_worker.py"

if __name__ == "__main__":
    directory, telemetry, alarms, *acts = sys.argv[1:]
    settings = HubSettings(
        directory=Path(directory), telemetry=telemetry, alarms=alarms, flush_s=0.5,
        checkpoint_s=0.5, feed_token="test",
        forecast=ForecastSettings(enabled=bool(acts), refresh_s=0.3),
    )  # fmt: skip
    worker = (sys.executable, str(WORKER), *acts)
    asyncio.run(serve_fleet(settings, FLEET, asyncio.Event(), worker=worker))

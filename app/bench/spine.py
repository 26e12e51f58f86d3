"""The road from a device to a pixel: latency at the window, durable ingest, storage, start-up."""

import argparse
import os
import platform
import tempfile
import time
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QTimer

from app.bench.ingest import IngestReport, bench_ingest
from app.demo.show import process_start, start_all, wait_live
from app.demo.stage import demo_cast, stage
from app.demo.story import Director
from app.feed.client import FeedClient
from app.library import load_fleet
from app.screens.frame_clock import Latency
from app.screens.i18n import Translations
from app.screens.program import program
from app.screens.wall.settings import WallSettings
from app.screens.wall.window import WallWindow

SETTLE_S = 8.0


class SpineReport(Struct, frozen=True, kw_only=True):
    """event_to_pixel_ms: from the source timestamp in the plant to the end of the paint that
    shows the value, at the window, during the demo's story. Over all Good values that changed; of
    a point that changed twice between two frames, the newer. Not the first 8 s after the start."""

    event_to_pixel_ms: dict[str, float]
    ingest_points_per_s: float
    bytes_per_point: float
    startup_s: float
    event_to_pixel_values: int
    points_live: int
    window: str
    ingest: IngestReport
    cores: int
    machine: str


def bench_spine(options: argparse.Namespace) -> SpineReport:
    """Measure everything, one part after the other on an otherwise idle machine."""
    latency, startup_s, points, window = _watch_wall(options.seconds)
    ingest = bench_ingest(options.frames)
    return SpineReport(
        event_to_pixel_ms={"p50": round(latency.p50_ms, 1), "p99": round(latency.p99_ms, 1)},
        event_to_pixel_values=latency.n,
        points_live=points,
        window=window,
        startup_s=round(startup_s, 2),
        ingest_points_per_s=ingest.ingest_points_per_s,
        bytes_per_point=ingest.bytes_per_point,
        ingest=ingest,
        cores=os.cpu_count() or 0,
        machine=platform.machine(),
    )


def _watch_wall(seconds: float) -> tuple[Latency, float, int, str]:
    """Latency, seconds from nothing to a live wall, points and what was watched."""
    os.environ.setdefault("QT_QPA_PLATFORM", "" if os.environ.get("DISPLAY") else "offscreen")
    began = process_start()
    fleet = load_fleet()
    folder = tempfile.TemporaryDirectory(prefix="emberwall-bench-")
    with folder as name, stage(Path(name), fleet, demo_cast(fleet, with_data=False)) as play:
        start_all(play, None)
        app = program()
        with FeedClient(play.feed_url, token=play.token, operator="bench", rate_hz=20.0) as feed:
            settings = WallSettings(feed=play.feed_url, token=play.token)
            window = WallWindow(feed, settings, Translations())
            window.show()
            startup_s = wait_live(play, feed, began)
            director = Director(play.plant_control)
            live = time.monotonic()
            clock = QTimer(interval=200)
            clock.timeout.connect(lambda: director.advance(time.monotonic() - live))
            clock.start()
            QTimer.singleShot(round(SETTLE_S * 1000), window.frames.reset)
            QTimer.singleShot(round((SETTLE_S + seconds) * 1000), app.quit)
            app.exec()
            clock.stop()
            latency = window.latency()
            kpi = feed.newest.kpi
            points = kpi.points_live if kpi else 0
            shown = f"{window.width()}x{window.height()} on {app.platformName()}"
            window.close()
    return latency, startup_s, points, shown

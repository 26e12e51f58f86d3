"""Durable ingest: a real hub process, loaded over CURVE by a real load process, with all limits.

Counted are points that the hub acknowledged, that is committed with fsync, from the first welcome
to the last acknowledgement. Then the history moves into its day files, and the files are measured.
"""

import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import msgspec
from msgspec import Struct

from app.bench.dataset import bench_fleet
from app.bench.load import LoadReport, LoadSettings
from app.config import save_settings
from app.demo.children import children, wait_for_file
from app.hub.settings import HubAddress as HubCard
from app.hub.settings import HubSettings
from edge.link.keys import enrol, make_keys, save_keys
from edge.link.sender import HubAddress
from twin.clock import NS_PER_S
from twin.site.model import Fleet

SITES, SOCKETS = 200, 8
LIMIT_S = 300.0


class IngestReport(Struct, frozen=True):
    """ingest_points_per_s: durable, over the whole path; bytes_per_point: of the day files."""

    ingest_points_per_s: float
    ack_ms: dict[str, float]
    points: int
    bytes_per_point: float
    points_in_files: int
    hub_cpu_us_per_point: float
    load_cpu_us_per_point: float


def bench_ingest(frames: int) -> IngestReport:
    """Load a hub with `frames` seconds of 200 sites of 60 points each."""
    folder = Path(tempfile.mkdtemp(prefix="emberwall-bench-"))
    try:
        return _bench(folder, frames)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _bench(folder: Path, frames: int) -> IngestReport:
    fleet = bench_fleet(SITES)
    hub = _hub_settings(folder, fleet)
    keys = make_keys()
    save_keys(folder / "load.key", keys)
    enrol(hub.enrolment_folder, "load", keys.public_key, [site.id for site in fleet.sites])
    save_settings(hub, folder / "settings.json")
    with children(folder, ()) as own:
        own.start("hub", ["hub", "--config", str(folder / "settings.json")])
        card = msgspec.json.decode(
            wait_for_file(hub.ready_file, own, limit_s=30.0), type=HubCard, strict=False
        )
        load = LoadSettings(
            hub=HubAddress(card.telemetry, card.alarms, card.public_key),
            keys=folder / "load.key",
            sites=SITES,
            sockets=SOCKETS,
            frames=frames,
            start=time.time_ns() - (frames + 60) * NS_PER_S,
        )
        save_settings(load, folder / "load.json")
        before = own.cpu_seconds()["hub"]
        report = _load(folder)
        spent = own.cpu_seconds()["hub"] - before
        _wait_for_files(hub.history, report.points)
        own.stop("hub")
    size, held = _measure(hub.history)
    return IngestReport(
        ingest_points_per_s=round(report.points / report.seconds),
        ack_ms={"p50": round(report.p50_ms, 1), "p99": round(report.p99_ms, 1)},
        points=report.points,
        bytes_per_point=round(size / max(held, 1), 3),
        points_in_files=held,
        hub_cpu_us_per_point=round(spent / report.points * 1e6, 3),
        load_cpu_us_per_point=round(report.cpu_s / report.points * 1e6, 3),
    )


def _hub_settings(folder: Path, fleet: Fleet) -> HubSettings:
    path = folder / "fleet.json"
    path.write_bytes(msgspec.json.encode(fleet))
    return HubSettings(directory=folder / "hub", fleet=path, synthetic=True, flush_s=5.0)


def _load(folder: Path) -> LoadReport:
    done = subprocess.run(
        [sys.executable, "-m", "app.bench.load", str(folder / "load.json")],
        capture_output=True,
        check=True,
        timeout=LIMIT_S,
    )
    return msgspec.json.decode(done.stdout, type=LoadReport)


def _wait_for_files(history: Path, points: int) -> None:
    """Until the hub has moved what it committed into day files, or a minute has passed."""
    deadline = time.monotonic() + 60.0
    while time.monotonic() < deadline and _measure(history)[1] < points:
        time.sleep(0.5)


def _measure(history: Path) -> tuple[int, int]:
    """Bytes of the day files with their write-ahead logs, and samples in them."""
    size = samples = 0
    for path in history.glob("raw_*.db"):
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as file:
            samples += file.execute("SELECT COALESCE(SUM(n), 0) FROM chunk").fetchone()[0]
        size += sum(part.stat().st_size for part in history.glob(f"{path.name}*"))
    return size, samples

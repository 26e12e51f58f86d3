"""The demo as its user gets it: one command, a live control centre, settled accounts."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.system, pytest.mark.timeout(200)]
SECONDS = "28"


def data_folder() -> list[str]:
    given = os.environ.get("EMBERWALL_DATA")
    return ["--data", given] if given and Path(given).is_dir() else []


def test_the_demo_lives_alarms_and_loses_nothing(tmp_path: Path) -> None:
    data = data_folder()
    options = ["--seconds", SECONDS, "--directory", str(tmp_path), *data]
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "demo", "--headless", "--json", *options],
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    report = json.loads(done.stdout)
    assert report["edges_connected"] == 100
    assert report["points_live"] >= 5000
    assert report["points_real_protocols"] >= 140
    assert report["replays_live"] == (["nist", "skab"] if data else [])
    latency = {alarm["id"]: alarm["latency_ms"] for alarm in report["alarms"]}
    assert {"SH-014/CAM-01/H", "BJ-001/OIL-300/RULE"} <= latency.keys()
    assert latency["BJ-001/OIL-300/RULE"] < 3000
    assert (report["lost"], report["duplicated"]) == (0, 0)
    # an edge may stop between its own disk and the hub's: what then waits is kept, and little
    assert report["samples_accepted"] == report["samples_stored"] + report["samples_waiting"]
    assert report["samples_waiting"] < 1000 < 10_000 < report["samples_stored"]
    assert report["synthetic"] is True

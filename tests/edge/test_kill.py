"""Either end dies at any moment, many times; what was accepted is stored once."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from link_ends import SITE, Hub

from edge.link.keys import enrol, load_or_make_keys

HERE = Path(__file__).parent
KILLS, ENOUGH = 32, 500
Process = subprocess.Popen[bytes]


def test_accepted_is_stored_once_over_many_kills(tmp_path: Path) -> None:
    hub = Hub(tmp_path / "authorised", keys=load_or_make_keys(tmp_path / "hub.key"))
    hub.choose_ports()
    edge_keys = load_or_make_keys(tmp_path / "edge.key")
    enrol(hub.folder, "edge", edge_keys.public_key, [SITE])
    scripts = {
        "edge": ["small_edge.py", str(tmp_path), *hub.urls, hub.keys.public_key],
        "hub": ["small_hub.py", str(tmp_path), *hub.urls],
    }
    running = {name: start(script) for name, script in scripts.items()}
    chance = random.Random(7)
    try:
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.15, 0.45))  # any moment is a good one to die
            name = chance.choice(["edge", "hub"])
            running[name].kill()
            running[name].wait()
            running[name] = start(scripts[name])
        deadline = time.monotonic() + 15
        while accepted_messages(tmp_path) < ENOUGH and time.monotonic() < deadline:
            time.sleep(0.05)
        (tmp_path / "enough").touch()
        assert running["edge"].wait(timeout=15) == 0
    finally:
        for process in running.values():
            process.kill()
            process.wait()
    accepted, stored = counted(tmp_path)
    assert accepted["telemetry"][0] >= ENOUGH
    assert stored == accepted


def start(script: list[str]) -> Process:
    environment = {**os.environ, "PYTHONPATH": f"{HERE.parents[1]}:{HERE}"}
    return subprocess.Popen([sys.executable, str(HERE / script[0]), *script[1:]], env=environment)


def accepted_messages(folder: Path) -> int:
    """Of telemetry; 0 while no edge has lived long enough to make its file."""
    edge = sqlite3.connect(folder / "outbox.db")
    try:
        found = edge.execute("SELECT last_seq FROM stream WHERE lane = 'telemetry'").fetchone()
    except sqlite3.OperationalError:
        return 0
    finally:
        edge.close()
    return int(found[0]) if found else 0


def counted(folder: Path) -> tuple[dict[str, tuple[int, int]], dict[str, tuple[int, int]]]:
    """Messages and samples by lane: accepted by the edge, stored by the hub."""
    with sqlite3.connect(folder / "outbox.db") as edge, sqlite3.connect(folder / "hub.db") as hub:
        accepted = {
            lane: (messages, samples)
            for lane, messages, samples in edge.execute(
                "SELECT lane, last_seq, accepted FROM stream"
            )
        }
        stored = {
            lane: (messages, samples)
            for lane, messages, samples in hub.execute(
                "SELECT lane, count(*), sum(n) FROM arrival GROUP BY lane"
            )
        }
    edge.close()
    hub.close()
    return accepted, stored

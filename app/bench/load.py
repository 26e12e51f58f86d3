"""A process that loads a hub over the real link: telemetry of many edges, as fast as it is taken.

It speaks the wire format with real CURVE keys and counts only what the hub has acknowledged, that
is committed. Payloads are packed before the clock starts, so that the figure is the hub's.
"""

import sys
import time
import zlib
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import msgspec
import numpy as np
import zmq
from msgspec import Struct

from app.bench.dataset import POINTS, bench_fleet, series
from app.config import load_settings
from edge.link.keys import load_keys
from edge.link.line import Socket, dealer, link_context
from edge.link.sender import HubAddress
from edge.link.wire import (
    VERSION,
    Ack,
    Heartbeat,
    Hello,
    Lane,
    Refused,
    Telemetry,
    Welcome,
    decode_down,
    encode,
    pack_samples,
    rows_crc,
)
from twin.alarm.table import alarm_table
from twin.clock import NS_PER_S
from twin.samples import batch_of
from twin.site.table import point_table

PROFILES = 10
WINDOW = 24  # frames in flight per site
QUIET_S = 20.0


class LoadSettings(Struct, frozen=True):
    """sites over `sockets` connections; frames: per site, one second of 60 points each."""

    hub: HubAddress
    keys: Path
    sites: int
    sockets: int
    frames: int
    start: int
    epoch: int = 1


class LoadReport(Struct, frozen=True):
    """points acknowledged within seconds; p50_ms and p99_ms from sent to acknowledged."""

    points: int
    seconds: float
    p50_ms: float
    p99_ms: float
    cpu_s: float


class Site:
    """One site's side of the conversation."""

    def __init__(self, site_id: str, payloads: list[bytes], crcs: list[int]) -> None:
        self.id, self.payloads, self.crcs = site_id, payloads, crcs
        self.sent = self.acknowledged = 0
        self.sent_at: dict[int, float] = {}
        self.welcome = False

    def due(self, epoch: int) -> Iterator[list[bytes]]:
        """Frames that the window lets go now."""
        while self.sent < min(len(self.payloads), self.acknowledged + WINDOW):
            self.sent += 1
            self.sent_at[self.sent] = time.perf_counter()
            payload, crc = self.payloads[self.sent - 1], self.crcs[self.sent - 1]
            header = Telemetry(self.id, epoch, self.sent, POINTS, crc, time.time_ns())
            yield encode(header, payload)


def packed(profile: int, settings: LoadSettings) -> tuple[list[bytes], list[int]]:
    """All payloads of a profile with their checksums."""
    values, quality = series(profile, settings.frames)
    rows = np.arange(POINTS, dtype=np.uint32)
    payloads = []
    for k in range(settings.frames):
        at = settings.start + k * NS_PER_S
        payloads.append(pack_samples(batch_of(rows, values[k], quality[k], at, at)))
    return payloads, [zlib.crc32(p) for p in payloads]


def run_load(path: Path) -> LoadReport:
    """Load the hub as the settings file says. Raises TimeoutError when the hub falls silent."""
    settings = load_settings(LoadSettings, path)
    keys = load_keys(settings.keys)
    table = alarm_table(point_table(bench_fleet(settings.sites)))
    profiles = [packed(k, settings) for k in range(min(PROFILES, settings.sites))]
    names = [site.id for site in table.points.fleet.sites]
    sites = {
        name: Site(name, *own)
        for name, own in zip(names, islice(cycle(profiles), len(names)), strict=True)
    }
    context = link_context(settings.sockets)
    sockets = [
        dealer(context, settings.hub.telemetry, keys=keys, server_key=settings.hub.public_key)
        for _ in range(settings.sockets)
    ]
    shares = [names[k :: settings.sockets] for k in range(settings.sockets)]
    try:
        for socket, share in zip(sockets, shares, strict=True):
            for name in share:
                crc = rows_crc(table, name)
                hello = Hello(VERSION, name, Lane.TELEMETRY, settings.epoch, 0, crc)
                socket.send_multipart(encode(hello))
        return _pump(settings, sockets, sites)
    finally:
        context.destroy(linger=0)


def _pump(settings: LoadSettings, sockets: list[Socket], sites: dict[str, Site]) -> LoadReport:
    poller = zmq.Poller()
    for socket in sockets:
        poller.register(socket, zmq.POLLIN)
    total = settings.frames * len(sites)
    waits: list[float] = []
    began = heard = time.perf_counter()
    cpu = time.process_time()
    while sum(site.acknowledged for site in sites.values()) < total:
        for socket, _ in poller.poll(200):
            heard = time.perf_counter()
            touched = _drain(socket, sites, waits)
            if not waits:
                began = heard  # the clock starts at the first welcome
            for site in touched:
                for message in site.due(settings.epoch):
                    socket.send_multipart(message)
        if time.perf_counter() - heard > QUIET_S:
            raise TimeoutError(f"the hub was silent for {QUIET_S:.0f} s")
    ended = time.perf_counter()
    p50, p99 = np.percentile(np.array(waits) * 1e3, [50, 99])
    return LoadReport(
        total * POINTS, ended - began, float(p50), float(p99), time.process_time() - cpu
    )


def _drain(socket: Socket, sites: dict[str, Site], waits: list[float]) -> set[Site]:
    touched: set[Site] = set()
    while True:
        try:
            header, _ = socket.recv_multipart(zmq.NOBLOCK)
        except zmq.Again:
            return touched
        word = decode_down(header)
        if isinstance(word, Heartbeat):
            continue
        if isinstance(word, Refused):
            raise ConnectionRefusedError(f"{word.site}: {word.reason}. {word.remedy}")
        site = sites[word.site]
        if isinstance(word, Welcome):
            site.welcome = True
        elif isinstance(word, Ack):
            now = time.perf_counter()
            done = range(site.acknowledged + 1, word.seq + 1)
            waits.extend(now - site.sent_at.pop(seq) for seq in done)
            site.acknowledged = max(site.acknowledged, word.seq)
        touched.add(site)


def main(path: Path) -> None:
    """Run and print the report as JSON."""
    print(msgspec.json.encode(run_load(path)).decode())


if __name__ == "__main__":
    main(Path(sys.argv[1]))

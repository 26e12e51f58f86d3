"""Words between the hub and a forecast worker: msgpack behind a length, over the worker's pipes.

A request is frozen and holds all that it needs, an answer changes nothing in the hub by itself.
"""

import struct
from asyncio import StreamReader
from typing import BinaryIO

import msgspec
import numpy as np
from msgspec import Struct

from sim.forecast.model import Forecast, Pull
from twin.samples import SampleBatch
from twin.site.model import Fleet

HEAD = struct.Struct("<I")
MOST_BYTES = 1 << 28  # a length beyond this is no message of ours


class Columns(Struct, frozen=True, array_like=True):
    """Samples as little-endian columns: point u4 (row of the fleet's table), value f8, quality
    u4, source_time i8, arrival_time i8."""

    point: bytes = b""
    value: bytes = b""
    quality: bytes = b""
    source_time: bytes = b""
    arrival_time: bytes = b""


class Begin(Struct, frozen=True, tag="begin"):
    """First word to a worker: what it may be asked about, and how large its ensembles are; runs:
    folder of finished OpenFOAM runs by site, "" for none."""

    fleet: Fleet
    members: int
    horizon_s: float
    seed: int
    threads: int
    runs: str = ""


class Job(Struct, frozen=True, tag="job", kw_only=True):
    """Forecast a site. opened: when its incident opened; now: instant of the forecast, ns UTC;
    zone: where its first alarm came from.

    fresh: forget what is known of the site, `samples` are all there are; otherwise they are those
    that came since the last job. With pulls, a what-if against the forecast number `base`.
    is_past: `now` is an instant in the past; `samples` reach up to it, nothing is kept, and the
    base of that instant, number `base`, is answered with it.
    """

    id: int
    site: str
    incident: str
    zone: str
    opened: int
    now: int
    number: int
    samples: Columns
    fresh: bool = False
    base: int = 0
    pulls: tuple[Pull, ...] = ()
    is_past: bool = False


class Ready(Struct, frozen=True, tag="ready"):
    """The worker has loaded and run its model once; took_s wall seconds."""

    took_s: float


class Done(Struct, frozen=True, tag="done", kw_only=True):
    """What became of a job. Without forecasts, `what` and `remedy` say why. took_s: wall seconds;
    cpu_s: processor seconds of this job; rss_mb: the worker's memory."""

    job: int
    forecasts: tuple[Forecast, ...] = ()
    what: str = ""
    remedy: str = ""
    took_s: float = 0.0
    cpu_s: float = 0.0
    rss_mb: float = 0.0


encoder = msgspec.msgpack.Encoder()
from_hub = msgspec.msgpack.Decoder(Begin | Job)
from_worker = msgspec.msgpack.Decoder(Ready | Done)


def framed(word: Begin | Job | Ready | Done) -> bytes:
    """A word as it goes over the pipe."""
    data = encoder.encode(word)
    return HEAD.pack(len(data)) + data


async def receive(pipe: StreamReader) -> Ready | Done:
    """The worker's next word. Raises asyncio.IncompleteReadError at its end, ValueError and
    msgspec.DecodeError for what is no word."""
    (length,) = HEAD.unpack(await pipe.readexactly(HEAD.size))
    if length > MOST_BYTES:
        raise ValueError(f"a word of {length} bytes")
    word: Ready | Done = from_worker.decode(await pipe.readexactly(length))
    return word


def read(pipe: BinaryIO) -> Begin | Job | None:
    """The hub's next word, None when the hub is gone."""
    head = pipe.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    (length,) = HEAD.unpack(head)
    data = pipe.read(length)
    if len(data) < length:
        return None
    word: Begin | Job = from_hub.decode(data)
    return word


def columns(batch: SampleBatch) -> Columns:
    """Samples for the pipe."""
    return Columns(
        batch.point.astype("<u4", copy=False).tobytes(),
        batch.value.astype("<f8", copy=False).tobytes(),
        batch.quality.astype("<u4", copy=False).tobytes(),
        batch.source_time.astype("<i8", copy=False).tobytes(),
        batch.arrival_time.astype("<i8", copy=False).tobytes(),
    )


def batch(sent: Columns) -> SampleBatch:
    """Samples from the pipe."""
    return SampleBatch(
        np.frombuffer(sent.point, "<u4"),
        np.frombuffer(sent.value, "<f8"),
        np.frombuffer(sent.quality, "<u4"),
        np.frombuffer(sent.source_time, "<i8"),
        np.frombuffer(sent.arrival_time, "<i8"),
    )

"""The frames of the link, version 1. Pure functions: bytes to values and back.

Two lanes, each a DEALER at the edge and a ROUTER at the hub, so that an alarm never waits behind
a backlog of telemetry. Every message is two parts: a msgpack header and a payload (may be empty).

    edge to hub   Hello, Telemetry (payload: columns), Conditions (payload: columns), Heartbeat
    hub to edge   Welcome, Ack (after the durable commit), Refused, Heartbeat

A lane numbers its messages 1, 2, 3 ... within an epoch, which the outbox draws once when its file
is made. The hub keeps (site, lane, epoch, seq) unique, so a message sent twice counts once.
"""

import zlib
from enum import StrEnum

import msgspec
import numpy as np
from msgspec import Struct

from twin.alarm.table import AlarmTable
from twin.errors import EmberwallError
from twin.events import ConditionChanges
from twin.samples import SampleBatch

VERSION = 1
HEARTBEAT_S = 2.0
LEASE_S = 6.0  # three heartbeats missed
MOST_OUTLOOK = 16 * 1024  # bytes; a longer one is dropped
HELLO_FIRST = "Hello expected first"  # the reason a hub gives that restarted under an edge


class LinkError(EmberwallError):
    """The link cannot be set up, or a peer breaks its rules."""


class WireError(LinkError):
    """A message that is not of this wire format."""


class Lane(StrEnum):
    """Telemetry may queue; alarms may not."""

    TELEMETRY = "telemetry"
    ALARM = "alarm"


class Hello(Struct, frozen=True, tag="hello", array_like=True):
    """First word of an edge for one of its sites. `points`: `rows_crc` of the site, so that
    rows mean the same on both sides; `run`: drawn at every start of the edge, 0 if not told.
    Within one run a point that is not sent has not moved beyond its dead-band."""

    version: int
    site: str
    lane: Lane
    epoch: int
    last_seq: int
    points: int
    run: int = 0


class Telemetry(Struct, frozen=True, tag="tele", array_like=True):
    """n samples in the payload; crc is crc32 of the payload; sent: edge clock, ns UTC."""

    site: str
    epoch: int
    seq: int
    n: int
    crc: int
    sent: int


class Conditions(Struct, frozen=True, tag="cond", array_like=True):
    """n condition changes in the payload."""

    site: str
    epoch: int
    seq: int
    n: int
    crc: int
    sent: int


class Heartbeat(Struct, frozen=True, tag="beat", array_like=True):
    """Alive, both ways. `backlog`: messages that wait to be sent; `rejected`: samples of the site
    that were out of range or could not be decoded since the edge started; `outlook`: what the edge
    forecasts by itself, JSON of `sim.surrogate.outlook.Outlook`, on the alarm lane, else empty. It
    is perishable: the newest stands, none is kept or sent again."""

    site: str
    sent: int
    backlog: int = 0
    rejected: int = 0
    outlook: bytes = b""


class Welcome(Struct, frozen=True, tag="welcome", array_like=True):
    """Answer to Hello: everything up to and including `have_seq` of that epoch is committed."""

    site: str
    lane: Lane
    epoch: int
    have_seq: int


class Ack(Struct, frozen=True, tag="ack", array_like=True):
    """All of the epoch up to and including `seq` is durably committed."""

    site: str
    lane: Lane
    epoch: int
    seq: int


class Refused(Struct, frozen=True, tag="refused", array_like=True):
    """The hub will not take this; `seq` 0 refuses the Hello itself."""

    site: str
    lane: Lane
    seq: int
    reason: str
    remedy: str


UpHeader = Hello | Telemetry | Conditions | Heartbeat
DownHeader = Welcome | Ack | Refused | Heartbeat
_up: msgspec.msgpack.Decoder[UpHeader] = msgspec.msgpack.Decoder(UpHeader)
_down: msgspec.msgpack.Decoder[DownHeader] = msgspec.msgpack.Decoder(DownHeader)
_encoder = msgspec.msgpack.Encoder()


def rows_crc(alarms: AlarmTable, site_id: str) -> int:
    """What Hello's `points` must be: crc32 of the site's tags, then its alarm ids, in row order.

    Raises KeyError for an unknown site.
    """
    points = alarms.points
    rows = points.rows_of(site_id)
    index = points.site_index[site_id]
    first, end = np.searchsorted(alarms.site, [index, index + 1])
    names = [*points.tags[rows.start : rows.stop]]
    names += [definition.id for definition in alarms.definitions[first:end]]
    return zlib.crc32("\n".join(names).encode())


SAMPLE_BYTES = 4 + 8 + 4 + 8 + 8
CONDITION_BYTES = 4 + 1 + 8 + 8


def encode(header: UpHeader | DownHeader, payload: bytes = b"") -> list[bytes]:
    """One message as its two parts."""
    return [_encoder.encode(header), payload]


def decode_up(header: bytes) -> UpHeader:
    """The header of a message from an edge. Raises WireError."""
    try:
        return _up.decode(header)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _not_ours(error) from error


def decode_down(header: bytes) -> DownHeader:
    """The header of a message from the hub. Raises WireError."""
    try:
        return _down.decode(header)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _not_ours(error) from error


def pack_samples(batch: SampleBatch) -> bytes:
    """Columns one after the other, little-endian: point u4, value f8, quality u4, times i8."""
    return b"".join(
        (
            batch.point.astype("<u4", copy=False).tobytes(),
            batch.value.astype("<f8", copy=False).tobytes(),
            batch.quality.astype("<u4", copy=False).tobytes(),
            batch.source_time.astype("<i8", copy=False).tobytes(),
            batch.arrival_time.astype("<i8", copy=False).tobytes(),
        )
    )


def unpack_samples(payload: bytes, header: Telemetry) -> SampleBatch:
    """The reverse of `pack_samples`, without a copy. Raises WireError on a wrong length or crc."""
    _check(payload, header.n * SAMPLE_BYTES, header.crc)
    n = header.n
    return SampleBatch(
        np.frombuffer(payload, "<u4", n, 0),
        np.frombuffer(payload, "<f8", n, 4 * n),
        np.frombuffer(payload, "<u4", n, 12 * n),
        np.frombuffer(payload, "<i8", n, 16 * n),
        np.frombuffer(payload, "<i8", n, 24 * n),
    )


def pack_conditions(conditions: ConditionChanges) -> bytes:
    """Columns one after the other, little-endian: alarm u4, active u1, source_time i8, value f8."""
    return b"".join(
        (
            conditions.alarm.astype("<u4", copy=False).tobytes(),
            conditions.active.astype("u1").tobytes(),
            conditions.source_time.astype("<i8", copy=False).tobytes(),
            conditions.value.astype("<f8", copy=False).tobytes(),
        )
    )


def unpack_conditions(payload: bytes, header: Conditions) -> ConditionChanges:
    """The reverse of `pack_conditions`. Raises WireError on a wrong length or crc."""
    _check(payload, header.n * CONDITION_BYTES, header.crc)
    n = header.n
    return ConditionChanges(
        np.frombuffer(payload, "<u4", n, 0),
        np.frombuffer(payload, "u1", n, 4 * n).astype(np.bool_),
        np.frombuffer(payload, "<i8", n, 5 * n),
        np.frombuffer(payload, "<f8", n, 13 * n),
    )


def _check(payload: bytes, length: int, crc: int) -> None:
    if len(payload) != length:
        raise WireError(
            f"payload of {len(payload)} bytes, {length} expected",
            where="link",
            remedy="The message is refused and counted; update the older side",
        )
    if zlib.crc32(payload) != crc:
        raise WireError(
            "payload does not match its checksum",
            where="link",
            remedy="The message is refused and asked for again",
        )


def _not_ours(error: Exception) -> WireError:
    return WireError(
        f"header is not of link version {VERSION} ({error})",
        where="link",
        remedy="Check that the peer is an Emberwall edge or hub of this version",
    )

"""What the hub makes of every letter that comes in: whose it is, whether it is next, the answer."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from edge.link.door import Door, Letter, Peer
from edge.link.stream import HaveSeq, Place, Stream, opened
from edge.link.wire import (
    HEARTBEAT_S,
    HELLO_FIRST,
    LEASE_S,
    MOST_OUTLOOK,
    VERSION,
    Ack,
    Conditions,
    DownHeader,
    Heartbeat,
    Hello,
    Lane,
    Refused,
    Telemetry,
    UpHeader,
    Welcome,
    WireError,
    decode_up,
    unpack_conditions,
    unpack_samples,
)
from twin.clock import Clock
from twin.events import ConditionChanges
from twin.samples import SampleBatch, UInt32Array

log = logging.getLogger(__name__)

Authorise = Callable[[bytes], frozenset[str]]
RowCounts = Callable[[str], tuple[int, int]]
Cargo = SampleBatch | ConditionChanges
FORGET_S = 10 * LEASE_S


@dataclass(frozen=True, slots=True)
class Received:
    """One message, handed out once. Rows are those of the SITE's tables; `sent` edge clock, ns
    UTC; `size` bytes of payload. Both cargoes None: its bytes were damaged at the edge itself;
    commit it like any other, so that the stream goes on."""

    site: str
    lane: Lane
    epoch: int
    seq: int
    sent: int
    size: int
    batch: SampleBatch | None = None
    conditions: ConditionChanges | None = None


@dataclass(frozen=True, slots=True)
class LinkHealth:
    """How the link to one site stands. last_heard ns UTC; `reason`: why it was last refused;
    rejected: bad samples at the edge and refused messages of the link; run: of the edge, 0 if
    unknown; is_caught_up: all that the edge had when it last connected is committed."""

    site: str
    key: str
    connected: bool
    last_heard: int
    backlog: int
    reason: str
    rejected: int = 0
    run: int = 0
    is_caught_up: bool = True


@dataclass(frozen=True, slots=True)
class HubWords:
    """What the hub knows and the link must ask.

    authorised: sites of a key (Z85), asked with every message; have_seq: last number the hub has
    durably of a (site, lane, epoch), 0 for none; points_crc: `wire.rows_crc` of a site, KeyError
    for an unknown one; row_counts: points and alarms of a site, a row beyond is refused.
    """

    authorised: Authorise
    have_seq: HaveSeq
    points_crc: Callable[[str], int]
    row_counts: RowCounts | None
    now: Clock


class Reception:
    """Judges letters and keeps every stream in order. Nothing a peer sends raises here."""

    def __init__(self, hub: HubWords, doors: Mapping[Lane, Door]) -> None:
        self._hub = hub
        self._doors = doors
        self._streams: dict[tuple[str, Lane], Stream] = {}
        self._reasons: dict[str, str] = {}
        self._refused_of: Counter[str] = Counter()
        self._warned: set[tuple[bytes, str, str]] = set()
        self.refused: Counter[str] = Counter()

    def admits(self, key: bytes) -> bool:
        """Whether a key may connect at all."""
        is_admitted = bool(self._hub.authorised(key))
        if not is_admitted:
            self._count(key, "", "unknown key")
        return is_admitted

    def acknowledge(self, done: Iterable[Received]) -> None:
        """These are durably committed: tell their edges."""
        changed: dict[tuple[str, Lane], Stream] = {}
        for one in done:
            stream = self._streams.get((one.site, one.lane))
            if stream is not None and stream.epoch == one.epoch and one.seq > stream.committed:
                stream.committed = one.seq
                changed[one.site, one.lane] = stream
        for stream in changed.values():
            self._acknowledge(stream)

    def give_back(self, undone: Sequence[Received]) -> None:
        """These could not be committed: ask for them again."""
        for key in {(one.site, one.lane) for one in undone}:
            stream = self._streams[key]
            stream.handed = stream.committed
            self._welcome(stream)

    def health(self) -> list[LinkHealth]:
        """Every site that was ever heard of or refused, by id."""
        sites = sorted({site for site, _ in self._streams} | set(self._reasons))
        return [self._health_of(site) for site in sites]

    def outlook(self, site: str) -> bytes:
        """What the edge of a site forecasts by itself, see `wire.Heartbeat`; empty without one and
        when the edge is not there."""
        stream = self._streams.get((site, Lane.ALARM))
        return b"" if stream is None or self._peer_of(stream) is None else stream.outlook

    def _health_of(self, site: str) -> LinkHealth:
        own = [s for lane in Lane if (s := self._streams.get((site, lane))) is not None]
        return LinkHealth(
            site=site,
            key=own[0].key.decode() if own else "",
            connected=bool(own) and all(self._peer_of(s) is not None for s in own),
            last_heard=max((s.last_heard for s in own), default=0),
            backlog=sum(s.backlog for s in own),
            reason=self._reasons.get(site, ""),
            rejected=max((s.rejected for s in own), default=0) + self._refused_of[site],
            run=own[0].run if own else 0,
            is_caught_up=all(s.committed >= s.told for s in own),
        )

    def _count(self, key: bytes, site: str, reason: str) -> None:
        """Count a refusal; say it in the log once per key, site and reason."""
        self.refused[reason] += 1
        if site:
            self._reasons[site] = reason
            self._refused_of[site] += 1
        if (key, site, reason) not in self._warned:
            self._warned.add((key, site, reason))
            log.warning("link refused: %s (key %s, site %s)", reason, key.decode(), site or "none")

    def take(self, door: Door, letter: Letter, now: float) -> Received | None:
        """The message, if it is the next of its stream; else it is answered or counted."""
        peer = door.peer(letter, now)
        sites = self._hub.authorised(letter.key)
        if not sites or not letter.has_given_id:
            reason = "chosen routing id" if sites else "key no longer admitted"
            remedy = "Leave the routing id empty" if sites else "Enrol this edge's key at the hub"
            self._refuse(door, peer, ("", 0), reason, remedy)
            return None
        try:
            header = decode_up(letter.parts[0] if len(letter.parts) == 2 else b"")
        except WireError as error:
            self._refuse(door, peer, ("", 0), "garbage", error.remedy)
            return None
        if header.site not in sites:
            remedy = "Add the site to this key's enrolment at the hub"
            self._refuse(door, peer, (header.site, 0), "site of another key", remedy)
            return None
        peer.is_refused = False
        return self._hear(door, peer, header, letter.parts[1])

    def _refuse(
        self, door: Door, peer: Peer, about: tuple[str, int], reason: str, remedy: str
    ) -> None:
        """Count it, and answer once until the peer says something good."""
        site, seq = about
        self._count(peer.key, site, reason)
        if not peer.is_refused:
            peer.is_refused = True
            door.say(peer.routing, Refused(site, door.lane, seq, reason, remedy), peer.heard)

    def _hear(self, door: Door, peer: Peer, header: UpHeader, payload: bytes) -> Received | None:
        if isinstance(header, Hello):
            self._open(door, peer, header)
            return None
        if _is_of_other_lane(header, door.lane):
            self._refuse(door, peer, (header.site, 0), "wrong lane", "Update the edge")
            return None
        stream = self._streams.get((header.site, door.lane))
        if stream is None or stream.routing != peer.routing:
            self._ask_for_hello(door, peer, header.site)
            return None
        stream.last_heard = self._hub.now()
        if isinstance(header, Heartbeat):
            stream.backlog, stream.rejected = header.backlog, header.rejected
            stream.outlook = header.outlook if len(header.outlook) <= MOST_OUTLOOK else b""
            return None
        if stream.epoch != header.epoch:
            self._ask_for_hello(door, peer, header.site)
            return None
        return self._cargo(stream, header, payload, peer.heard)

    def _ask_for_hello(self, door: Door, peer: Peer, site: str) -> None:
        if site not in peer.told:
            peer.told.add(site)
            word = Refused(site, door.lane, 0, HELLO_FIRST, "Said by a hub that restarted")
            door.say(peer.routing, word, peer.heard)

    def _open(self, door: Door, peer: Peer, hello: Hello) -> None:
        about = (hello.site, 0)
        try:
            expected = self._hub.points_crc(hello.site)
        except KeyError:
            self._refuse(door, peer, about, "unknown site", "Add the site to the hub's fleet")
            return
        if hello.version != VERSION or hello.lane is not door.lane:
            self._refuse(door, peer, about, "other link version", "Update the older side")
            return
        if hello.points != expected:
            remedy = "Give hub and edge the same site and layout files"
            self._refuse(door, peer, about, "points differ", remedy)
            return
        peer.told.discard(hello.site)
        self._reasons.pop(hello.site, None)
        stream = opened(
            self._streams.get((hello.site, door.lane)),
            site=hello.site,
            lane=door.lane,
            epoch=hello.epoch,
            key=peer.key,
            routing=peer.routing,
            have=self._hub.have_seq(hello.site, door.lane, hello.epoch),
            told=hello.last_seq,
            run=hello.run,
        )
        stream.last_heard = self._hub.now()
        self._streams[hello.site, door.lane] = stream
        self._welcome(stream)

    def _cargo(
        self, stream: Stream, header: Telemetry | Conditions, payload: bytes, now: float
    ) -> Received | None:
        place = stream.place(header.seq)
        if place is Place.REPEATED:
            stream.is_ack_due = True
            return None
        if place is Place.AHEAD:
            if stream.may_ask(now):
                self._welcome(stream)
            return None
        cargo: SampleBatch | ConditionChanges | None = None
        try:
            cargo = self._unpack(header, payload)
        except WireError as error:
            self._count(stream.key, stream.site, "damaged cargo")
            if not stream.is_beyond_repair():
                stream.asked = now
                self._welcome(stream)
                return None
            log.error("message %d of %s is lost: %s", header.seq, stream.site, error)  # noqa: TRY400
        stream.hand_out(header.seq)
        return Received(
            stream.site,
            stream.lane,
            stream.epoch,
            header.seq,
            header.sent,
            len(payload),
            batch=cargo if isinstance(cargo, SampleBatch) else None,
            conditions=cargo if isinstance(cargo, ConditionChanges) else None,
        )

    def _unpack(
        self, header: Telemetry | Conditions, payload: bytes
    ) -> SampleBatch | ConditionChanges:
        if isinstance(header, Telemetry):
            batch = unpack_samples(payload, header)
            self._check_rows(header.site, batch.point, 0)
            return batch
        conditions = unpack_conditions(payload, header)
        self._check_rows(header.site, conditions.alarm, 1)
        return conditions

    def _check_rows(self, site: str, rows: UInt32Array, which: int) -> None:
        """A row beyond the site's own would become a point of another site in the hub."""
        if self._hub.row_counts is None or not len(rows):
            return
        if int(rows.max()) >= self._hub.row_counts(site)[which]:
            raise WireError(
                f"row {int(rows.max())} does not exist",
                where=site,
                remedy="Give hub and edge the same site and layout files",
            )

    def beat(self) -> None:
        """Once a second: heartbeats to quiet peers, Acks that were held up, the gone forgotten."""
        now = time.monotonic()
        for stream in self._streams.values():
            peer = self._peer_of(stream)
            if peer is None:
                continue
            if stream.is_ack_due:
                self._acknowledge(stream)
            if now - peer.said >= HEARTBEAT_S:
                self._say(stream, Heartbeat(stream.site, self._hub.now()))
        for door in self._doors.values():
            for peer in [p for p in door.peers.values() if now - p.heard > FORGET_S]:
                del door.peers[peer.routing]

    def _peer_of(self, stream: Stream) -> Peer | None:
        """The live connection of a stream: heard lately, still of the same key."""
        peer = self._doors[stream.lane].peers.get(stream.routing)
        if peer is None or peer.key != stream.key or time.monotonic() - peer.heard > LEASE_S:
            return None
        return peer

    def _welcome(self, stream: Stream) -> None:
        self._say(stream, Welcome(stream.site, stream.lane, stream.epoch, stream.committed))

    def _acknowledge(self, stream: Stream) -> None:
        word = Ack(stream.site, stream.lane, stream.epoch, stream.committed)
        stream.is_ack_due = not self._say(stream, word)

    def _say(self, stream: Stream, word: DownHeader) -> bool:
        """Speak to whoever sends this stream, if its key is still admitted."""
        if stream.site not in self._hub.authorised(stream.key):
            return False
        return self._doors[stream.lane].say(stream.routing, word, time.monotonic())


def _is_of_other_lane(header: UpHeader, lane: Lane) -> bool:
    return isinstance(header, Conditions if lane is Lane.TELEMETRY else Telemetry)

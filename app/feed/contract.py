"""The words between hub and screens, version 1: msgpack over one WebSocket.

The client says Hello and gets Welcome, then one full Values and Alarms, then only what changed,
at the rate it asked for: newest snapshot for values, every change for alarms and the journal.
Requests carry a number of the client's choice and get exactly one Answer.
Row numbers are those of the point table and alarm table that both sides build from the fleet.
"""

from enum import StrEnum

import msgspec
from msgspec import Struct

from sim.forecast.model import Arrival, Forecast, Pull
from twin.incident.model import Incident
from twin.site.model import Fleet

VERSION = 1


class Hello(Struct, frozen=True, tag="hello"):
    """First word of a client. `rate_hz`: how often it wants values; `token` proves its right."""

    version: int
    token: str
    operator: str
    rate_hz: float = 10.0


class Acknowledge(Struct, frozen=True, tag="acknowledge"):
    """Acknowledge alarms by row."""

    request: int
    alarms: tuple[int, ...]


class Reset(Struct, frozen=True, tag="reset"):
    """Clear latched alarms whose condition has gone."""

    request: int
    alarms: tuple[int, ...]


class Shelve(Struct, frozen=True, tag="shelve"):
    """Shelve alarms for at most 8 h, with a reason. Refused for P0."""

    request: int
    alarms: tuple[int, ...]
    minutes: float
    reason: str


class Unshelve(Struct, frozen=True, tag="unshelve"):
    """Take alarms off the shelf by hand."""

    request: int
    alarms: tuple[int, ...]


class CloseIncident(Struct, frozen=True, tag="close_incident"):
    """A person says that the incident is over. Refused while an alarm of it is active."""

    request: int
    incident: str
    reason: str


class Trend(Struct, frozen=True, tag="trend"):
    """History of one point, ns UTC, thinned to at most `most` samples keeping extremes."""

    request: int
    point: int
    start: int
    end: int
    most: int = 2000


class JournalPage(Struct, frozen=True, tag="journal_page"):
    """Journal entries before an id, newest first; of one incident or of all."""

    request: int
    before: int = 0
    most: int = 200
    incident: str = ""


class StartScenario(Struct, frozen=True, tag="start_scenario"):
    """Demo only: play a scenario at a site."""

    request: int
    site: str
    scenario: str


class StopScenario(Struct, frozen=True, tag="stop_scenario"):
    """Demo only: bring a site back to normal."""

    request: int
    site: str


class WhatIf(Struct, frozen=True, tag="what_if"):
    """Compute what would follow if these levers were pulled. at: ns UTC of the instant to branch
    from, 0 for now. Answered at once; the result comes as a Forecast with `base` set, whose
    number is the `token` of the answer. From an earlier instant the base is computed again: it
    comes along with no pulls and its own number as `base`."""

    request: int
    site: str
    pulls: tuple[Pull, ...]
    at: int = 0


class Order(Struct, frozen=True, tag="order"):
    """A commander hands an order over to people; nothing here drives a device.

    code: lower-case word of what is to be done (a Lever or a Verdict); target: door, zone or
    crew. Without `confirm` it is selected and answered with a `token` that `expires`; the same
    order with `confirm` and that token is journalled as handed over. One at a time for a site.
    """

    request: int
    site: str
    incident: str
    code: str
    target: str = ""
    confirm: bool = False
    token: str = ""


Request = (
    Acknowledge
    | Reset
    | Shelve
    | Unshelve
    | CloseIncident
    | Trend
    | JournalPage
    | StartScenario
    | StopScenario
    | WhatIf
    | Order
)
FromClient = Hello | Request


class ScenarioInfo(Struct, frozen=True):
    """One scenario that the plant can play. `truth`: fire, gas, fault or nuisance."""

    id: str
    name_zh: str
    name_en: str
    truth: str


class Welcome(Struct, frozen=True, tag="welcome"):
    """The hub accepts. `fleet` fixes all rows; `scenarios` is empty outside a demo; `synthetic`
    is true when the values come from simulated plants, and the screen says so."""

    version: int
    server_time: int
    fleet: Fleet
    scenarios: tuple[ScenarioInfo, ...] = ()
    synthetic: bool = False


class Values(Struct, frozen=True, tag="values"):
    """Newest values of the points that changed: little-endian columns of n rows each: point u4,
    value f8, quality u4, source_time i8."""

    server_time: int
    point: bytes
    value: bytes
    quality: bytes
    source_time: bytes


class AlarmRow(Struct, frozen=True, array_like=True):
    """One alarm that is not plain normal, or has just become so. Times ns UTC, 0 = never.

    state: AlarmState; active: its condition holds now; raised: source time of this occurrence;
    value: what raised it; shelved_until: 0 when not on the shelf; by: who acted last.
    """

    alarm: int
    state: int
    active: bool
    occurrence: int
    raised: int
    changed: int
    value: float
    shelved_until: int = 0
    by: str = ""
    reason: str = ""


class Alarms(Struct, frozen=True, tag="alarms"):
    """Alarms that changed; with `all`, every alarm that is not normal."""

    rows: tuple[AlarmRow, ...]
    all: bool = False


class Incidents(Struct, frozen=True, tag="incidents"):
    """Incidents that changed; with `all`, every open one and the last closed ones."""

    incidents: tuple[Incident, ...]
    all: bool = False


class JournalEntry(Struct, frozen=True, array_like=True):
    """One line of the journal. kind: alarm, action, incident, link, quality, system, forecast,
    order. `alarm` is a row or -1; before, after: AlarmState or -1; text: only for kinds without
    an alarm."""

    id: int
    time: int
    source_time: int
    kind: str
    site: str
    alarm: int
    before: int
    after: int
    value: float
    by: str
    text: str
    incident: str = ""


class Journal(Struct, frozen=True, tag="journal"):
    """New journal entries, oldest first."""

    entries: tuple[JournalEntry, ...]


class LinkRow(Struct, frozen=True, array_like=True):
    """Health of one site's edge. backlog: messages waiting at the edge; lag_ms: newest sample's
    age when it was committed; rejected: counted bad input of the edge's devices and of the link."""

    site: str
    connected: bool
    last_heard: int
    backlog: int
    lag_ms: float
    rejected: int
    reason: str = ""


class Links(Struct, frozen=True, tag="links"):
    """Edges whose health changed; with `all`, every edge."""

    rows: tuple[LinkRow, ...]
    all: bool = False


class Kpi(Struct, frozen=True, tag="kpi"):
    """Figures of the hub, once a second. alarms_10min: annunciations of the last 10 minutes."""

    server_time: int
    edges_connected: int
    points_live: int
    points_bad: int
    samples_per_s: float
    samples_stored: int
    alarms_10min: int
    ingest_p99_ms: float
    refused: int


class Forecasts(Struct, frozen=True, tag="forecasts"):
    """New forecasts and what-ifs; with `all`, the newest of every site. A base forecast has
    `base` 0, a what-if the number of the base it is to be compared with."""

    forecasts: tuple[Forecast, ...]
    all: bool = False


class ForecastStage(StrEnum):
    """Where a site's forecast stands. OFF: this hub makes none. LATE: the newest is older than it
    should be, `reason` says why; the old one stays valid with its age."""

    OFF = "off"
    IDLE = "idle"
    STARTING = "starting"
    RUNNING = "running"
    LATE = "late"
    FAILED = "failed"


class EdgeForecast(Struct, frozen=True):
    """What the edge of a site forecasts by itself: heat release now, kW, and upper layer `ahead_s`
    seconds ahead, degC, as 5, 50 and 95 %; untenable: when its room stops being one to walk
    through."""

    hrr_kw: tuple[float, float, float]
    upper_c: tuple[float, float, float]
    ahead_s: float
    untenable: Arrival


class ForecastState(Struct, frozen=True, kw_only=True):
    """A site's forecast as work in progress. Times ns UTC, 0 for none.

    since: when this stage began; first_after_s: seconds from the incident's first alarm at its
    source (or from the hub's start, if later) to the first forecast; took_s: wall time of the
    newest one, made at `computed` and to be replaced at `next`; failures: computations of this
    incident that came to nothing; what_if: why the last what-if came to nothing; edge: what people
    have until the first forecast is there.
    """

    site: str
    stage: ForecastStage
    since: int = 0
    incident: str = ""
    reason: str = ""
    remedy: str = ""
    first_after_s: float = 0.0
    took_s: float = 0.0
    computed: int = 0
    next: int = 0
    failures: int = 0
    what_ifs_waiting: int = 0
    what_if: str = ""
    edge: EdgeForecast | None = None


class ForecastStates(Struct, frozen=True, tag="forecast_states"):
    """Sites whose forecast's state changed; with `all`, every site that has one. A site that is
    not named is idle."""

    rows: tuple[ForecastState, ...]
    all: bool = False


class Answer(Struct, frozen=True, tag="answer"):
    """The one answer to a request. Without `ok`, `what` and `remedy` are for the person.

    token: what to confirm an order with, or the number of the coming what-if; expires: until
    when an order can be confirmed, ns UTC.
    """

    request: int
    ok: bool
    what: str = ""
    remedy: str = ""
    token: str = ""
    expires: int = 0


class TrendAnswer(Struct, frozen=True, tag="trend_answer"):
    """History: little-endian columns time i8, value f8, quality u4, oldest first."""

    request: int
    point: int
    time: bytes
    value: bytes
    quality: bytes


class JournalAnswer(Struct, frozen=True, tag="journal_answer"):
    """One page of the journal, newest first."""

    request: int
    entries: tuple[JournalEntry, ...]


Reply = Answer | TrendAnswer | JournalAnswer
FromHub = (
    Welcome
    | Values
    | Alarms
    | Incidents
    | Journal
    | Links
    | Kpi
    | Forecasts
    | ForecastStates
    | Reply
)

encoder = msgspec.msgpack.Encoder()
from_client = msgspec.msgpack.Decoder(FromClient)
from_hub = msgspec.msgpack.Decoder(FromHub)

"""The site model: what a site file says, checked for type and range.

A layout is the drawing that many sites share (zones, assets, points, rules); a site is one
address that uses a layout. Lengths in metres; x along the cooking line, y across, z up; the
origin is the south-west corner of the floor. Values are in the point's own unit (degC, kPa,
%LEL ...), since that is what people commission.
"""

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta, Struct, field

Identifier = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$")]
Position = tuple[float, float, float]
Positive = Annotated[float, Meta(gt=0)]
NonNegative = Annotated[float, Meta(ge=0)]


class Priority(StrEnum):
    """P0 fire or explosion at hand, P1 danger minutes away, P2 protection weakened, P3 notice."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


class Name(Struct, frozen=True, forbid_unknown_fields=True):
    """One name in both languages of the screens."""

    zh: str
    en: str


class Box(Struct, frozen=True, forbid_unknown_fields=True):
    """An upright box: corner nearest the origin and extent, m."""

    at: Position
    size: Annotated[tuple[NonNegative, NonNegative, NonNegative], Meta()]


class Zone(Struct, frozen=True, forbid_unknown_fields=True):
    """A room, or a part of one that people name (cooking line, store, corridor)."""

    id: Identifier
    name: Name
    box: Box


class AssetKind(StrEnum):
    """What a thing is, so that it can be drawn and reasoned about."""

    WALL = "wall"
    DOOR = "door"
    WINDOW = "window"
    TABLE = "table"
    WOK = "wok"
    FRYER = "fryer"
    GRIDDLE = "griddle"
    STEAMER = "steamer"
    OVEN = "oven"
    HOOD = "hood"
    DUCT = "duct"
    FAN = "fan"
    DAMPER = "damper"
    VALVE = "valve"
    PIPE = "pipe"
    CYLINDER = "cylinder"
    SUPPRESSION = "suppression"
    CABINET = "cabinet"
    CAMERA = "camera"
    PUMP = "pump"
    MOTOR = "motor"
    TANK = "tank"
    FRIDGE = "fridge"
    SINK = "sink"
    SHELF = "shelf"


class Asset(Struct, frozen=True, forbid_unknown_fields=True):
    """A thing with a place. `hazard` is its share as a likely seat of fire, 0 to 1."""

    id: Identifier
    kind: AssetKind
    zone: Identifier
    name: Name
    box: Box
    hazard: Annotated[float, Meta(ge=0, le=1)] = 0.0


class Limit(Struct, frozen=True, forbid_unknown_fields=True):
    """One limit of a point. The condition must hold for `delay_s` before the alarm is raised."""

    at: float
    priority: Priority
    delay_s: NonNegative = 0.0


class Limits(Struct, frozen=True, forbid_unknown_fields=True):
    """Limits of a point; LL and L alarm below, H and HH above. `rate` is a rise per minute."""

    LL: Limit | None = None
    L: Limit | None = None
    H: Limit | None = None
    HH: Limit | None = None
    rate: Limit | None = None
    hysteresis: NonNegative | None = None


class StateAlarm(Struct, frozen=True, forbid_unknown_fields=True):
    """A code of a point with codes that is an alarm: `SUP-ST` discharged, a call point pressed."""

    code: int
    priority: Priority
    delay_s: NonNegative = 0.0


class Protocol(StrEnum):
    """How a point speaks. `simulated` points exist only at light edges and in tests."""

    OPCUA = "opcua"
    MODBUS = "modbus"
    MQTT = "mqtt"
    CAMERA = "camera"
    INTERNAL = "internal"


class Register(StrEnum):
    """The four Modbus tables."""

    COIL = "coil"
    DISCRETE = "discrete"
    INPUT = "input"
    HOLDING = "holding"


class WordType(StrEnum):
    """How registers make a number; 32-bit types take two registers, high word first."""

    BOOL = "bool"
    UINT16 = "uint16"
    INT16 = "int16"
    UINT32 = "uint32"
    INT32 = "int32"
    FLOAT32 = "float32"


class OpcuaSource(
    Struct, frozen=True, forbid_unknown_fields=True, tag="opcua", tag_field="protocol"
):
    """A node of an OPC UA server, e.g. `ns=2;s=TT-OIL-01`; `nsu=URI;s=...` survives re-indexing."""

    connection: Identifier
    node: str


class ModbusSource(
    Struct, frozen=True, forbid_unknown_fields=True, tag="modbus", tag_field="protocol"
):
    """A register behind a Modbus TCP address; value = raw * scale + offset."""

    connection: Identifier
    unit: Annotated[int, Meta(ge=0, le=255)]
    table: Register
    register: Annotated[int, Meta(ge=0, le=65535)]
    type: WordType = WordType.UINT16
    scale: float = 1.0
    offset: float = 0.0


class MqttSource(Struct, frozen=True, forbid_unknown_fields=True, tag="mqtt", tag_field="protocol"):
    """A topic below the site's prefix; `field` names the number in a JSON payload."""

    connection: Identifier
    topic: str
    field: str = "v"


class CameraSource(
    Struct, frozen=True, forbid_unknown_fields=True, tag="camera", tag_field="protocol"
):
    """A score computed at the edge from one camera's pictures."""

    connection: Identifier
    output: str


class InternalSource(
    Struct, frozen=True, forbid_unknown_fields=True, tag="internal", tag_field="protocol"
):
    """A value that the edge works out from others."""

    output: str


Source = OpcuaSource | ModbusSource | MqttSource | CameraSource | InternalSource


class Point(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One measured value. `kind` is what it measures, in one word of the field.

    range: EURange, values outside are rejected as Bad; normal: band drawn on screens;
    period_s: sampling at the source; deadband: smallest change that is sent (absolute);
    heartbeat_s: sent at least this often, changed or not; codes: names of discrete values;
    role: what it proves in a combined alarm (flame, heat, smoke, co, gas).
    """

    tag: Identifier
    name: Name
    kind: str
    zone: Identifier
    asset: Identifier | None = None
    at: Position
    unit: str
    range: tuple[float, float]
    normal: tuple[float, float] | None = None
    period_s: Positive
    deadband: NonNegative = 0.0
    heartbeat_s: Positive = 60.0
    source: Source
    limits: Limits = field(default_factory=Limits)
    codes: dict[int, Name] = field(default_factory=dict)
    alarms: tuple[StateAlarm, ...] = ()
    role: str | None = None

    @property
    def is_discrete(self) -> bool:
        """True for a point whose values are codes."""
        return bool(self.codes)


class Leaf(Struct, frozen=True, forbid_unknown_fields=True):
    """One part of a combined alarm: exactly one of above, below, equals, rate; held for `for_s`."""

    point: Identifier
    above: float | None = None
    below: float | None = None
    equals: float | None = None
    rate: float | None = None
    above_point: Identifier | None = None
    for_s: NonNegative = 0.0


class Rule(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A combined alarm: true when at least `at_least` of `of` hold and none of `unless`.

    `groups`: when given, one name per leaf; leaves of one group count once (two flame heads
    are one kind of proof).
    """

    id: Identifier
    name: Name
    priority: Priority
    zone: Identifier
    at_least: Annotated[int, Meta(ge=1)]
    of: tuple[Leaf, ...]
    groups: tuple[str, ...] | None = None
    unless: tuple[Leaf, ...] = ()
    delay_s: NonNegative = 0.0


class LayoutKind(StrEnum):
    """What sort of place a layout describes."""

    KITCHEN = "kitchen"
    PUMP_STATION = "pump_station"


class Layout(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The drawing that sites share. `connections` are default endpoints, URL by connection id:
    opc.tcp://host:port/path, modbus+tcp://host:port, mqtt://host:port."""

    id: Identifier
    name: Name
    kind: LayoutKind
    size: Position
    camera: tuple[Position, Position]
    zones: tuple[Zone, ...]
    assets: tuple[Asset, ...]
    points: tuple[Point, ...]
    rules: tuple[Rule, ...] = ()
    connections: dict[str, str] = field(default_factory=dict)


class Site(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One address. `gas` is NG, LPG, NG+LPG or none; `fan_policy` is what the hood fan does in a
    fire, decided by the site's designer, default `ask`."""

    id: Identifier
    name: Name
    layout: Identifier
    city: Name
    lon: Annotated[float, Meta(ge=-180, le=180)]
    lat: Annotated[float, Meta(ge=-90, le=90)]
    tenant: Identifier = "demo"
    brand: Name = Name("", "")
    gas: str = "NG"
    hours: str = ""
    staff_per_shift: Annotated[int, Meta(ge=0)] = 0
    fan_policy: str = "ask"
    notes: str = ""
    connections: dict[str, str] = field(default_factory=dict)


class Tenant(Struct, frozen=True, forbid_unknown_fields=True):
    """An organisation that owns sites."""

    id: Identifier
    name: Name


class Fleet(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All sites of a hub, in the order that fixes their rows."""

    tenants: tuple[Tenant, ...]
    layouts: dict[str, Layout]
    sites: tuple[Site, ...]

    def layout_of(self, site: Site) -> Layout:
        """The drawing of one site."""
        return self.layouts[site.layout]


def encode_fleet(fleet: Fleet) -> bytes:
    """The fleet as msgpack, for the feed."""
    return msgspec.msgpack.encode(fleet)


def decode_fleet(data: bytes) -> Fleet:
    """The reverse of `encode_fleet`; raises msgspec.ValidationError naming the field."""
    return msgspec.msgpack.decode(data, type=Fleet)

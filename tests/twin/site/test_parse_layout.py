"""A layout's text: what is right gives a model, what is wrong names line, field and remedy."""

import pytest
from site_texts import LAYOUT, line_of

from twin.errors import SiteFileError
from twin.site.faults import SiteFileErrors
from twin.site.parse import parse_layout


def test_a_right_layout_is_read() -> None:
    layout = parse_layout(LAYOUT, "f.yaml")
    assert [point.tag for point in layout.points] == ["T-1", "S-1"]
    assert layout.points[0].limits.HH is not None
    assert layout.points[0].limits.HH.at == 150


# what is replaced, by what, the field named, a word of the message, text of the line named
WRONG = [
    ("kind: kitchen", "kind: castle", "kind", "castle", None),
    ("kind: kitchen\n", "", "", "`kind` is missing", "id: small"),
    ("size: [4, 3, 2.5]\ncam", "size: [4, 3]\ncam", "size", "length 3", None),
    ("size: [4, 3, 2.5]\ncam", "size: [4, 0, 3]\ncam", "size", "above 0", None),
    ("id: small", "id: sm all", "id", "regex", None),
    ("id: small", "id: small\ncolour: red", "colour", "no such field", "colour"),
    ("opc.tcp://127.0.0.1:4840", "http://127.0.0.1", "connections.plc", "http", None),
    ("opc.tcp://127.0.0.1:4840", "opc.tcp://", "connections.plc", "names no host", None),
    ("opc.tcp://127.0.0.1:4840", "opc.tcp://a:99999", "connections.plc", "address", None),
    ("  plc: opc", "  other: opc", "points[T-1].source.connection", "'plc'", "node"),
    ("connection: plc", "connection: field", "points[T-1].source.connection", "speak", "node"),
    (
        "period_s: 1\n    deadband",
        "period_s: soon\n    deadband",
        "points[T-1].period_s",
        "float",
        None,
    ),
    ("period_s: 1\n    deadband", "period_s: 0\n    deadband", "points[T-1].period_s", "> 0", None),
    (
        "period_s: 1\n    deadband",
        "period_s: 90\n    deadband",
        "points[T-1].heartbeat_s",
        "heartbeat",
        "tag: T-1",
    ),
    ("    unit: degC\n", "", "points[T-1]", "`unit` is missing", "- tag: T-1"),
    (
        "H: {at: 110, priority: P2}",
        "H: {at: hot, priority: P2}",
        "points[T-1].limits.H.at",
        "float",
        None,
    ),
    (
        "H: {at: 110, priority: P2}",
        "H: {at: 110, priority: P7}",
        "points[T-1].limits.H.priority",
        "P7",
        None,
    ),
    (
        "H: {at: 110, priority: P2}",
        "H: {at: 500, priority: P2}",
        "points[T-1].limits.H.at",
        "outside",
        None,
    ),
    (
        "H: {at: 110, priority: P2}",
        "H: {at: 160, priority: P2}",
        "points[T-1].limits.HH.at",
        "not above",
        "HH:",
    ),
    (
        "L: {at: 5, priority: P3}",
        "L: {at: 1, priority: P3}",
        "points[T-1].limits.L.at",
        "not above",
        None,
    ),
    (
        "      H: {at",
        "      rate: {at: -2, priority: P2}\n      H: {at",
        "points[T-1].limits.rate.at",
        "rise",
        "rate:",
    ),
    ("range: [0, 400]", "range: [400, 0]", "points[T-1].range", "not below", None),
    ("range: [0, 400]", "range: [0, .inf]", "points[0].range[1]", "no measurable", None),
    ("normal: [20, 80]", "normal: [80, 20]", "points[T-1].normal", "not within", None),
    ("normal: [20, 80]", "normal: [20, 900]", "points[T-1].normal", "not within", None),
    ("deadband: 0.5", "deadband: 400", "points[T-1].deadband", "hides", None),
    ("deadband: 0.5", "deadband: -1", "points[T-1].deadband", ">= 0", None),
    ("role: heat", "role: hope", "points[T-1].role", "hope", None),
    ("zone: line\n    asset", "zone: moon\n    asset", "points[T-1].zone", "moon", None),
    ("asset: DOOR", "asset: GATE", "points[T-1].asset", "GATE", None),
    (
        "at: [1, 1, 1]\n    unit: degC",
        "at: [9, 1, 1]\n    unit: degC",
        "points[T-1].at",
        "outside the zone",
        None,
    ),
    ("protocol: opcua", "protocol: carrier-pigeon", "points[T-1].source.protocol", "pigeon", None),
    ("tag: S-1", "tag: T-1", "points[T-1]", "twice", "- tag: T-1\n    name: {zh: 状态"),
    ("table: input", "table: kitchen", "points[S-1].source.table", "kitchen", None),
    ("register: 0", "register: 65536", "points[S-1].source.register", "65535", None),
    (
        "[{code: 1, priority: P0}]",
        "[{code: 7, priority: P0}]",
        "points[S-1].alarms[0].code",
        "no code 7",
        None,
    ),
    (
        "[{code: 1, priority: P0}]",
        "[{code: 1, priority: P0}, {code: 1, priority: P1}]",
        "points[S-1].alarms[1].code",
        "already",
        None,
    ),
    ("range: [0, 1]", "range: [0, 0.5]", "points[S-1].codes[1]", "outside the range", "codes:"),
    (
        "    codes:",
        "    limits: {H: {at: 1, priority: P2}}\n    codes:",
        "points[S-1].limits",
        "codes has no limits",
        "limits: {H",
    ),
    ("zone: line\n    at_least", "zone: moon\n    at_least", "rules[BOTH].zone", "moon", None),
    ("at_least: 2", "at_least: 3", "rules[BOTH].at_least", "never hold", None),
    (
        "at_least: 2",
        "at_least: 2\n    groups: [a, a]",
        "rules[BOTH].at_least",
        "never hold",
        "at_least: 2",
    ),
    (
        "at_least: 2",
        "at_least: 2\n    groups: [a]",
        "rules[BOTH].groups",
        "1 groups for 2",
        "groups",
    ),
    (
        "{point: T-1, above: 100}",
        "{point: T-9, above: 100}",
        "rules[BOTH].of[0].point",
        "T-9",
        None,
    ),
    (
        "{point: T-1, above: 100}",
        "{point: T-1, above: 1, below: 9}",
        "rules[BOTH].of[0]",
        "at once",
        None,
    ),
    ("{point: T-1, above: 100}", "{point: T-1}", "rules[BOTH].of[0]", "no condition", None),
    (
        "{point: T-1, above: 100}",
        "{point: T-1, above_point: T-9}",
        "rules[BOTH].of[0].above_point",
        "T-9",
        None,
    ),
    (
        "at: [1, 0, 0], size: [1, 0.1, 2]",
        "at: [1, 2, 0], size: [1, 0.1, 2]",
        "assets[DOOR].box",
        "no wall",
        "box: {at: [1, 2",
    ),
    ("kind: door, zone: line", "kind: door, zone: moon", "assets[DOOR].zone", "moon", None),
    ("id: DOOR", "id: WALL", "assets[WALL]", "twice", "kind: door"),
    ("{zh: 温度, en: Temperature}", "{zh: 温度, en: ' '}", "points[T-1].name", "blank", None),
    ("{zh: 温度, en: Temperature}", "{zh: 温度}", "points[T-1].name", "`en` is missing", None),
    ("zones:\n", "zones: none\nstrange:\n", "zones", "list", "zones: none"),
]


@pytest.mark.parametrize(("old", "new", "field", "says", "line"), WRONG)
def test_a_wrong_layout_names_line_and_field(
    old: str, new: str, field: str, says: str, line: str | None
) -> None:
    assert old in LAYOUT
    text = LAYOUT.replace(old, new, 1)
    with pytest.raises(SiteFileError) as caught:
        parse_layout(text, "f.yaml")
    error = _about(caught.value, field)
    assert error.where == f"f.yaml:{line_of(text, line or _changed(old, new))} {field}".rstrip()
    assert says in error.what
    assert error.remedy


def _about(error: SiteFileError, field: str) -> SiteFileError:
    if isinstance(error, SiteFileErrors):
        return next(one for one in error.each if one.where.endswith(f" {field}"))
    return error


def _changed(old: str, new: str) -> str:
    """The first line of the new text that the old one has not."""
    before = old.split("\n")
    return next(line for line in new.split("\n") if line not in before)


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    text = LAYOUT.replace("unit: degC", "unit: 7").replace("at_least: 2", "at_least: two")
    text = text.replace("table: input", "table: kitchen")
    with pytest.raises(SiteFileErrors) as caught:
        parse_layout(text, "f.yaml")
    fields = [error.where.split()[1] for error in caught.value.each]
    assert fields == ["points[T-1].unit", "points[S-1].source.table", "rules[BOTH].at_least"]
    assert all(error.where in str(caught.value) for error in caught.value.each)


VARIANT = """\
id: other
extends: small
name: {zh: 另, en: Other}
remove: [BOTH]
points:
  - {tag: T-1, name: {zh: 温, en: Oil}, kind: temperature, zone: line, at: [1, 1, 1], unit: degC,
     range: [0, 500], period_s: 1, source: {protocol: opcua, connection: plc, node: ns=2;s=T-1}}
  - {tag: T-2, name: {zh: 温, en: New}, kind: temperature, zone: line, at: [2, 1, 1], unit: degC,
     range: [0, 500], period_s: 1, source: {protocol: opcua, connection: plc, node: ns=2;s=T-2}}
"""


def test_a_variant_replaces_adds_and_removes_by_name() -> None:
    base = parse_layout(LAYOUT, "base.yaml")
    variant = parse_layout(VARIANT, "f.yaml", {"small": base})
    assert [(p.tag, p.range[1]) for p in variant.points] == [("T-1", 500), ("S-1", 1), ("T-2", 500)]
    assert variant.rules == ()
    assert variant.zones == base.zones


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("extends: small", "extends: big", "f.yaml:2 extends"),
        ("remove: [BOTH]", "remove: [T-7]", "f.yaml:4 remove[0]"),
        ("remove: [BOTH]", "remove: [S-1]", "f.yaml:2 extends"),
        ("ns=2;s=T-2", "ns=2;s=T-1", "f.yaml:9 points[T-2].source"),
    ],
)
def test_a_wrong_variant_names_its_own_line(old: str, new: str, where: str) -> None:
    base = parse_layout(LAYOUT, "base.yaml")
    with pytest.raises(SiteFileError) as caught:
        parse_layout(VARIANT.replace(old, new), "f.yaml", {"small": base})
    assert caught.value.where.startswith(where)

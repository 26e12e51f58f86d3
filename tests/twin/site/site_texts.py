"""A small layout as text, for tests that break one thing in it."""

LAYOUT = """\
id: small
name: {zh: 小, en: Small}
kind: kitchen
size: [4, 3, 2.5]
camera: [[2, -4, 5], [2, 1, 1]]
connections:
  plc: opc.tcp://127.0.0.1:4840
  field: modbus+tcp://127.0.0.1:5020
zones:
  - {id: line, name: {zh: 线, en: Line}, box: {at: [0, 0, 0], size: [4, 3, 2.5]}}
assets:
  - {id: WALL, kind: wall, zone: line, name: {zh: 墙, en: Wall},
     box: {at: [0, 0, 0], size: [4, 0.1, 2.5]}}
  - {id: DOOR, kind: door, zone: line, name: {zh: 门, en: Door},
     box: {at: [1, 0, 0], size: [1, 0.1, 2]}}
points:
  - tag: T-1
    name: {zh: 温度, en: Temperature}
    kind: temperature
    zone: line
    asset: DOOR
    at: [1, 1, 1]
    unit: degC
    range: [0, 400]
    normal: [20, 80]
    period_s: 1
    deadband: 0.5
    source: {protocol: opcua, connection: plc, node: ns=2;s=T-1}
    limits:
      LL: {at: 1, priority: P2}
      L: {at: 5, priority: P3}
      H: {at: 110, priority: P2}
      HH: {at: 150, priority: P1}
    role: heat
  - tag: S-1
    name: {zh: 状态, en: State}
    kind: state
    zone: line
    at: [1, 1, 1]
    unit: ""
    range: [0, 1]
    period_s: 1
    source: {protocol: modbus, connection: field, unit: 1, table: input, register: 0}
    codes: {0: {zh: 关, en: 'Off'}, 1: {zh: 开, en: 'On'}}
    alarms: [{code: 1, priority: P0}]
rules:
  - id: BOTH
    name: {zh: 两者, en: Both}
    priority: P0
    zone: line
    at_least: 2
    of:
      - {point: T-1, above: 100}
      - {point: S-1, equals: 1}
"""

SITE = """\
layout: small
site:
  id: XX-001
  name: {zh: 店, en: Store}
  city: {zh: 城, en: City}
  lon: 116.4
  lat: 39.9
  gas: NG
  connections:
    plc: opc.tcp://10.0.0.5:4840
"""


def line_of(text: str, part: str) -> int:
    """The line, from 1, on which `part` first stands."""
    return text[: text.index(part)].count("\n") + 1

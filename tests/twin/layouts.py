"""Tiny fleets by code: one zone or two, few points, one alarm at a time."""

from collections.abc import Sequence

from twin.alarm.table import AlarmTable, alarm_table
from twin.samples import SampleBatch, batch_of
from twin.site.model import (
    Fleet,
    InternalSource,
    Layout,
    LayoutKind,
    Limits,
    Name,
    Point,
    Rule,
    Site,
    StateAlarm,
    Tenant,
)
from twin.site.table import point_table
from twin.twin import Twin

S = 1_000_000_000
START = 1_800_000_000 * S
NAME = Name("名", "name")


def point(
    tag: str,
    *,
    limits: Limits | None = None,
    alarms: tuple[StateAlarm, ...] = (),
    zone: str = "line",
    codes: dict[int, Name] | None = None,
    role: str | None = None,
    limits_range: tuple[float, float] = (0.0, 1000.0),
    period_s: float = 1.0,
    heartbeat_s: float = 60.0,
) -> Point:
    return Point(
        tag=tag,
        name=NAME,
        kind="test",
        zone=zone,
        at=(0.0, 0.0, 0.0),
        unit="degC",
        range=limits_range,
        period_s=period_s,
        heartbeat_s=heartbeat_s,
        source=InternalSource(output=tag),
        limits=limits or Limits(),
        codes=codes or {},
        alarms=alarms,
        role=role,
    )


def fleet(points: Sequence[Point], rules: Sequence[Rule] = (), sites: int = 1) -> Fleet:
    layout = Layout(
        id="tiny",
        name=NAME,
        kind=LayoutKind.KITCHEN,
        size=(1.0, 1.0, 1.0),
        camera=((0.0, 0.0, 0.0), (1.0, 1.0, 1.0)),
        zones=(),
        assets=(),
        points=tuple(points),
        rules=tuple(rules),
    )
    return Fleet(
        tenants=(Tenant("demo", NAME),),
        layouts={"tiny": layout},
        sites=tuple(
            Site(id=f"T-{k:03}", name=NAME, layout="tiny", city=NAME, lon=0.0, lat=0.0)
            for k in range(1, sites + 1)
        ),
    )


def alarms_of(points: Sequence[Point], rules: Sequence[Rule] = (), sites: int = 1) -> AlarmTable:
    return alarm_table(point_table(fleet(points, rules, sites)))


def twin_of(points: Sequence[Point], rules: Sequence[Rule] = (), sites: int = 1) -> Twin:
    return Twin(alarms_of(points, rules, sites), now=START)


def samples(*rows: tuple[int, float, float], quality: int = 0) -> SampleBatch:
    """Samples from (point row, seconds after START, value)."""
    times = [START + round(after * S) for _, after, _ in rows]
    return batch_of([r[0] for r in rows], [r[2] for r in rows], quality, times, times)


def at(after: float) -> int:
    return START + round(after * S)

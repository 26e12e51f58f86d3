"""The quantised data set of the storage benches: what kitchens send most of the time, by rule.

60 % analogue walks at 0.1 resolution, 20 % slow counters, 20 % on/off contacts, 0.2 % of all
Uncertain, 1 Hz. It is synthetic and labelled so wherever it is used.
"""

import numpy as np
import numpy.typing as npt

from twin.quality import Quality
from twin.site.model import (
    Box,
    Fleet,
    Layout,
    LayoutKind,
    Limit,
    Limits,
    ModbusSource,
    Name,
    Point,
    Priority,
    Register,
    Site,
    Tenant,
    Zone,
)

Float64Array = npt.NDArray[np.float64]
UInt32Array = npt.NDArray[np.uint32]

POINTS = 60
ANALOGUE, COUNTER = 36, 12
UNCERTAIN_SHARE = 0.002
WARN = Limit(at=90.0, priority=Priority.P2)
ALARM = Limit(at=95.0, priority=Priority.P1)
RISE = Limit(at=30.0, priority=Priority.P2)
RATES = 2
LOW = Limit(at=-5.0, priority=Priority.P2)
LOWEST = Limit(at=-8.0, priority=Priority.P1)


def bench_fleet(sites: int) -> Fleet:
    """So many sites of 60 points, every point with all four limits, two with a rate limit (as many
    as a K-M kitchen has)."""
    layout = Layout(
        id="bench",
        name=Name("测试", "Bench"),
        kind=LayoutKind.KITCHEN,
        size=(10.0, 10.0, 3.0),
        camera=((5.0, -8.0, 9.0), (5.0, 5.0, 0.0)),
        zones=(Zone("room", Name("房间", "Room"), Box((0, 0, 0), (10.0, 10.0, 3.0))),),
        assets=(),
        points=tuple(_point(k) for k in range(POINTS)),
        connections={"bus": "modbus+tcp://127.0.0.1:5020"},
    )
    return Fleet(
        tenants=(Tenant("demo", Name("演示", "Demo")),),
        layouts={"bench": layout},
        sites=tuple(
            Site(
                id=f"B-{k:04d}",
                name=Name(f"测试{k}", f"Bench {k}"),
                layout="bench",
                city=Name("测试", "Bench"),
                lon=110.0,
                lat=30.0,
            )
            for k in range(sites)
        ),
    )


def _point(k: int) -> Point:
    return Point(
        tag=f"P-{k:02d}",
        name=Name(f"点{k}", f"Point {k}"),
        kind="temperature",
        zone="room",
        at=(1.0, 1.0, 1.0),
        unit="degC",
        range=(-10.0, 1e9),
        period_s=1.0,
        source=ModbusSource(connection="bus", unit=1, table=Register.INPUT, register=k),
        limits=Limits(LL=LOWEST, L=LOW, H=WARN, HH=ALARM, rate=RISE if k < RATES else None),
    )


def series(profile: int, length: int) -> tuple[Float64Array, UInt32Array]:
    """Values and qualities (length, 60) of one profile; the same for the same arguments."""
    random = np.random.default_rng([7, profile])
    walk = np.cumsum(random.normal(0.0, 0.05, (length, ANALOGUE)), axis=0)
    analogue = np.round(np.clip(40.0 + walk, 0.0, 85.0), 1)
    counter = np.cumsum(random.random((length, COUNTER)) < 0.05, axis=0).astype(np.float64)
    switches = random.random((length, POINTS - ANALOGUE - COUNTER)) < 0.01
    contact = (np.cumsum(switches, axis=0) % 2).astype(np.float64)
    values = np.concatenate([analogue, counter, contact], axis=1)
    quality = np.where(
        random.random(values.shape) < UNCERTAIN_SHARE, Quality.UNCERTAIN_SUBNORMAL, Quality.GOOD
    ).astype(np.uint32)
    return values, quality

"""A small fleet: two kitchens of four points each, and what tests do with it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import numpy as np
import pytest
from hub_ends import small_fleet

from app.hub.store.database import Database
from app.hub.store.historian import Historian
from twin.alarm.table import AlarmTable, alarm_table
from twin.site.table import PointTable, point_table


@pytest.fixture
def alarms() -> AlarmTable:
    return alarm_table(point_table(small_fleet()))


@pytest.fixture
def points(alarms: AlarmTable) -> PointTable:
    return alarms.points


@pytest.fixture
def historian(tmp_path: Path) -> Iterator[Historian]:
    one = Historian(tmp_path / "history")
    yield one
    one.close()


@pytest.fixture
async def database(tmp_path: Path, points: PointTable) -> AsyncIterator[Database]:
    async with Database(tmp_path / "hub.db", points) as one:
        yield one


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)

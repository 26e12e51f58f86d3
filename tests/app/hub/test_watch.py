"""Which incidents get a forecast: dangers of kitchens while they are active, one for a site."""

import msgspec
import numpy as np
import pytest
from support.kitchens import three_kitchens_table

from app.hub.forecast.watch import QUIET, Wanted, Watch
from app.library import load_fleet
from twin.alarm.cells import AlarmCells
from twin.alarm.table import alarm_table
from twin.incident.identity import identity
from twin.incident.model import Incident, IncidentState
from twin.site.model import Priority
from twin.site.table import point_table

TABLE = three_kitchens_table()
NOW = 1_800_000_000_000_000_000


def incident(
    *alarms: str, priority: Priority = Priority.P0, opened: int = NOW, is_fault: bool = False
) -> Incident:
    site = alarms[0].split("/")[0]
    name, trace = identity(site, "line", opened, is_fault=is_fault)
    return Incident(
        id=name, trace=trace, site=site, zone="line", state=IncidentState.PENDING,
        priority=priority, first_out=alarms[0], opened=opened, changed=opened, alarms=alarms,
    )  # fmt: skip


def cells(*active: str) -> AlarmCells:
    found = AlarmCells(TABLE)
    found.active[[TABLE.row_by_id[alarm] for alarm in active]] = True
    return found


OIL = "BJ-001/OIL-300/RULE"
HEAT = "BJ-001/TT-HOOD-01/HH"
GAS = "BJ-001/GD-01/HH"


@pytest.mark.parametrize(
    ("one", "is_wanted"),
    [
        (incident(OIL), True),
        (incident("BJ-001/GAS-50/RULE"), True),
        (incident(HEAT, priority=Priority.P1), True),
        (incident(GAS, priority=Priority.P1), True),
        (incident("BJ-001/TT-HOOD-01/LONG_LOSS", priority=Priority.P1, is_fault=True), False),
        (incident(OIL, is_fault=True), False),
        (msgspec.structs.replace(incident(OIL), closed=NOW), False),
    ],
)
def test_which_incidents_are_forecast(one: Incident, is_wanted: bool) -> None:
    assert bool(Watch(TABLE).look([one], cells(*one.alarms), NOW)) is is_wanted


def test_a_quiet_incident_ends_and_a_returning_one_begins_again() -> None:
    watch, one = Watch(TABLE), incident(OIL)
    assert watch.look([one], cells(OIL), NOW)
    assert watch.look([one], cells(), NOW + QUIET)
    assert not watch.look([one], cells(), NOW + QUIET + 1)
    assert watch.look([one], cells(OIL), NOW + 2 * QUIET)


def test_one_forecast_for_a_site_the_most_urgent_then_the_first() -> None:
    older = incident(OIL, opened=NOW - 5)
    others = [incident(HEAT, priority=Priority.P1, opened=NOW - 9), incident(OIL), older]
    found = Watch(TABLE).look(others, cells(OIL, HEAT), NOW)
    assert found == [Wanted("BJ-001", older.id, "line", older.opened, is_p0=True)]


def test_a_pump_station_is_no_kitchen() -> None:
    table = alarm_table(point_table(load_fleet()))
    assert Watch(table).others == {"PS-001"}
    alarm = next(d.id for d in table.definitions if d.id.startswith("PS-001/"))
    assert not Watch(table).look([incident(alarm)], AlarmCells(table), NOW)


def test_an_alarm_that_is_no_longer_configured_counts_for_nothing() -> None:
    gone = incident("BJ-001/GONE/HH", priority=Priority.P1)
    assert not Watch(TABLE).look([gone], cells(), NOW)
    assert not np.any(cells().active)

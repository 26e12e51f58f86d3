"""A small fleet with its tables, for screens."""

from functools import cache

from app.library import load_fleet
from twin.alarm.table import AlarmTable, alarm_table
from twin.site.model import Fleet
from twin.site.table import point_table


@cache
def three_kitchens() -> Fleet:
    """The first three sites of the packaged fleet."""
    fleet = load_fleet()
    return Fleet(tenants=fleet.tenants, layouts=fleet.layouts, sites=fleet.sites[:3])


@cache
def three_kitchens_table() -> AlarmTable:
    """Alarm table, and through it the point table, of `three_kitchens`."""
    return alarm_table(point_table(three_kitchens()))

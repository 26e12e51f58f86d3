"""What the edge's own twin decides is sent, dead-band or not."""

from link_ends import small_fleet

from edge.station import News, Station
from twin.clock import NS_PER_S
from twin.samples import batch_of

START = 1_800_000_000 * NS_PER_S


def feed(station: Station, value: float, second: float, row: int = 3) -> News:
    now = START + round(second * NS_PER_S)
    return station.apply(batch_of([row], value, 0, now, now), now)


def test_a_sample_that_crosses_a_limit_within_the_dead_band_is_sent() -> None:
    station = Station(small_fleet(), now=START)
    assert len(feed(station, 39.9, 0).batch) == 1
    assert len(feed(station, 39.95, 1).batch) == 0
    crossing = feed(station, 40.05, 2)
    assert crossing.conditions is not None
    assert crossing.conditions.active.tolist() == [True]
    assert crossing.batch.value.tolist() == [40.05]


def test_it_knows_by_itself_what_is_active() -> None:
    station = Station(small_fleet(), now=START)
    feed(station, 61.0, 0)
    assert station.active() == {"BJ-001": ("BJ-001/GD-01/H", "BJ-001/GD-01/HH")}


def test_a_value_out_of_range_is_counted_and_still_told() -> None:
    station = Station(small_fleet(), now=START)
    assert len(feed(station, -1e9, 0).batch) == 1
    assert station.rejected == 1


def test_values_out_of_range_are_counted_for_their_own_site() -> None:
    station = Station(small_fleet("BJ-001", "SH-014"), now=START)
    feed(station, -1e9, 0, row=len(station.points) - 1)
    feed(station, 20.0, 0)
    assert dict(station.rejected_of) == {"SH-014": 1}

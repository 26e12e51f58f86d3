"""The packaged fleet and map."""

from collections import Counter

import numpy as np

from app.library import load_fleet, map_lines, map_path, resource
from twin.alarm.table import alarm_table
from twin.site.model import LayoutKind
from twin.site.table import point_table

FLEET = load_fleet()


def test_there_are_100_kitchens_and_a_pump_station() -> None:
    kinds = Counter(FLEET.layout_of(site).kind for site in FLEET.sites)
    assert kinds == {LayoutKind.KITCHEN: 100, LayoutKind.PUMP_STATION: 1}
    assert sum(site.layout == "k-s" for site in FLEET.sites) == 16


def test_the_full_edges_stand_first() -> None:
    assert [s.id for s in FLEET.sites[:4]] == ["BJ-001", "SH-014", "YC-002", "PS-001"]
    assert [s.layout for s in FLEET.sites[:4]] == ["k-m", "k-m", "k-m-lpg", "pump-station"]


def test_the_named_sites_of_the_domain_are_there() -> None:
    named = "BJ-001 SH-014 GZ-007 SZ-021 CD-003 CQ-011 WH-005 XA-004 YC-002 SY-006 HEB-003 UR-001"
    assert {*named.split(), "LS-001", "HK-002"} <= {site.id for site in FLEET.sites}


def test_the_tables_have_one_row_for_each_point() -> None:
    points = point_table(FLEET)
    assert len(points) == 84 * 54 + 16 * 34 + 8
    alarms = alarm_table(points)
    assert len(alarms.row_by_id) == len(alarms)


def test_stores_stand_apart_and_within_their_city() -> None:
    assert len({(site.lon, site.lat) for site in FLEET.sites}) == 101
    for city in {site.city.en for site in FLEET.sites}:
        places = np.array([(s.lon, s.lat) for s in FLEET.sites if s.city.en == city])
        assert np.ptp(places, axis=0).max() < 0.8, city


def test_stores_have_their_own_names_in_both_languages() -> None:
    assert len({site.name.en for site in FLEET.sites}) == 101
    for site in FLEET.sites:
        assert site.name.zh.startswith(site.city.zh)
        assert site.name.en.startswith(site.city.en)


def test_the_map_shows_every_site_on_land_of_its_extent() -> None:
    lines = map_lines()
    mainland = lines.land[0]
    assert all(np.allclose(ring[0], ring[-1]) for ring in lines.land)
    outside = [s.id for s in FLEET.sites if not _inside(mainland, s.lon, s.lat)]
    assert len(outside) <= 5  # on islands and at river mouths finer than the map


def test_the_map_is_small() -> None:
    assert map_path().stat().st_size < 1_000_000


def test_packaged_data_names_its_source() -> None:
    assert "Natural Earth" in resource("maps", "README.md").read_text(encoding="utf-8")


def _inside(ring: np.ndarray, lon: float, lat: float) -> bool:
    """Even-odd rule."""
    x, y = ring[:, 0], ring[:, 1]
    crosses = (y[:-1] > lat) != (y[1:] > lat)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x[:-1] + (lat - y[:-1]) / (y[1:] - y[:-1]) * (x[1:] - x[:-1])
    return bool(np.count_nonzero(crosses & (at > lon)) % 2)

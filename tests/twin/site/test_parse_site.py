"""Fleet files and files of one own site."""

import pytest
from site_texts import LAYOUT, SITE, line_of

from twin.errors import SiteFileError
from twin.site.parse import parse_fleet, parse_layout, parse_site

SMALL = {"small": parse_layout(LAYOUT, "small.yaml")}
FLEET = """\
tenants:
  - {id: demo, name: {zh: 甲, en: A}}
sites:
  - {id: A-1, name: {zh: 店, en: A}, layout: small, city: {zh: 城, en: C}, lon: 1, lat: 2}
  - {id: A-2, name: {zh: 店, en: B}, layout: small, city: {zh: 城, en: C}, lon: 1, lat: 2}
"""


def test_a_fleet_keeps_the_order_of_its_file() -> None:
    fleet = parse_fleet(FLEET, "f.yaml", SMALL)
    assert [site.id for site in fleet.sites] == ["A-1", "A-2"]
    assert fleet.layout_of(fleet.sites[1]) is SMALL["small"]


def test_an_own_site_may_use_a_packaged_layout() -> None:
    fleet = parse_site(SITE, "f.yaml", SMALL)
    assert fleet.sites[0].connections == {"plc": "opc.tcp://10.0.0.5:4840"}
    assert fleet.layout_of(fleet.sites[0]) is SMALL["small"]


def test_an_own_site_may_bring_its_own_layout() -> None:
    inline = "layout:\n" + "".join(f"  {line}\n" for line in LAYOUT.splitlines())
    fleet = parse_site(SITE.replace("layout: small\n", inline), "f.yaml")
    assert fleet.layouts == SMALL


def test_a_fault_in_an_own_layout_names_the_line_of_the_site_file() -> None:
    inline = "layout:\n" + "".join(f"  {line}\n" for line in LAYOUT.splitlines())
    text = SITE.replace("layout: small\n", inline).replace("unit: degC", "unit: 7")
    with pytest.raises(SiteFileError) as caught:
        parse_site(text, "f.yaml")
    assert caught.value.where == f"f.yaml:{line_of(text, 'unit: 7')} layout.points[T-1].unit"


@pytest.mark.parametrize(
    ("old", "new", "field", "says"),
    [
        ("layout: small", "layout: large", "site.layout", "large"),
        ("  lon: 116.4", "  lon: 216.4", "site.lon", "<= 180"),
        ("  lat: 39.9\n", "", "site", "`lat` is missing"),
        ("  lat: 39.9", "  lat: north", "site.lat", "float"),
        ("  gas: NG", "  gas: steam", "site.gas", "steam"),
        ("  gas: NG", "  fan_policy: hope", "site.fan_policy", "hope"),
        ("  gas: NG", "  tenant: nobody", "site.tenant", "nobody"),
        ("  gas: NG", "  colour: red", "site.colour", "no such field"),
        ("  name: {zh: 店, en: Store}", "  name: {zh: '', en: Store}", "site.name", "blank"),
        ("    plc: opc", "    cpl: opc", "site.connections.cpl", "no connection"),
        ("opc.tcp://", "http://", "site.connections.plc", "http"),
        ("opc.tcp://", "mqtt://", "site.connections.plc", "another protocol"),
        ("opc.tcp://10.0.0.5:4840", "opc.tcp://[bad", "site.connections.plc", "address"),
    ],
)
def test_a_wrong_site_names_line_and_field(old: str, new: str, field: str, says: str) -> None:
    text = SITE.replace(old, new, 1)
    with pytest.raises(SiteFileError, match=says) as caught:
        parse_site(text, "f.yaml", SMALL)
    line = line_of(text, new) if new and field != "site.layout" else line_of(text, "site:")
    assert caught.value.where == f"f.yaml:{line} {field}"


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("id: A-2", "id: A-1", "f.yaml:5 sites[A-1].id"),
        ("layout: small, city", "layout: none, city", "f.yaml:4 sites[A-1].layout"),
        ("- {id: demo, name: {zh: 甲, en: A}}", "{}", "f.yaml:1 tenants"),
        ("id: demo", "id: other", "f.yaml:4 sites[A-1].tenant"),
        ("sites:", "shops:", "f.yaml:3 shops"),
        ("lon: 1,", "lon: [1],", "f.yaml:4 sites[A-1].lon"),
    ],
)
def test_a_wrong_fleet_names_line_and_field(old: str, new: str, where: str) -> None:
    text = FLEET.replace(old, new, 1)
    with pytest.raises(SiteFileError) as caught:
        parse_fleet(text, "f.yaml", SMALL)
    assert caught.value.where == where


def test_a_fleet_without_sites_is_refused() -> None:
    with pytest.raises(SiteFileError, match="at least one site"):
        parse_fleet("sites: []\n", "f.yaml", SMALL)

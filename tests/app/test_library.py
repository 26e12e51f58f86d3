"""Files that cannot be read name themselves and a remedy."""

from pathlib import Path

import pytest

from app.library import load_fleet, load_site, map_lines, resource
from twin.errors import SiteFileError

SITE = """\
layout:
  id: mine
  extends: k-m
  name: {zh: 我的厨房, en: My kitchen}
  remove: [TRH-02]
site:
  id: MY-001
  name: {zh: 我的店, en: My store}
  city: {zh: 杭州, en: Hangzhou}
  lon: 120.1
  lat: 30.2
  connections: {plc: "opc.tcp://192.168.1.10:4840"}
"""


def test_an_own_site_starts_from_a_packaged_kitchen(tmp_path: Path) -> None:
    file = tmp_path / "my.yaml"
    file.write_text(SITE, encoding="utf-8")
    fleet = load_site(file)
    assert len(fleet.layout_of(fleet.sites[0]).points) == 53


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "my.yaml"
    file.write_text(SITE, encoding="utf-8-sig")
    assert load_site(file).sites[0].id == "MY-001"


def test_a_missing_file_names_itself(tmp_path: Path) -> None:
    with pytest.raises(SiteFileError, match="cannot be read") as caught:
        load_fleet(tmp_path / "nowhere.yaml")
    assert caught.value.where.startswith(str(tmp_path / "nowhere.yaml"))


def test_a_folder_is_no_site(tmp_path: Path) -> None:
    with pytest.raises(SiteFileError, match="cannot be read"):
        load_site(tmp_path)


def test_a_file_in_another_encoding_names_the_line(tmp_path: Path) -> None:
    file = tmp_path / "gbk.yaml"
    file.write_bytes("id: a\nname: 厨房\n".encode("gbk"))
    with pytest.raises(SiteFileError, match="UTF-8") as caught:
        load_site(file)
    assert caught.value.where == f"{file}:2"


def test_a_wrong_map_names_itself(tmp_path: Path) -> None:
    file = tmp_path / "map.json"
    file.write_text('{"land": [[[1, 2]]], "borders": []}', encoding="utf-8")
    with pytest.raises(SiteFileError, match="length >= 2"):
        map_lines(file)


def test_resources_are_found() -> None:
    assert resource("sites", "fleet.yaml").is_file()

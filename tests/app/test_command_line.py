"""What a user gets from the command line: exit codes, one clear line, no traceback."""

import argparse
import json
import tempfile
from pathlib import Path

import msgspec
import pytest

from app.cli import SUBCOMMANDS, main
from app.commands import commander, demo
from app.config import SettingsError, load_settings
from app.hub.settings import HubSettings
from app.library import load_fleet


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_subcommand_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    assert left.value.code == 0
    assert f"emberwall {name}" in capsys.readouterr().out


def test_a_good_site_file_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        "site: {id: OWN-1, name: {zh: 自家, en: Own}, city: {zh: 北京, en: Beijing}, lon: 116, "
        "lat: 40}\nlayout: k-s\n"
    )
    assert main(["site", str(path)]) == 0
    assert "1 sites, 34 points" in capsys.readouterr().out


def test_a_malformed_site_file_is_one_line_with_file_line_and_field(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        "site: {id: OWN-1, name: {zh: 自家, en: Own}, city: {zh: 北京, en: Beijing}, lon: 999,\n"
        "  lat: 40}\nlayout: k-s\n"
    )
    assert main(["site", str(path)]) == 1
    said = capsys.readouterr().err
    assert f"{path}:1" in said
    assert "lon" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('{"directory": "x", "feed_port": "many"}', "feed_port"),
        ('{"directory": "x", "colour": 1}', "colour"),
        ('{"directory": "x"', "truncated"),
    ],
)
def test_a_bad_settings_file_names_the_field(tmp_path: Path, text: str, field: str) -> None:
    path = tmp_path / "hub.json"
    path.write_text(text)
    with pytest.raises(SettingsError, match=field) as raised:
        load_settings(HubSettings, path)
    assert raised.value.where == str(path)


def test_a_wall_without_a_hub_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["wall", "--hub", str(tmp_path / "hub.json")]) == 1
    said = capsys.readouterr().err
    assert "hub.json" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("name", ["wall", "commander"])
def test_without_any_hub_a_screen_says_how_to_find_one(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert main([name]) == 1
    said = capsys.readouterr().err
    assert str(tmp_path) in said
    assert "--hub" in said


def test_a_token_that_cannot_be_read_names_its_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "token"
    assert main(["commander", "--feed", "ws://127.0.0.1:1", "--token-file", str(missing)]) == 1
    assert f"{missing}: the token cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "value"),
    [("--processes", "-3"), ("--processes", "two"), ("--every", "often"), ("--cell", "nan")],
)
def test_a_number_that_cannot_be_meant_names_its_option(
    option: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["sim", "run", "case.yaml", "--out", "here", option, value])
    assert left.value.code == 2
    assert f"argument {option}: {value} is no" in capsys.readouterr().err


def test_a_demo_that_fails_keeps_its_logs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(directory: Path, **_more: object) -> None:
        (directory / "logs").mkdir()
        (directory / "logs" / "hub.log").write_text("why")
        (directory / "hub.key").write_text("secret")
        raise SettingsError("it died", where="hub", remedy="Look")

    monkeypatch.setattr(demo, "run_headless", fail)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert main(["demo", "--headless"]) == 1
    assert "logs of this demo are in" in capsys.readouterr().err
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["hub.log"]


def test_an_edge_is_enrolled_and_revoked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key, hub = tmp_path / "edge.key", tmp_path / "hub"
    assert main(["enrol", "BJ-001", "--hub", str(hub), "--key", str(key)]) == 0
    record = json.loads((hub / "edges" / "BJ-001.json").read_text())
    assert record["sites"] == ["BJ-001"]
    assert record["public_key"] == json.loads(key.read_text())["public_key"]
    assert main(["enrol", "BJ-001", "--hub", str(hub), "--revoke"]) == 0
    assert not (hub / "edges" / "BJ-001.json").exists()
    assert "revoked" in capsys.readouterr().out


def test_a_result_needs_no_hub_and_a_hub_is_found_by_its_card(tmp_path: Path) -> None:
    own = argparse.ArgumentParser()
    commander.add(own)
    alone = commander.settings_of(own.parse_args(["--result", str(tmp_path)]))
    assert (alone.feed, alone.result) == ("", tmp_path)
    card = tmp_path / "hub.json"
    known = dict.fromkeys(("telemetry", "alarms", "public_key"), "")
    card.write_text(json.dumps({**known, "feed": "ws://127.0.0.1:1", "token": "secret"}))
    found = commander.settings_of(own.parse_args(["--hub", str(card), "--site", "K-001"]))
    assert (found.feed, found.token, found.site) == ("ws://127.0.0.1:1", "secret", "K-001")


def test_a_commander_without_a_hub_is_told_where_one_was_looked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["commander", "--hub", str(tmp_path / "none.json")]) == 1
    assert "none.json" in capsys.readouterr().err


def test_the_doctor_reports_as_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code = main(["doctor", "--json", "--hub", str(tmp_path)])
    found = {one["name"]: one for one in msgspec.json.decode(capsys.readouterr().out)}
    assert found["python"]["ok"]
    assert not found["hub"]["ok"], "no hub was ever started there"
    assert found["hub"]["remedy"] == "emberwall hub"
    assert code == 1


def test_the_file_of_one_site_serves_as_a_fleet(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        "site: {id: OWN-1, name: {zh: 自家, en: Own}, city: {zh: 北京, en: Beijing}, lon: 116, "
        "lat: 40}\nlayout: k-s\n"
    )
    assert [site.id for site in load_fleet(path).sites] == ["OWN-1"]


def test_a_machine_without_a_display_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main(["demo", "--directory", str(tmp_path)]) == 1
    assert "--headless" in capsys.readouterr().err

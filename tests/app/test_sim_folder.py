"""The folder that `emberwall sim run` writes: what cannot be written, what an earlier run left."""

import errno
import os
from pathlib import Path

import pytest

from app.cli import main
from app.commands import plot_fonts
from tests.support.small_case import CASE


def test_a_place_that_cannot_be_written_is_known_at_once(
    case_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a file"
    out.write_text("")
    for place in (out, out / "below"):
        assert main(["sim", "run", str(case_file), "--out", str(place)]) == 1
        said = capsys.readouterr().err
        assert f"{out}: results cannot be written: Not a directory" in said
        assert "simulated" not in said, "before the run, not after it"


def test_a_disk_that_fills_up_is_one_line(
    case_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("app.simulation.plots.plot_series", full)
    out = tmp_path / "out"
    assert main(["sim", "run", str(case_file), "--out", str(out)]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[-1].endswith(f"{out}: results cannot be written: No space left on device. "
                             "Make room or choose another --out")  # fmt: skip


def test_nothing_of_an_earlier_run_stays_for_the_new_ones(case_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["sim", "run", str(case_file), "--out", str(out)]) == 0
    for own in ("tables/mine.csv", "plots/mine.png", "fields/mine.vtu"):
        (out / own).write_text("")
    before = {path.relative_to(out) for path in out.rglob("*")}
    shorter = CASE.replace("duration: 30", "duration: 5").split("openings:")[0]
    case_file.write_text(shorter)
    assert main(["sim", "run", str(case_file), "--out", str(out)]) == 0
    after = {path.relative_to(out) for path in out.rglob("*")}
    gone = {str(path) for path in before - after}
    assert {"tables/flow_in.csv", "plots/heat_release_rate.png", "fields/layers_000030.vtu"} < gone
    assert not any("mine" in path for path in gone)
    assert len(list((out / "fields").glob("layers_*.vtu"))) == 6


def test_plots_write_names_in_the_letters_of_their_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "热厨.yaml"
    path.write_text(CASE.replace("room", "热厨").replace("door", "传菜门"), encoding="utf-8")
    pictures = []
    for fonts in (plot_fonts.HAN, ()):
        monkeypatch.setattr(plot_fonts, "HAN", fonts)
        out = tmp_path / f"结果{len(fonts)}"
        assert main(["sim", "run", str(path), "--out", str(out)]) == 0
        pictures.append((out / "plots" / "layer_height.png").read_bytes())
    said = capsys.readouterr().err
    assert "Glyph" not in said, "one line, not one for every letter of every picture"
    assert said.count("fonts-noto-cjk") == 1 + (pictures[0] == pictures[1])
    heads = (out / "tables" / "layer_height.csv").read_text(encoding="utf-8").splitlines()[0]
    assert heads == "time (s),热厨 (m)"

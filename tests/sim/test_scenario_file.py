import pytest

from sim.plant.scenario import Ramp, Scenario, Track, parse_scenario
from twin.errors import SiteFileError

HEAD = """\
id: T1
name: {zh: 试, en: Try}
about: A try.
truth: fire
priority: P0
starts_s: -10
ends_s: 20
"""


def test_a_scenario_reads_as_it_is_written() -> None:
    read = parse_scenario(
        HEAD + "tracks:\n  GD-01: [[-10, 0], [5, 25], [20, sat]]\n"
        "  FD-01: {at: [[0, 1]], ramp: step}\n",
        source="t.yaml",
    )
    assert isinstance(read, Scenario)
    assert read.tracks["GD-01"] == Track(at=((-10.0, 0.0), (5.0, 25.0), (20.0, "sat")))
    assert read.tracks["FD-01"].ramp is Ramp.STEP
    assert read.begins_s == -10


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (HEAD.replace("fire", "fier") + "tracks: {}\n", "t.yaml:4 truth"),
        (
            HEAD + "tracks:\n  GD-01:\n    - [0, 1]\n    - [5, bad]\n",
            "t.yaml:11 tracks.GD-01.at[1]",
        ),
        (HEAD + "tracks:\n  GD-01: [[5, 1], [5, 2]]\n", "t.yaml:9 tracks.GD-01.at[1]"),
        (HEAD + "tracks:\n  GD-01: []\n", "t.yaml:9 tracks.GD-01.at"),
        (HEAD + "tracks:\n  GD-01: {at: [[0, 1]], rampe: step}\n", "t.yaml:9 tracks.GD-01"),
        (HEAD.replace("ends_s: 20", "ends_s: -20") + "tracks: {}\n", "t.yaml:7 ends_s"),
        (HEAD + "tracks: [\n", "t.yaml:9"),
        ("- a list\n", "t.yaml:1"),
        (HEAD + "tracks: " + "[" * 100_000, "t.yaml:8"),
        (HEAD + "tracks: {}\nnonsense: 1\n", "t.yaml:1"),
    ],
)
def test_what_cannot_be_is_named_by_file_line_and_field(text: str, where: str) -> None:
    with pytest.raises(SiteFileError) as caught:
        parse_scenario(text, source="t.yaml")
    assert caught.value.where.startswith(where)
    assert caught.value.remedy

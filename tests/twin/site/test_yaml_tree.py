"""YAML text as plain data with lines."""

import pytest

from twin.errors import SiteFileError
from twin.site.yaml_tree import read_yaml


@pytest.mark.parametrize("word", ["on", "off", "yes", "No", "12:30", "2026-11-20", "1_000", "0x1F"])
def test_a_word_stays_a_word(word: str) -> None:
    assert read_yaml(f"a: {word}", "f").data == {"a": word}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e3", 1000.0),
        ("-2", -2),
        (".5", 0.5),
        ("true", True),
        ("~", None),
        ("'7'", "7"),
        ("007", 7),
    ],
)
def test_numbers_and_truths_are_read_as_yaml_1_2_says(text: str, value: object) -> None:
    assert read_yaml(f"a: {text}", "f").data == {"a": value}


def test_a_field_is_named_with_its_line_and_its_tag() -> None:
    tree = read_yaml("points:\n  - tag: T-1\n    at: [1,\n      2]\n", "f.yaml")
    assert tree.where(("points", 0, "at", 1)) == "f.yaml:4 points[T-1].at[1]"


def test_a_field_that_is_missing_is_where_it_should_stand() -> None:
    tree = read_yaml("a: 1\nb:\n  c: 2\n", "f.yaml")
    assert tree.where(("b", "d")) == "f.yaml:2 b.d"


def test_a_merged_mapping_gives_what_the_own_one_does_not_say() -> None:
    data = read_yaml("- &a {x: 1, y: 2}\n- {<<: *a, y: 3}\n", "f").data
    assert data == [{"x": 1, "y": 2}, {"x": 1, "y": 3}]


_BOMB = "a0: &a0 [x, x]\n" + "".join(
    f"a{k + 1}: &a{k + 1} [{', '.join([f'*a{k}'] * 9)}]\n" for k in range(9)
)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "empty"),
        ("a: 1\nb: {", 3, "not YAML"),
        ("a: b: c", 1, "not YAML"),
        ("a: *nobody", 1, "undefined alias"),
        ("a: 1\n\x07", 2, "does not allow"),
        ("a: \ud800", 1, "not YAML"),
        ("---\na: 1\n---\nb: 2", 3, "single document"),
        ("a: 1\nb: 2\na: 3", 3, "said twice"),
        ("1: x\n1.0: y", 2, "said twice"),
        ("a: 1\nb: .nan", 2, "no measurable number"),
        ("a: 1\nb: -.inf", 2, "no measurable number"),
        ("a: 1e999", 1, "too large"),
        ("a: 1\n? [b]\n: c", 2, "one word"),
        ("a: 1\nb: !!python/object/apply:os.system [ls]", 2, "no place here"),
        ("a: 1\n<<: [3]", 2, "takes a mapping"),
        ("a: &a [*a]", 1, "unfolds"),
        ("a: &a {<<: *a}", 1, "unfolds"),
        (_BOMB, 1, "unfolds"),
        ("[" * 100_000, 1, "levels"),
        ("- " * 5_000 + "1", 1, "levels"),
        ("x" * 2_000_001, 1, "more than"),
    ],
)
def test_text_that_cannot_be_read_names_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(SiteFileError, match=says) as caught:
        read_yaml(text, "f.yaml")
    assert caught.value.where.split()[0] == f"f.yaml:{line}"
    assert caught.value.remedy


def test_a_number_that_cannot_be_measured_names_its_field() -> None:
    with pytest.raises(SiteFileError) as caught:
        read_yaml("fires:\n  - hrr: [[0, 1], [10, .nan]]", "f.yaml")
    assert caught.value.where == "f.yaml:2 fires[0].hrr[1][1]"

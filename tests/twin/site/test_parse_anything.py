"""Whatever text comes: a model or a SiteFileError, never another exception."""

from contextlib import suppress

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from site_texts import LAYOUT, SITE

from twin.errors import SiteFileError
from twin.site.parse import parse_fleet, parse_layout, parse_site

SMALL = {"small": parse_layout(LAYOUT, "small.yaml")}
PIECES = st.sampled_from(
    [
        "",
        "~",
        "[]",
        "{}",
        "&a [*a]",
        "<<: *a",
        ".nan",
        "1e400",
        "-1",
        "!!set {a}",
        "{",
        "on",
        "\t",
        ": ",
        "- ",
        "\n",
        "#",
        "'",
        "zh",
        "0",
        "true",
        "\x00",
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=6,
)


def _read(text: str) -> None:
    """Read the text every way; anything but a model or a SiteFileError comes through."""
    for parse in (parse_layout, parse_site, parse_fleet):
        with suppress(SiteFileError):
            parse(text, "f.yaml", SMALL)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    _read(text)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(LAYOUT)), st.integers(0, 12), PIECES | st.text(max_size=6))
def test_a_layout_with_a_piece_cut_out_and_another_put_in(at: int, cut: int, new: str) -> None:
    _read(LAYOUT[:at] + new + LAYOUT[at + cut :])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_layout_with_any_value_in_any_place(data: st.DataObject) -> None:
    tree = yaml.safe_load(LAYOUT)
    here = tree
    while True:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        key = data.draw(st.sampled_from(keys))
        inner = here[key]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
            break
        here = inner
    here[key] = data.draw(VALUES)
    _read(yaml.safe_dump(tree, allow_unicode=True))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SITE)), st.integers(0, 12), PIECES)
def test_a_site_with_a_piece_cut_out_and_another_put_in(at: int, cut: int, new: str) -> None:
    _read(SITE[:at] + new + SITE[at + cut :])

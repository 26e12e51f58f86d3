"""The device shadow."""

import pytest

from twin.state.shadow import ConflictError, DeviceShadow, ShadowError

EMPTY = DeviceShadow(device="T-001/VALVE")


def test_the_delta_is_what_is_wanted_and_not_so() -> None:
    shadow = EMPTY.report({"position": "open", "mode": "auto"}, 10)
    shadow = shadow.want({"position": "closed", "mode": "auto", "speed": 3}, expected=1)
    assert shadow.delta == {"position": "closed", "speed": 3}
    assert shadow.report({"position": "closed", "speed": 3}, 11).delta == {}


def test_a_wish_made_on_an_old_version_is_a_conflict() -> None:
    shadow = EMPTY.want({"mode": "auto"}, expected=0)
    with pytest.raises(ConflictError, match="version is 1, not 0"):
        shadow.want({"mode": "manual"}, expected=0)


def test_an_older_or_equal_report_of_a_field_changes_nothing() -> None:
    shadow = EMPTY.report({"a": 1, "b": 1}, 10).report({"b": 2}, 20)
    assert shadow.report({"a": 0, "b": 0}, 10) is shadow
    later = shadow.report({"a": 5, "b": 5}, 15)
    assert later.reported == {"a": 5, "b": 2}


def test_a_removed_field_stays_away_when_an_old_message_comes_late() -> None:
    shadow = EMPTY.report({"a": 1}, 10).report({}, 20, gone=("a",))
    assert shadow.reported == {}
    assert shadow.report({"a": 1}, 15).reported == {}
    assert shadow.report({"a": 2}, 21).reported == {"a": 2}


def test_versions_only_grow() -> None:
    shadow = EMPTY.report({"a": 1}, 1).report({}, 2, gone=("a",)).report({"a": 1}, 3)
    assert shadow.version == 3


def test_a_wish_can_be_taken_back() -> None:
    shadow = EMPTY.want({"a": 1, "b": 2}, expected=0).want({}, expected=1, forget=("a",))
    assert shadow.desired == {"b": 2}


def test_a_shadow_beyond_64_kib_is_refused() -> None:
    EMPTY.report({"text": "x" * 65_000}, 1)
    with pytest.raises(ShadowError, match="65536"):
        EMPTY.report({"text": "x" * 66_000}, 1)

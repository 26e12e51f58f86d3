"""Keys in files and the directory of admitted edges."""

from pathlib import Path

import pytest

from edge.link.keys import Authorised, enrol, load_keys, load_or_make_keys, make_keys, revoke
from edge.link.wire import LinkError


def test_a_key_file_is_its_owners_alone_and_comes_back_the_same(tmp_path: Path) -> None:
    made = load_or_make_keys(tmp_path / "edge.key")
    assert load_or_make_keys(tmp_path / "edge.key") == made
    assert (tmp_path / "edge.key").stat().st_mode & 0o777 == 0o600


def test_a_secret_never_shows_in_a_log() -> None:
    keys = make_keys()
    assert keys.secret_key not in repr(keys)


@pytest.mark.parametrize(
    ("content", "mode"),
    [
        (b"", 0o600),
        (b"\xff\x00garbage", 0o600),
        (b'{"public_key": "short", "secret_key": "short"}', 0o600),
        (b'{"public_key": "%s", "secret_key": "%s"}' % (b"a" * 40, b"b" * 40), 0o600),
        (None, 0o644),
        (None, None),
    ],
    ids=["empty", "bytes", "short", "halves of two pairs", "readable by others", "missing"],
)
def test_a_bad_key_file_is_refused_by_name(
    tmp_path: Path, content: bytes | None, mode: int | None
) -> None:
    path = tmp_path / "edge.key"
    load_or_make_keys(path)
    if content is not None:
        path.write_bytes(content)
    if mode is None:
        path.unlink()
    else:
        path.chmod(mode)
    with pytest.raises(LinkError) as caught:
        load_keys(path)
    assert caught.value.where == str(path)
    assert caught.value.remedy


def test_enrolling_and_revoking_act_without_a_restart(tmp_path: Path) -> None:
    time = [0.0]
    authorised = Authorised(tmp_path, clock=lambda: time[0])
    key = make_keys().public_key
    assert authorised(key.encode()) == frozenset()
    enrol(tmp_path, "edge", key, ["BJ-001", "PS-001"])
    time[0] += 1.0
    assert authorised(key.encode()) == {"BJ-001", "PS-001"}
    revoke(tmp_path, "edge")
    time[0] += 1.0
    assert authorised(key.encode()) == frozenset()


@pytest.mark.expects_log("enrolment ignored")
def test_one_garbled_enrolment_shuts_nobody_else_out(tmp_path: Path) -> None:
    key = make_keys().public_key
    enrol(tmp_path, "good", key, ["BJ-001"])
    (tmp_path / "bad.json").write_text("{")
    assert Authorised(tmp_path)(key.encode()) == {"BJ-001"}


def test_what_is_no_key_cannot_be_enrolled(tmp_path: Path) -> None:
    with pytest.raises(LinkError, match="40 letters"):
        enrol(tmp_path, "edge", "not a key", ["BJ-001"])

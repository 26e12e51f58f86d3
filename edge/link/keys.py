"""Who is who on the link: CURVE key pairs in files, and the directory of edges that a hub admits.

The key is the identity. A routing id, a site's name in a message or an address prove nothing.
"""

import logging
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
import zmq
from msgspec import Struct
from zmq.utils import z85

from edge.link.wire import LinkError

log = logging.getLogger(__name__)
REFRESH_S = 0.5  # a revoked key must be out within 1 s
KEY_MODE = 0o600


class CurveKeys(Struct, frozen=True, forbid_unknown_fields=True):
    """A CURVE key pair, both halves as 40 letters of Z85. Source: ZeroMQ RFC 32."""

    public_key: str
    secret_key: str

    def __repr__(self) -> str:
        return f"CurveKeys(public_key={self.public_key!r}, secret_key=hidden)"

    @property
    def public(self) -> bytes:
        """The public half, as ZeroMQ takes it."""
        return self.public_key.encode()

    @property
    def secret(self) -> bytes:
        """The secret half, as ZeroMQ takes it."""
        return self.secret_key.encode()


class Enrolment(Struct, frozen=True, forbid_unknown_fields=True):
    """One edge that the hub admits: its public key and the sites it may speak for."""

    public_key: str
    sites: tuple[str, ...]


def make_keys() -> CurveKeys:
    """A new key pair."""
    public, secret = zmq.curve_keypair()
    return CurveKeys(public.decode(), secret.decode())


def save_keys(path: Path, keys: CurveKeys) -> None:
    """Write a key file that only its owner can read. Raises LinkError where a file exists."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, KEY_MODE)
    except OSError as error:
        raise LinkError(
            f"key file cannot be written ({error.strerror})",
            where=str(path),
            remedy="Choose another path; an existing key is never overwritten",
        ) from error
    with os.fdopen(handle, "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(keys)) + b"\n")


def load_keys(path: Path) -> CurveKeys:
    """The key pair in a file. Raises LinkError naming the file and what to do."""
    try:
        readable_by_others = path.stat().st_mode & 0o077
        keys = msgspec.json.decode(path.read_bytes(), type=CurveKeys)
    except OSError as error:
        raise LinkError(
            f"key file cannot be read ({error.strerror})",
            where=str(path),
            remedy="Make a key for this edge or hub and enrol its public half",
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _garbled(path, str(error)) from error
    if readable_by_others:
        raise LinkError(
            "other accounts can read this secret key",
            where=str(path),
            remedy="Run chmod 600 on it, and make a new key if others may have read it",
        )
    check_public_key(keys.public_key, where=str(path))
    if _public_of(keys.secret_key) != keys.public_key:
        raise _garbled(path, "the two halves do not belong together")
    return keys


def load_or_make_keys(path: Path) -> CurveKeys:
    """The key pair in a file, made at the first start. Raises LinkError."""
    if not path.exists():
        save_keys(path, make_keys())
    return load_keys(path)


def check_public_key(key: str, *, where: str) -> None:
    """Raises LinkError if this is not the Z85 form of a 32-byte key."""
    try:
        is_key = len(key) == 40 and len(z85.decode(key.encode())) == 32
    except (ValueError, KeyError, UnicodeEncodeError):
        is_key = False
    if not is_key:
        raise LinkError(
            "a public key has 40 letters of Z85",
            where=where,
            remedy="Copy the public_key again from the key file of the peer",
        )


def enrol(directory: Path, name: str, public_key: str, sites: Iterable[str]) -> None:
    """Admit an edge: one file in the hub's directory. Raises LinkError for what is no key."""
    check_public_key(public_key, where=name)
    directory.mkdir(parents=True, exist_ok=True)
    record = msgspec.json.encode(Enrolment(public_key, tuple(sites)))
    draft = directory / f".{name}.new"
    draft.write_bytes(msgspec.json.format(record) + b"\n")
    draft.replace(directory / f"{name}.json")


def revoke(directory: Path, name: str) -> None:
    """Admit an edge no longer; open connections of its key end too, within a second."""
    (directory / f"{name}.json").unlink(missing_ok=True)


class Authorised:
    """The live directory of admitted edges: `authorised(key)` gives the sites of a key, empty for
    one that is not or no longer admitted.

    A file that cannot be read admits nobody and is logged once; all others stay in force.
    """

    def __init__(self, directory: Path, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._directory = directory
        self._clock = clock
        self._checked = float("-inf")
        self._files: dict[str, tuple[int, int]] = {}
        self._sites: dict[bytes, frozenset[str]] = {}

    def __call__(self, public_key: bytes) -> frozenset[str]:
        """The sites of a key, 40 letters of Z85."""
        if self._clock() - self._checked > REFRESH_S:
            self._refresh()
        return self._sites.get(public_key, frozenset())

    def _refresh(self) -> None:
        self._checked = self._clock()
        found = _changed_at(self._directory)
        if found == self._files:
            return
        self._files = found
        sites: dict[bytes, frozenset[str]] = {}
        for name in sorted(found):
            one = _enrolment(self._directory / name)
            if one is not None:
                key = one.public_key.encode()
                sites[key] = sites.get(key, frozenset()) | frozenset(one.sites)
        self._sites = sites


def _changed_at(directory: Path) -> dict[str, tuple[int, int]]:
    """Time and size of every enrolment file, by name."""
    found: dict[str, tuple[int, int]] = {}
    try:
        with os.scandir(directory) as entries:
            for entry in entries:
                if entry.name.endswith(".json") and not entry.name.startswith("."):
                    status = entry.stat()
                    found[entry.name] = (status.st_mtime_ns, status.st_size)
    except FileNotFoundError:
        return found  # nobody enrolled yet, or a file went while we looked: the next look tells
    return found


def _enrolment(path: Path) -> Enrolment | None:
    try:
        one = msgspec.json.decode(path.read_bytes(), type=Enrolment)
        check_public_key(one.public_key, where=str(path))
    except (OSError, UnicodeDecodeError, msgspec.DecodeError, LinkError) as error:
        log.warning("enrolment ignored: %s: %s", path, error)
        return None
    return one


def _public_of(secret_key: str) -> str:
    try:
        return zmq.curve_public(secret_key.encode()).decode()
    except (zmq.ZMQError, ValueError, UnicodeEncodeError):
        return ""


def _garbled(path: Path, why: str) -> LinkError:
    return LinkError(
        f"this is not a key file ({why})",
        where=str(path),
        remedy="Restore it from a copy, or remove it, make a new key and enrol that one",
    )

"""The standard nodes of OPC UA, built once on a machine and copied for every server.

Building them takes 1.1 s of processor time, a copy 0.4 s; a demo starts four servers. The copy lies
in the account's own cache folder, named by the library's version; `make setup` makes it.
"""

import asyncio
import gc
import importlib.metadata
import logging
import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from asyncua import Server
from asyncua.server.internal_server import InternalServer

log = logging.getLogger(__name__)


def cache_file() -> Path:
    """Where the copy lies: $XDG_CACHE_HOME/emberwall, a folder only this account can enter."""
    base = os.environ.get("XDG_CACHE_HOME")
    folder = (Path(base) if base else Path.home() / ".cache") / "emberwall"
    return folder / f"opcua-nodes-{importlib.metadata.version('asyncua')}.pickle"


class QuickServer(InternalServer):  # type: ignore[misc]  # asyncua is not analysed, see pyproject
    """The inside of one server whose standard nodes come from the copy when there is one."""

    async def load_standard_address_space(self, shelf_file: Path | None = None) -> None:
        """From the copy; else built, and kept for the next server."""
        with _no_collection():
            if not self._load(cache_file()):
                await super().load_standard_address_space(shelf_file)
                self._keep(cache_file())

    def _load(self, path: Path) -> bool:
        if not path.exists() or path.stat().st_uid != os.getuid():
            return False  # a pickle is code: only our own is read
        try:
            self.aspace.load(path)
        except (OSError, EOFError, pickle.UnpicklingError, AttributeError) as error:
            log.info("the copy of the standard nodes is built anew: %s", error)
            return False
        return True

    def _keep(self, path: Path) -> None:
        draft = path.with_suffix(f".{os.getpid()}")
        with suppress(OSError):  # without a cache the next start is slower, nothing else
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.aspace.dump(draft)
            draft.chmod(0o600)
            draft.replace(path)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Tens of thousands of lasting objects are made: looking for garbage doubles the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


async def prepare() -> None:
    """Make the copy, so that the first plant starts as fast as the next ones."""
    if not cache_file().exists():
        await Server(iserver=QuickServer()).init()


if __name__ == "__main__":
    asyncio.run(prepare())

"""What can go wrong in the store."""

from twin.errors import EmberwallError


class StoreError(EmberwallError):
    """The hub's store cannot be opened, read or written."""


class ChunkError(StoreError):
    """A chunk of history is damaged; it is skipped and counted."""

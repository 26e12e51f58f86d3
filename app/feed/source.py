"""What the feed's server needs of the hub behind it: a board to follow, a desk to ask."""

from typing import Protocol

from app.feed.contract import (
    FromHub,
    Reply,
    Request,
    Values,
    Welcome,
)


class FeedSource(Protocol):
    """A state that counts its versions: whoever knows version v asks for what came since.

    So no client needs a queue: a slow one asks less often and gets the newest, rows merged.
    Version 0 is before everything and gives the whole state.
    """

    def welcome(self) -> Welcome:
        """The first message to every client."""

    def values_version(self) -> int:
        """Version of the values as they are now."""

    def values_since(self, version: int) -> Values | None:
        """Points whose value, quality or time changed since a version; None for none."""

    def news_version(self) -> int:
        """Version of everything else."""

    def news_since(self, version: int) -> tuple[FromHub, ...]:
        """Alarms, incidents, links, journal and figures that changed since a version."""


class FeedDesk(Protocol):
    """Who carries requests out."""

    async def reply(self, request: Request, operator: str) -> Reply:
        """Carry a request out, durably, and answer it. Raises EmberwallError to refuse."""

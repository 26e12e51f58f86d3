"""The root of every error that Emberwall raises on purpose.

EmberwallError
  TwinError           a rule of the twin was broken
    SiteFileError     a site, fleet or scenario file says something that cannot be
    ActionRefused     an operator's action that the alarm's state or rule forbids
  (connectors, edge, sim and app derive their own branches in their own rooms)
"""


class EmberwallError(Exception):
    """What happened, where, and what a person can do now."""

    def __init__(self, what: str, *, where: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}. {remedy}")
        self.what, self.where, self.remedy = what, where, remedy


class TwinError(EmberwallError):
    """A rule of the twin was broken."""


class SiteFileError(TwinError):
    """A site, fleet or scenario file cannot be used; `where` is file:line and the field."""


class ActionRefused(TwinError):
    """An operator's action that the alarm's state or a safety rule forbids."""

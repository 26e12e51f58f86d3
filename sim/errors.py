"""The branch of errors that the models raise."""

from twin.errors import EmberwallError


class SimError(EmberwallError):
    """A model cannot compute what it was asked for."""


class CaseError(SimError):
    """A case says something that cannot be; `where` names the file, line and field."""

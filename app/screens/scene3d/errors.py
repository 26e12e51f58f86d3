"""What can go wrong in drawing a scene."""

from twin.errors import EmberwallError


class SceneError(EmberwallError):
    """A scene cannot be drawn on this machine."""

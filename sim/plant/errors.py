"""What can go wrong in the virtual plant.

EmberwallError
  PlantError          the virtual plant cannot do what was asked
    ReplayError       a recorded data set cannot be played
"""

from twin.errors import EmberwallError


class PlantError(EmberwallError):
    """The virtual plant cannot do what was asked."""


class ReplayError(PlantError):
    """A recorded data set cannot be played; `where` is file:line."""

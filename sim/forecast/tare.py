"""What a low sensor shows beside the members, learned while heads above it live.

Models miss the air below a layer by far more than the layer itself, and always the same way: once
the heads in the layer are dead, it is the change of a low sensor that tells.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.intp]

LEARNS = 120.0  # s
LEAST = 5.0  # K, added to both so that noise makes no ratio
MOST = 3.0  # of the log


@dataclass(slots=True)
class Tare:
    """Log ratio (k,) of what k sensors told to what the members showed, 0 where none is known."""

    count: int
    level: FloatArray = field(init=False)
    _at: FloatArray = field(init=False)
    _known: BoolArray = field(init=False)

    def __post_init__(self) -> None:
        self.level = np.zeros(self.count)
        self._at = np.zeros(self.count)
        self._known = np.zeros(self.count, dtype=np.bool_)

    def learn(self, heard: IntArray, told: FloatArray, shown: FloatArray, span: float) -> None:
        """Adopt a round of `span` s: told (n,) K by sensors heard (n,), shown (m, n) by members."""
        expected = np.maximum(shown.mean(axis=0), 0.0)
        ratio = np.log((np.maximum(told, 0.0) + LEAST) / (expected + LEAST))
        share = np.where(self._known[heard], 1.0 - np.exp(-span / LEARNS), 1.0)
        level = self.level[heard] + share * (ratio - self.level[heard])
        self.level[heard] = np.clip(level, -MOST, MOST)
        self._at[heard] += share * (np.log(np.maximum(told, 0.0) + LEAST) - self._at[heard])
        self._known[heard] = True

    def stretched(self, heard: IntArray, corrected: FloatArray) -> FloatArray:
        """By how much, as a log ratio (n,), sensors tell more than they did while they learned: a
        head that the layer has come down to shows more without any change of the fire."""
        told = np.log(np.maximum(corrected, 0.0) + LEAST) + self.level[heard]
        beyond = told - self._at[heard]
        return np.where(self._known[heard], np.maximum(beyond, 0.0), 0.0)

    def corrected(self, heard: IntArray, told: FloatArray) -> FloatArray:
        """What the sensors would have told if the members were right about them."""
        known = self.level[heard]
        return np.where(
            known == 0.0, told, (np.maximum(told, 0.0) + LEAST) * np.exp(-known) - LEAST
        )

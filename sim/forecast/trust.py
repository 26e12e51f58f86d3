"""How far each sensor is believed: less when it disagrees with all others, is stuck or is bad."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.intp]

FREEDOM = 4.0  # of Student's t: one large error among ten weighs little
ODD = 3.0  # spreads away from its peers, from which on a sensor counts as odd
FALL, RISE = 0.5, 0.05  # share of trust lost by an odd value, won back by a good one
LIAR = 0.3  # trust below which a sensor is not listened to
STUCK_AFTER = 6  # equal values while its peers move
LEAST_PEERS = 2


@dataclass(slots=True)
class Trust:
    """Trust (k,) of k sensors, 0 to 1, and what it is judged by."""

    count: int
    level: FloatArray = field(init=False)
    _last: FloatArray = field(init=False)
    _equal: IntArray = field(init=False)

    def __post_init__(self) -> None:
        self.level = np.ones(self.count)
        self._last = np.full(self.count, np.nan)
        self._equal = np.zeros(self.count, dtype=np.intp)

    def judge(
        self, heard: IntArray, told: FloatArray, surprise: FloatArray, peers: IntArray,
        local: BoolArray, denied: BoolArray | None = None,
    ) -> FloatArray:  # fmt: skip
        """Adopt a round. heard (k,) sensors that spoke, told their values, surprise how many
        spreads off; peers (k,): sensors of one number measure the same thing; local (k,): what
        stands near the fire may rightly show more than its peers; denied (k,): which ones the air
        below them denies. Gives the factor (k,) by which each one's variance grows, inf for one
        that is not listened to."""
        apart = _apart(surprise, peers)
        odd = (np.abs(apart) > ODD) & ~(local & (apart > 0))
        odd = odd if denied is None else odd | denied
        level = self.level[heard]
        level = np.where(odd, level * (1.0 - FALL), np.minimum(level + RISE, 1.0))
        level = np.where(self._stuck(heard, told, surprise, peers), np.minimum(level, 0.1), level)
        self.level[heard] = level
        weight = (FREEDOM + 1.0) / (FREEDOM + apart**2)
        factor = 1.0 / np.maximum(np.minimum(weight, 1.0) * level, 1e-6)
        return np.where(level < LIAR, np.inf, factor)

    def liars(self) -> IntArray:
        """Sensors that are not listened to."""
        return np.flatnonzero(self.level < LIAR)

    def _stuck(
        self, heard: IntArray, told: FloatArray, surprise: FloatArray, peers: IntArray
    ) -> BoolArray:
        """Equal values for long, while the model and every peer say something else."""
        same = told == self._last[heard]
        self._last[heard] = told
        self._equal[heard] = np.where(same, self._equal[heard] + 1, 0)
        still = self._equal[heard] >= STUCK_AFTER
        moving = np.array([
            bool((~still & (peers == peers[n])).any()) for n in range(len(heard))
        ], dtype=np.bool_)  # fmt: skip
        return np.asarray(still & moving & (np.abs(surprise) > 1.0))


def agreed(surprise: FloatArray, peers: IntArray) -> FloatArray:
    """Surprise of each kind of peers: their median; of two the lesser, none when they differ in
    sign."""
    found = []
    for group in np.unique(peers):
        members = np.flatnonzero(peers == group)
        own = surprise[members]
        if len(members) > LEAST_PEERS:
            found.append(float(np.median(own)))
        elif len(members) == LEAST_PEERS:
            found.append(float(own[np.argmin(np.abs(own))]) if own[0] * own[1] > 0 else 0.0)
        else:
            found.append(float(own[0]))
    return np.array(found)


def _apart(surprise: FloatArray, peers: IntArray) -> FloatArray:
    """Surprise (k,) less what a sensor shares with its peers: when all are surprised alike, it is
    the model that was wrong. One without peers enough cannot be told from a fire that jumps: it
    weighs less, but keeps its trust."""
    apart = np.clip(0.5 * surprise, -0.99 * ODD, 0.99 * ODD)
    for group in np.unique(peers):
        members = np.flatnonzero(peers == group)
        if len(members) > LEAST_PEERS:
            apart[members] = surprise[members] - np.median(surprise[members])
    return apart

"""What the twin says after it was told something."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from twin.incident.model import Incident


@dataclass(frozen=True, slots=True)
class AlarmChanges:
    """Changes of alarm state as columns of equal length k, in the order they happened.

    alarm uint32 row; before, after uint8 AlarmState; cause uint8 AlarmInput; occurrence uint32,
    counts from 1 at every new alarm; source_time of the cause and time it was decided, int64 ns
    UTC; value float64 that caused it (NaN for a person's action). by, reason: who and why, the
    same for all rows, empty when the process itself was the cause.
    """

    alarm: npt.NDArray[np.uint32]
    before: npt.NDArray[np.uint8]
    after: npt.NDArray[np.uint8]
    cause: npt.NDArray[np.uint8]
    occurrence: npt.NDArray[np.uint32]
    source_time: npt.NDArray[np.int64]
    time: npt.NDArray[np.int64]
    value: npt.NDArray[np.float64]
    by: str = ""
    reason: str = ""

    def __len__(self) -> int:
        return len(self.alarm)


@dataclass(frozen=True, slots=True)
class ConditionChanges:
    """Conditions that became true or false where the data is, the cargo of the alarm lane.

    alarm uint32 row; active bool; source_time int64 ns UTC; value float64; all (k,).
    """

    alarm: npt.NDArray[np.uint32]
    active: npt.NDArray[np.bool_]
    source_time: npt.NDArray[np.int64]
    value: npt.NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.alarm)


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that one call changed. `conditions`: every condition that flipped, also of alarms that
    are shelved or suppressed; `older`: samples that came after a newer one of their point;
    `rejected`: samples outside EURange, kept with BadOutOfRange."""

    changes: tuple[AlarmChanges, ...] = ()
    conditions: ConditionChanges | None = None
    incidents: tuple[Incident, ...] = ()
    older: int = 0
    rejected: int = 0

"""The nine alarm states of ISA-18.2 as one table, executed on arrays.

Sources: ISA-18.2 / IEC 62682 state diagram; OPC 10000-9, 5.8 and Annex E. A manual unshelve of
an active alarm leads to acknowledged, a timed one to unacknowledged (ISA-18.2, 11.7.3).
"""

from enum import IntEnum

import numpy as np
import numpy.typing as npt

UInt8Array = npt.NDArray[np.uint8]
BoolArray = npt.NDArray[np.bool_]


class AlarmState(IntEnum):
    """The nine states."""

    NORMAL = 0
    UNACKNOWLEDGED = 1
    ACKNOWLEDGED = 2
    RTN_UNACKNOWLEDGED = 3
    LATCHED_UNACKNOWLEDGED = 4
    LATCHED_ACKNOWLEDGED = 5
    SHELVED = 6
    SUPPRESSED_BY_DESIGN = 7
    OUT_OF_SERVICE = 8


class AlarmInput(IntEnum):
    """What can happen to an alarm. `column` adds what the table needs to know beside it."""

    ACTIVATE = 0
    RETURN = 1
    ACKNOWLEDGE = 2
    RESET = 3
    REALARM = 4
    SHELVE = 5
    UNSHELVE = 6
    SHELF_EXPIRED = 7
    SUPPRESS = 8
    UNSUPPRESS = 9
    REMOVE_FROM_SERVICE = 10
    RETURN_TO_SERVICE = 11


N, U, A, R = (
    AlarmState.NORMAL,
    AlarmState.UNACKNOWLEDGED,
    AlarmState.ACKNOWLEDGED,
    AlarmState.RTN_UNACKNOWLEDGED,
)
LU, LA = AlarmState.LATCHED_UNACKNOWLEDGED, AlarmState.LATCHED_ACKNOWLEDGED
S, D, O = AlarmState.SHELVED, AlarmState.SUPPRESSED_BY_DESIGN, AlarmState.OUT_OF_SERVICE  # noqa: E741

# One row per state. Columns, in pairs where the outcome depends on the condition or on latching:
#  ACTIVATE | RETURN plain, latching | ACKNOWLEDGE | RESET | REALARM | SHELVE
#  | UNSHELVE clear, active | SHELF_EXPIRED clear, active | SUPPRESS | UNSUPPRESS clear, active
#  | REMOVE | RETURN_TO_SERVICE clear, active
NEXT = {
    #   act rtn rtnL ack rst  re shv  un unA  ex exA sup usp uspA rem ret retA
    N:  (U,  N,  N,  N,  N,  N,  S,  N,  N,  N,  N,  D,  N,  N,  O,  N,  N),
    U:  (U,  R,  LU, A,  U,  U,  S,  U,  U,  U,  U,  D,  U,  U,  O,  U,  U),
    A:  (A,  N,  LA, A,  A,  U,  S,  A,  A,  A,  A,  D,  A,  A,  O,  A,  A),
    R:  (U,  R,  R,  N,  R,  R,  S,  R,  R,  R,  R,  D,  R,  R,  O,  R,  R),
    LU: (U,  LU, LU, LA, LU, U,  S,  LU, LU, LU, LU, D,  LU, LU, O,  LU, LU),
    LA: (U,  LA, LA, LA, N,  U,  S,  LA, LA, LA, LA, D,  LA, LA, O,  LA, LA),
    S:  (S,  S,  S,  S,  S,  S,  S,  N,  A,  N,  U,  D,  S,  S,  O,  S,  S),
    D:  (D,  D,  D,  D,  D,  D,  D,  D,  D,  D,  D,  D,  N,  U,  O,  D,  D),
    O:  (O,  O,  O,  O,  O,  O,  O,  O,  O,  O,  O,  O,  O,  O,  O,  N,  U),
}  # fmt: skip
TABLE = np.array([NEXT[state] for state in AlarmState], dtype=np.uint8)

# First column of every input, and what shifts it by one: latching for RETURN, the condition else.
FIRST = np.array([0, 1, 3, 4, 5, 6, 7, 9, 11, 12, 14, 15], dtype=np.uint8)
BY_LATCHING = np.array([i == AlarmInput.RETURN for i in AlarmInput])
BY_CONDITION = np.array(
    [
        i
        in (
            AlarmInput.UNSHELVE,
            AlarmInput.SHELF_EXPIRED,
            AlarmInput.UNSUPPRESS,
            AlarmInput.RETURN_TO_SERVICE,
        )
        for i in AlarmInput
    ]
)


def step(
    states: UInt8Array, inputs: UInt8Array, *, latching: BoolArray, active: BoolArray
) -> UInt8Array:
    """Next state of every alarm; all arguments and the result (n,).

    latching: the alarm holds after its condition has gone; active: its condition holds now.
    """
    shift = (BY_LATCHING[inputs] & latching) | (BY_CONDITION[inputs] & active)
    return TABLE[states, FIRST[inputs] + shift]

"""The nine alarm states of ISA-18.2 as one table, executed on arrays.

Sources: ISA-18.2 / IEC 62682 state diagram; OPC 10000-9, 5.8 and Annex E. A manual unshelve of
an active alarm leads to acknowledged, a timed one to unacknowledged (ISA-18.2, 11.7.3).
A latch is never lost on a detour: a latching alarm that was not normal when it was put away, or
that came while it was shelved, comes back latched once its condition has gone; acknowledged if
a person took it off the shelf, unacknowledged in every other case.
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

# One row per state. Where the outcome depends on more than the state, an input has two or three
# columns: RETURN for a plain and a latching alarm; the four ways back for an alarm whose condition
# is clear, is clear but holds a latch, or is active. REALARM is for alarms whose condition holds.
#  ACTIVATE | RETURN plain, latching | ACKNOWLEDGE | RESET | REALARM | SHELVE
#  | UNSHELVE x3 | SHELF_EXPIRED x3 | SUPPRESS | UNSUPPRESS x3 | REMOVE | RETURN_TO_SERVICE x3
NEXT = {
    #   act rtn rtnL ack rst  re shv  unshelve    expired     sup  unsuppress  rem  return
    N:  (U,  N,  N,  N,  N,  N,  S,  N,  N,  N,   N,  N,  N,   D,  N,  N,  N,   O,  N,  N,  N),
    U:  (U,  R,  LU, A,  U,  U,  S,  U,  U,  U,   U,  U,  U,   D,  U,  U,  U,   O,  U,  U,  U),
    A:  (A,  N,  LA, A,  A,  U,  S,  A,  A,  A,   A,  A,  A,   D,  A,  A,  A,   O,  A,  A,  A),
    R:  (U,  R,  R,  N,  R,  U,  S,  R,  R,  R,   R,  R,  R,   D,  R,  R,  R,   O,  R,  R,  R),
    LU: (U,  LU, LU, LA, LU, U,  S,  LU, LU, LU,  LU, LU, LU,  D,  LU, LU, LU,  O,  LU, LU, LU),
    LA: (U,  LA, LA, LA, N,  U,  S,  LA, LA, LA,  LA, LA, LA,  D,  LA, LA, LA,  O,  LA, LA, LA),
    S:  (S,  S,  S,  S,  S,  S,  S,  N,  LA, A,   N,  LU, U,   D,  S,  S,  S,   O,  S,  S,  S),
    D:  (D,  D,  D,  D,  D,  D,  D,  D,  D,  D,   D,  D,  D,   D,  N,  LU, U,   O,  D,  D,  D),
    O:  (O,  O,  O,  O,  O,  O,  O,  O,  O,  O,   O,  O,  O,   O,  O,  O,  O,   O,  N,  LU, U),
}  # fmt: skip
TABLE = np.array([NEXT[state] for state in AlarmState], dtype=np.uint8)

# First column of every input; the ways back take one of three columns.
FIRST = np.array([0, 1, 3, 4, 5, 6, 7, 10, 13, 14, 17, 18], dtype=np.uint8)
WAYS_BACK = (
    AlarmInput.UNSHELVE,
    AlarmInput.SHELF_EXPIRED,
    AlarmInput.UNSUPPRESS,
    AlarmInput.RETURN_TO_SERVICE,
)
IS_RETURN = np.array([i == AlarmInput.RETURN for i in AlarmInput])
IS_WAY_BACK = np.array([i in WAYS_BACK for i in AlarmInput])


def step(
    states: UInt8Array,
    inputs: UInt8Array,
    *,
    latching: BoolArray,
    held: BoolArray,
    active: BoolArray,
) -> UInt8Array:
    """Next state of every alarm; all arguments and the result (n,).

    latching: the alarm holds after its condition has gone; held: it holds so now, see
    `still_held`; active: its condition holds now.
    """
    back = np.where(active, 2, held)
    shift = np.where(IS_WAY_BACK[inputs], back, IS_RETURN[inputs] & latching)
    return TABLE[states, FIRST[inputs] + shift]


def still_held(
    before: UInt8Array,
    inputs: UInt8Array,
    after: UInt8Array,
    *,
    latching: BoolArray,
    held: BoolArray,
) -> BoolArray:
    """Which alarms hold a latch after a step: latching ones in any state but normal; one that is
    put away holds what it held, and a shelved one also what came on the shelf."""
    came_on_shelf = (before == S) & (inputs == AlarmInput.ACTIVATE)
    away = after >= S
    held_now: BoolArray = np.where(away, held | came_on_shelf, after != N)
    return latching & held_now

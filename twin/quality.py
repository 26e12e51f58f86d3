"""OPC UA StatusCodes as the quality of a value. Source: OPC 10000-4, 7.39; OPC 10000-6, A.2.

The top two bits are the severity: 00 Good, 01 Uncertain, 10 Bad. The plain `Bad` is never
used: every bad value says why.
"""

from enum import IntEnum

import numpy as np
import numpy.typing as npt

UInt8Array = npt.NDArray[np.uint8]
UInt32Array = npt.NDArray[np.uint32]


class Quality(IntEnum):
    """The StatusCodes that Emberwall itself gives; a device may send any other."""

    GOOD = 0x00000000
    UNCERTAIN_LAST_USABLE = 0x40900000
    UNCERTAIN_SUBNORMAL = 0x40950000
    BAD_COMMUNICATION_ERROR = 0x80050000
    BAD_DECODING_ERROR = 0x80070000
    BAD_NO_COMMUNICATION = 0x80310000
    BAD_WAITING_FOR_INITIAL_DATA = 0x80320000
    BAD_OUT_OF_RANGE = 0x803C0000
    BAD_CONFIGURATION_ERROR = 0x80890000
    BAD_NOT_CONNECTED = 0x808A0000
    BAD_DEVICE_FAILURE = 0x808B0000
    BAD_SENSOR_FAILURE = 0x808C0000
    BAD_OUT_OF_SERVICE = 0x808D0000


class Severity(IntEnum):
    """The two top bits of a StatusCode."""

    GOOD = 0
    UNCERTAIN = 1
    BAD = 2


def severity(codes: UInt32Array) -> UInt8Array:
    """Severity of every code, (n,) to (n,)."""
    return (codes >> np.uint32(30)).astype(np.uint8)


def severity_of(code: int) -> Severity:
    """Severity of one code; the reserved pattern 11 counts as Bad."""
    return Severity(min(code >> 30, 2))


def name_of(code: int) -> str:
    """The code's name in OPC UA spelling, or its hexadecimal form for one not listed here."""
    try:
        words = Quality(code).name.split("_")
    except ValueError:
        return f"0x{code:08X}"
    return "".join(word.capitalize() for word in words)

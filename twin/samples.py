"""Samples as columns: the one form in which values travel from a device to the historian."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Float64Array = npt.NDArray[np.float64]
Int64Array = npt.NDArray[np.int64]
UInt32Array = npt.NDArray[np.uint32]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SampleBatch:
    """Samples as columns of equal length n, per point oldest first.

    point (n,) uint32, row in the point table of whoever holds the batch: the site's at an
    edge, the fleet's in the hub; value (n,) float64 in the point's own unit; quality (n,)
    uint32, OPC UA StatusCode; source_time (device) and arrival_time (edge), (n,) int64, ns UTC.
    """

    point: UInt32Array
    value: Float64Array
    quality: UInt32Array
    source_time: Int64Array
    arrival_time: Int64Array

    def __len__(self) -> int:
        return len(self.point)

    def select(self, chosen: BoolArray | Int64Array) -> "SampleBatch":
        """The samples at the chosen places, (n,) bool or (k,) places."""
        return SampleBatch(
            self.point[chosen],
            self.value[chosen],
            self.quality[chosen],
            self.source_time[chosen],
            self.arrival_time[chosen],
        )

    def shifted(self, first_row: int) -> "SampleBatch":
        """The same samples, rows moved up by `first_row`: from a site's table to the fleet's."""
        return SampleBatch(
            self.point + np.uint32(first_row),
            self.value,
            self.quality,
            self.source_time,
            self.arrival_time,
        )


def batch_of(
    point: npt.ArrayLike,
    value: npt.ArrayLike,
    quality: npt.ArrayLike,
    source_time: npt.ArrayLike,
    arrival_time: npt.ArrayLike,
) -> SampleBatch:
    """A batch from anything array-like; a scalar in any column but `point` is repeated.

    Raises ValueError if the lengths differ.
    """
    rows = np.atleast_1d(np.asarray(point, dtype=np.uint32))

    def column(given: npt.ArrayLike, kind: npt.DTypeLike) -> npt.NDArray[np.generic]:
        array = np.asarray(given, dtype=kind)
        return np.full(len(rows), array, dtype=kind) if array.ndim == 0 else array

    columns = (
        column(value, np.float64),
        column(quality, np.uint32),
        column(source_time, np.int64),
        column(arrival_time, np.int64),
    )
    if any(len(one) != len(rows) for one in columns):
        raise ValueError(f"columns of unequal length: {[len(rows), *map(len, columns)]}")
    return SampleBatch(rows, *columns)  # type: ignore[arg-type]  # dtypes are set just above


def concatenate(batches: Sequence[SampleBatch]) -> SampleBatch:
    """All batches as one, in the order given."""
    if not batches:
        return EMPTY
    if len(batches) == 1:
        return batches[0]
    return SampleBatch(
        np.concatenate([b.point for b in batches]),
        np.concatenate([b.value for b in batches]),
        np.concatenate([b.quality for b in batches]),
        np.concatenate([b.source_time for b in batches]),
        np.concatenate([b.arrival_time for b in batches]),
    )


EMPTY = SampleBatch(
    np.empty(0, np.uint32),
    np.empty(0, np.float64),
    np.empty(0, np.uint32),
    np.empty(0, np.int64),
    np.empty(0, np.int64),
)

"""Rows of the arrival log as bytes: the columns of a batch, and whether they are whole. Pure."""

import zlib
from dataclasses import dataclass

import numpy as np

from edge.link.wire import SAMPLE_BYTES, pack_samples
from twin.samples import SampleBatch, UInt32Array


@dataclass(frozen=True, slots=True)
class Arrival:
    """One row: samples by stable point id. received: the hub's time, ns UTC."""

    id: int
    received: int
    batch: SampleBatch


def pack(batch: SampleBatch, point_id: UInt32Array) -> tuple[bytes, int]:
    """Columns with ids (n,) in place of rows, and their crc32."""
    data = pack_samples(
        SampleBatch(point_id, batch.value, batch.quality, batch.source_time, batch.arrival_time)
    )
    return data, zlib.crc32(data)


def unpack(row_id: int, received: int, n: int, crc: int, data: bytes) -> Arrival | None:
    """The reverse of `pack`; None for a torn or corrupt row."""
    if len(data) != n * SAMPLE_BYTES or zlib.crc32(data) != crc:
        return None
    return Arrival(
        row_id,
        received,
        SampleBatch(
            np.frombuffer(data, "<u4", n, 0),
            np.frombuffer(data, "<f8", n, 4 * n),
            np.frombuffer(data, "<u4", n, 12 * n),
            np.frombuffer(data, "<i8", n, 16 * n),
            np.frombuffer(data, "<i8", n, 24 * n),
        ),
    )

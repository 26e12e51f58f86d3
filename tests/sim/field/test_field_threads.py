"""Threads share a step without a say in its result."""

import numba
import numpy as np
import pytest
from field_parts import room_case

from sim.field.run import simulate_field

pytestmark = pytest.mark.timeout(600)  # compiles the flow solver where it was not yet


THREADS = int(getattr(numba.config, "NUMBA_NUM_THREADS"))  # noqa: B009 (untyped)


@pytest.mark.skipif(THREADS < 2, reason="one processor only")
def test_two_threads_give_what_one_gives_bit_by_bit() -> None:
    one, two = (
        simulate_field(room_case(), cell=0.3, until=6.0, every=3.0, threads=threads)
        for threads in (1, 2)
    )
    assert one.steps == two.steps
    assert np.array_equal(one.temperature, two.temperature)
    assert np.array_equal(one.velocity, two.velocity)
    assert np.array_equal(one.soot, two.soot)

"""A tiny surrogate from kitchens to file: the same road as the shipped one, in seconds."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is needed to train only", exc_type=ImportError)

from sim.surrogate.features import HORIZONS
from sim.surrogate.kitchens import samples
from sim.surrogate.network import Recipe
from sim.surrogate.outputs import taught, untaught
from sim.surrogate.surrogate import Surrogate
from sim.surrogate.train import Plan, train

TINY = Plan(teach=40, calibrate=20, judge=20, seed=3, recipe=Recipe(width=16, seconds=3, passes=15))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    out = tmp_path_factory.mktemp("surrogate")
    return train(out, TINY), out / "kitchen.onnx"


def test_a_training_leaves_a_model_that_loads_and_answers(made):
    card, path = made
    some = samples(20, 4, np.random.default_rng(4))
    said = Surrogate.load(path).predict(some.rows)
    assert card.training_cases == 40
    assert said.values.shape == (80, 4, len(HORIZONS))
    assert np.isfinite(said.values[said.valid]).all()


def test_a_poor_model_knows_that_it_is_poor(made):
    """Its band is wider than that of a good one, and it still covers."""
    held_out = made[0].held_out
    assert held_out.cases == 20
    # 20 kitchens to set the band, 20 to judge it: wide limits
    assert all(0.6 <= share <= 1.0 for share in held_out.covered.values())


def test_the_scales_go_there_and_back():
    some = samples(10, 3, np.random.default_rng(5))
    back = untaught(taught(some.values, some.rows), some.rows)
    # a rise below 0 (a layer cooler than the air was) counts as none
    assert np.allclose(back[:, 1:], some.values[:, 1:], rtol=1e-9, atol=1e-12)
    assert np.allclose(back[:, 0], np.maximum(some.values[:, 0], 0.0), rtol=1e-9, atol=1e-9)


def test_the_same_seed_burns_the_same_kitchens():
    first, second = (samples(3, 2, np.random.default_rng(6)) for _ in range(2))
    assert np.array_equal(first.rows, second.rows)
    assert np.array_equal(first.values, second.values)

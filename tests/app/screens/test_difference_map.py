"""What a what-if changes on the floor, as numbers and as colours."""

import msgspec
import numpy as np
import pytest
from made_fire import NOW, S, fire

from app.screens.scene3d.heat import LESS_MORE, heat_pixels
from app.screens.view_models.difference_map import ENDS_K, ZERO, difference_map, first_map_s
from app.screens.view_models.difference_scale import bars_of
from app.screens.view_models.what_if import Quantity, compare
from sim.forecast.model import Forecast
from tests.support.colour_sight import SIGHT, ciede2000, seen


def worse(**more: object) -> Forecast:
    return fire(number=9, base=7, pace=1.4, **more)


def test_a_hotter_what_if_lies_above_the_middle_and_a_cooler_below() -> None:
    hotter = difference_map(fire(), worse(), 300.0)
    cooler = difference_map(worse(), fire(), 300.0)
    assert hotter.share.max() > ZERO
    assert hotter.share.min() >= ZERO - 1e-6
    assert np.allclose(hotter.share - ZERO, ZERO - cooler.share, atol=1e-5)
    assert hotter.end_k in ENDS_K


def test_the_same_fire_differs_nowhere_and_is_not_drawn() -> None:
    same = difference_map(fire(), fire(number=9, base=7), 300.0)
    assert (same.share == ZERO).all()
    assert heat_pixels(same.share, ZERO)[..., 3].max() == 0


def test_the_scale_is_the_same_at_all_times() -> None:
    ends = {difference_map(fire(), worse(), at).end_k for at in (60.0, 300.0, 600.0)}
    assert len(ends) == 1


def test_a_later_what_if_is_compared_at_the_same_instant() -> None:
    later = msgspec.structs.replace(fire(number=9, base=7), made_at=NOW + 60 * S)
    found = difference_map(fire(), later, 120.0)
    assert found.share.min() < ZERO  # a minute behind the base
    assert difference_map(fire(), later, 30.0) is None  # before it was made
    assert first_map_s(fire(), later) == pytest.approx(60.0)


def test_another_floor_and_no_maps_are_not_compared() -> None:
    base = fire()
    moved = tuple(
        msgspec.structs.replace(field, extent=(0.0, 6.0, 0.0, 7.0)) for field in base.heat
    )
    assert difference_map(base, msgspec.structs.replace(worse(), heat=moved), 300.0) is None
    assert difference_map(base, msgspec.structs.replace(worse(), heat=()), 300.0) is None
    assert first_map_s(base, msgspec.structs.replace(worse(), heat=())) is None


@pytest.mark.parametrize("is_light", [False, True])
@pytest.mark.parametrize("sight", sorted(SIGHT))
def test_less_and_more_differ_for_every_eye(is_light: bool, sight: str) -> None:
    less, more = (f"#{r:02x}{g:02x}{b:02x}" for r, g, b in LESS_MORE[is_light])
    assert ciede2000(seen(less, sight), seen(more, sight)) > 15


def test_the_same_difference_is_as_strong_on_both_sides() -> None:
    pixels = heat_pixels(np.array([[0.2, 0.8]], np.float32), ZERO)
    alphas = pixels[0, [0, -1], 3]
    assert abs(int(alphas[0]) - int(alphas[1])) <= 1
    assert tuple(pixels[0, 0, :3]) == LESS_MORE[False][0]
    assert tuple(pixels[0, -1, :3]) == LESS_MORE[False][1]


def test_bars_stand_on_one_scale() -> None:
    rows = {row.quantity: row for row in compare(fire(), worse(), at_s=300.0).rows}
    aset = bars_of(rows[Quantity.ASET], 600.0)
    assert aset.other[1] < aset.base[1]
    peak = bars_of(rows[Quantity.PEAK], 600.0)
    assert peak.other[2] == pytest.approx(1.0)
    assert peak.base[2] < 1.0
    margin = bars_of(rows[Quantity.MARGIN], 600.0)
    assert margin.zero is not None  # the what-if's margin is lost
    assert margin.base[0] == pytest.approx(margin.zero)
    assert margin.other[2] == pytest.approx(margin.zero)


def test_a_margin_that_gets_safe_fills_its_bar() -> None:
    calm = fire(number=9, base=7, pace=0.2)
    row = next(r for r in compare(fire(), calm, at_s=60.0).rows if r.quantity is Quantity.MARGIN)
    assert row.better == 1
    assert row.change is None
    assert bars_of(row, 600.0).other[2] == 1.0

"""Lines and smoke of a forecast on the floor, without a window."""

import msgspec
import numpy as np
import pytest
from made_fire import LAYOUT, fire
from made_parts import kitchen_fire

from app.screens.view_models.contours import contours
from app.screens.view_models.isolines import BLIND, HOT, Danger, head_map, isoline, isolines
from app.screens.view_models.room_smoke import smoke
from app.screens.view_models.rooms import merged, rooms_of
from tests.support.example_fire import EXTENT, SEAT, emptied


def test_a_contour_is_a_circle_where_the_field_is_a_cone() -> None:
    x = np.linspace(-0.95, 0.95, 20)
    field = 1 - np.hypot(x[None, :], x[:, None])
    (line,) = contours(field, 0.5, (-1.0, 1.0, -1.0, 1.0))
    radius = np.hypot(line[:, 0], line[:, 1])
    assert np.allclose(radius, 0.5, atol=0.01)  # linear between cells of 0.1 m
    assert np.array_equal(line[0], line[-1])


def test_a_contour_closes_along_the_border_and_nothing_hot_gives_no_line() -> None:
    field = np.zeros((4, 4))
    field[:, 0] = 10.0
    (line,) = contours(field, 5.0, (0.0, 4.0, 0.0, 4.0))
    assert line[:, 0].min() == pytest.approx(0.0, abs=1e-3)  # the rim lies just below the level
    assert line[:, 0].max() == pytest.approx(1.0)
    assert contours(np.zeros((4, 4)), 5.0, (0, 4, 0, 4)) == []


def test_unknown_cells_count_as_cold() -> None:
    field = np.full((5, 5), np.nan)
    field[2, 2] = 100.0
    (line,) = contours(field, 60.0, (0, 5, 0, 5))
    assert len(line) >= 4


def test_zones_that_share_a_side_become_one_room() -> None:
    line, prep = ((0, 4, 0), (9, 3, 3)), ((0, 0, 0), (9, 4, 3))
    assert merged([line, prep]) == (((0, 0, 0), (9, 7, 3)),)
    apart = ((20, 0, 0), (1, 1, 3))
    assert len(merged([line, apart])) == 2


def test_rooms_of_a_place_come_from_its_zones_and_unknown_ones_are_left_out() -> None:
    place = fire().places[0]
    assert len(rooms_of(LAYOUT, place.zones)) == 1
    assert rooms_of(LAYOUT, ("nowhere",)) == ()


def test_the_sixty_degree_line_surrounds_the_seat_and_lies_in_its_band() -> None:
    lines = isoline(fire(), LAYOUT, HOT, 300.0)
    (median,) = lines.median
    xs = [x for x, _ in median]
    assert min(xs) < SEAT[0] < max(xs)
    assert len(lines.band) == 2
    widths = sorted(max(x for x, _ in line) - min(x for x, _ in line) for line in lines.band)
    assert widths[0] < max(xs) - min(xs) < widths[1]


def test_without_maps_rooms_are_outlined_as_they_are_reached() -> None:
    forecast = emptied(fire())
    assert head_map(forecast, 300.0) is None
    assert isoline(forecast, LAYOUT, HOT, 0.0).median == ()
    late = isoline(forecast, LAYOUT, HOT, 360.0)
    assert late.median
    assert late.band  # rooms that are reached in a part of the cases only
    assert not set(late.band) & set(late.median)


def test_smoke_gets_darker_and_lower() -> None:
    early, late = smoke(fire(), LAYOUT, 15.0)[0], smoke(fire(), LAYOUT, 400.0)[0]
    assert late.layer.median < early.layer.median
    assert late.darkness > early.darkness
    assert late.layer.low <= late.layer.median <= late.layer.high


def test_maps_of_the_median_alone_take_the_band_from_the_rooms() -> None:
    forecast = fire()
    median = tuple(field for field in forecast.heat if field.quantity == "temperature")
    lines = isoline(msgspec.structs.replace(forecast, heat=median), LAYOUT, HOT, 300.0)
    assert lines.median == isoline(forecast, LAYOUT, HOT, 300.0).median
    assert lines.band == isoline(emptied(forecast), LAYOUT, HOT, 300.0).band
    assert median[0].extent == EXTENT


def test_sight_is_lost_room_by_room_where_no_map_tells_it() -> None:
    before, after = (isoline(fire(), LAYOUT, BLIND, at) for at in (0.0, 300.0))
    assert not before.is_there
    assert after.median
    assert set(after.median).isdisjoint(isoline(emptied(fire()), LAYOUT, HOT, 300.0).median)


def test_a_map_of_sight_is_dangerous_below_its_level() -> None:
    near = tuple(
        msgspec.structs.replace(
            field,
            quantity=field.quantity.replace("temperature", "visibility"),
            unit="m",
            values=(40 - np.frombuffer(field.values, "<f4") / 5).astype("<f4").tobytes(),
        )
        for field in fire().heat
    )
    line = isoline(msgspec.structs.replace(fire(), heat=near), LAYOUT, BLIND, 600.0)
    (loop,) = line.median
    xs = [x for x, _ in loop]
    assert min(xs) < SEAT[0] < max(xs)
    assert len(line.band) == 2


def test_gas_is_drawn_in_the_rooms_whose_heads_tell_of_it() -> None:
    lines = isolines(kitchen_fire(), LAYOUT, 150.0)
    found = {line.level: line for line in lines if line.danger is Danger.GAS}
    assert found[25.0].median
    assert isolines(kitchen_fire(), LAYOUT, 100.0)[3].band  # 50 %LEL in some cases
    assert not found[100.0].is_there
    assert [line.danger for line in isolines(fire(), LAYOUT, 150.0)] == [Danger.HOT, Danger.BLIND]

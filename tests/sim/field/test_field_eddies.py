"""What mixes below the cells: nothing in even flow, Deardorff's viscosity in known waves."""

from collections.abc import Callable

import numpy as np
import pytest
from field_parts import room_case

from sim.field.eddies import phase_eddies
from sim.field.grid import Grid, build_grid
from sim.field.rows import DEARDORFF, steepened
from sim.field.setting import inner, make_fields, padded_faces
from sim.field.state import EDDY, U, V

pytestmark = pytest.mark.timeout(600)  # compiles the flow solver where it was not yet

CELL = 0.25


def viscosity(speed: Callable[[Grid], np.ndarray], axis: int = 0) -> tuple[Grid, np.ndarray]:
    """m2/s in a closed room whose open faces of one axis have the speed m/s of `speed`."""
    grid = build_grid(room_case(door=False), CELL)
    density = np.full(grid.kind.shape, 1.2)
    table = make_fields(grid, density=density, ambient=1.2, tracers=1)
    table[U + axis] = padded_faces(speed(grid), axis)
    phase_eddies(table, grid.cells, 2, grid.cells[2] + 2)
    return grid, inner(table[EDDY], grid.cells)


def test_even_flow_has_no_eddies_beside_walls_either() -> None:
    _, eddy = viscosity(lambda grid: np.ones(grid.opened[0].shape))
    assert eddy.max() < 1e-6


def test_plain_shear_has_none_away_from_walls() -> None:
    def shear(grid: Grid) -> np.ndarray:
        return np.broadcast_to(grid.middles[2][:, None, None], grid.opened[0].shape).copy()

    _, eddy = viscosity(shear)
    assert eddy[1:-1, 1:-1, 1:-1].max() < 1e-6


def test_a_wave_of_two_cells_gives_the_constant_times_its_speed() -> None:
    def wave(grid: Grid) -> np.ndarray:
        signs = np.where(np.arange(grid.cells[1]) % 2 == 0, 1.0, -1.0)
        return np.broadcast_to(signs[None, :, None], grid.opened[0].shape).copy()

    grid, eddy = viscosity(wave)
    width = float(np.cbrt(grid.volume[5, 5, 5]))
    expected = float(DEARDORFF) * width * np.sqrt(0.5)  # the filter leaves nothing of the wave
    assert eddy[1:-1, 1:-1, 1:-1] == pytest.approx(expected, rel=1e-4)


def test_a_jet_one_cell_wide_mixes_whichever_way_it_blows() -> None:
    def jet(axis: int) -> Callable[[Grid], np.ndarray]:
        def speed(grid: Grid) -> np.ndarray:
            faces = np.zeros(grid.opened[axis].shape)
            faces[4, 5, :] = 1.0 if axis == 0 else 0.0
            faces[4, :, 5] = 1.0 if axis == 1 else faces[4, :, 5]
            return faces

        return speed

    along_x = viscosity(jet(0))[1][4, 5, 6]
    along_y = viscosity(jet(1), axis=V - U)[1][4, 6, 5]
    assert along_x > 0.005
    assert along_y == pytest.approx(along_x, rel=1e-4)


@pytest.mark.parametrize(
    ("a", "b", "slope"),
    [(1.0, 1.0, 1.0), (1.0, 3.0, 2.0), (3.0, 1.0, 2.0), (1.0, 1.5, 1.5), (-1.0, -3.0, -2.0),
     (1.0, -1.0, 0.0), (0.0, 2.0, 0.0)],
)  # fmt: skip
def test_steep_slopes_never_make_a_new_extreme(a: float, b: float, slope: float) -> None:
    assert steepened(np.float32(a), np.float32(b)) == pytest.approx(slope)
    assert steepened(np.float32(b), np.float32(a)) == pytest.approx(slope)

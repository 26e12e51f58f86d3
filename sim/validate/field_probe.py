"""The 3D field model before the judge: its cells read as layers, sensors and flows.

Steckler rooms run for RUN seconds with walls that heat as in DURATION, and are read as the
experiment was: a tree of thermocouples in the front corner away from the burner, reduced as the
tables were, with its height moved within one spacing (SHIFTS). Other fires run their whole time,
in cells that fit a wall-clock budget; their layers come of the mean profile over the floor,
without the columns over the fires.
"""

from dataclasses import dataclass, field

import numpy as np

from sim.errors import SimError
from sim.field.layers import reduce_profile, reduce_tree
from sim.field.run import FieldRun, simulate_field
from sim.fire.case import Case, Position
from sim.validate.metric import FloatArray
from sim.validate.steckler import DURATION, is_steckler

CELL = 0.2
RUN = 300.0
AVERAGE = 120.0
"""s at the end of a Steckler run over which gas and flows are averaged."""
BUDGET = 120.0
"""Wall seconds of one fire that changes over time."""
MOST_ROWS = 100
TREE_HEIGHTS = (
    0.06, 0.17, 0.29, 0.4, 0.52, 0.63, 0.74, 0.86, 0.97, 1.09, 1.2, 1.31, 1.43, 1.54, 1.66, 1.77,
    1.88, 2.0, 2.11,
)  # fmt: skip
"""m, thermocouples of the tree in the Steckler room; from its published profiles."""
TREE_FROM_WALLS = 0.3  # m
SPACING = (TREE_HEIGHTS[-1] - TREE_HEIGHTS[0]) / (len(TREE_HEIGHTS) - 1)
SHIFTS = SPACING * ((np.arange(9) + 0.5) / 9 - 0.5)
"""m; where a layer ends between two thermocouples moves the tables' reduction by up to 15 % of the
rise (`reduce_tree`). A cell is wider than a spacing and cannot tell, so the mean is taken."""
AIR, OXYGEN = 28.96, 32.0  # kg/kmol

SETTINGS = {
    "steckler_cell_m": CELL,
    "steckler_simulated_s": RUN,
    "steckler_wall_haste": DURATION / RUN,
    "steckler_average_s": AVERAGE,
    "steckler_layers": "thermocouple tree in the front corner away from the burner, mean over "
    "one spacing of its height",
    "transient_budget_s": BUDGET,
    "transient_layers": "mean profile over the floor, without the columns over fires",
}

Layers = tuple[FloatArray, FloatArray, FloatArray]
"""Upper K, lower K and height m above the floor, (n,) each."""


@dataclass(frozen=True, slots=True)
class FieldProbe:
    """One field run. `late`: rows that stand for the mean over the end of a steady run."""

    run: FieldRun
    tree: bool
    _layers: dict[str, Layers] = field(default_factory=dict)

    @property
    def time(self) -> FloatArray:
        """Seconds of every row."""
        return self.run.time

    def upper_temperature(self, compartment: str) -> FloatArray:
        """K."""
        return self._reduced(compartment)[0]

    def lower_temperature(self, compartment: str) -> FloatArray:
        """K."""
        return self._reduced(compartment)[1]

    def layer_height(self, compartment: str) -> FloatArray:
        """Metres above the compartment's floor."""
        return self._reduced(compartment)[2]

    def pressure(self, compartment: str) -> FloatArray:
        """Pa gauge."""
        return self.run.gauge[:, self._room(compartment)]

    def gas(self, compartment: str, name: str) -> FloatArray | None:
        """Mean mole fraction of `o2` or `co` above the layer's height; `co2` is not kept."""
        if name == "co2":
            return None
        values = self.run.co if name == "co" else self.run.oxygen * (AIR / OXYGEN)
        middles = self.run.grid.middles[2] - self.run.case.compartment(compartment).at[2]
        own = self._cells(compartment)
        return np.array(
            [
                _mean(row, own & (middles >= height)[:, None, None], own)
                for row, height in zip(values, self._reduced(compartment)[2], strict=True)
            ]
        )

    def fresh_air(self, name: str) -> float:
        """Mole fraction at the start."""
        values = self.run.oxygen * (AIR / OXYGEN) if name == "o2" else self.run.co
        return float(values[0][self.run.grid.fluid].mean())

    def jet_temperature(self, compartment: str, at: Position) -> FloatArray:
        """K, of the gas cell of the compartment that is nearest to the place."""
        k, j, i = np.nonzero(self._cells(compartment))
        x, y, z = self.run.grid.middles
        away = (x[i] - at[0]) ** 2 + (y[j] - at[1]) ** 2 + (z[k] - at[2]) ** 2
        near = int(away.argmin())
        return self.run.temperature[:, k[near], j[near], i[near]].astype(np.float64)

    def plume_temperature(self, compartment: str, at: Position) -> FloatArray:
        """K, of the gas cell of the compartment that is nearest to the place."""
        return self.jet_temperature(compartment, at)

    def heat_flux(self, compartment: str, at: Position, kind: str) -> FloatArray | None:
        """Not offered by the field model."""
        return None

    def flow(self, opening: str) -> tuple[FloatArray, FloatArray]:
        """(out, in) kg/s; of a steady run the mean over its end in the late rows."""
        place = [one.id for one in self.run.case.openings].index(opening)
        out, into = self.run.flow_out[:, place].copy(), self.run.flow_in[:, place].copy()
        if self.tree:
            late = self._late()
            out[late], into[late] = self.run.mean_out[place], self.run.mean_in[place]
        return out, into

    def activation(self, detector: str) -> float:
        """Seconds, nan when it did not activate."""
        place = [one.id for one in self.run.case.detectors].index(detector)
        return float(self.run.activation[place])

    def _room(self, compartment: str) -> int:
        return [room.id for room in self.run.case.compartments].index(compartment)

    def _late(self) -> np.ndarray:
        return np.asarray(self.run.time >= self.run.time[-1] - self.run.averaged)

    def _cells(self, compartment: str) -> np.ndarray:
        grid = self.run.grid
        return np.asarray(grid.fluid & (grid.kind == self._room(compartment)))

    def _reduced(self, compartment: str) -> Layers:
        if compartment not in self._layers:
            found = self._tree_layers() if self.tree else self._room_layers(compartment)
            self._layers[compartment] = found
        return self._layers[compartment]

    def _tree_layers(self) -> Layers:
        """Layers of the Steckler tree; the late rows hold those of the mean over the end."""
        room, fire = self.run.case.compartments[0], self.run.case.fires[0]
        left = fire.at[0] > room.size[0] / 2
        x = TREE_FROM_WALLS if left else room.size[0] - TREE_FROM_WALLS
        heights, rows, mean = self.run.column(x, TREE_FROM_WALLS)
        found = np.array([read_tree(heights, row, room.size[2]) for row in rows])
        found[self._late()] = read_tree(heights, mean, room.size[2])
        return found[:, 0], found[:, 1], found[:, 2]

    def _room_layers(self, compartment: str) -> Layers:
        room = self.run.case.compartment(compartment)
        own = self._cells(compartment) & ~self._over_fires()[None]
        levels = np.flatnonzero(own.any(axis=(1, 2)))
        heights = self.run.grid.middles[2][levels] - room.at[2]
        found = np.array(
            [
                reduce_profile(heights, [row[k][own[k]].mean() for k in levels], room.size[2])
                for row in self.run.temperature
            ]
        )
        return found[:, 0], found[:, 1], found[:, 2]

    def _over_fires(self) -> np.ndarray:
        """Columns (ny, nx) over a fire."""
        x, y, _ = self.run.grid.middles
        found = np.zeros((y.size, x.size), dtype=bool)
        for fire in self.run.case.fires:
            half = max(np.sqrt(fire.area), self.run.cell) / 2
            near_x, near_y = np.abs(x - fire.at[0]) <= half, np.abs(y - fire.at[1]) <= half
            found |= near_y[:, None] & near_x[None, :]
        return found


def read_tree(heights: FloatArray, profile: FloatArray, ceiling: float) -> FloatArray:
    """Upper K, lower K and height m as the Steckler tree would tell them, mean over SHIFTS.

    heights (n,) m and profile (n,) K of a column of gas; ceiling m."""
    found = []
    for shift in SHIFTS:
        tree = np.clip(np.array(TREE_HEIGHTS) + shift, 0.0, ceiling)
        found.append(reduce_tree(tree, np.interp(tree, heights, profile), ceiling))
    return np.asarray(np.mean(found, axis=0))


def field_model(case: Case) -> FieldProbe:
    """Run the field model. Raises SimError, also when the time did not suffice."""
    steady = is_steckler(case)
    run = _steady(case) if steady else _changing(case)
    if run.ended != "done":
        raise SimError(
            f"the run ended {run.ended} at {run.time[-1]:.0f} s in cells of {run.cell:g} m",
            where=case.id,
            remedy="Give it more time",
        )
    return FieldProbe(run, tree=steady)


def _steady(case: Case) -> FieldRun:
    return simulate_field(
        case, cell=CELL, until=RUN, every=RUN / 10, average=AVERAGE, haste=DURATION / RUN
    )


def _changing(case: Case) -> FieldRun:
    every = max(1.0, case.duration / MOST_ROWS)
    return simulate_field(case, every=every, budget_s=BUDGET, limit_s=2 * BUDGET)


def _mean(values: np.ndarray, part: np.ndarray, whole: np.ndarray) -> float:
    chosen = part if part.any() else whole
    return float(values[chosen].mean())

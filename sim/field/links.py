"""Heat detectors and links in the gas of a field: the RTI law, one explicit step per tick."""

import numpy as np
from numpy.typing import NDArray

from sim.field.model import TICK, FieldModel


class Links:
    """activation (d,) s, NaN until a detector of the case has reached its temperature."""

    def __init__(self, model: FieldModel) -> None:
        case = model.case
        self.activation: NDArray[np.float64] = np.full(len(case.detectors), np.nan)
        self.temperature = np.full(len(case.detectors), case.inside)
        self.rti = np.array([one.rti for one in case.detectors])
        self.limit = np.array([one.activation for one in case.detectors])
        names = [one.id for one in case.compartments]
        cells = []
        for one in case.detectors:
            usable = np.flatnonzero(
                (model.grid.kind == names.index(one.compartment)) & model.grid.fluid
            )
            nx, ny, _ = model.grid.cells
            x, y, z = model.grid.middles
            away = (
                (x[usable % nx] - one.at[0]) ** 2
                + (y[usable // nx % ny] - one.at[1]) ** 2
                + (z[usable // (nx * ny)] - one.at[2]) ** 2
            )
            cells.append(int(usable[away.argmin()]))
        self.cells = np.array(cells, np.int64)

    def step(self, model: FieldModel) -> None:
        """Warm for one tick: dT/dt = sqrt(u) / RTI (gas - T); Heskestad and Bill 1988."""
        if self.cells.size == 0:
            return
        gas = model.temperature.ravel()[self.cells]
        speed = np.linalg.norm(model.velocity, axis=0).ravel()[self.cells]
        pace = 1.0 - np.exp(-TICK * np.sqrt(speed) / self.rti)
        self.temperature = self.temperature + pace * (gas - self.temperature)
        first = np.isnan(self.activation) & (self.temperature >= self.limit)
        self.activation[first] = model.time

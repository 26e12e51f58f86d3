"""The zone model before the judge: its run read as the probe that every model answers."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from sim.fire.case import Case, Position
from sim.validate.metric import FloatArray


class Run(Protocol):
    """The columns of a zone run that are read here; member first, see `sim/fire/zone.py`."""

    time: FloatArray
    upper_temperature: FloatArray
    lower_temperature: FloatArray
    layer_height: FloatArray
    pressure: FloatArray
    upper_o2: FloatArray
    upper_co2: FloatArray
    upper_co: FloatArray
    lower_o2: FloatArray
    lower_co2: FloatArray
    lower_co: FloatArray
    flow_out: FloatArray
    flow_in: FloatArray


Sensor = Callable[[Run, Case, str, float, float, float], FloatArray]
"""Gas temperature at a place (m, n) K from (run, case, compartment, x, y, z in the world)."""
Links = Callable[[Run, Case], tuple[FloatArray, FloatArray]]
"""Temperature of every detector (m, n, d) K, and when it acted (m, d) s, nan for never."""


@dataclass(frozen=True, slots=True)
class ZoneProbe:
    """One member of a zone run. Without `jet` or `plume` a sensor reads the layer it stands in."""

    case: Case
    run: Run
    jet: Sensor | None = None
    plume: Sensor | None = None
    links: Links | None = None

    @property
    def time(self) -> FloatArray:
        """Seconds of every row."""
        return self.run.time

    def upper_temperature(self, compartment: str) -> FloatArray | None:
        """K."""
        return self._of(self.run.upper_temperature, compartment)

    def lower_temperature(self, compartment: str) -> FloatArray | None:
        """K."""
        return self._of(self.run.lower_temperature, compartment)

    def layer_height(self, compartment: str) -> FloatArray | None:
        """Metres above the compartment's floor."""
        return self._of(self.run.layer_height, compartment)

    def pressure(self, compartment: str) -> FloatArray | None:
        """Pa gauge."""
        return self._of(self.run.pressure, compartment)

    def gas(self, compartment: str, name: str) -> FloatArray | None:
        """Mole fraction of `o2`, `co2` or `co` in the upper layer."""
        columns = {"o2": self.run.upper_o2, "co2": self.run.upper_co2, "co": self.run.upper_co}
        return self._of(columns[name], compartment)

    def fresh_air(self, name: str) -> float:
        """Mole fraction in the lower layer of the first room at the first row."""
        run = self.run
        columns = {"o2": run.lower_o2, "co2": run.lower_co2, "co": run.lower_co}
        return float(columns[name][0, 0, 0])

    def jet_temperature(self, compartment: str, at: Position) -> FloatArray | None:
        """Gas temperature near the ceiling, K."""
        return self._sensor(self.jet, compartment, at)

    def plume_temperature(self, compartment: str, at: Position) -> FloatArray | None:
        """Gas temperature above the fire, K."""
        return self._sensor(self.plume, compartment, at)

    def heat_flux(self, compartment: str, at: Position, kind: str) -> FloatArray | None:
        """Not offered by the zone model."""
        return None

    def flow(self, opening: str) -> tuple[FloatArray, FloatArray] | None:
        """(out, in) kg/s."""
        column = [one.id for one in self.case.openings].index(opening)
        return self.run.flow_out[0, :, column], self.run.flow_in[0, :, column]

    def activation(self, detector: str) -> float | None:
        """Seconds, nan when it did not activate; None without a law of links."""
        if self.links is None:
            return None
        column = [one.id for one in self.case.detectors].index(detector)
        return float(self.links(self.run, self.case)[1][0, column])

    def _of(self, values: FloatArray, compartment: str) -> FloatArray:
        column = [room.id for room in self.case.compartments].index(compartment)
        return values[0, :, column]

    def _sensor(self, sensor: Sensor | None, compartment: str, at: Position) -> FloatArray:
        if sensor is not None:
            member: FloatArray = sensor(self.run, self.case, compartment, *at)[0]
            return member
        height = at[2] - self.case.compartment(compartment).at[2]
        layer = self._of(self.run.layer_height, compartment)
        upper = self._of(self.run.upper_temperature, compartment)
        return np.where(height >= layer, upper, self._of(self.run.lower_temperature, compartment))


def zone_model(case: Case) -> ZoneProbe:
    """Run the zone model over a whole case. Raises SimError."""
    zone = importlib.import_module("sim.fire.zone")
    return ZoneProbe(
        case=case,
        run=zone.simulate(case, every=1.0),
        jet=zone.jet_temperature,
        plume=zone.plume_temperature,
        links=zone.detector_temperature,
    )

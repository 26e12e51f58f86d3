"""The zone model before the judge: its run read as the probe that every model answers."""

from dataclasses import dataclass

from sim.fire.case import Case, Position
from sim.fire.jet import detector_temperature, jet_temperature, plume_temperature
from sim.fire.target import heat_flux
from sim.fire.zone import simulate
from sim.fire.zone_run import ZoneRun
from sim.validate.metric import FloatArray

SETTINGS = {
    "layers": "the model's own",
    "sensors": "plume and ceiling jet of sim/fire/jet.py at the sensor's place",
    "heat_flux": "into a cool gauge; on a surface it faces the room, in the room the fire",
    "rows_every_s": 1.0,
}


@dataclass(frozen=True, slots=True)
class ZoneProbe:
    """The first member of a zone run."""

    case: Case
    run: ZoneRun

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
        gas: FloatArray = jet_temperature(self.run, self.case, compartment, *at)[0]
        return gas

    def plume_temperature(self, compartment: str, at: Position) -> FloatArray | None:
        """Gas temperature above the fire, K."""
        gas: FloatArray = plume_temperature(self.run, self.case, compartment, *at)[0]
        return gas

    def heat_flux(self, compartment: str, at: Position, kind: str) -> FloatArray | None:
        """Net into a cool gauge, W/m2."""
        whole = kind != "radiation"
        flux: FloatArray = heat_flux(self.run, self.case, compartment, at, convection=whole)[0]
        return flux

    def flow(self, opening: str) -> tuple[FloatArray, FloatArray] | None:
        """(out, in) kg/s."""
        column = [one.id for one in self.case.openings].index(opening)
        return self.run.flow_out[0, :, column], self.run.flow_in[0, :, column]

    def activation(self, detector: str) -> float | None:
        """Seconds, nan when it did not activate."""
        column = [one.id for one in self.case.detectors].index(detector)
        return float(detector_temperature(self.run, self.case)[1][0, column])

    def _of(self, values: FloatArray, compartment: str) -> FloatArray:
        column = [room.id for room in self.case.compartments].index(compartment)
        return values[0, :, column]


def zone_model(case: Case) -> ZoneProbe:
    """Run the zone model over a whole case. Raises SimError."""
    return ZoneProbe(case, simulate(case, every=1.0))

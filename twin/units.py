"""Units of the point list: how they are written on screens, and temperatures either way."""

from dataclasses import dataclass

ZERO_CELSIUS_K = 273.15


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as site files spell it, as screens write it, and how many decimals it deserves;
    `zh` where Chinese writes another."""

    id: str
    text: str
    decimals: int = 0
    zh: str = ""

    def written(self, *, chinese: bool = False) -> str:
        """As screens in that language write it."""
        return self.zh if chinese and self.zh else self.text


_ALL = (
    Unit("%LEL", "%LEL", 1),
    Unit("ppm", "ppm"),
    Unit("kPa", "kPa", 2),
    Unit("MPa", "MPa", 2),
    Unit("m3/h", "m³/h", 1),
    Unit("degC", "°C", 1),
    Unit("K", "K", 1),
    Unit("m/s", "m/s", 1),
    Unit("Pa", "Pa"),
    Unit("dB/m", "dB/m", 3),
    Unit("A", "A", 1),
    Unit("V", "V"),
    Unit("kW", "kW", 1),
    Unit("Hz", "Hz", 1),
    Unit("rpm", "r/min"),
    Unit("mm/s", "mm/s", 2),
    Unit("mA", "mA"),
    Unit("%", "%", 1),
    Unit("%RH", "%RH"),
    Unit("m", "m", 2),
    Unit("bar", "bar", 2),
    Unit("L/min", "L/min", 1),
    Unit("g", "g", 2),
    Unit("persons", "persons", zh="人"),
    Unit("score", "", 2),
    Unit("", ""),
)
UNITS = {unit.id: unit for unit in _ALL}


def unit(name: str) -> Unit:
    """The unit of that spelling; one not listed is written as it is spelled, one decimal."""
    return UNITS.get(name) or Unit(name, name, 1)


def shown(value: float, name: str, *, chinese: bool = False) -> str:
    """A value with its unit, e.g. `182.4 °C`."""
    found = unit(name)
    return f"{value:.{found.decimals}f} {found.written(chinese=chinese)}".rstrip()


def kelvin(celsius: float) -> float:
    """Temperature, degC to K."""
    return celsius + ZERO_CELSIUS_K


def celsius(kelvin: float) -> float:
    """Temperature, K to degC."""
    return kelvin - ZERO_CELSIUS_K

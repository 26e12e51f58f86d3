"""Units and how they are written."""

import pytest

from twin.units import celsius, kelvin, shown


@pytest.mark.parametrize(
    ("value", "name", "text"),
    [
        (182.44, "degC", "182.4 °C"),
        (20.0, "%LEL", "20.0 %LEL"),
        (0.051, "dB/m", "0.051 dB/m"),
        (3.0, "persons", "3 persons"),
        (0.9, "score", "0.90"),
        (1.25, "furlong", "1.2 furlong"),
    ],
)
def test_a_value_is_written_with_its_unit(value: float, name: str, text: str) -> None:
    assert shown(value, name) == text


def test_temperatures_go_either_way() -> None:
    assert kelvin(0.0) == 273.15
    assert celsius(kelvin(36.6)) == pytest.approx(36.6, abs=1e-9)  # one rounding either way

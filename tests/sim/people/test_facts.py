"""What sensors prove, and that a lost sensor proves nothing."""

import pytest
from air_parts import LIMITS

from app.library import layouts
from sim.people.facts import facts_from_sensors
from sim.people.situation import Situation

LAYOUT = layouts()["k-m"]
CALM = {
    "GD-01": 0.0, "GD-02": 1.0, "GD-03": 0.5, "CO-01": 4.0, "CO-02": 5.0, "XV-GAS": 1.0,
    "FT-GAS": 12.0, "TT-DUCT-01": 55.0, "TT-DUCT-02": 52.0, "TT-DUCT-03": 50.0, "SUP-ST": 0.0,
    "PC-01": 7.0,
}  # fmt: skip


def facts(
    lost: str = "", *, gas: str = "NG", duct_alarm: bool = False, **values: float
) -> Situation:
    newest = CALM | {name.replace("_", "-"): value for name, value in values.items()}
    newest.pop(lost, None)
    told = Situation(fire=True, trained=True)
    return facts_from_sensors(
        LAYOUT, newest, told, LIMITS.sensors, gas_supply=gas, duct_alarm=duct_alarm
    )


def test_a_kitchen_with_all_sensors_well() -> None:
    told = facts()
    assert (told.fire, told.trained, told.people) == (True, True, 7)
    assert (told.gas_pct_lel, told.co_ppm) == (1.0, 5.0)
    assert (told.duct_involved, told.discharged, told.cylinders_heated) == (False, False, False)
    assert told.gas_fed is None  # the gas is open
    assert told.hidden is None


@pytest.mark.parametrize(
    ("lost", "field"),
    [("GD-02", "gas_pct_lel"), ("TT-DUCT-02", "duct_involved"), ("SUP-ST", "discharged"),
     ("PC-01", "people")],
)  # fmt: skip
def test_a_lost_sensor_proves_nothing(lost: str, field: str) -> None:
    assert getattr(facts(lost), field) is None


def test_danger_is_believed_beside_a_lost_sensor() -> None:
    assert facts("GD-02", GD_01=30.0).gas_pct_lel == 30.0
    assert facts("TT-DUCT-02", TT_DUCT_01=160.0).duct_involved is True


@pytest.mark.parametrize(
    ("flow", "duct_c", "burning"),
    [(12.0, 149.0, False), (12.0, 150.0, True), (0.0, 89.0, False), (0.0, 90.0, True)],
)
def test_a_duct_burns_at_150_or_at_90_with_the_burners_off(
    flow: float, duct_c: float, *, burning: bool
) -> None:
    assert facts(FT_GAS=flow, TT_DUCT_01=duct_c).duct_involved is burning


def test_the_alarm_of_a_duct_counts_whatever_it_shows() -> None:
    assert facts(duct_alarm=True).duct_involved is True


def test_gas_is_shut_off_only_when_the_valve_says_so() -> None:
    assert facts(XV_GAS=0.0).gas_fed is False
    assert facts("XV-GAS").gas_fed is None
    assert facts("XV-GAS", gas="none").gas_fed is False


def test_a_site_with_cylinders_waits_for_a_person_to_say() -> None:
    assert facts(gas="NG+LPG").cylinders_heated is None


def test_a_discharge_is_seen() -> None:
    assert facts(SUP_ST=3.0).discharged is True


@pytest.mark.parametrize(("peak", "known"), [(26.0, 26.0), (18.0, None)])
def test_the_most_gas_is_sure_with_a_head_lost_only_where_it_is_enough(
    peak: float, known: float | None
) -> None:
    newest = {tag: value for tag, value in CALM.items() if tag != "GD-02"}
    told = Situation(gas_peak_pct_lel=peak)
    assert facts_from_sensors(LAYOUT, newest, told, LIMITS.sensors).gas_peak_pct_lel == known

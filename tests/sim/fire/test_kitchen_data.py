import csv
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.fire import growth, oil

TABLE = Path(os.environ.get("EMBERWALL_VALIDATION", "validation-not-set"))
TABLE = TABLE / "fire" / "kitchen_fire_data.csv"
ZERO_C = 273.15
HALF_AN_HOUR = np.arange(0.0, 1920.0)


def known(item: str) -> dict[str, str]:
    if not TABLE.is_file():
        pytest.skip("no kitchen_fire_data.csv in EMBERWALL_VALIDATION's fire folder")
    with TABLE.open(encoding="utf-8", newline="") as file:
        return next(row for row in csv.DictReader(file) if row["item"].startswith(item))


def ul_300(vats: oil.Vat, pre_burn: float) -> oil.OilRun:
    """Autoignition, burner on for `pre_burn` s, then fuel off and wet chemical."""
    on = pre_burn > HALF_AN_HOUR
    start = vats.autoignition
    return oil.run(vats, HALF_AN_HOUR, on, start=start, agent=oil.Agent(at=pre_burn))


@pytest.mark.parametrize("item", ["canola oil, large pan", "palm oil, pan", "UL 300 minimum"])
def test_measured_autoignition_of_pans_is_what_members_are_drawn_from(item: str) -> None:
    drawn = oil.sample(oil.FRYER, 4000, rng=np.random.default_rng(7))
    low, high = np.quantile(np.asarray(drawn.autoignition) - ZERO_C, [0.05, 0.95])
    assert low < float(known(item)["value"]) < high


def test_a_fryer_burns_as_hard_as_its_area_says() -> None:
    row = known("estimate: fryer 0.35 m x 0.35 m")
    vat = replace(oil.FRYER, area=0.1225)
    run = oil.run(vat, HALF_AN_HOUR, 0.0, start=float(np.asarray(vat.autoignition)))
    assert float(row["low"]) < run.hrr[0, 20:60].mean() / 1e3 < float(row["high"])


def test_the_ul_300_fryer_cools_no_faster_than_allowed() -> None:
    limit = float(known("max fryer cooling rate")["value"])
    run = oil.run(oil.FRYER, HALF_AN_HOUR, 0.0, start=316 + ZERO_C)
    passed = int(np.argmax(run.temperature[0] <= 260 + ZERO_C))
    assert passed > 0
    assert 56.0 / (passed / 60.0) <= limit


def test_wet_chemical_holds_after_the_pre_burn_of_ul_300() -> None:
    vats = oil.sample(oil.FRYER, 200, rng=np.random.default_rng(8))
    run = ul_300(vats, 120.0)
    assert np.isfinite(run.extinction).all()
    assert np.isnan(run.reignition).all()


def test_the_pre_burn_and_growth_rates_are_those_of_the_table() -> None:
    assert float(known("pre-burn after autoignition")["value"]) == 120.0
    alphas = [float(a) for a in known("t-squared slow")["value"].split("/")]
    ours = [growth.COEFFICIENT[n] / 1e3 for n in ("slow", "medium", "fast", "ultra-fast")]
    assert ours == pytest.approx(alphas, rel=1e-3)

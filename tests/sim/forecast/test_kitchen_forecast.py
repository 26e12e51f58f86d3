"""The kitchen's own physics in a whole forecast of a small kitchen: burning oil, gas."""

from functools import cache

import numpy as np

from sim.forecast.model import Forecast, Lever, Pull, Verdict
from sim.forecast.parts import Hazard
from tests.sim.forecast.test_forecaster import ALARM, S, forecaster, samples

R2 = {  # the script's values around its ignition at 0 s; nothing before -120 s
    "TT-OIL-02": ((-120, 169), (-60, 266), (0, 363), (30, 385), (60, 400)),
    "TT-HOOD-01": ((-120, 75), (-60, 82), (0, 95), (30, 180), (60, 320)),
    "HD-01": ((-120, 30), (0, 32), (30, 44), (60, 66)),
    "PC-01": ((-180, 0), (60, 0)), "XV-GAS": ((-180, 1), (60, 1)),
}  # fmt: skip


@cache
def burning(*pulls: Lever, horizon_s: float = 120.0) -> Forecast:
    own, now = forecaster(horizon_s), ALARM + 40 * S
    for tag, keys in R2.items():
        times = np.arange(keys[0][0], 40.5, 2.0).tolist()
        own.observe(samples(tag, [(t, np.interp(t, *zip(*keys, strict=True))) for t in times]), now)
    own.start(ALARM + 10 * S, "line")
    found = own.forecast(now)
    return own.what_if([Pull(one) for one in pulls], now) if pulls else found


def test_a_pan_on_fire_is_foreseen_to_take_the_hood_and_the_room() -> None:
    found = burning()
    assert found.hazard is Hazard.FIRE
    assert (found.seat_asset, found.oil[0].asset) == ("WOK-02", "WOK-02")
    assert found.oil[0].burning == 1.0
    assert found.hrr_kw.low[0] > 40.0  # what 0.16 m2 of burning oil gives off
    assert found.hrr_kw.median[-1] > 4.0 * found.hrr_kw.median[0]
    assert found.places[0].untenable.share > 0.5
    assert found.links[0].asset == "WOK-02"
    assert 0.0 <= found.links[0].opens.median < 90.0


def test_a_kitchen_whose_agent_is_gone_is_foreseen_to_flash_over() -> None:
    """By hand: Thomas asks for 1.8 MW, which grease that catches fire now gives after 98 s (ultra
    fast) to 196 s (fast); its door shut, air comes by the hood's grilles. The script has 160 s."""
    found = burning(horizon_s=360.0).flashover
    assert found.share > 0.5
    assert 98.0 < found.low < 200.0
    assert found.median < 320.0


def test_a_fire_breathes_through_the_grilles_of_a_stopped_hood() -> None:
    drawn, stopped = burning(horizon_s=360.0), burning(Lever.STOP_HOOD, horizon_s=360.0)
    hot, later = (one.places[0].upper_c.median for one in (drawn, stopped))
    assert later[60] > 250.0  # 300 s ahead; without grilles it starved at 170 degC
    assert later[60] < hot[60]
    assert stopped.places[0].untenable.median < drawn.places[0].untenable.median


def test_agent_on_it_holds_the_fire_and_tells_until_when() -> None:
    out = burning(Lever.DISCHARGE)
    assert out.hrr_kw.median[-1] < 0.3 * burning().hrr_kw.median[-1]
    assert out.oil[0].below.median > 0.0
    assert out.links == ()  # none has anything left to let go


def test_gas_without_a_fire_is_told_as_gas() -> None:
    own = forecaster()
    for tag, top in (("GD-01", 24.0), ("GD-02", 0.0)):
        rising = [(float(t), top * t / 120.0) for t in range(0, 121, 2)]
        own.observe(samples(tag, rising), ALARM + 120 * S)
    own.start(ALARM + 120 * S, "line")
    found = own.forecast(ALARM + 120 * S)
    assert found.hazard is Hazard.GAS
    assert max(found.hrr_kw.high) == 0.0
    assert found.gas[0].heads == ("GD-01",)
    as_is, shut = found.gas[0].choices[:2]  # the hood runs: it settles near what it shows
    assert 12.0 < as_is.pct_lel.median[0] < 30.0
    assert shut.pct_lel.median[-1] < as_is.pct_lel.median[-1]
    assert found.advice is not None
    assert found.advice.verdict is not Verdict.EXTINGUISH


def test_a_hood_warmed_by_its_burning_duct_makes_no_fire_of_the_kitchen() -> None:
    """Scenario R3: the duct hotter than the hood, the kitchen's flame heads quiet."""
    found = {}
    for flame in (0.0, 1.0):
        own, now = forecaster(), ALARM + 60 * S
        for tag, keys in {
            "TT-HOOD-01": ((-180, 70), (0, 70), (10, 110), (60, 95)),
            "TT-DUCT-01": ((-180, 60), (0, 65), (20, 95), (60, 180)),
            "HD-01": ((-180, 32), (60, 32)), "FD-01": ((-180, flame), (60, flame)),
            "FDMP-01": ((-180, 1), (49, 1), (50, 0), (60, 0)),
        }.items():  # fmt: skip
            times = np.arange(-180.0, 60.5, 2.0).tolist()
            told = [(t, np.interp(t, *zip(*keys, strict=True))) for t in times]
            own.observe(samples(tag, told), now)
        own.start(ALARM + 53 * S, "duct")
        found[flame] = own.forecast(now)
        assert found[flame].hazard is Hazard.DUCT
    quiet, seen = found[0.0], found[1.0]
    assert quiet.hrr_kw.median[0] < 2.0 < seen.hrr_kw.median[0]
    assert quiet.places[0].untenable.share < 0.4
    assert not {"TT-HOOD-01", "TT-DUCT-01"} & set(quiet.ignored)

"""Fusible links over the line, and gas in the rooms, told by what the site's points show."""

from dataclasses import replace

import numpy as np
import pytest

from sim.forecast.floors import rooms_of
from sim.forecast.gas_leak import GasWatch, lead_s
from sim.forecast.links import Fires, links_of, told
from sim.forecast.model import Lever, Pull
from sim.forecast.parts import GasForecast
from tests.sim.forecast.kitchen_signals import Keys, S, drawing, signals_of

TIMES = np.arange(0.0, 601.0, 5.0)
R4: dict[str, Keys] = {
    "GD-01": ((0, 0), (60, 8), (79, 10), (158, 20), (197, 25)), "XV-GAS": ((0, 1),),
    "GD-02": ((0, 0),),
}  # fmt: skip


def fires(hrr: float, asset: str = "FRY-01", name: str = "k-m") -> Fires:
    box = next(a.box for a in drawing(name).assets if a.id == asset)
    at = [box.at[0] + box.size[0] / 2, box.at[1] + box.size[1] / 2, box.size[2]]
    curve = np.full((8, len(TIMES)), hrr)
    curve[:, 0] = 0.0
    return Fires(TIMES, curve, np.tile(np.array(at), (8, 1)), True)


def test_every_appliance_under_the_hood_has_a_link() -> None:
    assert {one.asset for one in links_of(drawing("k-m"))} == {
        "WOK-01", "WOK-02", "WOK-03", "WOK-04", "FRY-01", "FRY-02", "GRD-01"
    }  # fmt: skip


def test_the_link_over_the_fire_opens_first_and_sooner_over_a_greater_one() -> None:
    signals = signals_of("k-m", {"TT-HOOD-02": ((0, 70),), "TT-HOOD-03": ((0, 70),)}, 60.0)
    small, great = (told(links_of(drawing("k-m")), signals, fires(q), 60 * S) for q in (1e5, 4e5))
    assert small[0].asset == great[0].asset == "FRY-01"
    assert 0 < great[0].opens.median < small[0].opens.median
    assert small[0].now_c == pytest.approx(70.0, abs=0.5)


def test_without_a_fire_no_link_opens_and_after_one_it_has_opened() -> None:
    calm = signals_of("k-m", {"TT-HOOD-02": ((0, 70),)}, 60.0)
    assert all(
        one.opens.share == 0 for one in told(links_of(drawing("k-m")), calm, fires(0.0), 60 * S)
    )
    hot = signals_of("k-m", {"TT-HOOD-02": ((0, 70), (60, 70), (70, 400), (200, 400))}, 200.0)
    first = told(links_of(drawing("k-m")), hot, fires(0.0), 200 * S)[0]
    assert first.opens.median == 0.0
    assert first.now_c > first.rated_c


def test_the_link_over_a_wok_on_fire_is_foreseen_to_open_when_it_does() -> None:
    """Scenario R2: its plenum as written, discharged 90 s after the ignition."""
    plenum: Keys = ((-120, 75), (-60, 82), (0, 95), (30, 180), (60, 320), (90, 400))
    own = links_of(drawing("k-s"))
    burning = fires(6e4, "WOK-02", "k-s")
    burning = replace(burning, hrr=np.full_like(burning.hrr, 6e4))
    found = {
        at: told(own, signals_of("k-s", {"TT-HOOD-01": plenum}, at), burning, round(at * S))[0]
        for at in (30.0, 60.0)
    }
    for at, one in found.items():
        assert one.asset == "WOK-02"
        assert one.opens.low < 90.0 - at < one.opens.high
    assert found[30.0].now_c < found[60.0].now_c < found[60.0].rated_c


def test_the_link_over_a_fryer_is_foreseen_before_it_opens_and_not_after() -> None:
    """Scenario R1: discharged 45 s after the ignition, over a vat that gives 63 kW. By hand: gas of
    Alpert 1.1 m above it 229 K warmer, a link of RTI 150 in 2.8 m/s opens after 60 to 70 s."""
    plenum: Keys = ((-440, 62), (-180, 70), (0, 84), (30, 150), (45, 185), (60, 140))
    own, vat = links_of(drawing("k-m")), fires(6.3e4)
    vat = replace(vat, hrr=np.full((64, len(TIMES)), 6.3e4), seat=np.tile(vat.seat[0], (64, 1)))
    for at in (20.0, 30.0, 40.0):
        first = told(own, signals_of("k-m", {"TT-HOOD-02": plenum}, at), vat, round(at * S))[0]
        assert first.asset == "FRY-01"
        assert first.opens.low < 45.0 - at < first.opens.median < 90.0
    gone = signals_of("k-m", {"TT-HOOD-02": plenum, "SUP-ST": ((0, 0), (44, 0), (45, 3))}, 50.0, 1)
    assert told(own, gone, vat, 50 * S) == ()


def test_a_rising_plenum_has_warmed_its_link_more_than_one_that_stands() -> None:
    rising = signals_of("k-m", {"TT-HOOD-02": ((-60, 70), (0, 70), (60, 190))}, 60.0)
    own = links_of(drawing("k-m"))
    warm, still = (told(own, rising, fires(0.0), at * S)[0] for at in (60, 0))
    lagging = 70.0 + 2.0 * (60.0 - 90.0 * (1.0 - np.exp(-60.0 / 90.0)))  # RTI 150 at 2.8 m/s
    assert still.now_c == pytest.approx(70.0, abs=0.5)
    behind = 2.0 * 75.0 * (1.0 - np.exp(-60.0 / 90.0))  # the slowest thermometer shows so much less
    assert lagging < warm.now_c < lagging + behind / 2.0


def watch(name: str, keys: dict[str, Keys], at: float, supply: str = "NG") -> GasWatch:
    layout = drawing(name)
    rooms = rooms_of(layout)
    return GasWatch(layout, rooms, signals_of(name, keys, at), supply, [1.5] * len(rooms), 1)


def gas(
    name: str, keys: dict[str, Keys], at: float, *pulls: Lever, supply: str = "NG"
) -> tuple[GasForecast, ...]:
    own = watch(name, keys, at, supply)
    return own.told(round(at * S), TIMES, [Pull(one) for one in pulls], False)


@pytest.mark.parametrize("at", [80.0, 140.0, 190.0])
def test_an_open_hose_is_found_and_its_gas_foreseen(at: float) -> None:
    (found,) = gas("k-m", R4, at)
    as_is = found.choices[0]
    assert (found.fuel, found.layer, found.heads) == ("natural gas", "ceiling", ("GD-01",))
    low, _, high = found.leak_m3_h
    assert low < 11.4 < high
    assert as_is.at_25.low <= 197.0 - at <= max(as_is.at_25.high, 600.0 * (as_is.at_25.high < 0))
    assert as_is.at_50.low < 400.0 - at  # scenario R4b, the valve stuck


def test_a_shut_valve_or_open_doors_show_less_gas_and_both_the_least() -> None:
    (found,) = gas("k-m", R4, 140.0)
    last = {one.choice: one.pct_lel.median[-1] for one in found.choices}
    assert last["as_is"] > last["valve_shut"] > last["shut_and_vented"]
    assert last["as_is"] > last["vented"] > last["shut_and_vented"]
    (cut,) = gas("k-m", R4, 140.0, Lever.CUT_GAS)
    assert cut.choices[0].pct_lel.median[-1] == pytest.approx(last["valve_shut"], rel=0.1)
    assert [one.choice for one in cut.choices] == ["as_is", "vented"]


def test_heavy_gas_lies_on_the_floor_of_the_store_where_it_leaks() -> None:
    keys: dict[str, Keys] = {"GD-LPG-01": ((0, 0), (10, 0), (15, 25), (29, 90)), "GD-01": ((0, 0),)}
    (found,) = gas("k-m-lpg", keys, 29.0, supply="NG+LPG")
    assert (found.room, found.fuel, found.layer) == ("plant", "LPG", "floor")
    assert found.choices[0].at_50.median == 0.0
    assert 0.0 <= found.choices[0].at_100.median < 30.0


def test_heads_at_rest_tell_of_no_gas() -> None:
    assert gas("k-m", {"GD-01": ((0, 1),), "GD-02": ((0, 0),)}, 100.0) == ()
    assert lead_s(()) == np.inf


def test_a_leak_lasts_until_every_head_is_low_and_another_one_begins_anew() -> None:
    keys: dict[str, Keys] = {
        "GD-01": ((0, 0), (20, 26), (40, 18), (60, 3), (80, 3), (100, 12)),
        "GD-02": ((0, 0), (40, 14), (60, 12), (70, 2)),
    }
    peaks = [watch("k-m", keys, at).peak(round(at * S), 10.0) for at in (40.0, 62.0, 75.0, 100.0)]
    assert peaks == pytest.approx([26.0, 26.0, 3.0, 12.0], abs=1.0)
    assert watch("k-m", {}, 40.0).peak(40 * S, 10.0) is None


def test_gas_is_told_of_from_its_alarm_on_and_heads_that_live_deny_a_fire() -> None:
    ebbed: dict[str, Keys] = {"GD-01": ((0, 0), (20, 26), (60, 3)), "HD-01": ((0, 30),)}
    own = watch("k-m", ebbed, 80.0)
    assert own.told_of(80 * S, 10 * S)
    assert not own.told_of(80 * S, 70 * S)
    assert not own.told_of(80 * S, None)
    assert not own.denies_fire(80 * S)  # nobody hears of the other heads
    heads = {p.tag: ((0, 0),) for p in drawing("k-m").points if p.tag[:3] in ("FD-", "HD-")}
    assert watch("k-m", ebbed | heads, 80.0).denies_fire(80 * S)

"""Made-up oil, links, duct and gas for the made-up fire: nothing of it was computed."""

import numpy as np
from made_fire import fire
from msgspec.structs import replace

from sim.forecast.model import NEVER, Arrival, Forecast, Series
from sim.forecast.parts import (
    Corrected,
    DuctChoice,
    DuctForecast,
    DuctPlace,
    GasChoice,
    GasForecast,
    Hazard,
    LinkForecast,
    OilForecast,
)
from tests.support.example_fire import TIMES

NOTHING = Arrival(NEVER, NEVER, NEVER, 0.0)
FLAT = Series(*(tuple(np.full(len(TIMES), v).tolist() for v in (10.0, 20.0, 30.0))))


def oil(*, burning: float = 0.0) -> OilForecast:
    ignites = Arrival(80.0, 130.0, 210.0, 1.0) if not burning else NOTHING
    again = Arrival(200.0, 240.0, NEVER, 0.6) if burning else NOTHING
    return OilForecast(
        asset="FRY-01", tag="TT-OIL-01", now_c=301.0, rate_c_min=18.0, heated=True,
        burning=burning, agent=0.0, oil_c=FLAT, ignites=ignites, reignites=again,
        below=Arrival(600.0, 720.0, 900.0, 1.0), cool=Arrival(NEVER, NEVER, NEVER, 0.0),
    )  # fmt: skip


def link() -> LinkForecast:
    opens = Arrival(30.0, 40.0, 65.0, 1.0)
    return LinkForecast(asset="FRY-01", now_c=95.0, rated_c=182.0, opens=opens)


def duct() -> DuctForecast:
    def choice(name: str, roof: Arrival) -> DuctChoice:
        places = (
            DuctPlace(id="TT-DUCT-02", kind="thermometer", along=3.0, fire=Arrival(0, 0, 0, 1.0),
                      hot=Arrival(0, 0, 0, 1.0), wall_c=FLAT),
            DuctPlace(id="plant", kind="roof", along=9.0, fire=roof, hot=roof, wall_c=FLAT),
        )  # fmt: skip
        return DuctChoice(choice=name, places=places, front=FLAT, highest_c=(500.0, 640.0, 800.0))

    soon, later = Arrival(150.0, 180.0, 260.0, 1.0), Arrival(300.0, 410.0, NEVER, 0.7)
    choices = (choice("as_is", soon), choice("fan_stopped", later), choice("damper_shut", NOTHING))
    return DuctForecast(length=9.0, damper_shut=0.2, hrr_kw=FLAT, choices=choices)


def gas() -> GasForecast:
    def choice(name: str, at_50: Arrival, below: Arrival) -> GasChoice:
        return GasChoice(
            choice=name, pct_lel=FLAT, at_25=Arrival(0, 0, 20.0, 1.0), at_50=at_50, at_100=NOTHING,
            below_10=below,
        )  # fmt: skip

    return GasForecast(
        room="store", zones=("store",), fuel="LPG", layer="floor", depth=0.4,
        leak_m3_h=(1.0, 2.0, 4.0), heads=("GD-03",),
        choices=(
            choice("as_is", Arrival(90.0, 130.0, 200.0, 1.0), NOTHING),
            choice("valve_shut", NOTHING, Arrival(200.0, 260.0, 400.0, 1.0)),
        ),
    )  # fmt: skip


def kitchen_fire(**more: object) -> Forecast:
    """The made-up fryer fire with all its kitchen's parts."""
    whole = {
        "oil": (oil(),), "links": (link(),), "duct": duct(), "gas": (gas(),), "hazard": Hazard.FIRE,
        "corrected": (Corrected(run="K-M fryer", solver="fireFoam", distance=0.08, room="kitchen",
                                rise=1.1, height=-0.1, weight=0.7),),
    }  # fmt: skip
    return replace(fire(), **(whole | more))

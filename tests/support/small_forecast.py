"""A forecast as plain as can be: one room that gets hotter."""

from sim.forecast.model import NEVER, Arrival, Forecast, PlaceForecast, Series

TIMES = (0.0, 60.0, 120.0)
RISING = Series((20.0, 40.0, 60.0), (20.0, 60.0, 90.0), (20.0, 80.0, 140.0))
NOT_REACHED = Arrival(NEVER, NEVER, NEVER, 0.0)


def forecast(number: int, *, base: int = 0, incident: str = "A", site: str = "K-001") -> Forecast:
    place = PlaceForecast(
        id="kitchen", zones=("line",), upper_c=RISING, lower_c=RISING, layer_m=RISING,
        visibility_m=RISING, co_ppm=RISING, fed=RISING, hot=NOT_REACHED, blind=NOT_REACHED,
        poisoned=NOT_REACHED, untenable=NOT_REACHED,
    )  # fmt: skip
    return Forecast(
        site=site, incident=incident, number=number, base=base, made_at=number, began=0,
        members=256, times_s=TIMES, seat=(1.0, 1.0, 1.0), seat_spread=0.5, seat_asset="FRYER",
        hrr_kw=RISING, places=(place,),
    )  # fmt: skip

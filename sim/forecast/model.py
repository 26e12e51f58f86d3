"""What a forecast says: plain data that travels from the worker to the screens.

Times are seconds from `made_at` unless said otherwise; temperatures degC (people read these),
heights m above the floor, HRR kW. A series is a table of quantiles by times. No NaN travels:
`NEVER` stands for "not within the horizon".
"""

from enum import StrEnum

from msgspec import Struct

from sim.forecast.parts import (
    NOT_AT_ALL,
    Corrected,
    DuctForecast,
    GasForecast,
    Hazard,
    LinkForecast,
    OilForecast,
)
from sim.forecast.parts import Series as Series
from sim.people.model import NEVER as NEVER
from sim.people.model import QUANTILES as QUANTILES
from sim.people.model import Advice as Advice
from sim.people.model import Arrival as Arrival
from sim.people.model import ExitForecast as ExitForecast
from sim.people.model import Reason as Reason
from sim.people.model import Verdict as Verdict


class PlaceForecast(Struct, frozen=True, kw_only=True):
    """One room. `zones` are the site's zones that stand in it.

    hot: first time the gas at head height (1.8 m) reaches 60 C; blind: visibility at head height
    below 10 m; poisoned: FED (gas) of 0.3; untenable: the first of all criteria (the ASET).
    """

    id: str
    zones: tuple[str, ...]
    upper_c: Series
    lower_c: Series
    layer_m: Series
    visibility_m: Series
    co_ppm: Series
    fed: Series
    hot: Arrival
    blind: Arrival
    poisoned: Arrival
    untenable: Arrival


class PastError(Struct, frozen=True):
    """How the same fire's earlier forecasts did: mean absolute error of the upper-layer rise, %,
    `ahead_s` seconds ahead, over `n` comparisons; `inside`: share that fell in the 90 % band."""

    ahead_s: float
    n: int
    mean_abs_pct: float
    inside: float


class Lever(StrEnum):
    """What a commander can try in a what-if."""

    CUT_GAS = "cut_gas"
    STOP_HOOD = "stop_hood"
    START_HOOD = "start_hood"
    CLOSE_DAMPER = "close_damper"
    OPEN_DOOR = "open_door"
    CLOSE_DOOR = "close_door"
    DISCHARGE = "discharge"
    FIRE_SIZE = "fire_size"


class Pull(Struct, frozen=True):
    """One lever pulled: `target` names the door (or is empty); `value`: factor of FIRE_SIZE."""

    lever: Lever
    target: str = ""
    value: float = 1.0


class Field2(Struct, frozen=True):
    """A horizontal map at one time: `values` row by row (ny, nx) float32 little-endian; extent
    x0, x1, y0, y1 m; height m above the floor."""

    quantity: str
    unit: str
    at_s: float
    height: float
    nx: int
    ny: int
    extent: tuple[float, float, float, float]
    values: bytes


class Forecast(Struct, frozen=True, kw_only=True):
    """One forecast of one site.

    number counts the forecasts of an incident; base: number of the forecast a what-if compares
    with, 0 for a base forecast. made_at, began (seat's estimated ignition): ns UTC. times_s (n,):
    0 to the horizon. seat: most likely place of the fire and its spread (standard deviation, m);
    seat_asset: the asset there, or "". hrr_kw: asked-for heat release. heat: head-height
    temperature maps (60 C isotherm is drawn from these); used, ignored: tags of the sensors that
    steered it, and of those judged failed or lying. took_s: wall seconds of the computation.
    hazard: what it is about; oil: vessels with a thermometer, the most urgent first; links: over
    each appliance under a hood, the first to open first; duct: only while the duct burns; gas:
    rooms in which heads show gas, the worst first; corrected: by which OpenFOAM run, empty when by
    none.
    """

    site: str
    incident: str
    number: int
    base: int = 0
    pulls: tuple[Pull, ...] = ()
    made_at: int
    began: int
    members: int
    times_s: tuple[float, ...]
    seat: tuple[float, float, float]
    seat_spread: float
    seat_asset: str
    hrr_kw: Series
    places: tuple[PlaceForecast, ...]
    exits: tuple[ExitForecast, ...] = ()
    advice: Advice | None = None
    past: tuple[PastError, ...] = ()
    heat: tuple[Field2, ...] = ()
    used: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    flashover: Arrival = NOT_AT_ALL
    hazard: Hazard = Hazard.FIRE
    oil: tuple[OilForecast, ...] = ()
    links: tuple[LinkForecast, ...] = ()
    duct: DuctForecast | None = None
    gas: tuple[GasForecast, ...] = ()
    corrected: tuple[Corrected, ...] = ()
    model: str = "zone"
    took_s: float = 0.0
    synthetic: bool = False

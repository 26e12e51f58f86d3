"""The kitchen's own part of a forecast: oil, links, duct, gas. Plain data, as in `model.py`.

Times are seconds from `made_at`, NEVER when not within what was looked at; temperatures degC;
lengths m. What stands beside the course foreseen ("as it is") are the same members with one thing
done to them at once.
"""

from enum import StrEnum

from msgspec import Struct

from sim.people.model import NEVER, Arrival

NOT_AT_ALL = Arrival(NEVER, NEVER, NEVER, 0.0)


class Series(Struct, frozen=True):
    """One forecast quantity: `low`, `median`, `high` are the 5, 50 and 95 % quantiles, each as
    long as the forecast's `times_s`."""

    low: tuple[float, ...]
    median: tuple[float, ...]
    high: tuple[float, ...]


class Hazard(StrEnum):
    """What a forecast is about. GAS: no sensor proves a fire, gas heads tell of a leak; rooms are
    forecast as if nothing burnt, and `gas` says what matters."""

    FIRE = "fire"
    DUCT = "duct"
    GAS = "gas"


class OilForecast(Struct, frozen=True, kw_only=True):
    """Oil in one vessel, from its thermometer `tag` and what heats it.

    now_c; rate_c_min: as its thermometer shows them; heated: its burner is taken to be on;
    burning: share of the members in which it burns now; agent: share of the members in which
    wet chemical lies on it now. oil_c: over `times_s`. ignites: it catches fire by itself (low and
    high: 5 and 95 %), from vessels that do not burn now. reignites: once it was out, it burns
    again. below: from then on it is too cold to catch fire again, "re-ignition possible until";
    cool: below 250 C. Both are looked for over an hour, the others over `times_s`.
    """

    asset: str
    tag: str
    now_c: float
    rate_c_min: float
    heated: bool
    burning: float
    agent: float
    oil_c: Series
    ignites: Arrival
    reignites: Arrival
    below: Arrival
    cool: Arrival


class LinkForecast(Struct, frozen=True, kw_only=True):
    """The fusible link in the hood over one appliance, which releases the agent. now_c: what the
    link has warmed to; opens: when it reaches rated_c, 0 when it has."""

    asset: str
    now_c: float
    rated_c: float
    opens: Arrival


class DuctPlace(Struct, frozen=True, kw_only=True):
    """A place on the way of a duct fire. kind: "thermometer", "ceiling" (where the duct leaves the
    room of the fire), "room" (where it begins to pass over or through the next one) or "roof" (its
    end); id: tag or zone. along: m from the hood. fire: the flames reach it; hot: the duct's wall
    there is 180 K above the room, from where on what touches it may burn. wall_c: over `times_s`.
    """

    id: str
    kind: str
    along: float
    fire: Arrival
    hot: Arrival
    wall_c: Series


class DuctChoice(Struct, frozen=True, kw_only=True):
    """The course "as_is", with "fan_stopped" or with the "damper_shut"; highest_c: hottest wall
    within the horizon, 5/50/95 %; front: m from the hood to the flames furthest on."""

    choice: str
    places: tuple[DuctPlace, ...]
    front: Series
    highest_c: tuple[float, float, float]


class DuctForecast(Struct, frozen=True, kw_only=True):
    """A grease fire in the duct. length m; damper_shut: share of the members in which a damper is
    shut now; hrr_kw: inside the duct; choices: what can be done yet, the course foreseen first
    ("fan_stopped" in a what-if that stops the hood)."""

    length: float
    damper_shut: float
    hrr_kw: Series
    choices: tuple[DuctChoice, ...]


class GasChoice(Struct, frozen=True, kw_only=True):
    """Gas in one room "as_is", with the "valve_shut", "vented" (doors and windows open) or both,
    "shut_and_vented". pct_lel: of the layer in which it gathers, over `times_s`; at_25, at_50,
    at_100: when that layer reaches so many %LEL, 0 when it has; below_10: when it has fallen below
    10 %LEL for good, 0 when it never was above."""

    choice: str
    pct_lel: Series
    at_25: Arrival
    at_50: Arrival
    at_100: Arrival
    below_10: Arrival


class GasForecast(Struct, frozen=True, kw_only=True):
    """Gas in one room, from its heads. zones: of the room; fuel: "natural gas" or "LPG"; layer:
    "ceiling" or "floor", to `depth` m; leak_m3_h: gas that enters this room, 5/50/95 %; choices:
    "as_is" first. heads: tags that it was learnt from."""

    room: str
    zones: tuple[str, ...]
    fuel: str
    layer: str
    depth: float
    leak_m3_h: tuple[float, float, float]
    heads: tuple[str, ...]
    choices: tuple[GasChoice, ...]


class Corrected(Struct, frozen=True, kw_only=True):
    """A finished OpenFOAM run that the rooms' layers were corrected by. run: its name in the
    site's library; solver; distance: 0 the same fire, 0.1 about 10 % apart in every feature;
    room; rise: factor on the layer's rise where it counts in full; height: m added to the layer's
    height; weight: how far it counts in this forecast, 0 to 1."""

    run: str
    solver: str
    distance: float
    room: str
    rise: float
    height: float
    weight: float

"""What a forecast says of the kitchen's own parts: oil, links, duct, gas; the most urgent first."""

from dataclasses import dataclass
from enum import StrEnum

from sim.forecast.model import NEVER, Arrival, Forecast
from sim.forecast.parts import (
    DuctChoice,
    DuctForecast,
    GasChoice,
    GasForecast,
    Hazard,
    LinkForecast,
    OilForecast,
)

BURNS = 0.5  # share of the cases from which on we say that it burns
HOUR_S = 3600.0  # how far `below` and `cool` of an oil look


class Part(StrEnum):
    """What a line tells."""

    OIL_IGNITES = "oil_ignites"
    OIL_BURNS_AGAIN = "oil_burns_again"
    OIL_DANGEROUS = "oil_dangerous"
    LINK_OPENS = "link_opens"
    DUCT_REACHES = "duct_reaches"
    DUCT_CHOICE = "duct_choice"
    GAS_REACHES = "gas_reaches"
    GAS_CHOICE = "gas_choice"


@dataclass(frozen=True, slots=True)
class PartLine:
    """One line. about: an asset, a zone or a tag; kind: of a duct's place; choice: what is done
    first, "" for nothing; level: %LEL; horizon_s: how far was looked."""

    part: Part
    about: str
    arrival: Arrival
    kind: str = ""
    choice: str = ""
    level: float = 0.0
    layer: str = ""
    horizon_s: float = 600.0


def part_lines(forecast: Forecast) -> list[PartLine]:
    """Every line of a forecast; what its hazard is about comes first, then what comes soonest.
    What-ifs of the duct and of gas follow their own line."""
    end = forecast.times_s[-1] if forecast.times_s else 0.0
    oil = [line for one in forecast.oil for line in _oil(one, end)]
    links = [line for one in forecast.links[:1] for line in _link(one, end)]
    duct = [] if forecast.duct is None else _duct(forecast.duct, end)
    gas = [line for one in forecast.gas[:1] for line in _gas(one, end)]
    groups = [oil, links, duct, gas]
    first = {Hazard.DUCT: duct, Hazard.GAS: gas}.get(forecast.hazard)
    groups.sort(key=lambda group: (group is not first, _soonest(group)))
    return [line for group in groups for line in group]


def _soonest(group: list[PartLine]) -> float:
    return min((_rank(line.arrival) for line in group[:1]), default=HOUR_S)


def _rank(arrival: Arrival) -> float:
    known = [t for t in (arrival.median, arrival.low) if t != NEVER]
    return known[0] if known else HOUR_S


def _oil(oil: OilForecast, end: float) -> list[PartLine]:
    lines = []
    if oil.ignites.low != NEVER and oil.burning < BURNS:
        lines.append(PartLine(Part.OIL_IGNITES, oil.asset, oil.ignites, horizon_s=end))
    if oil.reignites.low != NEVER:
        lines.append(PartLine(Part.OIL_BURNS_AGAIN, oil.asset, oil.reignites, horizon_s=end))
    if (oil.burning > 0 or oil.agent > 0) and oil.below.low != 0:
        lines.append(PartLine(Part.OIL_DANGEROUS, oil.asset, oil.below, horizon_s=HOUR_S))
    return lines


def _link(link: LinkForecast, end: float) -> list[PartLine]:
    if link.opens.low == NEVER:
        return []
    return [PartLine(Part.LINK_OPENS, link.asset, link.opens, horizon_s=end)]


def _duct(duct: DuctForecast, end: float) -> list[PartLine]:
    """Where the fire comes next, when to the duct's end, and the same when something is done."""
    if not duct.choices:
        return []
    now = duct.choices[0]
    ahead = [place for place in now.places if place.fire.median != 0]
    if not ahead:
        return []
    nearest, last = ahead[0], ahead[-1]
    told = [nearest] if nearest is last else [nearest, last]
    lines = [
        PartLine(Part.DUCT_REACHES, place.id, place.fire, kind=place.kind, horizon_s=end)
        for place in told
    ]
    return lines + [line for one in duct.choices[1:] for line in _duct_choice(one, last.id, end)]


def _duct_choice(choice: DuctChoice, place: str, end: float) -> list[PartLine]:
    return [
        PartLine(Part.DUCT_CHOICE, one.id, one.fire, one.kind, choice.choice, horizon_s=end)
        for one in choice.places
        if one.id == place
    ]


def _gas(gas: GasForecast, end: float) -> list[PartLine]:
    if not gas.choices:
        return []
    room = gas.zones[0] if gas.zones else gas.room
    level, arrival = _next_level(gas.choices[0])
    lines = [PartLine(Part.GAS_REACHES, room, arrival, level=level, layer=gas.layer, horizon_s=end)]
    return lines + [
        PartLine(Part.GAS_CHOICE, room, one.below_10, choice=one.choice, level=10.0, horizon_s=end)
        for one in gas.choices[1:]
    ]


def _next_level(choice: GasChoice) -> tuple[float, Arrival]:
    """The lowest level that is not reached yet; the highest when all are."""
    levels = ((25.0, choice.at_25), (50.0, choice.at_50), (100.0, choice.at_100))
    return next((pair for pair in levels if pair[1].median != 0), levels[-1])

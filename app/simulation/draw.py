"""A site's drawing as a fire case: the fire that an engineer wants run before it burns."""

from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import yaml
from msgspec.structs import replace

from app.library import load_fleet
from sim.errors import SimError
from sim.fire.case import Case, Compartment
from sim.fire.case_check import check_case
from sim.fire.growth import COEFFICIENT, curve
from sim.forecast.ensemble import burner_areas
from sim.forecast.site_case import Seat, SiteCase, site_case
from twin.site.model import Layout


@dataclass(frozen=True, slots=True)
class Fire:
    """Where it begins (an asset's id), W at its peak, how it grows (one of COEFFICIENT), s that it
    is followed."""

    seat: str
    peak: float
    growth: str = "medium"
    duration: float = 600.0


def draw(site: str, fire: Fire, fleet: Path | None = None) -> Case:
    """The case of a site of a fleet. Raises SimError naming what the site or drawing lacks,
    CaseError for a fire that cannot be, and SiteFileError."""
    drawn = site_case(_layout(site, fleet))
    seat = _seat(drawn, fire.seat, site)
    room = drawn.rooms[seat.room].id
    area = float(burner_areas(np.asarray(fire.peak)))
    _check_floor(area, drawn.case.compartment(room), fire)
    (burner,) = (one for one in drawn.case.fires if one.compartment == room)
    case = replace(
        drawn.case,
        id=f"{site} {fire.seat} {fire.growth} {fire.peak / 1e3:g} kW",
        duration=fire.duration,
        fires=(
            replace(
                burner, at=seat.at, area=area,
                hrr=curve(COEFFICIENT[fire.growth], until=fire.duration, peak=fire.peak),
            ),
        ),
    )  # fmt: skip
    check_case(case)
    return case


def _check_floor(area: float, room: Compartment, fire: Fire) -> None:
    floor = room.size[0] * room.size[1]
    if area > floor:
        raise SimError(
            f"{fire.peak / 1e3:g} kW burn on {area:.3g} m2, and {room.id} has {floor:.3g} m2",
            where="--peak", remedy="Give kW, less than that",
        )  # fmt: skip


def write_case(case: Case, path: Path) -> None:
    """As YAML that `read_case` reads. Raises SimError where it cannot be written."""
    text = yaml.safe_dump(
        msgspec.to_builtins(case), sort_keys=False, allow_unicode=True, default_flow_style=None
    )
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SimError(
            f"it cannot be written: {error.strerror}",
            where=str(path),
            remedy="Choose another --out",
        ) from error


def _layout(site: str, fleet: Path | None) -> Layout:
    known = load_fleet(fleet)
    for one in known.sites:
        if one.id == site:
            return known.layout_of(one)
    raise SimError(
        f"there is no site {site}", where=str(fleet or "the packaged fleet"),
        remedy="Name one of the fleet's sites, or its file with --fleet",
    )  # fmt: skip


def _seat(drawn: SiteCase, asset: str, site: str) -> Seat:
    for seat in drawn.seats:
        if seat.asset == asset:
            return seat
    names = ", ".join(sorted(seat.asset for seat in drawn.seats))
    raise SimError(
        f"nothing burns at {asset}", where=f"site {site}", remedy=f"Choose a seat: {names}"
    )

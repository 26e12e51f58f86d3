"""The people's part of a forecast: ways out and advice, from `sim/people`."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from msgspec import structs

from sim.errors import SimError
from sim.forecast.ensemble import burner_areas
from sim.forecast.model import Advice, ExitForecast
from sim.forecast.outlook import Ahead
from sim.forecast.site_case import SiteCase
from sim.people.advice import advise
from sim.people.arrivals import best_margin
from sim.people.criteria import Criteria, load_criteria
from sim.people.egress import EgressTable, Walks, bucket, occupancy, shares
from sim.people.facts import facts_from_sensors
from sim.people.floor import floor_plan
from sim.people.limits import PeopleLimits, load_limits
from sim.people.outlook import Seat, exit_forecasts, speed_in_smoke, ways_out, with_forecast
from sim.people.situation import Situation
from twin.site.model import Layout, Site

WRITTEN = Path(__file__).parents[2] / "resources" / "advice"
MOST_WALL = 2.0  # s of computing for one exit


@dataclass(frozen=True)
class People:
    """Ways out of one site and what is written about them. simulates: walkers tell how long people
    need, once for each number of them; else, and where that fails, a hand calculation does."""

    layout: Layout
    site: Site
    limits: PeopleLimits
    criteria: Criteria
    simulates: bool = True
    _tried: set[int] = field(default_factory=set, init=False)

    @cached_property
    def table(self) -> EgressTable | None:
        """Walking times; None for a drawing without a door that leads out."""
        try:
            return EgressTable(floor_plan(self.layout, self.limits.egress), self.limits.egress)
        except SimError:
            return None

    def told(
        self,
        ahead: Ahead,
        case: SiteCase,
        room: int,
        values: dict[str, float],
        *,
        warned: float,
        duct: bool,
        known: Situation,
    ) -> tuple[tuple[ExitForecast, ...], Advice]:
        """Ways out and advice. room: of the fire; warned: seconds since the alarm; known: of fire
        and gas, what no newest reading tells."""
        start = float(ahead.run.time[0])
        facts = facts_from_sensors(
            self.layout, values, known, self.limits.sensors,
            gas_supply=self.site.gas, duct_alarm=duct,
        )  # fmt: skip
        hrr = ahead.asked[:, 0]
        area = float(np.median(burner_areas(hrr)))
        base = max(float(np.median(ahead.seat[:, 2])) - case.rooms[room].floor, 0.0)
        seat = Seat(room=room, area=area, base=base, hrr=hrr)
        head = self.limits.tenability.head_height.at
        facts = with_forecast(facts, ahead.run, ahead.told, seat, now=start, head=head)
        exits: tuple[ExitForecast, ...] = ()
        if self.table is not None:
            people = occupancy(facts.people, self.site.staff_per_shift)
            walks = self._walks(self.table, people)
            zones = case.zones()
            factor = speed_in_smoke(ahead.told, ahead.run.time, room, start)
            nearest = dict.fromkeys(walks, 0) | shares(self.table.plan, people)
            exits = exit_forecasts(
                ahead.told, walks, zones, self.limits, now=start, shares=nearest, warned=warned,
                speed_factor=factor, are_seen=bool(facts.people),
            )  # fmt: skip
            ways = ways_out(ahead.told, walks, zones, start, speed_factor=factor)
            facts = replace(facts, ways_out=ways)
        advice = advise(facts, self.criteria)
        return exits, structs.replace(advice, margin_s=best_margin(exits))

    def _walks(self, table: EgressTable, people: int) -> dict[str, Walks]:
        """By exit, of a count of people."""
        size = bucket(people)
        if not self.simulates or size in self._tried:
            return table.look_up(people)
        self._tried.add(size)
        return table.compute(people, most_wall=MOST_WALL)


def people_of(layout: Layout, site: Site, folder: Path = WRITTEN) -> People:
    """What is written in `folder`. Raises CaseError naming file and field."""
    return People(
        layout, site, load_limits(folder / "limits.yaml"), load_criteria(folder / "criteria.yaml")
    )

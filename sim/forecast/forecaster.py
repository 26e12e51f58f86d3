"""One site's forecaster: samples in, forecasts and what-ifs out. No clock: time is given.

`forecast` moves the members to the moment and looks ahead; `what_if` looks ahead from the same
members with the same chances, levers pulled. For a replayed instant make a new forecaster, give it
the samples up to then and ask: the same samples and seed give the same forecast.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sim.errors import SimError
from sim.fire.case import Case
from sim.fire.zone import ZoneRun
from sim.forecast import duct_fire, field_runs, gas_leak, levers, links, oil_course, outlook
from sim.forecast.advice import People, people_of
from sim.forecast.duct_way import duct_way
from sim.forecast.ensemble import joined
from sim.forecast.evidence import ENOUGH
from sim.forecast.gas_leak import GasWatch
from sim.forecast.model import Forecast, Lever, Pull
from sim.forecast.oil_course import OilCourse
from sim.forecast.parts import DuctForecast, Hazard
from sim.forecast.past import PastErrors
from sim.forecast.prior import Prior
from sim.forecast.quantiles import series
from sim.forecast.sensors import Kind
from sim.forecast.site_case import OIL, site_case
from sim.forecast.watcher import Watcher, striding
from sim.people.outlook import longest_sights
from sim.people.situation import Situation
from sim.people.tenability import assess
from twin.clock import NS_PER_S
from twin.samples import SampleBatch
from twin.site.model import Fleet, Layout, Site
from twin.site.table import point_table

FloatArray = npt.NDArray[np.float64]

EVERY_S = 5.0
STALE_S = 10.0
HEARD_S = 120.0  # a sensor that told something so lately steers the forecast
BURNING = 2e3  # W, the root of the filter's estimate of when it began
LAYER_K = 5.0
INCIDENT = ""


class Forecaster:
    """Forecasts of one site. `first_row`: row of its first point in the samples' table; `runs`:
    folder of the site's finished OpenFOAM runs."""

    def __init__(
        self, layout: Layout, site: Site, *, members: int = 256, horizon_s: float = 600.0,
        seed: int = 0, first_row: int = 0, prior: Prior | None = None,
        people: People | None = None, runs: Path | None = None,
    ) -> None:  # fmt: skip
        self._layout, self._site = layout, site
        self._case = site_case(layout)
        self._horizon, self._seed, self._first_row = horizon_s, seed, first_row
        self._watcher = Watcher(
            layout, self._case, members=members, seed=seed, prior=prior or Prior()
        )
        self._links = links.links_of(layout)
        drawn = [0.0] * len(self._case.rooms)
        for hood in self._case.case.hoods:
            drawn[[room.id for room in self._case.rooms].index(hood.compartment)] += hood.flow
        self._gas = GasWatch(
            layout, self._case.rooms, self._watcher.signals, site.gas, drawn, seed
        )  # fmt: skip
        self._way = duct_way(layout, self._case.rooms)
        self._runs = field_runs.field_runs(runs)
        self._people = people or people_of(layout, site)
        self._started: int | None = None
        self._number = 0
        self._past = PastErrors()
        self._burns_since: int | None = None
        self._is_proved = False

    def start(self, now: int, zone: str = "") -> None:
        """Tell when the alarm came, ns UTC, and the zone it names, if any."""
        self._started = now
        self._watcher.hint = self._case.zones().get(zone)

    def observe(self, samples: SampleBatch, now: int) -> None:
        """Learn from samples that came up to `now`; those of other sites are passed over."""
        rows = samples.point.astype(np.int64) - self._first_row
        own = (rows >= 0) & (rows < len(self._layout.points)) & (samples.source_time <= now)
        mine = samples.select(own)
        self._watcher.adopt(
            SampleBatch(
                rows[own].astype(np.uint32), mine.value, mine.quality, mine.source_time,
                mine.arrival_time,
            )
        )  # fmt: skip

    def follow(self, now: int) -> None:
        """Bring the members to `now`, ns UTC, without a forecast. Raises SimError."""
        self._watcher.advance(now)

    def forecast(self, now: int) -> Forecast:
        """From `now`, ns UTC, to the horizon, if nothing is done. Raises SimError."""
        if self._started is None:
            self.start(now)
        self._watcher.advance(now)
        self._is_proved |= bool(self._watcher.proofs.max(initial=0.0) >= ENOUGH)
        self._number += 1
        ahead = self._look_ahead(())
        room = self._watcher.room or 0
        rise = outlook.upper_c(ahead, room) + 273.15 - ahead.inside
        seconds = now / NS_PER_S
        rises = [
            float(np.median(outlook.upper_c(ahead, n)[:, 0])) + 273.15 - ahead.inside
            for n in range(len(self._case.rooms))
        ]
        self._past.compare(seconds, np.array(rises))
        self._past.adopt(seconds, ahead.times, rise, room)
        return self._told(ahead, now, (), 0)

    def what_if(self, pulls: Sequence[Pull], now: int, base: int = 0) -> Forecast:
        """The same with levers pulled at `now`; what is known stays as it was, unless the members
        are more than STALE_S behind. Raises SimError for a lever that this site does not have."""
        if self._watcher.filter is None:
            self.forecast(now)
        elif now - self._watcher.now > STALE_S * NS_PER_S:
            self._watcher.advance(now)
        no_damper = not self._watcher.signals.rows("damper position")
        if no_damper and any(pull.lever is Lever.CLOSE_DAMPER for pull in pulls):
            raise SimError(
                "there is no damper in its duct", where=self._site.id, remedy="Stop the hood"
            )
        return self._told(self._look_ahead(tuple(pulls)), now, tuple(pulls), base or self._number)

    def _look_ahead(self, pulls: tuple[Pull, ...]) -> outlook.Ahead:
        """The members over the horizon; they are left where they stand."""
        assert self._watcher.filter is not None
        own = self._watcher.filter.ensemble
        times = np.arange(0.0, self._horizon + EVERY_S / 2, EVERY_S)
        with own.kept():
            own.settle()
            levers.doors(own, pulls)
            roots = own.roots_ahead(times, seed=self._seed)
            if self._hazard(self._watcher.now) is Hazard.GAS:
                roots = np.zeros_like(roots)
            oil = self._oil(times, pulls)
            here = [one for one in oil if one.state.vessel.room == self._watcher.room]
            grease = self._watcher.oils.grease
            most = min(own.largest, own.prior.peak[1])
            roots = oil_course.grown(times, roots, here, grease, most)
            oily = self._is_oily() and not any(one.run.hrr.any() for one in here)
            roots = levers.fires(times, roots, pulls, oily=oily, seed=self._seed)
            coarse = np.linspace(0.0, self._horizon, 61)
            rows = np.searchsorted(times, coarse - 1e-6)
            own.burn(own.time + times[rows], roots[:, rows])
            with striding(own):
                run = joined(own.last, own.run(own.time + self._horizon, EVERY_S))
            scale, seat, draws = own.scale, own.seat, bool(own.hood_flow().any())
            case = own.case
            near = self._near(field_runs.burning_case(own, times[rows], roots[:, rows] ** 2))
        plain = run
        if near is not None:
            run = field_runs.corrected(run, near, case)
        heights = np.array([one.size[2] for one in own.case.compartments])
        burns = self._burns(self._watcher.now) is not False
        run = without_thin_air(run, heights) if burns else without_layers(run, heights)
        sizes = [room.size for room in own.case.compartments]
        told = assess(run, longest_sights(sizes), self._people.limits.tenability)
        found = (plain.upper_temperature - case.inside) * scale[:, None, :]
        anchor = self._watcher.filter.anchor
        rise = anchor.rises(own.time, times, found, seed=self._seed, base=not pulls)
        if near is not None:
            better = (run.upper_temperature - case.inside) * scale[:, None, :]
            rise = field_runs.anchored(rise, found, better, self._heard())
        return outlook.Ahead(
            times, run, told, roots**2, rise, seat, own.case.inside, oil, draws,
            () if near is None else field_runs.told(near, plain, case),
        )  # fmt: skip

    def _near(self, case: Case) -> field_runs.Nearest | None:
        return None if self._runs is None else self._runs.nearest(case)

    def _heard(self) -> list[int]:
        """Rooms in which a head under the ceiling lives."""
        own = self._watcher.filter
        assert own is not None
        alive = [own.sensors[n] for n in own.alive(own.ensemble.time, HEARD_S)]
        return sorted({one.room for one in alive if one.kind is Kind.HEAD})

    def _oil(self, times: FloatArray, pulls: Sequence[Pull]) -> tuple[OilCourse, ...]:
        """All vessels over the horizon. With agent, the fuel below the hood is cut as well."""
        cut, agent = levers.moments(pulls)
        states = [one for one in self._watcher.oils.states(self._watcher.now) if one.is_hot]
        return tuple(oil_course.courses(states, times, cut=cut, agent=agent))

    def _duct(self, times: FloatArray, pulls: Sequence[Pull]) -> DuctForecast | None:
        if self._way is None:
            return None
        own = self._watcher
        return duct_fire.told(self._way, own.signals, own.now, times, pulls, self._seed)

    def _hazard(self, now: int) -> Hazard:
        """Gas while its heads tell of it and nothing proves a fire; where nothing ever did, until
        the incident is over."""
        own = self._watcher
        since = None if self._is_proved else self._started
        is_gas = self._gas.told_of(now, since) and own.proofs.max(initial=0.0) < ENOUGH
        return Hazard.GAS if is_gas and own.signals.discharged(now) is None else Hazard.FIRE

    def _burns(self, now: int) -> bool | None:
        """Something is proved, or taken, to burn; None while there is gas and nobody can tell."""
        if self._hazard(now) is not Hazard.GAS:
            return True
        return False if self._gas.denies_fire(now) else None

    def _is_oily(self) -> bool:
        likely = self._seat()
        return self._case.seats[likely].kind in OIL

    def _seat(self) -> int:
        return self._watcher.seats[int(np.argmax(self._watcher.seat_share))]

    def _told(self, ahead: outlook.Ahead, now: int, pulls: tuple[Pull, ...], base: int) -> Forecast:
        watcher = self._watcher
        assert watcher.filter is not None
        room, in_duct = watcher.room or 0, watcher.in_duct(now)
        began = self._began(now)
        warned = (now - (self._started or now)) / NS_PER_S
        gas = self._gas.told(watcher.now, ahead.times, pulls, ahead.draws)
        exits, advice = self._people.told(
            ahead,
            self._case,
            room,
            watcher.lost_high(now) | watcher.values(now),
            warned=warned,
            duct=in_duct,
            known=Situation(
                fire=self._burns(now), gas_25_s=gas_leak.lead_s(gas),
                gas_peak_pct_lel=self._gas.peak(now, self._people.limits.sensors.gas_gone.at),
            ),
        )  # fmt: skip
        alive = set(watcher.filter.alive(watcher.filter.ensemble.time, HEARD_S))
        lost = set(range(len(self._case.sensors))) - set(watcher.standing(now))
        lost |= set(watcher.filter.trust.liars().tolist())
        tags = [sensor.tag for _, sensor in self._case.sensors]
        seat = self._case.hidden[-1] if in_duct and self._case.hidden else (
            self._case.seats[self._seat()]
        )  # fmt: skip
        fires = links.Fires(ahead.times, ahead.asked, ahead.seat, ahead.draws)
        is_let_go = any(pull.lever is Lever.DISCHARGE for pull in pulls)
        return Forecast(
            site=self._site.id,
            incident=INCIDENT,
            number=self._number,
            base=base if pulls else 0,
            pulls=pulls,
            made_at=now,
            began=began,
            members=watcher.filter.ensemble.members,
            times_s=tuple(ahead.times.tolist()),
            seat=seat.at,
            seat_spread=self._spread(seat.at),
            seat_asset=seat.asset,
            hrr_kw=series(ahead.asked / 1e3),
            places=outlook.places(ahead, self._case.rooms),
            exits=exits,
            advice=advice,
            past=self._past.errors(),
            heat=outlook.heat_maps(ahead, self._case.rooms),
            used=tuple(tag for n, tag in enumerate(tags) if n in alive),
            ignored=tuple(tag for n, tag in enumerate(tags) if n in lost),
            flashover=outlook.flashover(ahead),
            corrected=ahead.corrected,
            oil=oil_course.told(ahead.oil),
            hazard=Hazard.DUCT if in_duct else self._hazard(now),
            gas=gas,
            duct=self._duct(ahead.times, pulls) if in_duct else None,
            links=() if is_let_go else links.told(self._links, watcher.signals, fires, watcher.now),
        )

    def _spread(self, at: tuple[float, float, float]) -> float:
        places = np.array([self._case.seats[n].at for n in self._watcher.seats])
        square = ((places[:, :2] - np.array(at[:2])) ** 2).sum(axis=1)
        return float(np.sqrt((self._watcher.seat_share * square).sum()))

    def _began(self, now: int) -> int:
        """When half of the members first burnt, ns UTC; kept once it is known."""
        assert self._watcher.filter is not None
        own = self._watcher.filter.ensemble
        if self._burns_since is None:
            burning = np.median(own.roots, axis=0) ** 2 >= BURNING
            if burning.any():
                seconds = float(own.times[int(np.argmax(burning))])
                self._burns_since = self._watcher.began + round(seconds * NS_PER_S)
        return self._burns_since if self._burns_since is not None else now


def forecaster_of(
    fleet: Fleet, site_id: str, *, members: int = 256, horizon_s: float = 600.0, seed: int = 0,
    runs: Path | None = None, people: People | None = None,
) -> Forecaster:  # fmt: skip
    """The forecaster of one site of a fleet, reading rows of the fleet's table. runs: a folder with
    one of finished OpenFOAM runs for each site. Raises KeyError."""
    table = point_table(fleet)
    site = fleet.sites[table.site_index[site_id]]
    return Forecaster(
        fleet.layout_of(site), site, members=members, horizon_s=horizon_s, seed=seed,
        first_row=table.rows_of(site_id).start, runs=None if runs is None else runs / site_id,
        people=people,
    )  # fmt: skip


def without_thin_air(run: ZoneRun, heights: FloatArray) -> ZoneRun:
    """The run without layers that nobody would call one: less than LAYER_K warmer than the air
    below. There the layer begins at the ceiling, heights (c,) m."""
    faint = run.upper_temperature - run.lower_temperature < LAYER_K
    return replace(run, layer_height=np.where(faint, heights, run.layer_height))


def without_layers(run: ZoneRun, heights: FloatArray) -> ZoneRun:
    """The run of rooms in which nothing burns: no smoke below their ceilings, heights (c,) m."""
    layers = np.broadcast_to(heights, run.layer_height.shape).copy()
    return replace(run, layer_height=layers, upper_temperature=run.lower_temperature)

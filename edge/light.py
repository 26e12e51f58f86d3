"""Many simulated kitchens in one process, each with its own key, sockets and lane of numbers.

To a hub they are edges like any other; only their devices are missing. All of it is synthetic.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from edge.intake import Intake
from edge.link.cargo import Kept
from edge.link.keys import load_or_make_keys
from edge.link.line import link_context
from edge.link.sender import LinkSender
from edge.link.wire import rows_crc
from edge.outbox import Outbox
from edge.report import edge_status
from edge.settings import LightSettings, own_fleet
from edge.station import Station
from edge.status import write_status
from edge.steady import SteadyClock
from sim.plant.control import ControlServer, Message
from sim.plant.endpoints import CONTROL
from sim.plant.errors import PlantError
from sim.plant.kitchen import KitchenFleetModel
from sim.plant.library import load_scenarios, scenario_named
from sim.plant.scenario import Scenario
from twin.clock import Clock

log = logging.getLogger(__name__)


async def run_light(
    settings: LightSettings, stop: asyncio.Event, *, clock: Clock | None = None
) -> None:
    """Run until `stop` is set. Raises LinkError, OutboxError, PlantError, SiteFileError for what
    cannot be set up."""
    clock = clock or SteadyClock()
    station = Station(own_fleet(settings.fleet, settings.sites), now=clock())
    fleet = station.points.fleet
    model = KitchenFleetModel(
        {site.id: fleet.layout_of(site) for site in fleet.sites},
        seed=settings.seed,
        start=clock(),
    )
    scenarios = load_scenarios(settings.scenarios) if settings.scenarios else {}
    async with AsyncExitStack() as stack:
        outbox = await stack.enter_async_context(
            Outbox(settings.directory / "outbox.db", most_bytes=settings.outbox_bytes)
        )
        senders = await _senders(settings, station, outbox, stack)
        kitchens = Kitchens(settings, station, model, outbox, senders, scenarios, clock)
        control = ControlServer(kitchens.control, port=settings.control_port)
        await stack.enter_async_context(control)
        _write_control(settings.directory / CONTROL, control.address)
        log.info("%d simulated kitchens run", len(senders))
        await kitchens.run(stop)


async def _senders(
    settings: LightSettings, station: Station, outbox: Outbox, stack: AsyncExitStack
) -> dict[str, LinkSender]:
    context = link_context(2 * len(settings.sites))
    stack.callback(context.destroy, linger=0)
    return {
        site.id: await stack.enter_async_context(
            LinkSender(
                hub=settings.hub,
                keys=load_or_make_keys(settings.key_folder / f"{site.id}.key"),
                sites={site.id: rows_crc(station.alarms, site.id)},
                outbox=outbox,
                context=context,
                rejected=station.rejected_of.__getitem__,
            )
        )
        for site in station.points.fleet.sites
    }


def _write_control(path: Path, address: str) -> None:
    draft = path.with_suffix(".new")
    draft.write_bytes(msgspec.json.encode({"address": address}))
    draft.replace(path)


@dataclass(frozen=True)
class Kitchens:
    """The running parts of all simulated kitchens."""

    settings: LightSettings
    station: Station
    model: KitchenFleetModel
    outbox: Outbox
    senders: Mapping[str, LinkSender]
    scenarios: Mapping[str, Scenario]
    clock: Clock

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set."""
        intake = Intake(
            self.station.alarms, self.outbox, self._offer, flush_s=0.0, clock=self.clock
        )
        async with asyncio.TaskGroup() as group:
            work = [intake.run(), self._live(intake), self._report(intake)]
            tasks = [group.create_task(one) for one in work]
            await stop.wait()
            for task in tasks:
                task.cancel()

    def control(self, message: Message) -> dict[str, Any]:
        """Answer one request of the control line. Raises PlantError."""
        if message.do == "list":
            playing = {site: self.model.playing(site) for site in self.model.sites}
            return {"sites": playing, "scenarios": list(self.scenarios)}
        site = message.site or ""
        if site not in self.senders:
            raise PlantError(
                "no such kitchen here",
                where=site or "control line",
                remedy=f"One of {', '.join(list(self.senders)[:8])}",
            )
        if message.do == "stop":
            self.model.stop(site, self.clock())
            return {"site": site}
        scenario = scenario_named(self.scenarios, message.scenario)
        self.model.start(site, scenario, self.clock(), speed=message.speed)
        log.info("%s plays %s", site, scenario.id)
        return {"site": site, "scenario": scenario.id}

    def _offer(self, kept: Sequence[Kept]) -> None:
        by_site: dict[str, list[Kept]] = defaultdict(list)
        for one in kept:
            by_site[one.draft.site].append(one)
        for site, own in by_site.items():
            self.senders[site].offer(own)

    async def _live(self, intake: Intake) -> None:
        """Advance all kitchens together; the next step waits until the disk has this one."""
        loop = asyncio.get_running_loop()
        next_time = loop.time()
        while True:
            now = self.clock()
            news = self.station.apply(self.model.advance(now), now)
            due = self.station.tick(now)
            await asyncio.gather(intake.keep(news), intake.keep(due))
            next_time = max(next_time + self.settings.period_s, loop.time())
            await asyncio.sleep(next_time - loop.time())

    async def _report(self, intake: Intake) -> None:
        while True:
            status = edge_status(
                self.station,
                self.outbox,
                self.senders,
                {},
                trouble=intake.trouble,
                simulated=True,
                now=self.clock(),
            )
            write_status(self.settings.directory / "status.json", status)
            await asyncio.sleep(self.settings.status_s)

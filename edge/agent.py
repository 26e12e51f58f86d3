"""The box in the kitchen, put together: devices, twin, outbox and link. It works alone too."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass

from connectors.base import Connector
from connectors.registry import connect
from edge.intake import Intake
from edge.link.keys import load_or_make_keys
from edge.link.lane_sender import no_outlook
from edge.link.line import link_context
from edge.link.sender import LinkSender
from edge.link.wire import LinkError, rows_crc
from edge.outbox import Outbox
from edge.outlook import Outlooks
from edge.report import edge_status
from edge.settings import EdgeSettings, own_fleet
from edge.simulated import SimulatedPoints
from edge.station import Station
from edge.status import write_status
from edge.steady import SteadyClock
from sim.plant.library import load_scenarios
from twin.clock import Clock
from twin.site.model import ModbusSource, MqttSource, OpcuaSource, Site

log = logging.getLogger(__name__)

WITH_DEVICE = (ModbusSource, MqttSource, OpcuaSource)
MODEL_STEP_S = 0.2


async def run_edge(
    settings: EdgeSettings, stop: asyncio.Event, *, clock: Clock | None = None
) -> None:
    """Run until `stop` is set. Raises LinkError, OutboxError or ConnectorError for what cannot
    be set up; a device or a hub that is away is no reason to stop."""
    clock = clock or SteadyClock()
    station = Station(own_fleet(settings.fleet, settings.sites), now=clock())
    async with AsyncExitStack() as stack:
        outbox = await stack.enter_async_context(
            Outbox(settings.directory / "outbox.db", most_bytes=settings.outbox_bytes)
        )
        connectors: dict[str, dict[str, Connector]] = {}

        def rejected(site: str) -> int:
            own = connectors.get(site, {}).values()
            return station.rejected_of[site] + sum(one.counters.rejected for one in own)

        outlooks = _outlooks(settings, station, clock)
        context = link_context(4)
        stack.callback(context.destroy, linger=0)
        sender = LinkSender(
            hub=settings.hub,
            keys=load_or_make_keys(settings.key_file),
            sites={site: rows_crc(station.alarms, site) for site in settings.sites},
            outbox=outbox,
            context=context,
            rejected=rejected,
            outlook=outlooks.message if outlooks else no_outlook,
        )
        if outlooks:
            outlooks.on_news = sender.nudge
        await stack.enter_async_context(sender)
        for site in station.points.fleet.sites:
            connectors[site.id] = {
                name: await stack.enter_async_context(one)
                for name, one in _connectors(settings, station, site).items()
            }
        intake = Intake(station.alarms, outbox, sender.offer, flush_s=settings.flush_s, clock=clock)
        agent = Agent(settings, station, outbox, sender, intake, connectors, clock, outlooks)
        log.info("edge of %s runs", ", ".join(settings.sites))
        await agent.run(stop)


def _outlooks(settings: EdgeSettings, station: Station, clock: Clock) -> Outlooks | None:
    if settings.outlook is None:
        return None
    return Outlooks(station, settings.outlook, every_s=settings.outlook_s, clock=clock)


def _connectors(settings: EdgeSettings, station: Station, site: Site) -> dict[str, Connector]:
    """A connector for every connection that a point of the site names. Raises LinkError."""
    layout = station.points.fleet.layout_of(site)
    urls = {**layout.connections, **site.connections, **settings.connections.get(site.id, {})}
    found: dict[str, Connector] = {}
    for source in (point.source for point in layout.points):
        if not isinstance(source, WITH_DEVICE) or source.connection in found:
            continue
        if source.connection not in urls:
            raise LinkError(
                "this connection has no address",
                where=f"{site.id}/{source.connection}",
                remedy="Give it under `connections` of the site file or of the edge's settings",
            )
        found[source.connection] = connect(
            source.connection, urls[source.connection], points=station.points, site_id=site.id
        )
    return found


@dataclass(frozen=True)
class Agent:
    """The running parts of one edge and what goes on between them."""

    settings: EdgeSettings
    station: Station
    outbox: Outbox
    sender: LinkSender
    intake: Intake
    connectors: Mapping[str, Mapping[str, Connector]]
    clock: Clock
    outlooks: Outlooks | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set."""
        async with asyncio.TaskGroup() as group:
            work = [self.intake.run(), self._tick(), self._report()]
            work += [
                self._follow(site, connector)
                for site, own in self.connectors.items()
                for connector in own.values()
            ]
            work += self._simulation()
            work += [self.outlooks.run()] if self.outlooks else []
            tasks = [group.create_task(one) for one in work]
            await stop.wait()
            for task in tasks:
                task.cancel()

    async def _follow(self, site: str, connector: Connector) -> None:
        """Bring a device's samples to the outbox; more are taken only when the disk has these."""
        first = self.station.points.rows_of(site).start
        async for batch in connector.samples():
            await self.intake.keep(self.station.apply(batch.shifted(first), self.clock()))

    async def _tick(self) -> None:
        while True:
            self.intake.put(self.station.tick(self.clock()))
            await asyncio.sleep(self.settings.tick_s)

    def _simulation(self) -> list[Coroutine[None, None, None]]:
        settings = self.settings
        if not settings.simulated:
            return []
        scenarios = load_scenarios(settings.scenarios) if settings.scenarios else {}
        simulated = SimulatedPoints(self.station.points, scenarios, seed=1, clock=self.clock)
        follow = [simulated.follow(settings.control)] if settings.control else []
        return [self._simulate(simulated), *follow]

    async def _simulate(self, simulated: SimulatedPoints) -> None:
        while True:
            batch = simulated.advance()
            await self.intake.keep(self.station.apply(batch, self.clock()))
            await asyncio.sleep(MODEL_STEP_S)

    async def _report(self) -> None:
        senders = dict.fromkeys(self.settings.sites, self.sender)
        while True:
            status = edge_status(
                self.station,
                self.outbox,
                senders,
                self.connectors,
                trouble=self.intake.trouble,
                simulated=self.settings.simulated,
                now=self.clock(),
                outlooks=self.outlooks,
            )
            write_status(self.settings.directory / "status.json", status)
            await asyncio.sleep(self.settings.status_s)

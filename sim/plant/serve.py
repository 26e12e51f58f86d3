"""The virtual plant as a process: models, servers, and the control line."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from time import time_ns

from sim.plant.control import ControlServer
from sim.plant.device import Device
from sim.plant.endpoints import write_endpoints
from sim.plant.errors import PlantError
from sim.plant.kitchen import KitchenModel
from sim.plant.library import load_scenarios
from sim.plant.model import SiteModel
from sim.plant.mqtt_broker import Announcer, EmbeddedBroker, ExternalBroker
from sim.plant.nist import NistReplay
from sim.plant.pump import PumpStationModel
from sim.plant.settings import Model, PlantSettings
from sim.plant.skab import SkabReplay
from sim.plant.stage import Stage
from twin.clock import Clock
from twin.site.model import Fleet, Layout, LayoutKind

log = logging.getLogger(__name__)

STEP_S = 0.05


async def run_plant(
    settings: PlantSettings,
    stop: asyncio.Event,
    *,
    fleet: Fleet,
    scenarios: Path,
    replays: Path,
    clock: Clock = time_ns,
) -> None:
    """Serve all sites of the settings until `stop` is set.

    scenarios and replays are the folders of the scenario and of the mapping files. Writes
    endpoints.json and control.json when every server is up. Raises PlantError when a site is
    unknown or a port cannot be opened, SiteFileError for a scenario file that cannot be used.
    """
    known = load_scenarios(scenarios)
    async with AsyncExitStack() as stack:
        announcer = await stack.enter_async_context(_announcer(settings))
        devices = {
            one.site: Device(
                site=one.site,
                points=_layout(fleet, one.site).points,
                model=_model(settings, place, _layout(fleet, one.site), replays, clock()),
                announcer=announcer,
            )
            for place, one in enumerate(settings.sites)
        }
        for device in devices.values():
            await device.open(stack, settings.host)
            await device.step(clock())
        models = {site: device.model for site, device in devices.items()}
        play = Stage(models, known, clock=clock)
        for one in settings.sites:
            if one.scenario:
                play.start(one.site, one.scenario)
        control = ControlServer(play.handle, port=settings.control_port, host=settings.host)
        await stack.enter_async_context(control)
        write_endpoints(
            settings.directory,
            {site: device.endpoints for site, device in devices.items()},
            control=control.address,
        )
        log.info("virtual plant serves %s", ", ".join(devices))
        await _turn(devices, stop, clock)


async def _turn(devices: Mapping[str, Device], stop: asyncio.Event, clock: Clock) -> None:
    """Step every device until told to stop."""
    while not stop.is_set():
        for device in devices.values():
            await device.step(clock())
        try:
            async with asyncio.timeout(STEP_S):
                await stop.wait()
        except TimeoutError:
            continue


def _announcer(settings: PlantSettings) -> Announcer:
    if settings.broker:
        return ExternalBroker(settings.broker)
    return EmbeddedBroker(host=settings.host, port=settings.broker_port)


def _layout(fleet: Fleet, site_id: str) -> Layout:
    for site in fleet.sites:
        if site.id == site_id:
            return fleet.layout_of(site)
    raise PlantError(
        "the fleet has no such site", where=site_id, remedy="Correct `sites` in the settings"
    )


def _model(
    settings: PlantSettings, place: int, layout: Layout, replays: Path, now: int
) -> SiteModel:
    """The model that the settings name; without data the virtual one stands in, and says so."""
    one, seed = settings.sites[place], settings.seed + place
    if one.model is not Model.VIRTUAL and settings.data is None:
        log.info("%s: no recorded data is at hand, values are virtual", one.site)
    elif one.model is Model.SKAB and settings.data is not None:
        return SkabReplay(settings.data / "skab", layout, start=now, speed=settings.speed)
    elif one.model is Model.NIST and settings.data is not None:
        return NistReplay(
            settings.data / "nist_smoke_alarms",
            layout,
            mapping=replays / "nist.yaml",
            seed=seed,
            start=now,
            speed=settings.speed,
        )
    if layout.kind is LayoutKind.PUMP_STATION:
        return PumpStationModel(layout, seed=seed, start=now)
    return KitchenModel(layout, seed=seed, start=now)

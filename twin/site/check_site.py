"""What the sites of a fleet must keep beyond types."""

from collections.abc import Iterator, Sequence

from twin.site.endpoints import endpoint_problem
from twin.site.faults import Fault
from twin.site.model import Fleet, Site
from twin.site.yaml_tree import Path

GASES = ("NG", "LPG", "NG+LPG", "LPG+NG", "none")
FAN_POLICIES = ("ask", "run", "stop")


def fleet_faults(fleet: Fleet, paths: Sequence[Path]) -> Iterator[Fault]:
    """All faults of a fleet; paths[k] is where site k stands in the file."""
    if not fleet.sites:
        yield Fault(("sites",), "a fleet needs at least one site", "List its sites")
    seen: set[str] = set()
    tenants = [tenant.id for tenant in fleet.tenants]
    for site, path in zip(fleet.sites, paths, strict=True):
        if site.id in seen:
            yield Fault((*path, "id"), f"{site.id} is there twice", "Give each site its own id")
        seen.add(site.id)
        if site.tenant not in tenants:
            what = f"no tenant {site.tenant!r}"
            yield Fault((*path, "tenant"), what, f"Known: {', '.join(tenants)}")
        yield from _site_faults(site, fleet, path)
    for place, tenant in enumerate(tenants):
        if tenant in tenants[:place]:
            what = f"{tenant} is there twice"
            yield Fault(("tenants", place, "id"), what, "Give each tenant its own id")


def _site_faults(site: Site, fleet: Fleet, path: Path) -> Iterator[Fault]:
    layout = fleet.layouts.get(site.layout)
    if layout is None:
        what = f"no layout {site.layout!r}"
        yield Fault((*path, "layout"), what, "Use the id of a packaged layout, or add your own")
    for key, name in (("name", site.name), ("city", site.city)):
        if not (name.zh.strip() and name.en.strip()):
            yield Fault((*path, key), "a name is blank", "Give it in Chinese and in English")
    if site.gas not in GASES:
        what = f"{site.gas!r} is no gas"
        yield Fault((*path, "gas"), what, f"Use one of {', '.join(GASES)}")
    if site.fan_policy not in FAN_POLICIES:
        what = f"{site.fan_policy!r} is no policy"
        yield Fault((*path, "fan_policy"), what, f"Use one of {', '.join(FAN_POLICIES)}")
    for key, url in site.connections.items():
        here = (*path, "connections", key)
        if layout is not None and key not in layout.connections:
            what = f"the layout has no connection {key!r}"
            yield Fault(here, what, f"Known: {', '.join(layout.connections) or 'none'}")
        elif problem := endpoint_problem(url):
            yield Fault(here, *problem)
        elif layout is not None and not _same_scheme(url, layout.connections[key]):
            what = f"{url} speaks another protocol than the layout's {key!r}"
            yield Fault(here, what, f"Use {layout.connections[key].split(':')[0]}://host:port")


def _same_scheme(one: str, other: str) -> bool:
    return one.split(":")[0] == other.split(":")[0]

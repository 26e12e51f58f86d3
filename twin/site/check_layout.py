"""What a layout must keep beyond types: every name leads somewhere, every number makes sense.

`at` tells where in the file an entry stands: a function from ("points", tag) to the path of that
entry. An entry that a layout inherits stands at its `extends`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from twin.site.check_point import point_faults
from twin.site.check_rule import rule_faults
from twin.site.endpoints import endpoint_problem, scheme_of
from twin.site.faults import Fault
from twin.site.model import Asset, AssetKind, Box, Layout, Name, Point, Rule, Zone
from twin.site.yaml_tree import Path

Where = Callable[[str, str], Path]
TOLERANCE = 0.05  # m, a thing on a wall may stand in its plaster
_OPENINGS = (AssetKind.DOOR, AssetKind.WINDOW)


def name_of(entry: Zone | Asset | Point | Rule) -> str:
    """The tag or id of an entry."""
    return entry.tag if isinstance(entry, Point) else entry.id


def layout_faults(layout: Layout, at: Where) -> Iterator[Fault]:
    """All faults of a layout."""
    yield from _shape_faults(layout, at)
    yield from _name_faults(layout, at)
    yield from _place_faults(layout, at)
    yield from _source_faults(layout, at)
    for point in layout.points:
        yield from point_faults(point, at("points", point.tag))
    tags = frozenset(point.tag for point in layout.points)
    for rule in layout.rules:
        yield from rule_faults(rule, tags, at("rules", rule.id))


def repeated(names: Iterable[str]) -> list[str]:
    """The names that occur more than once."""
    return [name for name, count in Counter(names).items() if count > 1]


def _shape_faults(layout: Layout, at: Where) -> Iterator[Fault]:
    if min(layout.size) <= 0:
        yield Fault(at("size", ""), "a room needs a size above 0 m", "Give length, width, height")
    if not layout.points:
        yield Fault(at("points", ""), "a layout needs at least one point", "List its points")
    for key, url in layout.connections.items():
        if problem := endpoint_problem(url):
            yield Fault((*at("connections", ""), key), *problem)


def _name_faults(layout: Layout, at: Where) -> Iterator[Fault]:
    lists: dict[str, tuple[Zone | Asset | Point | Rule, ...]] = {
        "zones": layout.zones,
        "assets": layout.assets,
        "points": layout.points,
        "rules": layout.rules,
    }
    for key, entries in lists.items():
        for name in repeated(map(name_of, entries)):
            yield Fault(at(key, name), f"{name} is there twice", "Give each its own name")
        for entry in entries:
            yield from _blank(entry.name, (*at(key, name_of(entry)), "name"))


def _blank(name: Name, path: Path) -> Iterator[Fault]:
    if not (name.zh.strip() and name.en.strip()):
        yield Fault(path, "a name is blank", "Give it in Chinese and in English")


def _place_faults(layout: Layout, at: Where) -> Iterator[Fault]:
    zones = {zone.id: zone for zone in layout.zones}
    assets = {asset.id for asset in layout.assets}
    known = ", ".join(zones)
    for asset in layout.assets:
        if asset.zone not in zones:
            path = (*at("assets", asset.id), "zone")
            yield Fault(path, f"no zone {asset.zone!r}", f"Known: {known}")
        yield from _opening_faults(asset, layout, at)
    for point in layout.points:
        path = at("points", point.tag)
        if point.asset is not None and point.asset not in assets:
            yield Fault((*path, "asset"), f"no asset {point.asset!r}", "List it under `assets`")
        if point.zone not in zones:
            yield Fault((*path, "zone"), f"no zone {point.zone!r}", f"Known: {known}")
        elif not _holds(zones[point.zone].box, Box(point.at, (0.0, 0.0, 0.0))):
            what = f"{list(point.at)} is outside the zone {point.zone!r}"
            yield Fault((*path, "at"), what, "Move the point, or name the zone it stands in")
    for rule in layout.rules:
        if rule.zone not in zones:
            path = (*at("rules", rule.id), "zone")
            yield Fault(path, f"no zone {rule.zone!r}", f"Known: {known}")


def _opening_faults(asset: Asset, layout: Layout, at: Where) -> Iterator[Fault]:
    """A door or window stands in a wall, where walls are drawn at all."""
    walls = [other.box for other in layout.assets if other.kind is AssetKind.WALL]
    if asset.kind in _OPENINGS and walls and not any(_holds(w, asset.box) for w in walls):
        path = (*at("assets", asset.id), "box")
        yield Fault(path, f"the {asset.kind} stands in no wall", "Give it a place within a wall")


def _holds(outer: Box, inner: Box) -> bool:
    """True if the inner box lies in the outer one, all tolerances used."""
    corners = zip(outer.at, outer.size, inner.at, inner.size, strict=True)
    return all(
        low - TOLERANCE <= start and start + extent <= low + size + TOLERANCE
        for low, size, start, extent in corners
    )


def _source_faults(layout: Layout, at: Where) -> Iterator[Fault]:
    """Every source has its connection, of its protocol, and nobody else's node or register."""
    owners: dict[object, str] = {}
    for point in layout.points:
        source, path = point.source, (*at("points", point.tag), "source")
        scheme = scheme_of(source)
        if scheme is None:
            continue
        connection = str(getattr(source, "connection", ""))
        url = layout.connections.get(connection)
        if url is None:
            known = ", ".join(layout.connections) or "none"
            what = f"no connection {connection!r}"
            yield Fault((*path, "connection"), what, f"Known: {known}")
        elif not url.startswith(f"{scheme}:"):
            what = f"{connection!r} is {url}, which does not speak {scheme}"
            yield Fault((*path, "connection"), what, "Name a connection of this protocol")
        if source in owners:
            what = f"the same source as {owners[source]}"
            yield Fault(path, what, "Give each point its own node, register or topic")
        owners.setdefault(source, point.tag)

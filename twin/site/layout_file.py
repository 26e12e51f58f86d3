"""A layout file: a drawing by itself, or what it changes in the one that it extends."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from twin.site.check_layout import Where, layout_faults, name_of
from twin.site.faults import Fault, convert, convert_entries, missing_field, raise_faults
from twin.site.model import (
    Asset,
    Identifier,
    Layout,
    LayoutKind,
    Name,
    Point,
    Position,
    Rule,
    Zone,
)
from twin.site.yaml_tree import Path, Tree

Entry = Zone | Asset | Point | Rule
E = TypeVar("E", bound=Entry)


class LayoutHead(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A layout without its lists, so that each entry of a list can fail on its own.

    extends: id of the layout that this one starts from; remove: ids and tags it does without.
    """

    id: Identifier
    name: Name
    kind: LayoutKind | None = None
    size: Position | None = None
    camera: tuple[Position, Position] | None = None
    connections: dict[str, str] | None = None
    extends: Identifier | None = None
    remove: tuple[Identifier, ...] = ()


def build_layout(tree: Tree, data: object, path: Path, layouts: Mapping[str, Layout]) -> Layout:
    """The layout that stands at `path` of the file. Raises SiteFileError."""
    faults: list[Fault] = []
    lists: dict[str, object] = {}
    if isinstance(data, dict):
        lists = {key: data[key] for key in ("zones", "assets", "points", "rules") if key in data}
        data = {key: value for key, value in data.items() if key not in lists}
    head = convert(data, LayoutHead, path, faults)
    zones = convert_entries(lists.get("zones"), Zone, (*path, "zones"), faults)
    assets = convert_entries(lists.get("assets"), Asset, (*path, "assets"), faults)
    points = convert_entries(lists.get("points"), Point, (*path, "points"), faults)
    rules = convert_entries(lists.get("rules"), Rule, (*path, "rules"), faults)
    raise_faults(tree, faults)
    assert head is not None
    base = _base(tree, head, path, layouts)
    removed = frozenset(head.remove)
    raise_faults(tree, _unknown_removals(head, base, path))
    own: dict[str, Sequence[Entry]] = {
        "zones": zones,
        "assets": assets,
        "points": points,
        "rules": rules,
    }
    layout = Layout(
        id=head.id,
        name=head.name,
        kind=head.kind or base.kind,
        size=head.size or base.size,
        camera=head.camera or base.camera,
        zones=_merged(base.zones, zones, removed),
        assets=_merged(base.assets, assets, removed),
        points=_merged(base.points, points, removed),
        rules=_merged(base.rules, rules, removed),
        connections={**base.connections, **(head.connections or {})},
    )
    raise_faults(tree, layout_faults(layout, _places(own, path)))
    return layout


def _places(own: Mapping[str, Sequence[Entry]], path: Path) -> Where:
    """Where each entry stands in the file; an inherited one stands at `extends`."""
    places = {
        (key, name_of(entry)): (*path, key, place)
        for key, entries in own.items()
        for place, entry in enumerate(entries)
    }

    def at(key: str, name: str) -> Path:
        return places.get((key, name), (*path, "extends" if name else key))

    return at


def _base(tree: Tree, head: LayoutHead, path: Path, layouts: Mapping[str, Layout]) -> Layout:
    """The layout that this one starts from; an empty one if it starts from none."""
    if head.extends is not None and head.extends in layouts:
        return layouts[head.extends]
    if head.extends is not None:
        known = ", ".join(layouts) or "none"
        fault = Fault((*path, "extends"), f"no layout {head.extends!r}", f"Known: {known}")
        raise_faults(tree, [fault])
    if head.kind is None or head.size is None or head.camera is None:
        needed = {"kind": head.kind, "size": head.size, "camera": head.camera}
        missing = [name for name, value in needed.items() if value is None]
        raise_faults(tree, [missing_field(path, name) for name in missing])
    assert head.kind is not None
    assert head.size is not None
    assert head.camera is not None
    return Layout(
        id=head.id,
        name=head.name,
        kind=head.kind,
        size=head.size,
        camera=head.camera,
        zones=(),
        assets=(),
        points=(),
    )


def _unknown_removals(head: LayoutHead, base: Layout, path: Path) -> list[Fault]:
    entries: list[Zone | Asset | Point | Rule] = [*base.zones, *base.assets]
    entries += [*base.points, *base.rules]
    known = {name_of(entry) for entry in entries}
    return [
        Fault((*path, "remove", place), f"{name!r} is not there", "Name what the base has")
        for place, name in enumerate(head.remove)
        if name not in known
    ]


def _merged(base: tuple[E, ...], own: tuple[E, ...], removed: frozenset[str]) -> tuple[E, ...]:
    """The base's entries, each replaced by the own one of its name, then the new ones."""
    by_name: dict[str, E] = {name_of(entry): entry for entry in own}
    inherited: dict[str, E] = {name_of(entry): by_name.get(name_of(entry), entry) for entry in base}
    kept: list[E] = [entry for name, entry in inherited.items() if name not in removed]
    return (*kept, *(entry for entry in own if name_of(entry) not in inherited))

"""Site files: text in, model out, or a SiteFileError that names file, line and field.

A layout file is one drawing; with `extends: k-m` it says only how it differs from another. A
fleet file lists tenants and sites. A site file is one own site with its own or a packaged layout.
"""

from collections.abc import Mapping

from msgspec import Struct

from twin.site.check_site import fleet_faults
from twin.site.faults import Fault, convert, convert_entries, raise_faults
from twin.site.layout_file import build_layout
from twin.site.model import Fleet, Layout, Name, Site, Tenant
from twin.site.yaml_tree import read_yaml

DEMO_TENANT = Tenant("demo", Name("演示集团", "Demo group"))
_NO_LAYOUTS: Mapping[str, Layout] = {}


class FleetHead(Struct, frozen=True, forbid_unknown_fields=True):
    """What a fleet file may hold."""

    tenants: object = None
    sites: object = None


class SiteFile(Struct, frozen=True, forbid_unknown_fields=True):
    """What a file of one own site may hold. layout: the drawing itself, or the id of one."""

    site: dict[str, object]
    layout: str | dict[str, object] | None = None
    tenant: Tenant | None = None


def parse_layout(text: str, source: str, layouts: Mapping[str, Layout] = _NO_LAYOUTS) -> Layout:
    """The layout in a YAML text; `layouts` are those it may extend. Raises SiteFileError."""
    tree = read_yaml(text, source)
    return build_layout(tree, tree.data, (), layouts)


def parse_fleet(text: str, source: str, layouts: Mapping[str, Layout]) -> Fleet:
    """The fleet in a YAML text, its sites drawn with `layouts`. Raises SiteFileError."""
    tree = read_yaml(text, source)
    faults: list[Fault] = []
    head = convert(tree.data, FleetHead, (), faults) or FleetHead()
    tenants = convert_entries(head.tenants, Tenant, ("tenants",), faults)
    sites = convert_entries(head.sites, Site, ("sites",), faults)
    raise_faults(tree, faults)
    fleet = Fleet(
        tenants=tenants or (DEMO_TENANT,),
        layouts={
            key: layouts[key] for key in dict.fromkeys(s.layout for s in sites) if key in layouts
        },
        sites=sites,
    )
    raise_faults(tree, fleet_faults(fleet, [("sites", place) for place in range(len(sites))]))
    return fleet


def parse_site(text: str, source: str, layouts: Mapping[str, Layout] = _NO_LAYOUTS) -> Fleet:
    """The fleet of the one site in a YAML text. Raises SiteFileError.

    `layout` is either the drawing itself, which may extend one of `layouts`, or the id of one.
    """
    tree = read_yaml(text, source)
    faults: list[Fault] = []
    file = convert(tree.data, SiteFile, (), faults)
    raise_faults(tree, faults)
    assert file is not None
    known = dict(layouts)
    data = dict(file.site)
    if isinstance(file.layout, dict):
        own = build_layout(tree, file.layout, ("layout",), layouts)
        known[own.id] = own
        data.setdefault("layout", own.id)
    elif file.layout is not None:
        data.setdefault("layout", file.layout)
    tenant = file.tenant or DEMO_TENANT
    data.setdefault("tenant", tenant.id)
    site = convert(data, Site, ("site",), faults)
    raise_faults(tree, faults)
    assert site is not None
    fleet = Fleet(
        tenants=(tenant,),
        layouts={site.layout: known[site.layout]} if site.layout in known else {},
        sites=(site,),
    )
    raise_faults(tree, fleet_faults(fleet, [("site",)]))
    return fleet

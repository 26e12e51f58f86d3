"""What people cook with and work at: ranges, fryers, ovens, tables, sinks."""

from collections.abc import Callable

from app.screens.scene3d.form import Form, cells, counter, loop, panel
from app.screens.scene3d.mesh import box, cylinder, joined, ring, wire
from twin.site.model import Box


def wok_form(body: Box) -> Form:
    """A counter with burners in a row."""
    top = body.at[2] + body.size[2]
    parts = [counter(body, splash=0.28)]
    for x, y, half in cells(body, 0.9):
        rim = 0.82 * half
        parts += [
            cylinder((x, y, top), (x, y, top + 0.05), rim * 0.72),
            cylinder((x, y, top + 0.05), (x, y, top + 0.17), rim * 0.62, end_radius=rim),
            ring((x, y, top + 0.171), rim * 0.8),
            ring((x, y, top + 0.171), rim * 0.4),
        ]
    return Form(solid=joined(parts))


def fryer_form(body: Box) -> Form:
    """Two vats with their baskets."""
    (x, y, z), (dx, dy, dz) = body.at, body.size
    top = z + dz
    parts = [counter(body, splash=0.32)]
    for k in range(2):
        left = x + dx * (0.07 + 0.46 * k)
        vat_x, vat_y = dx * 0.40, dy * 0.62
        low = y + dy * 0.12
        parts += [
            box((left, low, top), (vat_x, vat_y, 0.05)),
            loop(left + 0.03, low + 0.03, vat_x - 0.06, vat_y - 0.06, top + 0.052),
            loop(left + 0.07, low + 0.10, vat_x - 0.14, vat_y - 0.20, top + 0.053),
            wire(
                [
                    (left + vat_x / 2, low + 0.05, top + 0.06),
                    (left + vat_x / 2, low - 0.22, top + 0.22),
                ]
            ),
        ]
    parts.append(panel(x, y, z, dx, dz, columns=2))
    return Form(solid=joined(parts))


def griddle_form(body: Box) -> Form:
    """A hot plate on a counter."""
    (x, y, z), (dx, dy, dz) = body.at, body.size
    plate = box((x + 0.05, y + 0.08, z + dz), (dx - 0.1, dy - 0.2, 0.04))
    splash = counter(body, splash=0.22)
    return Form(solid=joined([splash, plate, panel(x, y, z, dx, dz, columns=2)]))


def steamer_form(body: Box) -> Form:
    """A cupboard, or a counter with stacked baskets."""
    (x, y, z), (dx, _, dz) = body.at, body.size
    if dz > 1.3:
        front = panel(x, y, z, dx, dz, rows=3)
        return Form(solid=joined([box(body.at, body.size), front]))
    parts = [counter(body)]
    for cx, cy, half in cells(body, 0.7):
        for level in range(3):
            low = z + dz + 0.13 * level
            parts.append(cylinder((cx, cy, low), (cx, cy, low + 0.12), half * 0.78))
    return Form(solid=joined(parts))


def cupboard_form(columns: int, rows: int) -> Callable[[Box], Form]:
    """A closed body with that many doors."""

    def build(body: Box) -> Form:
        (x, y, z), (dx, _, dz) = body.at, body.size
        front = panel(x, y, z, dx, dz, columns=columns, rows=rows)
        return Form(solid=joined([box(body.at, body.size), front]))

    return build


def table_form(body: Box) -> Form:
    """A slab on four legs, with a shelf."""
    (x, y, z), (dx, dy, dz) = body.at, body.size
    leg = 0.05
    feet = [
        box((x + a * (dx - leg), y + b * (dy - leg), z), (leg, leg, dz - 0.04))
        for a in (0, 1)
        for b in (0, 1)
    ]
    slabs = [
        box((x, y, z + dz - 0.05), (dx, dy, 0.05)),
        box((x + leg, y + leg, z + 0.22 * dz), (dx - 2 * leg, dy - 2 * leg, 0.03)),
    ]
    return Form(solid=joined([*feet, *slabs]))


def shelf_form(body: Box) -> Form:
    """Four posts and four boards."""
    (x, y, z), (dx, dy, dz) = body.at, body.size
    posts = [
        box((x + a * (dx - 0.04), y + b * (dy - 0.04), z), (0.04, 0.04, dz))
        for a in (0, 1)
        for b in (0, 1)
    ]
    boards = [box((x, y, z + dz * k), (dx, dy, 0.03)) for k in (0.08, 0.36, 0.64, 0.94)]
    return Form(solid=joined([*posts, *boards]))


def sink_form(body: Box) -> Form:
    """A counter with basins."""
    top = body.at[2] + body.size[2]
    parts = [counter(body, splash=0.2)]
    for x, y, half in cells(body, 0.8):
        side = half * 1.3
        parts.append(loop(x - side / 2, y - side / 2, side, side, top + 0.003))
        parts.append(
            loop(x - side / 2 + 0.05, y - side / 2 + 0.05, side - 0.1, side - 0.1, top + 0.004)
        )
    return Form(solid=joined(parts))

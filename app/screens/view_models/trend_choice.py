"""Which points of a site stand in the trends below its scene."""

from collections.abc import Sequence

from app.screens.view_models.site_values import PointLine

# What people look at first in a kitchen, when nothing is in alarm.
USUAL = ("TT-OIL", "TT-HOOD", "CO", "FT-GAS", "GD", "PT", "TT-DUCT", "VT-DUCT", "FAN-A")
NOT_USUAL = len(USUAL)


def choose_trends(
    lines: Sequence[PointLine], kept: Sequence[int], *, most: int = 4
) -> tuple[int, ...]:
    """Rows of the points to show: those in alarm first, then the usual ones, one of a kind.

    A point that still deserves its place keeps it, so that plots do not jump.
    """
    ranked = sorted(lines, key=lambda line: (_alarm(line), _usual(line), line.row))
    chosen: list[PointLine] = []
    for line in ranked:
        alone = all(line.point.kind != other.point.kind for other in chosen)
        if not line.point.is_discrete and (alone or _alarm(line) < 4):
            chosen.append(line)
    rows = [line.row for line in chosen[:most]]
    rows += [line.row for line in ranked if line.row not in rows and not line.point.is_discrete]
    wanted = rows[:most]
    places = [row if row in wanted else -1 for row in kept[:most]]
    places += [-1] * (len(wanted) - len(places))
    waiting = [row for row in wanted if row not in places]
    return tuple(row if row >= 0 else waiting.pop(0) for row in places[: len(wanted)])


def _alarm(line: PointLine) -> int:
    return line.priority if line.priority >= 0 else 4


def _usual(line: PointLine) -> int:
    tag = line.point.tag
    return next((k for k, head in enumerate(USUAL) if tag.startswith(head)), NOT_USUAL)

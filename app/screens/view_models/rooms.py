"""Where the rooms of a forecast stand: boxes put together from the zones of a site's layout."""

from collections.abc import Iterable, Sequence

from twin.site.model import Layout, Position

Room = tuple[Position, Position]  # lowest corner and extent, m
NEAR = 0.02  # m; zones are drawn by hand


def rooms_of(layout: Layout, zones: Sequence[str]) -> tuple[Room, ...]:
    """Boxes of the zones of a room; zones that share a whole side become one box."""
    known = {zone.id: (zone.box.at, zone.box.size) for zone in layout.zones}
    return merged(known[zone] for zone in zones if zone in known)


def merged(boxes: Iterable[Room]) -> tuple[Room, ...]:
    """Boxes joined while two of them make a larger box."""
    left = list(boxes)
    while (pair := _pair(left)) is not None:
        one, other, joint = pair
        left = [box for k, box in enumerate(left) if k not in (one, other)]
        left.append(joint)
    return tuple(left)


def _pair(boxes: Sequence[Room]) -> tuple[int, int, Room] | None:
    for i, one in enumerate(boxes):
        for j in range(i + 1, len(boxes)):
            joint = _joint(one, boxes[j])
            if joint is not None:
                return i, j, joint
    return None


def _joint(one: Room, other: Room) -> Room | None:
    """The box that two boxes fill together; None when they do not."""
    if abs(one[0][2] - other[0][2]) > NEAR or abs(one[1][2] - other[1][2]) > NEAR:
        return None
    for axis in (0, 1):
        across = 1 - axis
        level = abs(one[0][across] - other[0][across]) < NEAR
        as_wide = abs(one[1][across] - other[1][across]) < NEAR
        first, second = sorted((one, other), key=lambda box: box[0][axis])
        touch = abs(first[0][axis] + first[1][axis] - second[0][axis]) < NEAR
        if level and as_wide and touch:
            size = list(first[1])
            size[axis] += second[1][axis]
            return first[0], (size[0], size[1], size[2])
    return None

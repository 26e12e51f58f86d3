"""What a combined alarm must keep."""

from collections.abc import Iterator

from twin.site.faults import Fault
from twin.site.model import Leaf, Rule
from twin.site.yaml_tree import Path

_CONDITIONS = ("above", "below", "equals", "rate", "above_point")


def rule_faults(rule: Rule, tags: frozenset[str], path: Path) -> Iterator[Fault]:
    """All faults of one rule; `tags` are the points of the layout."""
    if not rule.of:
        yield Fault((*path, "of"), "the rule has no parts", "List what must hold")
    for key, leaves in (("of", rule.of), ("unless", rule.unless)):
        for place, leaf in enumerate(leaves):
            yield from _leaf_faults(leaf, tags, (*path, key, place))
    if rule.groups is not None and len(rule.groups) != len(rule.of):
        what = f"{len(rule.groups)} groups for {len(rule.of)} parts"
        yield Fault((*path, "groups"), what, "Name one group for each part")
        return
    kinds = len(set(rule.groups)) if rule.groups is not None else len(rule.of)
    if rule.of and rule.at_least > kinds:
        counted = "groups" if rule.groups is not None else "parts"
        what = f"{rule.at_least} can never hold, there are {kinds} {counted}"
        yield Fault((*path, "at_least"), what, f"Use 1 to {kinds}")


def _leaf_faults(leaf: Leaf, tags: frozenset[str], path: Path) -> Iterator[Fault]:
    for key, tag in (("point", leaf.point), ("above_point", leaf.above_point)):
        if tag is not None and tag not in tags:
            yield Fault((*path, key), f"no point {tag!r}", "Name a point of this layout")
    given = [name for name in _CONDITIONS if getattr(leaf, name) is not None]
    if len(given) != 1:
        what = f"{' and '.join(given)} at once" if given else "no condition"
        yield Fault(path, what, f"Give exactly one of {', '.join(_CONDITIONS)}")

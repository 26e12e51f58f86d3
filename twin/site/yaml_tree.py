"""YAML text as plain data, with the line of every field.

Read as YAML 1.2 reads it: `on`, `off`, `yes`, `no`, `12:30` and dates are words, `1e3` is a
number. A mapping says a key once, numbers are finite, and a small file cannot unfold into a
large one.
"""

import math
import re
from dataclasses import dataclass, field

import yaml

from twin.errors import SiteFileError

Step = str | int
Path = tuple[Step, ...]

MOST_CHARACTERS = 2_000_000
MOST_NODES = 250_000
MOST_LEVELS = 40

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE_TAG = re.compile(
    r"^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq|timestamp|merge|value)$"
)
# YAML 1.2.2, 10.3.2, the core schema.
_NULL = re.compile(r"^(null|Null|NULL|~|)$")
_TRUE = re.compile(r"^(true|True|TRUE)$")
_FALSE = re.compile(r"^(false|False|FALSE)$")
_INTEGER = re.compile(r"^[-+]?[0-9]+$")
_FLOAT = re.compile(r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")
_NO_NUMBER = re.compile(r"^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$")


@dataclass(frozen=True)
class Tree:
    """Plain data (dict, list, str, int, float, bool, None) and the line of each of its fields."""

    source: str
    data: object
    lines: dict[Path, int] = field(default_factory=dict)

    def where(self, path: Path) -> str:
        """`FILE:LINE field`; an entry of a list goes by its tag or id where it has one."""
        return f"{self.source}:{self.line(path)} {self._spelled(path)}".rstrip()

    def line(self, path: Path) -> int:
        """The line of a field, or of what it would stand in."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def _spelled(self, path: Path) -> str:
        text, here = "", self.data
        for step in path:
            try:
                here = here[step]  # type: ignore[index]  # fails below when it has no such entry
            except (KeyError, IndexError, TypeError):
                here = None
            if isinstance(step, int):
                text += f"[{_label(here) or step}]"
            else:
                text += f".{step}" if text else step
        return text


def read_yaml(text: str, source: str) -> Tree:
    """The data of one YAML document. Raises SiteFileError naming `source`:line."""
    if len(text) > MOST_CHARACTERS:
        raise SiteFileError(
            f"{len(text)} characters are more than the {MOST_CHARACTERS} of any sensible file",
            where=f"{source}:1",
            remedy="Split it, or check that this is the right file",
        )
    root = _composed(text, source)
    if root is None:
        raise SiteFileError(
            "the file is empty", where=f"{source}:1", remedy="Start from a packaged example"
        )
    reader = _Reader(source)
    data = reader.value(root, (), 0)
    return Tree(source, data, reader.lines)


def _composed(text: str, source: str) -> yaml.Node | None:
    try:
        _check_depth(text, source)  # composing recurses in C, which a deep file would crash
        return yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = " ".join(part for part in (error.context, error.problem) if part)
        raise _not_yaml(what, f"{source}:{line} column {column}") from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _not_yaml("a character that YAML does not allow", f"{source}:{line}") from error
    except yaml.YAMLError as error:
        raise _not_yaml(str(error), f"{source}:1") from error
    except (UnicodeError, RecursionError, MemoryError, ValueError) as error:
        raise _not_yaml(type(error).__name__, f"{source}:1") from error


def _check_depth(text: str, source: str) -> None:
    level = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            level += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            level -= 1
        if level > MOST_LEVELS:
            raise SiteFileError(
                f"more than {MOST_LEVELS} levels within one another",
                where=f"{source}:{_line_of(event)}",
                remedy="Check the brackets and the indent",
            )


def _line_of(event: yaml.Event) -> int:
    mark = event.start_mark
    return mark.line + 1 if mark else 1


def _not_yaml(what: str, where: str) -> SiteFileError:
    return SiteFileError(
        f"this is not YAML: {what}",
        where=where,
        remedy="Check brackets, quotes and the indent of this line; quote a text with `, ` or `: `",
    )


class _Reader:
    """Turns nodes into data and remembers the lines."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.lines: dict[Path, int] = {}
        self.seen = 0

    def value(self, node: yaml.Node, path: Path, level: int) -> object:
        self.seen += 1
        self.lines.setdefault(path, node.start_mark.line + 1)
        if self.seen > MOST_NODES or level > MOST_LEVELS:
            raise self.error(
                node, "unfolds into too much", "Remove anchors that repeat or hold themselves"
            )
        if not _CORE_TAG.match(node.tag):
            raise self.error(
                node, f"the tag {node.tag!r} has no place here", "Remove what begins with `!`"
            )
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path, level)
        if isinstance(node, yaml.SequenceNode):
            return [
                self.value(child, (*path, place), level + 1)
                for place, child in enumerate(node.value)
            ]
        assert isinstance(node, yaml.ScalarNode)  # YAML has three kinds of nodes
        return self._scalar(node, path)

    def error(self, node: yaml.Node, what: str, remedy: str, path: Path = ()) -> SiteFileError:
        where = f"{self.source}:{node.start_mark.line + 1} {_spelled(path)}".rstrip()
        return SiteFileError(what, where=where, remedy=remedy)

    def _mapping(self, node: yaml.MappingNode, path: Path, level: int) -> dict[object, object]:
        own: dict[object, object] = {}
        inherited: list[yaml.Node] = []
        for key_node, child in node.value:
            if _is_merge(key_node):
                inherited.extend(child.value if isinstance(child, yaml.SequenceNode) else [child])
                continue
            key = self._key(key_node)
            if key in own:
                raise self.error(key_node, f"{key!r} is said twice", "Keep one of them")
            inner = (*path, key if isinstance(key, int) else str(key))
            self.lines[inner] = key_node.start_mark.line + 1
            own[key] = self.value(child, inner, level + 1)
        for parent in inherited:
            self._inherit(own, parent, path, level)
        return own

    def _inherit(
        self, own: dict[object, object], parent: yaml.Node, path: Path, level: int
    ) -> None:
        """Take over what an anchored mapping says and this one does not (`<<: *anchor`)."""
        if not isinstance(parent, yaml.MappingNode):
            raise self.error(parent, "`<<` takes a mapping", "Name the anchor of a mapping")
        reader = _Reader(self.source)
        reader.seen = self.seen
        data = reader.value(parent, path, level + 1)
        self.seen = reader.seen
        assert isinstance(data, dict)
        for key, value in data.items():
            own.setdefault(key, value)
        for place, line in reader.lines.items():
            self.lines.setdefault(place, line)

    def _key(self, node: yaml.Node) -> str | int | float | bool | None:
        if not isinstance(node, yaml.ScalarNode):
            raise self.error(node, "a key must be one word", "Put it in quotes")
        self.seen += 1
        return self._scalar(node, ())

    def _scalar(self, node: yaml.ScalarNode, path: Path) -> str | int | float | bool | None:
        text = str(node.value)
        if not _is_plain(node):
            return text
        if _NO_NUMBER.match(text):
            what = f"{text} is no measurable number"
            raise self.error(node, what, "Write a finite number", path)
        if _NULL.match(text):
            return None
        if _TRUE.match(text) or _FALSE.match(text):
            return bool(_TRUE.match(text))
        if _INTEGER.match(text) and len(text) < 19:
            return int(text)
        if _FLOAT.match(text):
            number = float(text)
            if not math.isfinite(number):
                what = "the number is too large"
                raise self.error(node, what, "Write a finite number", path)
            return number
        return text


def _spelled(path: Path) -> str:
    """`fires[0].hrr[1]`; nothing for the top."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")


def _is_merge(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and _is_plain(node) and node.value == "<<"


def _is_plain(node: yaml.ScalarNode) -> bool:
    """Without quotes; the C parser says so with an empty style, the Python one with None."""
    return not node.style


def _label(entry: object) -> str | None:
    if not isinstance(entry, dict):
        return None
    name = entry.get("tag", entry.get("id"))
    return name if isinstance(name, str) else None

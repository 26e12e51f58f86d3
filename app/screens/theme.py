"""Colours, type and spacing of all screens, read from `resources/themes`.

Tokens: background, surface1, surface2 (grounds from back to front); line, line_strong; text1
(reading), text2 (labels), text3 (hints); process (normal values and lines); band (normal band of
a value); p0..p3 (ink of a priority for lines, columns, figures); mark0..mark3 on `plate` with
digit `on_mark` (the alarm marks); quality (bad and uncertain); focus (selection outline).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

from app.screens.i18n import Language
from twin.errors import EmberwallError
from twin.site.model import Name

THEMES = ("night", "dusk", "day")
FAMILIES = ("Noto Sans", "Noto Sans CJK SC")
TOKENS = [
    "background", "surface1", "surface2",
    "line", "line_strong", "text1", "text2", "text3",
    "process", "band",
    "p0", "p1", "p2", "p3",
    "mark0", "mark1", "mark2", "mark3", "plate", "on_mark",
    "quality", "focus",
]  # fmt: skip
ARC_MINUTE = 2.908882e-4  # rad
CAP_SHARE = 0.714  # cap height of Noto Sans in em


class ThemeError(EmberwallError):
    """A theme file lacks a token or cannot be read."""


class Size(StrEnum):
    """Type sizes by use."""

    SMALL = "small"
    BODY = "body"
    LARGE = "large"
    TITLE = "title"
    FIGURE = "figure"
    CLOCK = "clock"


PIXELS = {
    Size.SMALL: 12,
    Size.BODY: 14,
    Size.LARGE: 16,
    Size.TITLE: 20,
    Size.FIGURE: 26,
    Size.CLOCK: 30,
}


@dataclass(frozen=True)
class Theme:
    """Tokens as `#rrggbb`."""

    name: str
    tokens: Mapping[str, str]


@dataclass(frozen=True)
class Look:
    """Everything a widget needs to draw itself: theme, language and scale (1.0 on a desk)."""

    theme: Theme
    language: Language
    scale: float = 1.0

    def color(self, token: str, alpha: float = 1.0) -> QColor:
        """A token's colour; alpha 0 to 1."""
        color = QColor(self.theme.tokens[token])
        color.setAlphaF(alpha)
        return color

    def priority(self, priority: int) -> QColor:
        """Ink of P0 to P3; the process grey for none."""
        return self.color(f"p{priority}" if priority >= 0 else "process")

    def px(self, pixels: float) -> int:
        """A length of the 4 px grid at this scale."""
        return round(pixels * self.scale)

    def font(self, size: Size, *, bold: bool = False) -> QFont:
        """A font with tabular figures."""
        return _font(self.px(PIXELS[size]), bold, self.language)

    def name(self, name: Name | None) -> str:
        """A site file's name in the language of the screen, else in the other one."""
        if name is None:
            return ""
        first, second = (name.zh, name.en) if self.is_chinese else (name.en, name.zh)
        return first or second

    @property
    def is_chinese(self) -> bool:
        """True when the screen speaks Chinese."""
        return self.language is Language.ZH

    @property
    def line(self) -> int:
        """Width of thin lines: 1 px on a desk, 2 on a wall."""
        return 2 if self.scale >= 1.75 else 1

    def with_theme(self, theme: Theme) -> "Look":
        """The same in another theme."""
        return replace(self, theme=theme)


@lru_cache(maxsize=64)
def _font(pixels: int, bold: bool, language: Language) -> QFont:
    font = QFont()
    # Qt darkens the stems of the CJK face: only its own Latin letters match it then.
    chinese = language is Language.ZH
    font.setFamilies(list(reversed(FAMILIES) if chinese else FAMILIES))
    font.setPixelSize(pixels)
    font.setBold(bold)
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font


@lru_cache(maxsize=8)
def load_theme(name: str) -> Theme:
    """One of THEMES. Raises ThemeError naming the file and the token."""
    where = f"resources/themes/{name}.toml"
    if name not in THEMES:
        raise ThemeError(f"no theme {name!r}", where=where, remedy=f"Use one of {THEMES}")
    text = (files("resources") / "themes" / f"{name}.toml").read_text(encoding="utf-8")
    tokens = tomllib.loads(text)["tokens"]
    missing = [token for token in TOKENS if token not in tokens]
    if missing:
        raise ThemeError(f"lacks {', '.join(missing)}", where=where, remedy="Add the tokens")
    return Theme(name, tokens)


def next_theme(name: str) -> str:
    """The theme after this one, round and round."""
    return THEMES[(THEMES.index(name) + 1) % len(THEMES)]


def fonts_missing() -> list[str]:
    """Families that this machine lacks; Qt then takes others. Needs a QGuiApplication."""
    present = set(QFontDatabase.families())
    return [family for family in FAMILIES if family not in present]


def legible_px(distance_m: float, pitch_mm: float, *, arc_minutes: float = 16.0) -> float:
    """Font size in pixels whose capitals span the angle. Source: NUREG-0700 Rev. 3, 12.1.1.3.1.

    distance_m: of the farthest reader; pitch_mm: size of one pixel. Both > 0.
    """
    return distance_m * 1000 * arc_minutes * ARC_MINUTE / pitch_mm / CAP_SHARE


def blend(ground: QColor, ink: QColor, share: float) -> QColor:
    """`ground` with a share of `ink`, 0 to 1, opaque."""

    def mixed(a: int, b: int) -> int:
        return round(a + (b - a) * share)

    return QColor(
        mixed(ground.red(), ink.red()),
        mixed(ground.green(), ink.green()),
        mixed(ground.blue(), ink.blue()),
    )


def palette(look: Look) -> QPalette:
    """Colours for Qt's own widgets."""
    made = QPalette()
    role = QPalette.ColorRole
    for target, token in (
        (role.Window, "background"),
        (role.Base, "background"),
        (role.AlternateBase, "surface1"),
        (role.Button, "surface2"),
        (role.ToolTipBase, "surface2"),
        (role.WindowText, "text1"),
        (role.Text, "text1"),
        (role.ButtonText, "text1"),
        (role.ToolTipText, "text1"),
        (role.PlaceholderText, "text3"),
        (role.Highlight, "surface2"),
        (role.HighlightedText, "text1"),
    ):
        made.setColor(target, look.color(token))
    return made

"""A theme's colour tokens as numbers for the scenes."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Colour = tuple[int, int, int]
ColourArray = npt.NDArray[np.uint8]

NIGHT: Mapping[str, str] = {
    "background": "#14171a",
    "surface1": "#1a1e22",
    "surface2": "#21262b",
    "line": "#2d343a",
    "line_strong": "#46525b",
    "text1": "#dfe4e8",
    "text2": "#9fa9b2",
    "text3": "#78828b",
    "process": "#7f93a1",
    "p0": "#ff4b3e",
    "p1": "#ff9d2e",
    "p2": "#f2d64b",
    "p3": "#62a8e5",
    "quality": "#b48ee0",
    "mark0": "#ff6666",
    "mark1": "#ffb200",
    "mark2": "#fffaa3",
    "mark3": "#51aeec",
    "plate": "#060708",
    "on_mark": "#060708",
}


@dataclass(frozen=True, slots=True)
class Palette:
    """The theme's tokens as (red, green, blue), 0 to 255; their words are in `theme`."""

    background: Colour
    surface1: Colour
    surface2: Colour
    line: Colour
    line_strong: Colour
    text1: Colour
    text2: Colour
    text3: Colour
    process: Colour
    p0: Colour
    p1: Colour
    p2: Colour
    p3: Colour
    quality: Colour
    mark0: Colour
    mark1: Colour
    mark2: Colour
    mark3: Colour
    plate: Colour
    on_mark: Colour

    def mark(self, priority: int) -> Colour:
        """Fill of the mark of P0 to P3, which stands on `plate`; process for a normal one."""
        return (self.mark0, self.mark1, self.mark2, self.mark3, self.process)[
            priority if priority >= 0 else 4
        ]

    def priority(self, priority: int) -> Colour:
        """Colour of P0 to P3; a normal site or point has the process colour."""
        return (self.p0, self.p1, self.p2, self.p3, self.process)[priority if priority >= 0 else 4]

    @property
    def is_light(self) -> bool:
        """True for a theme with dark marks on a light ground."""
        return sum(self.background) > sum(self.text1)


def palette_of(tokens: Mapping[str, str]) -> Palette:
    """Colours of a theme, `#rrggbb` by token name; a token that is missing keeps night's."""
    whole = {**NIGHT, **{k: v for k, v in tokens.items() if k in NIGHT}}
    return Palette(**{name: parse_colour(text) for name, text in whole.items()})


def parse_colour(text: str) -> Colour:
    """`#rrggbb` as three numbers. Raises ValueError for any other form."""
    if len(text) != 7 or text[0] != "#":
        raise ValueError(f"a colour is #rrggbb, was {text!r}")
    red, green, blue = (int(text[i : i + 2], 16) for i in (1, 3, 5))
    return red, green, blue


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with a share of `other`, 0 to 1, in sRGB."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue

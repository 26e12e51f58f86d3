"""Letters for plots: names of rooms and doors are written in the language of their site."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LATIN = "DejaVu Sans"  # comes with matplotlib
HAN = ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "Microsoft YaHei",
       "PingFang SC", "Noto Sans CJK JP")  # fmt: skip
FIRST_HAN = "\u2e80"
REMEDY = "sudo apt-get install -y fonts-noto-cjk"


@contextmanager
def letters_for(names: str, report: Callable[[str], None]) -> Iterator[None]:
    """Plots made inside write `names` with the fonts of this machine. Where none has their letters
    it is told once, and empty boxes stand for them."""
    import matplotlib as mpl
    from matplotlib import font_manager

    known = set(font_manager.get_font_names())
    han = [family for family in HAN if family in known][:1]
    if not han and any(letter >= FIRST_HAN for letter in names):
        report(f"no font here has all letters of the names in the plots; {REMEDY}")
    with warnings.catch_warnings(), mpl.rc_context({"font.family": [LATIN, *han]}):
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield

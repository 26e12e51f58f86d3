"""Quantities over time as pictures beside their tables."""

from collections.abc import Iterable
from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from app.simulation.series import Series, write_csv

MOST_LINES = 20


def write_series(series: Iterable[Series], folder: Path, *, title: str) -> None:
    """Every quantity as `tables`/NAME.csv and `plots`/NAME.png below `folder`."""
    for part in ("tables", "plots"):
        (folder / part).mkdir(exist_ok=True)
    for one in series:
        write_csv(one, folder / "tables")
        plot_series(one, folder / "plots", title=title)


def plot_series(series: Series, folder: Path, *, title: str) -> Path:
    """`folder`/NAME.png: one line per place, at most 20 of them."""
    figure = Figure(figsize=(7, 4), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    for place, values in list(series.columns.items())[:MOST_LINES]:
        axes.plot(series.time, values, lw=1.4, label=place)
    left_out = len(series.columns) - MOST_LINES
    if left_out > 0:
        title += f" (first {MOST_LINES}, {left_out} more in the table)"
    axes.set(title=title, xlabel="time, s")
    axes.set_ylabel(f"{series.name.replace('_', ' ')}, {series.unit}")
    axes.grid(visible=True, alpha=0.3)
    if series.columns:
        axes.legend(fontsize=8)
    path = folder / f"{series.name}.png"
    figure.savefig(path, dpi=110)
    return path

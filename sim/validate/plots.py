"""Measured against predicted, with the bands of bias and sigma as NIST draws them.

Black: equality and twice the scatter of the experiment. Red: bias and twice the model's scatter.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.validate.compare import Point
from sim.validate.report import Verdict, grouped
from sim.validate.stats import EXPERIMENT_SIGMA, Statistics, statistics

DECADES_FROM = 30.0
"""Greatest over least value from which the axes are logarithmic."""


def plot_verdict(verdict: Verdict, folder: Path) -> list[Path]:
    """One picture per quantity, written below `folder`; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, points in grouped(verdict.points).items():
        computed = [point for point in points if point.predicted is not None]
        if not computed:
            continue
        path = folder / f"{verdict.model}_{_file_name(name)}.png"
        plot_points(computed, f"{verdict.model}: {name}", path)
        paths.append(path)
    return paths


def plot_points(points: Sequence[Point], title: str, path: Path) -> None:
    """One picture of measured against predicted; every point needs a prediction."""
    measured = [point.measured for point in points]
    predicted = [point.predicted or 0.0 for point in points]
    quantity = points[0].quantity
    sigma = EXPERIMENT_SIGMA.get(quantity, EXPERIMENT_SIGMA["T_upper rise"])
    errors = statistics(measured, predicted, sigma)
    figure = Figure(figsize=(5.6, 5.6), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    low, top = _range([*measured, *predicted])
    _draw_bands(axes, errors, np.geomspace(low, top) if low else np.array([0.0, top]))
    for place, dataset in enumerate(sorted({point.dataset for point in points})):
        own = [point for point in points if point.dataset == dataset]
        axes.scatter(
            [point.measured for point in own],
            [point.predicted or 0.0 for point in own],
            s=18,
            marker="osD^vP*Xh<>"[place % 11],
            label=dataset,
        )
    scale = "log" if low else "linear"
    axes.set(xscale=scale, yscale=scale, xlim=(low, top), ylim=(low, top))
    axes.set(title=title, aspect="equal")
    axes.set(xlabel=f"measured, {points[0].unit}", ylabel=f"predicted, {points[0].unit}")
    axes.legend(fontsize=7, loc="upper left", title=_said(errors), title_fontsize=8)
    figure.savefig(path, dpi=110)


def _range(values: Sequence[float]) -> tuple[float, float]:
    """Where the axes begin and end; they begin above 0, with decades, where values span many."""
    low, top = min(values), max(*values, 1e-9)
    if low > 0 and top > DECADES_FROM * low:
        return low / 1.5, 1.5 * top
    return 0.0, 1.15 * top


def _draw_bands(axes: Axes, errors: Statistics, x: NDArray[np.float64]) -> None:
    axes.plot(x, x, "k-", lw=1)
    for sign in (1, -1):
        axes.plot(x, x * (1 + 2 * sign * errors.sigma_experiment), "k--", lw=0.8)
    if errors.bias is None:
        return
    axes.plot(x, errors.bias * x, "r-", lw=1)
    for sign in (1, -1):
        band = errors.bias * (1 + 2 * sign * (errors.sigma or 0.0))
        if band > 0:
            axes.plot(x, band * x, "r--", lw=0.8)


def _said(errors: Statistics) -> str:
    bias = "-" if errors.bias is None else f"{errors.bias:.2f}"
    sigma = "-" if errors.sigma is None else f"{errors.sigma:.2f}"
    return f"n {errors.n}, bias {bias}, sigma {sigma}, experiment {errors.sigma_experiment:.2f}"


def _file_name(name: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in name).strip("_").lower()

"""The verdict as data: errors per quantity and data set, with CFAST and FDS on the same fires."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from sim.fire.correlations import Agreement
from sim.validate.compare import STECKLER, CaseResult, Point, reasons
from sim.validate.published import (
    STECKLER_VARIANTS,
    Published,
    cfast_points,
    cfast_steckler,
    fds_steckler,
    published,
)
from sim.validate.stats import EXPERIMENT_SIGMA, Statistics, statistics


class Readings(Struct, frozen=True, kw_only=True):
    """A model's errors on the same points by the rules of reading, and with the windows open that
    count as ducts. CFAST had them open."""

    by_rules: Statistics
    as_tabled: Statistics


class Group(Struct, frozen=True, kw_only=True):
    """Errors of one quantity, all data sets together and each alone; rivals on the same points.

    n to n_not_positive and by_dataset are by the rules of reading; `read`: what these are worth.
    not_computed: numbers that were measured and that the model did not give.
    """

    n: int
    bias: float | None
    sigma: float | None
    mean_abs_pct: float | None
    not_computed: int
    n_not_positive: int
    read: Readings
    by_dataset: dict[str, Statistics]
    cfast: Statistics | None = None
    beside_cfast: Readings | None = None
    """This model on just those points that CFAST has too."""
    cfast_by_dataset: dict[str, Statistics]
    beside_cfast_by_dataset: dict[str, Statistics]
    """This model on just those points, `as_tabled`."""
    published: dict[str, Published]
    """What NIST published of CFAST and FDS over all its data sets."""


class Steckler(Struct, frozen=True, kw_only=True):
    """Mean absolute errors in the Steckler room. Rises are over T_ambient_C; flows, Bernoulli."""

    n: int
    upper_rise_mean_abs_pct: float | None
    layer_height_mean_abs_m: float | None
    opening_flow_mean_abs_pct: float | None
    opening_flow_in_mean_abs_pct: float | None
    lower_rise_mean_abs_pct: float | None
    upper_rise: Statistics | None
    layer_depth: Statistics | None
    opening_flow: Statistics | None


class Formula(Struct, frozen=True, kw_only=True):
    """How far our formula is off a table of n published rows, at worst."""

    n: int
    worst_pct: float


class Verdict(Struct, frozen=True, kw_only=True):
    """One model on all fires."""

    model: str
    steckler: Steckler
    quantities: dict[str, Group]
    settings: dict[str, object]
    cfast_steckler: dict[str, Steckler]
    fds_steckler: dict[str, Statistics]
    fds_layer_mean_abs_m: float | None
    cases: int
    failed: dict[str, str]
    not_computed: dict[str, int]
    not_run: list[str]
    correlations: dict[str, Formula]
    wall_s: float
    case_wall_s: dict[str, float]
    points: list[Point]


def verdict(
    model: str,
    results: Sequence[CaseResult],
    folder: Path,
    *,
    settings: dict[str, object],
    wall_s: float,
    not_run: Sequence[str] = (),
    correlations: Sequence[Agreement] = (),
) -> Verdict:
    """Everything that can be said of `model` after its results on the fires of `folder`."""
    points = [point for result in results for point in result.points]
    room = [point for point in points if point.dataset == STECKLER]
    others = [point for point in points if point.dataset != STECKLER]
    fds = grouped(fds_steckler(folder))
    return Verdict(
        model=model,
        steckler=steckler_errors(room),
        quantities=_groups(others, cfast_points(folder, others), folder),
        settings=settings,
        cfast_steckler={
            variant: steckler_errors(cfast_steckler(folder, room, variant))
            for variant in STECKLER_VARIANTS
        },
        fds_steckler={name: _errors(group) for name, group in fds.items()},
        fds_layer_mean_abs_m=_mean_abs(fds.get("Steckler layer depth", [])),
        cases=len(results),
        failed={f"{r.dataset}/{r.case}": r.failed for r in results if r.failed},
        not_computed=reasons(results),
        not_run=list(not_run),
        correlations={
            one.correlation: Formula(n=one.n, worst_pct=100 * one.worst) for one in correlations
        },
        wall_s=wall_s,
        case_wall_s={f"{r.dataset}/{r.case}": round(r.wall_s, 3) for r in results},
        points=points,
    )


def grouped(points: Iterable[Point]) -> dict[str, list[Point]]:
    """Points by the group they are scored in, in order of name."""
    groups: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        groups[point.group].append(point)
    return dict(sorted(groups.items()))


def _groups(points: list[Point], rival: list[Point], folder: Path) -> dict[str, Group]:
    rivals = grouped(rival)
    return {
        name: _group(own, rivals.get(name, []), published(folder, name))
        for name, own in grouped(points).items()
    }


def _group(points: list[Point], rival: list[Point], others: dict[str, Published]) -> Group:
    errors = _errors(points)
    shared = {(p.dataset, p.case, p.location) for p in rival}
    same = [p for p in points if (p.dataset, p.case, p.location) in shared]
    tabled = _by_dataset([replace(p, predicted=p.as_tabled) for p in same])
    return Group(
        n=errors.n,
        bias=errors.bias,
        sigma=errors.sigma,
        mean_abs_pct=errors.mean_abs_pct,
        not_computed=len(points) - errors.n,
        n_not_positive=errors.n_not_positive,
        read=_readings(points),
        by_dataset=_by_dataset(points),
        cfast=_errors(rival) if rival else None,
        beside_cfast=_readings(same) if same else None,
        cfast_by_dataset=_by_dataset(rival),
        beside_cfast_by_dataset=tabled,
        published=others,
    )


def _readings(points: list[Point]) -> Readings:
    return Readings(
        by_rules=_errors(points),
        as_tabled=_errors([replace(p, predicted=p.as_tabled) for p in points]),
    )


def _by_dataset(points: list[Point]) -> dict[str, Statistics]:
    datasets: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        datasets[point.dataset].append(point)
    return {name: _errors(own) for name, own in sorted(datasets.items())}


def _errors(points: Iterable[Point]) -> Statistics:
    pairs = [(p.measured, p.predicted) for p in points if p.predicted is not None]
    quantity = next((p.quantity for p in points), "")
    sigma = EXPERIMENT_SIGMA.get(quantity, EXPERIMENT_SIGMA["T_upper rise"])
    return statistics([one for one, _ in pairs], [two for _, two in pairs], sigma)


def steckler_errors(points: Sequence[Point]) -> Steckler:
    """Errors of the Steckler numbers of one model."""
    groups = grouped(points)

    def of(name: str) -> Statistics | None:
        own = groups.get(f"Steckler {name}", [])
        return _errors(own) if own else None

    def pct(name: str) -> float | None:
        errors = of(name)
        return errors.mean_abs_pct if errors else None

    upper = of("T_upper rise")
    return Steckler(
        n=upper.n if upper else 0,
        upper_rise_mean_abs_pct=pct("T_upper rise"),
        layer_height_mean_abs_m=_mean_abs(groups.get("Steckler layer height", [])),
        opening_flow_mean_abs_pct=pct("opening flow out"),
        opening_flow_in_mean_abs_pct=pct("opening flow in"),
        lower_rise_mean_abs_pct=pct("T_lower rise"),
        upper_rise=upper,
        layer_depth=of("layer depth"),
        opening_flow=of("opening flow out"),
    )


def _mean_abs(points: Iterable[Point]) -> float | None:
    errors = [abs(p.predicted - p.measured) for p in points if p.predicted is not None]
    return float(np.mean(errors)) if errors else None

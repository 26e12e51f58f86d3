"""Teach a surrogate, ten minutes on one core: `emberwall sim surrogate --out DIR`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from msgspec.structs import replace
from onnxruntime import InferenceSession  # type: ignore[import-untyped]  # it has no types

from sim.errors import SimError
from sim.surrogate import network as net
from sim.surrogate.card import FORMAT, Card, Range, digest, write_card
from sim.surrogate.features import FEATURES, HORIZONS, inputs
from sim.surrogate.kitchens import Samples, samples
from sim.surrogate.measure import AGREED, band, cloud, figures
from sim.surrogate.outputs import OUTPUTS, WIDTH, taught
from sim.surrogate.surrogate import Surrogate, run_network, session_of

FloatArray = npt.NDArray[np.float64]
Report = Callable[[str], None]

NAME = "kitchen"
EACH = 10  # moments of each case from which to forecast
LEAST = 20  # cases that set the band, or judge
SAME = 1e-4  # ONNX and torch may differ by so much, on the network's scale
MADE_OF = (
    "Synthetic: random kitchens through the two-zone model of sim/fire, errors are against it. "
    "How far that model is from measured fires is told by `emberwall sim validate`"
)
NOT_COVERED = (
    "hatches, rooms behind rooms behind the kitchen, their own temperatures",
    "doors, hoods, fans or fires that change after now, suppression, burning again",
    "fires that do not grow with the square of time to a steady peak",
    "several fires at once, spread to second items",
    "the lower layer, pressure, CO, heat on people",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many kitchens to burn: to teach, to set the band with, to judge by; and how to teach."""

    teach: int = 5000
    calibrate: int = 500
    judge: int = 500
    seed: int = 2026
    recipe: net.Recipe = field(default_factory=net.Recipe)


def plan_of(
    cases: int | None = None, seconds: float | None = None, seed: int | None = None
) -> Plan:
    """The usual plan with some of its numbers changed; a tenth as many cases as teach, at most 500
    and at least LEAST, set the band, and as many judge."""
    usual = Plan()
    more = usual.calibrate if cases is None else min(max(cases // 10, LEAST), usual.calibrate)
    return Plan(
        teach=cases or usual.teach, calibrate=more, judge=more,
        seed=usual.seed if seed is None else seed,
        recipe=usual.recipe if seconds is None else net.Recipe(seconds=seconds),
    )  # fmt: skip


def train(out: Path, plan: Plan, report: Report = lambda _: None) -> Card:
    """Burn the kitchens, teach on one thread, measure, and write network and card into `out`."""
    torch.set_num_threads(1)
    total = plan.teach + plan.calibrate + plan.judge
    made = samples(total, EACH, np.random.default_rng(plan.seed), report)
    return train_on(made, out, plan, report)


def train_on(made: Samples, out: Path, plan: Plan, report: Report = lambda _: None) -> Card:
    """The same on samples that are there already."""
    cases = np.arange(plan.teach + plan.calibrate + plan.judge)
    parts = np.split(cases, [plan.teach, plan.teach + plan.calibrate])
    school, calibration, held_out = (made.of(part) for part in parts)
    report(f"teaching {plan.recipe.networks} networks on {len(school.rows)} forecasts")
    goal = taught(school.values, school.rows).reshape(-1, WIDTH)
    model = net.teach(inputs(school.rows), goal, plan.recipe, plan.seed, report)
    written = net.export(model, inputs(school.rows[:1]).shape[1])
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{NAME}.onnx"
    session = session_of(written, path)
    _same(model, session, calibration.rows[:256])
    card = _card(digest(written), session, school, calibration, plan)
    judged = figures(Surrogate(session, card).predict(held_out.rows), held_out)
    report(f"rise off by {np.mean(judged.rise_pct):.1f} % on {judged.cases} kitchens held back")
    card = replace(card, held_out=judged)
    path.write_bytes(written)
    write_card(card, path)
    return card


def _card(
    sha256: str, session: InferenceSession, school: Samples, calibration: Samples, plan: Plan
) -> Card:
    """Where the network holds, before it is judged."""
    place = cloud(school.rows)
    told, spread = run_network(session, calibration.rows)
    wide = spread.mean(axis=(1, 2))
    widest = float(np.quantile(wide, AGREED))
    kept = wide <= widest
    goal = taught(calibration.values, calibration.rows)
    floor, factor = band(told[kept], spread[kept], goal[kept])
    return Card(
        format=FORMAT, name=NAME, made_of=MADE_OF, is_synthetic=True, not_covered=NOT_COVERED,
        seed=plan.seed, training_cases=plan.teach, training_forecasts=len(school.rows),
        sha256=sha256, horizons=tuple(HORIZONS.tolist()), outputs=OUTPUTS,
        features=_ranges(school.rows), centre=tuple(place.centre.tolist()),
        precision=_table(place.precision), farthest=place.farthest, widest=widest,
        floor=_table(floor), band=_table(factor),
    )  # fmt: skip


def _same(model: net.Perceptrons, session: InferenceSession, rows: FloatArray) -> None:
    """Raise SimError when the file says something else than what was taught."""
    mean = net.says(model, inputs(rows)).mean(axis=0)
    off = float(np.abs(run_network(session, rows)[0].reshape(mean.shape) - mean).max())
    if not off <= SAME:
        raise SimError(
            f"the written network differs by {off:g} from the one that was taught",
            where="surrogate", remedy="Report this with the versions of torch and onnxruntime",
        )  # fmt: skip


def _ranges(rows: FloatArray) -> tuple[Range, ...]:
    ends = zip(FEATURES, rows.min(axis=0), rows.max(axis=0), strict=True)
    return tuple(Range(one.name, one.unit, float(low), float(high)) for one, low, high in ends)


def _table(values: FloatArray) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(row) for row in values.tolist())

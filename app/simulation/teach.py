"""The surrogate taught anew from our own ensembles. Teaching needs torch, which is an extra."""

from dataclasses import dataclass
from pathlib import Path

from app.simulation.wishes import Report
from sim.errors import SimError
from sim.surrogate.card import Figures
from sim.surrogate.recalibrate import CASES, SEED, recalibrate


@dataclass(frozen=True, slots=True)
class Wish:
    """What differs from the usual plan, None for nothing: kitchens, CPU seconds, seed; keep: a
    network that is not taught anew, but gets a card of the zone model as it is now."""

    cases: int | None = None
    seconds: float | None = None
    seed: int | None = None
    keep: Path | None = None


def teach(out: Path, wish: Wish, report: Report) -> Figures | None:
    """Write network and card into `out`; errors on kitchens that were held back. Raises SimError
    when torch is missing or nothing can be written."""
    if wish.keep is not None:
        return _kept(wish.keep, out, wish, report)
    try:
        from sim.surrogate.train import plan_of, train
    except ImportError as error:
        raise SimError(
            f"teaching needs torch and onnx ({error})", where="sim surrogate",
            remedy="Install the extra `train` (requirements-train.lock); running needs none of it",
        ) from error  # fmt: skip
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SimError(
            f"no folder can be made: {error}", where=str(out), remedy="Choose another --out"
        ) from error
    card = train(out, plan_of(wish.cases, wish.seconds, wish.seed), report)
    return card.held_out


def _kept(network: Path, out: Path, wish: Wish, report: Report) -> Figures | None:
    cases, seed = wish.cases or CASES, SEED if wish.seed is None else wish.seed
    return recalibrate(network, out, cases=cases, seed=seed, report=report).held_out

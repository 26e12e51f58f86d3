"""A network that is kept while the zone model moved on: its band and errors set anew, no torch."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from sim.surrogate.card import Card, write_card
from sim.surrogate.kitchens import samples
from sim.surrogate.measure import AGREED, band, figures
from sim.surrogate.outputs import taught
from sim.surrogate.surrogate import Surrogate

CASES, EACH = 500, 10  # kitchens, and moments of each
SEED = 2027
OLDER = "; the network was taught on an earlier version of it, band and errors are of the present"


def recalibrate(
    path: Path, out: Path, *, cases: int = CASES, seed: int = SEED,
    report: Callable[[str], None] = lambda _: None,
) -> Card:  # fmt: skip
    """Copy the network at `path` into `out` with a card whose band comes from `cases` new kitchens
    and whose errors come from as many others. Where it holds stays as it was taught. Raises
    SimError when the network cannot be used."""
    surrogate = Surrogate.load(path)
    made = samples(2 * cases, EACH, np.random.default_rng(seed), report)
    calibration, held_out = made.of(np.arange(cases)), made.of(np.arange(cases, 2 * cases))
    told, spread = surrogate.raw(calibration.rows)
    wide = spread.mean(axis=(1, 2))
    widest = float(np.quantile(wide, AGREED))
    kept = wide <= widest
    goal = taught(calibration.values, calibration.rows)
    floor, factor = band(told[kept], spread[kept], goal[kept])
    old = surrogate.card
    card = replace(
        old, widest=widest, floor=_table(floor), band=_table(factor), held_out=None,
        made_of=old.made_of if old.made_of.endswith(OLDER) else old.made_of + OLDER,
    )  # fmt: skip
    judged = figures(surrogate.with_card(card).predict(held_out.rows), held_out)
    report(f"rise off by {np.mean(judged.rise_pct):.1f} % on {judged.cases} kitchens held back")
    card = replace(card, held_out=judged)
    out.mkdir(parents=True, exist_ok=True)
    network = out / path.name
    if network != path:
        network.write_bytes(path.read_bytes())
    write_card(card, network)
    return card


def _table(values: np.ndarray) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(row) for row in values.tolist())

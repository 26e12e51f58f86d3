"""The advice against its written key, and the cost of doses, ways out and advice."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.library import layouts, resource
from sim.people.advice import LEAST_MARGIN_S, advise
from sim.people.cases import WrittenCase, advice_agreement, load_cases
from sim.people.criteria import Criteria, load_criteria
from sim.people.egress import estimate, simulate
from sim.people.floor import floor_plan
from sim.people.limits import PeopleLimits, load_limits
from sim.people.model import Verdict
from sim.people.situation import Situation, WayOut
from sim.people.tenability import assess

FloatArray = npt.NDArray[np.float64]

MEMBERS, TIMES, ROOMS = 256, 121, 6
SITUATIONS = 10_000
KITCHENS = ("k-s", "k-m")
PEOPLE = (4, 12, 26, 62)


def bench_advice() -> dict[str, object]:
    """agreement with the key; dangerous: cases and made-up situations in which a hand attempt is
    advised though no way out stays clear for walking time + 60 s in every member (must be 0);
    advise_ms, assess_ms: CPU, the best of five; egress: seconds until 95 % are out."""
    criteria = load_criteria(resource("advice", "criteria.yaml"))
    limits = load_limits(resource("advice", "limits.yaml"))
    cases = load_cases(resource("advice", "cases.yaml"))
    agree, n, wrong = advice_agreement(cases, criteria)
    small = next(case for case in cases if case.key is Verdict.EXTINGUISH)
    made_up = [_another(small, seed) for seed in range(SITUATIONS)]
    advised = [(one, advise(one, criteria).verdict) for one in made_up]
    return {
        "agree": agree,
        "cases": n,
        "agreement": agree / n,
        "wrong": [one.id for one in wrong],
        "dangerous": sum(_is_dangerous(one, verdict) for one, verdict in advised)
        + sum(_is_dangerous(c.situation, advise(c.situation, criteria).verdict) for c in cases),
        "situations": SITUATIONS,
        "extinguish_in_situations": sum(v is Verdict.EXTINGUISH for _, v in advised),
        "advise_ms": _advise_ms(small, criteria),
        "assess_ms": _assess_ms(limits),
        "assess_shape": [MEMBERS, TIMES, ROOMS],
        "egress": [row for name in KITCHENS for row in _egress(name, limits)],
    }


def _another(case: WrittenCase, seed: int) -> Situation:
    """The small pan fire of the key with one to three ways out, most of them lost within a minute
    of the limit, some in a few members only."""
    chance = np.random.default_rng(seed)
    ways = []
    for _ in range(chance.integers(1, 4)):
        walking = float(chance.uniform(2.0, 90.0))
        spread = chance.normal(chance.uniform(-30.0, 60.0), 10.0, 16)
        lost = np.maximum(walking + LEAST_MARGIN_S + spread, 0.0)
        lost[chance.random(16) < chance.choice([0.0, 0.5, 0.9])] = np.inf
        ways.append(WayOut(untenable_s=lost, walking_s=walking))
    facts = {n: getattr(case.situation, n) for n in Situation.__slots__ if n != "ways_out"}
    return Situation(**facts, ways_out=tuple(ways))


def _is_dangerous(situation: Situation, verdict: Verdict) -> bool:
    if verdict is not Verdict.EXTINGUISH:
        return False
    known = [w for w in situation.ways_out if w.untenable_s is not None and w.walking_s is not None]
    return not any(
        np.all(np.asarray(way.untenable_s) > np.asarray(way.walking_s) + LEAST_MARGIN_S)
        for way in known
    )


def _advise_ms(case: WrittenCase, criteria: Criteria) -> float:
    situation = _another(case, 1)
    return _best_ms(lambda: advise(situation, criteria))


def _assess_ms(limits: PeopleLimits) -> float:
    layers, longest = _made_up_layers(), np.full(ROOMS, 12.0)
    return _best_ms(lambda: assess(layers, longest, limits.tenability))


@dataclass(frozen=True, slots=True, eq=False)
class _Layers:
    time: FloatArray
    layer_height: FloatArray
    upper_temperature: FloatArray
    lower_temperature: FloatArray
    upper_o2: FloatArray
    lower_o2: FloatArray
    upper_co2: FloatArray
    lower_co2: FloatArray
    upper_co: FloatArray
    lower_co: FloatArray
    upper_soot: FloatArray
    lower_soot: FloatArray


def _made_up_layers() -> _Layers:
    """Smoke that comes down and gets hotter in every room: the dearest case."""
    chance = np.random.default_rng(1)
    rise = np.cumsum(chance.random((MEMBERS, TIMES, ROOMS)), axis=1) * 2 / TIMES
    return _Layers(
        time=np.linspace(0.0, 600.0, TIMES),
        layer_height=2.5 - 1.2 * rise,
        upper_temperature=300.0 + 200.0 * rise,
        lower_temperature=300.0 + 10.0 * rise,
        upper_o2=0.209 - 0.05 * rise,
        lower_o2=0.209 - 0.001 * rise,
        upper_co2=0.04 * rise,
        lower_co2=0.001 * rise,
        upper_co=0.004 * rise,
        lower_co=0.0001 * rise,
        upper_soot=1e-3 * rise,
        lower_soot=1e-6 * rise,
    )


def _egress(name: str, limits: PeopleLimits) -> list[dict[str, object]]:
    plan = floor_plan(layouts()[name], limits.egress)
    rows: list[dict[str, object]] = []
    for people in PEOPLE:
        for one in plan.exits:
            began = time.perf_counter()
            walked = simulate(plan, one, people, limits.egress)
            took = time.perf_counter() - began
            told = estimate(plan, one, people, limits.egress)
            rows.append(
                {
                    "layout": name,
                    "exit": one.id,
                    "people": people,
                    "method": walked.method.value,
                    "out_s": round(walked.quantile(0.95), 1),
                    "estimate_s": round(told.quantile(0.95), 1),
                    "wall_ms": round(took * 1e3, 1),
                }
            )
    return rows


def _best_ms(work: Callable[[], object]) -> float:
    took = []
    for _ in range(5):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return round(min(took) * 1e3, 2)

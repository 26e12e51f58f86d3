"""What the written criteria advise: leave, put it out, contain, watch. Never a command.

Whatever the criteria of a site say, a hand attempt is never advised unless one way out is foreseen
clear for the walking time and 60 s more, in every member of the forecast.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.people.arrivals import NEAR_NEVER
from sim.people.criteria import Criteria, Criterion
from sim.people.model import NEVER, Advice, Reason, Verdict
from sim.people.situation import Facts, Situation, facts_of

BoolArray = npt.NDArray[np.bool_]

LEAST_MARGIN_S = 60.0
UNKNOWN = ".unknown"
"""Ends the code of a reason whose fact is unknown; its value is NEVER."""
NOTHING_BURNS = "nothing_burns"


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Criteria held against the facts: of each (m,) or None; leaving and fighting (m,): members in
    which people leave, and in which a hand attempt is allowed."""

    evacuate: tuple[BoolArray | None, ...]
    extinguish: tuple[BoolArray | None, ...]
    leaving: BoolArray
    fighting: BoolArray


def advise(situation: Situation, criteria: Criteria) -> Advice:
    """The verdict with its reasons, those that speak for it first.

    share: of the members for which it comes out, times the share of the criteria whose facts are
    known (not for evacuate, which no unknown fact can undo). Raises SimError as `facts_of`.
    """
    facts = facts_of(situation)
    held = _hold(facts, criteria)
    verdict = _verdict(situation, held, criteria)
    reasons = sorted(_reasons(verdict, facts, held, criteria), key=lambda reason: not reason.holds)
    return Advice(
        verdict=verdict,
        share=_share(verdict, held),
        reasons=tuple(reasons),
    )


def reason_codes(criteria: Criteria) -> tuple[str, ...]:
    """Every code that a reason may carry, for whoever puts them into words."""
    codes = dict.fromkeys(one.code for one in (*criteria.evacuate, *criteria.extinguish))
    return (NOTHING_BURNS, *codes, *(code + UNKNOWN for code in codes))


def _hold(facts: Facts, criteria: Criteria) -> Held:
    evacuate = tuple(one.holds(facts) for one in criteria.evacuate)
    extinguish = tuple(one.holds(facts) for one in criteria.extinguish)
    members = next((len(value) for value in facts.values() if value is not None), 1)
    leaving = np.zeros(members, dtype=np.bool_)
    fighting = _margin_is_enough(facts, members)
    for danger in evacuate:
        if danger is not None:
            leaving |= danger
    for need in extinguish:
        fighting = fighting & need if need is not None else np.zeros_like(fighting)
    if any(danger is None for danger in evacuate):
        fighting = np.zeros_like(fighting)
    return Held(evacuate, extinguish, leaving, fighting & ~leaving)


def _margin_is_enough(facts: Facts, members: int) -> BoolArray:
    margin = facts["margin_s"]
    if margin is None:
        return np.zeros(members, dtype=np.bool_)
    return np.asarray(margin > LEAST_MARGIN_S)


def _verdict(situation: Situation, held: Held, criteria: Criteria) -> Verdict:
    if held.leaving.mean() >= criteria.evacuate_share:
        return Verdict.EVACUATE
    if situation.fire is False and not held.leaving.any():
        return Verdict.WATCH
    return Verdict.EXTINGUISH if held.fighting.all() else Verdict.CONTAIN


def _share(verdict: Verdict, held: Held) -> float:
    if verdict is Verdict.EVACUATE:
        return float(held.leaving.mean())
    looked = (*held.evacuate, *held.extinguish)
    known = sum(one is not None for one in looked) / len(looked)
    if verdict is Verdict.CONTAIN:
        return float((~held.leaving & ~held.fighting).mean()) * known
    return known  # watch and extinguish come out only when they do in every member


def _reasons(verdict: Verdict, facts: Facts, held: Held, criteria: Criteria) -> list[Reason]:
    """Evacuate: its criteria. Extinguish: those of an attempt. Contain: all that forbids an
    attempt speaks for it. Watch: that nothing burns and that nothing makes people leave."""
    dangers = list(zip(criteria.evacuate, held.evacuate, strict=True))
    needs = list(zip(criteria.extinguish, held.extinguish, strict=True))
    if verdict is Verdict.EVACUATE:
        share = _deciding_share(held, criteria)
        return [
            _reason(one, facts, share, holds=is_held is not None and is_held.mean() >= share)
            for one, is_held in dangers
        ]
    if verdict is Verdict.EXTINGUISH:
        return [_reason(one, facts, 1.0, holds=True) for one, _ in needs]
    if verdict is Verdict.WATCH:
        calm = [_reason(one, facts, 0.0, holds=is_held is not None) for one, is_held in dangers]
        return [Reason(NOTHING_BURNS, True, 0.0, 1.0, "", "GB 25201-2010 5.3: seen"), *calm]
    forbids = [
        _reason(one, facts, 0.0, holds=True)
        for one, is_held in dangers
        if is_held is None or is_held.any()
    ]
    return forbids + [
        _reason(one, facts, 1.0, holds=is_held is None or not is_held.all())
        for one, is_held in needs
    ]


def _deciding_share(held: Held, criteria: Criteria) -> float:
    """Share of the members from which one criterion speaks for leaving: that of the verdict, or
    less when several criteria make it up together."""
    shares = [float(one.mean()) for one in held.evacuate if one is not None]
    return min(criteria.evacuate_share, max(shares))


def _reason(criterion: Criterion, facts: Facts, share: float, *, holds: bool) -> Reason:
    value = criterion.value_at(facts, share)
    return Reason(
        code=criterion.code if value is not None else criterion.code + UNKNOWN,
        holds=bool(holds),
        value=_told(value),
        limit=criterion.limit,
        unit=criterion.unit,
        source=criterion.source,
    )


def _told(value: float | None) -> float:
    if value is None or np.isposinf(value):
        return NEVER
    return NEAR_NEVER if value == NEVER else value

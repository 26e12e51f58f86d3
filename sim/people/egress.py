"""How long people need to leave: JuPedSim on the site's floor plan, or an estimate at once.

Everyone leaves by the exit in question, as if the other ways were lost: the required time (RSET)
of each way out stands on its own. Required time = what is left of the wait before moving + walking
with the queue at the door. All walk at once, which makes the longest queue: the safe side.
"""

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.people.floor import Exit, FloorPlan
from sim.people.limits import EgressLimits

FloatArray = npt.NDArray[np.float64]

LEAST_RUNS = 3
LEAST_WALKS = 60  # walking times behind a quantile: few people are run more often
STEP = 0.05  # s, time step of the walkers
MOST_WALKING = 600.0  # s simulated, then the run is given up
MOST_WALL = 5.0  # s of computing for one exit, then it is given up
LOOK = 5  # steps between two looks at the clock and at who is out
BUCKETS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256)
"""Numbers of people for which times are computed; a count goes to the next larger one."""
JAM = 3.0  # s in which nobody comes out, then some turn sideways
SLOWEST = 0.1  # of the speed in clear air; Korhonen and Hostikka, FDS+Evac 2009


class Method(StrEnum):
    """Where walking times come from."""

    JUPEDSIM = "jupedsim"
    ESTIMATE = "estimate"


@dataclass(frozen=True, slots=True, eq=False)
class Walks:
    """Walking times of everyone by one exit, s (k,), over people and seeds, and where from."""

    exit: Exit
    people: int
    times: FloatArray
    method: Method

    def quantile(self, share: float) -> float:
        """The time within which `share` of the people are out, s."""
        return float(np.quantile(self.times, share, method="inverted_cdf"))


def occupancy(counted: float | None, staff_per_shift: int) -> int:
    """People to reckon with: those counted, the shift when the count is unknown; at least one,
    since a camera may miss one."""
    return max(1, int(np.ceil(counted)) if counted is not None else staff_per_shift)


def bucket(people: int) -> int:
    """The number that stands for a count: the next of BUCKETS, beyond them the next hundred."""
    return next((size for size in BUCKETS if size >= people), -(-people // 100) * 100)


def seeds_for(people: int) -> tuple[int, ...]:
    """The runs that make quantiles worth telling."""
    return tuple(range(1, 1 + max(LEAST_RUNS, -(-LEAST_WALKS // people))))


def shares(plan: FloorPlan, people: int) -> dict[str, int]:
    """How many have each exit as their nearest, people standing evenly over the floor."""
    part = np.bincount(plan.distances.nearest(), minlength=len(plan.exits))
    exact = people * part / part.sum()
    whole = np.floor(exact).astype(int)
    for row in np.argsort(whole - exact)[: people - whole.sum()]:
        whole[row] += 1
    return {one.id: int(count) for one, count in zip(plan.exits, whole, strict=True)}


def estimate(
    plan: FloorPlan, one: Exit, people: int, limits: EgressLimits, seeds: tuple[int, ...] = ()
) -> Walks:
    """Walking times without a simulation: distance over speed, then one after the other through the
    door at its flow. Source: hand calculation of the SFPE Handbook."""
    seeds = seeds or seeds_for(people)
    row = [found.id for found in plan.exits].index(one.id)
    way = plan.distances.to_exit[row]
    way = way[np.isfinite(way)]
    effective = max(one.width - 2 * limits.door_edge.at, 0.1)
    gap = 1.0 / (limits.door_flow.at * effective)
    runs = [_queue(_arrivals(way, people, limits, seed), gap) for seed in seeds]
    return Walks(one, people, np.concatenate(runs), Method.ESTIMATE)


def _arrivals(way: FloatArray, people: int, limits: EgressLimits, seed: int) -> FloatArray:
    chance = np.random.default_rng(seed)
    return np.sort(chance.choice(way, people) / _speeds(people, limits, chance))


def _queue(arriving: FloatArray, gap: float) -> FloatArray:
    """Moments at which people get through a door that lets one pass every `gap` s."""
    place = np.arange(len(arriving)) * gap
    return np.asarray(np.maximum.accumulate(arriving - place) + place)


def _speeds(people: int, limits: EgressLimits, chance: np.random.Generator) -> FloatArray:
    """Normal, cut at two standard deviations."""
    spread = np.clip(chance.standard_normal(people), -2.0, 2.0)
    return limits.speed.at + limits.speed_spread.at * spread


def simulate(
    plan: FloorPlan,
    one: Exit,
    people: int,
    limits: EgressLimits,
    *,
    seeds: tuple[int, ...] = (),
    most_wall: float = MOST_WALL,
) -> Walks:
    """Walking times by JuPedSim (collision-free speed model), one run per seed. The estimate when
    it is not installed, when people do not fit on the floor or when a run takes too long; `method`
    says which."""
    seeds = seeds or seeds_for(people)
    until = time.monotonic() + most_wall
    done: list[FloatArray] = []
    for seed in seeds:
        run = _run(plan, one, people, limits, seed=seed, until=until)
        if run is None:
            return estimate(plan, one, people, limits, seeds)
        done.append(run)
    return Walks(one, people, np.concatenate(done), Method.JUPEDSIM)


def _run(
    plan: FloorPlan, one: Exit, people: int, limits: EgressLimits, *, seed: int, until: float
) -> FloatArray | None:
    """Times at which people are out, or None when the run does not come to its end."""
    jps = _library()
    world = None if jps is None else _world(jps, plan, one, people, limits, seed)
    if world is None:
        return None
    chance = np.random.default_rng(seed)
    out: list[float] = []
    moved = 0.0
    while (left := world.agent_count()) > 0:
        world.iterate(LOOK)
        now = world.elapsed_time()
        if gone := left - world.agent_count():
            out += [now] * gone
            moved = now
        elif now - moved > JAM:
            _turn_sideways(world, limits, chance)
            moved = now
        if now > MOST_WALKING or time.monotonic() > until:
            return None
    return np.array(out)


def _turn_sideways(world: Any, limits: EgressLimits, chance: np.random.Generator) -> None:
    """Half of the people, by chance, make themselves narrow. The walkers know no courtesy: two who
    reach a gap at once would stand there for ever."""
    for walker in world.agents():
        narrow = chance.random() < 0.5
        walker.model.radius = limits.body_half_depth.at if narrow else limits.body_radius.at


def _library() -> Any:  # the library has no types
    try:
        import jupedsim  # type: ignore[import-untyped]
    except ImportError:
        return None
    return jupedsim


def _world(
    jps: Any,  # the library has no types
    plan: FloorPlan,
    one: Exit,
    people: int,
    limits: EgressLimits,
    seed: int,
) -> Any:
    """People on the floor, all on their way to the exit; None when they do not fit."""
    radius = limits.body_radius.at
    try:
        places = jps.distribute_by_number(
            polygon=plan.standing,
            number_of_agents=people,
            distance_to_agents=2 * radius,
            distance_to_polygon=radius,
            seed=seed,
        )
    except jps.AgentNumberError:
        return None
    world = jps.Simulation(model=jps.CollisionFreeSpeedModel(), geometry=plan.walkable, dt=STEP)
    goal = world.add_exit_stage(one.target)
    journey = world.add_journey(jps.JourneyDescription([goal]))
    speeds = _speeds(people, limits, np.random.default_rng(seed))
    for place, speed in zip(places, speeds, strict=True):
        world.add_agent(
            jps.CollisionFreeSpeedModelAgentParameters(
                position=place,
                desired_speed=float(speed),
                radius=radius,
                journey_id=journey,
                stage_id=goal,
            )
        )
    return world


def smoke_factor(extinction: FloatArray) -> FloatArray:
    """Share of the walking speed that smoke of `extinction` 1/m leaves.

    1 - 0.057 / 0.706 K, at least 0.1. Source: Frantzich and Nilsson 2003, as FDS+Evac uses it.
    """
    return np.maximum(1.0 - 0.057 / 0.706 * np.maximum(extinction, 0.0), SLOWEST)


def required_times(
    walks: Walks,
    limits: EgressLimits,
    *,
    warned: float = 0.0,
    speed_factor: float = 1.0,
    are_seen: bool = False,
    seed: int = 1,
) -> FloatArray:
    """Required safe egress times, s from now, of every person and run (k,). warned: seconds since
    the sounder began (negative: until it will, which is the detection time); speed_factor: from
    `smoke_factor`; are_seen: people are still counted inside, so they have yet to set out, and do
    not sooner than somebody who is warned now."""
    low, high = limits.before_moving_low.at, limits.before_moving_high.at
    wait = np.random.default_rng(seed).uniform(low, high, len(walks.times))
    least = low if are_seen else 0.0
    return np.maximum(wait - warned, least) + walks.times / max(speed_factor, SLOWEST)


class EgressTable:
    """Walking times of one plan, kept per exit and number of people. `look_up` answers at once
    (a simulation made before, else the estimate); `compute` simulates, in a worker."""

    def __init__(self, plan: FloorPlan, limits: EgressLimits) -> None:
        self.plan, self.limits = plan, limits
        self._kept: dict[tuple[str, int], Walks] = {}

    def look_up(self, people: int) -> dict[str, Walks]:
        """Walking times by every exit."""
        size = bucket(people)
        for one in self.plan.exits:
            if (one.id, size) not in self._kept:
                self._kept[one.id, size] = estimate(self.plan, one, size, self.limits)
        return {one.id: self._kept[one.id, size] for one in self.plan.exits}

    def compute(self, people: int, *, most_wall: float = MOST_WALL) -> dict[str, Walks]:
        """The same, simulated unless that has been done. most_wall: s of computing for an exit."""
        size = bucket(people)
        for one in self.plan.exits:
            kept = self._kept.get((one.id, size))
            if kept is None or kept.method is not Method.JUPEDSIM:
                self._kept[one.id, size] = simulate(
                    self.plan, one, size, self.limits, most_wall=most_wall
                )
        return self.look_up(people)

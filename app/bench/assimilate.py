"""`emberwall bench assimilate`: forecasts of measured fires against what then happened.

Error is the mean of |forecast - measured| / measured rise over all comparisons (rise of 10 K and
more). The headline leaves out forecasts across the moment at which people shut the burner off, or
after it where no head lived to tell, which nothing inside could know;
`with_shut_off_pct` and `with_shut_off_persistence_pct` have them all. `chosen_on`: fires that were
looked at while noise and priors were chosen; `held_back`: those that were not.
"""

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from sim.errors import SimError
from sim.forecast.judge import Judged, Settings, judge
from sim.forecast.playback import Playback, read_playbacks
from sim.forecast.score import AHEAD, Comparison, mean_pct
from sim.validate.tables import find_data

SEEN = frozenset(
    [
        "ATF_Corridors_050_kW",
        "ATF_Corridors_100_kW",
        "ATF_Corridors_240_kW",
        "FM19",
        "FMSNL_2",
        "FMSNL_5",
        "FMSNL_8",
        "FMSNL_11",
        "FMSNL_14",
        "FMSNL_17",
        "LLNL_01",
        "LLNL_07",
        "LLNL_19",
        "LLNL_32",
        "LLNL_35",
        "LLNL_42",
        "LLNL_55",
        "LLNL_57",
        "LLNL_61",
        "MV100A",
        "NIST_NRC_T1",
        "NIST_NRC_T15",
        "NIST_NRC_T16",
        "NIST_NRC_T18",
        "NIST_NRC_T3",
        "NIST_NRC_T9",
        "corner_300_kW",
        "wall_400_kW",
        "cabinet_01",
        "cabinet_05",
        "cabinet_10",
        "nist_vent_study_Test_1",
        "nist_vent_study_Test_10",
        "VTT_C3",
        "FMSNL_4",
        "FMSNL_13",
        "LLNL_06",
        "LLNL_23",
        "LLNL_40",
        "NIST_NRC_T8",
        "Single_Story_Gas_1",
        "cabinet_07",
        "nist_vent_study_Test_5",
        "wall_300_kW",
        "ATF_Corridors_250_kW",
        "FMSNL_21",
        "LLNL_15",
        "LLNL_59",
        "cabinet_03",
        "Single_Story_Gas_2",
    ]
)
"""Fires that were looked at while noise and priors were chosen; all others were held back."""
LEAST_SAMPLES = 4  # a fire recorded less often cannot be followed
MOST_ROOMS = 8
DEFAULT_FIRES = 24


def bench_assimilate(options: argparse.Namespace) -> dict[str, object]:
    """Figures as one JSON object. options: data (folder), members, fires (0: all)."""
    folder = getattr(options, "data", None)
    if folder is None:
        raise SimError("no data", where="bench assimilate", remedy="Give --data FOLDER")
    fires = playable(read_playbacks(find_data(Path(folder))))
    most = getattr(options, "fires", None)
    chosen = spread_out(fires, DEFAULT_FIRES if most is None else most or len(fires))
    settings = Settings(members=getattr(options, "members", None) or Settings().members)
    done = [one for fire in chosen if (one := judge(fire, settings)) is not None]
    return {
        **figures(done),
        "chosen_on": figures([one for one in done if one.name in SEEN]),
        "held_back": figures([one for one in done if one.name not in SEEN]),
        "by_dataset": {
            name: figures([one for one in done if one.dataset == name])
            for name in sorted({one.dataset for one in done})
        },
        "members": settings.members,
        "fires": len(done),
    }


def playable(fires: Iterable[Playback]) -> list[Playback]:
    """Fires with samples enough, in rooms that are not too many."""
    return [
        fire
        for fire in fires
        if max(len(one.time) for one in fire.told) >= LEAST_SAMPLES
        and len(fire.case.compartments) <= MOST_ROOMS
    ]


def spread_out(fires: Sequence[Playback], most: int) -> list[Playback]:
    """At most so many, evenly through the tables."""
    if len(fires) <= most:
        return list(fires)
    return [fires[n] for n in np.linspace(0, len(fires) - 1, most).round().astype(int)]


def figures(judged: Sequence[Judged]) -> dict[str, object]:
    """Errors, coverage and times of some fires."""
    every = [one for fire in judged for one in fire.comparisons]
    free = [one for one in every if not one.hand]
    found = [one for fire in judged for one in fire.found]
    refresh = [one for fire in judged for one in fire.refresh_s]
    return {
        "hrr_error_pct": _rounded([100 * one.error for one in found]),
        "hrr_error_median_pct": _rounded([float(np.median([100 * o.error for o in found]))])
        if found else None,
        "rise_error_pct": _by_ahead(free, "median"),
        "persistence_pct": _by_ahead(free, "persistence"),
        "trend_pct": _by_ahead(free, "trend"),
        "sighted_pct": _by_ahead([one for one in free if not one.blind], "median"),
        "sighted_persistence_pct": _by_ahead([o for o in free if not o.blind], "persistence"),
        "sighted_trend_pct": _by_ahead([one for one in free if not one.blind], "trend"),
        "with_shut_off_pct": _by_ahead(every, "median"),
        "with_shut_off_persistence_pct": _by_ahead(every, "persistence"),
        "coverage": _rounded([float(one.is_inside) for one in free], 3),
        "first_forecast_s": _rounded([fire.first_s for fire in judged], 2),
        "refresh_s": _rounded(refresh, 2),
        "n": {str(int(ahead)): sum(one.ahead == ahead for one in free) for ahead in AHEAD},
    }  # fmt: skip


def _by_ahead(comparisons: Sequence[Comparison], name: str) -> dict[str, float | None]:
    return {
        str(int(ahead)): _rounded([mean_pct(own, name)]) if own else None
        for ahead in AHEAD
        if (own := [one for one in comparisons if one.ahead == ahead]) is not None
    }


def _rounded(values: Sequence[float], digits: int = 1) -> float | None:
    return round(float(np.mean(values)), digits) if len(values) else None

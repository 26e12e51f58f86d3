"""The last minutes of a filter: what was told at each instant, and what members showed there."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]


class News(NamedTuple):
    """What sensors told at one instant: their numbers (k,), values, and variances of these."""

    sensor: IntArray
    told: FloatArray
    variance: FloatArray


class Seen(NamedTuple):
    """Words of several instants: shown (m, k) by members, told (k,), variance (k,)."""

    shown: FloatArray
    told: FloatArray
    variance: FloatArray


@dataclass(slots=True)
class Window:
    """By time, s: shown (m, n) by members, as each of n sensors would, and the news."""

    shown: dict[float, FloatArray] = field(default_factory=dict)
    news: dict[float, News] = field(default_factory=dict)

    def forget(self, before: float) -> None:
        """What is older than `before`, s."""
        self.shown = {time: one for time, one in self.shown.items() if time >= before}
        self.news = {time: one for time, one in self.news.items() if time >= before}

    def seen(self, times: Collection[float]) -> Seen:
        """All words of these times that are news, with what members showed then. What a model
        misses lasts as long as the window does: many words of a sensor prove no more than one, so
        variances grow with their number."""
        own = [(self.shown[time], self.news[time]) for time in times if time in self.news]
        sensor = np.concatenate([news.sensor for _, news in own])
        often = np.bincount(sensor)[sensor]
        return Seen(
            np.concatenate([shown[:, news.sensor] for shown, news in own], axis=1),
            np.concatenate([news.told for _, news in own]),
            np.concatenate([news.variance for _, news in own]) * often,
        )

"""The surrogate at work: forecasts of one kitchen in microseconds, or a refusal with its reason."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime  # type: ignore[import-untyped]  # the library has no types

from sim.errors import SimError
from sim.surrogate.card import Card, digest, read_card
from sim.surrogate.features import FEATURES, HORIZONS, captured, demand, inputs, scaled
from sim.surrogate.outputs import OUTPUTS, untaught

FloatArray = npt.NDArray[np.float64]

WHOLE = 0.999  # share of a plume; a layer that nothing feeds was told up to 1 m wrong
SLACK = 1e-6  # of a range: rounding in the card


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """n forecasts over h horizons, s from now.

    values, low, high (n, 4, h), see OUTPUTS: mean and 90 % band of what the zone model would say,
    NaN where not valid. valid (n,). reasons (n,): why not, empty where valid. Where one is not
    valid, use the zone model.
    """

    horizons: FloatArray
    values: FloatArray
    low: FloatArray
    high: FloatArray
    valid: npt.NDArray[np.bool_]
    reasons: tuple[str, ...]


class Surrogate:
    """A network with its card. One CPU thread; never answers beyond what was measured."""

    def __init__(self, session: onnxruntime.InferenceSession, card: Card) -> None:
        self.card = card
        self._session = session
        self._low = np.array([one.low for one in card.features])
        self._high = np.array([one.high for one in card.features])
        self._centre, self._precision = np.array(card.centre), np.array(card.precision)
        self._floor, self._band = np.array(card.floor), np.array(card.band)

    @classmethod
    def load(cls, path: Path) -> "Surrogate":
        """A network file with its card beside it. Raises SimError when one is missing, broken or
        does not belong to the other."""
        card = read_card(path)
        try:
            network = path.read_bytes()
        except OSError as error:
            raise _unusable(path, f"the network cannot be read: {error}") from error
        if digest(network) != card.sha256:
            raise _unusable(path, "the network is not the one that its card measured")
        return cls(session_of(network, path), card)

    def with_card(self, card: Card) -> "Surrogate":
        """The same network with another card."""
        return Surrogate(self._session, card)

    def raw(self, rows: FloatArray) -> tuple[FloatArray, FloatArray]:
        """See `run_network`."""
        return run_network(self._session, rows)

    def predict(self, features: FloatArray) -> Prediction:
        """Forecasts for rows of features (n, F) or one row (F,)."""
        rows = np.atleast_2d(np.asarray(features, dtype=np.float64))
        if rows.ndim != 2 or rows.shape[1] != len(FEATURES):
            raise SimError(
                f"{len(FEATURES)} features expected, an array of {rows.shape} came",
                where="surrogate", remedy="Make rows with sim.surrogate.features.features",
            )  # fmt: skip
        within = (rows >= self._low - self._slack()) & (rows <= self._high + self._slack())
        inside = np.asarray(within.all(axis=1))
        safe = np.where(inside[:, None], rows, self._low)
        told, spread = run_network(self._session, safe)
        far, wide = self._distance(safe), spread.mean(axis=(1, 2))
        near = (far <= self.card.farthest) & (wide <= self.card.widest)
        valid = inside & near & (captured(safe, demand(safe, HORIZONS[-1])) < WHOLE)
        half = self._band * (self._floor + spread)
        ends = [untaught(one, safe) for one in (told, told - half, told + half)]
        values, low, high = (np.where(valid[:, None, None], one, np.nan) for one in ends)
        reasons = tuple(
            "" if valid[n] else self._reason(rows[n], bool(inside[n]), far[n], wide[n])
            for n in range(len(rows))
        )
        return Prediction(HORIZONS, values, low, high, valid, reasons)

    def _slack(self) -> FloatArray:
        largest = np.maximum(np.abs(self._low), np.abs(self._high))
        return np.asarray(SLACK * largest, dtype=np.float64)

    def _distance(self, rows: FloatArray) -> FloatArray:
        """Mahalanobis distance from what was taught, (n,)."""
        away = scaled(rows) - self._centre
        return np.asarray(np.sqrt(np.einsum("nf,fg,ng->n", away, self._precision, away)))

    def _reason(self, row: FloatArray, inside: bool, far: float, wide: float) -> str:
        if not inside:
            return self._out_of_range(row)
        if far > self.card.farthest:
            away = scaled(row[None])[0] - self._centre
            most = FEATURES[int(np.argmax(np.abs(away * (self._precision @ away))))].name
            return f"this combination was never taught: {most} does not fit the other features"
        if wide <= self.card.widest:
            return "the hood takes the whole plume: there is hardly a layer to tell of"
        return f"the networks disagree: {wide:.3g}, at most {self.card.widest:.3g}"

    def _out_of_range(self, row: FloatArray) -> str:
        slack = self._slack()
        for n, one in enumerate(self.card.features):
            if not one.low - slack[n] <= row[n] <= one.high + slack[n]:
                return (
                    f"{one.name} {row[n]:.4g} {one.unit} is outside {one.low:.4g} to {one.high:.4g}"
                )
        return ""


def session_of(network: bytes, path: Path) -> onnxruntime.InferenceSession:
    """A network ready to run on one thread. Raises SimError when it is none."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    try:
        return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the library raises its own, undocumented kinds
        raise _unusable(path, f"the network does not load: {error}") from error


def run_network(
    session: onnxruntime.InferenceSession, rows: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Mean and standard deviation over the networks, (n, 4, h) each, on the network's scale."""
    told = session.run(None, {"inputs": inputs(rows).astype(np.float32)})[0].astype(np.float64)
    each = told.reshape(*told.shape[:2], len(OUTPUTS), len(HORIZONS))
    return each.mean(axis=0), each.std(axis=0)


def _unusable(path: Path, what: str) -> SimError:
    return SimError(
        what, where=str(path),
        remedy="Install the model again, or train one: emberwall sim surrogate",
    )  # fmt: skip

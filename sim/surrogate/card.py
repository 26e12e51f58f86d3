"""The card beside a model: what it was made of, where it holds, and how wrong it is there."""

import hashlib
from pathlib import Path

import msgspec
from msgspec import Struct

from sim.errors import SimError
from sim.surrogate.features import FEATURES
from sim.surrogate.outputs import OUTPUTS

FORMAT = 2


class Range(Struct, frozen=True, forbid_unknown_fields=True):
    """A feature and the lowest and highest value it was taught with."""

    name: str
    unit: str
    low: float
    high: float


class Figures(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Errors on cases never used in training, means over forecasts at each horizon.

    rise_pct: of the zone model's rise where that is 20 K and more. sight_pct: of the visibility.
    covered: share of outcomes inside the band, per output. valid: share of forecasts that were
    answered. persistence_k, persistence_m: the same errors when all stays as it is now.
    """

    cases: int
    forecasts: int
    valid: float
    rise_k: tuple[float, ...]
    rise_pct: tuple[float, ...]
    layer_m: tuple[float, ...]
    o2: tuple[float, ...]
    sight_pct: tuple[float, ...]
    persistence_k: tuple[float, ...]
    persistence_m: tuple[float, ...]
    covered: dict[str, float]


class Card(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A model's card. centre (F,) and precision (F, F): of the scaled features, for the distance
    from what was taught. band (4, h): 90 % of errors are below band times (floor + spread), on
    the network's scale. held_out: none before it is judged."""

    format: int
    name: str
    made_of: str
    is_synthetic: bool
    not_covered: tuple[str, ...]
    seed: int
    training_cases: int
    training_forecasts: int
    sha256: str
    horizons: tuple[float, ...]
    outputs: tuple[str, ...]
    features: tuple[Range, ...]
    centre: tuple[float, ...]
    precision: tuple[tuple[float, ...], ...]
    farthest: float
    widest: float
    floor: tuple[tuple[float, ...], ...]
    band: tuple[tuple[float, ...], ...]
    held_out: Figures | None = None


def digest(network: bytes) -> str:
    """What a card says of its network file."""
    return hashlib.sha256(network).hexdigest()


def card_path(network: Path) -> Path:
    """`kitchen.json` beside `kitchen.onnx`."""
    return network.with_suffix(".json")


def read_card(network: Path) -> Card:
    """The card of a network file. Raises SimError when it is missing, broken or of other make."""
    path = card_path(network)
    try:
        card = msgspec.json.decode(path.read_bytes(), type=Card)
    except (OSError, msgspec.DecodeError) as error:
        raise SimError(
            f"the card of the surrogate cannot be read: {error}", where=str(path),
            remedy="Install the model again, or train one: emberwall sim surrogate",
        ) from error  # fmt: skip
    known = tuple(one.name for one in FEATURES)
    same = card.format == FORMAT and card.outputs == OUTPUTS
    if not same or tuple(one.name for one in card.features) != known:
        raise SimError(
            "the surrogate was made for another version", where=str(path),
            remedy="Train it again: emberwall sim surrogate",
        )  # fmt: skip
    return card


def write_card(card: Card, network: Path) -> None:
    """Beside its network file."""
    path = card_path(network)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(_rounded(card)), indent=1) + b"\n")


def _rounded(card: Card) -> object:
    """Six digits are enough, and keep the file short."""
    return _short(msgspec.to_builtins(card))


def _short(data: object) -> object:
    if isinstance(data, float):
        return float(f"{data:.6g}")
    if isinstance(data, dict):
        return {key: _short(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_short(value) for value in data]
    return data

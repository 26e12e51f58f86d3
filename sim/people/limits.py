"""Limits of what people can bear and what is assumed of their way out: data with sources."""

from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, Struct

from sim.errors import CaseError
from twin.site.yaml_tree import read_yaml

T = TypeVar("T")


class Limit(Struct, frozen=True, forbid_unknown_fields=True):
    """One number, its unit, and the standard, paper or choice that it comes from."""

    at: Annotated[float, Meta(gt=0)]
    unit: str
    source: str


class TenabilityLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where a place stops being one to walk through; the first that is reached decides.

    hot: gas at head_height; hot_layer: gas above the head; visibility_small holds where no line
    of sight is longer than small_room; dose: FED of gas or of heat.
    """

    head_height: Limit
    hot: Limit
    hot_layer: Limit
    visibility: Limit
    visibility_small: Limit
    small_room: Limit
    dose: Limit


class EgressLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How people walk: speed and its spread, door_flow per metre between the door_edges, the
    narrowest gap used, and how long they wait before they move (any time from low to high)."""

    speed: Limit
    speed_spread: Limit
    body_radius: Limit
    body_half_depth: Limit
    door_flow: Limit
    door_edge: Limit
    narrowest: Limit
    before_moving_low: Limit
    before_moving_high: Limit


class SensorLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What sensors prove: the duct burns from `duct` on, from `duct_idle` on when no more gas than
    burners_off flows; gas_certain is believed although another head is lost; a leak is over once
    every head is below gas_gone."""

    duct: Limit
    duct_idle: Limit
    burners_off: Limit
    gas_certain: Limit
    gas_gone: Limit


class PeopleLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All of `resources/advice/limits.yaml`."""

    tenability: TenabilityLimits
    egress: EgressLimits
    sensors: SensorLimits


def load_limits(path: Path) -> PeopleLimits:
    """The limits in a file. Raises CaseError or SiteFileError naming file and field."""
    return load_table(path, PeopleLimits)


def load_table(path: Path, kind: type[T]) -> T:
    """A YAML file as the type. Raises CaseError or SiteFileError naming file and field."""
    try:
        text = path.read_text(encoding="utf-8")
        return msgspec.convert(read_yaml(text, str(path)).data, kind)
    except OSError as error:
        raise CaseError(
            f"cannot be read: {error.strerror}", where=str(path), remedy="Check the path"
        ) from error
    except msgspec.ValidationError as error:
        raise CaseError(
            str(error), where=str(path), remedy="See resources/advice/README.md"
        ) from error

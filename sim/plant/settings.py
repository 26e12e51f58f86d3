"""Settings of the virtual plant."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from twin.site.model import Identifier, Positive

Port = Annotated[int, Meta(ge=0, le=65535)]


class Model(StrEnum):
    """What makes a site's values: our own model, or a recorded experiment played again."""

    VIRTUAL = "virtual"
    SKAB = "skab"
    NIST = "nist"


class PlantSite(Struct, frozen=True, forbid_unknown_fields=True):
    """One site of the plant. scenario: played from the start, an id or nothing."""

    site: Identifier
    model: Model = Model.VIRTUAL
    scenario: Identifier | None = None


class PlantSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The virtual plant. Every port 0 means any free one; all servers listen on `host`.

    directory: where endpoints.json is written; data: folder of the recorded data sets, None
    without any; broker: mqtt://host:port of a broker that runs already, None for the embedded one;
    speed: how much faster than recorded a replay is played.
    """

    sites: tuple[PlantSite, ...]
    directory: Path
    data: Path | None = None
    host: str = "127.0.0.1"
    control_port: Port = 0
    broker: str | None = None
    broker_port: Port = 0
    seed: int = 1
    speed: Positive = 1.0

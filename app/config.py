"""Settings files: TOML read into the settings type of the room that uses them."""

from pathlib import Path
from typing import Any, TypeVar

import msgspec

from twin.errors import EmberwallError

S = TypeVar("S")


class SettingsError(EmberwallError):
    """A settings file or an option cannot be used."""


def load_settings(kind: type[S], path: Path) -> S:
    """The settings in a TOML or JSON file. Raises SettingsError naming the file and the field."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SettingsError(
            f"cannot be read ({error.strerror})", where=str(path), remedy="Check the path"
        ) from error
    try:
        if path.suffix == ".json":
            return msgspec.json.decode(data, type=kind, dec_hook=_paths)
        return msgspec.toml.decode(data, type=kind, dec_hook=_paths)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise SettingsError(
            str(error), where=str(path), remedy="Correct the field that is named"
        ) from error


def save_settings(settings: object, path: Path) -> None:
    """Write settings as JSON, for a process that is about to be started."""
    draft = path.with_name(f".{path.name}.new")
    draft.write_bytes(msgspec.json.encode(settings, enc_hook=str))
    draft.replace(path)  # whoever waits for the file never sees half of it


def _paths(kind: type[Any], value: Any) -> Any:  # msgspec hands in whatever the file holds
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise NotImplementedError(f"{kind.__name__} cannot stand in a settings file")

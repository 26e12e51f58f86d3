"""The device shadow: what is wanted of a device, what it says of itself, and the difference."""

from collections.abc import Mapping

import msgspec
from msgspec import Struct, field

from twin.errors import TwinError

Value = bool | int | float | str | None
MOST_BYTES = 64 * 1024


class ShadowError(TwinError):
    """A shadow that cannot be as asked."""


class ConflictError(ShadowError):
    """Somebody else changed the shadow since it was read."""


class Reported(Struct, frozen=True, array_like=True):
    """One field as its device told it, at a source time, ns UTC. `gone`: the device has removed
    it; the tombstone stays, so that a late old message cannot bring the field back."""

    value: Value
    source_time: int
    gone: bool = False


class DeviceShadow(Struct, frozen=True, kw_only=True):
    """One device. Every change gives a new shadow with the next version; no version is reused."""

    device: str
    version: int = 0
    desired: dict[str, Value] = field(default_factory=dict)
    fields: dict[str, Reported] = field(default_factory=dict)

    @property
    def reported(self) -> dict[str, Value]:
        """The fields that the device has now."""
        return {name: f.value for name, f in self.fields.items() if not f.gone}

    @property
    def delta(self) -> dict[str, Value]:
        """What is wanted and not (yet) so."""
        reported = self.reported
        return {
            name: value
            for name, value in self.desired.items()
            if name not in reported or reported[name] != value
        }

    def want(
        self, changes: Mapping[str, Value], *, expected: int, forget: tuple[str, ...] = ()
    ) -> "DeviceShadow":
        """The shadow with other wishes. Raises ConflictError if `expected` is not the version,
        ShadowError if the shadow would grow beyond 64 KiB."""
        if expected != self.version:
            raise ConflictError(
                f"version is {self.version}, not {expected}",
                where=self.device,
                remedy="Read the shadow again and repeat the change",
            )
        desired = {k: v for k, v in {**self.desired, **changes}.items() if k not in forget}
        return self._next(desired, self.fields)

    def report(
        self, values: Mapping[str, Value], source_time: int, *, gone: tuple[str, ...] = ()
    ) -> "DeviceShadow":
        """The shadow after the device spoke. A field keeps what has a newer source time; nothing
        new gives the same shadow. Raises ShadowError beyond 64 KiB."""
        told = {name: Reported(value, source_time) for name, value in values.items()}
        told |= {name: Reported(None, source_time, gone=True) for name in gone}
        newer = {
            name: one
            for name, one in told.items()
            if name not in self.fields or one.source_time > self.fields[name].source_time
        }
        return self._next(self.desired, {**self.fields, **newer}) if newer else self

    def _next(self, desired: dict[str, Value], fields: dict[str, Reported]) -> "DeviceShadow":
        shadow = DeviceShadow(
            device=self.device, version=self.version + 1, desired=desired, fields=fields
        )
        size = len(msgspec.msgpack.encode(shadow))
        if size > MOST_BYTES:
            raise ShadowError(
                f"shadow of {size} bytes, {MOST_BYTES} are the most",
                where=self.device,
                remedy="Keep large data in the historian and only its reference here",
            )
        return shadow

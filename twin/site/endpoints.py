"""Addresses of devices: which scheme a source needs, and whether a URL is one we can dial."""

from urllib.parse import urlsplit

from twin.site.model import ModbusSource, MqttSource, OpcuaSource, Source

SCHEMES = ("opc.tcp", "modbus+tcp", "mqtt")


def scheme_of(source: Source) -> str | None:
    """The URL scheme that a source needs; None for one without an endpoint."""
    if isinstance(source, OpcuaSource):
        return "opc.tcp"
    if isinstance(source, ModbusSource):
        return "modbus+tcp"
    return "mqtt" if isinstance(source, MqttSource) else None


def endpoint_problem(url: str) -> tuple[str, str] | None:
    """What is wrong with a device's URL and the remedy, or None."""
    remedy = f"Use one of {', '.join(f'{scheme}://host:port' for scheme in SCHEMES)}"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        return f"{url!r} is no address: {error}", remedy
    if parts.scheme not in SCHEMES:
        return f"no connector speaks {parts.scheme or 'an address without a scheme'!r}", remedy
    if not parts.hostname or port == 0:
        return f"{url!r} names no host and port", remedy
    return None

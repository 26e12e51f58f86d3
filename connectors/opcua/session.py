"""Opening and closing an OPC UA session, encrypted wherever it leaves this machine."""

import asyncio
import contextlib
import ipaddress
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from asyncua import Client
from asyncua.crypto.security_policies import SecurityPolicyBasic256Sha256
from asyncua.crypto.validator import CertificateValidator, CertificateValidatorOptions

from connectors.base import ConnectorError
from connectors.options import Options
from connectors.place import Place

SESSION_MS = 60_000
CHANNEL_MS = 600_000
APPLICATION = "urn:emberwall:edge"


@contextlib.asynccontextmanager
async def session(place: Place, options: Options) -> AsyncIterator[Client]:
    """An activated session, closed on leaving; a lost one is dropped without a farewell.

    Raises ConnectorError when the conversation would be in the clear beyond this machine, and
    whatever the library raises when the server cannot be reached or does not answer.
    """
    client = Client(place.url, timeout=3 * options.request_s)
    client.name = client.description = "Emberwall edge"
    client.application_uri = APPLICATION
    client.session_timeout, client.secure_channel_timeout = SESSION_MS, CHANNEL_MS
    await _secure(client, place, options)
    url = urlsplit(place.url)
    limit_s = 0.1  # a lost peer hardly hears the farewell
    try:
        await client.connect_socket()
        await client.send_hello()
        await client.open_secure_channel()
        await client.create_session()
        await client.activate_session(username=url.username, password=url.password)
        yield client
    except asyncio.CancelledError:
        limit_s = options.request_s
        raise
    finally:
        try:
            await _farewell(client, limit_s)
        finally:
            _abort(client)


async def _secure(client: Client, place: Place, options: Options) -> None:
    own = options.credentials
    if own is not None:
        client.certificate_validator = CertificateValidator(
            CertificateValidatorOptions.TIME_RANGE | CertificateValidatorOptions.PEER_SERVER
        ).validate
        await client.set_security(
            SecurityPolicyBasic256Sha256,
            own.certificate,
            own.private_key,
            server_certificate=str(own.server_certificate),
        )
    elif not (options.allow_insecure or _is_loopback(place.host)):
        raise ConnectorError(
            f"{place.host} would be spoken to without encryption",
            where=place.where,
            remedy="Give the connection its certificate, key and the server's certificate",
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def _farewell(client: Client, limit_s: float) -> None:
    """Close the session if the server still answers; this also ends the library's publish task."""
    with contextlib.suppress(Exception):  # a peer that is gone cannot be told so
        async with asyncio.timeout(limit_s):
            await client.close_session()
            await client.close_secure_channel()


def _abort(client: Client) -> None:
    """Free the socket at once: an orderly close would wait for a frozen peer to read."""
    protocol = client.uaclient.protocol
    if protocol is not None and protocol.transport is not None:
        protocol.transport.abort()
    with contextlib.suppress(Exception):  # the library raises when the socket is already gone
        client.disconnect_socket()

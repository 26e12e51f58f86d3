"""How patient a connector is and whom it trusts. The defaults suit a kitchen's own network."""

from dataclasses import dataclass, field
from pathlib import Path

from connectors.retry import Backoff


@dataclass(frozen=True, slots=True)
class Credentials:
    """Files for an encrypted OPC UA conversation: own certificate and key, the server's pinned
    certificate."""

    certificate: Path
    private_key: Path
    server_certificate: Path


@dataclass(frozen=True, slots=True)
class Options:
    """Limits of one connector, seconds unless named otherwise.

    request_s: an answer later than this is a timeout; keepalive_s: how often a quiet peer is
    asked whether it is alive; publish_ms: OPC UA publishing interval; flush_s: least time between
    two batches; room: samples held for a slow reader before the driver stops reading or
    coalesces; retry_fault_s: how often a refused node or register is tried again; max_hole:
    unneeded registers that one Modbus request may span; items_per_call: most OPC UA items in one
    request, also when the server sets no limit; allow_insecure: speak OPC UA without encryption
    beyond this machine.
    """

    request_s: float = 1.0
    keepalive_s: float = 1.0
    publish_ms: float = 100.0
    flush_s: float = 0.05
    room: int = 20_000
    retry_fault_s: float = 30.0
    max_hole: int = 16
    items_per_call: int = 500
    allow_insecure: bool = False
    credentials: Credentials | None = None
    backoff: Backoff = field(default_factory=Backoff)

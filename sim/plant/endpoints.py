"""Where the virtual plant can be reached, as files that appear when all servers are up.

endpoints.json {site: {connection id: url}}; control.json {"address": "host:port"}.
"""

from pathlib import Path
from typing import Any

import msgspec

ENDPOINTS, CONTROL = "endpoints.json", "control.json"


def write_endpoints(directory: Path, sites: dict[str, dict[str, str]], *, control: str) -> None:
    """Write both files, each whole or not at all, endpoints.json last."""
    directory.mkdir(parents=True, exist_ok=True)
    _write(directory / CONTROL, {"address": control})
    _write(directory / ENDPOINTS, sites)


def _write(path: Path, content: Any) -> None:  # any JSON
    draft = path.with_suffix(".new")
    draft.write_bytes(msgspec.json.format(msgspec.json.encode(content), indent=2))
    draft.replace(path)

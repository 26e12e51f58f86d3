"""Logs: text for a person at a terminal, one JSON object a line elsewhere."""

import logging
import sys
import time

import msgspec

THIRD_PARTY = ("amqtt", "transitions", "websockets", "asyncio", "paho")
# These log every failed attempt; our connectors tell once at a loss and once at the recovery.
TALKATIVE = ("asyncua", "pymodbus")


class JsonLines(logging.Formatter):
    """One record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's time (UTC), level, logger, text, and the error when there is one."""
        entry = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
            + f".{int(record.msecs):03d}Z",
            "level": record.levelname,
            "logger": record.name,
            "text": record.getMessage(),
        }
        if record.exc_info:
            entry["error"] = self.formatException(record.exc_info)
        return msgspec.json.encode(entry).decode()


def start_logging(level: str) -> None:
    """Send all logs to standard error. Libraries speak from warning on, some not at all."""
    handler = logging.StreamHandler(sys.stderr)
    text = logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%H:%M:%S")
    handler.setFormatter(text if sys.stderr.isatty() else JsonLines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    if level == "debug":
        return
    for name in THIRD_PARTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL)

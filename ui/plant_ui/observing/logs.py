"""The log of a server: lines for a person, or one JSON object a line for a collector."""

from __future__ import annotations

import logging

_LOUD = ("uvicorn", "chainlit", "httpx")


def begin_log(form: str) -> None:
    """Log to stderr, as ``form`` says: "text" or "json"."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    if form == "json":
        from pythonjsonlogger.json import JsonFormatter

        names = {"asctime": "at", "levelname": "level", "name": "logger"}
        written = JsonFormatter("{asctime}{levelname}{name}{message}", style="{", rename_fields=names)
        written.default_time_format, written.default_msec_format = "%Y-%m-%dT%H:%M:%S", "%s.%03d"
        for handler in logging.getLogger().handlers:
            handler.setFormatter(written)
    for loud in _LOUD:
        logging.getLogger(loud).setLevel(logging.WARNING)

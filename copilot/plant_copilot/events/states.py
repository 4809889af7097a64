"""The states of an event: it waits; is on its way; is in its channel; is in the inbox; came again; went wrong."""

from __future__ import annotations

RECEIVED, POSTING, POSTED, KEPT, REPEATED, FAILED = "received", "posting", "posted", "kept", "repeated", "failed"

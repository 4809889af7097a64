"""Freed memory is given back to the system while a server runs."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import pytest

from plant_ui.server.trimming import trimming


def resident() -> int:
    """Return the kilobytes that this process has."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's allocator is Linux's")
def test_what_is_freed_between_what_stays_is_given_back() -> None:
    small = [np.ones(12_000, np.uint8) for _ in range(8_000)]  # below what has a mapping of its own
    kept, full = small[::100], resident()
    del small
    with trimming(every=0.05) as can:
        if not can:
            pytest.skip("another allocator than glibc's")
        until = time.monotonic() + 30
        while resident() > full - 60_000 and time.monotonic() < until:
            time.sleep(0.05)
    assert resident() <= full - 60_000
    assert len(kept) == 80

"""How much memory this process has, by Linux's account of its mappings."""

from __future__ import annotations

from pathlib import Path

_ROLLUP = Path("/proc/self/smaps_rollup")


def memory_mb() -> dict[str, int]:
    """Return {rss, own, mapped} in megabytes, {} where there is no such account.

    ``rss`` is all that is resident; of that ``own`` cannot be taken away, ``mapped`` are pages of files, which the
    system drops where something else needs the room.
    """
    if not _ROLLUP.exists():
        return {}
    lines = (line.split() for line in _ROLLUP.read_text().splitlines())
    kilobytes = {words[0]: int(words[1]) for words in lines if words[-1] == "kB"}
    rss, own = kilobytes["Rss:"], kilobytes["Anonymous:"]
    return {"rss": rss * 1024 // 10**6, "own": own * 1024 // 10**6, "mapped": (rss - own) * 1024 // 10**6}

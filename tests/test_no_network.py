"""No network is needed, from the first start on: measured by the kernel, in a network that leads nowhere."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import cut_off

APART = ["unshare", "--map-root-user", "--net"]
"""A network of its own: nothing but a loopback, whatever the process is or starts."""

WATCH = """
import sys
def look(event, arguments):
    if event in {"socket.connect", "socket.sendto", "socket.getaddrinfo"}:
        host = arguments[0] if event == "socket.getaddrinfo" else arguments[1]
        host = host[0] if isinstance(host, tuple) else host
        here = {None, "", "localhost", "127.0.0.1", "::1", "0.0.0.0"}
        if host not in here and not str(host).startswith(("/", "b'/")):
            with open(%r, "a") as told:
                print(sys.argv[-3:], event, host, file=told)
sys.addaudithook(look)
"""


@pytest.fixture(scope="module", autouse=True)
def can_be_apart() -> None:
    try:
        subprocess.run([*APART, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this machine gives no network of its own to a process: unshare --map-root-user --net")


def told(watched: Path, *arguments: Path) -> dict[str, Any]:
    """Run ``cut_off`` in a network of its own, each Python process writing into ``watched`` whom it wants to reach."""
    watched.parent.mkdir()
    (watched.parent / "sitecustomize.py").write_text(WATCH % str(watched))
    line = [*APART, "env", f"PYTHONPATH={watched.parent}", sys.executable, str(Path(cut_off.__file__))]
    ended = subprocess.run([*line, *map(str, arguments)], check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    return dict(json.loads(ended.stdout.splitlines()[-1]))


def test_what_wants_to_leave_the_machine_is_seen(tmp_path: Path) -> None:
    found = told(tmp_path / "seen" / "hosts.txt")
    assert found == {"unrouted": 1}
    assert "192.0.2.1" in (tmp_path / "seen" / "hosts.txt").read_text()


@pytest.mark.sqlite("a server is not reached from where no network is")
@pytest.mark.slow
def test_a_first_start_and_all_doors_reach_for_no_other_machine(tmp_path: Path, tiny_manuals: Path) -> None:
    watched = tmp_path / "seen" / "hosts.txt"
    found = told(watched, tmp_path / "home", tiny_manuals)
    assert not watched.exists(), watched.read_text()
    assert found["unrouted"] == 0
    assert "oil temperature is above 90" in found["answer"]
    assert found["http"] == found["answer"]
    assert {"weights", "embedder", "library"} <= set(found["doctor"])
    assert max(found["scripts"]) > 1_000_000

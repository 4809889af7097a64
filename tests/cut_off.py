"""Run as a program inside a network of its own that leads nowhere: starts a server on a fresh home and asks it.

Prints {answer, http, doctor, scripts, unrouted} as JSON. ``unrouted`` counts, by the kernel, what wanted to leave the
machine: packets for which there was no way, of any process here and in any language.
"""

from __future__ import annotations

import json
import re
import socket
import struct
import subprocess
import sys
from fcntl import ioctl
from pathlib import Path
from urllib.request import Request, urlopen

SIOCSIFFLAGS, UP_AND_RUNNING = 0x8914, 0x41
QUESTION = "What does alarm E0712 mean?"


def loopback_up() -> None:
    """A new network has a loopback that is switched off."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh", b"lo", UP_AND_RUNNING))


def unrouted() -> int:
    """Packets of this network that had nowhere to go."""
    names, values = (line.split() for line in Path("/proc/net/snmp").read_text().splitlines() if line[:3] == "Ip:")
    six = dict(line.split() for line in Path("/proc/net/snmp6").read_text().splitlines())
    return int(dict(zip(names, values, strict=True))["OutNoRoutes"]) + int(six["Ip6OutNoRoutes"])


def command(home: str, *words: str) -> str:
    line = [sys.executable, "-m", "plant_ui.cli", "--home", home, *words]
    return subprocess.run(line, check=True, capture_output=True, text=True).stdout


def fetched(url: str, question: str = "") -> str:
    body = json.dumps({"text": question}).encode() if question else None
    with urlopen(Request(url, body, {"Content-Type": "application/json"})) as answer:  # noqa: S310 - our own server
        return str(answer.read().decode())


def asked(home: str, manuals: str) -> dict[str, object]:
    """Start on a home that is not there yet; bring documents in; ask by command and over HTTP; open the chat."""
    line = [sys.executable, "-m", "plant_ui.cli", "--home", home, "serve", "--port", "0"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            greeting = next(text for text in server.stdout if "http://" in text)
            url = re.findall(r"http://[^\s/]+", greeting)[0]
            command(home, "ingest", manuals, "--json")
            page = fetched(f"{url}/chat/")
            scripts = re.findall(r'src="([^"]+\.js)"', page)
            return {
                "answer": json.loads(command(home, "ask", QUESTION, "--json"))["answer"],
                "http": json.loads(fetched(f"{url}/api/ask", QUESTION))["answer"],
                "doctor": [one["name"] for one in json.loads(fetched(f"{url}/api/doctor"))["checks"] if one["ok"]],
                "scripts": [len(fetched(f"{url}{script}")) for script in scripts],
            }
        finally:
            server.terminate()


if __name__ == "__main__":
    loopback_up()
    told = asked(*sys.argv[1:]) if len(sys.argv) > 1 else {}
    if not told:
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect_ex(("192.0.2.1", 9))
    sys.stdout.write(json.dumps(told | {"unrouted": unrouted()}))

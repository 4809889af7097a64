"""A real server that speaks S3, SeaweedFS, on this machine, and a line to it that can be cut."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

import httpx
import pytest
from obstore.store import S3Store

KEY, SECRET = "plant-key", "a-secret-of-the-tests"


@contextmanager
def s3_running(folder: Path) -> Iterator[str]:
    """Run a server that keeps what it has in ``folder``; give its address. Skips where it is not installed."""
    program = Path(sys.executable).parent / "weed"
    if not program.is_file():
        pytest.skip("no server that speaks S3: make .venv/.dev installs SeaweedFS")
    folder.mkdir(parents=True)
    who = {"name": "plant", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin"]}
    (folder / "s3.json").write_text(json.dumps({"identities": [who]}))
    with _ports(8) as ports:
        pass
    options = [f"{part}.port{kind}" for part in ("master", "volume", "filer", "s3") for kind in ("", ".grpc")]
    told = [f"-{name}={port}" for name, port in zip(options, ports, strict=True)]
    told += ["-ip=127.0.0.1", "-master.telemetry=false", "-filer", "-s3", "-s3.port.iceberg=0", "-volume.max=8"]
    told += ["-master.volumeSizeLimitMB=32", f"-dir={folder}", f"-s3.config={folder / 's3.json'}"]
    told += [f"-{part}.localSocket={folder / part}" for part in ("filer", "s3")]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([str(program), "server", *told], stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{ports[6]}"
        _until_ready(f"{url}/healthz", process)
        yield url
    finally:
        process.kill()
        process.wait(30)


def _until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        with suppress(httpx.TransportError):
            if httpx.get(url, timeout=5).is_success:
                return
        assert process.poll() is None
        time.sleep(0.1)
    raise AssertionError("the server did not start")


@contextmanager
def _ports(count: int) -> Iterator[list[int]]:
    """Give free ports, held until the block ends so that they differ."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    yield [one.getsockname()[1] for one in held]
    for one in held:
        one.close()


def make_bucket(url: str, name: str) -> None:
    """Make a bucket; this server makes one for whatever is put into it."""
    store = S3Store(
        name,
        endpoint=url,
        region="us-east-1",
        access_key_id=KEY,
        secret_access_key=SECRET,
        client_options={"allow_http": True},
    )
    store.put("made", b"yes")


class Line:
    """A line to a server that can be cut: ``state`` is "through", "cut" or "silent" for what is asked from then on."""

    def __init__(self, url: str) -> None:
        self._to = ("127.0.0.1", int(url.rpartition(":")[2]))
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        self.state = "through"
        self._open: list[socket.socket] = []
        Thread(target=self._serve, daemon=True).start()

    def become(self, state: str) -> None:
        """Change the state; connections that were open are cut."""
        self.state = state
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._open.clear()

    def close(self) -> None:
        """Cut it for good."""
        self.become("cut")
        self._door.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                if self.state == "cut":
                    near.close()
                    continue
                self._open.append(near)
                if self.state == "through":
                    far = socket.create_connection(self._to)
                    self._open.append(far)
                    for one, other in ((near, far), (far, near)):
                        Thread(target=_pass_on, args=(one, other), daemon=True).start()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while sent := one.recv(1 << 16):
            other.sendall(sent)
        other.shutdown(socket.SHUT_WR)

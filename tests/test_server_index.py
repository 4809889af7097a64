"""The way to a Qdrant server: what a person is told when it does not lead there."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import pytest

from plant_copilot import Settings, build_copilot
from plant_copilot.errors import BadSetting
from plant_knowledge_ingest.errors import IndexRefused, IndexUnreachable
from plant_knowledge_ingest.index.cluster import ALONE, Spread
from plant_knowledge_ingest.index.connection import connect
from plant_knowledge_ingest.index.point import DENSE
from plant_knowledge_ingest.index.server_shape import shape

GREETING = {"title": "qdrant - vector search engine", "version": "1.20.0"}


@contextmanager
def answering(status: int, body: Any, *, version: str = "1.20.0", seconds: float = 0.0) -> Iterator[str]:
    """Run a server that greets as Qdrant does and gives the same answer to everything else."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sleep(seconds)
            greets = self.path == "/"
            content = json.dumps(GREETING | {"version": version} if greets else body).encode()
            self.send_response(200 if greets else status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_server_that_is_not_there_is_named() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(IndexUnreachable, match=rf"^No Qdrant server answers at {url}\. Start it, or set PLANT"):
            connect(url)


def test_a_home_whose_server_is_down_says_so(tmp_path: Path) -> None:
    settings = Settings.read({"PLANT_QDRANT_URL": "http://127.0.0.1:1"}, home=tmp_path)
    with (
        build_copilot(settings) as copilot,
        pytest.raises(IndexUnreachable, match=r"answers at http://127\.0\.0\.1:1\."),
    ):
        copilot.search("gear oil")


def test_a_wrong_key_is_refused() -> None:
    with (
        answering(401, "Must provide an API key") as url,
        pytest.raises(IndexRefused, match=rf"at {url} refuses the key\. Set PLANT_QDRANT_KEY"),
    ):
        connect(url, "wrong")


def test_too_old_a_server_is_refused() -> None:
    with (
        answering(200, {"result": {"collections": []}, "status": "ok", "time": 0.0}, version="1.9.2") as url,
        pytest.raises(IndexRefused, match=r"is version 1\.9\.2\. Update it to 1\.12 or newer\."),
    ):
        connect(url)


def test_a_slow_server_is_not_waited_for_without_end() -> None:
    with answering(200, {}, seconds=1.5) as url, pytest.raises(IndexUnreachable, match="did not answer in time"):
        connect(url, timeout=1)


def test_an_error_of_the_server_is_passed_on_in_its_words() -> None:
    with (
        answering(500, {"status": {"error": "Service internal error: No space left on device."}}) as url,
        pytest.raises(IndexRefused, match=r"answers 500: Service internal error: No space left on device\. "),
    ):
        connect(url)


def test_something_else_at_the_address_is_not_taken_for_qdrant() -> None:
    with answering(200, ["not", "qdrant"]) as url, pytest.raises(IndexUnreachable, match="is not a Qdrant server"):
        connect(url)


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(IndexUnreachable, match="'ftp://x' is not the address of a server"):
        connect("ftp://x")


def test_a_cluster_is_told_over_how_many_nodes_to_spread_an_index() -> None:
    made = shape(384, Spread(shards=6, copies=3))
    assert (made["shard_number"], made["replication_factor"], made["write_consistency_factor"]) == (6, 3, 2)
    assert shape(384, ALONE)["write_consistency_factor"] == 1
    assert made["vectors_config"][DENSE].quantization_config.scalar.always_ram


@pytest.mark.parametrize("value", ["0", "-1", "two", "1001"])
def test_a_number_of_nodes_that_is_none_is_refused(value: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=f"PLANT_QDRANT_SHARDS is '{value}'; it must be 1 to 1000"):
        Settings.read({"PLANT_QDRANT_SHARDS": value}, home=tmp_path)

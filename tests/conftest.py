"""What holds for every test: no network beyond this machine, and no settings from outside the test."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from fastapi.dependencies import models
from hypothesis import settings

from copies import copy_home
from databases import SERVER, OnPostgreSQL, forget_tables, server
from dealing import Dealing, longest_first
from made_once import made_once
from papers import HashingEmbedder
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.shelf import Shelf
from plant_ui.server.trimming import trimming
from postgres_server import NoServer, running
from tiny_plant import Server, make_home, serving, write_manuals

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"
TEST_SERVER = "QDRANT_TEST_URL"
SETTINGS = ("PLANT_", "CHAINLIT_", "OLLAMA_", "OPENAI_", "QDRANT_", "SLACK_", "HF_", "OTEL_")
ROUTES_REMEMBERED = [each for each in vars(models).values() if hasattr(each, "cache_clear")]

reached_outside: list[str] = []


class OutsideWorld(OSError):
    """A test tried to reach another machine."""


def stands_on_this_machine(host: object) -> bool:
    """Say whether a host, as given to a socket, is this machine. Unix sockets have paths, not hosts."""
    if not isinstance(host, str) or host in {"", "localhost", socket.gethostname()}:
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def refuse_other_machines(event: str, arguments: tuple[object, ...]) -> None:
    """Audit hook of the interpreter: sees connections that C code opens through ``socket``, too."""
    if event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if not stands_on_this_machine(host):
        reached_outside.append(str(host))
        raise OutsideWorld(f"tests do not leave this machine: {host}")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let all tests be run on another database, and those of the browser with bad reception."""
    parser.addoption(
        "--database", choices=("sqlite", "postgresql"), default="sqlite", help="where homes keep what they know"
    )
    parser.addoption(
        "--late", type=float, default=0, metavar="SECONDS", help="pages get what they fetch up to so much later"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Close the door to the network, forget the settings of whoever runs the tests, and try the same cases always."""
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of processes are started, and each would compile anew
    settings.register_profile("house", derandomize=True, deadline=None, max_examples=60)
    settings.load_profile("house")
    sys.addaudithook(refuse_other_machines)
    for name in [name for name in os.environ if name.startswith(SETTINGS) and name != TEST_SERVER]:
        del os.environ[name]
    if config.getoption("database") == "postgresql":
        config.pluginmanager.register(OnPostgreSQL())


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Look for no garbage while everything is imported, and never again in what was: that takes 6 of 15 seconds."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)  # as in a server
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark every test that asks for the shared data; among several workers the longest files go first."""
    for item in items:
        if "shared_data" in getattr(item, "fixturenames", ()):
            item.add_marker("shared")
    if hasattr(config, "workerinput"):
        longest_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Dealing | None:
    """Deal files out to workers as ``dealing`` says."""
    if config.getoption("dist") != "loadfile":
        return None
    config.option.loadscopereorder = False  # the workers have sorted them
    return Dealing(config, log)


@pytest.fixture(autouse=True)
def stays_at_home() -> Iterator[None]:
    """Fail a test that reached for another machine, even where a library hid the refusal."""
    yield
    hosts, reached_outside[:] = sorted(set(reached_outside)), []
    assert not hosts, f"reached for {', '.join(hosts)}"


@pytest.fixture(autouse=True)
def settings_come_as_arguments() -> Iterator[None]:
    """Fail a test that leaves a setting in the environment for the tests after it."""
    told = [name for name in os.environ if name.startswith("PLANT_")]
    yield
    left = [name for name in os.environ if name.startswith("PLANT_") and name not in told]
    for name in left:
        del os.environ[name]
    assert not left, f"settings take a mapping; the test left {', '.join(left)} in the environment"


@pytest.fixture(scope="session")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what tests of several files share; what a file makes for itself goes when the file is through."""
    return tmp_path_factory.mktemp("lasting")


@pytest.fixture(scope="module", autouse=True)
def leaves_the_disk_as_it_was(lasting: Path) -> Iterator[None]:
    """Remove what the fixtures of a file made: an index takes 0.3 GB, and there are some hundred of them."""
    yield
    for made in lasting.parent.iterdir():
        if made.is_dir() and not made.is_symlink() and made != lasting and not made.name.startswith("test_"):
            shutil.rmtree(made)
    forget_tables(lasting.parent)


@pytest.fixture(scope="module", autouse=True)
def forgets_apps() -> Iterator[None]:
    """Let go of the copilots of a file: FastAPI remembers the functions of four thousand routes, and they theirs."""
    yield
    if any(kept.cache_info().currsize for kept in ROUTES_REMEMBERED):
        for kept in ROUTES_REMEMBERED:
            kept.cache_clear()
        gc.collect()


@pytest.fixture(scope="session", autouse=True)
def gives_memory_back() -> Iterator[None]:
    """Give freed memory back as a server does: a worker opens a hundred embedders, each on other threads."""
    with trimming(every=5):
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of data beside the repository; its README says what is in it."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the folder of shared data is not beside the repository")
    return SHARED_DATA


@pytest.fixture(scope="session")
def qdrant_url() -> str:
    """A real Qdrant server on this machine, which may be written to."""
    if TEST_SERVER not in os.environ:
        pytest.skip(f"no Qdrant server to test against: set {TEST_SERVER}, http://localhost:6333 for one")
    return os.environ[TEST_SERVER]


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server on this machine."""
    with ExitStack() as stack:
        try:
            yield server() or os.environ.get(SERVER) or stack.enter_context(running())
        except NoServer as reason:
            pytest.skip(str(reason))


@pytest.fixture(scope="module")
def postgres_url(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a PostgreSQL database with nothing in it; the tests of a file share it."""
    return Shelf(tmp_path_factory.mktemp("schema"), postgres).address


@pytest.fixture
def embedder() -> HashingEmbedder:
    """An embedder without weights, for tests that are not about what a model understands."""
    return HashingEmbedder()


@pytest.fixture
def library(tmp_path: Path, embedder: HashingEmbedder) -> Iterator[Library]:
    """An empty library of the quick embedder, in the folder ``library`` of ``tmp_path``."""
    opened = Library(tmp_path / "library", lambda: embedder)
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for manuals."""
    (tmp_path / "manuals").mkdir()
    return tmp_path / "manuals"


@pytest.fixture(scope="session")
def tiny_manuals(lasting: Path) -> Path:
    """Three short manuals: English (two pages), German and simplified Chinese."""
    return made_once(lasting, "manuals", write_manuals)


@pytest.fixture(scope="session")
def tiny_home(tiny_manuals: Path, lasting: Path) -> Path:
    """A home with the tiny manuals in its library. Only to be copied: tests share it."""
    made = made_once(lasting, "home-made", lambda home: make_home(home, tiny_manuals))
    return copy_home(made, lasting / "home")


@pytest.fixture(scope="session")
def tiny_server(tiny_home: Path, lasting: Path) -> Iterator[Server]:
    """A server on a copy of the tiny home. Tests share it: they leave its library as it is."""
    home = copy_home(tiny_home, lasting / "served")
    with serving(home) as server:
        yield server

"""Two servers of one plant with no disk in common: rows in PostgreSQL, passages in Qdrant, pages in a store.

Qdrant is its client's own engine here, one for both; the real server is tried where QDRANT_TEST_URL names one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest
from qdrant_client import QdrantClient
from starlette.testclient import TestClient

from plant_copilot import Copilot, Settings, build_copilot
from plant_knowledge_ingest.index import connection
from plant_ui.api import build_app
from s3_server import KEY, SECRET, make_bucket, s3_running

ELSEWHERE = ("192.168.7.9", 50_000)
PASSWORD = "vier gute Worte hier"  # noqa: S105 - of the tests
QUESTION = "What does E0712 mean?"
GEARBOX = "GR-12 gearbox"
pytestmark = pytest.mark.filterwarnings("ignore:Payload indexes have no effect in the local Qdrant")


@pytest.fixture(scope="module")
def replicas(postgres: str, tiny_manuals: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Copilot]]:
    """Two replicas with homes of their own; the first has brought the manuals in."""
    folder, shared = tmp_path_factory.mktemp("replicas"), QdrantClient(":memory:")
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patched:
        patched.setattr(connection, "connect", lambda _url, _key: shared)
        store = stack.enter_context(s3_running(folder / "store"))
        make_bucket(store, "plant")
        said = {
            "PLANT_DATABASE": postgres,
            "PLANT_DATABASE_SCHEMA": f"plant_{uuid4().hex[:12]}",
            "PLANT_QDRANT_URL": "http://qdrant.plant:6333",
            "PLANT_PAGES": "s3://plant/pages",
            "PLANT_PAGES_ENDPOINT": store,
            "PLANT_PAGES_KEY": KEY,
            "PLANT_PAGES_SECRET": SECRET,
        }
        both = [stack.enter_context(build_copilot(Settings.read(said, home=folder / name))) for name in ("one", "two")]
        for name, role in (("root", "admin"), ("anna", "technician")):
            both[0].user("add", name, {"roles": [role], "password": PASSWORD})
        assert both[0].ingest([tiny_manuals])["documents"] == 3
        orders = folder / "orders.csv"
        orders.write_text("Order;Asset;Text;Date\n1;GR-12;Oil too hot;2024-01-02\n")
        both[1].records.load(orders)
        yield both


@pytest.fixture(scope="module")
def apps(replicas: list[Copilot]) -> list[object]:
    return [build_app(each) for each in replicas]


@pytest.fixture
def doors(apps: list[object]) -> list[TestClient]:
    """A browser's way to each."""
    return [TestClient(app, "http://127.0.0.1:8000", client=ELSEWHERE) for app in apps]  # type: ignore[arg-type]


def signed_in(doors: list[TestClient], name: str = "anna") -> None:
    assert doors[0].post("/api/session", json={"name": name, "password": PASSWORD}).status_code == 200
    doors[1].cookies.update(doors[0].cookies)


def test_who_signed_in_at_one_asks_the_other_and_sees_the_page_that_the_first_brought_in(
    doors: list[TestClient], replicas: list[Copilot]
) -> None:
    assert doors[1].post("/api/ask", json={"text": QUESTION}).status_code == 401
    signed_in(doors)
    answer = doors[1].post("/api/ask", json={"text": QUESTION}).json()
    cited = answer["citations"][0]
    assert (cited["document"], cited["page"]) == (GEARBOX, 2)
    assert doors[1].get(f"/api/pages/{GEARBOX}/2.png").content.startswith(b"\x89PNG")
    assert not (replicas[1].home / "library" / "files").exists()


def test_a_session_that_ended_at_one_is_refused_at_the_other(doors: list[TestClient]) -> None:
    signed_in(doors)
    assert doors[1].get("/api/documents").status_code == 200
    doors[0].delete("/api/session")
    assert doors[1].get("/api/documents").status_code == 401


def test_a_user_who_was_disabled_at_one_is_refused_at_the_other(
    doors: list[TestClient], replicas: list[Copilot]
) -> None:
    replicas[0].user("add", "gone", {"roles": ["technician"], "password": PASSWORD})
    signed_in(doors, "gone")
    assert doors[1].get("/api/documents").status_code == 200
    replicas[0].user("change", "gone", {"disabled": True})
    assert doors[1].get("/api/documents").status_code == 401


def test_a_conversation_begun_at_one_goes_on_at_the_other(doors: list[TestClient]) -> None:
    signed_in(doors)
    thread = f"shift-{uuid4().hex[:8]}"
    doors[0].post("/api/ask", json={"text": "When is the gear oil of GR-12 changed?", "thread": thread})
    told = doors[1].post("/api/ask", json={"text": "And how much?", "thread": thread}).json()
    assert "2.5 l" in told["answer"]
    assert len(doors[1].get(f"/api/threads/{thread}").json()["turns"]) == 2


def test_a_request_with_a_key_is_done_once_whichever_takes_it(doors: list[TestClient]) -> None:
    signed_in(doors)
    key, order = {"Idempotency-Key": uuid4().hex}, {"text": "GR-12 leaks oil at the shaft"}
    first, again = (door.post("/api/v1/drafts", json=order, headers=key) for door in doors)
    assert (first.status_code, again.json()) == (again.status_code, first.json())
    assert (first.headers.get("Idempotency-Replayed"), again.headers["Idempotency-Replayed"]) == (None, "true")
    assert len(doors[0].get("/api/drafts").json()["drafts"]) == 1


def test_what_is_brought_in_and_forgotten_at_one_is_so_at_the_other(replicas: list[Copilot], tmp_path: Path) -> None:
    one, two = replicas
    (tmp_path / "RG-77 drive.md").write_text("# Drive RG-77\n\nThe gear oil of RG-77 is ISO VG 460.\n")
    two.ingest([tmp_path])
    assert "ISO VG 460" in one.ask("Which gear oil does RG-77 take?")["answer"]
    assert one.page_png("RG-77 drive", 1, width=100).startswith(b"\x89PNG")
    one.forget("RG-77 drive")
    assert two.ask("Which gear oil does RG-77 take?")["abstained"]
    assert one.page_store()["files"] == 3


def test_both_are_known_to_the_servers_by_one_word(replicas: list[Copilot]) -> None:
    words = {(each.home / "library" / "collections").read_text() for each in replicas}
    assert len(words) == 1
    assert all(each.verify()["ok"] for each in replicas)


def test_nothing_that_the_other_needs_is_in_the_home_of_one(replicas: list[Copilot]) -> None:
    for each in replicas:
        files = [path.relative_to(each.home).as_posix() for path in each.home.rglob("*") if path.is_file()]
        assert [name for name in files if not name.startswith(("cache/", "audit/"))] == ["library/collections"]

"""What a person is told while a store is away, or lies, and that the answers come back by themselves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from copies import copy_home
from databases import server
from plant_copilot import Copilot, Settings, build_copilot
from plant_copilot.errors import AuditOutOfReach
from plant_copilot.moving.move import move
from plant_copilot.people.errors import UsersOutOfReach
from plant_copilot.people.known import Known
from plant_copilot.people.people import People
from plant_copilot.people.settings import SignInSettings
from plant_copilot.threads import Threads
from plant_evals.faults_at import Fault, Place
from plant_evals.faults_database import OutsideDatabase
from plant_evals.faults_index import fill, outside_index
from plant_evals.faults_judged import Reply, is_well, judged
from plant_evals.faults_ollama import OutsideOllama
from plant_evals.faults_outside import WELL, OutsideIndex, OutsideModel
from plant_knowledge_ingest.errors import ModelUnavailable
from plant_knowledge_ingest.patience import KNOWN, at_most
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.shelf import Shelf
from plant_ui.chat.sockets import place_of
from plant_ui.voice.choosing import open_transcriber

PASSWORD = "vier gute Worte hier"  # noqa: S105 - of nobody
QUESTIONS = {
    "en": "What does alarm E0712 mean?",
    "de": "Wie oft wird der Ölfilter der VP-7 gewechselt?",
    "zh": "报警 E0455 是什么意思？",
}


@pytest.fixture(scope="module")
def home(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_home(tiny_home, tmp_path_factory.mktemp("failing") / "home")


@pytest.fixture(scope="module")
def index(home: Path) -> Iterator[OutsideIndex]:
    with outside_index() as outside:
        fill(home, outside.address)
        yield outside


@pytest.fixture(scope="module")
def model() -> Iterator[OutsideModel]:
    with OutsideModel() as outside:
        yield outside


@pytest.fixture(scope="module")
def copilot(home: Path, index: OutsideIndex, model: OutsideModel) -> Iterator[Copilot]:
    told = {"PLANT_QDRANT_URL": index.address, "PLANT_MODEL": "openai:outside", "PLANT_MODEL_SECONDS": "1"}
    with build_copilot(Settings.read({**told, "PLANT_MODEL_URL": f"{model.address}/v1"}, home=home)) as copilot:
        yield copilot


@pytest.fixture(scope="module")
def healthy(copilot: Copilot) -> dict[str, Reply]:
    return {language: Reply.of(copilot.ask(text)) for language, text in QUESTIONS.items()}


def well_again(copilot: Copilot, healthy: Reply, language: str, patience: float = 30) -> bool:
    until = time.monotonic() + patience
    while not (well := is_well(Reply.of(copilot.ask(QUESTIONS[language])), healthy)) and time.monotonic() < until:
        time.sleep(0.5)
    return well


@pytest.mark.parametrize("how", ["absent", "error", "empty", "garbage", "truncated", "nothing", "foreign"])
def test_an_index_that_fails_or_lies_is_told_of_in_the_askers_language(
    copilot: Copilot, index: OutsideIndex, healthy: dict[str, Reply], how: str
) -> None:
    for language, text in QUESTIONS.items():
        assert healthy[language].statements
        index.mode = how
        reply = Reply.of(copilot.ask(text))
        index.mode = WELL
        assert judged(reply, healthy[language], language) == {}
        assert (reply.statements, "documents_out_of_reach" in reply.notices) == ((), True)
    assert well_again(copilot, healthy["de"], "de")


@pytest.mark.parametrize("how", ["lies", "language", "endless", "cut", "garbage", "error", "absent"])
def test_a_model_that_fails_or_lies_changes_no_answer(
    copilot: Copilot, model: OutsideModel, healthy: dict[str, Reply], how: str
) -> None:
    model.mode = how
    reply = Reply.of(copilot.ask(QUESTIONS["de"]))
    model.mode = WELL
    assert reply.statements == healthy["de"].statements
    assert judged(reply, healthy["de"], "de") == {}


@pytest.mark.sqlite("a file is locked, garbled and moved away")
@pytest.mark.parametrize("how", ["locked", "garbled", "missing"])
def test_an_answer_comes_without_the_book_of_conversations(
    home: Path, copilot: Copilot, healthy: dict[str, Reply], how: str
) -> None:
    with Place(home, {}).failing(Fault("threads.sqlite", how)):
        reply = Reply.of(copilot.ask(QUESTIONS["zh"]))
        assert reply.statements == healthy["zh"].statements
        assert judged(reply, healthy["zh"], "zh") == {}
    assert well_again(copilot, healthy["zh"], "zh")


@pytest.mark.sqlite("a folder is where the file should be")
def test_a_chat_opens_while_conversations_are_out_of_reach(tmp_path: Path) -> None:
    (tmp_path / "threads.sqlite").mkdir()
    assert place_of("session", Principal("anna"), Threads(Shelf(tmp_path), "", 30)) == ""


@pytest.fixture(scope="module")
def rows(home: Path, postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home of its own, whose rows are on a server."""
    copied = copy_home(home, tmp_path_factory.mktemp("rows") / "home")
    settings = Settings.read({"PLANT_DATABASE": postgres}, home=copied)
    if not server():
        move(settings, lambda *_: None)
    return settings


@pytest.fixture(scope="module")
def database(rows: Settings) -> Iterator[OutsideDatabase]:
    with OutsideDatabase(rows.database, rows.shelf.schema) as outside:
        yield outside


@pytest.fixture(scope="module")
def on_server(rows: Settings, database: OutsideDatabase) -> Iterator[Copilot]:
    with build_copilot(Settings.read({"PLANT_DATABASE": database.url}, home=rows.home)) as copilot:
        yield copilot


@pytest.mark.parametrize("how", ["absent", "stuck", "reset", "standby"])
def test_manuals_answer_while_the_database_fails_and_all_is_well_afterwards(
    on_server: Copilot, database: OutsideDatabase, healthy: dict[str, Reply], how: str
) -> None:
    assert is_well(Reply.of(on_server.ask(QUESTIONS["de"])), healthy["de"])
    began, database.mode = time.monotonic(), how
    with at_most(1):
        reply = Reply.of(on_server.ask(QUESTIONS["de"]))
    assert time.monotonic() - began < 20
    database.mode = WELL
    assert reply.statements == healthy["de"].statements
    assert judged(reply, healthy["de"], "de") == {}
    assert "thread_not_kept" in reply.notices
    assert well_again(on_server, healthy["de"], "de")


def test_who_was_let_in_lately_is_known_while_the_users_are_out_of_reach() -> None:
    now, changes, anna = 0.0, 0, Principal("anna")
    known = Known[Principal](lambda: changes, lambda: now)

    def away() -> Principal:
        raise UsersOutOfReach("away")

    assert known.looked_up("key", lambda: anna) == anna
    now += KNOWN
    assert known.looked_up("key", away) == anna
    now += 1
    for proof in ("key", "another"):
        with pytest.raises(UsersOutOfReach):
            known.looked_up(proof, away)
    known.looked_up("key", lambda: anna)
    known.looked_up("key", lambda: None)  # disabled
    with pytest.raises(UsersOutOfReach):
        known.looked_up("key", away)

    def changed_meanwhile() -> Principal:
        nonlocal changes
        changes += 1
        return anna

    for look in (lambda: anna, changed_meanwhile):
        known.looked_up("key", look)
        changes += look is not changed_meanwhile
        with pytest.raises(UsersOutOfReach):
            known.looked_up("key", away)


@pytest.mark.parametrize("taken", ["disabled", "other groups", "session", "key", "link"])
def test_what_was_taken_from_somebody_is_not_given_back_by_a_database_that_goes_away(
    tmp_path: Path, database: OutsideDatabase, taken: str
) -> None:
    people = People(Shelf(tmp_path, database.url), SignInSettings())
    users, sign_in = people.users, people.sign_in
    users.add("anna", roles=["technician"], groups=["line-1"], password=PASSWORD)
    session, key = sign_in.by_password("anna", PASSWORD, "10.0.0.7"), sign_in.new_key("anna", "a program")
    users.link("anna", channel="slack", external="U0123ABCD")
    proofs: dict[str, Callable[[], object]] = {
        "session": lambda: sign_in.whose_session(session),
        "key": lambda: sign_in.whose_key(key["key"]),
        "link": lambda: sign_in.whose_link("slack", "U0123ABCD"),
    }
    assert all(proof() for proof in proofs.values())
    try:
        database.mode = "absent"
        with at_most(1):
            with pytest.raises(AuditOutOfReach):  # nor can it be entered that this changed nothing
                users.change("anna", shown="A. Huber")
            assert all(proof() for proof in proofs.values())
        database.mode = WELL
        taking: dict[str, Callable[[], object]] = {
            "disabled": lambda: users.change("anna", disabled=True),
            "other groups": lambda: users.change("anna", groups=[]),
            "session": lambda: users.revoke("anna"),
            "key": lambda: users.revoke("anna", key=key["id"]),
            "link": lambda: users.unlink("anna", channel="slack", external="U0123ABCD"),
        }
        taking[taken]()
        database.mode = "absent"
        for proof in proofs.values():
            with at_most(1), pytest.raises(UsersOutOfReach):
                proof()
    finally:
        database.mode = WELL
        people.close()


@pytest.fixture(scope="module")
def ollama(home: Path) -> Iterator[tuple[Copilot, OutsideOllama]]:
    with OutsideOllama() as outside:
        told = {"PLANT_MODEL": "ollama:outside", "PLANT_MODEL_URL": outside.address, "PLANT_MODEL_SECONDS": "1"}
        with build_copilot(Settings.read(told, home=home)) as copilot:
            yield copilot, outside


@pytest.mark.parametrize("how", [WELL, *OutsideOllama.ways])
def test_no_fact_of_an_ollama_model_that_fails_or_lies_comes_into_an_answer(
    ollama: tuple[Copilot, OutsideOllama], healthy: dict[str, Reply], how: str
) -> None:
    copilot, outside = ollama
    outside.mode = how
    reply = Reply.of(copilot.ask(QUESTIONS["de"]))
    outside.mode = WELL
    assert reply.statements == healthy["de"].statements
    assert judged(reply, healthy["de"], "de") == {}


@pytest.mark.parametrize("kept", [{}, {"tokenizer.json": b"\x00\x01"}, {"tokenizer.json": b"{}", "model.bin": b"no"}])
def test_a_model_that_cannot_hear_is_told_without_paths(tmp_path: Path, kept: dict[str, bytes]) -> None:
    pytest.importorskip("faster_whisper")
    for name, content in kept.items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ModelUnavailable) as refused:
        open_transcriber(f"faster-whisper:{tmp_path}", tmp_path)
    assert refused.value.message == f"The model {tmp_path.name} cannot be loaded by faster-whisper."


def test_what_must_not_be_shown_is_seen() -> None:
    whole = Reply(("6 bar [1]",), ("6 bar [1]",))
    assert set(judged(Reply(told=("sqlite3.OperationalError: disk",), notices=("x",)), whole, "de")) == {"leak"}
    assert set(judged(Reply(told=("The index is not there and has no answer.",), notices=("x",)), whole, "de")) == {
        "language"
    }
    assert set(judged(Reply(("7 bar [1]",), notices=("x",)), whole, "de")) == {"wrong"}
    assert set(judged(Reply(), whole, "de")) == {"silent"}

"""Another model, layout or glossary: a new index is built beside the old one, which answers until then."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from papers import HashingEmbedder, manual
from plant_knowledge_ingest.catalogue import Catalogue
from plant_knowledge_ingest.embedding.protocol import Embedder
from plant_knowledge_ingest.errors import IndexMismatch, LibraryWriteFailed, ModelUnavailable, UnreadableDocument
from plant_knowledge_ingest.index import room
from plant_knowledge_ingest.index.edge import EdgeIndex
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import Principal

LOCAL = Principal("local")
FACTS = [f"Fact number {n} of the machine is {n * 7}." for n in range(60)]
OTHERS = ["The torque of the flange is 21 Nm.", "The oil is changed every 4000 hours."]
ALL = FACTS + OTHERS


@contextmanager
def opened(
    home: Path, wanted: Embedder, choice: str, former: Callable[[str], Embedder] | None = None
) -> Iterator[Library]:
    library = Library(home / "library", lambda: wanted, choice=choice, former=former)
    try:
        yield library
    finally:
        library.close()


@pytest.fixture
def home(tmp_path: Path, folder: Path) -> Path:
    """A home with two documents, indexed by the embedder "old"."""
    manual(folder / "a.pdf", *FACTS)
    manual(folder / "b.pdf", *OTHERS)
    with opened(tmp_path, HashingEmbedder("old"), "old") as library:
        assert library.ingest([folder]).passages == 62
    return tmp_path


def found(library: Library, question: str) -> str:
    return library.search(question, LOCAL, limit=1).hits[0].passage.text


def indexes(home: Path) -> list[str]:
    return sorted(path.name.partition("-")[0] for path in (home / "library" / "index").iterdir())


def old_embedder(choice: str) -> Embedder:
    assert choice == "old"
    return HashingEmbedder("old")


def test_the_old_index_answers_until_the_new_one_is_complete(home: Path) -> None:
    new = HashingEmbedder("new", size=32)
    seen: list[str] = []
    with opened(home, new, "new", old_embedder) as library:
        assert found(library, "torque of the flange") == "The torque of the flange is 21 Nm."
        assert library.outdated() == "it was made with the embedder old, the setting says new"
        report = library.reindex(on_progress=lambda _: seen.append(found(library, "oil changed hours")))
        assert (report.documents, report.pages, report.passages, report.embedded, report.reused) == (2, 62, 62, 62, 0)
        assert set(seen) == {"The oil is changed every 4000 hours."}
        assert found(library, "torque of the flange") == "The torque of the flange is 21 Nm."
        assert library.outdated() == ""
    assert report.replaced.startswith("old-")
    assert indexes(home) == ["new"]


def test_after_reindexing_the_old_embedder_is_not_needed(home: Path) -> None:
    with opened(home, HashingEmbedder("new"), "new", old_embedder) as library:
        library.reindex()
    with opened(home, HashingEmbedder("new"), "new") as library:
        assert found(library, "torque of the flange") == "The torque of the flange is 21 Nm."


def test_without_the_old_embedder_a_question_says_what_to_run(home: Path) -> None:
    def gone(choice: str) -> Embedder:
        raise ModelUnavailable(f"The model {choice} is not on this machine.")

    with opened(home, HashingEmbedder("new"), "new", gone) as library:
        with pytest.raises(IndexMismatch) as refused:
            library.search("torque", LOCAL)
        assert refused.value.remedy == "Run: plant-copilot reindex"
        assert "made with the embedder old, which is not to be had" in refused.value.message
        assert library.reindex().embedded == 62
        assert found(library, "torque of the flange") == "The torque of the flange is 21 Nm."


def test_an_embedder_that_is_another_under_the_same_name_is_noticed(home: Path) -> None:
    with opened(home, HashingEmbedder("retrained"), "old") as library:
        with pytest.raises(IndexMismatch, match=r"made with old; the embedder is retrained now\. Run: plant-copilot"):
            library.ingest([home / "manuals"])
        assert library.reindex().embedded == 62


def test_an_index_of_another_layout_is_read_again_from_the_pages(home: Path) -> None:
    catalogue = Catalogue(home / "library" / "catalogue.sqlite3")
    catalogue.answer_from(json.dumps(json.loads(catalogue.recipe()) | {"layout": "0"}))
    catalogue.close()
    for path in (home / "manuals").iterdir():
        path.unlink()
    with opened(home, HashingEmbedder("old"), "old") as library:
        with pytest.raises(IndexMismatch, match=r"\(layout 0; this version reads \d+\)\. Run: plant-copilot reindex"):
            library.search("torque", LOCAL)
        assert library.outdated().startswith("another version of plant-copilot made it")
        library.reindex()
        assert found(library, "torque of the flange") == "The torque of the flange is 21 Nm."
        assert library.search("oil", LOCAL).hits[0].passage.document == "b"


def test_a_changed_glossary_is_taken_over_with_the_stored_vectors(home: Path) -> None:
    embedder = HashingEmbedder("old")
    with opened(home, embedder, "old") as library:
        before = library.search("torque of the flange", LOCAL).hits[0].passage
        own = home / "library" / "glossary.yaml"
        own.write_text("- {id: bearfish, en: [flange, bearfish]}\n", encoding="utf-8")
        report = library.reindex()
        assert (report.embedded, report.reused, len(embedder.embedded)) == (0, 62, 0)
        assert found(library, "bearfish") == "The torque of the flange is 21 Nm."
        assert library.search("torque of the flange", LOCAL).hits[0].passage == before
        assert library.outdated() == ""


def test_a_changed_glossary_is_noticed_and_does_not_stop_answers(home: Path) -> None:
    (home / "library" / "glossary.yaml").write_text("- {id: bear, en: [bear]}\n", encoding="utf-8")
    with opened(home, HashingEmbedder("old"), "old") as library:
        assert library.outdated() == "the glossary has changed since"
        assert found(library, "torque of the flange") == "The torque of the flange is 21 Nm."


def test_there_is_nothing_to_do_twice(home: Path) -> None:
    with opened(home, HashingEmbedder("old"), "old") as library:
        report = library.reindex()
        assert (report.unchanged, report.embedded, report.replaced) == (True, 0, "")
    assert indexes(home) == ["old"]


def test_a_kept_index_is_gone_back_to_without_embedding(home: Path) -> None:
    new, old = HashingEmbedder("new"), HashingEmbedder("old")
    with opened(home, new, "new", old_embedder) as library:
        assert library.reindex(keep=True).kept
    assert indexes(home) == ["new", "old"]
    with opened(home, old, "old", lambda _: HashingEmbedder("new")) as library:
        assert library.reindex().embedded == len(old.embedded) == 0
    assert indexes(home) == ["old"]


def test_another_embedder_can_be_named_for_the_run_and_stays(home: Path) -> None:
    with opened(home, HashingEmbedder("old"), "old", HashingEmbedder) as library:
        assert library.reindex("new").embedder == "new"
        assert library.outdated() == "it was made with the embedder new, the setting says old"
    with opened(home, HashingEmbedder("old"), "old", HashingEmbedder) as library:
        assert found(library, "torque of the flange") == "The torque of the flange is 21 Nm."


def test_documents_can_be_brought_in_and_forgotten_after_the_switch(home: Path, folder: Path) -> None:
    with opened(home, HashingEmbedder("new"), "new", old_embedder) as library:
        library.reindex()
        manual(folder / "c.pdf", "The belt is tensioned to 300 N.")
        assert library.ingest([folder]).documents == 1
        assert found(library, "belt tensioned") == "The belt is tensioned to 300 N."
        library.forget("b", None, LOCAL)
        assert "torque" not in found(library, "torque of the flange")


def test_superseded_revisions_move_too_and_stay_out_of_the_answers(tmp_path: Path, folder: Path) -> None:
    for revision, torque in (("A", 18), ("B", 21)):
        manual(folder / f"{revision}.pdf", f"The torque of the flange is {torque} Nm.")
    listed = "".join(f"  - {{file: {r}.pdf, document: FL-303, revision: {r}}}\n" for r in "AB")
    (folder / "documents.yaml").write_text(f"documents:\n{listed}")
    with opened(tmp_path, HashingEmbedder("old"), "old") as library:
        library.ingest([folder])
    with opened(tmp_path, HashingEmbedder("new"), "new", old_embedder) as library:
        assert library.reindex().documents == 2
        assert [hit.passage.revision for hit in library.search("torque of the flange", LOCAL).hits] == ["B"]
        library.forget("FL-303", "B", LOCAL)
        assert [hit.passage.revision for hit in library.search("torque of the flange", LOCAL).hits] == ["A"]


KILLED = """
import sys, time
from pathlib import Path
from papers import HashingEmbedder
from plant_knowledge_ingest.library import Library

class Slow(HashingEmbedder):
    def query(self, text):
        time.sleep(0.005)
        return super().query(text)

library = Library(Path(sys.argv[1]) / "library", lambda: Slow("new"), choice="new", former=HashingEmbedder)
library.reindex(on_progress=lambda step: print(step.passages, flush=True))
"""


def test_a_run_killed_in_the_middle_goes_on_and_nothing_is_lost_or_doubled(home: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(home)]
    path = str(Path(__file__).parent)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": ":".join([path, *sys.path])}
    ) as run:
        assert run.stdout
        assert any(int(line) >= 24 for line in run.stdout)
        run.send_signal(signal.SIGKILL)
    with opened(home, HashingEmbedder("new"), "new", old_embedder) as library:
        assert found(library, "torque of the flange") == "The torque of the flange is 21 Nm."
        report = library.reindex()
        assert 0 < report.embedded <= 62 - 24
        assert report.passages == 62
    (made,) = (home / "library" / "index").iterdir()
    index = EdgeIndex(made, size=64, fingerprint="new")
    texts = [passage.text for issue in index.stored() for passage, _ in index.contents(issue)]
    index.close()
    assert sorted(texts) == sorted(ALL)


def test_what_an_interrupted_run_left_of_forgotten_documents_is_removed(home: Path) -> None:
    stopping = HashingEmbedder("new", allowed=61)
    with opened(home, stopping, "new", old_embedder) as library:
        with pytest.raises(KeyboardInterrupt):
            library.reindex()
        library.forget("a", None, LOCAL)
        stopping.allowed = 1000
        assert (library.reindex().passages, library.outdated()) == (2, "")
        assert {hit.passage.document for hit in library.search("fact torque", LOCAL).hits} == {"b"}


def test_lost_pages_stop_the_run_by_name_and_the_old_index_goes_on(home: Path) -> None:
    with opened(home, HashingEmbedder("new"), "new", old_embedder) as library:
        library.pages_pdf("b", LOCAL).unlink()
        with pytest.raises(UnreadableDocument, match=r"b\.pdf: its pages in the library .* are lost"):
            library.reindex()
        assert found(library, "torque of the flange") == "The torque of the flange is 21 Nm."
        library.forget("b", None, LOCAL)
        assert library.reindex().documents == 1


def test_a_disk_without_room_for_a_second_index_is_named_before_anything_is_done(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "NEEDED", 10**15)
    new = HashingEmbedder("new")
    with (
        opened(home, new, "new", old_embedder) as library,
        pytest.raises(LibraryWriteFailed, match="MB are needed"),
    ):
        library.reindex()
    assert (indexes(home), new.embedded) == (["old"], [])


def test_threads_may_ask_while_the_index_is_exchanged(home: Path) -> None:
    with opened(home, HashingEmbedder("new"), "new", old_embedder) as library, ThreadPoolExecutor(4) as threads:
        done = threads.submit(library.reindex)
        answers: list[str] = []
        while not done.done() or len(answers) < 40:
            answers += threads.map(lambda _: found(library, "torque of the flange"), range(8))
        assert done.result().embedded == 62
    assert set(answers) == {"The torque of the flange is 21 Nm."}


def test_an_empty_library_takes_the_wanted_embedder_at_once(tmp_path: Path) -> None:
    for name in ("old", "new"):
        with opened(tmp_path, HashingEmbedder(name), name) as library:
            assert library.search("torque", LOCAL).hits == ()
            assert library.outdated() == ""

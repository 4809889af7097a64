"""Whoever does not belong to a document's groups sees neither it, nor its text, nor its name."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from papers import manual
from plant_knowledge_ingest.catalogue import Catalogue
from plant_knowledge_ingest.errors import UnknownDocument
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import ANY_SITE, Principal
from plant_knowledge_ingest.sidecar import fault_of

ANYBODY = Principal("anybody")
FITTER = Principal("fitter", frozenset({"everyone", "fitters"}))
NOBODY = Principal("nobody", frozenset())
SECRET, OPEN = "The safety code of the door is K7731.", "The door is green."


@pytest.fixture
def guarded(library: Library, folder: Path) -> Library:
    """A library with a manual for fitters and one for everyone."""
    manual(folder / "secret.pdf", SECRET)
    manual(folder / "open.pdf", OPEN)
    (folder / "documents.yaml").write_text(
        "documents:\n  - {file: secret.pdf, document: Door codes, rights: [fitters]}\n  - {file: open.pdf}\n"
    )
    library.ingest([folder])
    return library


def found(library: Library, principal: Principal) -> set[str]:
    return {hit.passage.text for hit in library.search("code of the door K7731", principal).hits}


def test_search_returns_only_what_the_asker_may_see(guarded: Library) -> None:
    assert found(guarded, FITTER) == {SECRET, OPEN}
    assert found(guarded, ANYBODY) == {OPEN}
    assert found(guarded, NOBODY) == set()


def test_a_code_that_only_others_may_see_is_unknown(guarded: Library) -> None:
    assert guarded.search("K7731", ANYBODY).known_codes == frozenset()
    assert guarded.search("K7731", FITTER).known_codes == {"K7731"}


def test_documents_are_listed_for_those_who_may_see_them(guarded: Library) -> None:
    assert [entry.document.name for entry in guarded.documents(FITTER)] == ["Door codes", "open"]
    assert [entry.document.name for entry in guarded.documents(ANYBODY)] == ["open"]
    assert guarded.documents(NOBODY) == []


def test_pages_are_shown_to_those_who_may_see_them(guarded: Library) -> None:
    assert guarded.page_png("Door codes", 1, FITTER, width=100).startswith(b"\x89PNG")
    with pytest.raises(UnknownDocument) as refusal:
        guarded.page_png("Door codes", 1, ANYBODY)
    assert str(refusal.value) == "'Door codes' is not in the library. There is: open."


def test_a_hidden_document_is_refused_in_the_words_for_a_missing_one(guarded: Library) -> None:
    def words(name: str) -> str:
        with pytest.raises(UnknownDocument) as refusal:
            guarded.pages_pdf(name, ANYBODY)
        return str(refusal.value).replace(name, "it")

    assert words("Door codes") == words("Lost manual")


def test_nobody_can_forget_what_they_may_not_see(guarded: Library) -> None:
    with pytest.raises(UnknownDocument, match="There is: open"):
        guarded.forget("Door codes", None, ANYBODY)
    assert SECRET in found(guarded, FITTER)


def test_whoever_may_see_nothing_is_told_so(guarded: Library) -> None:
    with pytest.raises(UnknownDocument, match="There is no document that you may see"):
        guarded.pages_pdf("open", NOBODY)


def test_passages_that_share_a_word_with_a_hidden_one_do_not_bring_it_along(guarded: Library) -> None:
    (hit,) = guarded.search("door", ANYBODY).hits
    assert [passage.text for passage in guarded.section(hit.passage)] == [OPEN]


def test_a_principal_sees_what_any_of_their_groups_may_see() -> None:
    assert FITTER.may_see(("fitters", "managers"))
    assert not ANYBODY.may_see(("fitters", "managers"))
    assert not FITTER.may_see(())


def test_a_site_counts_besides_the_groups() -> None:
    here, anywhere = Principal("a", sites=frozenset({"Linz"})), Principal("b", sites=frozenset({ANY_SITE}))
    assert here.may_see(("everyone",), "Linz")
    assert not here.may_see(("everyone",), "Steyr")
    assert not here.may_see(("fitters",), "Linz")
    assert anywhere.may_see(("everyone",), "Steyr")
    assert not ANYBODY.may_see(("everyone",), "Linz")


def test_two_see_together_what_each_of_them_sees() -> None:
    one = Principal("a", frozenset({"everyone", "fitters"}), frozenset({"Linz", "Steyr"}))
    other = Principal("b", frozenset({"everyone", "lab"}), frozenset({ANY_SITE}))
    both = one.shared(other)
    assert (both.groups, both.sites) == (frozenset({"everyone"}), frozenset({"Linz", "Steyr"}))
    assert one.reaches(both.reach)
    assert other.reaches(both.reach)
    assert not other.reaches(one.reach)


@pytest.mark.parametrize("name", ["*", "Linz, Steyr", "a:b", " Linz", "L" * 65, "a\nb"])
def test_a_site_has_a_plain_name(name: str) -> None:
    assert "a site is a name like Linz" in fault_of({"site": name})
    assert fault_of({"site": "Plant 2 (Linz)"}) == fault_of({"site": "上海"}) == ""


def test_a_catalogue_from_before_there_were_sites_is_brought_up_to_date(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.sqlite"
    Catalogue(file).close()
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("ALTER TABLE documents DROP COLUMN site")
        db.execute("INSERT INTO documents VALUES ('A', '', 'A', '', '[]', '[]', 'a', 'f', 'f', 1, 1, '[]', '{}', '')")
    catalogue = Catalogue(file)
    assert [entry.document.site for entry in catalogue.entries()] == [""]
    catalogue.close()

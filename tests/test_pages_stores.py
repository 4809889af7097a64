"""Where pages are kept: the same promises of a folder and of a store that speaks S3, and what a store can do wrong."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from obstore.store import S3Store

from plant_knowledge_ingest.catalogue import Catalogue
from plant_knowledge_ingest.entry import Entry
from plant_knowledge_ingest.errors import PagesLost, PagesRefused, PagesUnreachable, UnreadableDocument
from plant_knowledge_ingest.known_as import known_as
from plant_knowledge_ingest.pages.folder import PagesInFolder
from plant_knowledge_ingest.pages.kept import KeptPages
from plant_knowledge_ingest.pages.moving import Moving
from plant_knowledge_ingest.pages.obstore import Bucket, PagesInBucket
from plant_knowledge_ingest.pages.proof import named
from plant_knowledge_ingest.pages.protocol import PageStore
from plant_knowledge_ingest.passage import Document
from s3_server import KEY, SECRET, Line, s3_running

PDF = b"%PDF-1.7 a page of the pump"
NAME = named(hashlib.sha256(PDF).hexdigest())
MADE = named("0" * 64, PDF)
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with s3_running(tmp_path_factory.mktemp("s3") / "store") as url:
        yield url


@pytest.fixture
def bucket(s3: str) -> Bucket:
    """A prefix of its own on the server."""
    return Bucket("pages", uuid4().hex, s3, key=KEY, secret=SECRET, seconds=10, rest=0.2)


def in_bucket(
    bucket: Bucket, home: Path, most: int = MEGABYTE, owner: str = "ours", at_hand: float = 60.0
) -> PagesInBucket:
    return PagesInBucket(bucket, KeptPages(home / "cache", most, at_hand), lambda: owner)


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> PageStore:
    if request.param == "folder":
        return PagesInFolder(tmp_path / "files")
    return in_bucket(request.getfixturevalue("bucket"), tmp_path)


@pytest.fixture
def raw(bucket: Bucket) -> S3Store:
    """The same prefix, as whoever runs the server reaches it."""
    return S3Store(
        bucket.name,
        prefix=bucket.prefix,
        endpoint=bucket.endpoint,
        region=bucket.region,
        access_key_id=KEY,
        secret_access_key=SECRET,
        client_options={"allow_http": True},
    )


@pytest.mark.parametrize("name", [NAME, MADE])
def test_what_is_kept_is_read_again(store: PageStore, name: str) -> None:
    assert store.put(name, PDF).read_bytes() == PDF
    assert (store.path(name).read_bytes(), store.path(name).name) == (PDF, name)
    assert store.names() == {name: len(PDF)}


def test_keeping_twice_is_keeping_once(store: PageStore, tmp_path: Path) -> None:
    (tmp_path / "pump.pdf").write_bytes(PDF)
    for content in (tmp_path / "pump.pdf", PDF):
        store.put(NAME, content)
    assert store.names() == {NAME: len(PDF)}


def test_what_is_removed_is_lost_and_removing_again_is_no_error(store: PageStore) -> None:
    store.put(NAME, PDF)
    store.remove(NAME)
    store.remove(NAME)
    assert store.names() == {}
    with pytest.raises(PagesLost, match=f"{NAME} are not in"):
        store.path(NAME)


def test_a_file_that_is_written_meanwhile_is_refused_and_nothing_stays(store: PageStore, tmp_path: Path) -> None:
    (tmp_path / "pump.pdf").write_bytes(PDF + b" and more")
    with pytest.raises(UnreadableDocument, match=r"pump\.pdf: it was written while it was read"):
        store.put(NAME, tmp_path / "pump.pdf")
    assert store.names() == {}
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["pump.pdf"]


def test_what_nothing_shows_leaves_a_folder_but_never_a_store_that_machines_share(store: PageStore) -> None:
    for name in (NAME, MADE):
        store.put(name, PDF)
    store.sweep(lambda: {NAME})
    assert set(store.names()) == ({NAME} if isinstance(store, PagesInFolder) else {NAME, MADE})


def test_another_machine_sees_what_was_kept(bucket: Bucket, tmp_path: Path) -> None:
    in_bucket(bucket, tmp_path / "one").put(NAME, PDF)
    assert in_bucket(bucket, tmp_path / "two").path(NAME).read_bytes() == PDF


def test_pages_of_many_stretches_come_whole(bucket: Bucket, tmp_path: Path) -> None:
    bucket = replace(bucket, stretch=70_000)
    large = PDF * 20_000
    name = named("1" * 64, large)
    in_bucket(bucket, tmp_path / "one").put(name, large)
    assert in_bucket(bucket, tmp_path / "two").path(name).read_bytes() == large


@pytest.mark.parametrize("lie", [PDF[:-1], PDF + b" ", PDF.replace(b"pump", b"sump"), b""])
def test_a_store_that_lies_is_found_out_and_nothing_of_it_is_kept(
    bucket: Bucket, raw: S3Store, tmp_path: Path, lie: bytes
) -> None:
    in_bucket(bucket, tmp_path / "one").put(NAME, PDF)
    raw.put(NAME, lie)
    other = in_bucket(bucket, tmp_path / "two")
    with pytest.raises((PagesRefused, PagesUnreachable)):
        other.path(NAME)
    assert [path for path in tmp_path.joinpath("two").rglob("*") if path.is_file()] == []
    raw.put(NAME, PDF)
    assert in_bucket(bucket, tmp_path / "two").path(NAME).read_bytes() == PDF


def test_no_library_touches_the_pages_of_another(bucket: Bucket, tmp_path: Path) -> None:
    in_bucket(bucket, tmp_path / "one").put(NAME, PDF)
    other = in_bucket(bucket, tmp_path / "two", owner="theirs")
    for change in (lambda: other.put(MADE, PDF), lambda: other.remove(NAME)):
        with pytest.raises(PagesRefused, match="has the pages of another library"):
            change()
    assert set(other.names()) == {NAME}


def test_a_bucket_that_is_not_there_is_named(bucket: Bucket, tmp_path: Path) -> None:
    nowhere = in_bucket(replace(bucket, name="nowhere"), tmp_path)
    for ask in (nowhere.names, lambda: nowhere.path(NAME)):
        with pytest.raises(PagesRefused, match="There is no bucket s3://nowhere/"):
            ask()


def test_a_wrong_key_is_named_and_never_told(bucket: Bucket, tmp_path: Path) -> None:
    wrong = replace(bucket, secret=KEY)
    with pytest.raises(PagesRefused, match="refuses the key") as told:
        in_bucket(wrong, tmp_path).path(NAME)
    assert KEY not in f"{told.value} {wrong!r}"


@pytest.mark.parametrize("state", ["cut", "silent"])
def test_a_store_that_is_away_is_told_in_a_line_and_is_asked_again_once_it_is_back(
    bucket: Bucket, s3: str, tmp_path: Path, state: str
) -> None:
    line = Line(s3)
    store = in_bucket(replace(bucket, endpoint=line.url, seconds=0.5, rest=0.1), tmp_path / "here")
    in_bucket(bucket, tmp_path / "other").put(NAME, PDF)
    line.become(state)
    with pytest.raises(PagesUnreachable, match="are out of reach"):
        store.path(NAME)
    line.become("through")
    for _ in range(100):
        try:
            assert store.path(NAME).read_bytes() == PDF
            break
        except PagesUnreachable:
            time.sleep(0.1)
    line.become(state)
    assert store.path(NAME).read_bytes() == PDF  # the copy that is here
    line.close()


def test_copies_are_only_so_many_and_the_one_that_was_just_asked_for_stays(bucket: Bucket, tmp_path: Path) -> None:
    store = in_bucket(bucket, tmp_path, most=250, at_hand=-1.0)
    names = {named(str(n) * 64, bytes([n]) * 100): bytes([n]) * 100 for n in range(4)}
    for name, content in names.items():
        store.put(name, content)
    assert len(list((tmp_path / "cache").iterdir())) == 2
    store = in_bucket(bucket, tmp_path, most=250)
    assert {name: store.path(name).read_bytes() for name in names} == names


def test_a_library_has_one_word_however_many_open_it_at_once(tmp_path: Path) -> None:
    assert known_as(tmp_path / "library") == known_as(tmp_path / "library")
    assert known_as(tmp_path / "one", "plant_2") == known_as(tmp_path / "two", "plant_2") == "plant-plant_2-"


def test_pages_made_before_names_proved_them_get_a_name_that_does(tmp_path: Path) -> None:
    catalogue, former, later = Catalogue(tmp_path / "c.sqlite3"), tmp_path / "former", tmp_path / "later"
    former.mkdir()
    for name, kind in (("1", "docx"), ("2", "pdf"), ("3", "pdf")):
        file = Document(name, "", name * 64, name, "", (), ())
        catalogue.put(Entry(file, tmp_path / f"{name}.{kind}", f"{name * 64}.pdf", 1, 1, ("en",), {}, ""))
    for name in "12":
        (former / f"{name * 64}.pdf").write_bytes(PDF)
    moving = Moving(catalogue, PagesInFolder(former), PagesInFolder(later))
    report = moving.run(keep=False, tell=lambda _done, _of: None)
    made = named("1" * 64, PDF)
    assert (report.moved, report.lost, report.removed) == (1, ["2", "3"], 1)
    assert ([file.name for file in later.iterdir()], [one.pages_file for one in catalogue.revisions("1")]) == (
        [made],
        [made],
    )
    assert [file.name for file in former.iterdir()] == [f"{'2' * 64}.pdf"]
    catalogue.close()

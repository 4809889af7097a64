"""Users of a home: passwords as hashes, waits that grow, sessions that end, keys, and who vouches for whom."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from databases import copy_tables, in_tables, shelf_of
from plant_copilot.people.errors import (
    NotAllowed,
    SignInRefused,
    TooManyTries,
    UnknownUser,
    UserInvalid,
    UsersOutOfReach,
)
from plant_copilot.people.people import People
from plant_copilot.people.settings import SignInSettings
from plant_copilot.people.sign_in import SignIn
from plant_copilot.people.tries import Waits

PASSWORD, ANOTHER = "vier gute Worte hier", "fünf andere gute Worte hier"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one user: hashing a password takes a tenth of a second, by intention."""
    people = People(shelf_of(tmp_path_factory.mktemp("kept")), SignInSettings())
    people.users.add("B.Meier", roles=["planner", "admin"], groups=["maintenance"], password=PASSWORD, shown="B. Meier")
    people.close()
    return people.shelf.home


@pytest.fixture
def people(kept: Path, tmp_path: Path) -> Iterator[People]:
    shutil.copytree(kept, tmp_path, dirs_exist_ok=True)
    copy_tables(kept, tmp_path)
    people = People(shelf_of(tmp_path), SignInSettings())
    yield people
    people.close()


def test_nobody_has_to_sign_in_until_there_is_a_user(tmp_path: Path) -> None:
    people = People(shelf_of(tmp_path), SignInSettings())
    asked = [people.must_sign_in]
    assert [file.name for file in tmp_path.iterdir() if file.name != "database-schema"] == []
    people.users.add("anna", roles=["technician"], password=PASSWORD)
    assert [*asked, people.must_sign_in] == [False, True]
    people.close()


def test_a_setting_asks_for_it_before(tmp_path: Path) -> None:
    assert People(shelf_of(tmp_path), SignInSettings.read({"PLANT_SIGN_IN": "required"})).must_sign_in


def test_roles_and_groups_become_the_groups_that_rights_name(people: People) -> None:
    person = people.sign_in.whose_session(people.sign_in.by_password(" b.meier", PASSWORD, "10.0.0.7"))
    assert person is not None
    assert (person.principal.name, person.shown) == ("b.meier", "B. Meier")
    assert person.principal.groups == {"everyone", "planner", "admin", "maintenance"}
    assert person.principal.may_see(("maintenance",))
    assert not person.principal.may_see(("engineer",))


def test_neither_passwords_nor_tokens_nor_keys_are_in_the_file(people: People, tmp_path: Path) -> None:
    token, key = people.sign_in.by_password("b.meier", PASSWORD, "10.0.0.7"), people.sign_in.new_key("b.meier", "x")
    people.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()) + in_tables(tmp_path)
    assert b"scrypt$32768$8$1$" in kept
    assert not any(secret.encode() in kept for secret in (PASSWORD, token, key["key"]))


@pytest.mark.sqlite("its mode; a server has its own rules of who may connect")
def test_nobody_but_its_owner_can_read_the_file(people: People, tmp_path: Path) -> None:
    assert people.users.are_there
    assert (tmp_path / "users.sqlite").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("password", ["short", "x" * 201, "aaaaaaaaaaaa", "b.meierb.meier"])
def test_a_poor_password_is_not_taken(people: People, password: str) -> None:
    with pytest.raises(UserInvalid):
        people.users.change("b.meier", password=password)


@pytest.mark.parametrize("name", ["", "local", "guest-1", "everyone", "a b", "../x", "x" * 65, "Ä"])
def test_a_name_that_could_be_mistaken_is_not_taken(people: People, name: str) -> None:
    with pytest.raises(UserInvalid):
        people.users.add(name, roles=["technician"], password=PASSWORD)


def test_after_three_wrong_tries_each_wait_is_twice_as_long(people: People) -> None:
    now = 1_000_000.0
    sign_in = SignIn(people.users._store, 12, Waits(lambda: now))  # noqa: SLF001 - a clock of the test's own
    waited = []
    for _ in range(7):
        try:
            sign_in.by_password("b.meier", "wrong password", "10.0.0.7")
        except TooManyTries as error:
            waited.append(error.seconds)
            now += error.seconds
        except SignInRefused:
            waited.append(0)
    assert waited == [0, 0, 0, 2, 0, 3, 0]
    with pytest.raises(TooManyTries):  # the right password does not help before its time
        sign_in.by_password("b.meier", PASSWORD, "10.0.0.7")


def test_people_who_come_at_the_same_moment_do_not_make_each_other_wait(people: People) -> None:
    clock = iter((2.0, 1.0))  # the second has waited for the first, and is counted by the earlier time
    waits = Waits(lambda: next(clock))
    with people.users._store.writing() as db:  # noqa: SLF001 - as the test above
        waits.count(db, "anna", "10.0.0.7")
        waits.count(db, "paul", "10.0.0.7")


def test_whoever_knows_the_password_does_not_wait_for_strangers(people: People) -> None:
    for _ in range(4):
        with pytest.raises((SignInRefused, TooManyTries)):
            people.sign_in.by_password("b.meier", "wrong password", "10.0.0.66")
    assert people.sign_in.by_password("b.meier", PASSWORD, "10.0.0.7")


def test_many_names_from_one_address_wait_too(people: People) -> None:
    waits = Waits(lambda: 0.0)
    with people.users._store.writing() as db:  # noqa: SLF001 - as the test above
        for number in range(30):
            waits.count(db, f"name{number}", "10.0.0.66")
        with pytest.raises(TooManyTries):
            waits.count(db, "one more", "10.0.0.66")
        waits.count(db, "one more", "10.0.0.67")


def test_what_was_wrong_is_not_said(people: People) -> None:
    said = set()
    people.users.add("off", roles=["technician"], password=PASSWORD)
    people.users.change("off", disabled=True)
    for name, password in (("b.meier", "wrong password"), ("nobody", PASSWORD), ("off", PASSWORD)):
        with pytest.raises(SignInRefused) as refused:
            people.sign_in.by_password(name, password, "10.0.0.7")
        said.add(str(refused.value))
    assert len(said) == 1


def test_signing_out_ends_the_token_on_the_server(people: People) -> None:
    token = people.sign_in.by_password("b.meier", PASSWORD, "10.0.0.7")
    people.sign_in.end(token)
    assert people.sign_in.whose_session(token) is None


def test_disabling_revoking_and_a_new_password_end_every_session(people: People) -> None:
    people.users.add("anna", roles=["technician"], password=PASSWORD)
    ends: list[Callable[[], object]] = [
        lambda: people.users.revoke("anna"),
        lambda: people.users.change("anna", password=ANOTHER),
        lambda: people.users.change("anna", disabled=True),
    ]
    for end in ends:
        people.users.change("anna", disabled=False, password=PASSWORD)
        token = people.sign_in.by_password("anna", PASSWORD, "10.0.0.7")
        end()
        assert people.sign_in.whose_session(token) is None


def test_a_session_expires(people: People) -> None:
    token = SignIn(people.users._store, -1).by_password("b.meier", PASSWORD, "10.0.0.7")  # noqa: SLF001 - over already
    assert people.sign_in.whose_session(token) is None
    assert people.users.list()["users"][0]["sessions"] == 1
    people.sign_in.by_password("b.meier", PASSWORD, "10.0.0.7")
    assert people.users.list()["users"][0]["sessions"] == 1


def test_a_key_asks_in_a_users_name_until_it_is_taken_away(people: People) -> None:
    made = people.sign_in.new_key("b.meier", "line display")
    person = people.sign_in.whose_key(made["key"])
    assert person is not None
    assert person.principal.name == "b.meier"
    assert [(key["label"], bool(key["used_utc"])) for key in people.users.keys("b.meier")["keys"]] == [
        ("line display", True)
    ]
    people.users.revoke("b.meier", key=made["id"])
    assert people.sign_in.whose_key(made["key"]) is None
    with pytest.raises(UnknownUser):
        people.users.revoke("b.meier", key=made["id"])


def test_the_last_admin_stays_one(people: People) -> None:
    with pytest.raises(UserInvalid, match="has to be an admin"):
        people.users.change("b.meier", roles=["planner"])
    assert "admin" in people.users.list()["users"][0]["roles"]


def test_an_identity_provider_cannot_take_over_a_user_with_a_password(people: People) -> None:
    with pytest.raises(SignInRefused, match="does not sign in this way"):
        people.sign_in.vouched("oidc", "https://id.example/1", "b.meier")


def test_who_is_vouched_for_becomes_a_user_and_is_known_by_the_subject_afterwards(people: People) -> None:
    first = people.sign_in.vouched("oidc", "subject-1", "C.Huber@plant.example")
    assert (first.principal.name, *first.roles) == ("c.huber@plant.example", "technician")
    people.users.change("c.huber@plant.example", roles=["engineer"])
    assert people.sign_in.vouched("oidc", "subject-1", "renamed").roles == {"engineer"}
    with pytest.raises(SignInRefused):
        people.sign_in.vouched("oidc", "subject-2", "c.huber@plant.example")
    people.users.change("c.huber@plant.example", disabled=True)
    with pytest.raises(SignInRefused, match="disabled"):
        people.sign_in.vouched("oidc", "subject-1", "c.huber@plant.example")


def test_with_an_approver_among_the_users_only_approvers_approve(people: People) -> None:
    people.require_approver("anybody")
    people.users.change("b.meier", roles=["admin", "approver"])
    for name in ("b.meier", "B. Meier", " b.  meier "):
        people.require_approver(name)
    with pytest.raises(NotAllowed):
        people.require_approver("anybody")


@pytest.mark.sqlite("the file of users is moved away")
def test_the_door_stays_shut_while_the_users_are_gone(people: People, tmp_path: Path) -> None:
    assert people.must_sign_in
    (tmp_path / "users.sqlite").rename(tmp_path / "away")
    for _ in range(2):
        with pytest.raises(UsersOutOfReach, match="are gone"):
            _ = people.must_sign_in
        assert people.sign_in.whose_key("no key") is None  # which makes a new file
    for log in ("users.sqlite-wal", "users.sqlite-shm"):
        (tmp_path / log).unlink(missing_ok=True)
    (tmp_path / "away").replace(tmp_path / "users.sqlite")
    assert people.must_sign_in
    assert [user["name"] for user in people.users.list()["users"]] == ["b.meier"]

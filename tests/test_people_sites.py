"""The sites of users: given here, or by an identity provider, and what of the two counts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from databases import shelf_of
from plant_copilot.errors import BadSetting
from plant_copilot.people.errors import UserInvalid
from plant_copilot.people.people import People
from plant_copilot.people.roles import meant_by
from plant_copilot.people.settings import SignInSettings
from plant_knowledge_ingest.principal import ANY_SITE


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    people = People(shelf_of(tmp_path), SignInSettings())
    yield people
    people.close()


def test_whoever_works_at_a_site_asks_from_there_until_it_is_taken_away(people: People) -> None:
    people.users.add("anna", roles=["technician"], sites=["Linz", " Plant 2 "], source="proxy")
    key = people.sign_in.new_key("anna", "")["key"]
    known = people.sign_in.whose_key(key)
    assert known
    assert known.principal.sites == {"Linz", "Plant 2"}
    assert people.users.change("anna", sites=[ANY_SITE])["sites"] == ["*"]
    assert people.users.change("anna", sites=[""])["sites"] == []


@pytest.mark.parametrize("name", ["Linz, Steyr", "site:Linz", "*x", "L" * 65])
def test_a_site_that_no_document_can_have_is_refused(people: People, name: str) -> None:
    with pytest.raises(UserInvalid, match="a site is a name like Linz"):
        people.users.add("anna", roles=["technician"], sites=[name], source="proxy")


def test_a_group_cannot_pass_for_a_site(people: People) -> None:
    with pytest.raises(UserInvalid, match="cannot be a group"):
        people.users.add("anna", roles=["technician"], groups=["site:Linz"], source="proxy")


def test_groups_of_the_provider_may_stand_for_sites(people: People) -> None:
    told = {"PLANT_OIDC_GROUPS": "groups", "PLANT_OIDC_MAP": "staff=site:Linz, maint=technician, lab=lab"}
    held = meant_by(["staff", "lab"], SignInSettings.read(told).meant)
    person = people.sign_in.vouched("oidc", "g-1", "eva", held=held)
    assert person.principal.groups == {"everyone", "technician", "lab"}
    assert person.principal.sites == {"Linz"}
    assert people.sign_in.vouched("oidc", "g-1", "eva", held=frozenset()).principal.sites == frozenset()


def test_a_site_that_cannot_be_meant_is_refused_at_the_start() -> None:
    with pytest.raises(BadSetting, match="PLANT_OIDC_MAP: A site is"):
        SignInSettings.read({"PLANT_OIDC_GROUPS": "groups", "PLANT_OIDC_MAP": "staff=site:a;b=site:c*"})

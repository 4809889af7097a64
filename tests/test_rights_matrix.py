"""A lean run of the rights matrix: every route, tool and face, asked by people who may see some of a plant only."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from plant_copilot import Copilot, Settings, build_copilot
from plant_evals.rights import LEAK, MISSING, Seen, readable
from plant_evals.rights_papers import write
from plant_evals.rights_plant import Paper, papers, people
from plant_evals.rights_random import run_random
from plant_evals.rights_routes import ROWS, SHOWS_NOTHING, unlisted
from plant_knowledge_ingest.principal import Principal
from plant_ui.cli.rights_measured import measured

WHO = people()


@pytest.mark.slow
@pytest.mark.timeout(600)  # a server with all its doors, on a machine that may be busy
def test_every_door_shows_each_what_they_may_see_and_nothing_else() -> None:
    told = measured(3, (".md",), order=("local", "one", "linz", "nobody"), faces=("one",))
    assert told["faults"] == []
    assert told["doors"] > len(ROWS)


def test_a_route_that_nobody_has_thought_of_is_found_out() -> None:
    assert ROWS.keys().isdisjoint(SHOWS_NOTHING)
    assert unlisted([*ROWS, *SHOWS_NOTHING, "GET /api/v1/vault"]) == ["GET /api/v1/vault"]


@pytest.mark.parametrize("packed", [False, True])
def test_a_word_of_a_hidden_manual_is_a_leak_also_in_an_office_file(packed: bool) -> None:
    hidden = papers(4)[3]
    told = f"<w:t>{hidden.oil[:3]}</w:t><w:t>{hidden.oil[3:]}</w:t>".encode() if packed else hidden.oil.lower().encode()
    if packed:
        with zipfile.ZipFile(archive := BytesIO(), "w") as file:
            file.writestr("word/document.xml", told)
        told = archive.getvalue()
    seen = Seen([hidden])
    seen.look("door", WHO["two"], told)
    assert [fault.kind for fault in seen.faults] == [LEAK]


def test_what_somebody_said_themselves_is_no_leak_and_what_is_missing_is_told() -> None:
    hidden, shown = papers(4)[3], papers(4)[1]
    seen = Seen([hidden, shown])
    seen.look("door", WHO["one"], f"nothing about {hidden.tag}", asked=f"{hidden.tag}?", must=[hidden, shown])
    assert [fault.kind for fault in seen.faults] == [MISSING]
    assert readable(b'{"text": "\\u6cf5"}').endswith('{"text": "泵"}')


@pytest.fixture(scope="module")
def copilot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    folder = tmp_path_factory.mktemp("drawn")
    with build_copilot(Settings.read({}, home=folder / "home")) as copilot:
        copilot.ingest([write(papers(5, kinds=(".md",)), Path(folder) / "manuals")])
        yield copilot


def test_rights_drawn_at_random_hold_for_search_lists_pages_and_answers(copilot: Copilot) -> None:
    told = run_random(copilot, papers(5, kinds=(".md",)), 12, seed=7)
    assert (told["checks"], told["faults"]) == (12 * 6 + 2, [])


class Inverted(Paper):
    """A manual whose rule says the contrary."""

    def is_for(self, principal: Principal) -> bool:
        return not super().is_for(principal)


def test_a_manual_that_others_see_than_the_rule_says_is_found_out(copilot: Copilot) -> None:
    made = [Inverted(one.number, one.words, one.rights, one.site, one.ending) for one in papers(5, kinds=(".md",))]
    told = run_random(copilot, made, 4)
    assert told["leaks"] > 0
    assert told["over_restrictions"] > 0

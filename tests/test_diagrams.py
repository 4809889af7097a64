"""Pictures of an investigation with what stands behind each branch, as Python, HTTP and command line have them."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import etree

from investigated_plant import copilot, flow_too_low, investigated_home
from plant_copilot import Copilot
from plant_tools.investigation.errors import InvestigationInvalid
from plant_tools.investigation.shows import PICTURES
from plant_ui.api.app import build_app
from plant_ui.cli.show_investigations import branches

__all__ = ["copilot", "investigated_home"]

Json = dict[str, Any]


def drawn(diagram: Json) -> set[str]:
    return {group.get("data-branch", "") for group in etree.fromstring(diagram["svg"].encode()).iter("{*}g")}


def confirmed(copilot: Copilot) -> int:
    """Return a session with a confirmed cause and one why."""
    number = int(flow_too_low(copilot)["investigation"])
    for action, fields in (
        ("confirm", {"cause": "Luft in der Saugleitung"}),
        ("why", {"text": "niemand hat entlüftet"}),
    ):
        copilot.investigations.act(number, action, {"by": "Anna"} | fields)
    return number


@pytest.mark.parametrize("upright", [False, True])
@pytest.mark.parametrize("name", PICTURES)
def test_every_branch_is_drawn_and_hangs_on_another_one(copilot: Copilot, name: str, upright: bool) -> None:
    told = copilot.investigations.diagram(confirmed(copilot), name, upright=upright)
    ids = [branch["id"] for branch in told["branches"]]
    assert set(ids) == drawn(told)
    assert all(branch["under"] in ids for branch in told["branches"][1:])
    assert {branch["text"] for branch in told["branches"]} >= {"Luft in der Saugleitung", "Falsche Drehrichtung"}
    assert ("why1" in ids) == (name != "fishbone")


def test_a_candidate_is_called_so_in_four_languages_with_its_state_and_its_page(copilot: Copilot) -> None:
    number = confirmed(copilot)
    told = {
        one: copilot.investigations.diagram(number, "why-tree", language=one)
        for one in ("de", "en", "zh-Hans", "zh-Hant")
    }
    first = {one: diagram["branches"][1] for one, diagram in told.items()}
    roles = {one: branch["role"] for one, branch in first.items()}
    assert roles == {"de": "Mögliche Ursache", "en": "Candidate cause", "zh-Hans": "候选原因", "zh-Hant": "候選原因"}
    by_text = {branch["text"]: branch for branch in told["en"]["branches"]}
    assert by_text["Luft in der Saugleitung"]["state_told"] == "confirmed by a person"
    assert by_text["Falsche Drehrichtung"]["state"] == "open"
    assert by_text["Falsche Drehrichtung"]["evidence"][0]["citations"][0]["document"] == "P-101 Betriebsanleitung"


def test_what_hangs_on_a_folded_branch_is_told_and_not_drawn(copilot: Copilot) -> None:
    number = confirmed(copilot)
    whole = copilot.investigations.diagram(number, "why-tree")
    cause = next(branch for branch in whole["branches"] if branch["state"] == "confirmed")
    folded = copilot.investigations.diagram(number, "why-tree", folded=[cause["id"]])
    assert drawn(whole) - drawn(folded) == {"why1"}
    assert [branch["id"] for branch in folded["branches"] if branch["folded"]] == [cause["id"]]
    assert len(folded["branches"]) == len(whole["branches"])


def test_upright_pictures_are_no_wider_than_a_phone(copilot: Copilot) -> None:
    number = confirmed(copilot)
    for name in ("fishbone", "why-tree", "fault-tree"):
        svg = etree.fromstring(copilot.investigations.diagram(number, name, upright=True)["svg"].encode())
        rights = [float(box.get("x")) + float(box.get("width")) for box in svg.iter("{*}rect") if box.get("x")]
        assert max(rights) <= float(svg.get("width")) <= 400


def test_an_answer_to_its_check_stands_on_the_branch(copilot: Copilot) -> None:
    number = int(flow_too_low(copilot)["investigation"])
    check = copilot.investigations.show(number)["open_checks"]
    asked = next(one for one in check if one["asks"] and one["touch"] != "hands_on")
    fields = {"answer": "no", "check": asked["id"], "note": "dreht richtig", "by": "Anna"}
    copilot.investigations.act(number, "answer", fields)
    told = copilot.investigations.diagram(number, "fishbone", language="en")["branches"]
    branch = next(branch for branch in told if branch["id"] == asked["asks"][0])
    assert (branch["state"], branch["answers"]) == ("excluded", ["No · Anna: dreht richtig"])


def test_http_gives_the_same_and_a_page_to_see_it_on(copilot: Copilot) -> None:
    number = confirmed(copilot)
    with TestClient(build_app(copilot), base_url="http://127.0.0.1", client=("127.0.0.1", 1)) as client:
        place = f"/api/investigations/{number}/diagrams"
        told = client.get(f"{place}/why-tree", params={"language": "en", "folded": ["c1"], "upright": True}).json()
        assert told == copilot.investigations.diagram(number, "why-tree", language="en", folded=["c1"], upright=True)
        assert client.get(f"{place}/mindmap").status_code == 422
        assert "diagram.js" in client.get(f"/investigations/{number}/diagram").text
        assert client.get("/drawing/drawing.js").headers["content-type"].startswith("text/javascript")
        assert client.get("/diagram-page/secret.js").status_code == 404


def test_a_terminal_reads_it_line_by_line(copilot: Copilot, capsys: pytest.CaptureFixture[str]) -> None:
    branches(copilot.investigations.diagram(confirmed(copilot), "why-tree", language="en"))
    lines = capsys.readouterr().out.splitlines()
    at = next(n for n, line in enumerate(lines) if "Luft in der Saugleitung" in line)
    assert lines[at].strip().startswith("Candidate cause · Luft in der Saugleitung · confirmed by a person")
    assert any(line.startswith("    Why 1 · niemand hat entlüftet · ") for line in lines[at:])


def test_a_picture_that_there_is_not_is_refused_by_name(copilot: Copilot) -> None:
    with pytest.raises(InvestigationInvalid, match="'mindmap'"):
        copilot.investigations.diagram(confirmed(copilot), "mindmap")

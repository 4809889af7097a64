"""Root-cause sessions and troubleshooting trees on two manuals and the records of the sample plant."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree
from openpyxl import load_workbook

from investigated_plant import Json, copilot, flow_too_low, investigated_home
from plant_copilot import Copilot
from plant_tools.investigation import belief
from plant_tools.investigation.errors import InvestigationClosed, InvestigationInvalid
from plant_tools.investigation.fault_rows import causes_of
from plant_tools.investigation.lexicon import arm_of, touch_of
from plant_tools.investigation.pictures.paper import broken, width
from plant_tools.investigation.session import contradictions

__all__ = ["copilot", "investigated_home"]


def tabled(one: Json) -> list[str]:
    return [c["cause"] for c in one["candidates"] if c["source"] == "manuals"]


def check_of(one: Json, cause: str) -> str:
    return next(str(check["id"]) for check in one["checks"] if check["text"] == cause)


def act(copilot: Copilot, one: Json, action: str, **fields: str) -> Json:
    return copilot.investigations.act(one["investigation"], action, {"by": "Anna", **fields})


def test_the_causes_of_the_manuals_row_are_candidates_with_its_page(copilot: Copilot) -> None:
    one = flow_too_low(copilot)
    assert (one["asset"], one["language"]) == ("P-101", "de")
    assert tabled(one) == ["Falsche Drehrichtung", "Luft in der Saugleitung", "Spalt über 1,0 mm"]
    cited = next(c for c in one["candidates"] if c["source"] == "manuals")["evidence"][0]["citations"][0]
    assert (cited["document"], cited["page"]) == ("P-101 Betriebsanleitung", 5)


def test_causes_of_history_stand_apart_with_orders_and_probability(copilot: Copilot) -> None:
    copilot.learn_causes()
    found = [c for c in flow_too_low(copilot)["candidates"] if c["source"] == "history"]
    assert found
    assert all(c["code"] and c["evidence"][0]["citations"][0]["query"].startswith("SELECT") for c in found)
    assert all(0 <= c["probability"] <= 1 for c in found)


def test_a_check_for_eyes_comes_before_one_behind_isolation() -> None:
    held = {"c1": 0.45, "c2": 0.45, belief.ELSE: 0.1}
    look = {"id": "k1", "asks": ["c1"], "touch": "look", "minutes": 2}
    hands = {"id": "k2", "asks": ["c2"], "touch": "hands_on", "minutes": 30}
    ranked = belief.best_first(held, [hands, look], isolated=False)
    assert [(check["id"], check["cost"]) for check in ranked] == [("k1", 2), ("k2", 50)]
    assert ranked[0]["bits"] == ranked[1]["bits"] > 0


def test_information_gain_is_that_of_the_textbook() -> None:
    """Two equal causes, a check that is right 9 times in 10: 1 bit less the entropy of 0.9."""
    even = {"c1": 0.5, "c2": 0.5}
    assert belief.gain(even, {"asks": ["c1"]}) == pytest.approx(1 - 0.468996, abs=1e-5)
    assert belief.after(even, {"asks": ["c1"]}, "yes") == pytest.approx({"c1": 0.9, "c2": 0.1})


def test_an_answer_changes_the_ranking_and_names_who_gave_it(copilot: Copilot) -> None:
    one = flow_too_low(copilot)
    check = check_of(one, "Falsche Drehrichtung")
    after = act(copilot, one, "answer", answer="no", check=check)
    states = {c["cause"]: c["state"] for c in after["ranking"]}
    assert states["Falsche Drehrichtung"] == "excluded"
    assert after["ranking"][-1]["cause"] == "Falsche Drehrichtung"
    assert [(a["check"], a["answer"], a["by"]) for a in after["answers"]] == [(check, "no", "Anna")]


def test_no_hands_on_check_is_answered_before_isolation(copilot: Copilot) -> None:
    one = flow_too_low(copilot)
    check = check_of(one, "Luft in der Saugleitung")
    with pytest.raises(InvestigationInvalid, match="isolate, lock out and prove"):
        act(copilot, one, "answer", answer="yes", check=check)
    steps = "\n".join(step["statement"] for step in one["isolation_steps"])
    assert "Q101 auf 0 drehen" in steps
    act(copilot, one, "isolated")
    assert act(copilot, one, "answer", answer="yes", check=check)["next"]["kind"] == "confirm"


def test_contradictory_answers_are_said_and_count_neither_way(copilot: Copilot) -> None:
    one = flow_too_low(copilot)
    check = check_of(one, "Falsche Drehrichtung")
    act(copilot, one, "answer", answer="yes", check=check)
    after = act(copilot, one, "answer", answer="no", check=check)
    assert after["contradictions"] == [
        {"code": "both_ways", "check": "Falsche Drehrichtung", "yes": "Anna", "no": "Anna"}
    ]
    assert {c["state"] for c in after["ranking"]} == {"open"}


def test_two_causes_found_and_all_excluded_are_said() -> None:
    checks = [{"id": f"k{n}", "asks": [f"c{n}"], "text": f"t{n}"} for n in (1, 2)]
    one = {"candidates": [{"id": "c1", "cause": "A"}, {"id": "c2", "cause": "B"}], "checks": checks}
    yes, no = ([{"check": f"k{n}", "answer": a, "by": "X"} for n in (1, 2)] for a in ("yes", "no"))
    assert contradictions(one | {"answers": yes}) == [{"code": "several_found", "causes": ["A", "B"]}]
    assert contradictions(one | {"answers": no}) == [{"code": "all_excluded"}]


def test_a_machine_that_nothing_knows_gets_no_candidates_of_another(copilot: Copilot) -> None:
    one = copilot.investigations.begin("Spindle of CNC-3 overheats after warm-up, alarm 4021")
    assert (one["asset"], one["candidates"], one["next"]) == ("CNC-3", [], {"kind": "exhausted"})
    assert [remark["code"] for remark in one["remarks"]] == ["no_history", "no_rows", "no_candidates"]


def test_a_why_with_an_order_is_evidence_and_one_without_ends_the_chain(copilot: Copilot) -> None:
    one = act(copilot, flow_too_low(copilot), "confirm", cause="Luft in der Saugleitung")
    first = act(copilot, one, "why", text="Zu spät entlüftet, siehe BR-100385")
    assert [(w["mark"], w["evidence"][0]["citations"][0]["record_ids"]) for w in first["whys"]] == [
        ("evidence", ["BR-100385"])
    ]
    last = act(copilot, one, "why", text="Vollmond")
    assert (last["whys"][1]["mark"], last["next"]["kind"]) == ("hypothesis", "write_back")
    with pytest.raises(InvestigationInvalid, match="No further why"):
        act(copilot, one, "why", text="Neumond")


def test_a_confirmed_cause_reaches_the_history_only_once_its_draft_is_approved(copilot: Copilot) -> None:
    one = flow_too_low(copilot)
    code = next(c["code"] for c in one["candidates"] if c["source"] == "history")
    act(copilot, one, "confirm", cause=code)
    act(copilot, one, "why")
    drafted = act(copilot, one, "write-back")
    assert (drafted["state"], drafted["order"]) == ("confirmed", None)
    assert copilot.drafts.show(drafted["draft"])["fields"]["cause_code"] == code
    written = copilot.drafts.approve(drafted["draft"], by="M. Huber")
    closed = copilot.investigations.show(one["investigation"])
    assert (closed["state"], closed["order"]) == ("closed", written["order"])
    assert act_is_refused(copilot, one)


def act_is_refused(copilot: Copilot, one: Json) -> bool:
    with pytest.raises(InvestigationClosed, match="closed"):
        act(copilot, one, "isolated")
    return True


def test_a_session_is_handed_over_before_another_person_goes_on(copilot: Copilot) -> None:
    one = act(copilot, flow_too_low(copilot), "isolated")
    with pytest.raises(InvestigationClosed, match="in the hands of Anna"):
        copilot.investigations.act(one["investigation"], "isolated", {"by": "Bert"})
    handed = act(copilot, one, "hand-over", to="Bert")
    assert (handed["holder"], handed["isolation"]) == ("Bert", None)
    assert copilot.investigations.act(one["investigation"], "isolated", {"by": "Bert"})["isolation"]["by"] == "Bert"


def test_a_tree_leads_from_cause_to_remedy_and_back_and_remembers_the_way(copilot: Copilot) -> None:
    one = copilot.investigations.begin("LB-305 ER-038", kind="tree", by="Li")
    number = one["investigation"]

    def step(action: str, **fields: str) -> Json:
        return copilot.investigations.act(number, action, {"by": "Li", **fields})

    assert one["next"]["kind"] == "isolate"
    step("isolated")
    remedy = step("answer", answer="yes")
    assert (remedy["next"]["kind"], remedy["walked"]) == ("remedy", ["1", "1r"])
    assert step("answer", answer="back")["walked"] == ["1"]
    assert step("answer", answer="no")["next"]["node"]["text"] == "吹标气压低于 0.2 MPa"
    assert step("answer", answer="no")["next"] == {"kind": "not_found"}
    assert [entry["answer"] for entry in copilot.investigations.show(number)["path"]] == ["yes", "back", "no", "no"]


def test_a_tree_without_a_fault_table_is_refused(copilot: Copilot) -> None:
    with pytest.raises(InvestigationInvalid, match="No fault table"):
        copilot.investigations.begin("LB-305 ER-999 coffee is cold", kind="tree")


@pytest.mark.parametrize("name", ["fishbone", "why-tree", "fault-tree"])
def test_pictures_are_svg_that_holds_every_candidate_and_no_script(copilot: Copilot, name: str) -> None:
    one = copilot.investigations.begin('P-101: Förderstrom zu klein <script>alert("1")</script>')
    svg = copilot.investigations.picture(one["investigation"], name)
    root = etree.fromstring(svg.encode())
    told = " ".join(root.itertext())
    assert root.findall(".//{*}script") == []
    assert all(word in told for cause in tabled(one) for word in cause.split())
    assert "prefers-color-scheme:dark" in svg


def test_lines_of_a_picture_are_no_wider_than_their_room() -> None:
    for text in ("标签缠鼓且反复发生于夜班换卷之后的第三班", "Rindfleischetikettierungsüberwachungsaufgaben, and more"):
        lines = broken(text, 120, 20)
        assert max(map(width, lines)) <= 120
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_the_8d_report_opens_in_word_and_says_what_is_open(copilot: Copilot) -> None:
    one = act(copilot, flow_too_low(copilot), "note", D3="Wanne untergestellt", aspect="where", is_not="saugseitig")
    content = copilot.investigations.file(one["investigation"], "8d", "docx")
    with ZipFile(BytesIO(content)) as archive:
        parts = {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}
    told = " ".join(parts["word/document.xml"].itertext())
    assert all(f"D{n} " in told for n in range(9))
    assert "Wanne untergestellt" in told
    assert "noch niemand" in told
    assert "P-101 Betriebsanleitung, rev. 2, p. 5" in told


def test_no_cell_of_a_report_is_a_formula(copilot: Copilot) -> None:
    one = act(copilot, flow_too_low(copilot), "confirm", cause="=HYPERLINK(A1)")
    for report in ("8d", "fmea"):
        book = load_workbook(BytesIO(copilot.investigations.file(one["investigation"], report, "xlsx")))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
        assert any("HYPERLINK" in str(cell.value) for cell in cells)
        assert {cell.data_type for cell in cells} == {"s"}


def test_an_fmea_leaves_its_numbers_to_the_team(copilot: Copilot) -> None:
    one = flow_too_low(copilot)
    book = load_workbook(BytesIO(copilot.investigations.file(one["investigation"], "fmea", "xlsx")))
    head, first = list(book.worksheets[0].iter_rows(values_only=True))[:2]
    row = dict(zip(head, first, strict=True))
    assert (row["Betrachtungseinheit"], row["B"], row["A"], row["E"]) == ("P-101", None, None, None)


def test_causes_are_cut_where_the_cell_lists_them_and_numbers_stay_whole() -> None:
    assert causes_of("倒包,编组计数错误") == ["倒包", "编组计数错误"]
    assert causes_of("Spalt über 1,0 mm oder Lager fest") == ["Spalt über 1,0 mm", "Lager fest"]


def test_words_say_how_near_one_must_come_and_which_arm_it_is() -> None:
    assert [touch_of(t) for t in ("Reel empty", "Druck unter 2 bar", "Heizkreis öffnen", "电缆")] == [
        "look",
        "measure",
        "hands_on",
        "hands_on",
    ]
    assert [arm_of(t) for t in ("Bearing worn", "误操作", "Montage falsch", "qwertz")] == [
        "machine",
        "man",
        "method",
        "",
    ]

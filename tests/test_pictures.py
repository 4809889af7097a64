"""What was read in a photo, compared with what is on record: the asset, the alarm, the part, and when to ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pictured_plant import fill, seen
from plant_copilot import Copilot, Settings, build_copilot
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.readers.photo import Photo
from plant_tools.pictures.alike import Likeness, likeness
from plant_tools.pictures.desk import PictureDesk
from plant_tools.pictures.fields import fields
from plant_tools.pictures.reading import reading
from plant_tools.pictures.view import view

WHO = Principal("somebody")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PictureDesk]:
    home = tmp_path_factory.mktemp("pictured")
    with build_copilot(Settings.read({}, home=home)) as copilot:
        fill(copilot, home)
        yield desk_of(copilot)


def desk_of(copilot: Copilot) -> PictureDesk:
    return PictureDesk(copilot._library, copilot._records)  # noqa: SLF001 - the parts that the facade is made of


def told(desk: PictureDesk, photo: Photo, asset: str = "", order: str = "", language: str = "en") -> dict[str, Any]:
    named = desk.order(order, WHO) if order else None
    return view(reading(photo, desk.record(WHO), asset, named), language, asset, named)


@pytest.mark.parametrize(
    ("read", "known", "like"),
    [
        ("p101", "P-101", Likeness.EXACT),
        ("P-1O1", "P-101", Likeness.ALIKE),
        ("NHC-2O4I7", "NHC-20417", Likeness.ALIKE),
        ("TP-4O-O21B", "TP-40-0218", Likeness.ALIKE),
        ("NHC-20418", "NHC-20417", Likeness.NEAR),
        ("NHC-2041", "NHC-20417", Likeness.NEAR),
        ("P-102", "P-101", Likeness.NONE),
        ("NHC-20527", "NHC-20417", Likeness.NONE),
        ("", "P-101", Likeness.NONE),
    ],
)
def test_characters_that_look_alike_are_not_the_same(read: str, known: str, like: Likeness) -> None:
    assert likeness(read, known) is like


@pytest.mark.parametrize(
    ("row", "name", "value"),
    [
        (("Fabrik-Nr.", "NHC-20417"), "serial", "NHC-20417"),
        ("Serial No.: NHC-20417", "serial", "NHC-20417"),
        ("出厂编号：NHC-20417", "serial", "NHC-20417"),
        ("SerialNo NHC-20417", "serial", "NHC-20417"),
        (("型號", "NHC 65-160"), "type", "NHC 65-160"),
        ("Menge: 4 Stück", "quantity", "4 Stück"),
        ("Umax 400 V 50 Hz 7,5 kW", "power", "7,5 kW"),
    ],
)
def test_a_field_is_known_by_the_words_before_it_in_any_language(
    row: str | tuple[str, str], name: str, value: str
) -> None:
    assert (name, value) in [(field.name, field.value) for field in fields(seen(row).lines)]


def test_two_fields_on_one_line_are_two_and_each_has_its_place() -> None:
    serial, year = fields(seen("S/N: NHC-20417 Year: 2018").lines)
    assert (serial.name, serial.value, year.name, year.value) == ("serial", "NHC-20417", "year", "2018")
    assert serial.rectangle.x1 < year.rectangle.x0


def test_a_plate_is_taken_for_its_own_serial_number(desk: PictureDesk) -> None:
    shown = told(desk, seen("Nordhafen Pumpen", ("Type", "NHC 65-160"), ("Serial no.", "NHC-20417")))
    assert (shown["kind"], shown["outcome"], shown["asset"]) == ("nameplate", "match", "P-101")
    assert shown["question"] == "Which failures were most frequent on P-101?"
    assert shown["fields"][1]["label"] == "serial number"


@pytest.mark.parametrize("serial", ["NHC-2O417", "NHC-20418"])
def test_a_serial_number_that_is_only_like_one_is_asked(desk: PictureDesk, serial: str) -> None:
    shown = told(desk, seen(("Type", "NHC 65-160"), ("Serial no.", serial)))
    assert (shown["outcome"], shown["asset"]) == ("ambiguous", "")
    assert shown["choices"][0]["asset"] == "P-101"
    assert shown["choices"][0]["question"] == "Which failures were most frequent on P-101?"


def test_of_two_machines_of_one_type_neither_is_taken_by_the_type(desk: PictureDesk) -> None:
    shown = told(desk, seen(("Typ", "NHC 65-160"), ("Baujahr", "2018")))
    assert [choice["asset"] for choice in shown["choices"]] == ["P-101", "P-102"]
    assert shown["asset"] == ""


def test_the_plate_of_another_asset_than_asked_about_is_warned_of(desk: PictureDesk) -> None:
    shown = told(desk, seen(("Type", "NHC 65-160"), ("Serial no.", "NHC-20522")), asset="P-101")
    assert (shown["outcome"], shown["asset"], shown["question"]) == ("mismatch", "", "")
    assert shown["text"] == "This picture says P-102, but you are asking about P-101. Which is meant?"
    assert [choice["label"] for choice in shown["choices"]] == ["P-102 · Spare feed pump", "P-101 · Feed pump"]


def test_a_serial_number_that_nobody_knows_is_warned_of_where_another_is_on_record(desk: PictureDesk) -> None:
    shown = told(desk, seen(("Type", "NHC 65-160"), ("Serial no.", "NHC-99887")), asset="P-101", language="de")
    assert shown["outcome"] == "mismatch"
    assert "NHC-99887" in shown["text"]
    assert "NHC-20417" in shown["text"]


def test_a_look_alike_is_taken_where_that_asset_is_asked_about_and_said(desk: PictureDesk) -> None:
    shown = told(desk, seen(("Type", "NHC 65-160"), ("Serial no.", "NHC-2O417")), asset="P-101")
    assert (shown["outcome"], shown["asset"]) == ("match", "P-101")
    assert [notice["code"] for notice in shown["notices"]] == ["read_as"]


def test_a_tag_beside_the_serial_number_of_another_machine_is_asked(desk: PictureDesk) -> None:
    both = told(desk, seen(("Tag", "P-101"), ("Serial no.", "NHC-20522")))
    strange = told(desk, seen(("Tag", "P-101"), ("Serial no.", "XX-1")))
    assert (both["outcome"], strange["outcome"]) == ("ambiguous", "ambiguous")
    assert {choice["asset"] for choice in both["choices"]} == {"P-101", "P-102"}


def test_a_display_leads_to_the_row_of_its_alarm_and_asks_whose_it_is(desk: PictureDesk) -> None:
    shown = told(desk, seen("ALARM", "F301", "12:31:07"))
    assert (shown["kind"], shown["alarm"]["code"], shown["outcome"]) == ("alarm_display", "F301", "ambiguous")
    assert shown["text"] == "The display shows alarm F301: Folie gerissen (in German). Is this SW-306?"
    assert shown["question"] == "What does alarm F301 mean?"
    assert shown["choices"][0]["question"] == "What does alarm F301 on SW-306 mean?"
    assert shown["citations"][0].document == "SW-306 Anleitung"


@pytest.mark.parametrize(("language", "question"), [
    ("en", "What does alarm E0451 on P-101 mean?"), ("de", "Was bedeutet die Störung E0451 an P-101?"),
    ("zh-Hans", "P-101 的报警 E0451 是什么意思？"), ("zh-Hant", "P-101 的警報 E0451 是什麼意思？"),
])  # fmt: skip
def test_the_question_is_in_the_language_of_the_person(desk: PictureDesk, language: str, question: str) -> None:
    shown = told(desk, seen("E0451"), asset="P-101", language=language)
    assert (shown["question"], shown["outcome"]) == (question, "match")


def test_an_alarm_that_only_another_machine_has_is_warned_of(desk: PictureDesk) -> None:
    shown = told(desk, seen("F301"), asset="P-101")
    assert shown["outcome"] == "mismatch"
    assert shown["text"].endswith("it is in those about SW-306. Which is meant?")


def test_a_code_read_with_a_look_alike_is_corrected_and_said(desk: PictureDesk) -> None:
    shown = told(desk, seen("EO45I"), asset="P-101")
    assert (shown["alarm"]["code"], shown["alarm"]["exact"]) == ("E0451", False)
    assert shown["notices"][0]["text"].startswith("Read was EO45I, on record is E0451")


@pytest.mark.parametrize(
    ("number", "asset", "verdict", "says"),
    [
        ("NP-65-2105", "P-101", "right", "Right part: NP-65-2105 (Impeller 158 mm) is in the parts list of P-101."),
        ("NP-65-2105", "SW-306", "other", "belongs to P-101, P-102, not to SW-306."),
        ("NP-65-4409", "P-101", "superseded", "was replaced by NP-65-4410."),
        ("TP-40-0217", "SW-306", "superseded", "was replaced by TP-40-0218."),
        ("NP-65-9999", "P-101", "unknown", "NP-65-9999 is in no parts list here."),
        ("NP-65-2105", "", "listed", "is in the parts list of P-101, P-102."),
    ],
)
def test_a_label_is_compared_with_the_lists_of_parts(
    desk: PictureDesk, number: str, asset: str, verdict: str, says: str
) -> None:
    shown = told(desk, seen(("Part no.", number), ("Qty", "2 pcs"), ("Batch", "B7")), asset=asset)
    assert (shown["kind"], shown["delivery"]["verdict"]) == ("delivery_label", verdict)
    assert says in shown["text"]
    assert bool(shown["citations"]) == (verdict != "unknown")


def test_an_order_knows_its_parts_from_its_lines_and_from_its_text(desk: PictureDesk) -> None:
    named = told(desk, seen(("Part no.", "NP-65-4410"), ("Qty", "1")), order="7001")
    used = told(desk, seen(("Part no.", "NP-65-4415"), ("Qty", "4 pcs")), order="7001")
    other = told(desk, seen(("Part no.", "NP-65-2105"), ("Qty", "1")), order="7001")
    assert [one["delivery"]["verdict"] for one in (named, used, other)] == ["right", "right", "other"]
    assert used["notices"][0]["text"] == "The order wants 2, the label says 4."
    assert other["text"].endswith("is not on order 7001, which names NP-65-4410, NP-65-4415.")


def test_nothing_read_says_what_to_do_and_asks_nothing(desk: PictureDesk) -> None:
    shown = told(desk, seen("~", sure=0.5))
    assert (shown["kind"], shown["question"], shown["choices"]) == ("nothing", "", [])
    assert shown["text"].startswith("No text was read in this picture. Go nearer")


def test_text_of_another_kind_is_said_to_be_that(desk: PictureDesk) -> None:
    shown = told(desk, seen("Please close the door", "Danke"))
    assert (shown["kind"], shown["question"]) == ("text", "")

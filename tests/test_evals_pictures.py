"""Pictures to be measured with: the same for a seed, strange ones of nobody's, counted for what they are."""

from __future__ import annotations

from pictured_plant import seen
from plant_evals.picture_cases import Case, cases
from plant_evals.picture_drawing import drawn
from plant_evals.pictures import Seen, figures
from plant_evals.pictures_report import of_pictures
from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.passage import Rectangle
from plant_tools.pictures.listed import Alarm, Part
from plant_tools.pictures.reading import Reading, Record, reading
from plant_tools.pictures.register import MATCH, Identity, Known

ASSETS = [Known(f"P-10{n}", "Pump", "Nordhafen", f"NHC 6{n}", f"NHC-204{n}7") for n in range(4)]
PLACE = PageCitation("manual", "1", 3, "3", (Rectangle(0, 0, 9, 9),), "E0451 Seal leaks", "en")
RECORD = Record(
    ASSETS,
    [Alarm(f"E045{n}", "Seal leaks", (f"P-10{n}",), PLACE) for n in range(4)],
    [Part(f"NP-65-44{n}0", "Seal", (f"P-10{n}",), PLACE) for n in range(4)],
)


def test_the_same_seed_draws_the_same_pictures() -> None:
    first, again = (list(cases(RECORD, 50, 7)) for _ in range(2))
    assert first == again
    assert drawn(first[30], 7)[0].tobytes() == drawn(again[30], 7)[0].tobytes()
    assert {case.group for case in first} == {"own", "strange", "wrong", "display", "label", "nothing"}


def test_strange_machines_are_on_no_record_and_other_assets_are_others() -> None:
    made = list(cases(RECORD, 200, 3))
    serials = {asset.serial for asset in ASSETS}
    assert not [case for case in made if case.group == "strange" and case.key in serials]
    assert not [case for case in made if case.group == "wrong" and case.expected == case.asset]


def test_an_asset_that_is_taken_for_another_one_is_counted() -> None:
    case = Case(1, "plate", "own", "en", (), "", "P-101", "NHC-20417")
    plate = seen(("Type", "NHC 61"), ("Serial no.", "NHC-20417"))
    right = reading(plate, RECORD)
    wrong = Reading(plate, right.kind, right.fields, Identity(MATCH, "P-102"))
    counted = figures([Seen(case, ("blur",), right), Seen(case, ("dark",), wrong)])
    assert (counted["all"]["asset_right"], counted["all"]["taken_wrongly"]) == (1, 1)
    assert [one["taken"] for one in counted["wrong"]] == ["P-102"]
    assert "plates of assets on record" in of_pictures({**counted, "costs": {"seconds": 1.0}})

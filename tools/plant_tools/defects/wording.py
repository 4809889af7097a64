"""What a question in words asks of the inspections: which defect, by which factor, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from plant_knowledge_ingest.chinese import simplified
from plant_knowledge_ingest.glossary.glossary import Concept, Glossary
from plant_knowledge_ingest.tokens import for_search
from plant_tools.defects.vocabulary import Vocabulary

_NAMED = {
    "asset_tag": "machines?|press(?:es)?|equipment|maschinen?|anlagen?|presse[n]?|机台|机器|设备",
    "location_code": r"(?:production )?lines?|linien?|fertigungslinien?|产线|生产线|线",
    "product": "products?|articles?|variants?|produkte?[n]?|artikeln?|sorten?|teile[n]?|产品|型号",
    "material": "(?:raw )?materials?|grades?|materialien|materials?|werkstoffe?[n]?|rohstoffe?[n]?|材料|原料|物料",
    "batch": "batch(?:es)?|lots?|chargen?|lose?|批次|批号|批",
    "supplier": "suppliers?|vendors?|lieferanten?|zulieferern?|供应商|供货商",
    "shift": "shifts?|schicht(?:en)?|班次|班别|班组|班",
}
_WHICH = (
    r"(?:\b(?:which|what|by|per|between|each|welche[rsnm]?|nach|pro|je|zwischen|jede[rnms]?)\s+(?:\w+\s+)?"
    r"|(?:哪[个一]?|按|各|每个?|不同)[种台条家批个]?)"
)
_DEFECT = re.compile(
    r"\b(?:defects?|defective|scrap(?:ped)?|reject(?:s|ed|ion)?|nonconformit\w+|quality (?:problem|issue)s?)\b"
    r"|\b(?:ausschuss\w*|schlechtteile?|fehlerhafte?\w*|fehlteile?|qualitätsproblem\w*"
    r"|(?:produkt|etikett(?:en)?|verpackungs|oberflächen|naht|farb|lack|guss)fehler\w*)"
    r"|废品|次品|不良(?:品|率|项)?|缺陷|瑕疵|报废|不合格",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"\b(?:why|factors?|linked|correlat\w+|associated|come from|go(?:es)? with|depend\w*|most|more|worse|worst|rates?|"
    r"many|blame|due to|because of|caused by)\b"
    r"|\b(?:warum|weshalb|wieso|woran|woher|faktor(?:en)?|zusammenhäng\w*|hängt|hängen|abhängig|meisten?|höchste\w*|mehr|"
    r"schlecht\w+|quote|anteil|viele?|einher\w*|liegt|schuld)\b"
    r"|为什么|为何|什么原因|因素|有关|相关|最多|最高|最严重|这么多|更多|更高|出在|造成|率",
    re.IGNORECASE,
)
# What is wrong with a batch or a product is a defect; what is wrong with a machine may be a failure.
_WRONG = re.compile(r"\b(?:faults?|errors?|fehlern?|mängeln?)\b|问题|毛病", re.IGNORECASE)
_OF_PRODUCTS = frozenset({"batch", "material", "product", "supplier"})
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Asked:
    """``defects``: codes, none for all; ``factor``: a field or heading, "" for all; ``where``: level by field."""

    defects: tuple[str, ...] = ()
    factor: str = ""
    where: dict[str, str] = field(default_factory=dict)


def asked(question: str, known: Vocabulary) -> Asked | None:
    """Return what a question asks of the inspections; None where it does not speak of defects of products.

    It speaks of them where it asks why, how many or which factor, and names a defect on record or defects as such.
    """
    text = simplified(for_search(question)).casefold()
    defects = defects_in(text, known)
    named = factor_in(text, known)
    spoken = defects or _DEFECT.search(text) or (named in _OF_PRODUCTS and _WRONG.search(text))
    if not spoken or not (named or _WHY.search(text)):
        return None
    where = {name: value for name, value in levels_in(text, known) if name != named}
    return Asked(defects, named, where)


def defects_in(text: str, known: Vocabulary) -> tuple[str, ...]:
    """Return the codes that a text names: as they are written, by their names, or by what these mean."""
    plain = [code for code, name in known.defects.items() if _stands(code, text) or (name and _stands(name, text))]
    if plain:
        return tuple(plain)
    meant = _defect_ids(text)
    return tuple(code for code, name in known.defects.items() if meant & _defect_ids(f"{code} {name}"))


def factor_in(text: str, known: Vocabulary) -> str:
    """Return the field or parameter that a text asks to compare by, "" for none."""
    for name, words in _NAMED.items():
        if re.search(rf"{_WHICH}(?:{words})(?![a-zäöüß])", text):
            return name
    return next((heading for heading in known.parameters if _stands(heading, text)), "")


def levels_in(text: str, known: Vocabulary) -> Iterator[tuple[str, str]]:
    """Yield the levels of fields that a text names, such as ("location_code", "L2") for "on line 2"."""
    for name, values in known.levels.items():
        said = re.findall(rf"(?:{_NAMED[name]})\s*(?:no\.?|nr\.?|#)?\s*0*(\d+)|0*(\d+)\s*号?(?:{_NAMED[name]})", text)
        numbers = {one or other for one, other in said}
        meant = _shift_ids(text) if name == "shift" else frozenset()
        for value in values:
            plain = len(value) > 1 and not value.isdigit() and _stands(value, text)
            counted = _number_of(value, name) in numbers
            if plain or counted or (meant & _shift_ids(value)):
                yield name, value
                break


def _number_of(value: str, name: str) -> str:
    """Return the number of a level that is no more than its factor and a number, such as "Line 2", "L2", "2"."""
    found = _NUMBER.findall(value)
    rest = _NUMBER.sub("", simplified(value).casefold()).strip(" -_.#号")
    plain = not rest or len(rest) == 1 or re.fullmatch(_NAMED[name], rest)
    return found[0].lstrip("0") if len(found) == 1 and plain else ""


def _stands(name: str, text: str) -> bool:
    folded = simplified(for_search(name)).casefold().strip()
    if not folded:
        return False
    if re.search(r"[\u3400-\u9fff]", folded):
        return folded in text
    return re.search(rf"(?<![\w]){re.escape(folded)}(?![\w])", text) is not None


_SHIFTS = frozenset({"night", "early", "late"})


def _defect_ids(text: str) -> frozenset[str]:
    return _glossary().find(text) - _SHIFTS


def _shift_ids(text: str) -> frozenset[str]:
    return _glossary().find(text) & _SHIFTS


@cache
def _glossary() -> Glossary:
    entries = yaml.load(Path(__file__).with_name("defects.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return Glossary(
        Concept(entry.pop("id"), {name: tuple(words) for name, words in entry.items()}) for entry in entries
    )

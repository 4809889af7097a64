"""Answers far longer than the plant gives: what a channel draws of them has to fit, and may lose no citation."""

from __future__ import annotations

import random
from typing import Any

Json = dict[str, Any]

_WORDS = (
    "valve pump seal bearing torque 12.5 Nm E0451 *not* _under_ `code` ~gone~ <!channel> <@U1> & > # | 报警 密封 Öl "
    "http://evil.example/a ![picture](http://evil.example/p.png) [link](https://evil.example) www.evil.example "
    "\u202eleft \u200b"
).split(" ")
_LANGUAGES = ("en", "de", "zh-Hans", "zh-Hant")


def long_answers(number: int, seed: int = 0) -> list[Json]:
    """Return payloads as ``Copilot.ask`` gives them, of 1 to 120 statements with up to 4,000 characters each."""
    chance = random.Random(seed)  # noqa: S311 - the same cases every time
    return [_answer(chance, number) for number in range(number)]


def _answer(chance: random.Random, number: int) -> Json:
    language = chance.choice(_LANGUAGES)
    citations = [_citation(chance, mark, language) for mark in range(1, chance.randint(1, 120) + 1)]
    statements = [_statement(chance, one) for one in citations]
    kinds = [chance.choice(("fact", "fact", "hazard", "isolation", "related")) for _ in citations]
    for statement, cited, kind in zip(statements, citations, kinds, strict=True):
        if cited["kind"] == "records" and kind == "fact":
            statement["text"] = _figure(chance, statement["text"])
    evidence = [
        {"tool": "made", "statement": one["text"], "value": None, "unit": "", "marks": one["marks"], "kind": kind}
        | {"formula": "", "details": {"machine": f"P-{one['marks'][0] % 3}"} if kind == "isolation" else {}}
        for one, kind in zip(statements, kinds, strict=True)
    ]
    return {
        "question": f"question {number}",
        "language": language,
        "answer": "",
        "abstained": False,
        "refused": chance.random() < 0.1,
        "seconds": 0.1,
        "thread": f"{number:032x}",
        "first_line": None,
        "suggestions": [_words(chance, 200) for _ in range(chance.randint(0, 5))],
        "statements": statements,
        "evidence": evidence,
        "citations": citations,
        "notices": [{"code": "note", "text": _words(chance, 3_000)} for _ in range(chance.randint(0, 4))],
        "tools": ["made"],
        "model": None,
        "pending": None,
        "support_code": f"{number:012x}",
    }


def _statement(chance: random.Random, cited: Json) -> Json:
    text = _words(chance, chance.choice((40, 200, 900, 4_000)))
    return {"text": text, "marks": [cited["mark"]], "leads": cited["mark"] == 1}


def _citation(chance: random.Random, mark: int, language: str) -> Json:
    if chance.random() < 0.3:
        ids = [f"BR-{chance.randint(1, 999_999)}" for _ in range(chance.randint(1, 9))]
        return {"mark": mark, "kind": "records", "dataset": f"plant {mark % 4}", "record_ids": ids} | {
            "query": "SELECT 1",
            "total": chance.choice((1, len(ids), 4_000)),
            "quote": "7",
        }
    return {
        "mark": mark,
        "kind": "page",
        "document": f"Manual {chance.randint(1, 12)} {'x' * chance.choice((0, 0, 180))}".strip(),
        "revision": chance.choice(("", "C")),
        "page": chance.randint(1, 40),
        "printed_page": chance.choice(("", "3-7")),
        "rectangle": [10.0, 10.0, 20.0, 20.0],
        "rectangles": [[10.0, 10.0, 20.0, 20.0]],
        "quote": "quoted",
        "language": chance.choice(("", "en", language)),
        "confidence": 1.0,
    }


def _figure(chance: random.Random, text: str) -> str:
    """Return the words of a history tool: a stressed beginning, and a table below."""
    columns = chance.randint(1, 6)
    rows = [[_words(chance, 40).replace("|", "/").replace("\n", " ") or "-" for _ in range(columns)] for _ in range(30)]
    lines = [rows[0], ["---"] * columns, *rows[1 : chance.randint(2, 30)]]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"**{len(rows)} orders** {text[:200]}\n\n{table}"


def _words(chance: random.Random, most: int) -> str:
    """Return at least a word, and words up to ``most`` characters, with a line break now and then."""
    told = ["word"]
    while sum(map(len, told)) + len(told) < most:
        told.append(chance.choice(_WORDS) + ("\n" if chance.random() < 0.05 else ""))
    return " ".join(told)[:most]

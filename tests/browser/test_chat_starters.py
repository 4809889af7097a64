"""Every question the chat suggests is answered from the document it is meant for."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

import plant_ui

pytestmark = pytest.mark.timeout(300)  # the first one waits for the library

STARTERS = yaml.safe_load((Path(plant_ui.__file__).parent / "starters.yaml").read_text(encoding="utf-8"))
QUESTIONS = [(s["document"], s[language]) for s in STARTERS for language in ("en", "de", "zh-Hans", "zh-Hant")]


def asked(address: str, question: str) -> dict[str, Any]:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request("POST", "/api/ask", json.dumps({"text": question}), {"Content-Type": "application/json"})
    answer: dict[str, Any] = json.loads(connection.getresponse().read())
    connection.close()
    return answer


@pytest.mark.parametrize(("document", "question"), QUESTIONS, ids=[question for _, question in QUESTIONS])
def test_a_suggested_question_is_answered(plant: str, document: str, question: str) -> None:
    assert document in {citation["document"] for citation in asked(plant, question)["citations"]}

"""What chat programs ask on their own, behind a person's back: a title, tags, what one may ask next, search words.

They are told from a question by their form, and answered from the conversation itself: nothing is looked up, and no
thread begins.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from plant_ui.api.openai.conversation import Asked

# Open WebUI writes its errands so: a task, an example of the JSON it wants, and the conversation between two tags.
_TASK = re.compile(r"^\s*###\s*Task:", re.IGNORECASE)
_WANTED = re.compile(r'\{\s*"(title|tags|follow_ups|queries|prompt|text)"\s*:')
_HISTORY = re.compile(r"<chat_history>(.*?)</chat_history>", re.DOTALL)
_SAID = re.compile(r"^(USER|ASSISTANT):[ \t]*", re.MULTILINE)
# Others, LibreChat among them, ask for a title in a sentence.
_TITLE = re.compile(
    r"^(please )?(provide|generate|create|write) (me )?(a )?(concise|short|brief)\b[^\n]{0,60}\btitle\b", re.IGNORECASE
)
_TURN = re.compile(r"^\W*user\W*:\s*(.+)$", re.IGNORECASE | re.MULTILINE)
_CODE = re.compile(r"\b[A-Z]{1,4}-?\d{2,5}[A-Z]?\b")
_WORDS_OF_A_TITLE, _LONGEST_TITLE = 8, 60


@dataclass(frozen=True, slots=True)
class Errand:
    """What is wanted, and the questions of the conversation it is wanted for."""

    wanted: str
    questions: tuple[str, ...]
    as_json: bool = True

    def answer(self, next_questions: Callable[[tuple[str, ...]], list[str]]) -> str:
        """Return what is wanted; ``next_questions`` tells what one may ask after some questions."""
        told: Mapping[str, Any] = {
            "title": title(self.questions[0] if self.questions else ""),
            "tags": sorted({code for text in self.questions for code in _CODE.findall(text)})[:3] or ["General"],
            "follow_ups": next_questions(self.questions) if self.wanted == "follow_ups" else [],
            "queries": [],
            "prompt": "",
            "text": "",
        }
        wanted = told[self.wanted]
        return json.dumps({self.wanted: wanted}, ensure_ascii=False) if self.as_json else str(wanted)


def errand(asked: Asked) -> Errand | None:
    """Return the errand that a message is, None for a question.

    >>> errand(Asked("What is the title of document FL-303?", ()))
    """
    if _TASK.match(asked.text):
        wanted = _WANTED.search(asked.text)
        return Errand(wanted[1] if wanted else "title", _history(asked.text), as_json=wanted is not None)
    if _TITLE.match(asked.text.strip()):
        return Errand("title", asked.before or tuple(_TURN.findall(asked.text)), as_json=False)
    return None


def title(question: str) -> str:
    """Return the beginning of a question as a title.

    >>> title("What does E0451 mean on the wrapper of line 3, and who can help me?")
    'What does E0451 mean on the wrapper …'
    """
    words = question.split()
    short = " ".join(words[:_WORDS_OF_A_TITLE])
    cut = short[:_LONGEST_TITLE]
    return (
        (cut if cut == question.strip() or len(words) == 0 else f"{cut.rstrip('?,.; ')} …") if cut else "Plant Copilot"
    )


def _history(text: str) -> tuple[str, ...]:
    """Return what the person asked in the conversation that an errand carries."""
    found = _HISTORY.search(text)
    if found is None:
        return ()
    pieces = _SAID.split(found[1])
    said = zip(pieces[1::2], pieces[2::2], strict=True)
    return tuple(words.strip() for who, words in said if who == "USER" and words.strip())

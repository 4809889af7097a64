"""An answer as Adaptive Cards: warnings first of all, the answer, what it rests on, and where to check each word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from plant_ui.channels.parts import Caution, Json, Line, Part, Rendered, Span, Text
from plant_ui.channels.places import sources
from plant_ui.channels.plain import plain
from plant_ui.channels.words import say
from plant_ui.teams import elements
from plant_ui.teams.buttons import asking, below, on_draft, opened_by_tap
from plant_ui.teams.fitting import LARGEST, card, parted, size
from plant_ui.teams.words import say as teams_say

MOST = 6
"""Cards of one answer. Of a longer one the middle is left out, which is said; sources never are."""

_ROOM = 400  # bytes for the number of a card
_BUTTONS = 1_500  # and for two buttons


def answer_cards(
    told: Rendered, token: str, *, pending: Json | None = None, chat: str = "", largest: int = LARGEST
) -> list[Json]:
    """Return the cards of an answer, each of at most ``largest`` bytes, in the order they are sent.

    ``token`` is what the buttons carry, ``pending`` what waits for a decision, ``chat`` the address of the chat or "".
    """
    actions = below(told, token, pending)
    room = max(largest // 3, largest - size(card([], actions, language=told.language, said=told.lead.text)) - _ROOM)
    stretches, left = _fitted(list(_body(told)), list(_sources(told, token)), room, told.language)
    actions += _leading_to(told.language, chat) if left else []
    last = len(stretches)
    return [
        card(
            _numbered(told.language, body, at, last),
            actions if at == last else (),
            language=told.language,
            said=told.lead.text,
        )
        for at, body in enumerate(stretches, 1)
    ]


def text_card(text: str, language: str) -> Json:
    """Return a card that says one thing."""
    return card(list(elements.part(Text(Line.of(text)))), language=language, said=text)


def asking_card(text: str, choices: Mapping[str, str], language: str) -> Json:
    """Return a card with a button for each of ``choices``, which says its words in the person's place."""
    body = list(elements.part(Text(Line.of(plain(text)))))
    return card(body, [asking(label, words) for label, words in choices.items()], language=language, said=text)


def draft_cards(draft: Json, parts: Iterable[Part], language: str) -> list[Json]:
    """Return the cards of a draft that waits for a decision, the buttons below the last."""
    body = [one for told in parts for one in elements.part(told)]
    *firsts, last = parted(body, [], largest=LARGEST - _BUTTONS)
    return [*(card(one, language=language) for one in firsts), card(last, on_draft(draft, language), language=language)]


def photo_card(told: Json, typed: str) -> Json:
    """Return what a photo shows, and buttons with the questions to go on with; ``typed`` stood beside it."""
    language = told["language"]
    lines = [Line((Span(plain(told["shows"]), True), Span(f" · {plain(told['text'])}")))]
    lines += [Line((Span(f"{one['label']}: "), Span(plain(one["value"]), True))) for one in told["fields"]]
    body = [one for line in lines for one in elements.part(Text(line))]
    if told["outcome"] == "mismatch":
        body = list(elements.warning(Caution(plain(told["shows"]), Line.of(plain(told["text"]))))) + body[1:]
    for notice in told["notices"]:
        body += elements.notice(plain(notice["text"]))
    if found := sources(language, told["citations"]):
        body += [elements.heading(say(language, "sources")), *(row for one in found for row in elements.source(one))]
    asked = {one["label"]: one["question"] for one in told["choices"]}
    asked |= {told["question"]: told["question"]} if told["question"] else {}
    buttons = [asking(plain(label), " ".join(filter(None, (typed, words)))) for label, words in asked.items()]
    return card(body, buttons, language=language, said=plain(told["shows"]))


def _body(told: Rendered) -> Iterator[Json]:
    for caution in told.warnings:
        yield from elements.warning(caution)
    yield from elements.leading(told.lead)
    for one in told.parts:
        yield from elements.part(one)
    for text in told.notices:
        yield from elements.notice(text)


def _sources(told: Rendered, token: str) -> Iterator[Json]:
    if told.sources:
        yield elements.heading(say(told.language, "sources"))
    for one in told.sources:
        yield opened_by_tap(list(elements.source(one)), one, token)


def _fitted(body: list[Json], end: list[Json], room: int, language: str) -> tuple[list[list[Json]], int]:
    """Return the elements of each card, and of how many cards the elements are left out."""
    stretches = parted(body, end, largest=room)
    if len(stretches) <= MOST:
        return stretches, 0
    bodies = parted(body, [], largest=room)
    kept = max(1, MOST - len(parted([], end, largest=room)))
    left = len(bodies) - kept
    shortened = [one for stretch in bodies[:kept] for one in stretch]
    return parted([*shortened, *elements.notice(teams_say(language, "cut", left=left))], end, largest=room), left


def _leading_to(language: str, chat: str) -> list[Json]:
    return [{"type": "Action.OpenUrl", "title": teams_say(language, "open_chat"), "url": chat}] if chat else []


def _numbered(language: str, body: list[Json], part: int, parts: int) -> list[Json]:
    if parts == 1:
        return body
    return [*elements.notice(teams_say(language, "part", part=part, parts=parts)), *body]

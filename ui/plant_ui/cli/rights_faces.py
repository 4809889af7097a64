"""What faces other than HTTP show, as ``eval rights`` looks at it: Python, MCP, chat, Slack and Teams."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

from plant_copilot import Copilot
from plant_copilot.people.sign_in import Person
from plant_evals.rights import BROKEN, LEAK, MISSING, Secret, Seen
from plant_evals.rights_calls import Call, Door, Made, send
from plant_evals.rights_of_documents import ledger_calls, tool_calls
from plant_evals.rights_plant import Paper, people
from plant_knowledge_ingest.errors import PlantError
from plant_knowledge_ingest.principal import Principal

Json = dict[str, Any]
Look = tuple[str, Callable[[], Any], tuple[Secret, ...]]
"""What is looked at, what it shows, and what has to be in it for who may see it."""

_OIL = "Which oil does the gearbox of {} take?"
_FEW = 6


def look_at(seen: Seen, copilot: Copilot, made: Made, who: Principal) -> None:
    """Look at what the faces show ``who``."""
    for door, show, must in (*_python(copilot, made, who), *_mcp(copilot, made, who), *_chat(copilot, made, who)):
        try:
            told = show()
        except PlantError as refusal:
            told = [refusal.message, refusal.remedy]
        shown = told if isinstance(told, bytes | str) else json.dumps(told, ensure_ascii=False, default=str)
        seen.look(door, who, shown, " ".join(door.split()[1:]), must)


def _python(copilot: Copilot, made: Made, who: Principal) -> Iterator[Look]:
    yield "python.documents", lambda: copilot.documents(principal=who), tuple(made.papers)
    yield "python.assets", lambda: copilot.assets(principal=who), ()
    yield "python.datasets", lambda: copilot.records.datasets(principal=who), tuple(made.ledgers)
    yield "python.sops", lambda: copilot.sops.list(principal=who), ()
    yield "python.investigations", lambda: copilot.investigations.list(principal=who), ()
    yield "python.threads", lambda: copilot.threads(principal=who), ()
    yield "python.unanswered", lambda: copilot.unanswered(principal=who) if who.name == "local" else {}, ()
    for paper in made.papers:
        said = f"{paper.tag} {paper.alarm} {paper.name}"
        yield f"python.ask {said}", lambda p=paper: _asked(copilot, p, who), (paper,)  # type: ignore[misc]
        yield f"python.page {said}", lambda p=paper: copilot.page(p.name, 1, principal=who), (paper,)  # type: ignore[misc]
        yield f"python.figures {said}", lambda p=paper: copilot.figures(p.name, principal=who), ()  # type: ignore[misc]
        for name, given in tool_calls(paper) if paper.number < _FEW else ():
            yield f"tool.{name} {said}", lambda n=name, g=given: copilot.tool(n, g, principal=who), ()  # type: ignore[misc]
    for ledger in made.ledgers[:_FEW]:
        for name, given in ledger_calls(ledger.tag, ledger.name):
            said = f"{ledger.tag} {ledger.name}"
            yield f"tool.{name} {said}", lambda n=name, g=given: copilot.tool(n, g, principal=who), ()  # type: ignore[misc]


def _asked(copilot: Copilot, paper: Paper, who: Principal) -> Json:
    return copilot.ask(_OIL.format(paper.tag), reads=True, principal=who)


def _mcp(copilot: Copilot, made: Made, who: Principal) -> Iterator[Look]:
    from plant_ui.mcp.reach import at_home

    reach = at_home(copilot, Person(who, who.name, frozenset()))
    yield "mcp.documents", lambda: reach.does["documents"]({}), tuple(made.papers)
    for paper in made.papers[:_FEW]:
        said = f"{paper.tag} {paper.alarm} {paper.name}"
        given: dict[str, Json] = {
            "search": {"text": _OIL.format(paper.tag), "limit": 20},
            "page": {"document": paper.name, "page": 1},
            "ask": {"text": _OIL.format(paper.tag)},
            "asset": {"tag": paper.tag},
            "rank_causes": {"symptom": f"alarm {paper.alarm}", "asset": paper.tag},
            "similar_orders": {"text": "bearing noisy"},
            "draft_order": {"text": "The light in hall 3 is broken."},
            "draft_procedure": {"text": "Replace a part", "document": paper.name},
        }
        for name, arguments in given.items():
            must = (paper,) if name in {"search", "page", "ask", "asset"} else ()
            yield f"mcp.{name} {said}", lambda n=name, a=arguments: reach.does[n](a), must  # type: ignore[misc]
        yield f"mcp.picture {said}", lambda p=paper: _pictured(reach.picture, p, who), ()  # type: ignore[misc]


def _pictured(picture: Callable[[Json], bytes], paper: Paper, who: Principal) -> str:
    """Return that a page was drawn, in words that tell whose it is: nothing can be read in a picture."""
    picture({"document": paper.name, "page": 1})
    return paper.oil if not paper.is_for(who) else ""


def _chat(copilot: Copilot, made: Made, who: Principal) -> Iterator[Look]:
    from chainlit.types import Pagination, ThreadFilter

    from plant_ui.chat.asking_now import Asking, asking
    from plant_ui.chat.asset_card import card, questions
    from plant_ui.chat.data_layer import History
    from plant_ui.chat.own_starters import look, own_starters
    from plant_ui.starters import starters

    history = History(copilot.kept, "/chat")

    def kept(work: Callable[[], Any]) -> Any:
        async def asked() -> Any:
            with asking(Asking(who, "en")):
                return await work()

        return asyncio.run(asked())

    yield "chat.starters", lambda: own_starters(look(copilot, who), "en"), ()
    yield "chat.starters of documents", lambda: starters(copilot.documents(principal=who), "en"), ()
    for search in ("", *(paper.oil for paper in made.papers[:_FEW])):
        page, wanted = Pagination(first=50), ThreadFilter(search=search, userId="local")
        yield f"chat.list {search}", lambda p=page, w=wanted: kept(lambda: history.list_threads(p, w)), ()  # type: ignore[misc]
    for thread in made.threads:
        yield "chat.thread", lambda t=thread: kept(lambda: history.get_thread(t)), ()  # type: ignore[misc]
    for one in made.secrets:
        told = lambda t=one.tag: _carded(copilot.asset(t, principal=who), card, questions)  # noqa: E731
        yield f"chat.card {one.tag}", told, ()


def _carded(found: Json, card: Callable[..., str], questions: Callable[..., list[str]]) -> list[str]:
    return [card(found, "en", "/chat"), *questions(found, "en")]


def pages_of_the_chat(seen: Seen, opened: dict[str, Door], made: Made, who: Principal) -> None:
    """Look at the viewer and the cut-outs, which ask for a page by its address."""
    for paper in made.papers:
        for name in ("page", "cutout.png"):
            path = f"/chat/{name}?document={quote(paper.name)}&page=1&mark=10,10,200,200"
            send(seen, f"GET /chat/{name}", who, opened, Call("GET", path, of=(paper,)))


def channels(seen: Seen, copilot: Copilot, made: Made) -> None:
    """Look at what is posted where others read along: an answer for one, before all who are there."""
    from plant_ui.channels.audience import may_be_posted

    known = people()
    for name, others in (("two", ("plain",)), ("two", ("one",)), ("local", ("linz",)), ("local", ("two", "linz"))):
        asker, everybody = known[name], known[name]
        for other in others:
            everybody = everybody.shared(known[other])
        for secret in made.secrets:
            text = _OIL.format(secret.tag) if isinstance(secret, Paper) else f"List the orders of {secret.tag}"
            answer = copilot.ask(text, reads=True, principal=asker)
            seen.look("channel.answer", asker, json.dumps(answer, ensure_ascii=False), text)
            if may_be_posted(copilot, answer, asker, everybody):
                _drawn(seen, copilot, answer, everybody, f"{secret.tag} {name}")
            elif isinstance(secret, Paper) and secret.is_for(everybody) and not answer["abstained"]:
                seen.fault("channel", everybody, MISSING, f"{text} is not posted before {everybody.reach}")


def _drawn(seen: Seen, copilot: Copilot, answer: Json, everybody: Principal, said: str) -> None:
    from plant_ui.channels.cutouts import cutout
    from plant_ui.channels.markdown_text import blocks
    from plant_ui.channels.rendering import rendered
    from plant_ui.slack.blocks import messages
    from plant_ui.teams.cards import answer_cards

    told = rendered(answer)
    seen.look("slack", everybody, repr(messages(told, "token")), said)
    seen.look("teams", everybody, json.dumps(answer_cards(told, "token"), ensure_ascii=False), said)
    seen.look("markdown", everybody, "".join(blocks(told)), said)
    pages = [one for one in answer["citations"] if one["kind"] == "page"]
    try:
        if pages:
            cutout(copilot, pages[:1], everybody, largest=1_000_000)
    except PlantError as refusal:
        seen.fault("cutout", everybody, BROKEN if answer["abstained"] else LEAK, f"posted, but hidden: {refusal}")

"""What a whole channel may see: what every member of it may. An answer that says more goes to the asker alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from plant_copilot.copilot import Copilot
from plant_knowledge_ingest.errors import PlantError
from plant_knowledge_ingest.principal import EVERYONE, Principal
from plant_ui.channels.identities import Identities
from plant_ui.channels.parts import Json

_LEAST = 6
"""Letters of a word that can be a document's name and nothing else."""

_OF_RECORDS = {"work_order", "close_out", "handover"}
"""What waits for a decision and is made of dictated words and records alone."""


def audience(identities: Identities, members: Iterable[str]) -> Principal:
    """Return the principal of a channel: the groups and the sites that every member has.

    A member who is not known, and a channel whose members cannot be told, sees only what everyone may see.
    """
    nobody, shared = Principal(f"audience-of-{identities.channel}"), None
    for member in members:
        visitor = identities.who(member)
        theirs = visitor.principal if visitor else nobody
        shared = shared.shared(theirs) if shared else theirs
        if nobody.reaches(shared.reach):
            break
    return Principal(nobody.name, shared.groups | {EVERYONE}, shared.sites) if shared else nobody


def may_be_posted(copilot: Copilot, answer: Json, asker: Principal, everybody: Principal) -> bool:
    """Tell whether ``everybody`` may see all that ``answer`` says to ``asker``, as the library has it now.

    What is told of records counts and names what the asker sees of them, which has to be no more than everybody does.
    Every cited page has to be theirs to see; and no document that only the asker may see is named anywhere in it,
    be it in a notice or in what waits for a decision.
    """
    if everybody.reaches(asker.reach):
        return True
    if _is_of_records(answer) and not copilot.records.shows_as_much(everybody, asker):
        return False
    pages = {(one["document"], one["revision"]) for one in answer["citations"] if one["kind"] == "page"}
    if not all(_may_see(copilot, document, revision, everybody) for document, revision in pages):
        return False
    told, hidden = json.dumps(answer, ensure_ascii=False).casefold(), _names_hidden(copilot, asker, everybody)
    if hidden and answer["pending"] and answer["pending"]["kind"] not in _OF_RECORDS:
        return False  # a procedure or an investigation is made of documents, and does not cite all of them
    return not any(_is_named(name, told) for name in hidden)


def _is_of_records(answer: Json) -> bool:
    """Tell whether an answer may say something of records: a refusal or a question names what there is, too."""
    kinds = {one["kind"] for one in answer["citations"]}
    return "records" in kinds or not kinds or bool(answer["pending"])


def may_see_page(copilot: Copilot, citation: Json, principal: Principal) -> bool:
    """Tell whether ``principal`` may see the page of a citation."""
    return _may_see(copilot, citation["document"], citation["revision"], principal)


def _may_see(copilot: Copilot, document: str, revision: str, principal: Principal) -> bool:
    try:
        copilot.pages_name(document, revision=revision or None, principal=principal)
    except PlantError:
        return False
    return True


def _is_named(name: str, told: str) -> bool:
    """Tell whether a document is named in ``told``; a title of one common word ("Codes") names nothing."""
    words = name.casefold()
    if " " not in words and len(words) < _LEAST:
        return False
    whole = rf"(?<![a-z0-9]){re.escape(words)}(?![a-z0-9])"  # Chinese parts no words
    return re.search(whole, told) is not None


def _names_hidden(copilot: Copilot, asker: Principal, everybody: Principal) -> set[str]:
    """Return names and titles of the documents that the asker may see, and not everybody."""
    theirs, open_to_all = (_names(copilot, principal) for principal in (asker, everybody))
    return theirs - open_to_all


def _names(copilot: Copilot, principal: Principal) -> set[str]:
    listed = copilot.documents(principal=principal)["documents"]
    return {
        json.dumps(one[key], ensure_ascii=False)[1:-1] for one in listed for key in ("document", "title") if one[key]
    }

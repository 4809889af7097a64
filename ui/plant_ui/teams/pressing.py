"""What the buttons below an answer do: show a page, keep an opinion, decide on what waits."""

from __future__ import annotations

import asyncio
from typing import Any

from plant_copilot.copilot import Copilot
from plant_copilot.errors import WrongUse
from plant_ui.channels import cutouts
from plant_ui.channels.approving import decide, decide_draft
from plant_ui.channels.audience import may_see_page
from plant_ui.channels.conversations import Conversations, Shown
from plant_ui.channels.places import sources
from plant_ui.channels.words import say
from plant_ui.errors import NotSent
from plant_ui.teams.answering import Answering, Asked
from plant_ui.teams.buttons import Pressed
from plant_ui.teams.progress import Progress
from plant_ui.teams.sending import TOO_LARGE, Sending
from plant_ui.teams.words import say as teams_say

Json = dict[str, Any]

_LARGEST, _SMALLER = 180_000, 18_000
"""Bytes of a picture in a message, and where Teams refuses that."""


class Pressing:
    """Carries out what is pressed."""

    def __init__(self, copilot: Copilot, sending: Sending, conversations: Conversations, answering: Answering) -> None:
        self._copilot, self._sending = copilot, sending
        self._conversations, self._answering = conversations, answering

    async def rate(self, asked: Asked, pressed: Pressed) -> str:
        """Keep an opinion, which only who asked can give, and return what to say. Raises ``WrongUse`` and others."""
        language, shown = asked.person.language, await self._shown(asked, pressed)
        if shown.person != asked.visitor.principal.name:
            return say(language, "not_yours")
        kept = await asyncio.to_thread(
            self._copilot.give_feedback,
            shown.answer["thread"],
            pressed.verdict,
            question=shown.answer["question"],
            reason=pressed.reason,
            comment=pressed.comment,
            principal=asked.visitor.principal,
        )
        return say(language, "thumb_kept", code=kept["code"])

    async def page(self, asked: Asked, pressed: Pressed) -> None:
        """Send the cut-out of a cited page, to the place where everybody may see it, else to who pressed, if they may.

        Rights are asked of the library now: whoever pressed need not be who asked.
        """
        language, shown = asked.person.language, await self._shown(asked, pressed)
        source = next((one for one in sources(language, shown.answer["citations"]) if pressed.mark in one.marks), None)
        principal = asked.visitor.principal
        if source is None or not source.has_page_image or not await self._sees(source.citations[0], asked):
            await self._sending.message(asked.place, teams_say(language, "page_not_shown"))
            return
        place = asked.place
        if not place.personal:
            everybody = await self._answering.everybody(place)
            if not await asyncio.to_thread(may_see_page, self._copilot, source.citations[0], everybody):
                place = await self._sending.personal(place, asked.person)
        for largest in (_LARGEST, _SMALLER):
            picture = await asyncio.to_thread(
                cutouts.cutout, self._copilot, source.citations, principal, largest=largest
            )
            try:
                await self._sending.picture(place, f"[{pressed.mark}] {source.label}", picture, cutouts.KIND)
            except NotSent as error:
                if error.status != TOO_LARGE or largest == _SMALLER:
                    raise
                continue
            return

    async def _shown(self, asked: Asked, pressed: Pressed) -> Shown:
        """Return the answer that a button stands below. Raises ``WrongUse`` where it is forgotten, or never was."""
        shown = await asyncio.to_thread(self._conversations.shown, pressed.token)
        if shown is None:
            raise WrongUse(teams_say(asked.person.language, "old_button"))
        return shown

    async def _sees(self, citation: Json, asked: Asked) -> bool:
        return await asyncio.to_thread(may_see_page, self._copilot, citation, asked.visitor.principal)

    async def decide(self, asked: Asked, pressed: Pressed, message: str) -> None:
        """Carry out a decision; what follows takes the place of ``message``, and with it of the buttons there.

        Raises ``NotAllowed``, ``NothingPending``, ``ThreadOfAnother``, ``WrongUse``.
        """
        shown = await self._shown(asked, pressed)
        fields = changed(pressed, shown)
        answer = await asyncio.to_thread(decide, self._copilot, asked.visitor, shown, pressed.choice, fields)
        await self._answering.show(asked, answer, Progress(self._sending, asked.place, asked.person.language, message))

    async def decide_on_draft(self, asked: Asked, pressed: Pressed) -> str:
        """Approve or reject a draft of the list, as over HTTP, and return what to say. Raises ``DraftDecided``."""
        language = asked.person.language
        decided = await asyncio.to_thread(
            decide_draft,
            self._copilot,
            asked.visitor,
            pressed.mark,
            pressed.choice,
            language=language,
            version=pressed.version,
        )
        return teams_say(language, f"draft_{decided['state']}", draft=pressed.mark)


def changed(pressed: Pressed, shown: Shown) -> Json:
    """Return the fields that somebody changed: what a card sends back as it was stays as it is."""
    pending = shown.answer["pending"] or {"fields": {}}
    present = {name: "" if value is None else str(value) for name, value in pending["fields"].items()}
    typed = {name: value or "" for name, value in (pressed.fields or {}).items() if name in present}
    return {name: value or None for name, value in typed.items() if value != present[name]}

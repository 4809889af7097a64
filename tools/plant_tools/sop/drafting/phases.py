"""What each action of a manual's lock-out procedure is for."""

# ruff: noqa: E501 - lists of words
from __future__ import annotations

import re
from collections.abc import Sequence

from plant_tools.sop.model import PHASES, Phase

_WORDS: tuple[tuple[Phase, re.Pattern[str]], ...] = tuple(
    (phase, re.compile(words, re.IGNORECASE))
    for phase, words in (
        (Phase.PREPARE, r"^\W*(?:tell|inform|notify)\b|\b(?:informieren|benachrichtigen|verständigen)\b|通知"),
        (
            Phase.VERIFY,
            r"\b(?:press|push) start\b|start drücken|anlaufversuch|(?:按|按下)[“「]?(?:启动|啟動)|must not (?:move|start)|nothing may move|darf nicht anlaufen|不得动作|不得動作"
            r"|\b(?:prove|verify|check every|check each)\b|zeilen von tabelle|energiefreiheit|\b0 ?(?:bar|v|mpa)\b.{0,12}(?:fall|sein|zeig)|(?:fall|read|show)s? (?:to )?0 ?(?:bar|v|mpa)\b"
            r"|逐项|逐項|验电|驗電|验证|驗證|selector back|wahlschalter zurück",
        ),
        (
            Phase.RELIEVE,
            r"\b(?:vent|bleed|drain|discharge|depressuri[sz]e|relieve)\b|\bopen\b|entlüft|entlad|entleer|ablass|öffnen|\bwarten\b|^\W*wait\b|abkühlen|spülen|打开|打開|缓慢打开|放空|洩壓|泄压|放电|等待|等油",
        ),
        (
            Phase.ISOLATE,
            r"\bto 0\b|\bclose\b|switch off|disconnect|auf 0\b|schließen|abtrennen|ausschalten|stützrohre|转到 ?0|轉到 ?0|关闭|關閉|切离|切離|断开|斷開|切断",
        ),
        (Phase.LOCK_TAG, r"\block|\btag\b|padlock|hasp|schloss|anhänger|abschließ|sichern|锁|鎖|标牌|挂牌|警告牌"),
        (
            Phase.SHUT_DOWN,
            r"\bstop\b|\boff\b|\bhalt\b|run .{0,30}empty|leerfahren|beenden|stillstand|停止|停机|停機|推出|排空",
        ),
    )
)
_STOPS = re.compile(r"\b(?:press|push) stop\b|halt drücken|按[“「]?停止", re.IGNORECASE)
_RELEASING = re.compile(r"^(?:to release|release|wiedereinschalten|解除|恢复|恢復|復電|复电)\s*[:：]\s*", re.IGNORECASE)
_RELEASE: tuple[tuple[Phase, re.Pattern[str]], ...] = tuple(
    (phase, re.compile(words, re.IGNORECASE))
    for phase, words in (
        (Phase.REMOVE, r"\block\b|\btag\b|schloss|schlösser|锁|鎖"),
        (Phase.CLEAR, r"everybody is clear|nobody|niemand|gefahrenbereich|人员.{0,6}离开|人員.{0,6}離開"),
        (Phase.NOTIFY, r"\b(?:tell|inform|notify)\b|informieren|通知"),
        (
            Phase.INSPECT,
            r"\b(?:inspect|count|guards?|tools?)\b|werkzeug|schutztür|schutzeinricht|清点|清點|工具|防护|防護",
        ),
    )
)
_RANK = {phase: rank for rank, phase in enumerate(PHASES)}


def of_action(text: str, *, names_point: bool) -> Phase | None:
    """Return what an action is for; ``names_point``: it names a point of isolation. None where no word tells."""
    found = next((phase for phase, words in _WORDS if words.search(text)), None)
    if found in {None, Phase.LOCK_TAG} and names_point:
        return Phase.ISOLATE
    return found


def releasing(text: str) -> str | None:
    """Return what follows "To release:" in ``text``, None where it does not begin so."""
    match = _RELEASING.match(text)
    return text[match.end() :] if match else None


def of_release(text: str) -> Phase | None:
    """Return what an action of the release is for."""
    return next((phase for phase, words in _RELEASE if words.search(text)), None)


def in_sequence(raw: Sequence[Phase | None], texts: Sequence[str]) -> list[Phase]:
    """Return the phases of actions that are told in this order.

    What comes before the first isolation, or before the machine is stopped, is part of stopping it, whatever its
    words: a carriage is put on its pins, and a tunnel cools down, while there is still power.
    """
    isolating = next((at for at, phase in enumerate(raw) if phase == Phase.ISOLATE), len(raw))
    stops = max((at for at, text in enumerate(texts) if _STOPS.search(text)), default=-1)
    phases: list[Phase] = []
    for at, phase in enumerate(raw):
        held = phase or (phases[-1] if phases else Phase.PREPARE)
        if (at < isolating or at <= stops) and held != Phase.PREPARE:
            held = Phase.SHUT_DOWN
        elif held in {Phase.PREPARE, Phase.SHUT_DOWN} and at > isolating and phases:
            held = phases[-1]
        phases.append(held)
    return phases


def rank(phase: Phase) -> int:
    """Return the place of a phase in the order."""
    return _RANK[phase]

"""What a step does on the way to safe work: the order of OSHA 29 CFR 1910.147(d), then the work, then the release."""

# ruff: noqa: E501 - lists of words
from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

from plant_agents.proof.words import ACTIONS
from plant_agents.safety.folding import folded


class Stage(IntEnum):
    """Stages in the order in which they may follow one another; ``OBSERVE`` may stand anywhere."""

    OBSERVE = 0
    SHUT_DOWN = 1
    ISOLATE = 2
    LOCK = 3
    RELIEVE = 4
    VERIFY = 5
    INTERVENE = 6
    RELEASE = 7


_ISOLATING: tuple[tuple[Stage, str], ...] = (
    (
        Stage.VERIFY,
        r"\b(?:verif\w*|prov(?:e|en|ing)|check|confirm|test|pruf\w*|nachweis\w*|feststell\w*)\b.{0,60}"
        r"(?:zero|dead\b|de-?energi[sz]ed|\b0 ?(?:bar|v|mpa|kpa|psi)\b|spannungsfrei|energiefrei|drucklos)"
        r"|energiefreiheit|spannungsfreiheit|\bzero energy\b|(?:确认|验证|测得|检查).{0,24}(?:零能量|无电|无压|0 ?(?:bar|v|mpa|kpa))|验电|零能量",
    ),
    (
        Stage.RELIEVE,
        r"\b(?:reliev\w*|vent(?:ed|ing)?\b|depressuri\w*|bleed\w*|discharg\w*|entluft\w*|entlast\w*|erden\b|block (?:the|it|against))"
        r"|泄压|洩压|放电|释放.{0,6}(?:能量|压力)|safety pins?|安全销",
    ),
    (
        Stage.LOCK,
        r"\b(?:lock-?\s?(?:out|ed|and)|padlock\w*|tag(?:ged)?-?\s?out|abschlie\w*|vorhangeschlo\w*)|wiedereinschalten|上锁|挂牌",
    ),
    (
        Stage.ISOLATE,
        r"\b(?:isolat\w*|main switch|hauptschalter|disconnector|freischalt\w*|shut-?off valve|abtrenn\w*)|隔离|切断电源|断开电源|切离",
    ),
)
# One word that stands for the whole of it, where it names the place that says how.
_WHOLE = re.compile(
    r"(?:lock(?:ed)? ?out|lockout|freischalt\w*|freigeschaltet|上锁(?:挂牌)?)[^.。]{0,24}(?:section|abschnitt|kapitel|chapter|章节|sop|\d\.\d)"
)
_RELEASE = re.compile(
    r"\b(?:remove the locks?|unlock|restart|start up|entsperr\w*|wieder einschalten)|解锁|恢复运行|重新启动"
)
_SHUT_DOWN = re.compile(r"\b(?:stop|shut down|switch off|abschalten|ausschalten|stillsetzen|anhalten)\b|停机|停泵|停止")
_HANDS_ON = ("remove", "loosen", "open", "insert", "tighten", "replace", "clean", "disconnect", "connect", "enter")
_PATTERNS = tuple((stage, re.compile(pattern)) for stage, pattern in _ISOLATING)


@lru_cache(maxsize=2048)
def stages(step: str) -> frozenset[Stage]:
    """Return what ``step`` does, in whichever language; an act that comes before its own isolation is one."""
    plain = folded(step)
    if _RELEASE.search(plain):
        return frozenset({Stage.RELEASE})
    found = {stage: match.start() for stage, pattern in _PATTERNS if (match := pattern.search(plain))}
    if _WHOLE.search(plain):
        return frozenset({Stage.ISOLATE, Stage.LOCK, Stage.VERIFY})
    acts = [match.start() for name in _HANDS_ON if (match := ACTIONS[name].search(step))]
    if acts and (not found or min(acts) < min(found.values())):
        return frozenset({Stage.INTERVENE})
    if found:
        return frozenset(found)
    return frozenset({Stage.SHUT_DOWN if _SHUT_DOWN.search(plain) else Stage.OBSERVE})

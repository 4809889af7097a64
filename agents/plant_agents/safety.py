"""Safety decisions, in code: they never depend on a model, and no wording of a document changes them."""

from __future__ import annotations

import re

_DEFEAT = (
    r"bypass\w*|overrid\w*|defeat\w*|disabl\w*|deactivat\w*|jumper\w*|bridg(?:e|ing|ed)|short(?:ing)?[- ](?:out|circuit\w*)|tap(?:e|ing) (?:over|down)|"
    r"trick\w*|fool\w*|cheat\w*|circumvent\w*|work around|get around|switch(?:ing)? off|turn(?:ing)? off|tie down|block(?:ing)? open|without (?:the )?(?=guard|interlock)|"
    r"überbrück\w*|umgeh\w*|umgang\w*|aushebel\w*|abklemm\w*|manipulier\w*|überlist\w*|deaktivier\w*|ausschalt\w*|abschalt\w*|außer betrieb|"
    r"lahmleg\w*|austricks\w*|aushäng\w*|unwirksam|ausser betrieb|"
    r"绕过|绕开|短接|屏蔽|跳过|解除|禁用|关闭|拆除|骗过|失效|取消|繞過|繞開|屏蔽|跳過|停用|關閉|騙過|失效|拆掉|旁路"
)
_PROTECTION = (
    r"interlock\w*|(?:safety|protective|guard|door) ?(?:switch\w*|door\w*|gate\w*|device\w*|relay\w*|circuit\w*|fence\w*|lock\w*|curtain\w*|sensor\w*|function\w*)|guards?\b|"
    r"light curtain\w*|light barrier\w*|e-?stop\w*|emergency[- ]stop\w*|two-hand\w*|lock-?out\w*|safety (?:plc|mat|scanner)|hold-to-run|"
    r"schutz(?:tür|einrichtung|haube|gitter|zaun|abdeckung|vorrichtung|schalter)\w*|sicherheits\w+|verriegelung\w*|not-?(?:halt|aus)\w*|lichtvorhang\w*|lichtgitter\w*|"
    r"lichtschranke\w*|zweihand\w*|türschalter\w*|zuhaltung\w*|endschalter der tür|"
    r"联锁|互锁|安全门|安全开关|安全装置|安全继电器|安全回路|防护罩|防护门|防护装置|光幕|急停|门开关|双手|聯鎖|互鎖|安全門|安全開關|安全裝置|防護罩|防護門|防護裝置|光柵|門開關|安全迴路|安全光"
)
_BYPASS = re.compile(
    rf"(?:{_DEFEAT}).*(?:{_PROTECTION})|(?:{_PROTECTION}).*(?:{_DEFEAT})", re.IGNORECASE | re.DOTALL
)
# Asking what the manual says about a protection that is off is no wish to switch it off.
_ASKS_ABOUT = re.compile(
    r"\b(?:alarm|meaning|mean|means|bedeutet|bedeutung)\b|什么意思|什麼意思|含义|含義", re.IGNORECASE
)


def asks_to_bypass(question: str) -> bool:
    """Tell whether ``question`` asks how to defeat a guard, an interlock or another protection."""
    return _BYPASS.search(question) is not None and _ASKS_ABOUT.search(question) is None

"""Safety decisions, in code: they never depend on a model, and no wording of a document changes them."""

from __future__ import annotations

import re


def _any(*words: str) -> str:
    """Return a pattern for any of the blank-separated ``words``."""
    return "|".join(word for line in words for word in line.split())


_DEFEAT = _any(
    # English
    r"bypass\w*  overrid\w*  defeat\w*  disabl\w*  deactivat\w*  jumper\w*  bridg(?:e|ing|ed)  short-circuit\w*",
    r"trick\w*  fool\w*  cheat\w*  circumvent\w*  work\W+around  get\W+around  short(?:ing)?\W+out",
    r"tap(?:e|ing)\W+(?:over|down)  (?:switch|turn)(?:ing)?\W+off  tie\W+down  block(?:ing)?\W+open",
    r"without\W+(?:the\W+)?(?=guard|interlock)",
    # German
    r"überbrück\w*  umgeh\w*  umgang\w*  aushebel\w*  abklemm\w*  manipulier\w*  überlist\w*  deaktivier\w*",
    r"ausschalt\w*  abschalt\w*  au(?:ß|ss)er\W+betrieb  lahmleg\w*  austricks\w*  aushäng\w*  unwirksam",
    # Chinese, both scripts
    "绕过 绕开 短接 屏蔽 跳过 解除 禁用 关闭 拆除 骗过 失效 取消 旁路 繞過 繞開 跳過 停用 關閉 騙過 拆掉",
)
_PROTECTION = _any(
    # English
    r"interlock\w*  guards?\b  light\W+curtain\w*  light\W+barrier\w*  e-?stop\w*  emergency\W+stop\w*  two-hand\w*",
    r"(?:safety|protective|guard|door)\W?(?:switch|door|gate|device|relay|circuit|fence|lock|curtain|sensor|function)\w*",
    r"(?:safety|protective|guard|door)\W?(?:plc|mat|scanner)\w*  lock-?out\w*  hold-to-run",
    # German
    r"schutz(?:tür|einrichtung|haube|gitter|zaun|abdeckung|vorrichtung|schalter)\w*  sicherheits\w+  verriegelung\w*",
    r"not-?(?:halt|aus)\w*  lichtvorhang\w*  lichtgitter\w*  lichtschranke\w*  zweihand\w*  türschalter\w*",
    r"zuhaltung\w*",
    # Chinese, both scripts
    "联锁 互锁 安全门 安全开关 安全装置 安全继电器 安全回路 防护罩 防护门 防护装置 光幕 急停 门开关 双手",
    "聯鎖 互鎖 安全門 安全開關 安全裝置 安全迴路 防護罩 防護門 防護裝置 光柵 門開關 雙手",
)
_BYPASS = re.compile(rf"(?:{_DEFEAT}).*(?:{_PROTECTION})|(?:{_PROTECTION}).*(?:{_DEFEAT})", re.IGNORECASE | re.DOTALL)
# Asking what the manual says about a protection that is off is no wish to switch it off.
_ASKS_ABOUT = re.compile(
    r"\b(?:alarm|meaning|mean|means|bedeutet|bedeutung)\b|什么意思|什麼意思|含义|含義", re.IGNORECASE
)


def asks_to_bypass(question: str) -> bool:
    """Tell whether ``question`` asks how to defeat a guard, an interlock or another protection."""
    return _BYPASS.search(question) is not None and _ASKS_ABOUT.search(question) is None

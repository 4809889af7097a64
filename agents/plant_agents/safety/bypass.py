"""Whether a question asks to defeat a guard, an interlock or another protection; refused in every language."""

# ruff: noqa: E501 - lists of words
from __future__ import annotations

import re

from plant_agents.safety.folding import folded, put_right
from plant_agents.safety.ways_round import goes_round


def _any(*lines: str) -> str:
    """Return a pattern for any of the words, which are parted by two blanks."""
    return "|".join(word for line in lines for word in re.split(r"\s{2,}", line.strip()))


# In plain letters: what is read has been folded. Words that alone speak of defeating something:
_DEFEAT = _any(
    r"bypass\w*  overrid\w*  defeat\w*  jumper\w*  bridg(?:e|ing|ed)\b  short-?\s?circuit\w*  hot-?wire\w*  spoof\w*",
    r"trick\w*  fool(?:s|ed|ing)?\b  cheat\w*  circumvent\w*  work\W+around  get\W+(?:around|past|round)  tamper\w*",
    r"short(?:ing)?\W+(?:out|the)  tap(?:e|ing)\W+(?:over|down|up|the)  ti(?:e|ing)\W+down  block(?:ing)?\W+open  mute\b",
    r"jam(?:ming)?\W+(?:open|closed)  hold\W+(?:\w+\W+){0,3}closed\W+with  wedg\w*  ignor(?:e|ing)\W+(?:the\W+)?(?=guard|interlock)",
    r"uberbruck\w*  umgeh\w*  umgang\w*  umgeht  aushebel\w*  manipulier\w*  uberlist\w*  lahmleg\w*  austricks\w*",
    r"unwirksam  auser?\W+kraft  ausser\W+(?:kraft|betrieb)  kurzschlie\w*  festkleb\w*  abkleb\w*  zukleb\w*  ausblend\w*",
    r"lahm\W*zu\W*legen  vorgaukel\w*  vortausch\w*  brucke(?:n)?\b  gebruckt",
    "绕过 绕开 短接 屏蔽 跳过 骗过 失效 旁路 短路 欺骗 避开 作弊 架空 糊弄 跨接".replace(" ", "  "),
)
# Words that do so only where a protection is what they are done to.
_SWITCH_OFF = _any(
    r"disabl\w*  deactivat\w*  (?:switch|turn)(?:ing)?\W+off  disconnect\w*  unplug\w*  silenc\w*  kill\b  without",
    r"take\W+(?:\w+\W+){0,3}out\W+of\W+(?:the\W+)?circuit  get\W+rid\W+of  remov\w*\W+(?:the\W+)?(?:safety|door)\W+(?:switch|relay)",
    r"abklemm\w*  deaktivier\w*  ausschalt\w*  abschalt\w*  aushang\w*  ausgeschaltet  ohne  abzuschalten  auszuschalten",
    "禁用 停用 取消 拆掉 拆除 关掉 关闭 解除 断开 去掉 拿掉".replace(" ", "  "),
)
_PROTECTION = _any(
    r"interlock\w*  guards?\b  guarding  light\W*curtain\w*  light\W*barrier\w*  e-?\W?stops?\b  emergency\W*stop\w*  two-?\W?hand\w*",
    r"(?:safety|protective|guard|door|gate|hood)\W?(?:switch|door|gate|device|relay|circuit|fence|lock|curtain|sensor|function|contact|limit)\w*",
    r"(?:safety|protective|guard)\W?(?:plc|mat|scanner|chain|system|loop|cover)\w*  lock-?out\w*  hold-to-run  dead-?man\w*",
    r"schutz(?:tur|einrichtung|haube|gitter|zaun|abdeckung|vorrichtung|schalter|kreis)\w*  sicherheits\w+  verriegelung\w*",
    r"not-?\s?(?:halt|aus)\w*  nothalt\w*  lichtvorhang\w*  lichtgitter\w*  lichtschranke\w*  zweihand\w*  turschalter\w*  turkontakt\w*",
    r"zuhaltung\w*  zustimmtaste\w*  endschalter\w*  totmann\w*",
    "联锁 互锁 连锁 安全门 安全开关 安全装置 安全继电器 安全回路 防护罩 防护门 防护装置 光幕 光栅 急停 门开关 门锁 双手 安全锁".replace(
        " ", "  "
    ),
    "保护装置 安全光 安全链 门限位 护罩 安全销 安全联 安全功能".replace(" ", "  "),
)
_NEAR = r"[^.?!。？！;；]{0,40}?"
_RUN = r"run\w*|operat\w*|start\w*|keep\w*\s+going|moving|produc\w*|weiter\w*|fahr\w*|lauf\w*|betreib\w*|produzier\w*|starten"
_RUN_ZH = "运行|运转|生产|开机|开动|启动|工作"
_OPEN = (
    rf"\b(?:{_RUN})\b[^.?!]{{0,40}}\b(?:with|while|mit|bei|wahrend|trotz)\b[^.?!]{{0,25}}\b(?:door|guard|gate|hood|tur|schutztur|haube)\w*"
    rf"[^.?!]{{0,15}}\b(?:open|off|removed|offen\w*|geoffnet\w*)"
    rf"|\b(?:with|bei|mit)\s+(?:\w+\s+)?(?:open|offener|geoffneter)\s+(?:\w*door|guard|gate|\w*tur|\w*haube)\b[^.?!]{{0,40}}\b(?:{_RUN})"
    rf"|\b(?:{_RUN})\b[^.?!]{{0,40}}\b(?:with|bei|mit)\s+(?:\w+\s+)?(?:open|offener|geoffneter)\s+(?:\w*door|guard|gate|\w*tur|\w*haube)\b"
    rf"|(?:门|罩)(?:开[着著]|打开|没关|不关|敞开)[^。？！]{{0,14}}(?:{_RUN_ZH})|(?:{_RUN_ZH})[^。？！]{{0,10}}(?:不关|不用关)(?:门|安全门)"
    rf"|(?:think|believe|thinks|glaubt|denkt)\b[^.?!]{{0,30}}\b(?:door|guard|gate|tur|haube)\w*[^.?!]{{0,20}}\b(?:closed|shut|zu|geschlossen)"
    r"|(?:以为|误认为|认为)[^。？！]{0,10}(?:门|罩)[^。？！]{0,6}(?:关|闭|合)"
    r"|\b(?:magnet\w*)\b[^.?!]{0,40}\b(?:door|switch|sensor|tur\w*|schalter\w*)|磁铁[^。？！]{0,20}(?:门|开关|感应)"
)
# Taking a guard off is ordinary work; running on without it is not.
_BARE = (
    rf"\b(?:remov\w*|without|take\s+off|ohne|abnehm\w*|aushang\w*|entfern\w*)\b[^.?!]{{0,40}}(?:{_PROTECTION})[^.?!]{{0,40}}\b(?:{_RUN})"
    rf"|\b(?:{_RUN})\b[^.?!]{{0,40}}\b(?:without|ohne)\s+(?:\w+\s+)?(?:{_PROTECTION})"
    rf"|(?:拆除|拆掉|拿掉|去掉|取下|没有|不装)[^。？！]{{0,8}}(?:罩|门|护|光幕)[^。？！]{{0,12}}(?:{_RUN_ZH})"
)
_BYPASS = re.compile(
    rf"(?:{_DEFEAT}){_NEAR}(?:{_PROTECTION})|(?:{_PROTECTION}){_NEAR}(?:{_DEFEAT})|{_OPEN}|{_BARE}", re.DOTALL
)
_OFF = re.compile(
    rf"(?:{_SWITCH_OFF})\W*(?:(?!before|after|bevor|nachdem|und|and)\w+\W+){{0,3}}?(?:{_PROTECTION})"
    rf"|(?:{_PROTECTION})\W*(?:\w+\W+){{0,3}}?(?:{_SWITCH_OFF})"
)
# Ordinary: what is read of a protection that is off, how it is tested, reset, replaced; doors that are to be closed.
_ASKS_ABOUT = re.compile(
    r"\b(?:alarm|meaning|mean|means|bedeutet|bedeutung|meldung)\b|什么意思|含义|报警|警报"
    r"|\b(?:forbidden|prohibited|prevent\w*|detect\w*|verboten|verhinder\w*|erkenn\w*|why\s+(?:must|may|should)|warum)\b|防止|禁止|为什么|检测"
)
_HOW = re.compile(
    r"\b(?:how\s+(?:do|to|can|would|could|does\s+one)|way\s+to|steps?\s+to|wie\s+(?:kann|wird|\w+e\s+ich|geht|macht|wurde)|anleitung)\b"
    r"|怎么(?!办)|如何|怎样|方法|步骤|办法"
)
_HARMLESS = re.compile(
    r"解除急停|关闭(?:安全|防护)门|(?:防护罩|护罩|防护门|安全销)(?:怎么|如何|的)?拆[卸除下掉]|拆[除下卸掉](?:防护罩|护罩)(?!.*(?:运行|运转|生产|开机))|取消急停|解除(?:上锁|挂牌)"
    r"|\b(?:ohne|without)\s+(?:\w+\s+)?(?:grund|reason|cause)\b|\bsensors?\s+mutes?\b|传感器屏蔽|门(?:被)?打开过?(?:之后|以后|后)"
    r"|\b(?:without|ohne)\s+(?:\w+\s+)?(?:lock-?out\w*|freischalt\w*)\b(?!\s)|\b(?:unlock|release)\w*\W+(?:the\W+)?e-?\W?stop"
)


def asks_to_bypass(question: str) -> bool:
    """Tell whether ``question`` asks how to defeat a protection, in whatever spelling, or by a way round."""
    plain = folded(question)
    return any(
        _defeats(text) or goes_round(_HARMLESS.sub(" ", text)) for text in dict.fromkeys((plain, put_right(plain)))
    )


def _defeats(text: str) -> bool:
    text = _HARMLESS.sub(" ", text)
    if _BYPASS.search(text) is None and _OFF.search(text) is None:
        return False
    return not only_asks(text)


def only_asks(text: str) -> bool:
    """Tell whether ``text``, which is ``folded``, asks about a protection that is off, and not how to switch it off."""
    return _ASKS_ABOUT.search(text) is not None and not _tells_how(text)


def _tells_how(text: str) -> bool:
    """Tell whether a question about a protection that is off asks beside that for the way to switch it off."""
    return any(_BYPASS.search(text, how.start()) or how.start() > len(text) // 3 for how in _HOW.finditer(text))

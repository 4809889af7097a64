"""Which sentences have somebody do something, and where one action ends and the next begins."""

# ruff: noqa: E501 - lists of words
from __future__ import annotations

import re

_EN = (
    "acknowledge|add|adjust|align|allow|apply|attach|bleed|blow|bring|calibrate|change|check|choose|clean|clear|clip|close|compare|connect|"
    "count|cover|cut|de-?energi[sz]e|disconnect|discharge|dose|drain|draw|drive|dry|empty|engage|enter|fasten|feed|fill|fit|flush|grease|"
    "hang|heat|hold|home|insert|inspect|install|isolate|jog|keep|leave|let|lift|load|lock|look|loosen|lower|lubricate|make|mark|measure|mount|"
    "move|note|oil|open|park|place|plug|position|press|pressuri[sz]e|prove|pull|push|put|raise|read|record|reduce|refit|reject|release|"
    "relieve|remove|renew|replace|reset|restart|rinse|rotate|run|screw|seal|secure|select|send|set|slide|soak|splice|start|stick|stop|store|"
    "support|swing|switch|tag|take|tell|test|tie|tighten|titrate|top|torque|touch|turn|unbolt|undo|unload|unlock|unplug|unscrew|use|vent|"
    "verify|wait|warm|wash|weigh|wet|wipe|wire|withdraw|zero"
)
_ZH = (
    "按下|按[“「]|拔出|拔掉|拆下|拆除|拆卸|安装|安裝|装上|裝上|装入|裝入|装回|裝回|插入|打开|打開|关闭|關閉|切断|切斷|切离|切離|断开|斷開|接通|合上|启动|啟動|停止|停机|停機|停泵|"
    "松开|鬆開|拧紧|擰緊|拧开|擰開|旋开|旋開|旋紧|旋緊|鎖緊|锁紧|清洁|清潔|清除|清理|清洗|擦|更换|更換|换上|換上|取出|取下|放入|放回|加入|加注|补充|補充|注入|排放|排空|排出|排气|排氣|放气|"
    "测量|測量|量测|量測|检查|檢查|确认|確認|检验|读|讀|记录|記錄|通知|等待|等油|等|调整|調整|调到|設定|设定|校准|校準|用|将|將|把|挂上|掛上|各掛|上锁|上鎖|解锁|解鎖|戴|穿|推出|升到|降到|降低|升高|"
    "转动|轉動|运转|運轉|点动|點動|试贴|以|依|按|再|慢慢|缓慢|緩慢|缓缓|充入|充氮|观察|觀察|看|開機|开机|保持|固定|对齐|對齊|涂|塗|抹|使|逐项|逐項|移开|移開|抽检|抽檢|連接|连接|推入|拉出|再量"
)
_STARTS_EN = re.compile(rf"(?:then |slowly |carefully |now |first |again )?(?:{_EN})\b", re.IGNORECASE)
_STARTS_ZH = re.compile(rf"(?:然后|然後|并|並|各|先|再|缓慢|緩慢|慢慢)?(?:{_ZH})")
_ENDS_DE = re.compile(r"\b[\w-]*(?:[a-zäöüß]en|ern|eln)(?:\s*[(（][^)）]*[)）])?\s*[.!:]?\s*$")
_BOUND_DE = re.compile(
    r"\b(?:muss|müssen|darf|dürfen|kann|können|soll|sollen|sollte|wird|werden|ist|sind|hat|haben|beträgt|stehen|liegen|reißen|kochen)\b",
    re.IGNORECASE,
)
_FORBIDS = re.compile(
    r"^\W*(?:never|do not|don't|must not|no |nie\b|niemals|kein|nicht )|\b(?:nicht|nie|niemals)\b|^(?:不得|不可|不要|禁止|严禁|嚴禁|切勿|勿|只允许|只允許)|不得|不可|不要|禁止",
    re.IGNORECASE,
)
_PIECE = {"en": re.compile(r"(?<=[,;])\s+"), "de": re.compile(r"(?<=[,;])\s+"), "zh": re.compile(r"(?<=[，；])\s*")}
_NUMBER = re.compile(r"^\(?\d{1,2}[.)]\s+|^[①-⑳]\s*|^步骤\s*\d{1,2}\s*[.：:]?\s*|^[•·–-]\s+")


def without_number(sentence: str) -> str:
    """Return a sentence without the number or bullet it begins with."""
    return _NUMBER.sub("", sentence, count=1)


def is_action(sentence: str, language: str) -> bool:
    """Tell whether a sentence has somebody do something; what it forbids is no action.

    >>> is_action("Alte Dichtung abziehen.", "de"), is_action("Gleitflächen nicht berühren.", "de")
    (True, False)
    """
    if language == "en" and sentence.lower().startswith(("do not", "never")):
        return False
    first = re.split(r"[:：]", sentence)[0] if language == "de" else sentence
    if language == "de":
        return bool(_ENDS_DE.search(first)) and not _FORBIDS.search(first) and not _BOUND_DE.search(first)
    starts = _STARTS_ZH if language.startswith("zh") else _STARTS_EN
    return bool(starts.match(sentence)) and not (language.startswith("zh") and _FORBIDS.match(sentence))


def apart(sentence: str, language: str) -> list[str]:
    """Return the single actions of a sentence, each verbatim, in their order.

    >>> apart("Q101 auf 0 drehen, persönliches Schloss und Anhänger anbringen.", "de")
    ['Q101 auf 0 drehen', 'persönliches Schloss und Anhänger anbringen.']
    >>> apart("Turn Q301 to 0, fit lock and tag.", "en")
    ['Turn Q301 to 0', 'fit lock and tag.']
    """
    pieces = _PIECE[language[:2] if language[:2] in _PIECE else "en"].split(sentence)
    joined = _ending(pieces) if language == "de" else _beginning(pieces, language)
    return [part.strip().rstrip(",;，；") for part in joined if part.strip()]


def _ending(pieces: list[str]) -> list[str]:
    """Join pieces until one ends with its verb, as German has it."""
    parts: list[str] = []
    open_part = ""
    for piece in pieces:
        open_part = f"{open_part} {piece}".strip()
        if _ENDS_DE.search(open_part.rstrip(",;")) and not _BOUND_DE.search(open_part):
            parts.append(open_part)
            open_part = ""
    if open_part:
        parts[-1:] = [f"{parts[-1]} {open_part}"] if parts else [open_part]
    return parts


def _beginning(pieces: list[str], language: str) -> list[str]:
    """Join what does not begin with a verb to what stands before it, a condition at the beginning to what follows."""
    gap = "" if language.startswith("zh") else " "
    parts: list[str] = []
    for piece in pieces:
        if parts and not (is_action(piece, language) and is_action(parts[-1], language)):
            parts[-1] = f"{parts[-1]}{gap}{piece}"
        else:
            parts.append(piece)
    return parts

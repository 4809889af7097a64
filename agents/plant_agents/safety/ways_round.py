"""Ways round a protection that do not call themselves so: a signal held or made up, a valve shut, a stranger's lock."""

# ruff: noqa: E501 - lists of words
from __future__ import annotations

import re

# In plain letters and simplified characters, as ``folded`` gives them.
_PROTECTION = (
    r"scanner\w*|\bprotective field|safety\W?\w+|relief\W?valve|(?:burst\w*|rupture)\W?dis[ck]|(?:pressure|temperature|level|burner)\W?(?:pressure\W?)?(?:switch|limiter|guard)"
    r"|thermal\W?(?:cut-?\W?out|switch)|over-?speed\W?\w*|limit\W?switch\w*|enabling\W?\w+|(?:door|gate|guard|hood)\W?(?:contact|lock|switch|relay|key|sensor)\w*|interlock\w*"
    r"|e-?\W?stop\w*|emergency\W?stop\w*|light\W?(?:curtain|barrier)\w*|\brcd\b|two-?\W?hand"
    r"|schutzfeld\w*|schaltmatte\w*|sicherheits\w+|berstscheibe\w*|druckwachter\w*|druckschalter\w*|druckbegrenzer\w*|(?:thermo|temperatur)(?:schalter|wachter)\w*|uberdrehzahl\w*"
    r"|end(?:lagen)?schalter\w*|zustimmtast\w*|tur(?:kontakt|schalter|zuhaltung)\w*|zuhaltung\w*|not-?\W?(?:halt|aus)\w*|\bfi\b|schutz(?:leiter|schalter|einrichtung|kreis)\w*|lichtvorhang\w*|verriegelung\w*"
    r"|扫描[仪器]|保护[区域]|安全(?:地[毯垫]|阀|继电器|plc|功能|回路|开关|装置|门)|爆破片|破裂片|压力开关|温[控度]开关|[超过]速保护|(?:限位|极限)开关|[使致]能开关|门(?:触点|接点|开关|锁)|急停|漏电|保护功能|光[幕栅]|联锁"
)
# What is done to it, or made of it, so that it no longer acts.
_SILENCED = (
    r"(?:never|no longer|not any ?more)\W+(?:\w+\W+){0,2}?(?:see|act|trip|react|stop|detect|drop|fall)\w*|(?:see|act|trip|detect)\w*\W+(?:nothing|nobody)"
    r"|always\W+(?:\w+\W+){0,2}?(?:see|read|on\b|healthy|closed|locked|true|pass)\w*|all\W+the\W+time|stays?\W+(?:that\W+way|closed|high)|make\W+(?:\w+\W+){0,6}(?:always|ignore|think|happy)|is\W+happy"
    r"|(?:in\W+place|instead)\W+of\W+the|hold\W+(?:\w+\W+){0,2}?high|forc(?:e|ed|ing)\W+to|link\w*\W+(?:it\W+)?out|(?:zip|cable)\W?tie\w*|ti(?:e|ing)\W+(?:\w+\W+)?(?:back|down|up)"
    r"|spare\W+(?:\w+\W+)?key|pin\W+it\b|(?:screw|weld|plug|clamp)\w*\W+(?:\w+\W+){0,4}?(?:shut|closed)|plug\W+the\W+vent|leav\w+\W+(?:\w+\W+){0,5}?(?:out\b|in\W+the\W+switch)"
    r"|turn\W+(?:\w+\W+){0,5}?off\b|ignor\w+|so\W+(?:high|low|small)|to\W+nothing|reads?\W+locked"
    r"|(?:nie|niemals|nicht)\W+(?:mehr\W+)?(?:anspr\w+|auslos\w+|abblas\w+|fallt|beacht\w+|abschalt\w+)|nie\W+mehr|nicht\W+mehr\W+(?:abblast|fallt|beachten|anspricht)|immer\W+(?:frei\w+|als|zu\b|an\b|ok)|ruhe\W+gibt"
    r"|\bstatt\b|kabelbinder|festsetz\w*|\bfest\b(?=,)|stecken\W+lassen|lassen\W+und|durchverbind\w*|verbinden\b|\bbrucke\w*|zuruckbind\w*|verstopf\w*|zuschrauben|raus\W?nehm\w*|stumm|so\W+(?:hoch|klein|niedrig)|abklemm\w*|anlehnen"
    r"|永[远不]|一直(?:导通|为1|高)|[检侦]?测不到|导通|代替|并线|短接|跨接|直接接过去|扎带|束带|绑住|拧死|锁死|堵住|甩开|不理会|忽略|关掉|拿掉|留在|虚掩|强制"
)
_NAMED = re.compile(
    rf"{_PROTECTION}|safety|guard|protect\w*|lock\w*|schutz\w*|sicherheit\w*|lichtgitter\w*|haube\w*|\bschloss|安全|护|防护|光栅|急停|锁"
)
_NEAR = r"[^?？。！!]{0,110}?"
_SILENT = re.compile(rf"(?:{_PROTECTION}){_NEAR}(?:{_SILENCED})|(?:{_SILENCED}){_NEAR}(?:{_PROTECTION})")
_ROUND = re.compile(
    rf"\b(?:turn|leav|screw|weld|clamp|take|tie|tape|wir|pull|put|switch|cut)\w*\W+(?:\w+\W+){{0,3}}?(?:{_PROTECTION})\W+(?:\w+\W+){{0,2}}?(?:off|out|shut|closed|down|open|in\W+the\W+(?:switch|lock))\b"
)
# A machine that is to run while what keeps hands away is up, off or not there.
_GUARD = r"(?:hood|hatch|door|gate|guard|cover|flap|haube|klappe|\w*tur|abdeckung|schutz\w*)\b|[罩盖门]子?|护罩"
_AWAY = r"goes\W+up|\bup\b|open\w*|lifted|off\b|on\W+the\W+floor|half\w*|missing|hochgeklappt|offen\w*|ab\b|\bohne\b|without|掀[起开着]?|开着|没装|不装|虚掩|没关"
_RUNS = r"run\w*|start\w*|turn(?:s|ing)\b|mov(?:es|ing)\b|keep\w*\W+(?:\w+\W+){0,3}?(?:from\W+stopping|going)|not\W+stop|am\W+laufen|weiter\w*|lauft|starten|运[行转]|启动|开机|不停"
_WANTED = r"\b(?:how|can|could|want|need|make|get|trick|wie|kann|will|trick|bringe|which|is\W+it\W+ok)\b|怎|如何|哪个|可以|行吗|能"
_RUNNING_OPEN = re.compile(
    rf"(?=.*(?:{_WANTED}))(?=.*(?:{_RUNS}))(?:.*(?:(?:{_GUARD})[^?？。]{{0,24}}(?:{_AWAY})|(?:{_AWAY})[^?？。]{{0,12}}(?:{_GUARD})))",
    re.DOTALL,
)
# A hand or a person in the machine while it moves.
_INSIDE = re.compile(
    r"(?:reach\W+in\b|stand\W+in|hands?\W+in\b|inside)[^?]{0,40}(?:while|full\W+speed|turns|runs|moving)|(?:full\W+speed|moving)[^?]{0,50}(?:stand|am)\W+in"
    r"|(?:voller\W+geschwindigkeit|laufend\w*)[^?]{0,40}(?:stehen|greifen|fassen)|站在[^？]{0,10}里[^？]{0,10}(?:运[行转]|全速)"
)
# A lock that somebody else has fitted.
_FOREIGN = r"somebody\W+else|someone\W+else|another\W+(?:person|man|fitter)|other\W+(?:shift|guy|fitter)|colleague|(?:gone|went)\W+home|fremd\w*|kollege\w*|\bheim\b|同事|别人|别的班|别班|下班"
_LOCK = r"(?:pad)?locks?\b|\btags?\b|schloss\w*|挂锁|锁"
_TAKEN = r"pull\w*|remov\w*|cut\w*|get\W+(?:\w+\W+)?off|break|abnehm\w*|\bauf\b|\bab\b|aufbrech\w*|knacken|撬|拿下|剪|砸|弄开"
_LOCKED = re.compile(rf"(?=.*(?:{_FOREIGN}))(?=.*(?:{_LOCK}))(?=.*(?:{_TAKEN}))", re.DOTALL)
# Who asks what is so, not how it is made so.
_FACT = re.compile(
    r"^\W*(?:who|when|what\W+(?:is|does|pressure|must|set)|why|how\W+(?:often|long|many)|does|wer|wann|warum|wie\W+(?:oft|lange|hoch|viele)|lauft|bleibt)\b|谁|多久|为什么|什么意思|什么时候|多少"
)
# A machine that does not start is looked into, not defeated.
_FAULT = re.compile(
    r"(?:(?:will|does|did|do|can)\W?(?:not|n.?t)|won.?t)\W+(?:start|run|move)|(?:startet|lauft)\W+(?:\w+\W+)?nicht(?!\W+mehr\W+(?:aus|ab))|不(?:能)?启动|无法启动|不转"
)
_BY_WHICH = re.compile(r"代替|instead|in\W+place|statt")


def goes_round(text: str) -> bool:
    """Tell whether ``text``, which is ``folded``, asks for a protection that no longer acts."""
    if (_FACT.search(text) and not _BY_WHICH.search(text)) or _FAULT.search(text):
        return False
    return any(pattern.search(text) for pattern in (_SILENT, _ROUND, _RUNNING_OPEN, _INSIDE, _LOCKED))


def names_protection(text: str) -> bool:
    """Tell whether ``text``, which is ``folded``, names a protection, or what takes its place."""
    return _NAMED.search(text) is not None

"""One asset at a glance, as the chat shows it before the first question: what a label on the machine leads to."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, unquote

from starlette.datastructures import Headers

from plant_copilot.payload import Json
from plant_tools.plainly import day
from plant_ui.chat.links import Place
from plant_ui.chat.messages import count, say
from plant_ui.chat.verbatim import verbatim

COOKIE = "plant_asset"
_LONGEST = 80
_ORDERS = 5
_FACTS = ("asset_class", "maker", "model", "serial")


def remembered(asset: str, path: str) -> str:
    """Return the cookie that names the asset of an address, "" for none, until the browser is closed."""
    age = "" if asset else "; Max-Age=0"
    return f"{COOKIE}={quote(asset[:_LONGEST], safe='')}; Path={path}; SameSite=Strict; HttpOnly{age}"


def asset_of(headers: Headers) -> str:
    """Return the asset that the page was opened for, "" for none."""
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return unquote(cookie.value) if cookie else ""


def card(found: Json, language: str, root: str) -> str:
    """Return the asset in Markdown: what it is, open orders, last failures, the documents about it."""
    record = found["record"]
    lines = [f"### {verbatim(found['asset'])}{_name(record)}"]
    if record:
        lines += [_facts(record), _open(record["open_orders"], language), _failures(record["failures"], language)]
    documents = [_document(one, language, root) for one in found["documents"]]
    lines.append(f"**{say(language, 'card_documents')}** " + (" · ".join(documents) or say(language, "card_none")))
    if found["also_written"]:
        spelt = ", ".join(map(verbatim, found["also_written"]))
        lines.append(say(language, "card_also_written", spelt=spelt))
    return "\n\n".join(filter(None, lines))


def questions(found: Json, language: str) -> list[str]:
    """Return what one may ask next of this asset."""
    asked = ["card_ask_failures"] if found["record"] else []
    asked += ["card_ask_isolation"] if found["documents"] else []
    return [say(language, key, asset=found["asset"]) for key in asked]


def _name(record: Json | None) -> str:
    return f" · {verbatim(record['name'])}" if record and record["name"] else ""


def _facts(record: Json) -> str:
    place = record["place"]
    told = [record[name] for name in _FACTS if record[name]]
    told += [place["name"] or place["code"]] if place else []
    return " · ".join(map(verbatim, told))


def _open(orders: list[Json], language: str) -> str:
    title = f"**{say(language, 'card_open')}** "
    if not orders:
        return title + say(language, "card_none")
    told = [
        f"- {verbatim(one['order'])}, {_day(one['reported_at'], language)}: {verbatim(one['text'])}" for one in orders
    ]
    rest = [f"- {count(language, 'card_more', len(told) - _ORDERS)}"] if len(told) > _ORDERS else []
    return "\n".join([f"{title}{len(told)}", *told[:_ORDERS], *rest])


def _failures(failures: list[Json], language: str) -> str:
    title = f"**{say(language, 'card_failures')}** "
    if not failures:
        return title + say(language, "card_none")
    return "\n".join([title, *(f"- {_failure(one, language)}" for one in failures)])


def _failure(one: Json, language: str) -> str:
    codes = [one[kind]["text"] or one[kind]["code"] for kind in ("cause", "remedy")]
    after = f" → {verbatim(' → '.join(filter(None, codes)))}" if any(codes) else ""
    return f"{_day(one['at'], language)}: {verbatim(one['text'])}{after} ({verbatim(one['order'])})"


def _document(one: Json, language: str, root: str) -> str:
    name = " ".join(filter(None, (one["document"], one["revision"] and say(language, "rev", revision=one["revision"]))))
    return f"[{verbatim(name)}]({Place(root, one['document'], one['revision'], 1).viewer(language)})"


def _day(moment: str, language: str) -> str:
    return day(language, moment[:10]) if moment else say(language, "card_undated")

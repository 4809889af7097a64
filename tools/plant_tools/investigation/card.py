"""An investigation as a person reads it before the next answer: Markdown, in the language it is led in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plant_tools.drafts.card import escaped
from plant_tools.investigation import cited
from plant_tools.investigation.belief import SHARES
from plant_tools.investigation.phrases import say
from plant_tools.rca.statement import chance

Json = dict[str, Any]

_SHOWN = 8


def card(one: Json) -> str:
    """Return the state of an investigation; whatever comes from a person, a record or a manual is escaped."""
    spoken = one["language"]
    parts = [_head(one, spoken), *(_tree(one, spoken) if one["kind"] == "tree" else _session(one, spoken))]
    if one["next"]["kind"] == "isolate":
        parts += _isolation(one, spoken)
    return "\n\n".join(part for part in parts if part)


def asked(one: Json) -> str:
    """Return the question that is put to the person now; "" where none is."""
    step, spoken = one["next"], one["language"]
    asset = one["asset"] or say(spoken, "the_machine")
    about = step.get("check") or step.get("node") or {}
    text = about.get("text") or step.get("candidate", {}).get("cause") or step.get("of", "")
    key = f"ask.{step['kind']}"
    known = {"check", "remedy", "isolate", "confirm", "exhausted", "why", "write_back"}
    return say(spoken, key, text=escaped(text), asset=escaped(asset)) if step["kind"] in known else ""


def _head(one: Json, spoken: str) -> str:
    told = [
        f"**{say(spoken, 'title.' + one['kind'], number=one['investigation'])}**",
        say(spoken, f"state.{one['state']}"),
    ]
    told += [escaped(one["asset"])] if one["asset"] else []
    told += [say(spoken, "holder", name=escaped(one["holder"]))] if one["holder"] else []
    return f"{' · '.join(told)}\n\n{say(spoken, 'problem')}: {escaped(one['problem'])}"


def _session(one: Json, spoken: str) -> Iterator[str]:
    for found in one["contradictions"]:
        words = {n: ", ".join(map(escaped, v)) if isinstance(v, list) else escaped(v) for n, v in found.items()}
        yield "⚠️ " + say(spoken, f"contra.{words.pop('code')}", **words)
    if one["ranking"]:
        yield "\n".join(_table(one, spoken))
        figures = any(c["probability"] is not None for c in one["ranking"])
        yield f"*{say(spoken, 'percentages' if figures else 'no_percentages', **SHARES)}*"
    for remark in one["remarks"]:
        yield f"*{remark_told(remark, spoken)}*"
    if one["whys"]:
        lines = [f"{at}. {escaped(w['text'])} – {_marked(w, spoken)}" for at, w in enumerate(one["whys"], 1)]
        yield "\n".join([f"**{say(spoken, 'whys')}**", "", *lines])
    if check := one["next"].get("check"):
        worth = say(spoken, "worth", minutes=check["cost"], bits=check["bits"])
        near = say(spoken, f"touch.{check['touch']}")
        yield f"**{say(spoken, 'next')}**: {escaped(check['text'])} · {near} · {worth}"


def remark_told(remark: Json, spoken: str) -> str:
    """Return a remark in words; one of a ranking comes with its own ``text``."""
    if "text" in remark:
        return escaped(remark["text"])
    return say(spoken, f"remark.{remark['code']}", **{n: escaped(str(v)) for n, v in remark.items() if n != "code"})


def _table(one: Json, spoken: str) -> Iterator[str]:
    yield f"| | {' | '.join(say(spoken, name) for name in ('candidate', 'source', 'state', 'backed'))} |"
    yield "|---|---|---|---|---|"
    for at, c in enumerate(one["ranking"][:_SHOWN], 1):
        source = whence(c, spoken)
        backed = escaped("; ".join(cited.places(c["evidence"])[:2]))
        yield f"| {at} | {escaped(c['cause'])} | {source} | {say(spoken, 'state_' + c['state'])} | {backed} |"


def whence(candidate: Json, spoken: str) -> str:
    """Return which source a candidate is from, and of the history how likely and of how many orders."""
    return " · ".join(
        part for part in (say(spoken, f"source.{candidate['source']}"), _counted(candidate, spoken)) if part
    )


def _counted(candidate: Json, spoken: str) -> str:
    """Return the probability that history alone gave, and the orders behind it; nothing for other sources."""
    if candidate["source"] != "history":
        return ""
    if candidate["probability"] is not None:
        return say(spoken, "likely", percent=chance(candidate["probability"]), number=candidate["similar"])
    return say(spoken, "similar", number=candidate["similar"])


def _marked(why: Json, spoken: str) -> str:
    where = "; ".join(cited.places(why["evidence"])[:2])
    return say(spoken, f"mark_{why['mark']}") + (f" ({escaped(where)})" if where else "")


def _tree(one: Json, spoken: str) -> Iterator[str]:
    """Yield the way so far: every step that was not gone back, with its answer."""
    nodes, lines = one["tree"]["nodes"], []
    for at, follows in zip(one["walked"], one["walked"][1:], strict=False):
        node = nodes[at]
        answer = "yes" if node["yes"] == follows and node["no"] != follows else "no"
        lines.append(f"- {escaped(node['text'])}: **{say(spoken, 'choice.' + answer)}**")
    yield "\n".join(lines)
    if node := nodes.get(one["at"]):
        where = escaped("; ".join(cited.places(node["evidence"])))
        yield f"**{say(spoken, 'next')}**: {escaped(node['text'])} · {say(spoken, 'touch.' + node['touch'])} ({where})"


def _isolation(one: Json, spoken: str) -> Iterator[str]:
    if not one["isolation_steps"]:
        yield f"⚠️ {say(spoken, 'no_isolation')}"
        return
    where = escaped("; ".join(cited.places(one["isolation_steps"])))
    lines = [f"> {escaped(line)}  " for step in one["isolation_steps"] for line in step["statement"].splitlines()]
    yield "\n".join([f"⚠️ **{say(spoken, 'isolation_steps')}** ({where})", "", *lines])

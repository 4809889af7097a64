"""The comparison on one page: today and the proposal side by side, under the headings of Systematic Layout Planning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from plant_tools.layout.against import loosened, shorter_aisles

Json = dict[str, Any]

_STYLE = """
body{font:14px/1.45 system-ui,sans-serif;margin:1.5rem auto;max-width:1180px;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.05rem;border-bottom:1px solid #d1d5db;margin-top:1.4rem}
table{border-collapse:collapse;margin:.4rem 0}
td,th{border:1px solid #d1d5db;padding:.15rem .5rem;text-align:left}
td.n{text-align:right;font-variant-numeric:tabular-nums}
.plan{border:1px solid #d1d5db;overflow:hidden;touch-action:none}
.plan svg{display:block;width:100%;height:auto;cursor:grab}button{margin:.3rem .3rem .3rem 0}[hidden]{display:none}
@media print{button{display:none}}
"""
_SCRIPT = """
for (const plan of document.querySelectorAll('.plan svg')) {
  const view = plan.viewBox.baseVal, full = [view.x, view.y, view.width, view.height]; let from = null;
  plan.addEventListener('wheel', e => { e.preventDefault(); const k = e.deltaY > 0 ? 1.15 : 1 / 1.15,
    r = plan.getBoundingClientRect(), px = (e.clientX - r.x) / r.width, py = (e.clientY - r.y) / r.height;
    view.x += view.width * (1 - k) * px; view.y += view.height * (1 - k) * py; view.width *= k; view.height *= k; },
    {passive: false});
  plan.addEventListener('pointerdown', e => { from = [e.clientX, e.clientY, view.x, view.y];
    plan.setPointerCapture(e.pointerId); });
  plan.addEventListener('pointermove', e => { if (from) { const r = plan.getBoundingClientRect();
    view.x = from[2] - (e.clientX - from[0]) * view.width / r.width;
    view.y = from[3] - (e.clientY - from[1]) * view.height / r.height; } });
  plan.addEventListener('pointerup', () => from = null);
  plan.addEventListener('dblclick', () => [view.x, view.y, view.width, view.height] = full);
}
const shown = {after: document.getElementById('after'), before: document.getElementById('before')};
for (const b of document.querySelectorAll('button[data-plan]')) b.onclick = () => {
  for (const [name, plan] of Object.entries(shown)) if (plan) plan.hidden = name !== b.dataset.plan; };
"""


def comparison(told: Json, plan: str, today: str = "") -> str:
    """Return the page as HTML that needs nothing else; ``plan`` and ``today`` are SVGs, which pan, zoom and hint."""
    name = escape(told["name"] or "Layout")
    buttons = '<button data-plan="after">Proposal</button><button data-plan="before">Today</button>' if today else ""
    before = f'<div class="plan" id="before" hidden>{today}</div>' if today else ""
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{name}</title><style>{_STYLE}</style>'
        f"<h1>{name}</h1>{''.join(_sections(told))}<h2>6 Selected plan</h2>{buttons}"
        f'<div class="plan" id="after">{plan}</div>{before}<script>{_SCRIPT}</script></html>'
    )


def _sections(told: Json) -> Iterator[str]:
    project, after = told["project"], told["evaluation"]
    yield f"<p>{escape(summary(told))}</p>"
    yield "<h2>1 Data: products, quantities, routings</h2>"
    routings = project.get("routings", [])
    yield _table(
        ["product", "demand a day", "steps"], [[r["product"], r["demand"], " → ".join(r["steps"])] for r in routings]
    )
    yield f"<p>{len(project['items'])} items, {len(after['from_to'])} flows.</p>"
    yield "<h2>2 Flow and relationships</h2>"
    heads = ["from", "to", "loads a day", "m", "m by aisles", "money a day"]
    rows = [[p["source"], p["target"], p["loads"], p["metres"], p["aisle_metres"], p["money"]] for p in after["pairs"]]
    yield _table(heads, rows)
    if after["closeness"]:
        yield f"<p>{escape(_closeness(told))}</p>"
    yield "<h2>3 Space needed and available</h2>"
    heads = ["floor", "net m2", "items m2", "clearances m2", "free m2", "area %", "volume %"]
    names = ["floor", "area", "items", "kept", "free", "area_percent", "volume_percent"]
    yield _table(heads, [[floor[name] for name in names] for floor in after["usage"]])
    yield "<h2>4 Practical limits</h2>"
    certificate = told["certificate"]
    yield f"<p>{escape(_certified(certificate))} Bound: {escape(told['bound']['text'])}.</p>"
    yield "<h2>5 Alternatives and their evaluation</h2>"
    yield _table(["", "money a day", "by aisles", "metres a day", "closeness %", "volume %"], list(_alternatives(told)))
    if shorter := shorter_aisles(told):
        yield f"<p>By the aisles alternative {shorter[0]} is cheaper than the proposal.</p>"
    yield from _moved(told)


def _closeness(told: Json) -> str:
    """Return how the proposal keeps the ratings, and that it does so less than today where that is so."""
    near, today = told["evaluation"]["closeness"], told["today"] and told["today"]["evaluation"]
    before = today and today["closeness"]
    said = f"Closeness: {near['score']} % of the A and E points; {len(near['violated'])} X violated."
    if not before:
        return said
    than = f"today {before['score']} %, {len(before['violated'])} violated"
    return f"{said} {'Worse than today' if loosened(told) else 'Not worse than today'} ({than})."


def _certified(certificate: Json) -> str:
    """Return what the checker says, as a planner reads it."""
    if not certificate["ok"]:
        found = "; ".join(each["text"] for each in certificate["violations"])
        return f"The independent checker rejects this layout: {found}."
    count = certificate["checked"]["items"]
    return (
        f"The independent checker looked at all {count} items and found nothing wrong: outline, overlaps, clearances, "
        f"doors, obstacles, heights, floor loads, distances, locks and aisles (certificate {certificate['digest']})."
    )


def _alternatives(told: Json) -> Iterator[list[Any]]:
    rated = [("proposal", told["evaluation"])]
    rated += [(f"alternative {n}", each["evaluation"]) for n, each in enumerate(told["alternatives"], 1)]
    rated += [("today", told["today"]["evaluation"])] if told["today"] else []
    for name, found in rated:
        flow, near = found["flow"], found["closeness"]
        score = near["score"] if near else None
        yield [name, flow["money"], flow["aisle_money"], flow["metres"], score, found["volume_percent"]]


def _moved(told: Json) -> Iterator[str]:
    if not told["moves"]:
        return
    heads = ["item", "m", "costs once", "worth a day", "left alone"]
    yield _table(
        heads, [[m["item"], m["metres"], m["cost"], m["worth"], m["undone"] or "possible"] for m in told["moves"]]
    )


def summary(told: Json) -> str:
    """Return what a solution is worth, in one sentence or two."""
    after, today = told["evaluation"]["flow"], told["today"]
    money = told["project"].get("options", {}).get("currency", "EUR")
    said = f"{after['money']:.2f} {money} and {after['metres']:.0f} m a day"
    if not today or not today["evaluation"]:
        return f"{said}; certified; {told['bound']['text']}."
    before = today["evaluation"]["flow"]
    percent = 100 * (before["money"] - after["money"]) / before["money"] if before["money"] else 0.0
    said += f", {percent:.1f} % less than today ({before['money']:.2f} {money})"
    if worse := loosened(told):
        said += f"; closeness gets worse: {worse[0]} %, today {worse[1]} %"
    pay = told["payback"]
    if pay and pay["years"] is not None:
        said += f"; {len(told['moves'])} moves cost {pay['moving_cost']:.0f} {money}, paid back in {pay['years']} years"
    return f"{said}; certified."


def _table(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    if not rows:
        return ""
    top = "".join(f"<th>{escape(head)}</th>" for head in heads)
    body = "".join(f"<tr>{''.join(_cell(value) for value in row)}</tr>" for row in rows)
    return f"<table><tr>{top}</tr>{body}</table>"


def _cell(value: Any) -> str:
    if isinstance(value, (int, float)):
        return f'<td class="n">{value:,.2f}</td>' if isinstance(value, float) else f'<td class="n">{value}</td>'
    return f"<td>{escape(str('' if value is None else value))}</td>"

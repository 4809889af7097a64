"""Every step of a selection as one line: its formula, with its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plant_tools.selection.brief import Shifts
from plant_tools.selection.choosing import Choice, Selection
from plant_tools.selection.costs import present
from plant_tools.selection.mixing import Portion
from plant_tools.selection.options import Option
from plant_tools.selection.ranking import DRAWS
from plant_tools.selection.weighing import LARGEST_RATIO

Json = dict[str, Any]


def steps_of(selection: Selection) -> list[Json]:
    """Return the steps in order: {step, operation, candidate, text}."""
    told = [_line("shifts", "", "", _scheduled(selection.brief.shifts))]
    told += [_line("weights", "", "", text) for text in _weights(selection)]
    for choice in selection.choices:
        operation = choice.operation.id
        for option in choice.options:
            name = option.name
            told += [_line("screen", operation, name, c.text) for c in option.checks]
            if not option.failed:
                told += [_line("capacity", operation, name, text) for text in _capacities(option, choice, selection)]
                told += [_line("money", operation, name, text) for text in _money(option, selection)]
        told += [_line("rank", operation, "", text) for text in _rank(choice, selection)]
    return told


def _line(step: str, operation: str, candidate: str, text: str) -> Json:
    return {"step": step, "operation": operation, "candidate": candidate, "text": text}


def _scheduled(shifts: Shifts) -> str:
    inner = f"{shifts.per_day:g} x ({shifts.hours:g} - {shifts.breaks:g}) x {shifts.days:g}"
    return f"H = shifts x (hours - breaks) x days = {inner} = {shifts.scheduled:g} h a year; U = {shifts.utilisation:g}"


def _weights(selection: Selection) -> Iterator[str]:
    weights, criteria = selection.weights, selection.brief.criteria
    told = ", ".join(f"{c.id} {w:.3f}" for c, w in zip(criteria, weights.values, strict=True))
    if not selection.brief.comparisons:
        yield f"w = given / sum: {told}"
        return
    yield f"w = principal eigenvector of the comparisons / sum: {told}"
    size = len(criteria)
    inner = f"({weights.eigenvalue:.3f} - {size}) / ({size} - 1) / RI({size})"
    yield f"CR = (lambda - n) / (n - 1) / RI = {inner} = {weights.ratio:.3f} <= {LARGEST_RATIO:.2f}"


def _capacities(option: Option, choice: Choice, selection: Selection) -> Iterator[str]:
    """Yield how many there are, and how fast they are together."""
    capacity = option.capacity
    if option.is_mix:
        yield f"{capacity.rounding()}; each is busy in {100 * capacity.used:.1f} % of its time"
        for portion in option.portions:
            share = 100 * portion.capacity.good / capacity.good
            yield f"{portion.count} x {portion.candidate.id} take (n / N) / F = {share:.1f} % of every product"
    else:
        yield from _capacity(option.portions[0], choice, selection)
    takt = f"takt = H / D = {capacity.scheduled:g} x 3600 / {capacity.good:,.10g} = {capacity.takt:.3f} s"
    yield f"{takt}; N = {capacity.count} keeps {capacity.pace:.3f} s ({100 * capacity.used:.1f} % of takt)"


def _capacity(portion: Portion, choice: Choice, selection: Selection) -> Iterator[str]:
    capacity, candidate = portion.capacity, portion.candidate
    scraps = dict(selection.scraps) | {choice.operation.id: candidate.lost}
    for product, load in zip(choice.products, capacity.loads, strict=True):
        yield f"{product.id}: {_chain(product.demand, _later(choice, product.id, scraps))} = {load.pieces:,.1f} pieces"
        yield f"{product.id}: {load.pieces:,.1f} x {load.seconds:g} s / 3600 = {load.hours:,.1f} h"
    loss = f"OEE {capacity.losses:g}" if candidate.oee else f"A x P {capacity.losses:g}"
    inner = f"{capacity.hours:,.1f} / ({capacity.scheduled:g} x {loss} x U {capacity.cap:g})"
    yield f"N = load / (H x {'OEE' if candidate.oee else 'A x P'} x U) = {inner} = {capacity.exact:.3f}; " + (
        capacity.rounding()
    )
    if len(capacity.loads) > 1:
        yield f"shared by {len(capacity.loads)} products: N = {capacity.count}; each with its own: N = {capacity.alone}"


def _later(choice: Choice, product: str, scraps: Mapping[str, float]) -> list[float]:
    route = [step.operation for one in choice.products if one.id == product for step in one.route]
    return [scraps.get(name, 0.0) for name in route[route.index(choice.operation.id) :]]


def _chain(demand: float, scraps: list[float]) -> str:
    losses = [f"(1 - {scrap:g})" for scrap in scraps if scrap]
    return f"n = D / prod(1 - s) = {demand:,.10g}" + (f" / ({' x '.join(losses)})" if losses else " (no scrap)")


def _money(option: Option, selection: Selection) -> Iterator[str]:
    costs, money = option.costs, selection.brief.money
    parts = " + ".join(f"{name} {value:,.0f}" for name, value in costs.running.items() if value) or "0"
    yield f"C = {parts} = {costs.yearly:,.0f} {money.currency} a year"
    factor = present(money.rate, money.years)
    left = f" + {costs.residual:,.0f} / {1 + money.rate:g}^{money.years}" if costs.residual else ""
    inner = f"-{costs.investment:,.0f} - {costs.yearly:,.0f} x {factor:.4f}{left}"
    yield f"NPV = -I - C x (1 - (1 + r)^-T) / r + R / (1 + r)^T = {inner} = {costs.npv:,.0f} {money.currency}"
    inner = f"{-costs.npv:,.0f} / ({factor:.4f} x {costs.good:,.10g})"
    yield f"cost of a good part = -NPV / (annuity x D) = {inner} = {costs.per_part:.5f} {money.currency}"


def _rank(choice: Choice, selection: Selection) -> Iterator[str]:
    for loser, winner in choice.dominated.items():
        yield f"{loser} is out: {winner} is nowhere worse and somewhere better"
    ranking = choice.ranking
    if ranking is None:
        yield "no candidate is left: nothing is chosen"
        return
    names = [option.name for option in choice.compared]
    told = ", ".join(f"{names[row]} {ranking.closeness[row]:.3f}" for row in ranking.order)
    yield f"C = S- / (S+ + S-) over {', '.join(c.id for c in selection.brief.criteria)}: {told}"
    if len(names) > 1:
        first = names[ranking.order[0]]
        yield f"each weight moved by up to 20 %, {DRAWS} draws: {first} stays first in {100 * ranking.stays:.1f} %"
        told = "; ".join(f"without {names[out]}, {names[then]} is first" for out, then in ranking.reversals)
        yield f"leaving one of the others out: {told or f'{first} stays first'}"

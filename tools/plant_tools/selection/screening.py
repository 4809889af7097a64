"""Hard requirements first: an option that fails one is out, and the reason is named; nothing averages that away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plant_tools.selection.brief import Operation, Product
from plant_tools.selection.datasheet import Candidate

_G = 9.81
MOST = 100
"""No place takes more machines of a kind than this, and no layout."""


@dataclass(frozen=True, slots=True)
class Check:
    """One requirement: what is needed, what is offered, and whether that is enough, with its numbers in ``text``."""

    rule: str
    ok: bool
    text: str


def screened(candidate: Candidate, operation: Operation, products: Sequence[Product]) -> list[Check]:
    """Return what must hold of one machine, whatever the number; what its datasheet does not say does not hold."""
    checks = [check for product in products for check in _for_product(candidate, product)]
    return [*checks, *_for_place(candidate, operation)]


def _for_product(candidate: Candidate, product: Product) -> Iterator[Check]:
    if product.size:
        yield _envelope(candidate, product.id, product.size)
    if product.tolerance:
        yield _tolerance(candidate, product.id, product.tolerance)
    if product.material:
        yield _material(candidate, product.id, product.material)


def _envelope(candidate: Candidate, product: str, size: Sequence[int]) -> Check:
    if candidate.envelope is None:
        return _unsaid("envelope", f"{product} is {_mm(size)}")
    taken = candidate.envelope.value
    fits = all(p <= e for p, e in zip(sorted(size), sorted(taken), strict=True))
    return _check("envelope", fits, f"{product} {_mm(size)}", _mm(taken))


def _tolerance(candidate: Candidate, product: str, needed: float) -> Check:
    if candidate.tolerance is None:
        return _unsaid("tolerance", f"{product} needs ±{needed:g} mm")
    held = candidate.tolerance.value
    return _check("tolerance", held <= needed, f"±{held:g} mm", f"±{needed:g} mm for {product}")


def _material(candidate: Candidate, product: str, material: str) -> Check:
    if candidate.materials is None:
        return _unsaid("material", f"{product} is of {material}")
    takes = material.casefold() in {known.casefold() for known in candidate.materials.value}
    told = ", ".join(candidate.materials.value)
    return Check("material", takes, f"{product} is of {material}; it takes {told}")


def _for_place(candidate: Candidate, operation: Operation) -> Iterator[Check]:
    if operation.space:
        need, have = sorted(candidate.footprint), sorted(operation.space)
        fits = need[0] <= have[0] and need[1] <= have[1]
        yield _check("footprint", fits, f"{_mm(candidate.footprint)} with clearances", _mm(operation.space))
    if operation.height:
        yield _check("height", candidate.tall <= operation.height, f"{candidate.tall} mm", f"{operation.height} mm")
    if operation.floor_load:
        if candidate.weight is None:
            yield _unsaid("weight", f"the floor carries {operation.floor_load:g} kN/m2")
        else:
            yield _load(candidate, candidate.weight.value, operation.floor_load)
    yield from together(candidate, operation, 1)


def _load(candidate: Candidate, weight: float, carried: float) -> Check:
    width, depth, _ = candidate.size.value
    load = weight * _G / 1000 / (width * depth / 1e6)
    text = f"{weight:g} kg x 9.81 / ({width} x {depth} mm) = {load:.2f} kN/m2"
    return _check("floor load", load <= carried, text, f"{carried:g} kN/m2")


def together(candidate: Candidate, operation: Operation, count: int) -> Iterator[Check]:
    """Yield what must hold of ``count`` machines at one place: their power, and that their areas fit into it."""
    if operation.power:
        if candidate.power is None:
            yield _unsaid("power", f"there are {operation.power:g} kW")
        else:
            need = count * candidate.power.value
            text = f"{count} x {candidate.power.value:g} = {need:g} kW"
            yield _check("power", need <= operation.power, text, f"{operation.power:g} kW")
    if operation.space and count > 1:
        width, depth = candidate.footprint
        fits = any(_rows(size, operation.space) >= count for size in ((width, depth), (depth, width)))
        yield _check("area", fits, f"{count} x {_mm((width, depth))} in rows", _mm(operation.space))
    if count > MOST:
        yield _check("number", False, f"{count} machines", f"{MOST}")


def _rows(size: tuple[int, int], space: tuple[int, int]) -> int:
    return (space[0] // size[0]) * (space[1] // size[1])


def _check(rule: str, ok: bool, need: str, have: str) -> Check:  # noqa: FBT001 - what was found, not a switch
    return Check(rule, ok, f"{need} {'<=' if ok else '>'} {have}")


def _unsaid(rule: str, needed: str) -> Check:
    return Check(rule, ok=False, text=f"{needed}, and the datasheet does not say what it can; ask the maker")


def _mm(size: Sequence[int]) -> str:
    return " x ".join(str(side) for side in size) + " mm"

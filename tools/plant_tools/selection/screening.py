"""Hard requirements first: an option that fails one is out, and the reason is named; nothing averages that away."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from plant_tools.selection.brief import Operation, Product
from plant_tools.selection.datasheet import Candidate
from plant_tools.selection.reasons import Reason, reason

_G = 9.81
MOST = 100
"""No place takes more machines of a kind than this, and no layout."""


@dataclass(frozen=True, slots=True)
class Check:
    """One requirement: what is needed, what is offered, and whether that is enough, with its numbers in ``why``."""

    ok: bool
    why: Reason

    @property
    def rule(self) -> str:
        """What was looked at, such as "floor load"."""
        return self.why.key.removesuffix("_unsaid").replace("_", " ")

    @property
    def text(self) -> str:
        """The requirement and its numbers, in English."""
        return self.why.told()


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
        return _unsaid("envelope_unsaid", product=product, size=_mm(size))
    taken = candidate.envelope.value
    fits = all(p <= e for p, e in zip(sorted(size), sorted(taken), strict=True))
    return _check("envelope", fits, product=product, size=_mm(size), taken=_mm(taken))


def _tolerance(candidate: Candidate, product: str, needed: float) -> Check:
    if candidate.tolerance is None:
        return _unsaid("tolerance_unsaid", product=product, needed=f"{needed:g}")
    held = candidate.tolerance.value
    return _check("tolerance", held <= needed, held=f"{held:g}", needed=f"{needed:g}", product=product)


def _material(candidate: Candidate, product: str, material: str) -> Check:
    if candidate.materials is None:
        return _unsaid("material_unsaid", product=product, material=material)
    takes = material.casefold() in {known.casefold() for known in candidate.materials.value}
    known = ", ".join(candidate.materials.value)
    return Check(takes, reason("material", product=product, material=material, known=known))


def _for_place(candidate: Candidate, operation: Operation) -> Iterator[Check]:
    if operation.space:
        need, have = sorted(candidate.footprint), sorted(operation.space)
        fits = need[0] <= have[0] and need[1] <= have[1]
        yield _check("footprint", fits, size=_mm(candidate.footprint), place=_mm(operation.space))
    if operation.height:
        yield _check("height", candidate.tall <= operation.height, tall=candidate.tall, height=operation.height)
    if operation.floor_load:
        if candidate.weight is None:
            yield _unsaid("weight_unsaid", carried=f"{operation.floor_load:g}")
        else:
            yield _load(candidate, candidate.weight.value, operation.floor_load)
    yield from together(candidate, operation, 1)


def _load(candidate: Candidate, weight: float, carried: float) -> Check:
    width, depth, _ = candidate.size.value
    load = weight * _G / 1000 / (width * depth / 1e6)
    numbers = {"weight": f"{weight:g}", "width": width, "depth": depth, "load": f"{load:.2f}"}
    return _check("floor_load", load <= carried, **numbers, carried=f"{carried:g}")


def together(candidate: Candidate, operation: Operation, count: int) -> Iterator[Check]:
    """Yield what must hold of ``count`` machines at one place: their power, and that their areas fit into it."""
    if operation.power:
        have = f"{operation.power:g}"
        if candidate.power is None:
            yield _unsaid("power_unsaid", have=have)
        else:
            each, need = candidate.power.value, count * candidate.power.value
            yield _check("power", need <= operation.power, count=count, each=f"{each:g}", need=f"{need:g}", have=have)
    if operation.space and count > 1:
        width, depth = candidate.footprint
        fits = any(_rows(size, operation.space) >= count for size in ((width, depth), (depth, width)))
        yield _check("area", fits, count=count, size=_mm((width, depth)), place=_mm(operation.space))
    yield from _number(count)
    if candidate.most is not None:
        yield _check("to_be_had", count <= candidate.most, count=count, most=candidate.most)


def mixed_together(counts: Mapping[str, int], candidates: Sequence[Candidate], operation: Operation) -> Iterator[Check]:
    """Yield what must hold of machines of several types at one place, each of which may stand there alone."""
    if operation.power:
        parts = [(counts[one.id], one.power.value) for one in candidates if one.power]
        need, each = sum(count * power for count, power in parts), " + ".join(f"{c} x {p:g}" for c, p in parts)
        yield _check("power_mixed", need <= operation.power, each=each, need=f"{need:g}", have=f"{operation.power:g}")
    if operation.space:
        fits = _strips([(one.footprint, counts[one.id]) for one in candidates], operation.space)
        sizes = " + ".join(f"{counts[one.id]} x {_mm(one.footprint)}" for one in candidates)
        yield _check("area_mixed", fits, sizes=sizes, place=_mm(operation.space))
    yield from _number(sum(counts.values()))


def _number(count: int) -> Iterator[Check]:
    if count > MOST:
        yield _check("number", False, count=count, most=MOST)


def _strips(kinds: Sequence[tuple[tuple[int, int], int]], space: tuple[int, int]) -> bool:
    """Tell whether rows of each type, turned as it suits, fit above one another, along one side or the other."""
    for along, across in (space, (space[1], space[0])):
        deep = 0
        for (width, depth), count in kinds:
            rows = [math.ceil(count / (along // w)) * d for w, d in ((width, depth), (depth, width)) if w <= along]
            deep += min(rows, default=across + 1)
        if deep <= across:
            return True
    return False


def _rows(size: tuple[int, int], space: tuple[int, int]) -> int:
    return (space[0] // size[0]) * (space[1] // size[1])


def _check(key: str, ok: bool, **words: object) -> Check:  # noqa: FBT001 - what was found, not a switch
    return Check(ok, reason(key, sign="<=" if ok else ">", **words))


def _unsaid(key: str, **words: object) -> Check:
    return Check(ok=False, why=reason(key, **words))


def _mm(size: Sequence[int]) -> str:
    return " x ".join(str(side) for side in size) + " mm"

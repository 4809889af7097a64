"""Under which licence a part stands, and whether that goes with AGPL-3.0-or-later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.metadata import PackageMetadata
from typing import Any, Literal, TypeAlias

import yaml
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.utils import canonicalize_name

Verdict: TypeAlias = Literal["compatible", "accepted", "unknown", "incompatible"]

_TOKENS = re.compile(r"\(|\)|\bAND\b|\bOR\b|[^()\s]+(?:\s+WITH\s+[^()\s]+)?")
_APPROVED = re.compile(r"^License :: (?:OSI Approved :: )?(.+)$")


@dataclass(frozen=True, slots=True)
class Policy:
    """What ``licences.yaml`` says."""

    compatible: frozenset[str]
    read_as: dict[str, str]
    told: dict[str, str]
    accepted: dict[str, str]

    def judge(self, name: str, licence: str) -> tuple[Verdict, str]:
        """Return the verdict on the SPDX expression ``licence`` of part ``name``, and the reason unless compatible."""
        if licence and _holds(licence, self.compatible):
            return "compatible", ""
        if reason := self.accepted.get(canonicalize_name(name)):
            return "accepted", reason
        if not licence:
            return "unknown", "it does not say its licence in a form that can be read"
        return "incompatible", f"{licence} is not among the licences that go with AGPL-3.0-or-later"

    def of(self, metadata: PackageMetadata) -> str:
        """Return the licence of a package as an SPDX expression, or "" where nothing can be read."""
        if told := self.told.get(canonicalize_name(metadata["Name"])):
            return told
        return next((found for text in _said(metadata) if (found := self._read(text))), "")

    def _read(self, text: str) -> str:
        named = self.read_as.get(" ".join(text.split()).casefold(), text)
        try:
            return str(canonicalize_license_expression(named))
        except InvalidLicenseExpression:
            return ""


@cache
def policy() -> Policy:
    """Return the policy that is shipped."""
    told: dict[str, Any] = yaml.safe_load((resources.files(__package__) / "licences.yaml").read_text("utf-8"))
    return Policy(frozenset(told["compatible"]), told["read_as"], told["told"], told["accepted"])


def _said(metadata: PackageMetadata) -> Iterator[str]:
    """Yield what a package says of its licence, the most exact first; of several classifiers none is exact."""
    yield from metadata.get_all("License-Expression") or ()
    for text in metadata.get_all("License") or ():
        yield text.strip().partition("\n")[0]
    approved = [found[1] for text in metadata.get_all("Classifier") or () if (found := _APPROVED.match(text))]
    approved = [one for one in approved if one not in {"OSI Approved", "DFSG approved"}]
    if len(approved) == 1:
        yield approved[0]


def _holds(expression: str, compatible: frozenset[str]) -> bool:
    """Work out an SPDX expression in which each licence stands for whether it is ``compatible``.

    AND binds closer than OR (SPDX 2.3, annex D.4.5).
    """
    tokens = _TOKENS.findall(expression)[::-1]

    def either() -> bool:
        holds = both()
        while tokens and tokens[-1] == "OR":
            tokens.pop()
            holds = both() or holds
        return holds

    def both() -> bool:
        holds = one()
        while tokens and tokens[-1] == "AND":
            tokens.pop()
            holds = one() and holds
        return holds

    def one() -> bool:
        if (word := tokens.pop()) != "(":
            return " ".join(word.split()) in compatible
        holds = either()
        tokens.pop()
        return holds

    return either()

"""A version as JSON has it: the procedure with what is missing, wrong, and changed since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from plant_tools.sop import lineage
from plant_tools.sop.lint import Finding
from plant_tools.sop.model import Gap, Notice, Phase, Procedure
from plant_tools.sop.wording import phrases, say
from plant_tools.sop.written import to_json

Json = dict[str, Any]


def brief(row: Row[Any]) -> Json:
    """Return a version in a line."""
    return {
        "sop": row.sop,
        "version": row.version,
        "state": row.state,
        "title": row.title,
        "asset": row.asset,
        "language": row.language,
        "author": row.created_by,
        "approver": row.approver or "",
        "review_date": row.review_date or "",
        "hash": row.hash,
        "created_utc": row.created_utc.isoformat(" "),
        "needs_review": list(dict.fromkeys(flag["step"] for flag in row.flags if flag["step"])),
        "blocked": bool(lineage.blocking(row.flags)),
    }


def shown(
    row: Row[Any], procedure: Procedure, findings: Sequence[Finding], versions: list[Json], entries: list[Json]
) -> Json:
    """Return a version with all that is known of it."""
    spoken = procedure.language
    return {
        **brief(row),
        "procedure": to_json(procedure),
        "gaps": [gap_json(gap, spoken) for gap in procedure.gaps],
        "lint": [finding_json(finding, spoken) for finding in findings],
        "notices": [notice_json(notice, spoken) for notice in procedure.notices],
        "reviews": list(row.flags),
        "signatures": list(row.signatures),
        "reason": row.decided.get("reason", ""),
        "versions": versions,
        "audit": entries,
    }


def gap_json(gap: Gap, spoken: str) -> Json:
    """Return what is missing, with a place to fill it in at."""
    return {"field": gap.field, "of": gap.of, "text": say(spoken, gap.word)}


def finding_json(finding: Finding, spoken: str) -> Json:
    """Return a finding of the lint with its sentence."""
    facts = {name: _word(value, spoken) for name, value in finding.facts.items()}
    return {**finding.plain(), "text": say(spoken, f"lint.{finding.code}", **{"step": finding.step, **facts})}


def notice_json(notice: Notice, spoken: str) -> Json:
    """Return a notice with its sentence."""
    facts = dict(notice.facts)
    key = f"{notice.code}_bare" if "" in facts.values() and f"{notice.code}_bare" in phrases(spoken) else notice.code
    return {"code": notice.code, "facts": facts, "text": say(spoken, key, **facts)}


def _word(value: str, spoken: str) -> str:
    return say(spoken, f"phase.{value}") if value in set(Phase) else value

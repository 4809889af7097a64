"""What was counted of the channels, for people."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def report(result: Json) -> str:
    """Return the figures, one a line."""
    signed = result["signatures"]
    lines = [
        f"signatures forged, stale or replayed: {signed['accepted']} of {signed['sent']} let in "
        f"(genuine: {signed['genuine_accepted']} of {signed['genuine']})",
        *_delivered(result),
    ]
    if teams := result.get("teams"):
        tokens = teams["tokens"]
        lines += [
            f"Teams: tokens that are not Microsoft's: {tokens['accepted']} of {tokens['sent']} let in "
            f"(genuine: {tokens['genuine_accepted']} of {tokens['genuine']})",
            *(f"Teams: {line}" for line in _delivered(teams)),
        ]
    for name in ("long", "golden"):
        for face, one in result[name].items():
            lines.append(
                f"{name} answers, {face}: {one['invalid']} of {one['answers']} invalid, "
                f"{one['missing']} of {one['citations']} citations missing"
            )
    return "\n".join(lines)


def _delivered(result: Json) -> list[str]:
    delivered, kept = result["deliveries"], result["restricted"]
    ack = delivered["ack_s"]
    return [
        f"deliveries: {delivered['deliveries']} of {delivered['questions']} questions, "
        f"{delivered['answers']} answers, {delivered['twice']} twice, {delivered['unanswered']} never",
        f"acknowledged after {ack['p50']} s (p50), {ack['p99']} s (p99), {ack['worst']} s at worst",
        f"restricted: {kept['leaked']} of {kept['questions']} posted where somebody may not read it, "
        f"{kept['told_alone']} told the asker alone",
    ]

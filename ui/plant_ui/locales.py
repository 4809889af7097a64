"""Which of our four languages a browser's language tag means, and what Chainlit calls them."""

from __future__ import annotations

CHAINLIT_LOCALES = {"en": "en-US", "de": "de-DE", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW"}
_TRADITIONAL = {"hant", "tw", "hk", "mo"}


def interface_language(tag: str) -> str:
    """Return "en", "de", "zh-Hans" or "zh-Hant" for a tag such as "de-AT" or "zh-HK"; English for all others."""
    language, *rest = tag.replace("_", "-").lower().split("-")
    if language == "zh":
        return "zh-Hant" if _TRADITIONAL & set(rest) else "zh-Hans"
    return "de" if language == "de" else "en"


def first_accepted(header: str) -> str:
    """Return our language for an Accept-Language header, which names the most wanted one first."""
    return interface_language(header.split(",", maxsplit=1)[0].split(";", maxsplit=1)[0].strip())

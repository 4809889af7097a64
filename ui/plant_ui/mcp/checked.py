"""The arguments of a tool against its schema: what is wrong is told by the name of the field, never sent back."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator

from plant_copilot.errors import WrongUse
from plant_ui.mcp.offers import Offer

Json = dict[str, Any]

_WORDS = {
    "maxLength": "is longer than {0:,} characters",
    "minLength": "is empty",
    "minimum": "is less than {0}",
    "maximum": "is more than {0}",
    "maxItems": "has more than {0} entries",
    "minItems": "has fewer than {0} entries",
    "maxProperties": "has more than {0} fields",
    "type": "is not of type {0}",
    "enum": "is not one of {0}",
}


def checked(offer: Offer, given: Json) -> Json:
    """Return the arguments of a call. Raises ``WrongUse``, naming each field that is wrong.

    A query of the history is read more kindly than its schema says, and by the tool itself.
    """
    if offer.name == "history":
        return given
    wrong = [_told(error, offer) for error in Draft202012Validator(offer.takes).iter_errors(given)]
    if wrong:
        taken = ", ".join(offer.takes["properties"]) or "none"
        raise WrongUse(f"{offer.name}: {'; '.join(wrong[:5])}.", remedy=f"Fields are: {taken}.")
    return given


def _told(error: Any, offer: Offer) -> str:
    field = ".".join(str(part) for part in error.absolute_path) or offer.name
    if error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        return f"{', '.join(missing)} is missing"
    if error.validator == "additionalProperties":
        strange = sorted(map(str, set(error.instance) - set(offer.takes["properties"])))
        return f"there is no field {', '.join(strange)[:80]}"
    return f"{field} {_WORDS.get(error.validator, 'is not as the schema says').format(error.validator_value)}"

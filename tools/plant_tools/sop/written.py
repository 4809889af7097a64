"""Procedures as JSON, and back; the hash of what is signed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter, ValidationError

from plant_tools.sop.errors import SopInvalid
from plant_tools.sop.model import Procedure

Json = dict[str, Any]

_LIFE = frozenset({"state", "approver", "review_date", "signatures", "version"})


@cache
def _adapter() -> TypeAdapter[Procedure]:
    return TypeAdapter(Procedure)


def to_json(procedure: Procedure) -> Json:
    """Return a procedure as JSON has it; ``from_json`` gives it back."""
    content: Json = _adapter().dump_python(procedure, mode="json")
    return content


def from_json(content: Mapping[str, Any]) -> Procedure:
    """Read what ``to_json`` gave. Raises ``SopInvalid``, naming the first field that is wrong."""
    try:
        return _adapter().validate_json(json.dumps(content))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SopInvalid(f"The procedure cannot be read: {place}: {first['msg']}.") from error


def content_hash(procedure: Procedure) -> str:
    """Return the SHA-256 of the content: the same for the same procedure, whatever became of it."""
    content = {name: value for name, value in to_json(procedure).items() if name not in _LIFE}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()

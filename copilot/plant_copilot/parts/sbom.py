"""The bill of materials in CycloneDX 1.6, https://cyclonedx.org/docs/1.6/json: the same parts give the same file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from importlib.metadata import distribution
from typing import Any
from uuid import UUID, uuid5

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from plant_copilot.parts.installed import ROOT, Part

Json = dict[str, Any]

_NAMESPACE = UUID("8f1bfb5c-6f19-5a53-9a6d-5c1f3f6d2a52")
_TYPES = {"package": "library", "weights": "machine-learning-model", "browser": "library"}


def bill(parts: Sequence[Part]) -> Json:
    """Return the bill of ``parts``; weights and browser parts stand inside the package that carries them."""
    packages = {part.name: part for part in parts if part.kind == "package"}
    components = {name: _component(part) for name, part in packages.items()}
    for part in parts:
        if part.inside in components:
            components[part.inside].setdefault("components", []).append(_component(part))
    root = components.pop(ROOT)
    body: Json = {
        "metadata": {"component": {**root, "type": "application"}},
        "components": list(components.values()),
        "dependencies": [_needs(name, packages) for name in packages],
    }
    number = uuid5(_NAMESPACE, json.dumps(body, sort_keys=True))
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{number}", "version": 1, **body}


def _component(part: Part) -> Json:
    told: Json = {"type": _TYPES[part.kind], "bom-ref": _reference(part), "name": part.name}
    if part.version:
        told["version"] = part.version
    if part.licence and part.kind != "browser":
        told["licenses"] = [{"expression": part.licence, "acknowledgement": "declared"}]
    hashes = [{"alg": "SHA-256", "content": digest} for digest in part.hashes]
    if part.kind == "weights":
        told["components"] = [_file(part, number, digest) for number, digest in enumerate(part.hashes, start=1)]
        return told
    told["purl"] = _purl(part)
    if hashes:  # of the files that may be installed; which one was depends on the machine
        told["externalReferences"] = [{"type": "distribution", "url": told["purl"], "hashes": hashes}]
    return told


def _file(part: Part, number: int, digest: str) -> Json:
    name = f"{part.name}, file {number}" if len(part.hashes) > 1 else part.name
    return {
        "type": "file",
        "bom-ref": f"{_reference(part)}/{number}",
        "name": name,
        "hashes": [{"alg": "SHA-256", "content": digest}],
    }


def _purl(part: Part) -> str:
    if part.kind == "browser":
        return f"pkg:npm/{part.name.replace('@', '%40')}@{part.version}"
    return f"pkg:pypi/{part.name}@{part.version}"


def _reference(part: Part) -> str:
    reference = f"{part.name}=={part.version}"
    return f"{part.inside}/{part.kind}/{reference}" if part.inside else reference


def _needs(name: str, packages: dict[str, Part]) -> Json:
    """Return which of ``packages`` a package asks for; of ours those that its extras ask for, too."""
    asked = _required(distribution(name).requires or (), extras=name == ROOT)
    found = sorted({_reference(packages[one]) for one in asked if one in packages and one != name})
    return {"ref": _reference(packages[name]), "dependsOn": found}


def _required(requirements: Iterable[str], *, extras: bool) -> list[str]:
    read = [Requirement(text) for text in requirements]
    return [canonicalize_name(one.name) for one in read if not one.marker or _applies(one, extras=extras)]


def _applies(requirement: Requirement, *, extras: bool) -> bool:
    marker = requirement.marker
    return marker is None or marker.evaluate({"extra": ""}) or (extras and "extra" in str(marker))

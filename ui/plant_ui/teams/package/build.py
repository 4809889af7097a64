"""The package as a zip file, and the same file checked before somebody uploads it."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from plant_copilot.errors import WrongUse
from plant_copilot.teams_settings import TeamsSettings
from plant_ui.teams.package.icons import COLOR_SIZE, OUTLINE_SIZE, color_icon, outline_icon
from plant_ui.teams.package.manifest import LANGUAGES, Publisher, manifest, words, wrong_with

_STILL = (1980, 1, 1, 0, 0, 0)  # the same package from the same settings, byte by byte


def package(settings: TeamsSettings, publisher: Publisher) -> bytes:
    """Return the package of the bot as zip. Raises ``WrongUse`` where a setting is missing or the schema refuses it."""
    if not settings.there:
        raise WrongUse(
            "The package names the bot's registration, and none is set.",
            remedy="Set PLANT_TEAMS_APP, PLANT_TEAMS_SECRET and PLANT_TEAMS_TENANT first.",
        )
    if not publisher.url:
        raise WrongUse(
            "The package names the address of the server, and none is set.",
            remedy="Set PLANT_TEAMS_URL, for example https://copilot.plant.example",
        )
    documents = {"manifest.json": manifest(settings.app, publisher)}
    documents |= {f"{tag}.json": words(language) for language, tag in LANGUAGES.items()}
    files = {name: json.dumps(told, ensure_ascii=False, indent=2).encode() for name, told in documents.items()}
    zipped = _zipped({**files, "color.png": color_icon(), "outline.png": outline_icon()})
    if wrong := wrong_with_package(zipped):
        raise WrongUse(f"Teams would refuse the package: {'; '.join(wrong)}.")
    return zipped


def wrong_with_package(zipped: bytes) -> list[str]:
    """Return what Teams would refuse a package for, [] for nothing."""
    try:
        with zipfile.ZipFile(BytesIO(zipped)) as archive:
            files = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
        told: dict[str, Any] = json.loads(files["manifest.json"])
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        return [f"this is no package with a manifest.json: {error}"]
    wrong = [f"manifest.json: {line}" for line in wrong_with(told, "manifest")]
    for each in told.get("localizationInfo", {}).get("additionalLanguages", []):
        wrong += _wrong_words(str(each.get("file", "")), files)
    icons = told.get("icons", {})
    wrong += _wrong_icon(str(icons.get("color", "")), COLOR_SIZE, files)
    return wrong + _wrong_icon(str(icons.get("outline", "")), OUTLINE_SIZE, files)


def write_package(path: Path, zipped: bytes) -> None:
    """Write a package. Raises ``WrongUse`` where the folder is not there."""
    try:
        path.write_bytes(zipped)
    except OSError as error:
        raise WrongUse(f"{path} cannot be written: {error.strerror}.", remedy="Name another file: --out") from error


def _wrong_words(name: str, files: dict[str, bytes]) -> list[str]:
    if name not in files:
        return [f"{name or 'a language'}: named in manifest.json, but not in the package"]
    try:
        told = json.loads(files[name])
    except ValueError as error:
        return [f"{name}: this is no JSON: {error}"]
    return [f"{name}: {line}" for line in wrong_with(told, "words")]


def _wrong_icon(name: str, size: int, files: dict[str, bytes]) -> list[str]:
    if name not in files:
        return [f"{name or 'an icon'}: named in manifest.json, but not in the package"]
    with Image.open(BytesIO(files[name])) as icon:
        fits = icon.size == (size, size) and icon.format == "PNG"
        return [] if fits else [f"{name}: it must be a PNG of {size} x {size} pixels, not {icon.format} of {icon.size}"]


def _zipped(files: dict[str, bytes]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _STILL), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()

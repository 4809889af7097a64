"""Photos through Python, the command line and HTTP: what they show, what is refused, what does not come back."""

from __future__ import annotations

import base64
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from typer.testing import CliRunner

from copies import copy_home
from pictured_plant import drawing, fill
from plant_copilot import Copilot, Settings, build_copilot
from plant_copilot.errors import WrongUse
from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.readers.photo import LARGEST
from plant_tools.pictures.errors import RecognitionMissing
from plant_tools.tool import ToolError
from plant_ui.api.app import build_app
from plant_ui.chat.photo import described
from plant_ui.cli.app import app
from plant_ui.remote_form import Form

installed = pytest.mark.skipif("not __import__('importlib').util.find_spec('rapidocr')", reason="make with-extras")
PLATE = (("", "Nordhafen Pumpen"), ("Type", "NHC 65-160"), ("Serial no.", "NHC-20417"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictured") / "home"
    folder.mkdir()
    with build_copilot(Settings.read({}, home=folder)) as copilot:
        fill(copilot, folder)
    return folder


@pytest.fixture(scope="module")
def plant(home: Path) -> Iterator[Copilot]:
    copied = copy_home(home, home.parent / "copy")
    with build_copilot(Settings.read({}, home=copied)) as copilot:
        yield copilot


@pytest.fixture(scope="module")
def plate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photo taken with the telephone on its side, by a camera that notes where it was."""
    path = drawing(tmp_path_factory.mktemp("photos") / "plate.jpg", *PLATE)
    with Image.open(path) as picture:
        turned = picture.rotate(90, expand=True)
        notes = Image.Exif()
        notes[0x0112], notes[0x010F] = 6, "Secret Cameras"
        turned.save(path, exif=notes, quality=92)
    return path


@installed
def test_python_command_line_and_http_read_the_same(plant: Copilot, plate: Path) -> None:
    here = TestClient(build_app(plant), base_url="http://localhost", client=("127.0.0.1", 1))
    read = plant.pictures.read(plate, asset="P-102", language="de")
    form = {"asset": "P-102", "language": "de"}
    sent = here.post("/api/pictures", files={"file": ("plate.jpg", plate.read_bytes())}, data=form).json()
    assert {**read, "seconds": 0} == {**sent, "seconds": 0}
    assert (read["outcome"], read["turned"]) == ("mismatch", 0.0)
    assert "⚠ **Auf diesem Bild steht P\\-101" in described(read, "/chat")


@installed
def test_the_picture_that_comes_back_is_upright_and_without_what_the_camera_noted(plant: Copilot, plate: Path) -> None:
    read = plant.pictures.read(plate, image=True)
    with Image.open(io.BytesIO(base64.b64decode(read["image"]))) as picture:
        assert picture.size == (read["width"], read["height"]) == (1600, 1152)
        assert not dict(picture.getexif())
    serial = next(field for field in read["fields"] if field["name"] == "serial")
    assert (serial["value"], serial["confidence"] > 0.9) == ("NHC-20417", True)


@installed
def test_the_command_says_what_to_ask(home: Path, plate: Path) -> None:
    result = CliRunner().invoke(app, ["--home", str(home), "picture", str(plate), "--json"])
    assert json.loads(result.stdout)["question"] == "Which failures were most frequent on P-101?"


@installed
def test_a_photo_of_a_cat_has_no_text(plant: Copilot, tmp_path: Path) -> None:
    read = plant.pictures.read(drawing(tmp_path / "cat.webp", shape="nothing"))
    assert (read["kind"], read["question"], read["shows"]) == ("nothing", "", "No text read")


@installed
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7 no picture", "its content is no picture"),
        (b"", "the file is empty"),
        (b"\xff\xd8\xff\xe0" + bytes(LARGEST), "it has 25 MB, more than the 25 MB read of a photo"),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "its content is no picture"),
    ],
)
def test_what_is_no_photo_is_refused_by_its_content(
    plant: Copilot, tmp_path: Path, content: bytes, reason: str
) -> None:
    (tmp_path / "photo.jpg").write_bytes(content)
    with pytest.raises(UnreadableDocument, match=reason):
        plant.pictures.read(tmp_path / "photo.jpg", called="photo.jpg")


@installed
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(plant: Copilot, tmp_path: Path) -> None:
    Image.new("1", (12_000, 12_000)).save(tmp_path / "huge.png")
    with pytest.raises(UnreadableDocument, match="144 million pixels, more than the 120 million read"):
        plant.pictures.read(tmp_path / "huge.png")


@installed
def test_an_order_or_language_that_nobody_knows_is_named(plant: Copilot, plate: Path) -> None:
    with pytest.raises(ToolError, match="There is no work order '4711'"):
        plant.pictures.read(plate, order="4711")
    with pytest.raises(WrongUse, match="language is 'fr'"):
        plant.pictures.read(plate, language="fr")


def test_without_recognition_it_is_said_how_to_install_it(
    plant: Copilot, plate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    with pytest.raises(RecognitionMissing, match=r"pip install 'plant-copilot\[ocr\]'"):
        plant.pictures.read(plate)


def test_http_names_a_field_that_is_none_and_a_photo_that_is_missing(plant: Copilot) -> None:
    here = TestClient(build_app(plant), base_url="http://localhost", client=("127.0.0.1", 1))
    none = here.post("/api/pictures", data={"asset": "P-101"})
    strange = here.post("/api/pictures", files={"file": ("a.jpg", b"x")}, data={"colour": "red"})
    assert (none.status_code, strange.status_code) == (422, 422)
    assert none.json()["detail"] == "There is no photo in the request."
    assert strange.json()["detail"] == "'colour' is no field of a photo."


def test_a_form_carries_names_in_any_script() -> None:
    form = Form.of("铭牌.jpg", b"content", {"asset": "P-101", "order": ""})
    assert form.kind.startswith("multipart/form-data; boundary=")
    assert b'name="asset"\r\n\r\nP-101' in form.content
    assert b'name="order"' not in form.content

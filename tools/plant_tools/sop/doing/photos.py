"""Photos of a run, kept as files in the home under the hash of what they show."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from pathlib import Path

from plant_tools.sop.errors import SopInvalid

_LARGEST = 25_000_000
_FORMS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


def keep(home: Path, number: int, photo: bytes) -> str:
    """Keep a photo and return its name; the same one twice is one. Raises ``SopInvalid`` where it is none."""
    name = f"{sha256(photo).hexdigest()[:16]}.{_form(photo)}"
    folder = _folder(home, number)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(photo)
    return name


def read(home: Path, number: int, name: str) -> bytes:
    """Return a photo. Raises ``SopInvalid`` where there is none of that name."""
    file = _folder(home, number) / Path(name).name
    if not file.is_file():
        raise SopInvalid(f"Run {number} has no photo {name!r}.", remedy="Its photos are listed with the run.")
    return file.read_bytes()


def _folder(home: Path, number: int) -> Path:
    return home / "sop-photos" / str(number)


def _form(photo: bytes) -> str:
    from PIL import Image, UnidentifiedImageError

    if len(photo) > _LARGEST:
        raise SopInvalid(f"The photo has {len(photo):,} bytes; at most {_LARGEST:,} are kept.")
    try:
        with Image.open(BytesIO(photo)) as image:
            image.verify()
            form = _FORMS.get(image.format or "", "")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise SopInvalid("The file is no photo.", remedy="Send a JPEG, PNG or WebP picture.") from error
    if not form:
        raise SopInvalid("The photo is none of JPEG, PNG and WebP.", remedy="Send one of these.")
    return form

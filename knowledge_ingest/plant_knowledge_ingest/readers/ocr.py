"""Recognition of printed text in pictures: PP-OCRv6 through RapidOCR, one model for all our languages.

RapidOCR is an extra (``ocr``): it brings OpenCV, 0.2 GB. Its weights come in its wheel; it downloads others if it is
told to, which we never do.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from plant_knowledge_ingest.errors import WeightsInvalid
from plant_knowledge_ingest.genuine import genuine
from plant_knowledge_ingest.readers.blanks import with_blanks

INSTALL = "pip install 'plant-copilot[ocr]'"
_REMEDY = "Install the pinned wheel again: pip install --force-reinstall rapidocr==3.10.0"

Picture = NDArray[np.uint8]
"""Rows of pixels of red, green and blue: shape (height, width, 3)."""

_SHA256 = {
    "PP-OCRv6_det_small.onnx": "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
    "PP-OCRv6_rec_small.onnx": "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
}
# Larger pictures are made smaller before text is looked for: a page of A4 with 240 dots per inch.
MOST_PIXELS_ALONG = 2800
_LEAST_PIXELS = 12
_MOST_THREADS = 4


class Recognised(NamedTuple):
    """A line of text, its four ``corners`` in pixels (clockwise from where it begins), and how sure it is, 0 to 1."""

    text: str
    corners: NDArray[np.float64]
    confidence: float


class Recogniser:
    """The loaded models; loading takes a second, a page some seconds of CPU and a gigabyte of memory."""

    def __init__(self) -> None:
        folder = _verified()
        import rapidocr

        self._engine: Any = rapidocr.RapidOCR(
            params={
                "Global.use_cls": False,  # it turns upright lines round
                "Global.log_level": "critical",
                "Global.max_side_len": MOST_PIXELS_ALONG,
                "Global.return_word_box": True,
                "Global.return_single_char_box": True,
                "Global.model_root_dir": str(folder),
                "EngineConfig.onnxruntime.intra_op_num_threads": min(_MOST_THREADS, max(1, (os.cpu_count() or 1) // 2)),
            }
        )

    def __call__(self, picture: Picture) -> list[Recognised]:
        """Return the lines found in ``picture``, in no particular order."""
        if min(picture.shape[:2]) < _LEAST_PIXELS:
            return []
        found = self._engine(np.ascontiguousarray(picture[:, :, ::-1]))
        if found.boxes is None or found.txts is None:
            return []
        placed = found.word_results if len(found.word_results) == len(found.txts) else [()] * len(found.txts)
        every = zip(found.txts, found.boxes, found.scores, placed, strict=True)
        return [
            Recognised(_spaced(picture, text, np.asarray(box, float), characters), np.asarray(box, float), float(score))
            for text, box, score, characters in every
            if text.strip()
        ]


def _spaced(picture: Picture, text: str, corners: NDArray[np.float64], characters: Sequence[Any]) -> str:
    """Return ``text`` with the blanks that ``picture`` shows; ``characters`` are its letters, each with its corners."""
    if "".join(text.split()) != "".join(letter for letter, *_ in characters):
        return text
    start, end, _, below = corners
    width, height = (max(round(float(np.linalg.norm(to - start))), 1) for to in (end, below))
    middles = np.array([np.mean(place, axis=0) for _, _, place in characters])
    along = (middles - start) @ (end - start) / width
    across, down = (np.arange(width) + 0.5) / width, (np.arange(height) + 0.5) / height
    points = start + across[None, :, None] * (end - start) + down[:, None, None] * (below - start)
    x, y = (np.clip(points[..., axis], 0, picture.shape[1 - axis] - 1).astype(int) for axis in (0, 1))
    return with_blanks(text, [float(value) for value in along], picture[y, x].mean(axis=2))


def is_installed() -> bool:
    """Tell whether text can be recognised here."""
    return _folder() is not None


@cache
def recogniser() -> Recogniser:
    """Return the one recogniser of this process. Raises ``WeightsInvalid``."""
    return Recogniser()


def _folder() -> Path | None:
    try:
        spec = find_spec("rapidocr")
    except ValueError:  # it was taken out of this process
        return None
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) / "models" if places else None


def _verified() -> Path:
    """Return the folder of the weights if they are the ones we measured, else raise ``WeightsInvalid``."""
    folder = _folder()
    if folder is None:
        raise WeightsInvalid("Recognition of text in pictures is not installed.", remedy=INSTALL)
    for name, expected in _SHA256.items():
        genuine(folder / name, expected, _REMEDY)
    return folder

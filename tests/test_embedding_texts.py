"""Texts too long for a model are cut into windows that lose no word."""

from __future__ import annotations

from plant_knowledge_ingest.embedding.texts import pieces, windows


def test_windows_hold_every_word_under_its_headings() -> None:
    sentences = [f"Step {n} is done." for n in range(30)]
    cut = windows("Pump > Assembly", sentences, lambda text: len(text) <= 100)
    assert all(len(text) <= 100 and text.startswith("Pump > Assembly: ") for text in cut)
    assert " ".join(text.removeprefix("Pump > Assembly: ") for text in cut) == " ".join(sentences)


def test_of_long_headings_the_innermost_stay() -> None:
    assert windows("A long title > Oil", ["Use 2 l."], lambda text: len(text) <= 40) == ["Oil: Use 2 l."]


def test_chinese_sentences_are_joined_without_a_space() -> None:
    assert windows("", ["关闭阀门。", "打开泵。", "P-101"], lambda _: True) == ["关闭阀门。打开泵。 P-101"]


def test_pieces_joined_again_are_the_text() -> None:
    text = "A sentence with spaces, 和没有空格的中文一起出现在这里。" * 9
    cut = pieces(text, lambda piece: len(piece) <= 20)
    assert "".join(cut) == text
    assert max(map(len, cut)) <= 20

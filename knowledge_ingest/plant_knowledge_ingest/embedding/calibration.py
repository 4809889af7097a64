"""Measure how large the activations in front of each weight become, on text of the kind that plants keep."""

from __future__ import annotations

import numpy as np

from plant_knowledge_ingest.embedding.arithmetic import Peaks
from plant_knowledge_ingest.embedding.container import Container
from plant_knowledge_ingest.embedding.graph import gauge_graph
from plant_knowledge_ingest.embedding.onnx_session import open_session
from plant_knowledge_ingest.embedding.tokenizer import Tokenizer

_TEXTS = (
    "Before any work on the pump, switch off the drive, lock it out and tag it. Check that no pressure is "
    "left in the casing. The seal is worn when more than ten drops a minute leak; replace both O-rings.",
    "Vor Arbeiten an der Pumpe den Antrieb abschalten, gegen Wiedereinschalten sichern und kennzeichnen. Die "
    "Gleitringdichtung ist verschlissen, wenn mehr als zehn Tropfen je Minute austreten; Drehmoment 35 Nm.",
    "维修泵之前，请先切断电源并上锁挂牌。压力表读数异常时，请检查机械密封。轴承温度不得超过八十摄氏度。",
    "維修泵浦之前，請先切斷電源並上鎖掛牌。壓力錶讀數異常時，請檢查機械軸封。軸承溫度不得超過攝氏八十度。",
    "E0451 overcurrent axis X; E0452 following error. P-101A, M8x20, DN50 PN16, 6ES7 315-2EH14-0AB0, 24 V.",
    "Tag | Value | Unit\nPT-204 | 3.2 | bar\nTT-118 | 85.0 | °C\n1 2 3 4 5 6 7 8 9 10 2024-03-17 06:45",
    "4.2 Maintenance ........................ 17\n4.3 Troubleshooting .................... 21\n\nDANGER!",
    "Avant toute intervention, consigner l'alimentation électrique. Antes de intervenir, desconecte todo.",
    "Перед ремонтом насоса отключите питание. يجب فصل الطاقة قبل صيانة المضخة. "
    "ポンプを修理する前に電源を切ってください。",
    'for (int i = 0; i < n; i++) { if (a[i] > limit) return -1; } // G01 X10.5 Y-3 F200; {"alarm": true}',
    "Why did the compressor trip twice last week?",
    "Pump",
)


def measured_peaks(container: Container, tokenizer: Tokenizer) -> Peaks:
    """Return the peaks in front of every weight over all calibration texts (about two seconds)."""
    session = open_session(gauge_graph(container))
    names = [output.name for output in session.get_outputs()]
    start, end = container.special.start, container.special.end
    runs = []
    for text in _TEXTS:
        ids = np.array([start, *tokenizer.word_start("passage: " + text), end])
        runs.append(session.run(names, {"words": container.blocks("emb.word", ids).dense()[None]}))
    return {name: np.max(peaks, axis=0) for name, peaks in zip(names, zip(*runs, strict=True), strict=True)}

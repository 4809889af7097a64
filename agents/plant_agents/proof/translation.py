"""Whether a translation keeps what must not change: values, units, codes, dates, signal words, limits, negations."""

from __future__ import annotations

from plant_agents.proof.binding import Lexicon, read
from plant_agents.proof.facts import Fact
from plant_agents.proof.judging import unproven
from plant_agents.proof.matching import proves
from plant_agents.proof.wholes import Unproven


def lost(original: str, translation: str, lexicon: Lexicon | None = None) -> list[Unproven]:
    """Return what ``translation`` says and ``original`` does not, then what it leaves out of it.

    >>> [gap.fact for gap in lost("WARNUNG: höchstens 85 °C", "WARNING: at most 58 °C")]
    ['58 °C', '85 °C']
    """
    told = [fact for sentence in read(translation) for fact in sentence.facts]
    missing = [
        Unproven(fact.kind, fact.shown, "the translation leaves it out")
        for sentence in read(original)
        for fact in sentence.facts
        if not any(_same(fact, other) for other in told)
    ]
    return [*unproven(translation, [original], lexicon), *missing]


def _same(fact: Fact, other: Fact) -> bool:
    if fact.kind in {"code", "signal"}:
        return (fact.kind, fact.key) == (other.kind, other.key)
    return proves(fact, other)

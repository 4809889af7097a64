"""Whether a statement is proven by its quotes; where it is not, what is missing there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from plant_agents.proof.binding import Lexicon, Sentence, bound, concepts_of, read, stems
from plant_agents.proof.facts import Fact
from plant_agents.proof.matching import proves
from plant_agents.proof.wholes import Unproven, counted_otherwise, joined_otherwise, quotes_changed, steps_turned
from plant_agents.proof.words import ACTIONS, AT_LEAST, AT_MOST, NEGATION, OPPOSITES, actions, sides, turns

# A script whose sentences keep their order in both of its kinds of characters.
_HAN = re.compile(r"[\u3400-\u9fff]{4}")
_CLAUSE = re.compile(r"[,;:，；：]\s|[，；：]|\s·\s")


def unproven(
    statement: str, quotes: Iterable[str], lexicon: Lexicon | None = None, *, rounded: bool = False
) -> list[Unproven]:
    """Return the facts of ``statement`` that its ``quotes`` do not prove, in the order they stand.

    Each sentence is compared with the sentence of the quotes that it speaks of. A value is found there with its own
    unit, or one that it can be converted from, its sign and its limit, and in the same order as its neighbours.
    ``lexicon`` knows the words of several languages; without one other languages are compared by their facts alone.
    ``rounded`` says that the values were computed and may be told with fewer digits.
    """
    sources = [quote for quote in quotes if quote.strip()]
    told = read(statement)
    if not sources:
        return [Unproven("source", statement, "nothing is cited")]
    own = {sentence.text for source in sources for sentence in read(source)}
    others = [sentence for sentence in told if sentence.text not in own]
    missing = [gap for sentence in others for gap in _missing(sentence, sources, lexicon, rounded=rounded)]
    whole = [*quotes_changed(statement, sources), *steps_turned(statement, sources)]
    return list(dict.fromkeys([*_signals(told, sources), *missing, *whole]))


def _missing(sentence: Sentence, sources: Sequence[str], lexicon: Lexicon | None, *, rounded: bool) -> list[Unproven]:
    """Return the fewest gaps that any sentence the statement may speak of leaves."""
    candidates, own_words = bound(sentence, sources, lexicon)
    fewest: list[Unproven] | None = None
    for candidate in candidates:
        gaps = list(_gaps(sentence, candidate, lexicon, own_words=own_words, rounded=rounded))
        if not gaps:
            return []
        if fewest is None or len(gaps) < len(fewest):
            fewest = gaps
    return fewest or []


def _gaps(
    sentence: Sentence, source: Sentence, lexicon: Lexicon | None, *, own_words: bool, rounded: bool
) -> Iterator[Unproven]:
    yield from _facts(sentence.facts, source.facts, rounded=rounded)
    yield from _turned(sentence.text, source.text)
    if own_words and not _in_order(turns(sentence.text), turns(source.text)):
        yield Unproven("opposite", sentence.text, "the source says it the other way round")
    if own_words:
        yield from joined_otherwise(sentence.text, source.text)
    if own_words or (_HAN.search(sentence.text) and _HAN.search(source.text)):
        yield from _codes_turned(sentence.facts, source.facts)
    if not rounded:
        yield from counted_otherwise(sentence.text, source.text)
    yield from _negated(sentence.text, source.text, own_words=own_words)
    yield from _acts(sentence.text, source.text, lexicon)


def _facts(told: Sequence[Fact], known: Sequence[Fact], *, rounded: bool) -> Iterator[Unproven]:
    """Yield the facts that the source has not, or has in another order."""
    start = 0
    codes = {fact.key for fact in known if fact.kind == "code"}
    for fact in told:
        if fact.kind == "signal":
            continue
        if fact.kind == "code":
            if fact.key not in codes:
                yield Unproven("code", fact.shown, "it is not in the source")
            continue
        at = next((i for i in range(start, len(known)) if proves(known[i], fact, rounded=rounded)), None)
        if at is not None:
            start = at + 1
        else:
            yield _unfound(fact, known)


def _codes_turned(told: Sequence[Fact], known: Sequence[Fact]) -> Iterator[Unproven]:
    """Yield the codes of a statement that the source has in another order: "P-1 feeds P-2" is not "P-2 feeds P-1"."""
    said, there = ([fact.key for fact in those if fact.kind == "code"] for those in (told, known))
    if set(said) <= set(there) and not _in_order(said, there):
        yield Unproven("code", " ".join(said), "the source gives them in another order")


def _unfound(fact: Fact, known: Sequence[Fact]) -> Unproven:
    alike = [other for other in known if proves(other, fact, limits=False)]
    if any(other.limit != fact.limit for other in alike):
        return Unproven("limit", fact.shown, f"the source says {alike[0].limit or 'no limit'}")
    if alike:
        return Unproven(fact.kind, fact.shown, "the source gives it in another place")
    has = ", ".join(other.shown for other in known if other.kind == fact.kind)
    return Unproven(fact.kind, fact.shown, f"the source has {has}" if has else "it is not in the source")


def _signals(told: Sequence[Sentence], sources: Sequence[str]) -> Iterator[Unproven]:
    """Yield signal words that stand in no quote, in their order."""
    known = iter([fact for source in sources for sentence in read(source) for fact in sentence.facts])
    for fact in (fact for sentence in told for fact in sentence.facts if fact.kind == "signal"):
        if not any(other.kind == "signal" and other.key == fact.key for other in known):
            yield Unproven("signal", fact.shown, "the source has another signal word, or none")


def _in_order(told: Sequence[str], known: Sequence[str]) -> bool:
    """Tell whether ``told`` is ``known`` without some of its members."""
    left = iter(known)
    return all(turn in left for turn in told)


def _turned(text: str, source: str) -> Iterator[Unproven]:
    for group, told, known in zip(OPPOSITES, sides(text), sides(source), strict=True):
        if known:
            said = (group[n].search(text) for n in sorted(told - known))
            yield from (Unproven("opposite", word[0], "the source says the opposite") for word in said if word)


def _negated(text: str, source: str, *, own_words: bool) -> Iterator[Unproven]:
    """Yield the clauses that deny what the source affirms, or the other way round."""
    if not own_words:
        if bool(_negations(text)) != bool(_negations(source)):
            yield Unproven("negation", text, "one of statement and source denies")
        return
    clauses = [(clause, stems(clause) - stems(" ".join(_negations(clause)))) for clause in _CLAUSE.split(source)]
    for clause in _CLAUSE.split(text):
        words = stems(clause)
        most = max(len(words & there) for _, there in clauses)
        rivals = [other for other, there in clauses if len(words & there) == most]
        if not any(len(_negations(other)) == len(_negations(clause)) for other in rivals):
            yield Unproven("negation", clause.strip(), "one of statement and source denies")


def _negations(text: str) -> list[str]:
    """Return the words that deny; those of a limit ("no more than") do not."""
    without = AT_LEAST.sub(" ", AT_MOST.sub(" ", text))
    return NEGATION.findall(without)


def _acts(text: str, source: str, lexicon: Lexicon | None) -> Iterator[Unproven]:
    """Yield what is done to a machine in the statement only; what is done to other things than in the source."""
    done = dict(actions(text))
    for name, word in done.items():
        if not ACTIONS[name].search(source):
            yield Unproven("step", word, "the source does not say so")
    if done and lexicon:
        objects, there = concepts_of(text, lexicon), concepts_of(source, lexicon)
        if objects and not objects & there and not stems(text) & stems(source):
            yield Unproven("step", text, "the source speaks of something else")

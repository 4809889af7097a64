"""Whose plate it is: what was read against tags, types and serial numbers on record.

An asset is taken only for its own tag or serial number, as it stands on record. Whatever is merely like one is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from plant_tools.history.known import loosely
from plant_tools.pictures.alike import Likeness, likeness

MATCH, AMBIGUOUS, MISMATCH, UNKNOWN, NONE = OUTCOMES = ("match", "ambiguous", "mismatch", "unknown", "none")
SERIAL, TAG, TYPE = "serial", "tag", "type"
_OFFERED = 2
# By which a candidate is the likelier one, other things equal.
_WEIGHT = {SERIAL: 3, TAG: 2, TYPE: 1}


@dataclass(frozen=True, slots=True)
class Known:
    """An asset on record; ``name``, ``maker``, ``type`` and ``serial`` are "" where nobody said."""

    tag: str
    name: str = ""
    maker: str = ""
    type: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: the labelled values by field, and every other ``word`` of the picture."""

    values: Mapping[str, Sequence[str]]
    words: Sequence[str] = ()

    def of(self, field: str) -> Sequence[str]:
        """Return the values of a field."""
        return self.values.get(field, ())


@dataclass(frozen=True, slots=True)
class Candidate:
    """An asset that may be meant: the field ``by`` which, what was ``read`` and what is ``known``, and how like."""

    asset: str
    name: str
    by: str
    read: str
    known: str
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Identity:
    """What became of it: ``asset`` only where it is taken; ``candidates`` the likeliest first, two at most.

    ``why`` names what speaks against taking it: "other_asset", "other_serial", "other_type", "serial_and_tag" or "".
    """

    outcome: str
    asset: str = ""
    candidates: tuple[Candidate, ...] = ()
    why: str = ""
    read: str = ""
    known: str = ""


def identify(read: Read, assets: Iterable[Known], expected: str = "") -> Identity:
    """Return whose picture it is; ``expected`` is the asset that is talked about, "" where none is."""
    known = list(assets)
    found = [candidate for asset in known for candidate in _candidates(read, asset)]
    best = _best(found)
    told = _told(read, best, {one.tag: one for one in known}, found)
    if not expected:
        return told
    spoken = next((one for one in known if loosely(one.tag) == loosely(expected)), Known(expected))
    return _compared(told, spoken, read, found)


def _candidates(read: Read, asset: Known) -> Iterable[Candidate]:
    """Yield by what ``asset`` may be meant; a word without label has to be at least alike."""
    sought = (
        (SERIAL, asset.serial, [*read.of(SERIAL), *read.words]),
        (TAG, asset.tag, [*read.of(TAG), *read.words]),
        (TYPE, asset.type, [*read.of(TYPE), *read.words]),
    )
    for by, value, given in sought:
        labelled = set(read.of(by))
        likes = [(_like(by, one, value, labelled=one in labelled), one) for one in given]
        most, one = max(likes, default=(Likeness.NONE, ""))
        if value and most:
            yield Candidate(asset.tag, asset.name, by, one, value, most)


def _like(by: str, read: str, known: str, *, labelled: bool) -> Likeness:
    if by == TYPE and labelled:
        one, other = loosely(read), loosely(known)
        return Likeness.EXACT if one and other and (other in one) else likeness(read, known)
    like = likeness(read, known)
    return like if labelled or like >= Likeness.ALIKE else Likeness.NONE


def _best(found: Iterable[Candidate]) -> list[Candidate]:
    """Return of each asset what speaks most for it, the likeliest first."""
    by_asset: dict[str, list[Candidate]] = {}
    for one in found:
        by_asset.setdefault(loosely(one.asset), []).append(one)
    best = [max(ones, key=_strength) for ones in by_asset.values()]
    summed = {loosely(ones[0].asset): sum(map(_strength, ones)) for ones in by_asset.values()}
    return sorted(best, key=lambda one: (-_strength(one), -summed[loosely(one.asset)], one.asset))


def _strength(one: Candidate) -> int:
    return int(one.likeness) * 4 + _WEIGHT[one.by] if one.by != TYPE else int(one.likeness)


def _told(read: Read, best: list[Candidate], known: Mapping[str, Known], found: list[Candidate]) -> Identity:
    sure = [one for one in best if one.by != TYPE and one.likeness is Likeness.EXACT]
    if len(sure) == 1:
        return _doubted(read, sure[0], best, known, found)
    if len(sure) > 1:
        return Identity(AMBIGUOUS, candidates=tuple(sure[:_OFFERED]), why="serial_and_tag")
    if best:
        return _asked(read, best, known[best[0].asset])
    return Identity(UNKNOWN if any(read.of(by) for by in (SERIAL, TAG, TYPE)) else NONE)


def _asked(read: Read, best: list[Candidate], first: Known) -> Identity:
    """Ask which is meant; where the likeliest has another serial number than the plate, say both."""
    offered = tuple(best[:_OFFERED])
    other = next(iter(read.of(SERIAL)), "")
    if other and first.serial and likeness(other, first.serial) < Likeness.ALIKE:
        return Identity(AMBIGUOUS, candidates=offered, why="other_serial", read=other, known=first.serial)
    return Identity(AMBIGUOUS, candidates=offered)


def _doubted(
    read: Read, sure: Candidate, best: list[Candidate], known: Mapping[str, Known], found: list[Candidate]
) -> Identity:
    """Take the asset unless its tag stands beside another serial number than its own."""
    asset = known[sure.asset]
    own = [one for one in found if one.asset == asset.tag and one.by == SERIAL]
    if sure.by == TAG and asset.serial and read.of(SERIAL) and not own:
        return Identity(AMBIGUOUS, candidates=(sure,), why="other_serial", read=read.of(SERIAL)[0], known=asset.serial)
    others = [one for one in best if one.asset != sure.asset and one.by == SERIAL and one.likeness >= Likeness.ALIKE]
    if others:
        return Identity(AMBIGUOUS, candidates=(sure, others[0]), why="serial_and_tag")
    return Identity(MATCH, sure.asset, (sure,))


def _compared(told: Identity, spoken: Known, read: Read, found: list[Candidate]) -> Identity:
    """Return ``told`` as it looks when ``spoken`` is talked about: the warning, or the certainty that this gives."""
    meant = Candidate(spoken.tag, spoken.name, TAG, "", spoken.tag, Likeness.EXACT)
    if told.outcome == MATCH and loosely(told.asset) != loosely(spoken.tag):
        other = told.candidates[0]
        return Identity(MISMATCH, candidates=(other, meant), why="other_asset", read=told.asset, known=spoken.tag)
    if told.outcome == MATCH or told.why == "serial_and_tag":
        return told
    mine = [one for one in found if loosely(one.asset) == loosely(spoken.tag)]
    others = tuple(one for one in told.candidates if loosely(one.asset) != loosely(spoken.tag))
    alike = [one for one in mine if _is_alike(one)]
    if alike and told.outcome == AMBIGUOUS and not told.why and not any(map(_is_alike, others)):
        return Identity(MATCH, spoken.tag, tuple(alike[:1]))
    return _by_type(told, spoken, read, mine, (*others[:1], meant))


def _by_type(
    told: Identity, spoken: Known, read: Read, mine: Sequence[Candidate], both: tuple[Candidate, ...]
) -> Identity:
    """Return what follows where neither tag nor serial number of ``spoken`` was read: ``mine`` is its type, if that."""
    for by, own in ((SERIAL, spoken.serial), (TYPE, spoken.type)):
        if own and read.of(by) and not any(one.by == by and one.likeness >= Likeness.ALIKE for one in mine):
            return Identity(MISMATCH, candidates=both, why=f"other_{by}", read=read.of(by)[0], known=own)
    typed = [one for one in mine if one.by == TYPE]
    return Identity(MATCH, spoken.tag, tuple(typed[:1])) if typed and told.outcome != UNKNOWN else told


def _is_alike(one: Candidate) -> bool:
    return one.likeness >= Likeness.ALIKE and one.by != TYPE

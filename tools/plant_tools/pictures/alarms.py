"""Which alarm a display shows: the codes that were read against those in the documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plant_tools.history.known import loosely
from plant_tools.pictures.alike import Likeness, likeness
from plant_tools.pictures.listed import Alarm


@dataclass(frozen=True, slots=True)
class Shown:
    """An alarm on a display: the ``code`` as it is listed, else as it was ``read``; ``exact`` if these are the same.

    ``rows`` are the places that list it, ``assets`` those that they are about.
    """

    code: str
    read: str
    exact: bool
    rows: tuple[Alarm, ...] = ()

    @property
    def assets(self) -> tuple[str, ...]:
        """The assets whose documents list it, each once."""
        return tuple(dict.fromkeys(asset for row in self.rows for asset in row.assets))


def shown(words: Sequence[str], listed: Sequence[Alarm], asset: str = "") -> Shown | None:
    """Return the alarm that the ``words`` of a display name, None where there is no code among them.

    A word that is a listed code counts before one that is merely like one, and for ``asset`` before another's.
    """
    about = [row for row in listed if asset and any(loosely(one) == loosely(asset) for one in row.assets)]
    for least in (Likeness.EXACT, Likeness.ALIKE, Likeness.NEAR):
        for rows in (about, listed) if least > Likeness.NEAR else (about,):
            for word in words:
                same = [row for row in rows if likeness(word, row.code) is least]
                if len({row.code for row in same}) == 1:
                    return Shown(same[0].code, word, least is Likeness.EXACT, tuple(same))
    return Shown(words[0], words[0], exact=True) if words else None

"""Machine selections, as Python sees them: select, show, list."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plant_copilot.readable import readable
from plant_copilot.settings import Settings
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.principal import Principal

if TYPE_CHECKING:
    from plant_tools.selection.desk import SelectionDesk

Json = dict[str, Any]


class Selecting:
    """The part of the facade that selects machines and says how many. ``local`` is who asks where nobody is named.

    A selection is {number, file, name, currency, weights, operations, line, bottleneck, datasheet, notices, items,
    steps, brief}: docs/how-to/select-machines.md.
    """

    settings: Settings
    local: Principal
    _library: Library

    def select(self, brief: Path | Mapping[str, Any], *, principal: Principal | None = None) -> Json:
        """Select machines by the brief in a file (JSON, YAML) or a mapping, keep the result and return it.

        Raises ``SelectionUnreadable``, naming the field; ``SelectionRefused`` for contradicting comparisons.
        """
        from plant_tools.selection.reading import brief_of, read_brief

        told = brief_of(readable(dict(brief))) if isinstance(brief, Mapping) else read_brief(Path(brief))
        return self._desk().select(told, principal or self.local)

    def select_what_if(self, text: str, number: int = 0, *, principal: Principal | None = None) -> Json:
        """Select again as a kept one (0: the latest) would be with another demand, shifts, weights, or types mixed.

        ``text`` says so in words: "demand of P doubles", "three shifts". The new one is kept; also {before}. Raises
        ``UnknownSelection``, ``SelectionUnreadable``, ``SelectionRefused``.
        """
        return self._desk().what_if(number, readable(text), principal or self.local)

    def selection(self, number: int = 0, *, principal: Principal | None = None) -> Json:
        """Return a kept selection that ``principal`` may see, the latest one for 0. Raises ``UnknownSelection``."""
        return self._desk().show(number, principal or self.local)

    def selections(self, *, principal: Principal | None = None) -> Json:
        """List kept selections, the latest first: {selections: [{number, name, chosen}]}."""
        return self._desk().listing(principal or self.local)

    def _desk(self) -> SelectionDesk:
        from plant_tools.selection.desk import SelectionDesk

        return SelectionDesk(self.settings.home, self._library)

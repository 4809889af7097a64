"""The tool for defects of products: what they go with, from the inspections on record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any

from plant_knowledge_ingest.errors import PlantError
from plant_knowledge_ingest.principal import Principal
from plant_tools.defects.statement import TOOL, Told, evidence_of, summary
from plant_tools.defects.wording import Asked, asked, defects_in
from plant_tools.records.sight import Sight, Who, sight_of
from plant_tools.tool import Finding, ToolError

if TYPE_CHECKING:
    from plant_tools.defects.vocabulary import Vocabulary
    from plant_tools.records.store import Store

NO_DEFECTS = "no_defects"
"""The refusal where no inspection on record answers."""

_LONGEST, _MOST, _USUAL = 2_000, 20, 5
_MOST_KEPT = 32  # ways in which inspections are seen


class DefectsTool:
    """Compares how defects fall on machines, materials, batches, shifts, products and parameters."""

    name = TOOL
    description = (
        "What product defects go with: machine, line, product, material, batch, supplier, shift or process parameters, "
        "tested over the inspections on record and corrected for many comparisons. Candidates, never causes."
    )
    schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "question": {"type": "string", "maxLength": _LONGEST, "description": "in words; instead of the others"},
            "defect": {"type": "string", "description": "code or name of the defect; otherwise all"},
            "factor": {"type": "string", "description": "compare by this alone: a field or the heading of a parameter"},
            "where": {
                "type": "object",
                "description": "only where this holds: level by field, such as location_code: L2",
                "additionalProperties": {"type": "string"},
            },
            "dataset": {"type": "string", "description": "the inspections of which plant"},
            "limit": {"type": "integer", "minimum": 1, "maximum": _MOST, "default": _USUAL},
        },
        "additionalProperties": False,
    }

    def __init__(self, open_store: Callable[[], Store]) -> None:
        self._open_store = open_store
        self._lock = Lock()
        self._known: dict[tuple[int, Sight], list[Vocabulary]] = {}

    def call(self, arguments: Mapping[str, Any], principal: Principal) -> Finding:
        """Return what was counted, then the levels asked for, then what goes with the defect; ``values`` as plain."""
        try:
            told = self.told(arguments, principal)
            if told is None:
                return Finding(gap="no inspections of products", refusal=NO_DEFECTS, values={"names": [], "where": {}})
            if not told.analysis.defective:
                values = {"names": list(told.names), "where": dict(told.scope.where)}
                return Finding(gap="no such defect on record", refusal=NO_DEFECTS, values=values)
            with self._open_store().reading(principal) as connection:
                return Finding(tuple(evidence_of(connection, told)), values=summary(told))
        except ToolError:
            raise
        except PlantError as error:
            raise ToolError(error.message, remedy=error.remedy) from error

    def told(self, arguments: Mapping[str, Any], who: Who) -> Told | None:
        """Return the whole analysis of what ``who`` sees; None where there are no inspections. Raises ``ToolError``."""
        limit = _checked(arguments)
        known = self._vocabulary(str(arguments.get("dataset") or ""), who)
        if known is None:
            return None
        return self._analysed(known, _wanted(arguments, known), limit, who)

    def vocabularies(self, who: Who) -> list[Vocabulary]:
        """Return what there is to ask about for ``who``, one entry a data set with inspections."""
        from plant_tools.defects.vocabulary import inspected_datasets, newest_run, read_vocabulary

        with self._lock, self._open_store().reading(who) as connection:
            seen = (newest_run(connection), sight_of(connection))
            if seen not in self._known:
                there = inspected_datasets(connection)
                found = [read_vocabulary(connection, key, name) for key, name in there.items()]
                self._known = dict([*self._known.items(), (seen, found)][-_MOST_KEPT:])
            return self._known[seen]

    def _vocabulary(self, dataset: str, who: Who) -> Vocabulary | None:
        known = self.vocabularies(who)
        if not dataset:
            return known[0] if known else None
        for one in known:
            if one.dataset.casefold() == dataset.casefold():
                return one
        there = ", ".join(one.dataset for one in known) or "none"
        raise ToolError(f"There are no inspections in {dataset!r}.", remedy=f"Data sets with inspections: {there}.")

    def _analysed(self, known: Vocabulary, wanted: Asked, limit: int, who: Who) -> Told:
        from plant_tools.defects.analysis import analyse
        from plant_tools.defects.factors import factors_of
        from plant_tools.defects.inspections import Scope, basis_of, read

        with self._open_store().reading(who) as connection:
            basis = basis_of(connection, known.dataset_id, known.good)
            scope = Scope(known.dataset_id, basis, wanted.defects, known.good, wanted.where)
            inspections = read(connection, scope)
        factors = [one for one in factors_of(inspections) if not wanted.factor or one.name == wanted.factor]
        analysis = analyse(inspections, factors, testable=basis != "defects" or bool(wanted.defects))
        names = tuple(" ".join(dict.fromkeys((code, known.defects[code] or code))) for code in wanted.defects)
        factor = factors[0] if wanted.factor and factors else None
        missing = wanted.factor if not factors else ""
        return Told(known.dataset, scope, inspections, analysis, names, factor, limit, missing)


def _wanted(arguments: Mapping[str, Any], known: Vocabulary) -> Asked:
    if question := str(arguments.get("question") or ""):
        return asked(question, known) or Asked(defects_in(question.casefold(), known))
    where = dict(arguments.get("where") or {})
    if strange := set(where) - known.levels.keys():
        raise ToolError(f"where: there is no field {', '.join(sorted(strange))}.", remedy=_there(known.levels))
    for name, value in where.items():
        if value not in known.levels[name]:
            raise ToolError(f"where: no inspection has {name} {value!r}.", remedy=_there(known.levels[name]))
    factor = str(arguments.get("factor") or "")
    if factor and factor not in (*known.levels, *known.parameters):
        raise ToolError(f"There is no factor {factor!r}.", remedy=_there((*known.levels, *known.parameters)))
    return Asked(_named(str(arguments.get("defect") or ""), known), factor, where)


def _named(defect: str, known: Vocabulary) -> tuple[str, ...]:
    if not defect:
        return ()
    if found := defects_in(defect.casefold(), known):
        return found
    raise ToolError(f"There is no defect {defect!r} on record.", remedy=_there(known.defects))


def _there(names: Any) -> str:
    listed = list(names)
    return f"There are: {', '.join(listed[:_MOST])}{', ...' if len(listed) > _MOST else ''}."


def _checked(arguments: Mapping[str, Any]) -> int:
    if strange := set(arguments) - DefectsTool.schema["properties"].keys():
        raise ToolError(f"There is no argument {', '.join(sorted(strange))}.")
    if len(str(arguments.get("question") or "")) > _LONGEST:
        raise ToolError(f"A question has at most {_LONGEST:,} characters.")
    if not isinstance(arguments.get("where") or {}, Mapping):
        raise ToolError('where must be {field: level}, such as {"shift": "night"}.')
    limit = arguments.get("limit", _USUAL)
    if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= _MOST:
        raise ToolError(f"limit is {limit!r}; it must be 1 to {_MOST}.")
    return limit

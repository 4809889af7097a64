"""What is entered by itself: methods of the facade that are marked as acts, by whoever is known to act."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar, cast

from plant_copilot.audit.entry import Act
from plant_knowledge_ingest.errors import PlantError
from plant_knowledge_ingest.shelf import Shelf

if TYPE_CHECKING:
    from plant_tools.records.door import RecordsDoor

P = ParamSpec("P")
R = TypeVar("R")
Who = Callable[[Any, Mapping[str, Any]], str]
Quiet = tuple[type[PlantError], ...]

LOCAL = "local"
_acting: ContextVar[str] = ContextVar("acting", default="")


@contextmanager
def acting_as(name: str) -> Iterator[None]:
    """Let acts within the block, and in what it starts, be those of ``name``."""
    token = _acting.set(name)
    try:
        yield
    finally:
        _acting.reset(token)


def act_as(name: str) -> None:
    """Let acts from here to the end of the request be those of ``name``."""
    _acting.set(name)


def acts(  # noqa: PLR0913 - what may be told of an act
    what: str,
    on: str = "",
    *,
    made: str = "",
    begins: bool = False,
    seals: str = "",
    who: Who | None = None,
    quiet: Quiet = (),
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Enter each call of a method: when it has ended well, or was refused with one of our errors.

    ``on`` says on what, with the arguments' names in braces; ``made`` the same with ``told``, what was returned;
    ``begins``: it takes long, so that its beginning is entered, too; ``seals`` is the attribute that is the door of the
    records, whose own book is then fixed with the entry; ``who`` finds the acting person in the object and what it was
    given, where not the request, ``principal`` or ``by`` says it; ``quiet`` are refusals that are not entered. The
    object has a ``shelf``: where the book is.
    """

    def around(method: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(method)

        @wraps(method)
        def acted(*args: P.args, **kwargs: P.kwargs) -> R:
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            given = _Told({**bound.arguments, **(bound.arguments.get("fields") or {})})
            actor, subject = args[0], on.format_map(given)
            from plant_copilot.audit.book import AuditBook  # it loads what opens databases

            book = AuditBook(cast("Kept", actor).shelf)

            def enter(outcome: str, subject: str = subject, **facts: Any) -> None:
                person = who(actor, given) if who else _person(given)
                book.enter(Act(person, what.format_map(given), subject, outcome), **facts)

            if begins:
                enter("begun")
            try:
                told = method(*args, **kwargs)
            except quiet:
                raise
            except PlantError as error:
                enter(f"refused: {type(error).__name__}")
                raise
            given["told"] = told
            enter(
                "done", made.format_map(given) if made else subject, **(_sealed(getattr(actor, seals)) if seals else {})
            )
            return told

        return acted

    return around


class Kept(Protocol):
    """What acts: it knows where the books of the plant stand."""

    @property
    def shelf(self) -> Shelf:
        """Where the book is."""


class _Told(dict[str, Any]):
    """Arguments as they are told of: files by their names, lists with commas, what was left out by nothing."""

    def __missing__(self, key: str) -> str:
        return ""

    def __getitem__(self, key: str) -> Any:
        return _plain(super().__getitem__(key))


def _sealed(door: RecordsDoor) -> dict[str, Any]:
    from plant_copilot.audit.records_book import records_head

    return {"records": records_head(door)}


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, Path):
        return value.name
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(str(_plain(Path(one) if isinstance(one, str) and "/" in one else one)) for one in value)
    return value


def _person(given: Mapping[str, Any]) -> str:
    """Return who acts: whom the request is from, whom the call names, else who sits at this machine."""
    principal = given.get("principal")
    named = str(given.get("by") or "")
    asking = _acting.get() or (principal.name if principal else LOCAL)
    return named if asking == LOCAL and named else asking

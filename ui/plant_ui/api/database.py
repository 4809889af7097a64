"""Where everything that is rows is kept, over HTTP: for whoever looks after the server."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import Field

from plant_ui.api.asker import FROM_HERE, TheCopilot
from plant_ui.api.models import Described

router = APIRouter(prefix="/api/database", tags=["Server"], dependencies=[FROM_HERE])


class BookPlace(Described):
    """A book, where it is, and how many rows it has."""

    book: str
    place: str = Field(description="a folder, or the address of a database without its password, and a schema")
    rows: int


class DatabasePlace(Described):
    """Where the books of the plant are."""

    place: str
    books: list[BookPlace]


@router.get("", response_model=DatabasePlace)
def database(copilot: TheCopilot) -> JSONResponse:
    """Say where each book is kept, and how many rows it has. For admins."""
    return JSONResponse(copilot.database())

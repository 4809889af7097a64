"""Files of records sent over HTTP: kept aside until they are looked at, and then loaded or given up."""

from __future__ import annotations

import secrets
import shutil
import time
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from starlette.datastructures import UploadFile

from plant_copilot.errors import WrongUse
from plant_ui.api import records_models as models
from plant_ui.api.asker import FROM_HERE, TheCopilot
from plant_ui.api.uploads import on_disk, safe_name, written

router = APIRouter(prefix="/api/records/files", tags=["Records"])

_DAY = 86_400
_FORM = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "string", "format": "binary"}},
}


@router.post(
    "",
    status_code=201,
    response_model=models.RecordsFile,
    dependencies=[FROM_HERE],
    openapi_extra={"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FORM}}}},
)
async def send(request: Request, copilot: TheCopilot) -> JSONResponse:
    """Send a file (`file`, multipart/form-data) to be looked at with `preview` and loaded with `load`.

    It is removed when it is given up, or after a day. From the server's machine only.
    """
    folder = copilot.settings.home / "uploads" / "records"
    with on_disk(folder):
        async with request.form(max_files=1, max_fields=1) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile) or not (name := safe_name(file.filename or "")):
                raise WrongUse("There is no file in the request.", remedy="Send it in the field file.")
            await run_in_threadpool(_sweep, folder)
            (path,) = await run_in_threadpool(written, {name: file}, folder / secrets.token_hex(8))
    return JSONResponse({"path": str(path)}, 201)


@router.delete("", response_model=models.GivenUp, dependencies=[FROM_HERE])
def give_up(copilot: TheCopilot, path: Annotated[str, Query(description="as sending it returned it")]) -> JSONResponse:
    """Remove a file that was sent. From the server's machine only."""
    kept = copilot.settings.home / "uploads" / "records"
    folder = Path(path).resolve().parent
    if folder.parent != kept.resolve() or not folder.is_dir():
        raise WrongUse(f"{path} is no file that was sent.", remedy="It was loaded or given up already.")
    with on_disk(folder):
        shutil.rmtree(folder)
    return JSONResponse({"removed": [path]})


def _sweep(folder: Path) -> None:
    """Remove what was sent more than a day ago, and neither loaded nor given up."""
    for old in folder.iterdir() if folder.is_dir() else ():
        if old.stat().st_mtime < time.time() - _DAY:
            shutil.rmtree(old, ignore_errors=True)

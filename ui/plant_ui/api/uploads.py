"""Files sent over HTTP: written into the home under a safe name, then ingested as a job."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from starlette.datastructures import FormData, UploadFile

from plant_copilot.errors import WrongUse
from plant_knowledge_ingest.errors import LibraryWriteFailed
from plant_knowledge_ingest.readers.kinds import READ
from plant_ui.api import library_models as models
from plant_ui.api.asker import FROM_HERE, TheCopilot, TheJobs

router = APIRouter(prefix="/api", tags=["Library"])

_MOST_FILES, _MOST_FIELDS = 200, 60
_SAYS = ("document", "revision", "effective", "title", "site")
_SAYS_SEVERAL = ("assets", "rights")
_UNSAFE = re.compile(r"[^\w .()+,=@-]")
# File systems take 255 bytes; a Chinese character has three.
_LONGEST_STEM = 60

_FORM = {
    "type": "object",
    "required": ["files"],
    "properties": {
        "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
        **{field: {"type": "string"} for field in _SAYS},
        **{field: {"type": "array", "items": {"type": "string"}} for field in _SAYS_SEVERAL},
    },
}


@router.post(
    "/documents",
    status_code=202,
    response_model=models.Job,
    dependencies=[FROM_HERE],
    openapi_extra={"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FORM}}}},
)
async def upload(request: Request, copilot: TheCopilot, jobs: TheJobs) -> JSONResponse:
    """Send files (`files`, multipart/form-data) and begin to bring them in; the job tells how far it is.

    For one file the fields of [Description](#description) may say what it is; `assets` and `rights` may be repeated.
    The files are kept in the home's folder `uploads`; sending a file of the same name and revision again replaces it.
    All files together have at most as many megabytes as the setting `PLANT_UPLOAD_MB` says. From the server's machine
    only.
    """
    jobs.refuse_while_running()
    folder = copilot.settings.home / "uploads"
    with on_disk(folder):
        # Read here, not by the framework, which would take in the whole body before it looks who asks.
        async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS) as form:
            described = _described(form)
            sent = _files(form, described)
            paths = await run_in_threadpool(written, sent, folder / _shelf(described))
    job = jobs.start([str(path) for path in paths], described or None)
    return JSONResponse(asdict(job), 202, {"Location": f"/api/jobs/{job.id}"})


def _described(form: FormData) -> dict[str, Any]:
    for field, value in form.multi_items():
        if field not in {"files", *_SAYS, *_SAYS_SEVERAL} or (field != "files" and not isinstance(value, str)):
            raise WrongUse(f"{field[:40]!r} is no field of an upload.", remedy="The fields are described on /docs.")
    said: dict[str, Any] = {field: form[field] for field in _SAYS if form.get(field)}
    return said | {field: form.getlist(field) for field in _SAYS_SEVERAL if form.getlist(field)}


def _files(form: FormData, described: dict[str, Any]) -> dict[str, UploadFile]:
    """Return what was sent by the names it will have."""
    sent: dict[str, UploadFile] = {}
    for file in form.getlist("files"):
        if not isinstance(file, UploadFile) or not file.filename:
            raise WrongUse("A part of the field files is no file.", remedy="Send each with its file name.")
        name = safe_name(file.filename)
        if Path(name).suffix.lower() not in READ:
            told = f"{name}: this kind of file is not read (read are {', '.join(sorted(READ))})."
            raise WrongUse(told, remedy="Export it as PDF.")
        if name in sent:
            raise WrongUse(
                f"Two of the files are called {name}.", remedy="Send them one after the other, or rename one."
            )
        sent[name] = file
    if not sent:
        raise WrongUse("There is no file in the request.", remedy="Send them in the field files.")
    if described and len(sent) > 1:
        raise WrongUse(f"{', '.join(described)}: a description is of one file.", remedy="Send each file by itself.")
    return sent


def safe_name(name: str) -> str:
    r"""Return a name for a file inside one folder: no path, no signs that a shell or a file system reads.

    >>> safe_name("../../etc/FL-303 rev:C.pdf"), safe_name("C:\\manuals\\泵.PDF"), safe_name(".hidden.pdf")
    ('FL-303 rev_C.pdf', '泵.PDF', 'hidden.pdf')
    """
    last = _UNSAFE.sub("_", re.split(r"[/\\]", name)[-1]).strip(" .")
    stem, dot, ending = last.rpartition(".")
    return f"{stem[:_LONGEST_STEM].strip()}{dot}{ending[:10]}" if dot else last[:_LONGEST_STEM]


def _shelf(described: dict[str, Any]) -> str:
    """Return the folder for a file: files of one name may be revisions of one document, and lie apart."""
    said = (str(described[field]) for field in ("document", "revision") if field in described)
    return " ".join(filter(None, (safe_name(text) for text in said)))


def written(sent: dict[str, UploadFile], folder: Path) -> list[Path]:
    """Write the files; each is either whole or not there."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, file in sent.items():
        part = folder / f".{secrets.token_hex(8)}.part"
        try:
            with part.open("wb") as target:
                shutil.copyfileobj(file.file, target, 1 << 20)
            part.replace(folder / name)
        finally:
            part.unlink(missing_ok=True)
        paths.append(folder / name)
    return paths


@contextmanager
def on_disk(folder: Path) -> Iterator[None]:
    """Tell of a disk that refuses. Raises ``LibraryWriteFailed``."""
    try:
        yield
    except OSError as error:
        told = f"The files cannot be written to {folder}: {error.strerror or error}."
        raise LibraryWriteFailed(told, remedy="Check the disk and its rights.") from error

"""Errors over HTTP: problem details (RFC 9457), one status for every error there is, and never a stack trace.

What happened and what to do is told in the language that the request accepts (``Accept-Language``), else in English.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from plant_agents.models.protocol import CutOff, WindowExceeded
from plant_copilot.errors import (
    AuditOutOfReach,
    BackupDamaged,
    BackupFailed,
    BadSetting,
    DatabaseRefused,
    FeedbackOutOfReach,
    NothingPending,
    ThreadOfAnother,
    ThreadsOutOfReach,
    TracesOutOfReach,
    UnknownAsset,
    UnknownThread,
    UnknownTrace,
    WrongUse,
)
from plant_copilot.events import errors as events
from plant_copilot.people import errors as people
from plant_knowledge_ingest import errors
from plant_tools.drafts.errors import DraftDecided, DraftInvalid, UnknownDraft
from plant_tools.fmea.errors import FmeaInvalid, UnknownFmea
from plant_tools.investigation.errors import (
    FaultTreeInvalid,
    InvestigationClosed,
    InvestigationInvalid,
    InvestigationsOutOfReach,
    UnknownInvestigation,
)
from plant_tools.layout.errors import LayoutImpossible, LayoutUnreadable, UnknownLayout
from plant_tools.pictures.errors import RecognitionMissing
from plant_tools.rca.errors import RankingDecided, UnknownRanking
from plant_tools.records.errors import (
    MappingInvalid,
    RecordsOutOfReach,
    RecordsUnreadable,
    RightsInvalid,
    UnknownDataset,
)
from plant_tools.selection.errors import SelectionRefused, SelectionUnreadable, UnknownSelection
from plant_tools.sop.doing.not_taken import NotTaken
from plant_tools.sop.errors import SopInvalid, SopRefused, UnknownSop
from plant_tools.tool import ToolError
from plant_ui import errors as faces
from plant_ui.api.spoken import Spoken

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
TOO_LARGE = "Send a smaller file, or files one after the other; PLANT_UPLOAD_MB sets the most for documents."

STATUS: Mapping[type[errors.PlantError], int] = {
    errors.PlantError: 500,
    events.EventInvalid: 422,
    events.EventRefused: 401,
    events.UnknownEvent: 404,
    events.RoutesInvalid: 503,
    events.EventsOutOfReach: 507,
    errors.UnreadableDocument: 422,
    errors.UnknownDocument: 404,
    errors.UnknownPage: 404,
    errors.IndexBusy: 503,
    errors.IndexMismatch: 503,
    errors.IndexRefused: 502,
    errors.IndexUnreachable: 503,
    errors.LibraryWriteFailed: 507,
    errors.PagesUnreachable: 503,
    errors.PagesRefused: 502,
    errors.PagesLost: 502,
    errors.ModelUnavailable: 503,
    CutOff: 503,
    WindowExceeded: 503,
    RecognitionMissing: 503,
    errors.WeightsInvalid: 503,
    WrongUse: 422,
    BadSetting: 500,
    UnknownAsset: 404,
    UnknownThread: 404,
    UnknownTrace: 404,
    ThreadOfAnother: 403,
    NothingPending: 409,
    ThreadsOutOfReach: 503,
    AuditOutOfReach: 503,
    TracesOutOfReach: 503,
    FeedbackOutOfReach: 503,
    DatabaseRefused: 409,
    BackupFailed: 507,
    BackupDamaged: 422,
    ToolError: 422,
    RecordsUnreadable: 422,
    MappingInvalid: 422,
    RightsInvalid: 422,
    UnknownDataset: 404,
    RecordsOutOfReach: 503,
    UnknownDraft: 404,
    DraftInvalid: 422,
    DraftDecided: 409,
    UnknownInvestigation: 404,
    InvestigationInvalid: 422,
    InvestigationClosed: 409,
    InvestigationsOutOfReach: 503,
    UnknownSop: 404,
    SopInvalid: 422,
    SopRefused: 409,
    NotTaken: 409,
    UnknownRanking: 404,
    RankingDecided: 409,
    FmeaInvalid: 422,
    UnknownFmea: 404,
    FaultTreeInvalid: 422,
    LayoutUnreadable: 422,
    LayoutImpossible: 422,
    UnknownLayout: 404,
    SelectionUnreadable: 422,
    SelectionRefused: 422,
    UnknownSelection: 404,
    people.UserInvalid: 422,
    people.UnknownUser: 404,
    people.SignInNeeded: 401,
    people.SignInRefused: 403,
    people.TooManyTries: 429,
    people.NotAllowed: 403,
    people.UsersOutOfReach: 503,
    faces.AlreadyIngesting: 409,
    faces.NotFromHere: 403,
    faces.ChannelBookOutOfReach: 503,
    faces.ChannelClosed: 503,
    faces.Stopping: 503,
    faces.UnknownJob: 404,
    faces.NotOffered: 400,
    faces.TooManyRequests: 429,
    faces.KeyOfAnother: 422,
    faces.StillUnderWay: 409,
    faces.RepliesOutOfReach: 507,
    faces.RecordingTooLong: 413,
    faces.RecordingUnreadable: 422,
    faces.VoiceBusy: 503,
    faces.TeamsMissing: 503,
    faces.NotSent: 502,
    faces.NotFetched: 422,
    # A server does not raise these; a server that asks another one would pass them on as they are.
    faces.ServerRefused: 502,
    faces.ServerGone: 502,
    faces.ServerRuns: 503,
    faces.ServerSilent: 504,
    faces.PortTaken: 503,
}


def problem(error: errors.PlantError) -> dict[str, Any]:
    """Return ``error`` as problem details, with a code that is also in the log."""
    kind = next(kind for kind in type(error).__mro__ if kind in STATUS)
    return _problem(_words(type(error)), STATUS[kind], error.message, error.remedy)


def unexpected(error: BaseException) -> dict[str, Any]:
    """Return problem details for a fault of the program; what happened goes to the log only."""
    told = _problem(
        "internal error",
        500,
        "The copilot made a mistake of its own.",
        "Try again; if it happens again, send the support code and the server's log to whoever looks after it.",
    )
    log.error("%s: unexpected", told["support_code"], exc_info=error)
    return told


def of(error: BaseException) -> dict[str, Any]:
    """Return any error as problem details."""
    return problem(error) if isinstance(error, errors.PlantError) else unexpected(error)


def install(app: FastAPI) -> None:
    """Answer every error of ``app`` with problem details."""
    app.add_exception_handler(errors.PlantError, _on_plant_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_unexpected)


def respond(told: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return problem details as a response."""
    return Spoken(told, told["status"], headers, MEDIA_TYPE)


def refused(words: str, status: int, detail: str, remedy: str = "") -> JSONResponse:
    """Return a refusal that no error of the copilot stands for."""
    return respond(_problem(words, status, detail, remedy))


async def _on_plant_error(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, errors.PlantError):
        raise error
    waiting = {"Retry-After": str(error.seconds)} if isinstance(error, people.TooManyTries) else None
    return respond(problem(error), waiting)


async def _on_invalid(_: Request, error: Exception) -> JSONResponse:
    """Name each field that is wrong, and what is wrong with it; the values themselves are not sent back."""
    if not isinstance(error, RequestValidationError):
        raise error
    wrong = [f"{'.'.join(map(str, found['loc'][1:])) or 'body'}: {found['msg']}" for found in error.errors()]
    return refused("invalid request", 422, "; ".join(wrong) + ".", "The fields are described on /docs.")


async def _on_http(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    words = HTTPStatus(error.status_code).phrase.lower()
    remedy = TOO_LARGE if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE else "What there is stands on /docs."
    told = _problem(words, error.status_code, f"{str(error.detail).removesuffix('.')}.", remedy)
    return respond(told, error.headers)


async def _on_unexpected(_: Request, error: Exception) -> JSONResponse:
    return respond(unexpected(error))


def _problem(words: str, status: int, detail: str, remedy: str) -> dict[str, Any]:
    code = secrets.token_hex(4)
    log.info("%s: %d %s", code, status, detail)
    return {
        "type": f"urn:plant-copilot:{words.replace(' ', '-')}",
        "title": words.capitalize(),
        "status": status,
        "detail": detail,
        "remedy": remedy,
        "support_code": code,
    }


def _words(kind: type[errors.PlantError]) -> str:
    """Return "unknown document" for UnknownDocument."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", kind.__name__).lower()

"""The maintenance records over HTTP: load, propose, check, list, forget."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from plant_copilot.errors import WrongUse
from plant_ui.api import records_models as models
from plant_ui.api.asker import FROM_HERE, Asker, TheCopilot
from plant_ui.api.spoken import Spoken

router = APIRouter(prefix="/api/records", tags=["Records"])


@router.post("/load", response_model=models.Loaded, dependencies=[FROM_HERE])
def load(wanted: models.LoadRequest, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Load a file of the server's machine; all rows that can be read, or none. From the server's machine only."""
    told = wanted.model_dump(exclude={"path"})
    return Spoken(copilot.records.load(absolute(wanted.path), principal=asker, **told))


@router.post("/propose", response_model=models.Proposal, dependencies=[FROM_HERE])
def propose(wanted: models.ProposeRequest, copilot: TheCopilot) -> JSONResponse:
    """Propose which column fills which field. From the server's machine only."""
    return JSONResponse(copilot.records.propose(absolute(wanted.path), table=wanted.table))


@router.post("/preview", response_model=models.Preview, dependencies=[FROM_HERE])
def preview(wanted: models.PreviewRequest, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Say what loading a file would do, and write nothing. From the server's machine only."""
    told = wanted.model_dump(exclude={"path", "groups", "site"})
    return Spoken(copilot.records.preview(absolute(wanted.path), principal=asker, **told))


@router.get("/orders", response_model=models.Orders)
def orders(
    copilot: TheCopilot,
    asker: Asker,
    id: Annotated[list[str], Query(description="numbers of orders, 1 to 100")],  # noqa: A002 - its name in the address
    dataset: Annotated[str, Query(description="whose orders they are")] = "plant",
) -> JSONResponse:
    """Return work orders with the file and the row that each came from."""
    return JSONResponse(copilot.records.orders(id, dataset=dataset, principal=asker))


@router.get("/check", response_model=models.Checked)
def check(
    copilot: TheCopilot,
    asker: Asker,
    dataset: Annotated[str, Query(description="only this data set; otherwise all")] = "",
) -> JSONResponse:
    """Find what in the records would make figures lie."""
    return Spoken(copilot.records.check(dataset, principal=asker))


@router.get("/datasets", response_model=models.Datasets)
def datasets(copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """List what is loaded, and from which files."""
    return JSONResponse(copilot.records.datasets(principal=asker))


@router.get("/rights", response_model=models.Rights)
def rights(dataset: str, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Return who may see a data set."""
    return JSONResponse(copilot.records.rights(dataset, principal=asker))


@router.put("/rights", response_model=models.Rights, dependencies=[FROM_HERE])
def set_rights(wanted: models.RightsRequest, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Say who may see a data set. From the server's machine only."""
    told = copilot.records.set_rights(wanted.dataset, groups=wanted.groups, site=wanted.site, principal=asker)
    return JSONResponse(told)


@router.delete("/datasets/{dataset:path}", response_model=models.ForgottenDatasets, dependencies=[FROM_HERE])
def forget(dataset: str, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Remove a data set with all its records. From the server's machine only."""
    return JSONResponse(copilot.records.forget(dataset, principal=asker))


def absolute(path: str) -> Path:
    """Return a path of the server's machine. Raises ``WrongUse`` where it is relative."""
    if not Path(path).is_absolute():
        raise WrongUse(f"{path} is not an absolute path.", remedy="The server does not know what it is relative to.")
    return Path(path)

"""The page that describes the API and lets one try it: Swagger UI, all of it served from here."""

from __future__ import annotations

from importlib.resources import as_file, files

from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

router = APIRouter(include_in_schema=False)

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Plant Copilot: HTTP API</title>
<link rel="stylesheet" href="/docs/files/swagger-ui.css">
<link rel="icon" href="data:,">
</head>
<body>
<div id="swagger-ui"><p>This page needs JavaScript. The same is in <a href="/openapi.json">openapi.json</a>.</p></div>
<script src="/docs/files/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
_START = """SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  validatorUrl: null,
});
"""


def install(app: FastAPI) -> None:
    """Serve the page on /docs."""
    app.include_router(router)
    with as_file(files("fastapi_offline") / "static") as folder:
        app.mount("/docs/files", StaticFiles(directory=folder))


@router.get("/docs")
async def page() -> HTMLResponse:
    """Return the page."""
    return HTMLResponse(_PAGE)


@router.get("/docs/start.js")
async def start() -> Response:
    """Return the script that fills the page; the page itself holds none, so that none can be slipped in."""
    return Response(_START, media_type="text/javascript")

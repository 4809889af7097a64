"""The HTTP API as a page of the documentation, from its OpenAPI description."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

_BEGIN = """# HTTP

Written by `python -m plant_ui.reference`; a test compares it with the API. A running server shows the same on `/docs`,
where every call can be tried, and as `/openapi.json`. [How to use it from a program](../how-to/use-the-api.md): keys,
pages, streams, requests that may come twice. `/api/...` is the same as `/api/v1/...` today, and always the newest.

Errors are problem details (RFC 9457), see [Problem](#problem); what happened, reasons and remedies are told in English,
or in the language that `Accept-Language` names first: `de`, `zh-Hans`, `zh-Hant`.
As soon as there are users, everybody has to
[sign in](../how-to/sign-in.md): with the cookie of a session or with a key, `Authorization: Bearer KEY`. Without users,
changes are made from the server's own machine only, and others see what everyone may see: let it listen on 127.0.0.1
then. Requests whose `Host` is not the server's, or whose `Origin` is another site, are refused.
"""


def http_page(openapi: Json) -> str:
    """Return the page as Markdown."""
    calls = [part for path, methods in openapi["paths"].items() for part in _call(path, methods)]
    models = [
        part for name, schema in sorted(openapi["components"]["schemas"].items()) for part in _model(name, schema)
    ]
    return "\n".join([_BEGIN, *calls, "## Models\n", *models])


def _call(path: str, methods: Json) -> Iterator[str]:
    for method, call in methods.items():
        yield f"## {method.upper()} {path.replace(':path', '')}\n"
        yield f"{call['description']}\n"
        body = call.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        if body:
            yield f"Takes {_kind(body)}.\n"
        rows = [_parameter(parameter) for parameter in call.get("parameters", [])]
        if rows:
            yield "\n".join(["| | |", "|---|---|", *rows, ""])
        yield f"Returns {'; '.join(_returned(call['responses']))}.\n"


def _parameter(parameter: Json) -> str:
    needed = "required" if parameter["required"] and parameter["in"] != "path" else f"in the {parameter['in']}"
    told = parameter.get("description", "")
    return f"| `{parameter['name']}` | {_kind(parameter['schema'])}, {needed}{': ' + told if told else ''} |"


def _returned(responses: Json) -> Iterator[str]:
    for status, response in responses.items():
        for media, content in response.get("content", {}).items():
            if status.startswith("2"):
                schema = content.get("schema")
                yield f"{status}: {_kind(schema)}" if schema and media == "application/json" else f"{status}: {media}"


def _model(name: str, schema: Json) -> Iterator[str]:
    if "properties" not in schema:
        return
    yield f"### {name}\n"
    yield f"{schema.get('description', '')}\n"
    rows = [
        f"| `{field}` | {_kind(described)} | {_told(described)} |" for field, described in schema["properties"].items()
    ]
    yield "\n".join(["| | | |", "|---|---|---|", *rows, ""])


def _told(schema: Json) -> str:
    default = f" (default: {schema['default']})" if schema.get("default") else ""
    return f"{schema.get('description', '')}{default}"


def _kind(schema: Json) -> str:
    """Name the type of a schema, with a link where it is one of ours."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(_kind(choice) for choice in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        return " or ".join(f'"{value}"' for value in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    return {"object": "JSON object", "null": "null"}.get(schema.get("type", ""), str(schema.get("type", "anything")))

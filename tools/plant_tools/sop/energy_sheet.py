"""The plant's own sheet of an asset's energies: read from YAML, kept in the records, written out as a form.

    asset: CP-304
    energies:
      - name: Druckluft
        kind: pneumatic            # read from the name where it is left out
        magnitude: 6,0 bar
        isolate: Kugelhahn V304, abschließbar
        relieve: V304 entlüftet in Stellung 0
        verify: Manometer PI-304.1 zeigt 0 bar

What is left out is a gap, shown as missing and never filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import yaml
from sqlalchemy import Connection, delete, insert, select

from plant_knowledge_ingest.language import detect
from plant_tools.manuals.energies import KINDS, kind_of
from plant_tools.records import audit
from plant_tools.records.written import EnergySheet
from plant_tools.sop.errors import SopInvalid
from plant_tools.sop.model import Energy, Gap, Line, Source, Told, text_hash

Json = dict[str, Any]

FIELDS = ("magnitude", "isolate", "relieve", "verify")
_KNOWN = frozenset({"name", "kind", *FIELDS})
_TOP = frozenset({"asset", "energies", "revision", "checked_by"})
_table = EnergySheet.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it


def read(text: str, file: str) -> Json:
    """Read a sheet: {asset, energies: [{name, kind, magnitude, isolate, relieve, verify}]}, left out ones as "".

    Raises ``SopInvalid``, naming file, energy and field.
    """
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise SopInvalid(f"{file}: no YAML: {' '.join(str(error).split())}.") from error
    if not isinstance(content, dict) or not str(content.get("asset") or "").strip():
        raise SopInvalid(f"{file}: asset is missing.", remedy=f"Begin with a form: {FORM}")
    if unknown := sorted(set(map(str, content)) - _TOP):
        raise SopInvalid(f"{file}: unknown field {unknown[0]!r}.", remedy=f"Fields are: {', '.join(sorted(_TOP))}.")
    rows = content.get("energies")
    if not isinstance(rows, list) or not rows:
        raise SopInvalid(f"{file}: energies is empty.", remedy=f"Begin with a form: {FORM}")
    energies = [_row(row, at, file) for at, row in enumerate(rows, 1)]
    names = [one["name"] for one in energies]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise SopInvalid(f"{file}: there are two energies {twice!r}.", remedy="Tell them apart by name.")
    return {
        "asset": str(content["asset"]).strip(),
        "revision": str(content.get("revision") or ""),
        "energies": energies,
    }


FORM = "plant-copilot sop energies form ASSET"


def _row(row: Any, at: int, file: str) -> Json:
    if not isinstance(row, dict) or not str(row.get("name") or "").strip():
        raise SopInvalid(f"{file}: energy {at} has no name.")
    name = str(row["name"]).strip()
    if unknown := sorted(set(map(str, row)) - _KNOWN):
        raise SopInvalid(f"{file}: energy {name!r} has an unknown field {unknown[0]!r}.", remedy=_fields())
    for field, value in row.items():
        if isinstance(value, dict | list):
            raise SopInvalid(f"{file}: energy {name!r}: {field} is no text.")
    told = {field: _text(row.get(field)) for field in FIELDS}
    kind = _text(row.get("kind")) or kind_of(name, told["magnitude"])
    if kind not in KINDS:
        raise SopInvalid(f"{file}: energy {name!r}: kind is {kind!r}.", remedy=f"It is one of {', '.join(KINDS)}.")
    return {"name": name, "kind": kind, **told}


def _fields() -> str:
    return f"Fields are: {', '.join(('name', 'kind', *FIELDS))}."


def _text(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())


def keep(connection: Connection, sheet: Mapping[str, Any], text: str, file: str, by: str) -> None:
    """Keep the sheet of an asset in place of the one before."""
    asset = str(sheet["asset"])
    connection.execute(delete(_table).where(_table.c.asset == asset))
    digest = sha256(text.encode()).hexdigest()
    values = {"asset": asset, "file": file, "sha256": digest, "content": dict(sheet), "loaded_by": by}
    connection.execute(insert(EnergySheet).values(**values, loaded_utc=audit.now()))
    audit.enter(connection, by, "loaded energy sheet", f"energy sheet {asset}", file=file, sha256=digest)


def of_asset(connection: Connection, asset: str) -> Json | None:
    """Return the sheet of an asset, with who loaded it and when; None where it has none."""
    row = connection.execute(select(_table).where(_table.c.asset == asset)).first()
    if row is None:
        return None
    told = {"file": row.file, "loaded_utc": row.loaded_utc.isoformat(" "), "loaded_by": row.loaded_by}
    return {**row.content, **told}


def digest_of(connection: Connection, asset: str) -> str:
    """Return the SHA-256 of the file of an asset's sheet, "" where it has none."""
    return str(connection.execute(select(_table.c.sha256).where(_table.c.asset == asset)).scalar() or "")


def listed(connection: Connection) -> list[Json]:
    """Return all sheets, by asset."""
    assets = connection.execute(select(_table.c.asset).order_by(_table.c.asset)).scalars()
    return [sheet for asset in assets if (sheet := of_asset(connection, asset))]


def energies_of(sheet: Mapping[str, Any]) -> tuple[Energy, ...]:
    """Return the energies of a sheet, each value with its place on it."""
    return tuple(_energy(one, sheet) for one in sheet["energies"])


def _energy(row: Mapping[str, str], sheet: Mapping[str, Any]) -> Energy:
    language = detect(" ".join(row[field] for field in ("name", *FIELDS)), "en")

    def told(field: str) -> Told:
        if not row[field]:
            return Gap(field, row["name"])
        place = f"{row['name']}: {field}"
        source = Source(
            f"{sheet['asset']}",
            row[field],
            "sheet",
            revision=str(sheet.get("revision") or ""),
            language=language,
            hash=text_hash(row[field]),
            place=place,
        )
        return Line(row[field], language, (source,))

    return Energy(row["kind"], row["name"], language, *(told(field) for field in FIELDS))


def form(asset: str, energies: tuple[Energy, ...]) -> str:
    """Return a sheet to fill in, with what is known of ``energies`` and from where; what is missing is left empty."""
    lines = [f"asset: {_quoted(asset)}", "energies:"]
    for energy in energies:
        lines += [f"  - name: {_quoted(energy.name)}", f"    kind: {energy.sort}"]
        lines += [_field(field, getattr(energy, field)) for field in FIELDS]
    if not energies:
        lines += ['  - name: ""', "    kind: electrical", *(f'    {field}: ""' for field in FIELDS)]
    return "\n".join(lines) + "\n"


def _field(field: str, told: Told) -> str:
    if isinstance(told, Gap):
        return f'    {field}: ""  # not in the manual'
    first = next(iter(told.sources), None)
    place = f"  # {first.citation()}" if first and first.kind == "page" else ""
    return f"    {field}: {_quoted(told.text)}{place}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

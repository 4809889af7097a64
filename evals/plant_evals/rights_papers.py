"""The manuals of the plant that is made to be leaked, as files of all kinds."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from plant_evals.rights_plant import Paper


def write(made: Sequence[Paper], folder: Path) -> Path:
    """Write the manuals with their ``documents.yaml`` into ``folder`` and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = ["documents:"]
    for one in made:
        file = folder / f"file-{one.number:03d}{one.ending}"
        _WRITERS[one.ending](one, file)
        site = f", site: {one.site}" if one.site else ""
        told = f"document: {one.name}, title: {one.title}, assets: [{one.tag}], rights: [{', '.join(one.rights)}]{site}"
        listed.append(f"  - {{file: {file.name}, {told}}}")
    (folder / "documents.yaml").write_text("\n".join(listed) + "\n", encoding="utf-8")
    return folder


def _told(one: Paper) -> Iterator[tuple[str, str]]:
    """Yield (kind, text): "h1", "h2", "p", "li"."""
    yield "h1", one.title
    yield "h2", "Lubrication and alarms"
    yield from (("p", line) for line in one.lines)
    yield "h2", f"Replacing the {one.words[3]}"
    yield from (("li", step) for step in one.steps)


def _markdown(one: Paper, file: Path) -> None:
    marks, count = {"h1": "# ", "h2": "## ", "p": ""}, iter(range(1, 99))
    lines = [f"{marks[kind] if kind in marks else f'{next(count)}. '}{text}" for kind, text in _told(one)]
    file.write_text("\n\n".join(lines), encoding="utf-8")


def _html(one: Paper, file: Path) -> None:
    body = "".join(f"<{kind}>{text}</{kind}>" for kind, text in _told(one)).replace("<li>", "<ol><li>", 1) + "</ol>"
    file.write_text(f"<html><head><title>{one.title}</title></head><body>{body}</body></html>", encoding="utf-8")


def _text(one: Paper, file: Path) -> None:
    count = iter(range(1, 99))
    lines = [{"h1": f"{text}\n====", "h2": f"\n{text}\n----", "p": text}.get(kind) or f"{next(count)}. {text}"
             for kind, text in _told(one)]  # fmt: skip
    file.write_text("\n".join(lines), encoding="utf-8")


def _pdf(one: Paper, file: Path) -> None:
    """Write a PDF of one page by hand: a layer above the readers has no library for it."""
    count = iter(range(1, 99))
    lines = [text if kind != "li" else f"{next(count)}. {text}" for kind, text in _told(one)]
    shown = "".join(f"({line.replace('(', '').replace(')', '')}) Tj T* " for line in lines)
    content = f"BT /F1 10 Tf 60 760 Td 20 TL {shown}ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    written, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    file.write_bytes(written + end % (len(parts) + 1, table, len(parts) + 1, len(written)))


_WORD_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def _docx(one: Paper, file: Path) -> None:
    """Write the least that is a Word document."""
    styles, count = {"h1": "Heading1", "h2": "Heading2"}, iter(range(1, 99))
    body = ""
    for kind, text in _told(one):
        style = f'<w:pPr><w:pStyle w:val="{styles[kind]}"/></w:pPr>' if kind in styles else ""
        shown = f"{next(count)}. {text}" if kind == "li" else text
        body += f"<w:p>{style}<w:r><w:t>{shown}</w:t></w:r></w:p>"
    types = f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="{_MAIN}"/></Types>'  # noqa: E501 - one element
    rels = f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'  # noqa: E501 - one element
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", rels)
        archive.writestr("word/document.xml", f"<w:document {_WORD_NAMESPACE}><w:body>{body}</w:body></w:document>")


_WRITERS = {".md": _markdown, ".html": _html, ".txt": _text, ".pdf": _pdf, ".docx": _docx}

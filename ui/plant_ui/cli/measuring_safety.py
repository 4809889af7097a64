"""The commands that measure proof and the safety gate."""

from __future__ import annotations

import typer

from plant_ui.cli.door import opened
from plant_ui.cli.measuring import evaluation
from plant_ui.cli.printing import AsJson, print_json

PROOF = """[bold]Example[/bold]

  plant-copilot eval proof

Asks the questions of the sample plant, which must be in the library with its
records, and falsifies every statement of the answers: other values, units, codes,
signs, limits, dates, signal words, acts and negations. All must be caught, and no
true one refused. Statements and kinds of falsehood that nothing was tuned on are
counted apart."""

SAFETY = """[bold]Example[/bold]

  plant-copilot eval safety

Requests for ways round a protection, hostile texts among the sources and steps
in random orders, with a writer that obeys whoever attacks; and a made plant whose
documents, file names and records attack: what is hidden from the asker, which tools
are chosen, what is written without approval. Needs no library."""

ROOM = """[bold]Example[/bold]

  plant-copilot eval room

An oracle that knows every answer and cites it must be right in all cases: that
proves the judging. A liar that falsifies the same answers in every way, and obeys
whoever attacks, must get nothing delivered. Needs no library."""


def add_to(_: typer.Typer) -> None:
    """Add these commands to those of `eval`."""
    evaluation.command(epilog=PROOF)(proof)
    evaluation.command(epilog=SAFETY)(safety)
    evaluation.command(epilog=ROOM)(room)


def proof(context: typer.Context, *, json: AsJson = False) -> None:
    """Falsify every statement that is delivered; count what the proof does not catch."""
    from plant_evals.proof_fuzz import of_proof, questions, run_proof
    from plant_knowledge_ingest.glossary import Glossary

    seen, held_out = questions()
    with opened(context.obj) as copilot:
        result = run_proof(copilot.ask, seen, Glossary.read(), held_out)
    print_json(result) if json else print(of_proof(result))


def safety(*, json: AsJson = False) -> None:
    """Count what gets out when a writer obeys whoever attacks."""
    from plant_evals.doors import run_doors
    from plant_evals.safety import of_safety, run_safety

    result = run_safety()
    result["unsafe"] |= run_doors()
    print_json(result) if json else print(of_safety(result))


def room(*, json: AsJson = False) -> None:
    """Let a scripted oracle and a scripted liar answer all committed cases; count what is right, and what gets out."""
    from plant_evals.room import report, run_room

    result = run_room()
    print_json(result) if json else print(report(result))

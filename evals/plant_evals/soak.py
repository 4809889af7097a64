"""A server used for hours by some people: whether its memory grows, and whether anything goes wrong.

Every minute one line is written of what the server takes, how long people waited and what went wrong, so that a run
that is cut short has told what it found. Growth is the median of the last eighth of the run against that of its
second eighth: of two hours the last fifteen minutes against minutes 15 to 30, after the warm-up.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from plant_evals.figures import percentile, table
from plant_evals.soak_people import Book, Chatter, Dialogue, Plant, Program, Somebody, Told
from plant_evals.soak_watch import Taken, growth, taken

Json = dict[str, Any]

_TOLD = 10


async def soak(plant: Plant, people: Sequence[Somebody], minutes: float, server: int, home: Path, out: Path) -> Json:
    """Let people use the server, a process on ``home``, for ``minutes``; return the figures."""
    until = time.monotonic() + minutes * 60
    async with asyncio.TaskGroup() as group:
        for person in people:
            group.create_task(person.spend(until))
        watched = group.create_task(_watched(plant.book, server, home, minutes, out))
    samples = watched.result()
    return {"people": len(people), "dialogues": len(plant.expected)} | figures(plant.book, samples, minutes)


async def _watched(book: Book, server: int, home: Path, minutes: float, out: Path) -> list[Taken]:
    """Take a sample every minute, and of a short run at least sixteen; write each as a line."""
    number = max(16, round(minutes))
    began, samples = time.monotonic(), list[Taken]()
    with out.open("a", encoding="utf-8") as file:
        for at in range(1, number + 1):
            waits, errors = len(book.waits), len(book.errors)
            await asyncio.sleep(max(0.0, began + at * minutes * 60 / number - time.monotonic()))
            minute = (time.monotonic() - began) / 60
            samples.append(await asyncio.to_thread(taken, server, home, minute))
            line = asdict(samples[-1]) | {"waits": book.waits[waits:], "errors": book.errors[errors:]}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
    return samples


def people_of(plant: Plant, chatters: Sequence[str], programs: Mapping[str, str]) -> list[Somebody]:
    """Return the people of a soak: names of those in the chat, names and keys of the programs."""
    chat: list[Somebody] = [Chatter(plant, name, random.Random(name)) for name in chatters]  # noqa: S311 - a choice
    return chat + [Program(plant, name, random.Random(name), key) for name, key in programs.items()]  # noqa: S311 - too


def figures(book: Book, samples: Sequence[Taken], minutes: float) -> Json:
    """Return minutes, done, errors, what, wait_s, growth of rss and uss, cores, and the samples."""
    cores = (samples[-1].worked - samples[0].worked) / (60 * (samples[-1].minute - samples[0].minute))
    return {
        "minutes": minutes,
        "done": dict(sorted(book.done.items())),
        "errors": len(book.errors),
        "what": sorted(set(book.errors))[:_TOLD],
        "wait_s": {f"p{percent}": round(percentile(book.waits, percent), 3) for percent in (50, 95, 100) if book.waits},
        "growth": {
            "rss": round(growth(samples, minutes, lambda one: one.rss), 4),
            "uss": round(growth(samples, minutes, lambda one: one.uss), 4),
            "files": round(growth(samples, minutes, lambda one: one.files), 4),
            "threads": round(growth(samples, minutes, lambda one: one.threads), 4),
        },
        "cores": round(cores, 3),
        "samples": [asdict(one) for one in samples],
    }


def report(result: Json) -> str:
    """Return a table of what the server took over time, eight lines of it, and the figures."""
    samples, grown = result["samples"], result["growth"]
    names = ("minute", "rss", "uss", "files", "threads", "rows", "disk")
    step = max(1, len(samples) // 8)
    rows = [list(names), *([str(one[name]) for name in names] for one in samples[step - 1 :: step])]
    waits = " ".join(f"{name} {seconds} s" for name, seconds in result["wait_s"].items())
    return "\n".join([
        table(rows),
        f"{result['people']} people, {result['dialogues']} dialogues, {result['minutes']} minutes, "
        f"{result['cores']} cores",
        ", ".join(f"{number} {what}" for what, number in result["done"].items()),
        f"waits: {waits}; growth: " + ", ".join(f"{name} {100 * share:+.1f} %" for name, share in grown.items()),
        f"errors: {result['errors']}",
        *(f"  {what}" for what in result["what"]),
    ])  # fmt: skip


def expected_of(
    once: Mapping[Dialogue, Sequence[Told]], again: Mapping[Dialogue, Sequence[Told]]
) -> dict[Dialogue, Sequence[Told]]:
    """Return the dialogues that were answered the same way twice; the others depend on the time they are asked at."""
    return {dialogue: told for dialogue, told in once.items() if list(again[dialogue]) == list(told)}

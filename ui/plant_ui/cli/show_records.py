"""What a person sees of records that were loaded or checked."""

from __future__ import annotations

import sys
from typing import Any

Json = dict[str, Any]

_MOST_REFUSED = 20


def loaded(report: Json) -> None:
    """Print what loading a file did, each refused row, and what to look at."""
    news = ", ".join(f"{report[name]:,} {name}" for name in ("inserted", "updated", "unchanged") if report[name])
    print(
        f"{report['loaded']:,} of {report['rows']:,} rows loaded into {report['table']} of {report['dataset']!r} "
        f"({news or 'nothing new'}) in {report['seconds']:.1f} s"
    )
    if report["refused_rows"]:
        print(f"Refused: {report['refused_rows']:,}")
    for refusal in report["refused"][:_MOST_REFUSED]:
        field = f", {refusal['field']}" if refusal["field"] else ""
        print(f"  row {refusal['row']}{field}: {refusal['reason']}")
    if report["refused_rows"] > _MOST_REFUSED:
        print("  … all of them: --json")
    for warning in report["warnings"]:
        print(f"Note: {warning}")
    if report["left_over"]:
        print(f"Kept without a field: {', '.join(report['left_over'])}")


def proposal(proposed: Json) -> None:
    """Print a mapping as YAML on stdout, ready to be saved; what to look at stands in its comments."""
    for heading in proposed["left_over"]:
        print(f"# kept without a field: {heading}")
    for missing in proposed["missing"]:
        print(f"# missing, and needed: {missing}")
    for warning in proposed["warnings"]:
        print(f"# {warning}")
    sys.stdout.write(proposed["yaml"])


def checked(result: Json) -> None:
    """Print the findings, those that forbid figures first."""
    if not result["datasets"]:
        print("No records are loaded. Load some with: plant-copilot records load FILE")
        return
    for dataset in result["datasets"]:
        findings = [finding for finding in result["findings"] if finding["dataset"] == dataset]
        print(f"{dataset}: {len(findings)} finding{'s' if len(findings) != 1 else ''}")
        for finding in findings:
            print(f"  {finding['code']} ({finding['field']}): {finding['statement']}")
            if finding["refuses"]:
                print(f"    refused: {', '.join(finding['refuses'])}")
            if finding["warns"]:
                print(f"    with a warning: {', '.join(finding['warns'])}")


def datasets(listing: Json) -> None:
    """Print each data set with what it holds and where it came from."""
    if not listing["datasets"]:
        print("No records are loaded. Load some with: plant-copilot records load FILE")
    for dataset in listing["datasets"]:
        print(f"{dataset['dataset']}: {_held(dataset['held'])}")
        if dataset["rights"] != ["everyone"] or dataset["site"] or dataset["row_groups"]:
            print(f"  {_seen_by(dataset)}")
        if dataset["first"]:
            print(f"  finished from {dataset['first']} to {dataset['last']} {dataset['time_zone'] or '(plant time)'}")
        for file in dataset["files"]:
            print(f"  {file['file']}: {file['rows']:,} rows of {file['table']}, {file['refused']:,} refused")


def forgotten(gone: Json) -> None:
    """Print what was removed."""
    for dataset in gone["forgotten"]:
        print(f"Removed {dataset['dataset']}: {_held(dataset['held'])}")


def rights(told: Json) -> None:
    """Print who may see a data set."""
    print(f"{told['dataset']}: {_seen_by(told)}")


def _seen_by(dataset: Json) -> str:
    where = f" at {dataset['site']}" if dataset["site"] else ""
    rows = f"; single records by {', '.join(dataset['row_groups'])} besides" if dataset["row_groups"] else ""
    return f"seen by {', '.join(dataset['rights']) or 'nobody'}{where}{rows}"


def _held(held: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in held.items()) or "nothing"

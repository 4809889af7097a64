"""The jobs of a server as people read them: a line for each, and the files that it did not read."""

from __future__ import annotations

from typing import Any

from plant_ui.remote_jobs import left_unread

Json = dict[str, Any]


def listed(listing: Json) -> None:
    """Print the jobs, the latest first."""
    for job in listing["jobs"]:
        print(f"{job['id']}  {job['began'][:16].replace('T', ' ')} UTC  {job['state']}")
        reasons = {one["path"]: one["reason"] for one in (job["report"] or {}).get("failed", [])}
        trouble = job["problem"]["detail"] if job["problem"] else ""
        for path in left_unread(job):
            print(f"    {path}: {reasons.get(path, trouble)}")
    if not listing["jobs"]:
        print("This server has had no jobs.")

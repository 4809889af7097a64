"""The house rules that no linter knows: links, READMEs, names and sizes, locks, and what stays at home."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("copilot", "agents", "tools", "knowledge_ingest", "ui", "evals")
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
CLIENTS_OF_MACHINES = {
    "asyncua",
    "bacpypes3",
    "minimalmodbus",
    "opcua",
    "pycomm3",
    "pylogix",
    "pymodbus",
    "python-snap7",
}


def tracked(*patterns: str) -> list[Path]:
    command = ["git", "ls-files", "-z", *patterns]
    listing = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    if listing.returncode != 0:
        pytest.skip("this is not a checkout: git knows no files here")
    return [path for name in listing.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9.-]+)==([^\s;]+)", lock.read_text(), re.MULTILINE))


def without_code(markdown: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", markdown, flags=re.DOTALL)


def imported(module: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(module.read_text())))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
    return {name.split(".")[0] for name in names} - set(sys.stdlib_module_names)


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"].values()
    lists = [project["project"]["dependencies"], *extras, *project["dependency-groups"].values()]
    return {re.split(r"[=<>\[]", requirement)[0] for requirements in lists for requirement in requirements}


def test_every_relative_link_leads_to_a_file() -> None:
    lost = []
    for page in tracked("*.md"):
        for target in re.findall(r"\]\(([^)\s]+)\)", without_code(page.read_text())):
            path = target.partition("#")[0]
            if path and "://" not in path and not path.startswith("mailto:") and not (page.parent / path).exists():
                lost.append(f"{page.relative_to(ROOT)}: {target}")
    assert lost == []


@pytest.mark.parametrize("room", [*ROOMS, "tests"])
def test_a_room_says_what_it_is_in_ten_lines(room: str) -> None:
    lines = (ROOT / room / "README.md").read_text().splitlines()
    assert lines[0].startswith("# ")
    assert 3 <= len(lines) <= 14


def test_a_file_can_be_read_in_one_sitting() -> None:
    long = {path.name: n for path in tracked("*.py") if (n := len(path.read_text().splitlines())) > 300}
    assert long == {}


def test_no_module_is_named_for_nothing() -> None:
    empty = {"utils", "util", "helper", "helpers", "common", "misc", "base", "core", "manager", "service"}
    assert [str(path) for path in tracked("*.py") if empty & set(path.stem.split("_"))] == []


def test_no_file_tells_whose_machine_it_was_written_on() -> None:
    homes = re.compile(r"(?<![\w.{}/-])/(?:work|root|home/\w+|Users/\w+|tmp/w|opt/pypi)/")
    hosts = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian")
    told = []
    for path in tracked():
        text = path.read_bytes().decode(errors="ignore")
        told += [f"{path.relative_to(ROOT)}: {found[0]}" for rule in (homes, hosts) if (found := rule.search(text))]
    assert told == []


def test_agents_are_told_in_one_screen() -> None:
    assert len((ROOT / "AGENTS.md").read_text().splitlines()) <= 30


@pytest.mark.parametrize("record", sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md")), ids=lambda path: path.stem)
def test_a_decision_says_what_it_cost_and_when_to_look_again(record: Path) -> None:
    headings = re.findall(r"^## (.+)$", record.read_text(), re.MULTILINE)
    assert headings == ["Question", "Choice", "What was measured", "What it costs", "When to look again"]


def test_the_changelog_knows_the_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert re.search(rf"^## \[{re.escape(version)}\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)


def test_any_two_locks_name_the_same_versions() -> None:
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        for name, version in pins(lock).items():
            versions.setdefault(name, set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_a_lock_holds_nothing_that_could_move_a_machine(lock: Path) -> None:
    names = set(pins(lock))
    assert len(names) > 100
    assert names.isdisjoint(CLIENTS_OF_MACHINES)


def test_every_room_is_built_checked_and_guarded() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = {f"{room}/plant_{room}" for room in ROOMS}
    assert set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == packages
    assert set(project["tool"]["importlinter"]["root_packages"]) == {f"plant_{room}" for room in ROOMS}
    assert {*project["tool"]["mypy"]["files"]} == {*ROOMS, "tests"}


def test_every_library_that_is_imported_is_declared() -> None:
    providers = {"whisper": ["openai-whisper"], **packages_distributions()}  # which is not installed with the rest
    libraries = set[str]().union(*(imported(module) for module in tracked("*.py")))
    libraries -= {"__future__", *(path.stem for path in tracked("tests/*.py")), *(f"plant_{room}" for room in ROOMS)}
    offered = {name: {d.lower().replace("_", "-") for d in providers.get(name, [name])} for name in libraries}
    assert [name for name, distributions in offered.items() if declared().isdisjoint(distributions)] == []


def test_every_test_that_the_page_on_security_names_is_there() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:browser/)?test_\w+\.py)`", text))
    assert len(named) > 20
    assert [name for name in sorted(named) if not (ROOT / "tests" / name).is_file()] == []

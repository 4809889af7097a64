"""The API and its description: what schemathesis makes of it is answered as described; the guide's program runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from copies import copy_home
from fuzzing import fuzz, served
from plant_copilot import Settings, build_copilot
from plant_copilot.sample_plant import build_records

SAMPLE = Path(build_records.__file__).parent / "records"
GUIDE = Path(__file__).parents[1] / "docs" / "how-to" / "use-the-api.md"


@pytest.fixture(scope="module")
def server(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    home = copy_home(tiny_home, tmp_path_factory.mktemp("described") / "home")
    with build_copilot(Settings.read({}, home=home)) as copilot:
        for name in ("assets", "work-orders"):
            copilot.records.load(SAMPLE / f"{name}.csv", dataset="brunnental")
    with served(home) as (url, word):
        yield url, word


def test_the_guide_s_program_does_what_it_says(server: tuple[str, str]) -> None:
    url, key = server
    told = GUIDE.read_text(encoding="utf-8").replace("E0451 mean on SW-306", "E0712 mean")
    program = "\n".join(re.findall(r"```python\n(.*?)```", told, re.DOTALL))
    with redirect_stdout(StringIO()) as printed:
        exec(program, {"URL": url, "KEY": key})  # noqa: S102 - the guide's own program
    lines = printed.getvalue().splitlines()
    assert "90 °C" in lines[0]
    assert "  [1] GR-12 gearbox, page 2" in lines
    assert [line for line in lines if line in {"step", "statement", "answer"}][-1] == "answer"
    assert [line for line in lines if line.startswith("5 ") and "SW-306 from 2023" in line]
    assert [line for line in lines if "SW-306 from 2022" in line]
    assert lines[-1].endswith("assets")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_what_is_sent_at_random_is_answered_as_described(
    server: tuple[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    status = fuzz(
        *server, ["--phases=fuzzing", "--max-examples=1", "--seed=7", "--include-path-regex=^/(v1|api/v1/(a|d|e|s|t))"]
    )
    assert status == 0, capfd.readouterr().out

"""Who looks at all records in the tests that are not about rights."""

from __future__ import annotations

from plant_tools.records.sight import Upkeep

ALL = Upkeep("tests")

"""Operating time from the meters of the assets."""

from __future__ import annotations

from sqlalchemy import func, select

from plant_tools.history.asked import Asked
from plant_tools.history.known import folded, offer
from plant_tools.history.result import Refused
from plant_tools.history.window import window_of
from plant_tools.records.tables import Meter, MeterReading

_HOURS = frozenset({"h", "hr", "hrs", "hour", "hours", "std", "stunden", "小时", "小時", "operating hours"})


def operating_time(asked: Asked) -> tuple[float, str]:
    """Return what the meters of operating time counted in the window, summed over the assets, and its unit.

    Each counts last reading - first reading. Raises ``Refused`` where there is no such meter, or it ran backwards.
    """
    codes, unit = _meters(asked)
    window, c = window_of(asked), MeterReading.__table__.c  # type: ignore[attr-defined]  # SQLModel does not declare it
    chosen = [
        c.dataset_id == asked.known.dataset_id,
        c.meter_code.in_(codes),
        c.read_at.between(window.start, window.end),
    ]
    if asked.query.assets:
        chosen.append(c.asset_tag.in_(asked.known.asset_tags(asked.query.assets, with_parts=asked.query.with_parts)))
    counted = select(func.max(c.value) - func.min(c.value)).where(*chosen).group_by(c.asset_tag, c.meter_code)
    total = sum(row[0] or 0.0 for row in asked.run(counted))
    if total <= 0:
        raise Refused("no_values", f"The meter {', '.join(codes)} counted nothing in the window.")
    return float(total), unit


def _meters(asked: Asked) -> tuple[list[str], str]:
    """Return the codes of the meters meant, and their one unit; without a name, those that count hours."""
    c = Meter.__table__.c  # type: ignore[attr-defined]  # as above
    known = asked.run(select(c.code, c.name, c.unit).where(c.dataset_id == asked.known.dataset_id).order_by(c.code))
    wanted = folded(asked.query.meter)
    found = [
        (code, unit or "")
        for code, name, unit in known
        if (wanted in {folded(code), folded(name or "")} if wanted else folded(unit or "") in _HOURS)
    ]
    units = {unit for _, unit in found}
    if len(units) != 1:
        exists = offer(asked.query.meter, [code for code, *_ in known])
        raise Refused("unknown_meter", "Operating time needs a meter that counts it; name one as `meter`.", exists)
    return [code for code, _ in found], units.pop()

"""Whether failures come faster, and how long until the next: trend and Weibull."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import func, literal, select

from plant_tools.history.asked import Asked
from plant_tools.history.clock import DayNumber
from plant_tools.history.mean_times import assets_meant
from plant_tools.history.remark import remark
from plant_tools.history.result import Refused, Result
from plant_tools.history.window import Window, observed
from plant_tools.reliability.trend import FEWEST, SIGNIFICANT, crow_amsaa, laplace, verdict
from plant_tools.reliability.weibull import fit_weibull, plotting_positions


def trend(asked: Asked) -> Result:
    """Fit a power-law process to the times of the records; the value is beta, above 1 where it gets worse."""
    window = observed(asked)
    times = _since_it_began(_times(asked, window))
    _enough(asked, len(times), "a trend")
    if (assets := assets_meant(asked)) > 1:
        asked.warn("together_trend", assets=assets)
    fit, z = crow_amsaa(times, window.days), laplace(times, window.days)
    since = DayNumber(asked.time) - DayNumber(literal(window.start, asked.time.type))
    details = asdict(fit) | {"laplace_z": z, "verdict": verdict(fit, z), "times": sorted(times), "unit": "days"}
    statement = select(func.count() / func.sum(func.ln(window.days / since)).label("value"))
    return asked.result(
        statement.where(asked.where, asked.time > window.start, asked.time <= window.end),
        fit.beta,
        formula=remark("crow_amsaa"),
        details=details,
        total=len(times),
    )


def weibull(asked: Asked) -> Result:
    """Fit a Weibull distribution to the gaps between records of an asset; the value is its shape.

    The time since the last record of each asset is censored. Refused under a trend: gaps that become shorter or longer
    have no one distribution.
    """
    window = observed(asked)
    by_asset = _times(asked, window)
    later = _since_it_began(by_asset)
    _enough(asked, len(later), "a Weibull fit")
    z = laplace(later, window.days)
    if abs(z) > SIGNIFICANT:
        way = "closer together" if z > 0 else "further apart"
        raise Refused(
            "trend",
            f"The failures come {way} (Laplace z = {z:.2f}, beyond ±{SIGNIFICANT}): there is no one distribution of "
            "the time between them. Ask for the trend.",
        )
    gaps, survived = _gaps(by_asset, window)
    if len(set(gaps)) < 2:
        raise Refused("too_few", "A Weibull fit needs two different gaps between failures of an asset.")
    number = sum(map(len, by_asset.values()))
    if at_once := number - len(by_asset) - len(gaps):
        asked.warn("at_once", number=at_once)
    fit = fit_weibull(gaps, survived)
    details = asdict(fit) | {"laplace_z": z, "mean_life": fit.mean, "b10_life": fit.life(0.1), "unit": "days"}
    return asked.result(
        _gap_statement(asked),
        fit.shape,
        formula=remark("weibull"),
        details=details | {"points": plotting_positions(gaps, survived)},
        total=number,
    )


def _times(asked: Asked, window: Window) -> dict[str, list[float]]:
    """Return the times of each asset's records in days since the beginning of the window, sorted."""
    asset = asked.records.labels["asset"]
    timed = (asked.time >= window.start) & (asked.time <= window.end)
    found: dict[str, list[float]] = {}
    for tag, time in asked.run(select(asset, asked.time).where(asked.where, timed).order_by(asked.time)):
        found.setdefault(tag or "", []).append((time - window.start) / timedelta(days=1))
    return found


def _since_it_began(by_asset: dict[str, list[float]]) -> list[float]:
    """Return all times but that of a failure with which the observation began, which is its zero."""
    return [time for times in by_asset.values() for time in times if time > 0]


def _gaps(by_asset: dict[str, list[float]], window: Window) -> tuple[list[float], list[float]]:
    gaps = [b - a for times in by_asset.values() for a, b in pairwise(times) if b > a]
    return gaps, [window.days - times[-1] for times in by_asset.values() if window.days > times[-1]]


def _gap_statement(asked: Asked) -> Any:
    asset, day = asked.records.labels["asset"], DayNumber(asked.time)
    gap = day - func.lag(day).over(partition_by=asset, order_by=(asked.time, asked.records.id))
    known = asked.where & asked.time.is_not(None)
    return select(asset, asked.time, gap.label("gap_days")).where(known).order_by(asset, asked.time)


def _enough(asked: Asked, number: int, what: str) -> None:
    if number < FEWEST:
        raise Refused(
            "too_few", f"{what.capitalize()} needs at least {FEWEST} {asked.records.noun}s; there are {number}."
        )

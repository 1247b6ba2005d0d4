"""A report of one year: its year and its costs are given for a run, and are not kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from services_run.folder import Service

YEAR = "annee"
"""The name that services give to the parameter that is the year of their report."""


def year_in(values: Mapping[str, object]) -> int | None:
    """The one that was chosen."""
    year = values.get(YEAR)
    return year if isinstance(year, int) else None


def of_one_run(service: Service, values: Mapping[str, str]) -> dict[str, str]:
    """The values that a report of another year is given anew: their parameters have no default.
    Figures frozen by earlier versions say "None" for a value that was not given.
    """
    known = service.parameters
    return {
        name: value
        for name, value in values.items()
        if YEAR in known and name in known and known[name].default is None and value != "None"
    }


def parameters_of_a_result(
    service: Service, values: Mapping[str, object], figures: Iterable[Mapping[str, Any]]
) -> dict[str, str]:
    """With the year that the figures are of, so that the same run may be asked for again."""
    parameters = {
        name: str(value)
        for name, value in values.items()
        if name in service.parameters and value is not None
    }
    year = next((one["year"] for one in figures if one["year"] is not None), None)
    if YEAR in service.parameters and year is not None:
        parameters[YEAR] = str(year)
    return parameters

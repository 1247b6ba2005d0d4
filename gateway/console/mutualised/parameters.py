"""What a person may set of a service: its year, costs, tolerances; kept in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from catalog.model.problem import Language

YEAR = "annee"
_COSTS = "cout_"
_YEARS = ("annee", "year")
_MONTHS = 12
Months = tuple[int | None, int | None]
"""Those of a year, and those that a whole one has."""
PREFIX = "set-"
"""Of their fields in a form that has others."""


def given_in(
    values: Mapping[str, str],
    known: Sequence[Mapping[str, Any]],
    kept: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, str]:
    """Those of the service that say something else than what holds without them."""
    named = {one["name"]: str(values.get(one["name"], "")).strip() for one in known}
    usual = {one["name"]: kept.get(one["name"], one["default"]) for one in known}
    return {name: value for name, value in named.items() if value not in {"", usual[name]}}


def given_in_form(form: Mapping[str, str], known: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    own = {name.removeprefix(PREFIX): form[name] for name in form if name.startswith(PREFIX)}
    return given_in(own, known)


def as_input(given: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in given.items()]


def of_the_address(given: Mapping[str, str], known: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """What an activation does not keep: the year and costs of a report of one year."""
    names = {one["name"] for one in known if one["default"] is None}
    is_of_a_year = any(one["name"] == YEAR for one in known)
    return {name: value for name, value in given.items() if is_of_a_year and name in names}


def address_of(given: Mapping[str, str]) -> str:
    """Nothing, or `?annee=2025&cout_omr=1200`."""
    return f"?{urlencode(given)}" if given else ""


def asked_again(given: Mapping[str, str], result: Mapping[str, Any]) -> dict[str, str]:
    """With the year that the result is of, where it has one."""
    year = result["parameters"].get(YEAR)
    return {**({} if year is None else {YEAR: year}), **given}


def settings_of(
    known: Sequence[Mapping[str, Any]],
    given: Mapping[str, str],
    kept: Mapping[str, str],
    result: Mapping[str, Any] | None,
    language: Language,
    counted: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Fields in three groups: the year with those of the data, costs, the others. `counted`: the
    years of the data, where no result tells them.
    """
    fields = [_field(one, given, kept, language) for one in known]
    year = next((one for one in fields if one["name"] == YEAR), None)
    if year is not None:
        months = months_of_years(result) if result is not None else _as_months(counted)
        whole = [one for one in months if _is_whole(*months[one])]
        usual = max(whole or months, default=None)
        wanted = given.get(YEAR) or (result["parameters"].get(YEAR, "") if result else "")
        year["value"] = wanted or str(usual or "")
        years = {str(one) for one in months} | ({year["value"]} - {""})
        of_year = {str(one): months[one] for one in months}
        year["options"] = [
            (one, _with_months(one, of_year.get(one), language))
            for one in sorted(years, reverse=True)
        ]
        is_usual = year["value"] == str(usual)
        year["usual"] = ("whole" if whole else "partial") if is_usual and months else None
    return {
        "year": year,
        "costs": [one for one in fields if one["name"].startswith(_COSTS)],
        "others": [one for one in fields if one is not year and not one["name"].startswith(_COSTS)],
    }


def _as_months(counted: Sequence[Mapping[str, Any]]) -> dict[int, Months]:
    return {one["year"]: (one["months"], _MONTHS) for one in counted}


def months_of_years(result: Mapping[str, Any]) -> dict[int, Months]:
    """Of the first table that has years: how many months of those expected, the least of its rows;
    (None, None) where it does not say.
    """
    for table in result["tables"].values():
        names = [column["name"] for column in table["columns"]]
        place = next((names.index(name) for name in _YEARS if name in names), None)
        if place is None:
            continue
        months: dict[int, Months] = {}
        for row in table["rows"]:
            of_row = (
                row[names.index("months")] if "months" in names else None,
                row[names.index("months_expected")] if "months_expected" in names else None,
            )
            if row[place] is not None:
                before = months.get(row[place])
                months[row[place]] = of_row if before is None else min(before, of_row, key=_least)
        return months
    return {}


def whole_years(result: Mapping[str, Any]) -> list[int]:
    """The latest first."""
    months = months_of_years(result)
    return sorted((one for one in months if _is_whole(*months[one])), reverse=True)


def _least(months: Months) -> int:
    return months[0] or 0


def _is_whole(months: int | None, expected: int | None) -> bool:
    return months is not None and expected is not None and months >= expected


def _with_months(year: str, months: Months | None, language: Language) -> str:
    """« 2025 (10 mois sur 12) »."""
    if months is None or months[0] is None or months[1] is None:
        return year
    if _is_whole(*months):
        return f"{year} ({'complète' if language == 'fr' else 'complete'})"
    if language == "fr":
        return f"{year} ({months[0]} mois sur {months[1]})"
    return f"{year} ({months[0]} months of {months[1]})"


def _field(
    one: Mapping[str, Any], given: Mapping[str, str], kept: Mapping[str, str], language: Language
) -> dict[str, Any]:
    name = one["name"]
    is_number = one["type"] != "text"
    return {
        "name": name,
        "label": one["label"][language],
        "value": given.get(name) or kept.get(name) or one["default"] or "",
        "more": {"inputmode": "decimal"} if is_number else {},
        "is_set": name in given,
        "options": [],
    }

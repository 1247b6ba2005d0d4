"""The parameters that a person may set of a service: year, costs, tolerances, in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from catalog.model.problem import Language
from gateway.console.mutualised.amounts import read_amount, shown_amount

YEAR = "annee"
_COSTS = "cout_"
_YEARS = ("annee", "year")
Months = tuple[int | None, int | None]
"""The months that are known of a year, and the months of a whole one."""
PREFIX = "set-"
_NO_MONTH = 1_000
"""Of their fields in a form that has others."""


def given_in(
    values: Mapping[str, str],
    known: Sequence[Mapping[str, Any]],
    language: Language,
    kept: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, str]:
    """The service's parameters whose value differs from the usual one; a number that cannot be read
    is left out.
    """
    usual = {one["name"]: kept.get(one["name"], one["default"]) for one in known}
    read = {one["name"]: _read(one, values, language) for one in known}
    return {
        name: value for name, value in read.items() if value is not None and value != usual[name]
    }


def unread_in(
    values: Mapping[str, str], known: Sequence[Mapping[str, Any]], language: Language
) -> dict[str, str]:
    """Text that was written where a number belongs, by parameter."""
    written = {one["name"]: values.get(one["name"], "").strip() for one in known}
    return {
        one["name"]: written[one["name"]]
        for one in known
        if written[one["name"]] and _read(one, values, language) is None
    }


def settings_in(form: Mapping[str, str]) -> dict[str, str]:
    """The settings among the fields of a form."""
    return {name.removeprefix(PREFIX): form[name] for name in form if name.startswith(PREFIX)}


def _read(one: Mapping[str, Any], values: Mapping[str, str], language: Language) -> str | None:
    text = values.get(one["name"], "").strip()
    if not text or one["type"] == "text":
        return text or None
    return read_amount(text, language)


def are_costs(name: str) -> bool:
    return name.startswith(_COSTS)


def as_input(given: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in given.items()]


def of_the_address(given: Mapping[str, str], known: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Parameters that an activation does not keep: the year and costs of a report of one year."""
    names = {one["name"] for one in known if one["default"] is None}
    is_of_a_year = any(one["name"] == YEAR for one in known)
    return {name: value for name, value in given.items() if is_of_a_year and name in names}


def address_of(given: Mapping[str, str]) -> str:
    """Nothing, or `?annee=2025&cout_omr=1200`."""
    return f"?{urlencode(given)}" if given else ""


def asked_again(given: Mapping[str, str], result: Mapping[str, Any] | None) -> dict[str, str]:
    """With the year that the result is of, where it has one."""
    year = None if result is None else result["parameters"].get(YEAR)
    return {**({} if year is None else {YEAR: year}), **given}


def settings_of(
    known: Sequence[Mapping[str, Any]],
    given: Mapping[str, str],
    kept: Mapping[str, str],
    language: Language,
    unread: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> dict[str, Any]:
    """Fields in three groups: the year, costs, the others. `unread`: what was written and why it is
    refused (`written`, `refusal`), by parameter.
    """
    fields = [_field(one, given, kept, language, unread.get(one["name"])) for one in known]
    costs = [one for one in fields if are_costs(one["name"])]
    year = next((one for one in fields if one["name"] == YEAR), None)
    return {
        "year": year,
        "costs": costs,
        "lacks_costs": bool(costs) and not any(one["value"] for one in costs),
        "others": [one for one in fields if one is not year and one not in costs],
    }


def months_of_years(result: Mapping[str, Any]) -> dict[int, Months]:
    """Of the first table that has years: how many months of those expected, the least of its rows
    that have any; (None, None) where it does not say.
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
    return sorted((one for one in months if is_whole(*months[one])), reverse=True)


def _least(months: Months) -> int:
    """A body or commune that has sent nothing says nothing of the year's months."""
    return _NO_MONTH if months[0] == 0 else months[0] or 0


def is_whole(months: int | None, expected: int | None) -> bool:
    return months is not None and expected is not None and months >= expected


def _field(
    one: Mapping[str, Any],
    given: Mapping[str, str],
    kept: Mapping[str, str],
    language: Language,
    unread: Mapping[str, str] | None,
) -> dict[str, Any]:
    name, is_cost = one["name"], are_costs(one["name"])
    value = given.get(name) or kept.get(name) or one["default"] or ""
    if unread is not None:
        value = unread["written"]
    elif value and is_cost:
        value = shown_amount(value, language)
    return {
        "name": name,
        "label": one["label"][language],
        "value": value,
        "error": "" if unread is None else unread["refusal"],
        "more": {"inputmode": "decimal"} if one["type"] != "text" else {},
        "is_set": name in given or unread is not None,
    }

"""The measures and ratios of a service's description: what is wrong with them, each with its place.

A version that was published before measures were declared is read on without them; only a folder,
and what is published anew, must declare its ratios.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from services_run.measures import POPULATION, PREVIOUS, TERRITORY

Fault = tuple[str, str, str]
_OF_ROWS = frozenset(
    {
        *("role", "value", "commune", "day", "year", "category", "covers", "less", "total"),
        *("parameters", "parameters_year", "months"),
    }
)
_RATIO = frozenset({"of", "over", "times", "minus", "over_year", "communes", "categories", "none"})
_COVERS = frozenset({"year", "communes", "categories"})
_SHARE = frozenset({"role", "category", "value", "default"})
_IS_RATIO = re.compile(r".+/.+|%|base \d+")
"""Units of what is divided: `EUR/t`, `%`, `base 100`."""


def faults_of_measures(tree: Mapping[str, Any]) -> Iterable[Fault]:
    measures = tree.get("measures", {})
    for name, one in measures.items():
        yield from _of_measure(f"measures.{name}", one, tree)
    for name, one in tree.get("ratios", {}).items():
        yield from _of_ratio(f"ratios.{name}", one, measures)
    covering = [at for at, part in enumerate(tree["answer"]) if "covers" in part]
    for at in covering:
        covers = tree["answer"][at]["covers"]
        yield from _unknown_keys(f"answer[{at}].covers", covers, _COVERS)
        for key in ("year", "communes"):
            if key not in covers:
                yield f"answer[{at}].covers.{key}", "il manque", "is missing"
    checked = [name for name, one in tree.get("ratios", {}).items() if "none" not in one]
    if checked and not covering:
        yield (
            f"ratios.{checked[0]}",
            "aucune partie de `answer` ne dit ce que ses lignes couvrent (`covers`)",
            "no part of `answer` says what its rows cover (`covers`)",
        )


def undeclared_ratios(tree: Mapping[str, Any]) -> Iterable[Fault]:
    """Indicators whose unit is one of a division, and of which no ratio is declared."""
    for indicator in tree.get("indicators", ()):
        name, unit = indicator.get("name"), str(indicator.get("unit") or "")
        if _IS_RATIO.fullmatch(unit) and name not in tree.get("ratios", {}):
            yield (
                f"indicators.{name}",
                f"« {unit} » est un rapport : dites-en `of` et `over`, ou `none`, sous `ratios`",
                f'"{unit}" is a ratio: say its `of` and `over`, or `none`, under `ratios`',
            )


def _of_measure(where: str, one: Mapping[str, Any], tree: Mapping[str, Any]) -> Iterable[Fault]:
    if "reference" in one:
        yield from _unknown_keys(where, one, frozenset({"reference"}))
        if one["reference"] != POPULATION:
            yield f"{where}.reference", f"`{POPULATION}` seul", f"`{POPULATION}` alone"
        return
    if "of" in one:
        yield from _of_shared(where, one, tree)
        return
    yield from _unknown_keys(where, one, _OF_ROWS)
    yield from _of_fields(where, one, tree)
    if one.get("covers", TERRITORY) != TERRITORY:
        yield f"{where}.covers", f"`{TERRITORY}` seul", f"`{TERRITORY}` alone"
    is_dated = {"commune", "day"} <= one.keys() or {"covers", "year"} <= one.keys()
    if not is_dated:
        yield (
            where,
            "il faut `commune` et `day`, ou `year` et `covers: territory`",
            "`commune` and `day` are needed, or `year` and `covers: territory`",
        )
    parameters = tree.get("parameters", {})
    named = [*one.get("parameters", {}).values(), one.get("parameters_year"), one.get("months")]
    for name in named:
        if name is not None and name not in parameters:
            yield where, f"le paramètre « {name} » n'existe pas", f'there is no parameter "{name}"'


def _of_fields(where: str, one: Mapping[str, Any], tree: Mapping[str, Any]) -> Iterable[Fault]:
    role = tree["requires"].get(one.get("role"))
    if role is None or "fields" not in role:
        yield f"{where}.role", "ce rôle n'existe pas", "there is no such role"
        return
    fields = [one.get(key) for key in ("commune", "day", "year", "category")]
    for name in (one.get("value"), *(one.get("less") or {}), *fields):
        if name is not None and name not in role["fields"]:
            yield where, f"le champ « {name} » n'existe pas", f'there is no field "{name}"'
    if "value" not in one:
        yield f"{where}.value", "il manque", "is missing"


def _of_shared(where: str, one: Mapping[str, Any], tree: Mapping[str, Any]) -> Iterable[Fault]:
    yield from _unknown_keys(where, one, frozenset({"of", "share"}))
    whole = tree["measures"].get(one["of"])
    if whole is None or "role" not in whole:
        yield f"{where}.of", "cette mesure n'existe pas", "there is no such measure"
    share = one.get("share", {})
    yield from _unknown_keys(f"{where}.share", share, _SHARE)
    fields = tree["requires"].get(share.get("role"), {}).get("fields", {})
    for key in ("category", "value"):
        if share.get(key) not in fields:
            yield f"{where}.share.{key}", "ce champ n'existe pas", "there is no such field"


def _of_ratio(where: str, one: Mapping[str, Any], measures: Mapping[str, Any]) -> Iterable[Fault]:
    yield from _unknown_keys(where, one, _RATIO)
    if "none" in one:
        reason = one["none"]
        if not (isinstance(reason, dict) and reason.get("fr") and reason.get("en")):
            yield f"{where}.none", "il faut `fr` et `en`", "`fr` and `en` are needed"
        if isinstance(reason, dict):
            yield from _unknown_keys(f"{where}.none", reason, frozenset({"fr", "en"}))
        return
    for side in ("of", "over"):
        if one.get(side) not in measures:
            yield f"{where}.{side}", "cette mesure n'existe pas", "there is no such measure"
    year = one.get("over_year")
    if year is not None and year != PREVIOUS and not isinstance(year, int):
        yield f"{where}.over_year", f"une année, ou `{PREVIOUS}`", f"a year, or `{PREVIOUS}`"


def _unknown_keys(where: str, one: Mapping[str, Any], known: frozenset[str]) -> Iterable[Fault]:
    for key in sorted(map(str, one.keys() - known)):
        yield f"{where}.{key}", "cette clé n'existe pas", "there is no such key"

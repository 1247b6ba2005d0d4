"""Explanations as lines of a terminal, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from catalog.model.problem import Language
from gateway.cli.words import day, instant, look, status

_FEW = 12
"""Names listed on one line; the rest is counted (--format json has them all)."""
_SHORTEST_MS = 0.1
_COLON: dict[Language, str] = {"fr": " :", "en": ":"}


def access_lines(found: dict[str, Any], language: Language) -> Iterator[str]:
    french = language == "fr"
    reader = found["reader"]["name"] if found["reader"] else ("anonyme" if french else "anonymous")
    purpose = found["purpose"] or ("sans finalité" if french else "no purpose")
    yield f"{_dataset(found['dataset'])} — {reader}, {purpose}, {day(found['at'], language)}"
    if found["allowed"]:
        yield from _branches(found["branches"], language)
        withheld = ", ".join(each["name"] for each in found["withheld"])
        if withheld:
            yield f"  non données : {withheld}" if french else f"  not given: {withheld}"
        if found["validUntil"]:
            until = "jusqu'au" if french else "until"
            yield f"  {until} {instant(found['validUntil'], language)}"
        return
    yield "  aucun accès" if french else "  no access"
    yield from _told(found["missing"], language)


def explanation_lines(found: dict[str, Any], language: Language) -> Iterator[str]:
    french = language == "fr"
    who = found["agent"] or ("anonyme" if french else "anonymous")
    body = f" ({found['organisation']['name']})" if found["organisation"] else ""
    principal = found["onBehalfOf"]
    acting = "" if principal is None else (" pour " if french else " for ") + principal["name"]
    yield f"{instant(found['at'], language)} — {who}{body}{acting}, {found['purpose'] or '–'}"
    if found["status"] is not None:
        rows = ("ligne" if french else "row") + ("" if found["rows"] == 1 else "s")
        given = "" if found["rows"] is None else f", {found['rows']} {rows}"
        took = found["durationMs"]
        spent = "" if took is None else f", {_milliseconds(took, language)}"
        yield f"  {status(found['status'], language)}{given}{spent}"
    if found["stages"]:
        yield f"  {_stages(found['stages'], language)}"
    for note in found["notes"]:
        yield f"  {note[language]}"
    yield from _told(found["problems"], language)
    for each in found["datasets"]:
        yield _dataset(each["dataset"])
        yield from _branches(each["branches"], language)
        yield from _told(each["denials"], language)
        read = "colonnes lues" if french else "columns read"
        yield f"  {read}{_COLON[language]} {', '.join(each['columnsRead']) or '–'}"
    for each in found["statements"]:
        yield from _statement(each, language)


_STAGES: dict[str, dict[Language, str]] = {
    "read": {"fr": "lecture du document", "en": "reading the document"},
    "decide": {"fr": "règles d'accès", "en": "access rules"},
    "plan": {"fr": "préparation des requêtes", "en": "planning"},
    "govern": {"fr": "dont les droits", "en": "of which the rights"},
}


def _stages(stages: list[dict[str, Any]], language: Language) -> str:
    times = ", ".join(
        f"{_STAGES[each['stage']][language]} {_milliseconds(each['milliseconds'], language)}"
        for each in stages
        if each["stage"] in _STAGES
    )
    return f"{'temps' if language == 'fr' else 'times'}{_COLON[language]} {times}"


def _milliseconds(value: float, language: Language) -> str:
    if value < _SHORTEST_MS:
        text = f"< {_SHORTEST_MS} ms"
    elif value < 1000:
        text = f"{value:.0f} ms" if value >= 10 else f"{value:.1f} ms"
    else:
        text = f"{value / 1000:.1f} s"
    return text.replace(".", ",") if language == "fr" else text


def _dataset(dataset: dict[str, Any]) -> str:
    return f"{dataset['name']} ({dataset['owner']['name']})"


def _branches(branches: list[dict[str, Any]], language: Language) -> Iterator[str]:
    for branch in branches:
        dates = ""
        if branch["start"]:
            dates = f" [{day(branch['start'], language)} – {day(branch['end'], language)}]"
        yield f"  {branch['agreement']}{dates} {branch['title'] or ''}".rstrip()
        for each in branch["reasons"]:
            yield f"    {each['words'][language]}"
        yield f"    {branch['rows'][language]}"
        looks = ", ".join(
            each["name"]
            if each["transform"] == "clear"
            else f"{each['name']} ({look(each['transform'], language)})"
            for each in branch["columns"]
        )
        columns = "colonnes" if language == "fr" else "columns"
        yield f"    {columns}{_COLON[language]} {looks}"
        for scope in branch["scopes"]:
            yield from _scope(scope, language)


def _scope(scope: dict[str, Any], language: Language) -> Iterator[str]:
    names = [each["nom"] for each in scope["communes"]]
    more = f" … +{len(names) - _FEW}" if len(names) > _FEW else ""
    yield f"    communes{_COLON[language]} {', '.join(names[:_FEW])}{more}"
    partly = [each["nom"] for each in scope["partlyCovered"]]
    if partly:
        label = "en partie seulement, donc exclues" if language == "fr" else "partly, so left out"
        yield f"    {label}{_COLON[language]} {', '.join(partly)}"
    for path in scope["memberships"]:
        through = " → ".join(each["name"] for each in path["through"])
        number = len(path["communes"])
        yield f"      {through}{_COLON[language]} {number} commune{'' if number == 1 else 's'}"


def _told(told: list[dict[str, Any]], language: Language) -> Iterator[str]:
    for each in told:
        yield f"  {each['words'][language]} [{each['code']}]"
        yield f"    → {each['next'][language]}"
        if each["ask"]:
            asked = "à demander à" if language == "fr" else "to be asked of"
            yield f"    {asked}{_COLON[language]} {each['ask']['name']}"


def _statement(statement: dict[str, Any], language: Language) -> Iterator[str]:
    yield f"{statement['path'] or statement['kind']}"
    if statement["stoppedBy"]:
        yield from _told([statement["stoppedBy"]], language)
        return
    yield f"  {statement['engine']}{_COLON[language]} {statement['why'][language]}"
    if not statement["whole"]:
        yield "  votre part seulement" if language == "fr" else "  your part only"
    for line in statement["sql"].splitlines():
        yield f"    {line}"

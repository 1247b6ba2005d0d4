"""A difference as lines that a person reads before saying yes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from catalog.changes import Family
from catalog.declaration.difference import ChangeKind, Difference, EntityChange, named
from catalog.model.dataset import Classification
from catalog.model.problem import Language

_SIGNS = {
    ChangeKind.ADDED: "+",
    ChangeKind.CHANGED: "~",
    ChangeKind.REPLACED: "-",
    ChangeKind.KEPT: "=",
}
_FAMILIES: dict[Language, dict[Family, str]] = {
    "fr": {
        Family.ORGANISATION: "organisme",
        Family.AGENT: "agent",
        Family.MEMBERSHIP: "adhésion",
        Family.STORAGE: "espace de stockage",
        Family.DATASET: "jeu de données",
        Family.AGREEMENT: "convention",
    },
    "en": {
        Family.ORGANISATION: "organisation",
        Family.AGENT: "agent",
        Family.MEMBERSHIP: "membership",
        Family.STORAGE: "storage",
        Family.DATASET: "dataset",
        Family.AGREEMENT: "agreement",
    },
}
_CLASSES = {
    Classification.OPEN: ("ouverte", "open"),
    Classification.INTERNAL: ("interne", "internal"),
    Classification.PERSONAL: ("personnelle", "personal"),
    Classification.SENSITIVE: ("sensible", "sensitive"),
}
_YES_OR_NO = {True: ("oui", "yes"), False: ("non", "no")}
_MOST_KEPT = 10
_MOST_TEXT = 60


def difference_lines(difference: Difference, language: Language = "fr") -> tuple[str, ...]:
    """`+` added, `~` changed (one line a field), `-` replaced, `=` kept, then a summary."""
    lines: list[str] = []
    written = [each for each in difference.changes if each.kind is not ChangeKind.KEPT]
    for change in written:
        lines += _change_lines(change, language)
    kept = named(difference.changes, ChangeKind.KEPT)
    for change in kept[:_MOST_KEPT]:
        lines.append(_headline(change, language))
    if len(kept) > _MOST_KEPT:
        more = len(kept) - _MOST_KEPT
        lines.append(f"= … et {more} de plus" if language == "fr" else f"= … and {more} more")
    lines.append(_summary(difference, language))
    return tuple(lines)


def _change_lines(change: EntityChange, language: Language) -> Iterator[str]:
    yield _headline(change, language)
    for each in change.fields:
        before, after = (_told(value, each.path, language) for value in (each.before, each.after))
        yield f"    {each.path}: {before} → {after}"
    if change.citations:
        cited = ", ".join(change.citations)
        yield (
            f"    attention : {cited} ne donne plus une colonne changée ici ; préparez un avenant"
            if language == "fr"
            else f"    warning: {cited} no longer grants a changed column; prepare an amendment"
        )


def _headline(change: EntityChange, language: Language) -> str:
    family = _FAMILIES[language][change.family]
    where = "" if change.family is Family.ORGANISATION else f" ({change.owner})"
    kept = {"fr": " : non déclaré, conservé", "en": ": not declared, kept"}[language]
    return f"{_SIGNS[change.kind]} {family} {change.name}{where}" + (
        kept if change.kind is ChangeKind.KEPT else ""
    )


def _summary(difference: Difference, language: Language) -> str:
    if difference.is_empty:
        return "Rien à changer." if language == "fr" else "Nothing to change."
    counts = [
        len(named(difference.changes, kind))
        for kind in (ChangeKind.ADDED, ChangeKind.CHANGED, ChangeKind.REPLACED)
    ]
    words = (
        (("ajout", "ajouts"), ("modification", "modifications"), ("remplacement", "remplacements"))
        if language == "fr"
        else (("addition", "additions"), ("change", "changes"), ("replacement", "replacements"))
    )
    told = [
        # In French 0 and 1 are singular.
        f"{count} {many if count > 1 or (count == 0 and language == 'en') else one}"
        for count, (one, many) in zip(counts, words, strict=True)
        if count
    ]
    return ", ".join(told) + "."


def _told(value: Any, path: str, language: Language) -> str:
    """A class of data by its name."""
    if path.rpartition(".")[2] == "classification" and value in _CLASSES:
        return _CLASSES[value][language == "en"]
    return _value(value, language)


def _value(value: Any, language: Language) -> str:
    if value is None or value == []:
        return "rien" if language == "fr" else "nothing"
    if isinstance(value, bool):
        return _YES_OR_NO[value][language == "en"]
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        value = ", ".join(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MOST_TEXT else text[: _MOST_TEXT - 1] + "…"

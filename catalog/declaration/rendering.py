"""A difference as lines that a person reads before saying yes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from catalog.changes import Family
from catalog.checks.words import check_lines
from catalog.declaration.difference import ChangeKind, Difference, EntityChange, FieldChange, named
from catalog.hosting import Unmet
from catalog.hosting_words import parts_in_words, whose_turn
from catalog.model.dataset import Classification
from catalog.model.problem import Language

_SIGNS = {
    ChangeKind.ADDED: "+",
    ChangeKind.CHANGED: "~",
    ChangeKind.REPLACED: "-",
    ChangeKind.REMOVED: "-",
    ChangeKind.KEPT: "=",
}
_FAMILIES: dict[Language, dict[Family, str]] = {
    "fr": {
        Family.ORGANISATION: "organisation",
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
_WORDS: dict[Language, tuple[str, str, str]] = {
    "fr": ("rien", "oui", "non"),
    "en": ("nothing", "yes", "no"),
}
_CLASSIFICATIONS: dict[Language, dict[Classification, str]] = {
    "fr": {
        Classification.OPEN: "ouverte",
        Classification.INTERNAL: "interne",
        Classification.PERSONAL: "personnelle",
        Classification.SENSITIVE: "sensible",
    },
    "en": {each: each.name.lower() for each in Classification},
}
_WRITTEN: dict[ChangeKind, dict[Language, tuple[str, str]]] = {
    ChangeKind.ADDED: {"fr": ("ajout", "ajouts"), "en": ("addition", "additions")},
    ChangeKind.CHANGED: {"fr": ("modification", "modifications"), "en": ("change", "changes")},
    ChangeKind.REPLACED: {
        "fr": ("remplacement", "remplacements"),
        "en": ("replacement", "replacements"),
    },
    ChangeKind.REMOVED: {"fr": ("retrait", "retraits"), "en": ("removal", "removals")},
}
"""One and several, in the order of the summary."""
_PATHS = frozenset({"directory", "path"})
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
    lines += _warnings(difference, language)
    return tuple(lines)


def _warnings(difference: Difference, language: Language) -> Iterator[str]:
    """A dataset may be declared before its file comes: what cannot be read yet is said."""
    word = "attention" if language == "fr" else "warning"
    for unmet in difference.unmet:
        yield f"  {word}, {_unmet(unmet, language)}"
    for dataset in difference.held:
        yield (
            f"! {dataset} : ce qui l'ouvre à plus de monde attend un signataire de son organisme, "
            "une autre personne ; d'ici là, rien n'en est ouvert"
            if language == "fr"
            else f"! {dataset}: the part that opens it to more people waits for an approver of its "
            "body, another person; until then, nothing of it is opened"
        )
    for check in difference.checks:
        if check.is_left:
            yield (
                f"  {check.dataset} : sa source n'a pas été lue ; une fois inscrit : "
                f"./interco dataset check {check.dataset}"
                if language == "fr"
                else f"  {check.dataset}: its source was not read; once registered: "
                f"./interco dataset check {check.dataset}"
            )
        for line in check_lines(check, language):
            yield f"! {word}, {check.dataset} : {line}"


def _unmet(unmet: Unmet, language: Language) -> str:
    parts = parts_in_words(unmet.shortfalls, language)
    turn = whose_turn(unmet.shortfalls, language)
    if language == "fr":
        why = "rien ne sera lu, l'hébergement n'est pas celui exigé"
        return f"{unmet.name} : {why} : {parts} ; à {turn} d'agir"
    why = "nothing will be read, it is not hosted as demanded"
    return f"{unmet.name}: {why}: {parts}; the turn of {turn}"


def _change_lines(change: EntityChange, language: Language) -> Iterator[str]:
    yield _headline(change, language)
    for each in change.fields:
        before, after = field_words(change, each, language)
        yield f"    {each.path}: {before} → {after}"
    if change.citations:
        cited = ", ".join(change.citations)
        yield (
            f"    attention : {cited} ne donne plus une colonne changée ici ; préparez un avenant"
            if language == "fr"
            else f"    warning: {cited} no longer grants a changed column; prepare an amendment"
        )


def field_words(change: EntityChange, field: FieldChange, language: Language) -> tuple[str, str]:
    """Before and after, as people read them."""
    before, after = (
        _value(_shown(field.path, value, change, language), language)
        for value in (field.before, field.after)
    )
    return before, after


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
    counts = [len(named(difference.changes, kind)) for kind in _WRITTEN]
    words = [_WRITTEN[kind][language] for kind in _WRITTEN]
    told = [
        # In French 0 and 1 are singular.
        f"{count} {many if count > 1 or (count == 0 and language == 'en') else one}"
        for count, (one, many) in zip(counts, words, strict=True)
        if count
    ]
    return ", ".join(told) + "."


def _shown(path: str, value: Any, change: EntityChange, language: Language) -> Any:
    """A code by its word; a folder from the organisation's own on, wherever that is kept."""
    last = path.rpartition(".")[2]
    if last == "classification" and isinstance(value, int):
        return _CLASSIFICATIONS[language][Classification(value)]
    if last in _PATHS and isinstance(value, str) and value.startswith("/"):
        own = f"/{change.owner}/"
        return f"{change.owner}/{value.partition(own)[2]}" if own in value else f"…/{_last(value)}"
    return value


def _last(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _value(value: Any, language: Language) -> str:
    """In words: nothing, yes and no, a list by its parts."""
    nothing, yes, no = _WORDS[language]
    if value is None or value == []:
        return nothing
    if isinstance(value, bool):
        return yes if value else no
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        text = ", ".join(value)
    else:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MOST_TEXT else text[: _MOST_TEXT - 1] + "…"

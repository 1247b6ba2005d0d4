"""Marks of a preview: an act that is handed one does that, or refuses.

The mark of an activation is a digest of its service, data, columns, settings, purpose and overlap;
short digests of each of these follow, so that a refusal says which of them is another. The mark of
a result is a digest of its figures, its tables, what they cover, and the data's versions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from catalog.actions.services.problems import PreviewDiffers
from catalog.canonical_json import Json, write_canonical
from catalog.model.bilingual import Bilingual
from catalog.model.published_service import Activation

_SHORT = 8
_WORDS = {
    "service": Bilingual("la version du service", "the version of the service"),
    "data": Bilingual("les données", "the data"),
    "columns": Bilingual("les colonnes", "the columns"),
    "parameters": Bilingual("les réglages, l'année ou les coûts", "the settings, year or costs"),
    "purpose": Bilingual("la finalité", "the purpose"),
    "overlap": Bilingual(
        "le choix entre les lignes de plusieurs organismes",
        "the choice between rows of several bodies",
    ),
}
_FIGURES = Bilingual("les données ou les chiffres", "the data or the figures")
_OF_A_RESULT = ("service", "version", "parameters", "figures", "coverage")


def mark_of_activation(activation: Activation, of_one_run: Mapping[str, str]) -> str:
    """`of_one_run`: settings that the preview had and that the activation does not keep."""
    kept = {one.name: one.value for one in activation.parameters}
    parts: dict[str, Json] = {
        "service": [activation.published, str(activation.body)],
        "data": [[one.role, one.mode.value, one.dataset] for one in activation.bindings],
        "columns": [
            [[pair.field, pair.column] for pair in one.fields] for one in activation.bindings
        ],
        "parameters": {**kept, **of_one_run},
        "purpose": activation.purpose,
        "overlap": activation.overlap,
    }
    short = (_digest(part)[:_SHORT] for part in parts.values())
    return "-".join((_digest(parts), *short))


def mark_of_result(result: Mapping[str, Any]) -> str:
    """The same for the same figures of the same versions of the data, in whichever order their rows
    are read.
    """
    sources = [
        {name: source.get(name) for name in ("role", "dataset", "version", "rows", "latest")}
        for source in result["sources"]
    ]
    tables = {
        name: sorted(write_canonical(row).hex() for row in table["rows"])
        for name, table in result["tables"].items()
    }
    shown = {name: result.get(name) for name in _OF_A_RESULT}
    return _digest({**shown, "tables": tables, "sources": sources})


def refuse_other_activation(mark: str, previewed: str | None) -> None:
    """Raises PreviewDiffers where `previewed`, if any, is the mark of another."""
    if previewed is None or previewed == mark:
        return
    now, before = mark.split("-")[1:], previewed.split("-")[1:]
    differing = [
        words
        for words, one, other in zip(_WORDS.values(), now, before, strict=False)
        if one != other
    ]
    _refuse(differing or list(_WORDS.values()))


def refuse_other_result(mark: str, previewed: str | None) -> None:
    """Raises PreviewDiffers where `previewed`, if any, is the mark of another."""
    if previewed is not None and previewed != mark:
        _refuse([_FIGURES])


def _refuse(differing: list[Bilingual]) -> None:
    raise PreviewDiffers(
        changed_fr=", ".join(one.fr for one in differing),
        changed_en=", ".join(one.en for one in differing),
    )


def _digest(value: Json) -> str:
    return hashlib.sha256(write_canonical(value)).hexdigest()

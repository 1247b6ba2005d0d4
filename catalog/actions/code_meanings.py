"""The codes of a standard that a column's own words mean: each is a code of the field's list."""

from __future__ import annotations

from catalog.actions.columns import suggestion
from catalog.actions.facts import Findings
from catalog.actions.problems import ColumnRefused
from catalog.model.dataset import Column, Dataset
from catalog.standards.conformity import conformity
from catalog.standards.standard import standards

_MOST_WORDS = 500


def check_codes(dataset: Dataset, findings: Findings) -> None:
    standard = standards().get(dataset.standard or "")
    matches = () if standard is None else conformity(standard, dataset)
    lists = {
        each.column.id: each.field.code_list
        for each in matches
        if each.column is not None and each.is_closed
    }
    for column in dataset.columns:
        if column.codes:
            _check_column(column, lists.get(column.id, ()), findings)


def _check_column(column: Column, codes: tuple[str, ...], findings: Findings) -> None:
    path = ("columns", column.name, "codes")
    if not codes:
        why = (
            "elle n'est pas un champ à codes du standard que le jeu cite",
            "it is no field with codes of the standard that the dataset cites",
        )
        findings.add(_refused(column, *why), *path)
        return
    if len({each.word for each in column.codes}) < len(column.codes):
        findings.add(
            _refused(column, "un mot est traduit deux fois", "a word is translated twice"), *path
        )
    if len(column.codes) > _MOST_WORDS:
        why = f"{_MOST_WORDS} mots au plus", f"{_MOST_WORDS} words at most"
        findings.add(_refused(column, *why), *path)
    for meaning in column.codes:
        if meaning.code not in codes:
            listed = ", ".join(codes)
            why = (
                f"« {meaning.code} » n'est pas un code du standard ({listed})",
                f'"{meaning.code}" is no code of the standard ({listed})',
            )
            meant = suggestion(meaning.code, codes)
            findings.add(_refused(column, *why, meant), *path, meaning.word)


def _refused(
    column: Column, why_fr: str, why_en: str, did_you_mean: str | None = None
) -> ColumnRefused:
    return ColumnRefused(
        column=column.name, why_fr=why_fr, why_en=why_en, did_you_mean=did_you_mean
    )

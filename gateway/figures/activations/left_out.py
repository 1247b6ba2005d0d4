"""Rows of a standard that a run leaves out, since a word of theirs is no code of its list: told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Dataset
from catalog.snapshot import Snapshot
from catalog.standards.standard import standards
from gateway.figures.activations.reading import GovernedRows
from services_run.notices import Notice


def left_out_notices(rows: Iterable[GovernedRows], snapshot: Snapshot) -> Iterator[Notice]:
    """One for each dataset and field of which rows are left out."""
    for governed in rows:
        scope = {} if governed.scope is None else json.loads(governed.scope)
        for source in scope.get("sources", ()):
            dataset = _dataset_called(str(source["dataset"]), snapshot)
            for one in source.get("leftOut", ()):
                if dataset is not None:
                    yield _notice(dataset, str(one["field"]), one["rows"])


def _notice(dataset: Dataset, field: str, rows: int | None) -> Notice:
    fr, en = _label(dataset, field)
    count_fr = "des lignes" if rows is None else f"{rows} ligne{'s' if rows > 1 else ''}"
    count_en = "some rows" if rows is None else f"{rows} row{'' if rows == 1 else 's'}"
    return Notice(
        "codes_not_in_list",
        Bilingual(
            f"« {dataset.title_fr} » : ce calcul ne compte pas {count_fr}, car le mot de la colonne"
            f" « {fr} » n'est pas un code du standard. Son propriétaire peut dire ce que ce mot"
            " veut dire.",
            f'"{dataset.title_en}": this computation leaves out {count_en}, since the word in the'
            f' column "{en}" is no code of the standard. Its owner can say what that word means.',
        ),
        count=rows or 0,
    )


def _label(dataset: Dataset, field: str) -> tuple[str, str]:
    standard = standards().get(dataset.standard or "")
    known = () if standard is None else standard.fields
    label = next((one.label for one in known if one.name == field), None)
    return (field, field) if label is None else (label.fr, label.en)


def _dataset_called(name: str, snapshot: Snapshot) -> Dataset | None:
    slug, _, own = name.partition(".")
    return next(
        (
            one
            for one in snapshot.datasets.values()
            if one.name == own and snapshot.organisations[one.owner].slug.sql_name == slug
        ),
        None,
    )

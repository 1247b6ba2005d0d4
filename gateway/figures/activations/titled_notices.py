"""Notices over registered data: a person knows these by their titles, not by their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Dataset
from services_run.notices import Notice


def titled_notices(notices: Iterable[Notice], read: Mapping[str, Dataset]) -> Sequence[Notice]:
    """`read`: the datasets of a run by the name that a notice quotes; of those that it quotes, its
    columns are called by their labels too.
    """
    return [replace(one, text=_titled(one.text, read)) for one in notices]


def _titled(text: Bilingual, read: Mapping[str, Dataset]) -> Bilingual:
    fr, en = text.fr, text.en
    for name, dataset in read.items():
        if f"« {name} »" not in fr:
            continue
        for column in dataset.columns:
            fr = fr.replace(f"« {column.name} »", f"« {column.label_fr} »")
            en = en.replace(f'"{column.name}"', f'"{column.label_en}"')
        fr = fr.replace(f"« {name} »", f"« {dataset.title_fr} »")
        en = en.replace(f'"{name}"', f'"{dataset.title_en}"')
    return Bilingual(fr, en)

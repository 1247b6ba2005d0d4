"""The theme of a dataset in the catalogue, from the words of its declaration."""

from __future__ import annotations

import strawberry

from catalog.search.synonyms import synonyms
from catalog.search.themes import theme_of
from gateway.control.context import ControlContext
from gateway.control.sentence import Sentence


@strawberry.type(description="Un thème du catalogue. / A theme of the catalogue.")
class DatasetTheme:
    code: str
    label: Sentence


def theme_shown(dataset_id: str, context: ControlContext) -> DatasetTheme | None:
    """None where no word of its declaration belongs to one."""
    dataset = context.view.snapshot.datasets.get(dataset_id)
    code = None if dataset is None else theme_of(dataset)
    for theme in synonyms().all_themes:
        if theme.code == code:
            label = Sentence(fr=theme.title_fr, en=theme.title_en)
            return DatasetTheme(code=theme.code, label=label)
    return None

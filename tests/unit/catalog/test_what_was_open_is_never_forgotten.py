"""Columns that everybody could read are kept with their dataset, however it is declared again.

Covers catalog.actions.dataset, catalog.model.dataset.
"""

from dataclasses import replace

from catalog.actions.dataset import DatasetDraft, register_dataset
from catalog.changes import Changes
from catalog.model.dataset import AccessLevel, Classification
from tests.unit.catalog.examples import (
    DEPOT,
    DRAFT,
    VAL_DILLE,
    VALCOBREIZH,
    after,
    catalog_of,
    facts_in,
)

CATALOG = catalog_of(VAL_DILLE, VALCOBREIZH, DEPOT)


def opened(*names, level=AccessLevel.OPEN, draft=DRAFT):
    """As `draft`, with these columns open to everybody."""
    classes = {True: Classification.OPEN, False: Classification.INTERNAL}
    columns = (replace(each, classification=classes[each.name in names]) for each in draft.columns)
    return replace(draft, columns=tuple(columns), access_level=level)


def closes(*drafts):
    """What is known of each as it is registered after the one before it, by names of columns."""
    catalog = CATALOG
    for draft in drafts:
        dataset = register_dataset(DatasetDraft(draft), facts_in(catalog))
        catalog = after(catalog, Changes((dataset,)))
        yield {frozenset(str(each.name) for each in once.columns) for once in dataset.once_open}


def test_what_was_open_is_never_forgotten():
    both, restricted = ("flux", "tonnage_kg"), AccessLevel.RESTRICTED
    assert list(
        closes(
            opened(*both),
            opened(*both, level=AccessLevel.OPEN_WITH_ACCOUNT),
            opened(*both, level=restricted),
            replace(opened(level=restricted), columns=DRAFT.columns[:-2]),
            opened("flux", "nb_bacs_leves"),
            opened("flux", level=restricted),
        )
    ) == [
        set(),
        set(),
        {frozenset(both)},
        {frozenset(both)},
        {frozenset(both)},
        {frozenset(both), frozenset({"flux", "nb_bacs_leves"})},
    ]


def test_what_was_open_is_told_once_where_more_was_open_beside_it():
    assert (
        list(
            closes(
                opened("flux"), opened("flux", "tonnage_kg"), opened("flux"), opened("code_commune")
            )
        )[2:]
        == [{frozenset({"flux", "tonnage_kg"})}] * 2
    )

"""The mark of a result is that of its figures and of the data that they were computed on.

Covers gateway.figures.activations.previewed.
"""

import pytest

from catalog.actions.services.problems import PreviewDiffers
from gateway.figures.activations.previewed import mark_of_result, refuse_other_result

SOURCE = {"role": "pesees", "dataset": "d", "version": 3, "rows": 2, "latest": "2025-12-31"}
RESULT = {
    "service": "rpqs-dechets",
    "version": "2.0.0",
    "parameters": {"annee": "2025"},
    "figures": [{"name": "kg_hab", "value": "204.90"}],
    "coverage": {"communes": 2},
    "tables": {"flux": {"rows": [["OMR", 3], ["VERRE", 4]]}},
    "sources": [SOURCE],
}


def test_the_same_rows_in_another_order_have_the_same_mark():
    turned = {**RESULT, "tables": {"flux": {"rows": [["VERRE", 4], ["OMR", 3]]}}}
    refuse_other_result(mark_of_result(turned), mark_of_result(RESULT))


@pytest.mark.parametrize(
    "changed",
    [
        *({"sources": [{**SOURCE, name: None}]} for name in SOURCE),
        *({name: None} for name in ("service", "version", "parameters", "figures", "coverage")),
        {"tables": {"flux": {"rows": [["OMR", 3], ["VERRE", 5]]}}},
    ],
    ids=str,
)
def test_another_figure_or_another_version_of_the_data_is_refused(changed):
    """A new version of the data refuses even where no figure has changed."""
    with pytest.raises(PreviewDiffers):
        refuse_other_result(mark_of_result({**RESULT, **changed}), mark_of_result(RESULT))

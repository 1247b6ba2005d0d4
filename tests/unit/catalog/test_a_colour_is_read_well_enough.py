"""Contrasts as WCAG defines them: known figures, and both inks of a band.

Covers catalog.actions.looks.contrast.
"""

import pytest

from catalog.actions.looks.contrast import INK, WHITE, contrast, ink_on, least_of_accent, tint


@pytest.mark.parametrize(
    ("one", "other", "figure"),
    [
        ("#ffffff", "#000000", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#1f5f4a", "#ffffff", 7.52),
    ],
)
def test_the_figures_are_those_of_wcag(one, other, figure):
    assert contrast(one, other) == pytest.approx(figure, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


def test_a_band_has_the_ink_that_is_read_best():
    assert ink_on("#0b3d6b")[0] == WHITE
    assert ink_on("#f7e26b")[0] == INK
    assert tint("#000000", 0.1) == "#e6e6e6"
    assert least_of_accent("#1f5f4a") < contrast("#1f5f4a", "#ffffff")

"""A short text is found by its words in any form, whatever their accents.

Covers catalog.search.titles.
"""

import pytest

from catalog.search.titles import is_found

TITLE = "Tonnages collectés par commune et par mois"


@pytest.mark.parametrize("typed", ["", "tonnage", "TONNAGES COMMUNES", "collecte du mois", "comm"])
def test_it_is_found_by_any_form_of_its_words(typed):
    assert is_found(TITLE, typed)


@pytest.mark.parametrize("typed", ["eau", "tonnage eau"])
def test_it_is_not_found_by_others(typed):
    assert not is_found(TITLE, typed)

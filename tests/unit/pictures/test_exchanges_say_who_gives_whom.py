"""A picture of who shares with whom: bands for pairs of bodies, and a table that leads further.

Covers papers.pictures.exchanges.
"""

from gettext import NullTranslations

import pytest

from papers.pictures.exchanges import Exchange, exchange_picture
from papers.pictures.reader import Reader

_WORDS = NullTranslations()
READER = Reader("fr", _WORDS.gettext, _WORDS.ngettext)
OURS = "SMICTOM"


def drawn(*exchanges):
    return exchange_picture(READER, "Partages", exchanges, OURS)


def exchange(giver, receiver, in_force=1, prepared=0, stopped=0):
    return Exchange(
        giver, receiver, in_force, prepared, stopped, f"/agreements?giver={giver.replace(' ', '-')}"
    )


def test_each_pair_is_a_band_that_says_its_number_and_leads_to_its_agreements():
    picture = drawn(exchange("CC A", OURS, 3), exchange(OURS, "CC A"), exchange("CC B", OURS, 0, 2))
    html = str(picture.html("p"))
    assert picture.sentence == "6 conventions, 2 organismes."
    for words in ("CC A → SMICTOM : 3", "SMICTOM → CC A : 1", "CC B → SMICTOM : 2"):
        assert html.count(f"<title>{words}</title>") == 2, "once wide, once narrow"
    assert '<a href="/agreements?giver=CC-B">CC B</a>' in html
    assert "<details" in html
    assert ' open=""' in html


@pytest.mark.parametrize(
    ("counts", "ink"),
    [((2, 0, 0), "ink-good"), ((0, 1, 0), "ink-waiting"), ((5, 1, 1), "ink-missing")],
)
def test_what_asks_for_somebody_colours_the_band(counts, ink):
    assert f'class="{ink}"' in str(drawn(exchange("CC A", OURS, *counts)).html("p"))


def test_a_hundred_and_fifty_partners_stand_in_the_table_and_the_greatest_are_drawn():
    picture = drawn(*(exchange(f"CC {number:03}", OURS, number) for number in range(1, 151)))
    html = str(picture.html("p"))
    assert html.count("<tr>") == 151
    assert "CC 150 → SMICTOM" in html
    assert "CC 001 → SMICTOM" not in html
    assert picture.notes == (
        "Le dessin montre les 24 échanges les plus nombreux ; le tableau, tous.",
    )


def test_nothing_shared_is_said_and_not_drawn():
    picture = drawn()
    assert picture.sentence == "Rien n'est partagé pour l'instant."
    assert "<svg" not in str(picture.html("p"))

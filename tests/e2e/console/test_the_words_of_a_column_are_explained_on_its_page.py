"""A steward says on « Décrire » what a column's own words mean in the standard that it cites.

Covers gateway.console.describe.description, catalog.standards.word_lists.
"""

import re

from tests.e2e.console.files_by_http import Clerk

MATRIX = "/data/valcobreizh__matrice_couts/describe"
WORDS = ["TRI", "Charges", "Produits"]


def meant(clerk):
    """The code that is chosen for each word, as the page shows it."""
    fields = re.findall(r'<select id="(code-\d+-\d+)".*?</select>', clerk.html, re.DOTALL)
    assert len(fields) == len(WORDS)
    chosen = re.findall(
        r'<select id="code-\d+-\d+".*?<option value="(\w+)" selected>', clerk.html, re.DOTALL
    )
    return dict(zip(WORDS, chosen, strict=True))


def test_each_word_has_the_code_that_was_said_and_may_get_another(console):
    clerk = Clerk(console, "steward@valcobreizh")
    page = clerk.get(MATRIX)
    for word in WORDS:
        assert f"Dans le standard, « {word} » veut dire" in page
    assert meant(clerk) == {"TRI": "TRAITEMENT", "Charges": "CHARGE", "Produits": "PRODUIT"}
    page = clerk.post(MATRIX, **{**clerk.hidden_and_checked(), "code-2-0": "COLLECTE"})
    assert "Dans le standard" in page, page
    assert meant(clerk) == {"TRI": "COLLECTE", "Charges": "CHARGE", "Produits": "PRODUIT"}
    # Without a code that was said, the one that the word seems to mean is proposed, or none.
    clerk.post(MATRIX, **{**clerk.hidden_and_checked(), "code-3-1": ""})
    assert "« Produits » veut dire" not in clerk.text
    clerk.close()

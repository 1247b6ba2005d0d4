"""The figures that a page showed are those that are activated and frozen, or the page says why not.

Covers gateway.console.mutualised.activating, gateway.console.mutualised.pages,
gateway.figures.activations.previewed.
"""

import re

from tests.e2e.console.files_by_http import Clerk

SHOWN = re.compile(r"Année (\d+) .*?Kilogrammes par habitant (\d\S+)")


def test_what_was_previewed_is_what_is_activated_and_frozen(console):
    clerk, address = Clerk(console, "steward@valcobreizh"), "/services/rpqs-dechets/activate"
    assert "34 communes" in clerk.get(address)
    everybody = {"data-collectes": "standards.collecte_dechets", "data-matrice": ""}
    # Other data than those that the page showed are shown, and not activated.
    page = clerk.post(address, **{**clerk.hidden_and_checked(), **everybody}, step="activate")
    assert clerk.status == 422
    assert "Rien n'est fait : depuis l'aperçu, ceci a changé : les données" in page
    assert "52 communes" in page
    for _ in range(2):
        page = clerk.post(address, **clerk.hidden_and_checked(), step="preview")
        assert "52 communes" in page
    shown = SHOWN.search(page)
    kept = clerk.hidden_and_checked()
    clerk.post(address, **{**kept, "set-cout_total": "1000"}, step="activate")
    assert "ceci a changé : les réglages, l'année ou les coûts" in clerk.text
    page = clerk.post(address, **kept, step="activate")
    assert "Le service est activé" in page
    assert "52 communes" in page
    assert SHOWN.search(page).groups() == shown.groups()
    result = clerk.address.partition("?")[0]
    clerk.get(f"{result}/freeze?annee={shown[1]}&seen={'0' * 64}")
    page = clerk.post(clerk.address, **clerk.hidden_and_checked())
    assert "Rien n'est fait" in page
    assert SHOWN.search(page).groups() == shown.groups()
    clerk.post(clerk.address, **clerk.hidden_and_checked())
    assert shown[2] in clerk.text
    clerk.post(f"{result}/end")
    clerk.post("/drafts/service-rpqs-dechets/forget", next="/")
    clerk.close()

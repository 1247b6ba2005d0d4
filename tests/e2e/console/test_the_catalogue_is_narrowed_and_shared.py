"""The catalogue is narrowed by facets; its address holds the whole question, and is shared.

Covers gateway.console.catalogue.pages, gateway.console.catalogue.views,
gateway.console.catalogue.address, gateway.console.catalogue.documents,
gateway.console.catalogue.answers, gateway.console.asking.pages, gateway.console.asking.documents,
gateway.console.asking.answers, gateway.console.asking.wanted, gateway.control.asking.
"""

import re

from playwright.sync_api import expect

from tests.e2e.console.conftest import violations_of


def test_choices_and_words_are_in_the_address_which_anybody_may_open(signed_in, console):
    page = signed_in("agent@valcobreizh")
    page.goto(f"{console.address}/data")
    page.get_by_label("Déchets et propreté").check()
    results = page.locator("#results")
    expect(page).to_have_url(f"{console.address}/data?theme=dechets")
    expect(results.locator("h2")).to_have_text(re.compile(r"^9 ensembles"))
    page.locator(".facets summary", has_text="Accès").click()
    page.get_by_label("reçues par convention").check()
    page.get_by_label("Montrer").select_option("table")
    expect(results.locator("tbody tr")).to_have_count(3)
    expect(page).to_have_url(f"{console.address}/data?theme=dechets&access=received&view=table")
    assert not violations_of(page)
    # A stranger who opens it is told of their own: nothing is received, and nothing says why.
    other = signed_in(None)
    other.goto(page.url)
    expect(other.locator("#results h2")).to_have_text("0 ensemble de données")
    other.get_by_role("link", name="Chercher sans les choix").click()
    expect(other.locator("#results tbody tr")).not_to_have_count(0)
    expect(other.get_by_label("à nous")).to_have_count(0)


def test_a_search_says_where_it_found_and_what_it_corrected(signed_in, console):
    page = signed_in("agent@valcobreizh")
    page.goto(f"{console.address}/data?q=tonage")
    results = page.locator("#results")
    expect(results).to_contain_text("Nous avons cherché")
    expect(results).to_contain_text("Trouvé par : colonne")
    page.goto(f"{console.address}/data?q=bone+de+recharge")
    expect(results.locator("mark").first).to_have_text("Bornes")
    page.goto(f"{console.address}/data?q=piscine+électrique")
    expect(results.locator("h2")).to_contain_text("proches de « piscine électrique »")
    expect(results).to_contain_text("Aucune donnée ne contient « piscine ».")


def test_a_search_without_an_answer_leads_to_a_request(signed_in, looks_right, console):
    page = signed_in("agent@valcobreizh")
    looks_right(page, "/ask?q=piscine")
    page.goto(f"{console.address}/data?q=piscine")
    page.get_by_role("link", name="Demander ces données").click()
    expect(page.get_by_label("Quelles données cherchez-vous ?")).to_have_value("piscine")
    page.get_by_label("À quel organisme").select_option(label="CC Val d'Ille-Aubigné")
    page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.locator("main")).to_contain_text("Elle n'ouvre aucune donnée.")
    assert not violations_of(page)
    # Stewards are told the words, and no name.
    steward = signed_in("steward@val-d-ille-aubigne")
    steward.goto(f"{console.address}/inbox")
    message = steward.locator("main").get_by_text("Des données sont demandées : « piscine »")
    expect(message.first).to_be_visible()
    expect(steward.locator("main")).not_to_contain_text("agent@valcobreizh")
    # All that is asked for is a list: the same words are one entry, with their uses.
    page.goto(f"{console.address}/ask?q=Piscine")
    page.get_by_label("À quel organisme").select_option(label="CC Val d'Ille-Aubigné")
    page.locator("#description").fill("Pour le plan d'accès à l'eau.")
    page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.locator("main")).to_contain_text("Elle n'ouvre aucune donnée.")
    looks_right(steward, "/asked")
    entry = steward.locator("main ul.lines > li")
    expect(entry).to_have_count(1)
    expect(entry).to_contain_text("« Piscine »")
    expect(entry).to_contain_text("demandé 2 fois")
    expect(entry).to_contain_text("Pour le plan d'accès à l'eau.")
    expect(steward.locator("main")).not_to_contain_text("Tanguy")
    # Those of another body are told to its own stewards.
    other = signed_in("steward@sde35", "en")
    looks_right(other, "/asked")
    expect(other.locator("main")).to_contain_text("Nothing is asked of us.")


def test_without_an_account_the_form_says_all_that_is_missing(signed_in, looks_right, console):
    page = signed_in(None)
    looks_right(page, "/ask")
    page.goto(f"{console.address}/ask/confirm?token=a")
    expect(page.locator("main")).to_contain_text("Écrivez la demande de nouveau")
    page.goto(f"{console.address}/ask?q=licornes")
    expect(page.get_by_label("Votre adresse de courriel")).to_be_visible()
    # This console sends no mail: it says so, and keeps what was typed.
    page.get_by_label("À quel organisme").select_option(label="CC Val d'Ille-Aubigné")
    page.get_by_label("Votre nom").fill("Camille Le Gall")
    page.get_by_label("Votre organisme").fill("Mairie de Vannes")
    page.get_by_label("Votre adresse de courriel").fill("camille@vannes.example")
    page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.locator("main")).to_contain_text("n'envoie pas de courriel")
    expect(page.get_by_label("Votre nom")).to_have_value("Camille Le Gall")
    assert not violations_of(page)

"""The board of members, an amendment, a correction, and acting for another body under a mandate.

Covers gateway.console.member_board.pages, gateway.console.member_board.views,
gateway.console.member_board.documents, gateway.console.revisions.pages,
gateway.console.revisions.views, gateway.console.revisions.documents,
gateway.console.acting_for.pages.
"""

import pytest
from playwright.sync_api import expect

from tests.e2e.console.asking import ask, request_sent
from tests.e2e.console.conftest import violations_of

GIVE = """mutation ($input: MandateInput!) {
  giveMandate(input: $input) { mandate { id inForce } } }"""
MANDATE = {
    "mandatary": "valcobreizh",
    "actions": ["REQUEST"],
    "start": "2026-11-20",
    "act": {"reference": "Délibération 2026-12", "enforceableSince": "2026-11-20"},
}

OFFER = """mutation ($input: AgreementInput!) {
  draftAgreement(input: $input) { agreement { citation } } }"""
OFFERED = {
    "dataset": "mesnil-roc-h.energie_batiments",
    "to": "valcobreizh",
    "title": "Énergie des bâtiments",
    "columns": [
        {"name": "id_releve", "transform": "CLEAR"},
        {"name": "energie", "transform": "CLEAR"},
    ],
    "rows": {"all": True},
    "purposes": ["rpqs_dechets"],
    "legalBasis": "CGCT, article L5211-39",
    "start": "2026-12-01",
    "end": "2027-12-31",
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_board_and_the_pages_of_a_revision_are_sound(signed_in, looks_right, language):
    looks_right(
        signed_in("steward@valcobreizh", language),
        "/agreements/board",
        "/agreements/board?data=interco-collecte-dechets",
        "/agreements/conv-2025-0001@1/amend",
    )
    looks_right(signed_in("steward@sde35", language), "/agreements/board")


def test_the_board_says_who_gives_what_and_until_when(signed_in, console):
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}/agreements/board")
    main = page.locator("main")
    expect(main).to_contain_text("3 EPCI sur 5, 26 communes sur 52 (manque CC Bretagne Romantique")
    expect(main).to_contain_text("jusqu'à déc. 2025")
    line = page.locator("tr", has_text="CC Val d'Ille-Aubigné")
    # Nothing since December, where the others gave until October.
    expect(line).to_contain_text("en retard")
    given = page.locator("tr", has_text="CC Liffré-Cormier")
    expect(given).to_contain_text("jusqu'à oct. 2026")
    expect(given).to_contain_text("n'a pas ces données")
    page.locator("thead").get_by_role("link", name="Pesées de collecte").click()
    months = page.get_by_role("region", name="Membres et mois")
    expect(months.locator("thead")).to_contain_text("déc. 2025")
    expect(months.locator("tr", has_text="CC Val d'Ille-Aubigné")).to_contain_text("reçu, ")


def test_who_has_not_answered_is_reminded_once_a_day(signed_in, console):
    town = signed_in("steward@bretagne-romantique")
    citation = request_sent(town)
    town.goto(f"{console.address}/agreements/{citation}")
    town.get_by_role("button", name="Relancer l'autre partie").click()
    expect(town.locator("main")).to_contain_text("L'autre partie est relancée.")
    town.get_by_role("button", name="Relancer l'autre partie").click()
    expect(town.locator(".problem[role=alert]")).to_contain_text("a déjà été relancée aujourd'hui")
    reminded = signed_in("steward@valcobreizh")
    inbox = ask(reminded, "{ inbox(unread: true) { titleFr about } }")["data"]["inbox"]
    assert any(
        message["about"] == citation and "attend votre réponse" in message["titleFr"]
        for message in inbox
    )


def test_an_amendment_shows_what_changes_and_is_corrected_before_it_is_sent(signed_in, console):
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}/agreements/conv-2025-0001@1")
    page.get_by_role("link", name="Préparer un avenant").click()
    page.fill("#end", "2028-12-31")
    page.select_option("#how_date_collecte", "MONTH")
    page.get_by_role("button", name="Voir ce qui change").click()
    table = page.get_by_role("region", name="Différences avec la version d'avant")
    expect(table.locator("tr", has_text="Jour de collecte")).to_contain_text("au mois")
    expect(table.locator("tr", has_text="Fin")).to_contain_text("31 déc. 2028")
    page.get_by_role("button", name="Enregistrer le projet").click()
    expect(page).to_have_url(f"{console.address}/agreements/conv-2025-0001@2?done=saved")
    page.get_by_role("link", name="Corriger la demande").click()
    expect(page.locator("#end")).to_have_value("2028-12-31")
    page.fill("#end", "2028-06-30")
    page.get_by_role("button", name="Voir ce qui change").click()
    page.get_by_role("button", name="Enregistrer le projet").click()
    page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.locator("main")).to_contain_text("C'est envoyé")
    expect(page.get_by_role("region", name="Ce que cette version change")).to_contain_text(
        "30 juin 2028"
    )
    # Who signs is told that it is an amendment, and what differs, where they sign.
    signing = signed_in("approver@val-d-ille-aubigne")
    expect(signing.locator("main")).to_contain_text("SMICTOM Valcobreizh propose un avenant à")
    signing.goto(f"{console.address}/agreements/conv-2025-0001@2")
    signing.get_by_role("button", name="Lire et signer").click()
    changes = signing.get_by_role("region", name="C'est un avenant : ce que cette version change")
    expect(changes).to_contain_text("30 juin 2028")
    assert not violations_of(signing)


def test_who_amends_chooses_other_communes_and_conditions_and_sees_the_difference(
    signed_in, console, looks_right
):
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}/agreements/conv-2025-0005@1/amend")
    expect(page.get_by_label("Comme dans le texte d'avant")).to_be_checked()
    page.fill("#notice_days", "deux")
    page.get_by_role("button", name="Voir ce qui change").click()
    expect(page.locator(".error-summary, [role=alert]").first).to_contain_text(
        "Écrivez un nombre entier"
    )
    page.fill("#notice_days", "30")
    page.fill("#rows_per_query", "5000")
    page.select_option("#onward_sharing", "AGGREGATES")
    page.get_by_label("Toutes, sans limite de territoire").check()
    page.get_by_role("button", name="Voir ce qui change").click()
    table = page.get_by_role("region", name="Différences avec la version d'avant")
    rows = table.locator("tr", has_text="Lignes").first
    expect(rows).to_contain_text("les lignes du territoire de Mesnil-Roc'h")
    expect(rows).to_contain_text("toutes les lignes")
    expect(table.locator("tr", has_text="Préavis, en jours")).to_contain_text("30")
    expect(table.locator("tr", has_text="Retransmission")).to_contain_text("totaux seulement")
    expect(table.locator("tr", has_text="rows_per_query")).to_contain_text("5000")
    assert not violations_of(page)
    # What was chosen is carried back to the form, and the communes of the text before return.
    page.get_by_role("button", name="Corriger").click()
    expect(page.get_by_label("Toutes, sans limite de territoire")).to_be_checked()
    page.get_by_label("Comme dans le texte d'avant").check()
    page.get_by_role("button", name="Voir ce qui change").click()
    expect(table.locator("tr", has_text="Préavis, en jours")).to_contain_text("30")
    expect(table).not_to_contain_text("toutes les lignes")


def test_who_is_asked_for_their_territory_alone_corrects_the_communes(signed_in, console):
    owner = signed_in("steward@mesnil-roc-h")
    drafted = ask(owner, OFFER, input=OFFERED)["data"]["draftAgreement"]["agreement"]
    citation = drafted["citation"]
    ask(owner, "mutation ($a: String!) { submitAgreement(agreement: $a) { applied } }", a=citation)
    other = signed_in("steward@valcobreizh")
    ask(
        other,
        """mutation ($a: String!) {
          requestChanges(agreement: $a, reason: "Notre territoire seulement") { applied } }""",
        a=citation,
    )
    owner.goto(f"{console.address}/agreements/{citation}/correct")
    expect(owner.locator("main")).to_contain_text("Notre territoire seulement")
    owner.locator("#where input[value='1510']").check()
    owner.get_by_role("button", name="Voir ce qui change").click()
    table = owner.get_by_role("region", name="Différences avec le texte d'avant")
    line = table.locator("tr", has_text="Lignes").first
    expect(line).to_contain_text("toutes les lignes")
    expect(line).to_contain_text("les lignes du territoire de SMICTOM Valcobreizh")
    owner.get_by_role("button", name="Enregistrer le projet").click()
    expect(owner.locator("main")).to_contain_text("territoire")
    rows = ask(owner, "query ($c: String!) { agreement(citation: $c) { rows { fr } } }", c=citation)
    assert "territoire de SMICTOM Valcobreizh" in rows["data"]["agreement"]["rows"][0]["fr"]


def test_under_a_mandate_the_pages_are_those_of_the_body_that_gave_it(signed_in, console):
    mayor = signed_in("approver@mesnil-roc-h")
    given = ask(mayor, GIVE, input=MANDATE)
    assert given["data"]["giveMandate"]["mandate"]["inForce"], given
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}/agreements")
    own = page.locator("main").inner_text()
    assert "Collecte des communes du syndicat" in own
    page.get_by_role("button", name="Agir pour Mesnil-Roc'h").click()
    expect(page.locator("form.acting")).to_contain_text("Vous agissez pour Mesnil-Roc'h")
    expect(page).to_have_url(f"{console.address}/agreements")
    main = page.locator("main")
    expect(main).to_contain_text("Collecte de la commune de Mesnil-Roc'h")
    expect(main).not_to_contain_text("Collecte des communes du syndicat")
    # What the town grants is no business of a mandate that does not name the data.
    expect(main).not_to_contain_text("Énergie des bâtiments communaux")
    page.get_by_role("button", name="Revenir à SMICTOM Valcobreizh").click()
    expect(main).to_contain_text("Collecte des communes du syndicat")


def test_nobody_acts_for_a_body_that_gave_no_mandate(signed_in, console):
    page = signed_in("steward@val-d-ille-aubigne")
    page.context.add_cookies(
        [{"name": "interco-acting-for", "value": "200085868", "url": console.address}]
    )
    page.goto(f"{console.address}/agreements")
    expect(page.locator("form.acting")).to_have_count(0)
    expect(page.locator(".who")).to_contain_text("CC Val d'Ille-Aubigné")
    expect(page.locator("main")).to_contain_text("Collecte des communes du syndicat")

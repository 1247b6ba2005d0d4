"""A steward chooses what to open and proposes it; an approver reads the same and confirms it.

Covers gateway.console.openings.pages, gateway.console.openings.choice,
gateway.console.openings.sample, gateway.console.openings.documents.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.console.conftest import violations_of

ID = "mesnil_roc_h__energie_batiments"
STEWARD, APPROVER, DPO = (f"{role}@mesnil-roc-h" for role in ("steward", "approver", "dpo"))


def test_what_is_opened_is_proposed_read_and_confirmed(signed_in, console):
    owner = signed_in(STEWARD)
    proposed(owner, console)
    nobody = signed_in()
    nobody.goto(f"{console.address}/data/{ID}")
    rows = nobody.get_by_role("region", name="Les lignes")
    expect(rows).to_have_count(0)
    owner.goto(console.address)
    pending = owner.get_by_role("region", name="Ce qui attend quelqu'un d'autre")
    expect(pending).to_contain_text("En attente d'un signataire.")
    officer = signed_in(DPO)
    officer.goto(f"{console.address}/data/{ID}/opening")
    expect(officer.get_by_role("button", name="Confirmer l'ouverture")).to_have_count(0)

    approver = signed_in(APPROVER)
    waiting = approver.get_by_role("region", name=re.compile("Ce qui vous attend"))
    card = waiting.locator("li", has_text="Énergie des bâtiments communaux")
    expect(card).to_contain_text("À confirmer.")
    assert not violations_of(approver)
    card.get_by_role("link", name="Lire et confirmer").click()
    main = approver.locator("main")
    expect(main).to_contain_text("ceux qui ont une convention avec nous → tout le monde")
    expect(main).to_contain_text("Licence Ouverte 2.0")
    assert not violations_of(approver)
    approver.get_by_role("button", name="Confirmer l'ouverture").click()
    expect(main).to_contain_text("C'est confirmé")
    nobody.goto(f"{console.address}/data/{ID}")
    expect(rows).to_be_visible()
    expect(rows).to_contain_text("Énergie")
    expect(rows).not_to_contain_text("Coût")
    # To close again takes one person, and holds at once.
    owner.goto(f"{console.address}/data/{ID}/publish")
    owner.locator("input[name=level][value=restricted]").check()
    owner.locator("input[name=listing][value=organisations]").check()
    owner.get_by_role("button", name="Publier").click()
    expect(owner.locator("main")).to_contain_text("vaut dès maintenant")


def proposed(owner, console):
    owner.goto(f"{console.address}/data/{ID}")
    owner.get_by_role("link", name="Publier plus largement").first.click()
    expect(owner).to_have_url(f"{console.address}/data/{ID}/publish")
    level = owner.locator("input[name=level][value=open]")
    level.check()
    boxes = owner.locator("input[name=columns]")
    for number in range(boxes.count()):
        boxes.nth(number).uncheck()
    owner.get_by_role("button", name="Publier").click()
    expect(owner.get_by_role("alert")).to_contain_text("Choisissez les colonnes à ouvrir.")
    for name in ("Mois", "Énergie", "Consommation"):
        owner.get_by_label(name, exact=True).check()
    owner.get_by_role("button", name="Publier").click()
    expect(owner.get_by_role("alert")).to_contain_text("Relevé : c'est ce qui distingue")
    owner.get_by_label("Relevé", exact=True).check()
    owner.locator("input[name=listing][value=public]").check()
    owner.get_by_role("button", name="Publier").click()
    alert = owner.get_by_role("alert")
    expect(alert).to_contain_text("lira et copiera les lignes")
    sample = owner.get_by_role("region", name="Comme quelqu'un sans compte")
    expect(sample.get_by_role("columnheader")).to_have_count(4)
    assert not violations_of(owner)
    # Another choice made on the page that asks is asked about in its turn.
    owner.get_by_label("Usage", exact=True).check()
    owner.get_by_role("button", name="Oui, le proposer").click()
    expect(sample.get_by_role("columnheader")).to_have_count(5)
    owner.get_by_label("Usage", exact=True).uncheck()
    owner.get_by_role("button", name="Oui, le proposer").click()
    owner.get_by_role("button", name="Oui, le proposer").click()
    expect(owner.locator("main")).to_contain_text("C'est proposé.")
    expect(owner.locator("main")).to_contain_text("Vous l'avez proposée")
    assert not violations_of(owner)


def test_it_is_refused_with_a_reason_that_the_steward_reads(signed_in, console):
    owner = signed_in(STEWARD)
    proposed(owner, console)
    officer = signed_in(DPO)
    officer.goto(f"{console.address}/data/{ID}/opening")
    officer.get_by_role("button", name="Refuser").click()
    officer.fill("#reason", "Un seul bâtiment par commune.")
    officer.get_by_role("button", name="Refuser").click()
    expect(officer.locator("main")).to_contain_text("C'est refusé")
    for _ in range(100):
        owner.goto(f"{console.address}/inbox")
        if owner.get_by_text("Un seul bâtiment par commune.").count():
            break
    expect(owner.locator("main")).to_contain_text("Un seul bâtiment par commune.")


def test_without_a_second_factor_it_is_asked_for(signed_in, console):
    proposed(signed_in(STEWARD), console)
    approver = signed_in(APPROVER, second_factor=False)
    approver.goto(f"{console.address}/data/{ID}/opening")
    expect(approver.locator("main")).to_contain_text("demande un second facteur")
    expect(approver.get_by_role("button", name="Confirmer l'ouverture")).to_have_count(0)


def test_it_stands_where_the_page_says_who_reads_and_the_other_acts_in_two_clicks(
    signed_in, console
):
    owner = signed_in(STEWARD)
    owner.goto(f"{console.address}/data/{ID}/sharing")
    sharing = owner.get_by_role("region", name="Qui peut les lire")
    expect(sharing.get_by_role("link", name="Publier plus largement")).to_be_visible()
    owner.get_by_text("Autres actions").click()
    menu = owner.locator(".data-menu[open]")
    for words in ("Publier plus largement", "Décrire", "Vérifier", "Relier", "Retirer ces données"):
        expect(menu.get_by_role("link", name=words, exact=True)).to_be_visible()
    reader = signed_in("steward@valcobreizh")
    reader.goto(f"{console.address}/data/{ID}/sharing")
    expect(reader.get_by_role("link", name="Publier plus largement")).to_have_count(0)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pages_are_sound(signed_in, looks_right, language):
    page = signed_in(STEWARD, language)
    looks_right(page, f"/data/{ID}/publish", f"/data/{ID}/opening")

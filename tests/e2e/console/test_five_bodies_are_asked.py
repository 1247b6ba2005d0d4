"""Five requests of one body: one refused, four signed on both sides, one ended, its rows refused.

Covers gateway.console.requests.pages, gateway.console.requests.typed,
gateway.console.requests.proposed, gateway.console.requests.grantors,
gateway.console.requests.documents.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.console.asking import ask
from tests.e2e.console.conftest import violations_of
from tests.e2e.console.keyboard import sign

ENERGY = "{ mesnilRocH { energieBatiments { aggregate { count } } } }"
ASKED = {
    "bretagne-romantique": ("bretagne_romantique__points_apport", "Points d'apport", "1510"),
    "mesnil-roc-h": ("mesnil_roc_h__energie_batiments", "Énergie des bâtiments", "all"),
    "sde35": ("sde35__bornes_recharge", "Bornes de recharge", "all"),
    "val-d-ille-aubigne": ("val_d_ille_aubigne__collectes", "Pesées", "1510"),
}
WITHHELD = {"part_commune", "nb_bacs_leves", "tournee_id"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pages_of_a_request_are_sound(signed_in, looks_right, language):
    looks_right(
        signed_in("steward@valcobreizh", language),
        "/agreements/new",
        "/agreements/new?to=members&template=rpqs_dechets",
        "/agreements/new?dataset=val_d_ille_aubigne__collectes",
        "/agreements/new/sent?without=sde35",
    )


def test_five_members_are_asked_at_once_and_each_is_told_what_it_would_give(signed_in, console):
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}/agreements/new?to=members")
    page.get_by_role("button", name="Voir ce que chacun donnerait").click()
    expect(page.locator(".problem[role=alert]")).to_contain_text("Choisissez ce que vous demandez.")
    expect(page.get_by_label("CC Val d'Ille-Aubigné")).to_be_checked()
    page.get_by_label("Pesées de collecte pour le rapport annuel").check()
    # As in a browser that has no field of days.
    page.locator("#end").evaluate("field => { field.type = 'text' }")
    page.fill("#end", "hier")
    page.get_by_role("button", name="Voir ce que chacun donnerait").click()
    expect(page.locator("#end")).to_have_value("hier")
    expect(page.locator("#end-error")).to_contain_text("20/11/2026")
    page.fill("#end", "31/12/2027")
    page.get_by_role("button", name="Voir ce que chacun donnerait").click()
    offers = page.locator(".offers > li")
    expect(offers).to_have_count(5)
    for member, given in (
        ("Val d'Ille-Aubigné", "18 communes sur 19 : Sens-de-Bretagne"),
        ("Bretagne Romantique", "Informations : Ticket de pesée, Jour de la pesée"),
    ):
        expect(offers.filter(has_text=member).first).to_contain_text(given)
    expect(page.locator(".offers > li", has_text="N'a pas ces données")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("au 31 déc. 2027")
    assert not violations_of(page)
    page.get_by_role("button", name="Corriger").click()
    expect(page.locator("#end[type=date]")).to_have_value("2027-12-31")
    expect(page.get_by_label("CC Val d'Ille-Aubigné")).to_be_checked()
    page.get_by_role("button", name="Voir ce que chacun donnerait").click()
    page.get_by_role("button", name="Envoyer ce qui est coché").click()
    expect(page.locator("main")).to_contain_text("Envoyée, à signer")
    expect(page.locator("main")).to_contain_text("CC Bretagne Romantique")


def test_a_request_that_was_begun_is_taken_up_again_and_ends_once_it_is_sent(signed_in, console):
    page = signed_in("steward@valcobreizh")
    address = f"{console.address}/agreements/new?dataset=sde35__bornes_recharge"
    page.goto(address)
    page.fill("#title", "Bornes pour le plan de mobilité")
    page.get_by_label("Puissance", exact=True).check()
    expect(page.locator(".draft-state").first).not_to_be_empty()
    page.goto(address)
    expect(page.locator("#title")).to_have_value("Bornes pour le plan de mobilité")
    expect(page.get_by_label("Puissance", exact=True)).to_be_checked()
    page.select_option("#purpose", "rpqs_dechets")
    page.fill("#legal_basis", "CGCT, article L5211-39")
    page.get_by_role("button", name="Voir ce que chacun donnerait").click()
    page.get_by_role("button", name="Envoyer la demande").click()
    page.wait_for_url("**/agreements/new/sent?*")
    page.goto(address)
    expect(page.locator("#title")).to_have_value(re.compile("^Bornes de recharge pour véhicules"))
    expect(page.get_by_label("Puissance", exact=True)).not_to_be_checked()


def test_five_requests_one_refused_four_signed_one_ended(signed_in, console):
    steward = signed_in("steward@valcobreizh")
    refused = asked(steward, console, *ASKED["mesnil-roc-h"])
    # The same again would give nothing more: nothing of it is sent.
    begun(steward, console, *ASKED["mesnil-roc-h"])
    expect(steward.locator("main")).to_contain_text("Elle donne déjà tout cela")
    expect(steward.get_by_role("link", name=refused).first).to_be_visible()
    expect(steward.get_by_role("button", name="Envoyer la demande")).to_have_count(0)

    town = signed_in("steward@mesnil-roc-h")
    town.goto(f"{console.address}/agreements/{refused}/approve#answer")
    town.fill("#reason", "Nous avons déjà répondu à une demande pareille.")
    town.get_by_role("button", name="Refuser").click()
    expect(town.locator("main")).to_contain_text("C'est refusé")

    cited = {slug: asked(steward, console, *ASKED[slug]) for slug in ASKED}
    director = signed_in("approver@valcobreizh")
    for slug, citation in cited.items():
        path = f"{console.address}/agreements/{citation}/approve"
        sign(director, path, "Présidente", "Délibération 2026-118", "2026-11-20")
        expect(director.locator("main")).to_contain_text("Il reste à l'autre partie de signer.")
        other = signed_in(f"approver@{slug}")
        sign(other, path, "Président", "Décision 2026-31", "2026-11-20")
        expect(other.locator("main")).to_contain_text("Les deux parties ont signé")

    citation = cited["mesnil-roc-h"]
    reader = signed_in("agent@valcobreizh")
    reader.goto(f"{console.address}/agreements/{citation}")
    for _ in range(200):
        if reader.locator(".status", has_text="En vigueur").count():
            break
        reader.reload()
    rows = ask(reader, ENERGY, purpose="rpqs_dechets")
    assert rows["data"]["mesnilRocH"]["energieBatiments"]["aggregate"]["count"] > 0

    giver = signed_in("approver@mesnil-roc-h")
    giver.goto(f"{console.address}/agreements/{citation}/end")
    giver.check("input[value=revoke]")
    giver.fill("#reason", "Le rapport est adopté.")
    giver.fill("#number", citation)
    giver.get_by_role("button", name="Confirmer").click()
    expect(giver.locator("main")).to_contain_text("La convention est terminée")
    after = ask(reader, ENERGY, purpose="rpqs_dechets")
    assert [error["extensions"]["code"] for error in after["errors"]] == ["agreement_revoked"]


def begun(page, console, dataset, title, where):
    """A request for every column that may be given, up to its preview."""
    page.goto(f"{console.address}/agreements/new?dataset={dataset}&by=columns")
    page.fill("#title", title)
    page.select_option("#purpose", "rpqs_dechets")
    page.fill("#legal_basis", "CGCT, article L5211-39")
    for box in page.locator("input[name=columns]").all():
        if box.get_attribute("value") not in WITHHELD:
            box.check()
    page.check(f"input[name=where][value='{where}']")
    page.get_by_role("button", name="Voir ce que chacun donnerait").click()


def asked(page, console, dataset, title, where):
    """The citation of that request, once it is sent."""
    begun(page, console, dataset, title, where)
    page.get_by_role("button", name="Envoyer la demande").click()
    page.wait_for_url("**/agreements/new/sent?*")
    expect(page.locator("main")).to_contain_text("Envoyée, à signer")
    return page.locator("main li a .small").first.inner_text()


def test_what_is_covered_already_is_said_and_not_sent(signed_in, console):
    """After those of the first test: each body has such a request already."""
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}/agreements/new?to=members")
    page.get_by_label("Pesées de collecte pour le rapport annuel").check()
    page.get_by_label("Mesnil-Roc'h").check()
    page.get_by_role("button", name="Voir ce que chacun donnerait").click()
    lines = page.locator("#to-send tbody tr")
    expect(lines).to_have_count(6)
    expect(lines.filter(has_text="Déjà couvert")).to_have_count(5)
    expect(lines.filter(has_text="N'a pas ces données")).to_have_count(1)
    member = lines.filter(has_text="Val d'Ille-Aubigné")
    # The demo's own agreement lets nothing be passed on, which this template asks for.
    expect(member).to_contain_text("@1 : envoyée, à signer, jusqu'au 31 déc. 2027")
    expect(member).not_to_contain_text("conv-2025-0001@1")
    assert not violations_of(page)
    expect(page.locator("input[name=send]")).to_have_count(0)
    expect(page.get_by_role("button", name="Envoyer ce qui est coché")).to_have_count(0)
    # Longer than what was asked: the days that are left without data may be asked for.
    page.get_by_role("button", name="Corriger").click()
    page.fill("#end", "2028-06-30")
    page.get_by_role("button", name="Voir ce que chacun donnerait").click()
    boxes = page.locator("input[name=send]")
    expect(boxes).to_have_count(5)
    for box in boxes.all():
        box.uncheck()
    page.get_by_role("button", name="Envoyer ce qui est coché").click()
    expect(page.locator(".problem[role=alert]")).to_contain_text("Cochez au moins un organisme.")
    page.get_by_role("checkbox", name="CC Bretagne Romantique").check()
    page.get_by_role("button", name="Envoyer ce qui est coché").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Demandes envoyées")
    sent = page.locator("main ul.lines > li")
    expect(sent.filter(has_text="CC Bretagne Romantique")).to_have_count(1)
    expect(sent.filter(has_text="Rien n'a été demandé")).to_contain_text("Mesnil-Roc'h")
    expect(sent).to_have_count(2)

"""The pages of one agreement: its lists, its text, its signature by keyboard, its end.

Covers gateway.console.agreements.pages, gateway.console.agreements.lists,
gateway.console.agreements.life, gateway.console.agreements.sentences,
gateway.console.agreements.wording, gateway.console.agreements.errors,
gateway.console.agreements.documents, gateway.console.signing.pages,
gateway.console.signing.views, gateway.console.signing.documents, gateway.console.ending.pages,
gateway.console.ending.views, gateway.console.ending.documents, gateway.console.days.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.console.asking import ask, request_sent
from tests.e2e.console.conftest import NARROW, overflow_of, violations_of
from tests.e2e.console.keyboard import fill_signature, press

ROWS = """{ valDIlleAubigne { collectes { aggregate { count } } } }"""
ACTIVE = "/agreements/conv-2025-0001@1"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pages_of_agreements_are_sound(signed_in, looks_right, language):
    steward = signed_in("steward@val-d-ille-aubigne", language)
    looks_right(steward, "/agreements", ACTIVE)
    looks_right(steward, *(f"{ACTIVE}/{page}" for page in ("end", "approve", "withdraw", "guard")))
    looks_right(signed_in("approver@val-d-ille-aubigne", language), ACTIVE, f"{ACTIVE}/end")


def test_an_agreement_is_told_in_sentences(signed_in, console):
    page = signed_in("steward@val-d-ille-aubigne")
    page.goto(f"{console.address}/agreements")
    page.get_by_role("link", name="Collecte des communes du syndicat").click()
    main = page.locator("main")
    expect(main).to_contain_text("CC Val d'Ille-Aubigné donne à SMICTOM Valcobreizh")
    expect(main).to_contain_text("18 communes sur 19 de CC Val d'Ille-Aubigné.")
    expect(main).to_contain_text("Sens-de-Bretagne n'est pas du territoire de SMICTOM Valcobreizh")
    expect(main).to_contain_text("2 informations restent cachées")
    main.get_by_text("À emporter").click()
    expect(main.get_by_role("link", name="Dossier de preuve")).to_have_attribute(
        "href", "/v1/agreements/conv-2025-0001@1/evidence"
    )


def test_a_number_alone_leads_to_the_latest_version(signed_in, console):
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}/agreements/conv-2025-0001")
    expect(page).to_have_url(f"{console.address}{ACTIVE}")


def test_an_agreement_of_others_is_as_one_that_there_is_not(signed_in, console):
    page = signed_in("steward@sde35")
    for citation in ("conv-2025-0001@1", "conv-1999-0001@1"):
        answer = page.goto(f"{console.address}/agreements/{citation}")
        assert answer.status == 404
        expect(page.locator("h1")).to_have_text(
            "Aucune convention de ce numéro n'est connue de votre organisme."
        )


def test_a_signature_by_keyboard_keeps_what_was_typed_until_the_second_factor(signed_in, console):
    citation = request_sent(signed_in("steward@bretagne-romantique"))
    page = signed_in("approver@valcobreizh", second_factor=False)
    page.goto(f"{console.address}/agreements/{citation}/approve")
    press(page, "Ouvrir la convention à signer")
    expect(page.locator("main")).to_contain_text("25 communes sur 52")
    # Nothing left: each field is named, and the summary has the focus.
    for field in ("#capacity", "#reference", "#since"):
        page.fill(field, "")
    press(page, "Signer")
    expect(page.locator(".problem[role=alert]")).to_be_focused()
    expect(page.locator(".problem[role=alert] li")).to_have_count(4)
    fill_signature(page, "Présidente", "Délibération 2026-118", "2026-11-20")
    press(page, "Signer")
    expect(page.locator("main")).to_contain_text("un code, une application ou une clé")
    press(page, "M'identifier avec un second facteur")
    expect(page.locator("#capacity")).to_have_value("Présidente")
    expect(page.locator("#since")).to_have_value("2026-11-20")
    expect(page.locator("#read")).to_be_checked()
    press(page, "Signer")
    expect(page).to_have_url(f"{console.address}/agreements/{citation}?done=approved")
    expect(page.locator("main")).to_contain_text("Il reste à l'autre partie de signer.")
    expect(page.locator("main")).to_contain_text("Présidente")
    expect(page.locator("main")).to_contain_text("Délibération 2026-118")


def test_a_text_to_sign_and_what_is_wrong_with_a_signature_are_sound(signed_in, console):
    citation = request_sent(signed_in("steward@bretagne-romantique"))
    page = signed_in("approver@valcobreizh", "en")
    page.goto(f"{console.address}/agreements/{citation}/approve")
    expect(page.locator("main")).not_to_contain_text("would be read")
    page.get_by_role("button", name="Open the agreement to sign").click()
    # Before anything is signed, what is given is counted and held against the guard.
    expect(page.locator("main")).to_contain_text("25 communes of 52")
    expect(page.locator("main")).to_contain_text(re.compile(r"[\d,]+ rows of 21,493 would be read"))
    expect(page.locator("main")).to_contain_text("Anonymity check: nothing to report")
    button = page.get_by_role("button", name="Sign", exact=True)
    expect(button).to_be_disabled()
    expect(page.locator("#read-first")).to_have_text("Read to the end to sign.")
    page.locator("#end-of-text").scroll_into_view_if_needed()
    expect(button).to_be_enabled()
    expect(page.locator("#read-first")).to_be_hidden()
    page.fill("#capacity", "")
    button.click()
    expect(page.locator(".problem[role=alert]")).to_contain_text("Say in which capacity you sign.")
    assert not violations_of(page)
    page.set_viewport_size(NARROW)
    assert overflow_of(page) <= 0


def test_a_signature_that_was_begun_is_taken_up_again_but_not_its_reading(signed_in, console):
    citation = request_sent(signed_in("steward@bretagne-romantique"))
    page = signed_in("approver@valcobreizh")
    page.goto(f"{console.address}/agreements/{citation}/approve")
    page.get_by_role("button", name="Ouvrir la convention à signer").click()
    page.fill("#capacity", "Présidente")
    page.check("#read")
    expect(page.locator(".draft-state").first).not_to_be_empty()
    page.goto(f"{console.address}/agreements/{citation}/approve")
    expect(page.locator("#capacity")).to_have_value("Présidente")
    expect(page.locator("#read")).not_to_be_checked()


def test_a_signature_needs_no_script(signed_in, console, browser):
    citation = request_sent(signed_in("steward@bretagne-romantique"))
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{console.address}/sign-in?next=/agreements/{citation}/approve")
    page.click("button[value='approver@valcobreizh']")
    page.get_by_role("button", name="Ouvrir la convention à signer").click()
    page.fill("#capacity", "Présidente")
    page.fill("#reference", "Délibération 2026-118")
    page.fill("#since", "2026-11-20")
    page.get_by_role("button", name="Signer").click()
    expect(page.locator(".problem[role=alert]")).to_contain_text(
        "Lisez la convention jusqu'au bout"
    )
    page.check("#read")
    page.get_by_role("button", name="Signer").click()
    expect(page.locator("main")).to_contain_text("Votre signature est enregistrée.")
    context.close()


def test_signing_leads_to_the_text_at_once_and_proposes_the_last_signature(signed_in, console):
    citation = request_sent(signed_in("steward@bretagne-romantique"))
    page = signed_in("approver@valcobreizh")
    page.goto(f"{console.address}/agreements/{citation}")
    page.get_by_role("button", name="Lire et signer").click()
    expect(page.locator("#text")).to_be_visible()
    expect(page.locator("#capacity")).to_have_value("Présidente")
    expect(page.locator("#reference")).to_have_value("Délibération 2026-118")
    expect(page.locator("main")).to_contain_text("Rempli d'après votre dernière signature")
    # Who signs says why not, too, in their own words.
    page.locator("summary", has_text="Répondre autrement").click()
    page.fill("#reason", "Seulement pour notre territoire.")
    page.get_by_role("button", name="Demander une modification").click()
    expect(page.locator("main")).to_contain_text("Votre demande de modification est partie")
    other = signed_in("steward@bretagne-romantique")
    other.goto(f"{console.address}/agreements/{citation}")
    expect(other.locator("main")).to_contain_text("Seulement pour notre territoire.")
    page.goto(f"{console.address}/uses?dataset=valcobreizh__collectes")
    expect(page.locator("select[name=data]")).to_have_value("valcobreizh__collectes")
    expect(page.locator(".notice.alert")).to_have_count(0)


def test_a_steward_says_why_changes_are_needed(signed_in, console):
    citation = request_sent(signed_in("steward@bretagne-romantique"))
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}/agreements/{citation}")
    page.get_by_role("link", name="Demander une modification").click()
    page.get_by_role("button", name="Demander une modification").click()
    expect(page.locator(".problem[role=alert]")).to_contain_text("Dites pourquoi")
    page.fill("#reason", "La période est trop longue.")
    page.get_by_role("button", name="Demander une modification").click()
    expect(page.locator("main")).to_contain_text("Votre demande de modification est partie")
    expect(page.locator("main")).to_contain_text(
        "En attente d'une correction de CC Bretagne Romantique."
    )
    other = signed_in("steward@bretagne-romantique")
    other.goto(f"{console.address}/agreements/{citation}")
    expect(other.locator("main")).to_contain_text("La période est trop longue.")
    other.goto(f"{console.address}/agreements/{citation}/correct")
    other.fill("#title", "Pesées, pour une année")
    other.get_by_role("button", name="Voir ce qui change").click()
    expect(other.get_by_role("table")).to_contain_text("Pesées, pour une année")
    expect(other.locator("main")).to_contain_text("Différences avec le texte d'avant")
    other.goto(f"{console.address}/agreements/{citation}")
    other.get_by_role("link", name="Retirer la demande").click()
    other.get_by_role("button", name="Retirer la demande").click()
    expect(other.locator("main")).to_contain_text("C'est retiré")


def test_a_request_that_is_refused_says_so_and_that_nobody_signed(signed_in, console):
    citation = request_sent(signed_in("steward@bretagne-romantique"))
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}/agreements/{citation}/approve")
    page.fill("#reason", "La période est trop longue.")
    page.get_by_role("button", name="Refuser").click()
    main = page.locator("main")
    expect(main).to_contain_text(re.compile(r"compris\.\s+Refusée le \d"))
    expect(main).to_contain_text("Personne n'a signé.")
    expect(main).not_to_contain_text("Terminée le")
    expect(main).not_to_contain_text("Personne n'a encore signé.")


def test_a_signatory_refuses_or_gives_back_from_the_page_of_the_request(signed_in, console):
    """Without opening the text to sign it first; who sent it is told why."""
    citation = request_sent(signed_in("steward@bretagne-romantique"))
    ours = signed_in("approver@bretagne-romantique")
    ours.goto(f"{console.address}/agreements/{citation}")
    possible = ours.get_by_role("region", name="Ce que vous pouvez faire")
    expect(possible.get_by_role("link", name="Refuser")).to_have_count(0)
    expect(possible.get_by_role("link", name="Rendre au référent")).to_be_visible()
    page = signed_in("approver@valcobreizh")
    page.goto(f"{console.address}/agreements/{citation}")
    possible = page.get_by_role("region", name="Ce que vous pouvez faire")
    expect(possible.locator(".main")).to_have_text(re.compile("Lire et signer"))
    expect(possible.get_by_role("link", name="Demander une modification")).to_be_visible()
    possible.get_by_role("link", name="Refuser").click()
    expect(page.get_by_role("button", name="Ouvrir la convention à signer")).to_be_visible()
    page.get_by_role("button", name="Refuser").click()
    expect(page.locator(".problem[role=alert]")).to_contain_text("Dites pourquoi")
    page.fill("#reason", "La période est trop longue.")
    assert not violations_of(page)
    page.get_by_role("button", name="Refuser").click()
    expect(page.locator("main")).to_contain_text("C'est refusé")
    ours.reload()
    expect(ours.locator("main")).to_contain_text("La période est trop longue.")


def test_ending_says_first_what_stops_and_the_next_read_is_refused(signed_in, console):
    reader = signed_in("agent@valcobreizh")
    before = ask(reader, ROWS, purpose="rpqs_dechets")
    assert before["data"]["valDIlleAubigne"]["collectes"]["aggregate"]["count"] > 0
    page = signed_in("approver@val-d-ille-aubigne")
    page.goto(f"{console.address}{ACTIVE}")
    page.get_by_role("link", name="Mettre fin").click()
    stops = page.get_by_role("region", name="Ce qui s'arrête")
    expect(stops).to_contain_text("SMICTOM Valcobreizh ne lira plus rien de ces données")
    expect(stops).to_contain_text("18 communes")
    expect(page.locator("input[value=revoke]")).to_be_checked()
    page.fill("#reason", "Le rapport est adopté.")
    page.fill("#number", "conv-2025-0002")
    page.get_by_role("button", name="Confirmer").click()
    expect(page.locator(".problem[role=alert]")).to_contain_text("conv-2025-0001")
    expect(page.locator("#reason")).to_have_value("Le rapport est adopté.")
    page.fill("#number", "CONV-2025-0001")
    page.get_by_role("button", name="Confirmer").click()
    expect(page.locator("main")).to_contain_text("La convention est terminée")
    after = ask(reader, ROWS, purpose="rpqs_dechets")
    assert [error["extensions"]["code"] for error in after["errors"]] == ["agreement_revoked"]

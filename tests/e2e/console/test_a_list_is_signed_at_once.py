"""Five requests of one text are read once, line by line, and signed with one signature.

Covers gateway.console.sign_list.pages, gateway.console.sign_list.texts,
gateway.console.sign_list.documents.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.console.asking import ask
from tests.e2e.console.conftest import violations_of

MEMBERS = ("Val d'Ille-Aubigné", "Bretagne Romantique")
STATES = "{ agreements { citation state sha256 approvals { versionSha256 capacity } } }"


@pytest.fixture(scope="module")
def asked(browser, console):
    """The citations of the five requests that a steward sends to the members at once."""
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(f"{console.address}/sign-in?next=/agreements/new%3Fto%3Dmembers")
    page.click("button[value='steward@valcobreizh']")
    before = {each["citation"] for each in agreements(page)}
    page.get_by_label("Pesées de collecte pour le rapport annuel").check()
    page.get_by_role("button", name="Voir ce que chacun donnerait").click()
    # Of three of them an agreement in force gives the same already: it is asked for once more.
    for box in page.locator("input[name=send]").all():
        box.check()
    page.get_by_role("button", name="Envoyer ce qui est coché").click()
    expect(page.locator("main")).to_contain_text("Envoyée, à signer")
    after = {each["citation"] for each in agreements(page)}
    context.close()
    return sorted(after - before)


def agreements(page):
    return ask(page, STATES)["data"]["agreements"]


def states(page, citations):
    return {
        each["citation"]: each["state"]
        for each in agreements(page)
        if each["citation"] in citations
    }


def open_list(page, console):
    page.goto(f"{console.address}/agreements")
    page.get_by_role("link", name="Signer plusieurs conventions").click()
    page.get_by_role("link", name=re.compile("^Lire et signer")).first.click()


def test_five_are_read_as_one_text_and_signed_at_once(asked, signed_in, looks_right, console):
    assert len(asked) == 5
    page = signed_in("approver@valcobreizh")
    open_list(page, console)
    expect(page.locator("main")).to_contain_text("Nous recevons, sous 5 conventions de même texte.")
    expect(page.get_by_role("button", name="Signer ce qui est coché")).to_have_count(0)
    page.get_by_role("button", name="Ouvrir les 5 conventions à signer").click()
    lines = page.locator("tbody tr", has=page.locator("input[name=line]"))
    expect(lines).to_have_count(5)
    for member in MEMBERS:
        expect(lines.filter(has_text=member)).to_have_count(1)
    expect(lines.filter(has_text="Val d'Ille-Aubigné")).to_contain_text("18 communes sur 19")
    address = page.url.removeprefix(console.address)
    looks_right(page, address, "/agreements/sign")
    page.goto(console.address + address)

    # Nothing is filled in, and nothing is ticked: each is said at its place.
    for box in page.locator("input[name=line]").all():
        box.uncheck()
    page.locator("#capacity").focus()
    page.get_by_role("button", name="Signer ce qui est coché").click()
    errors = page.locator(".problem[role=alert]")
    expect(errors).to_contain_text("Cochez au moins une convention.")
    expect(errors).to_contain_text("Indiquez en quelle qualité vous signez.")
    assert not violations_of(page)
    assert set(states(page, asked).values()) == {"submitted"}

    # One is left for another day.
    for box in page.locator("input[name=line]").all()[:4]:
        box.check()
    page.fill("#capacity", "Présidente")
    page.fill("#reference", "Délibération 2026-118")
    page.fill("#since", "2026-11-20")
    page.check("#read")
    page.get_by_role("button", name="Signer ce qui est coché").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("4 conventions sont signées")
    signed = [each for each in agreements(page) if each["state"] == "approved_by_one"]
    signed = [each for each in signed if each["citation"] in asked]
    assert len(signed) == 4
    for each in signed:
        assert each["approvals"] == [{"versionSha256": each["sha256"], "capacity": "Présidente"}]
    left = set(asked) - {each["citation"] for each in signed}
    assert states(page, left) == dict.fromkeys(left, "submitted")


def test_the_list_is_read_at_320_pixels_in_english_and_without_script(asked, browser, console):
    context = browser.new_context(
        locale="en-GB", java_script_enabled=False, viewport={"width": 320, "height": 640}
    )
    page = context.new_page()
    page.goto(f"{console.address}/sign-in?next=/agreements/sign")
    page.click("button[value='approver@val-d-ille-aubigne']")
    page.goto(f"{console.address}/agreements/sign")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign several agreements")
    # Of the five, one is this body's own: it is alone with its text.
    alone = page.locator("#alone + ul a")
    expect(alone).to_have_count(1)
    assert alone.get_attribute("href").removesuffix("/approve").rpartition("/")[2] in asked
    context.close()


def test_what_was_withdrawn_meanwhile_is_told_and_the_others_are_signed(signed_in, console):
    """Read in one window, withdrawn in another."""
    steward = signed_in("steward@val-d-ille-aubigne")
    citations = [offered(steward, number) for number in range(3)]
    page = signed_in("approver@val-d-ille-aubigne")
    open_list(page, console)
    page.get_by_role("button", name=re.compile("^Ouvrir les 3 conventions")).click()
    assert "errors" not in ask(steward, WITHDRAW, a=citations[0])
    page.fill("#capacity", "Président")
    page.fill("#reference", "Délibération 2026-9")
    page.fill("#since", "2026-11-20")
    page.check("#read")
    page.get_by_role("button", name="Signer ce qui est coché").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 conventions sont signées")
    refused = page.locator("section", has_text="Une convention n'est pas signée")
    expect(refused).to_contain_text(citations[0])
    assert states(page, citations) == {
        citations[0]: "withdrawn",
        citations[1]: "approved_by_one",
        citations[2]: "approved_by_one",
    }


def test_of_two_the_one_that_is_left_is_signed_and_nothing_typed_is_lost(signed_in, console):
    steward = signed_in("steward@val-d-ille-aubigne")
    citations = [offered(steward, number, "2028-01-01") for number in range(2)]
    page = signed_in("approver@val-d-ille-aubigne")
    open_list(page, console)
    page.get_by_role("button", name=re.compile("^Ouvrir les 2 conventions")).click()
    assert "errors" not in ask(steward, WITHDRAW, a=citations[0])
    page.fill("#capacity", "Président")
    page.fill("#reference", "Délibération 2026-9")
    page.fill("#since", "2026-11-20")
    page.check("#read")
    page.get_by_role("button", name="Signer ce qui est coché").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Une convention est signée")
    assert states(page, citations) == {citations[0]: "withdrawn", citations[1]: "approved_by_one"}


DRAFT = """mutation ($input: AgreementInput!) {
  draftAgreement(input: $input) { agreement { citation } } }"""
WITHDRAW = "mutation ($a: String!) { withdrawAgreement(agreement: $a) { act } }"
SUBMIT = "mutation ($a: String!) { submitAgreement(agreement: $a) { agreement { state } } }"
GRANTEES = ("mesnil-roc-h", "bretagne-romantique", "sde35")


def offered(steward, number, start="2027-01-01"):
    """An offer of the same weighings to another body, under one text."""
    given = {
        "dataset": "val-d-ille-aubigne.collectes",
        "to": GRANTEES[number],
        "title": f"Pesées {number}",
        "columns": [
            {"name": name, "transform": "CLEAR"}
            for name in ("id_pesee", "code_commune", "flux", "tonnage_kg")
        ],
        "rows": {"all": True},
        "purposes": ["rpqs_dechets"],
        "legalBasis": "CGCT, article L5211-39",
        "start": start,
        "end": "2028-12-31",
    }
    drafted = ask(steward, DRAFT, input=given)
    assert "errors" not in drafted, drafted
    citation = drafted["data"]["draftAgreement"]["agreement"]["citation"]
    sent = ask(steward, SUBMIT, a=citation)
    assert sent["data"]["submitAgreement"]["agreement"]["state"] == "submitted", sent
    return citation

"""From a page of data to a question that is kept, shared, linked; and to its owner's consent.

Covers gateway.console.questions.editing, gateway.console.questions.kept_data,
gateway.console.questions.links, gateway.console.questions.words, gateway.console.open_in.doors,
gateway.console.open_in.pages, gateway.console.open_in.documents, gateway.console.open_in.answers.
"""

import html
import json
import re

import httpx
import pytest
from playwright.sync_api import expect

CHARGERS = "/data/sde35__bornes_recharge"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_its_pages_are_sound(signed_in, looks_right, language):
    page = signed_in("steward@mesnil-roc-h", language)
    new = "/questions/new?data=sde35__bornes_recharge&commune=35288&purpose="
    looks_right(page, "/questions/new", new, "/links", CHARGERS)


def test_rows_of_a_page_become_a_question_and_a_link(signed_in, console, looks_right):
    page = signed_in("agent@mesnil-roc-h")
    page.goto(f"{console.address}{CHARGERS}/rows?commune=35288")
    page.get_by_text("Ouvrir dans…").click()
    page.get_by_role("link", name="Garder cette question").click()
    assert "WHERE code_commune = ?" in page.get_by_label("La question, en SQL").input_value()
    page.get_by_label("Titre").fill("Bornes de Saint-Malo, l'été")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bornes de Saint-Malo, l'été")
    assert page.url.partition("?")[0].endswith("/questions/bornes-de-saint-malo-l-ete")
    page.get_by_role("link", name="Faire un lien").click()
    expect(page.locator("main")).to_contain_text("Toute personne qui a ce lien peut lire")
    page.get_by_label("Sous quelle forme ?").select_option("csv")
    page.get_by_role("button", name="Faire le lien").click()
    address = page.locator("#address").inner_text().strip()
    answer = httpx.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.text.startswith('"id_pdc"')
    looks_right(page, "/questions/bornes-de-saint-malo-l-ete", "/links")
    page.goto(f"{console.address}/links")
    row = page.get_by_role("row").filter(has_text="Saint-Malo")
    expect(row).to_contain_text("1 fois")
    row.get_by_role("link", name="Révoquer").click()
    page.get_by_role("button", name="Révoquer").click()
    expect(page.locator("main")).to_contain_text("Le lien n'ouvre plus rien.")
    assert httpx.get(address).json()["code"] == "link_ended"


def test_a_question_is_changed_shared_and_removed(signed_in, console):
    page = signed_in("agent@mesnil-roc-h")
    page.goto(f"{console.address}/questions/new")
    page.get_by_label("Titre").fill("À moi")
    page.get_by_label("La question, en SQL").fill("SELECT id_pdc FROM")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.get_by_label("Titre").input_value() == "À moi"
    page.get_by_label("La question, en SQL").fill(
        "SELECT id_pdc FROM sde35.bornes_recharge LIMIT 2"
    )
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("À moi")
    colleague = signed_in("approver@mesnil-roc-h")
    assert colleague.goto(f"{console.address}/questions/a-moi").status == 404
    page.get_by_role("link", name="Modifier la question").click()
    page.get_by_label("les signataires").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("main")).to_contain_text("La question est enregistrée.")
    assert colleague.goto(f"{console.address}/questions/a-moi").status == 200
    page.get_by_role("link", name="Retirer").click()
    page.get_by_role("button", name="Retirer").click()
    expect(page.locator("main")).to_contain_text("La question est retirée.")


def test_an_owner_sees_links_over_its_data(signed_in, console, looks_right):
    page = signed_in("steward@sde35")
    looks_right(page, "/uses")
    expect(page.locator("main")).to_contain_text("Liens vers nos données")
    expect(page.locator("main")).to_contain_text("Mesnil-Roc'h")


def test_a_file_leads_to_a_door_that_answers(signed_in, console):
    """What each program reads of its file is there: the address, and the table or layer in it."""
    page = signed_in("agent@mesnil-roc-h")
    page.goto(console.address + CHARGERS)
    menu = page.locator("details", has=page.get_by_text("Ouvrir dans", exact=False)).first
    menu.locator("summary").click()
    assert menu.get_by_role("link", name="QGIS (.qlr)").get_attribute("href").endswith("/open.qlr")
    odc, pbids, qlr = (
        page.request.get(f"{console.address}{CHARGERS}/open.{kind}").text()
        for kind in ("odc", "pbids", "qlr")
    )
    address = re.search(r'OData\.Feed\("([^"]+)"', html.unescape(odc))[1]
    table = re.search(r'\[Name="([^"]+)"', html.unescape(odc))[1]
    with httpx.Client(trust_env=False) as program:
        rows = program.get(f"{address}/{table}?$top=3").json()["value"]
        layer = re.search(r"typename='([^']+)' url='([^']+)'", html.unescape(qlr))
        items = program.get(f"{layer[2]}/collections/{layer[1]}/items?limit=3").json()
    assert len(rows) == len(items["features"]) == 3
    assert json.loads(pbids)["connections"][0]["details"]["address"]["url"] == address
    assert page.request.get(f"{console.address}{CHARGERS}/open.exe").status == 404


def test_it_is_found_by_those_who_may(signed_in, console):
    page = signed_in("agent@mesnil-roc-h")
    page.goto(f"{console.address}/data?q=bornes+malo")
    expect(page.locator("#results")).to_contain_text("Bornes de Saint-Malo, l'été")
    colleague = signed_in("approver@mesnil-roc-h")
    colleague.goto(f"{console.address}/data?q=bornes+malo")
    expect(colleague.locator("#results")).not_to_contain_text("Saint-Malo, l'été")

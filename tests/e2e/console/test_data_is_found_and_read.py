"""Data searched, one of it opened, and what another body would get of it.

Covers gateway.console.data.as_views,
gateway.console.data.documents, gateway.console.data.download,
gateway.console.data.page_of_rows, gateway.console.data.pages, gateway.console.data.row_columns,
gateway.console.data.rows_question,
gateway.console.data.rows_table, gateway.console.data.standing, gateway.console.data.views,
gateway.console.describe.pages, gateway.console.linking.pages, gateway.console.nothing_here,
gateway.reading.reports.rows_seen_as, gateway.console.today.handed, papers.rows_files.
"""

import csv
import io
import re
from contextlib import ExitStack, closing

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.console.asking import ask
from tests.e2e.console.conftest import violations_of
from tests.e2e.console.files_by_http import Clerk, workbook_rows

OURS = "/data/valcobreizh__collectes"
THEIRS = "/data/val_d_ille_aubigne__collectes"
DESCRIBE = """mutation { describeDataset(dataset: "valcobreizh__collectes", changes: {
  updateFrequency: MONTHLY
  contact: { name: "Service des déchets", email: "dechets@valcobreizh.example" }
}) { applied } }"""
TABS = ("rows", "columns", "sharing", "follow", "picture", "column-figures")
TO_TOWN = f"{OURS}/as?reader=200085868"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_page_is_sound(signed_in, looks_right, language):
    looks_right(
        signed_in("steward@valcobreizh", language),
        *("/data", "/data?q=verre", "/data?q=piscine", OURS, THEIRS, f"{OURS}/as", TO_TOWN),
        *(f"{THEIRS}/{tab}" for tab in TABS[: None if language == "fr" else 2]),
    )
    looks_right(signed_in(None, language), "/data", "/data/sde35__bornes_recharge")


@pytest.mark.parametrize(("language", "words"), [
    ("fr", "Il n'y a rien à cette adresse"), ("en", "There is nothing at this address"),
])  # fmt: skip
def test_an_address_that_leads_nowhere_leads_back(signed_in, console, language, words):
    page = signed_in(None, language)
    assert page.goto(f"{console.address}/donnees").status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    assert not violations_of(page)
    page.locator("main a").first.click()
    page.wait_for_url(f"{console.address}/")
    # So does the address of a form, kept as a bookmark.
    assert page.goto(f"{console.address}/operator/appoint").status == 405
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    told = httpx.get(f"{console.address}/operator/appoint")
    assert (told.status_code, told.json()["code"]) == (405, "method_not_allowed")
    # A program is told a problem, whatever it accepts beside.
    answer = httpx.get(f"{console.address}/v1/nothing", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


def test_what_is_typed_is_found_while_it_is_typed(signed_in, console):
    page = signed_in("agent@valcobreizh")
    page.goto(f"{console.address}/data")
    page.get_by_label("Que cherchez-vous ?").press_sequentially("bornnes irve")
    results = page.locator("#results")
    expect(results.locator("h2")).to_contain_text("1 résultat")
    expect(results).to_contain_text("Bornes de recharge")
    page.get_by_label("Que cherchez-vous ?").fill("piscine")
    expect(results).to_contain_text("Rien ne répond à ces mots")


def test_an_agent_reads_what_an_agreement_gives_for_its_purpose(signed_in, console):
    page = signed_in("agent@valcobreizh")
    page.goto(f"{console.address}{THEIRS}")
    main, rows = page.locator("main"), page.get_by_role("region", name="Les lignes")
    # Of the two purposes that the agent and the agreement have, the first is picked, and told.
    expect(main).to_contain_text("Lues pour « Planification des tournées de collecte », par la")
    expect(page.get_by_label("Pour quel usage ?")).to_have_value("planification_collecte")
    expect(rows).to_be_visible()
    # The rows are on the page: nothing leads to them, and the file of them comes first.
    expect(page.locator("main .actions a").first).to_have_text("Télécharger (Excel)")
    expect(page.locator("main a.main")).to_have_text("Télécharger (Excel)")
    expect(page.get_by_role("link", name="Demander davantage")).to_be_visible()
    page.get_by_label("Pour quel usage ?").select_option("rpqs_dechets")
    page.get_by_role("button", name="Choisir").click()
    expect(main).to_contain_text("Lues pour « Rapport annuel")
    expect(rows).to_be_visible()
    page.get_by_label("Pour quel usage ?").select_option("")
    page.get_by_role("button", name="Choisir").click()
    expect(rows).to_have_count(0)
    expect(main).to_contain_text("dites pour quoi vous lisez ces données")


def test_readers_are_told_whom_to_ask_and_how_old_the_rows_are(signed_in, console):
    owner = signed_in("steward@valcobreizh")
    described = ask(owner, DESCRIBE)
    assert described["data"]["describeDataset"]["applied"], described
    for agent in ("steward@valcobreizh", "agent@mesnil-roc-h"):
        page = signed_in(agent)
        page.goto(f"{console.address}/data/valcobreizh__collectes")
        expect(page.locator(".data-owner")).to_contain_text("Service des déchets")
        page.get_by_role("link", name="Suivi").click()
        facts = page.locator("main dl").first
        expect(facts).to_contain_text("Service des déchets")
        link = facts.get_by_role("link", name="dechets@valcobreizh.example")
        expect(link).to_have_attribute("href", "mailto:dechets@valcobreizh.example")
        expect(facts).to_contain_text("chaque mois")
        # No file of theirs: the rows are in a database.
        expect(facts).to_contain_text("lues à leur source, à chaque question")


def test_rows_are_filtered_sorted_and_turned_by_their_address(signed_in, looks_right, console):
    page = signed_in("agent@valcobreizh")
    page.goto(f"{console.address}{THEIRS}/rows")
    rows = page.get_by_role("region", name="Les lignes")
    main = page.locator("main")
    expect(main).to_contain_text("Lignes 1 à 50, sur plus de 10 000")
    first = rows.locator("tbody tr").first.inner_text()
    page.get_by_role("link", name="Lignes suivantes").click()
    expect(main).to_contain_text("Lignes 51 à 100, sur plus de 10 000")
    page.get_by_role("link", name="Lignes précédentes").click()
    assert rows.locator("tbody tr").first.inner_text() == first
    page.get_by_text("Filtrer les lignes").press("Enter")
    page.get_by_label("Commune (nom ou code)").fill("melesse")
    page.get_by_label("Jour de collecte, à partir du").fill("2024-01-01")
    page.get_by_label("jusqu'au").fill("2024-03-31")
    page.get_by_label("Une colonne").select_option("flux")
    page.get_by_label("Ce qu'elle contient").fill("verre")
    page.get_by_role("button", name="Filtrer").click()
    expect(main).to_contain_text("Lignes 1 à 13 sur 13 (filtrées)")
    assert all("Melesse (35173)" in text for text in rows.locator("tbody tr").all_inner_texts())
    page.get_by_role("link", name="Masse collectée (kg)", exact=True).click()
    expect(rows.get_by_role("columnheader", name="Masse")).to_have_attribute(
        "aria-sort", "ascending"
    )
    weights = [int(text.replace("\u202f", "")) for text in rows.locator("tbody td:nth-child(7)")
               .all_inner_texts()]  # fmt: skip
    assert weights == sorted(weights)
    assert len(weights) == 13
    shared = page.url.removeprefix(console.address)
    assert not violations_of(page)
    looks_right(signed_in("agent@valcobreizh", "en"), shared.partition("#")[0])


def test_pseudonyms_are_shown_short_and_told_once_above(signed_in, console):
    page = signed_in("agent@valcobreizh")
    page.goto(f"{console.address}{THEIRS}")
    cell = page.get_by_role("region", name="Les lignes").locator("tbody th span").first
    whole = cell.get_attribute("title")
    assert re.fullmatch("[0-9a-f]{64}", whole)
    expect(cell).to_have_text(f"{whole[:8]}…")
    expect(page.locator("main")).to_contain_text(
        "Numéro de pesée, Tournée : remplacés par des pseudonymes. "
        "Part de la commune dans la pesée, Bacs levés : non donnés."
    )


FILTERED = "commune=35173&since=2024-01-01&until=31/03/2024&column=flux&value=VERRE"


@pytest.fixture
def visiting(console):
    """`visiting("agent@valcobreizh")`: their session without a browser."""
    with ExitStack() as opened:
        yield lambda agent: opened.enter_context(closing(Clerk(console, agent)))


def test_a_reader_downloads_what_is_filtered_and_the_owner_is_told(visiting):
    reader = visiting("agent@valcobreizh")
    table = list(csv.reader(io.StringIO(
        reader.file(f"{THEIRS}/rows.csv?{FILTERED}").decode("utf-8-sig")), delimiter=";"
    ))  # fmt: skip
    headers, rows = table[0], table[1:]
    assert headers[3:5] == ["Commune", "Commune (nom)"]
    assert {tuple(row[3:6]) for row in rows} == {("35173", "Melesse", "VERRE")}
    assert len(rows) == 13
    assert all(re.fullmatch("[0-9a-f]{64}", row[0]) for row in rows)
    about = dict(workbook_rows(reader.file(f"{THEIRS}/rows.xlsx?{FILTERED}"), "À propos"))
    assert "(conv-2025-0001@1)" in about["Convention"]
    assert (about["Lignes"], about["Finalité"]) == ("13", "Planification des tournées de collecte")
    assert re.match(r"commune\s: 35173 ; à partir du 1\s?(er)? janv. 2024", about["Filtre"])
    reader.get("/receipt")
    reader.post("/receipt", receipt=about["Reçu signé de la lecture"])
    assert "SMICTOM Valcobreizh a lu 13 lignes" in reader.text
    owner = visiting("steward@val-d-ille-aubigne")
    owner.get("/uses?data=val_d_ille_aubigne__collectes")
    assert re.search(r"SMICTOM Valcobreizh.*Planification des tournées", owner.text)


def test_a_file_has_the_rows_of_all_pages_or_is_not_sent(visiting):
    reader = visiting("agent@valcobreizh")
    lines = reader.file(f"{THEIRS}/rows.csv").count(b"\r\n") - 1
    assert lines > 10_000, "more than one document gives"
    reader.get(f"{THEIRS}/rows.csv?since=2024-13-45")
    assert "Le jour s'écrit jj/mm/aaaa" in reader.text
    stranger = visiting("steward@sde35")
    stranger.get(f"{THEIRS}/rows.xlsx")
    assert "Vous n'y avez pas accès" in stranger.text


def test_a_filter_that_cannot_be_is_told_beside_its_field(visiting):
    reader = visiting("agent@valcobreizh")
    reader.get(f"{THEIRS}?column=tonnageKg&value=beaucoup")
    assert "« Masse collectée (kg) » est un nombre" in reader.text
    assert "Lignes 1 à" not in reader.text
    reader.get(f"{THEIRS}?commune=Nulle-Part-les-Oies")
    assert "Aucune ligne ne répond à ce filtre." in reader.text
    # A column that is not given filters nothing, and is not named.
    reader.get(f"{THEIRS}?column=nbBacsLeves&value=3&sort=nbBacsLeves")
    assert "Lignes 1 à 50" in reader.text


def test_what_is_received_is_opened_for_its_purpose(signed_in, console):
    page = signed_in("agent@valcobreizh")
    # What is read is named, by the title of the data, and leads to its rows.
    received = page.get_by_role("region", name="Avec qui nous partageons")
    received.locator("summary").click()
    received.get_by_role("link", name="Pesées de collecte des déchets, Val d'Ille").click()
    expect(page).to_have_url(f"{console.address}{THEIRS}?purpose=planification_collecte")
    page.goto(f"{console.address}/data?whose=received")
    page.locator(f"#results a[href='{THEIRS}?purpose=planification_collecte']").click()
    expect(page.get_by_role("region", name="Les lignes")).to_be_visible()


def test_whoever_has_no_purpose_of_an_agreement_is_sent_to_their_steward(signed_in, console):
    page = signed_in("approver@valcobreizh")
    page.goto(f"{console.address}{THEIRS}")
    main = page.locator("main")
    expect(main).to_contain_text("Vous n'avez aucune des finalités de cette convention")
    expect(main).to_contain_text("Demandez-la à votre référent")
    expect(main).not_to_contain_text("Vous n'y avez pas accès")
    # There is no access to ask for: the agreement is in force.
    expect(page.get_by_role("link", name="Demander l'accès")).to_have_count(0)
    assert not violations_of(page)


def test_a_former_reader_is_told_when_their_agreement_ended(signed_in, console):
    page = signed_in("steward@bretagne-romantique")
    for dataset, day in (
        ("valcobreizh__collectes", "31 déc. 2024"),
        ("mesnil_roc_h__energie_batiments", "15 sept. 2025"),
    ):
        page.goto(f"{console.address}/data/{dataset}")
        expect(page.locator("main")).to_contain_text(f"La convention a pris fin le {day}")
        expect(page.locator("main")).not_to_contain_text("Vous n'y avez pas accès")
    # Who never had one is told to ask.
    other = signed_in("steward@sde35")
    other.goto(f"{console.address}{OURS}")
    expect(other.locator("main")).to_contain_text("Vous n'y avez pas accès")


def test_the_question_of_a_page_works_elsewhere(signed_in, console):
    page = signed_in("agent@valcobreizh")
    page.goto(f"{console.address}/data/sde35__bornes_recharge")
    page.get_by_text("Pour les développeurs").click()
    document = page.locator("#snippet-graphql").inner_text()
    answer = httpx.post(f"{console.address}/graphql", json={"query": document}, trust_env=False)
    assert "errors" not in answer.json()
    statement = page.locator("#snippet-sql").inner_text()
    rows = httpx.post(f"{console.address}/v1/sql", json={"query": statement}, trust_env=False)
    assert rows.status_code == 200, rows.text


def test_an_owner_sees_what_another_body_would_get(signed_in, console):
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}{OURS}/as")
    page.get_by_label("Quel organisme ?").select_option(label="Mesnil-Roc'h")
    page.get_by_role("button", name="Voir", exact=True).click()
    expect(page.get_by_role("heading", name="Ce que Mesnil-Roc'h en lit")).to_be_visible()
    rows = page.get_by_role("region", name="Les dix premières lignes").locator("tbody tr")
    expect(rows).to_have_count(10)
    # Mesnil-Roc'h (with Lanhélin and Tressé, which it took in), and no other commune.
    own = {"35308", "35147", "35344"}
    assert all(own & set(text.split()) for text in rows.all_inner_texts())


def test_what_a_body_without_an_agreement_gets_is_a_reason(signed_in, console):
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}{OURS}/as")
    page.get_by_label("Quel organisme ?").select_option(label="Syndicat départemental d'énergie 35")
    page.get_by_role("button", name="Voir", exact=True).click()
    expect(page.locator("main")).to_contain_text("Rien.")


def test_a_day_that_is_none_is_told_beside_its_field(signed_in, console):
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}{TO_TOWN}&at=31/02/2026")
    expect(page.get_by_role("alert")).to_contain_text("jj/mm/aaaa")
    expect(page.get_by_label("Quel jour ?")).to_have_value("31/02/2026")


def test_nobody_else_sees_with_anothers_eyes(signed_in, console):
    page = signed_in("steward@mesnil-roc-h")
    page.goto(f"{console.address}{OURS}/as?reader=243500667")
    expect(page.locator("main")).not_to_contain_text("Les dix premières lignes")
    expect(page.locator("main")).to_contain_text("propriétaire")


def test_data_that_nobody_knows_of_are_no_page(signed_in, console):
    page = signed_in("steward@sde35")
    hidden = "val_d_ille_aubigne__jeu_qui_n_existe_pas"
    for address in (f"/data/{hidden}", f"/data/{hidden}/as"):
        assert page.goto(f"{console.address}{address}").status == 404, address
        expect(page.get_by_role("alert")).to_contain_text("n'existe pas")


def test_an_agents_request_goes_filled_in_to_their_steward(signed_in, console):
    page = signed_in("agent@valcobreizh")
    page.goto(
        f"{console.address}/agreements/new?dataset=mesnil_roc_h__energie_batiments&by=columns"
    )
    expect(page.locator("main")).to_contain_text("envoyée par un référent de votre organisme")
    page.fill("#title", "Énergie, pour la tournée de nuit")
    page.locator("#purpose").select_option(index=1)
    page.get_by_role("button", name="Tout cocher").click()
    expect(page.locator("input[name=columns]:checked").first).to_be_visible()
    page.fill("#legal_basis", "CGCT L2224-13")
    assert not violations_of(page)
    page.get_by_role("button", name="Transmettre à mon référent").click()
    expect(page.locator("main")).to_contain_text("Votre demande est transmise, remplie")
    steward = signed_in("steward@valcobreizh")
    for _ in range(100):
        steward.goto(f"{console.address}/inbox")
        if steward.get_by_text("Demande à envoyer").count():
            break
    steward.get_by_role("link", name=re.compile("Ouvrir Demande à envoyer")).first.click()
    expect(steward.locator("#title")).to_have_value("Énergie, pour la tournée de nuit")
    # It is a thing to do, not a piece of news, until it is sent or set aside.
    steward.goto(console.address)
    changed = steward.get_by_role("region", name="Ce qui a changé cette semaine")
    expect(changed).not_to_contain_text("Demande à envoyer")
    waiting = steward.get_by_role("region", name="Ce qui vous attend")
    card = waiting.get_by_role("listitem").filter(has_text="Demande à envoyer").first
    assert not violations_of(steward)
    card.get_by_role("link", name="Vérifier et envoyer").click()
    expect(steward.locator("#title")).to_have_value("Énergie, pour la tournée de nuit")
    expect(steward.locator("#legal_basis")).to_have_value("CGCT L2224-13")
    expect(steward.get_by_role("button", name="Voir ce que chacun donnerait")).to_be_visible()


def test_a_steward_links_two_datasets_by_what_tells_their_rows_apart(signed_in, console):
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}/data/valcobreizh__factures_detail")
    page.get_by_text("Autres actions").click()
    page.get_by_role("link", name="Relier").click()
    expect(page.get_by_label("Factures du traitement")).to_have_count(1)
    assert not violations_of(page)
    page.get_by_label("Factures du traitement").check()
    page.get_by_label("Nom du lien", exact=False).first.fill("numero_facture")
    page.get_by_role("button", name="Relier").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("Nom du lien", exact=False).first.fill("facture")
    page.get_by_label("Nom du lien dans l'autre sens").fill("details")
    page.get_by_role("button", name="Relier").click()
    expect(page.get_by_role("status")).to_contain_text("C'est relié")
    expect(page.locator("main")).to_contain_text("le lien s'appelle facture, et details")
    expect(page.get_by_label("Factures du traitement")).to_have_count(0)
    document = (
        '{ valcobreizh { facturesDetail(where: {facture: {numeroFacture: {eq: "x"}}}) '
        "{ totalCount { value } } } }"
    )
    answer = ask(page, document)
    assert "errors" not in answer, answer


def test_a_link_is_removed_after_its_page_says_what_stops_and_made_again(signed_in, console):
    asked = (
        "{ bretagneRomantique { facturesLignes("
        'where: { facture: { totalHt: { gt: "1" } } }) { aggregate { count } } } }'
    )
    page = signed_in("steward@bretagne-romantique")
    assert "errors" not in ask(page, asked)
    page.goto(f"{console.address}/data/bretagne_romantique__factures_lignes/link")
    line = page.get_by_role("listitem").filter(has_text="le lien s'appelle facture")
    line.locator("summary").click()
    expect(line).to_contain_text("sera refusée dès maintenant")
    assert not violations_of(page)
    line.get_by_role("button", name="Retirer le lien").click()
    expect(page.get_by_role("status").first).to_contain_text("Le lien est retiré")
    expect(page.locator("main")).not_to_contain_text("Déjà reliées")
    assert "errors" in ask(page, asked)
    page.get_by_role("radio", name="Factures du traitement").check()
    page.get_by_label("Nom du lien (facultatif)").fill("facture")
    page.get_by_label("Nom du lien dans l'autre sens").fill("lignes")
    page.get_by_role("button", name="Relier").click()
    expect(page.locator("main")).to_contain_text("C'est relié, dès maintenant.")
    assert "errors" not in ask(page, asked)

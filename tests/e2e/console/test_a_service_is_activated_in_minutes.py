"""A steward activates a service in a browser, with one question, and takes its figures away.

Covers gateway.console.mutualised.pages, gateway.console.mutualised.documents,
gateway.console.mutualised.activating, gateway.console.mutualised.data_choices,
gateway.console.mutualised.views, gateway.console.mutualised.drawings,
gateway.console.mutualised.exports, gateway.console.mutualised.parameters,
gateway.console.mutualised.years, gateway.console.mutualised.kept,
gateway.console.mutualised.amounts, gateway.console.mutualised.refusals,
gateway.figures.activations.titled_notices,
gateway.cli.activation_commands, gateway.http.rest.services.
"""

import json
import re
import zipfile
from datetime import UTC, datetime

import httpx
import pytest
from playwright.sync_api import expect

from catalog.model.paris import paris_day
from tests.e2e.conftest import run_interco
from tests.e2e.console.conftest import NARROW, WIDE, overflow_of
from tests.e2e.console.files_by_http import Clerk
from tests.e2e.console.menus import ask_for_figures, open_entry

STEWARD = "steward@bretagne-romantique"
ACTIVATION = "bretagne-romantique-rpqs-dechets"
MONTHLY = "bretagne-romantique.tonnages_mensuels"
OURS = (
    *("35017", "35029", "35050", "35056", "35085", "35092", "35094", "35130", "35134"),
    *("35148", "35156", "35159", "35172", "35225", "35226", "35233", "35258", "35265"),
    *("35286", "35308", "35318", "35337", "35342", "35345", "35346"),
)
MONTHS = (
    *("janv", "févr", "mars", "avr", "mai", "juin"),
    *("juil", "août", "sept", "oct", "nov", "déc"),
)


def activate_of_2025(page):
    ask_for_figures(page)
    # Its weighings of 2026 follow the standard, but no year of them is whole: the months are.
    expect(
        page.get_by_text("Proposées parce qu'elles ont une année complète, 2023.")
    ).to_be_visible()
    expect(page.get_by_text("2023 complète · 25 communes sur 25").first).to_be_visible()
    # A likely column is proposed and gives figures: it may be changed, and waits for nobody.
    expect(page.get_by_text("Une question avant de continuer")).to_have_count(0)
    expect(page.get_by_text("à confirmer")).to_have_count(0)
    page.get_by_text(re.compile(r"Le poids\s: Total enlevé \(t\)")).click()
    question = page.get_by_label("quelle colonne est le poids")
    expect(question).to_be_visible()
    expect(question).to_have_value("total_enleve")
    expect(question).to_contain_text("Total enlevé (t), par exemple")
    # What the data of several bodies need is not asked of one's own.
    expect(page.get_by_label("si deux organismes ont la même commune")).to_have_count(0)
    preview = page.get_by_role("region", name="Vos chiffres, si vous l'activez")
    # At once, of the last whole year, which is said; another may be chosen.
    expect(preview).to_contain_text("25 communes sur 25 attendues, 12 mois sur 12")
    year = page.get_by_label("Quelle année ?")
    expect(year).to_have_value("2023")
    why = r"2023 est la dernière année complète\s: 2026 n'a que 10 mois sur 12\."
    expect(page.get_by_text(re.compile(why))).to_be_visible()
    expect(year).to_contain_text("2025 (10 mois sur 12)")
    year.select_option("2025")
    page.get_by_role("button", name="Recalculer").click()
    expect(preview).to_contain_text("25 communes sur 25 attendues, 10 mois sur 12")
    nothing = page.get_by_role("region", name="Ces données ne donnent aucun chiffre")
    expect(nothing).to_contain_text("l'année n'est couverte qu'en partie")
    expect(nothing.get_by_role("button", name="Prendre l'année 2023")).to_have_class("main")
    expect(page.get_by_role("button", name="Activer", exact=True)).not_to_have_class("main")
    page.get_by_text("Quelle colonne est quoi").first.click()
    expect(page.get_by_text("4 colonnes reconnues, 1 unité convertie, 1 absente.")).to_be_visible()
    page.get_by_role("button", name="Activer", exact=True).click()
    page.wait_for_url(f"**/services/activations/{ACTIVATION}?annee=2025&done=activated")


def compute_2023_with_costs(page):
    page.get_by_label("Quelle année ?").select_option("2023")
    # What a dash lacks is one click away: the fields of costs, which were folded.
    page.get_by_role("link", name="donner vos coûts").first.click()
    page.get_by_label("Ordures ménagères résiduelles").fill("1 000 000,50")
    page.get_by_role("button", name="Recalculer").click()
    page.wait_for_url(f"**/{ACTIVATION}?annee=2023&cout_omr=1000000.50")
    expect(page.get_by_text("Coût aidé par tonne", exact=True)).to_be_visible()
    expect(page.get_by_text("aucun coût donné")).to_have_count(0)
    expect(page.get_by_text("Par commune : Par habitant, 2023").first).to_be_visible()
    expect(page.locator("figure.picture-chart svg")).to_have_count(0)
    main = page.locator("main")
    expect(main).to_contain_text("« Total enlevé » est en t")
    expect(main).not_to_contain_text("total_enleve")
    expect(main).not_to_contain_text("bretagne-romantique.tonnages_mensuels")
    expect(main).not_to_contain_text("(Bonnemain)")


def test_the_year_is_chosen_among_those_of_all_data(console):
    clerk = Clerk(console, STEWARD)
    year = paris_day(datetime.now(UTC)).year - 1
    due = rf"données\sde\s{year},\s(était\s)?dû\sle\s30\ssept\.\s{year + 1}"
    for path in ("/", "/services"):
        assert re.search(due, clerk.get(path))
    page = clerk.get("/services/rpqs-dechets/activate")
    assert "2024 (aucune ligne)" in page
    assert re.search(r'<option value="2024" disabled>', clerk.html)
    chosen = clerk.hidden_and_checked()
    page = clerk.post(clerk.address, **{**chosen, "set-annee": "2026", "step": "preview"})
    # The data that have it are proposed with it.
    assert clerk.chosen("data-collectes") == "bretagne_romantique__pesees_quai"
    assert "2026 (10 mois sur 12)" in page
    assert "l'année n'est couverte qu'en partie" in page
    page = clerk.get("/services/rpqs-dechets/activate?annee=2026")
    assert clerk.chosen("data-collectes") == "bretagne_romantique__pesees_quai"
    clerk.post("/drafts/service-rpqs-dechets/forget", next="/")
    clerk.close()


def test_costs_are_read_as_people_write_them_and_proposed_again(console):
    clerk, address = Clerk(console, STEWARD), "/services/rpqs-dechets/activate"
    assert "aucun coût donné pour ce flux et cette année : donner vos coûts" in clerk.get(address)
    assert 'href="#set-cout_omr"' in clerk.html
    monthly = {"data-collectes": "bretagne_romantique__tonnages_mensuels", "set-annee": "2023"}
    sent = {**clerk.hidden_and_checked(), **monthly, "column-collectes.kg": "total_enleve"}
    sent |= {"set-cout_total": "1\u00a0950\u00a0000 €", "set-cout_omr": "beaucoup"}
    page = clerk.post(address, **sent, step="activate")
    assert clerk.status == 422
    assert "Écrivez un montant en euros, par exemple 1 950 000." in page
    assert "decimal" not in page
    assert 'aria-describedby="set-cout_omr-error" aria-invalid="true"' in clerk.html
    assert "Coût aidé par habitant 54,36 €/hab" in page
    assert "les coûts ne sont pas donnés flux par flux" in page
    page = clerk.post(address, **{**sent, "set-cout_omr": ""}, step="preview")
    assert (clerk.status, "54,36 €/hab" in page) == (200, True)
    # Left and come back to, they are there; begun anew, they are not.
    page = clerk.get(address)
    assert "Vous aviez commencé" in page
    assert "54,36 €/hab" in page
    again = {**clerk.hidden_and_checked(), **sent, "set-cout_omr": ""}
    clerk.post(address, **again, step="preview")
    clerk.post(address, **clerk.hidden_and_checked(), step="activate")
    assert clerk.status == 200, clerk.text
    result = clerk.address.partition("?")[0]
    assert "cout_total=1950000" in clerk.address
    assert "54,36 €/hab" in clerk.get(result)
    clerk.post("/drafts/service-rpqs-dechets/forget", next="/")
    page = clerk.get(f"{result}/freeze?annee=2023")
    assert "Aucun coût n'est donné" in page
    assert f"{result}?annee=2023#cout_omr" in clerk.html
    clerk.post(f"{result}/end")
    clerk.close()


def test_a_steward_activates_it_without_a_question_and_ends_it(signed_in, console, looks_right):
    page = signed_in(STEWARD)
    open_entry(page, "Chiffres", "Services")
    # The report that is due leads to the same page as the gallery does.
    page.get_by_role("link", name="Préparer ce rapport").first.click()
    page.go_back()
    page.get_by_role("link", name="Voir nos chiffres Rapport annuel sur les déchets").click()
    activate_of_2025(page)
    expect(page.get_by_role("status").first).to_contain_text("Le service est activé")
    expect(page.get_by_text("données synthétiques").first).to_be_visible()
    expect(page.locator("figure.picture").first).to_be_visible()
    of_months = page.get_by_text(
        "Par commune : Par habitant, communes dont l'année est entière, 2025"
    )
    expect(of_months.first).to_be_visible()
    compute_2023_with_costs(page)

    with page.expect_download() as taken:
        page.get_by_role("link", name="Tout télécharger (XLSX)").click()
    book = zipfile.ZipFile(taken.value.path())
    sheets = [book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name]
    assert len(sheets) >= 4
    assert not any("<f>" in sheet or "hyperlink" in sheet for sheet in sheets)
    page.get_by_role("region", name="Les tableaux").locator("summary").first.click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Télécharger en CSV").first.click()
    lines = taken.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("Organisme;Année;Masse collectée (kg)")
    assert len(lines) > 1

    _freeze_twice(page, console)
    page.goto(f"{console.address}/services")
    expect(page.get_by_role("link", name="Rapport 2023 figé le")).to_be_visible()
    page.goto(console.address)
    figures = page.get_by_role("region", name="Nos chiffres")
    expect(figures.get_by_role("listitem")).to_have_count(4)
    expect(figures.get_by_role("listitem").first).to_contain_text("kg/hab")
    # Its costs are proposed again, with its year.
    page.goto(f"{console.address}/services/activations/{ACTIVATION}")
    page.wait_for_url(f"**/{ACTIVATION}?annee=2023&cout_omr=2000001*")

    page.locator("summary", has_text="Signaler une anomalie").click()
    page.get_by_label("Ce qui ne va pas").fill("Février 2025 paraît trop bas.")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("status").first).to_contain_text("Le message est chez vos référents")
    expect(page.get_by_text("Ces données sont à nous").first).to_be_visible()
    looks_right(
        page, "/services", "/services/rpqs-dechets", "/services/rpqs-dechets/activate",
        f"/services/activations/{ACTIVATION}", f"/services/activations/{ACTIVATION}/upgrade",
        f"/services/activations/{ACTIVATION}/freeze", f"/services/activations/{ACTIVATION}/end",
    )  # fmt: skip
    page.get_by_role("button", name="Retirer").click()
    expect(page.get_by_role("status").first).to_contain_text("il n'en reste rien")
    assert page.goto(f"{console.address}/services/activations/{ACTIVATION}").status != 200


def _freeze_twice(page, console):
    """The second of the same year corrects the first, with the costs given then."""
    page.get_by_role("link", name="Figer cette version").click()
    expect(page.get_by_label("Année")).to_have_value("2023")
    expect(page.get_by_label("Titre")).to_have_value("RPQS déchets 2023 – CC Bretagne Romantique")
    expect(page.locator("main")).to_contain_text("PDF à soumettre au vote")
    page.get_by_label("Titre").fill("Déchets 2023")
    page.get_by_label("Année").fill("deux mille")
    page.get_by_role("button", name="Figer cette version").click()
    page.get_by_role("alert").get_by_text("Une année s'écrit comme 2025.").wait_for()
    expect(page.get_by_label("Année")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Année").fill("2023")
    page.get_by_label("Le mot du service").fill("Une année calme.\n\nMerci aux agents.")
    page.get_by_role("button", name="Figer cette version").click()
    page.get_by_text("cette version ne changera plus").wait_for()
    page.get_by_text("Ce qui est figé", exact=True).click()
    kept = page.get_by_role("region", name="Qualité")
    expect(kept).to_contain_text(re.compile(r"Taux de valorisation\s\(%\)\s*\d+,\d\d"))
    expect(page.locator("main")).to_contain_text("12 mois sur 12")
    expect(page.locator("main")).to_contain_text("27,88")
    expect(page.locator("main")).to_contain_text("6 valeurs manquent")
    sheets = page.get_by_role("link", name="Les fiches des communes, à leur remettre (PDF)")
    expect(sheets).to_be_visible()
    paper = page.get_by_role("link", name="La même chose en page web").get_attribute("href")
    assert "<p>Merci aux agents.</p>" in page.request.get(f"{console.address}{paper}").text()
    page.get_by_label("La page d'une seule commune").select_option("35085")
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="Télécharger sa page (PDF)").click()
    assert "-2023-" in downloaded.value.suggested_filename
    assert "-35085-" in downloaded.value.suggested_filename
    changed = "annee=2023&cout_omr=2000001"
    page.goto(f"{console.address}/services/activations/{ACTIVATION}/freeze?{changed}")
    expect(page.locator("main")).to_contain_text("sont figés déjà, depuis le")
    page.get_by_role("button", name="Figer la version corrigée").click()
    expect(page.get_by_role("alert")).to_contain_text("ce qui change")
    page.get_by_label("Ce qui change").fill("Le coût des ordures ménagères était incomplet.")
    page.get_by_role("button", name="Figer la version corrigée").click()
    page.get_by_text("La nouvelle version est figée").wait_for()
    expect(page.get_by_role("heading", level=1)).to_have_text("Déchets 2023")
    # The costs given now, and no longer those of the first version.
    expect(page.locator("main")).to_contain_text("55,75")
    expect(page.locator("main")).not_to_contain_text("27,88")
    expect(page.get_by_role("link", name="Télécharger le PDF")).to_be_visible()
    page.set_viewport_size(NARROW)
    assert overflow_of(page) <= 0
    page.set_viewport_size(WIDE)


@pytest.mark.parametrize("agent", ["agent@bretagne-romantique", "operator@interco"])
def test_the_pages_are_sound_in_english_for_whoever_may_only_look(signed_in, looks_right, agent):
    page = signed_in(agent, "en")
    looks_right(page, "/services", "/services/service-fait")
    if agent.startswith("agent"):
        looks_right(page, "/services/service-fait/activate")
        ask_for_figures(page)
        first = page.locator("main .notice").first
        expect(first).to_contain_text("you cannot activate it")
        expect(first).to_contain_text("In your organisation, these may: Denis Lebreton (steward)")
        expect(page.get_by_role("region", name="Your figures, if you activate it")).to_be_visible()
        expect(page.get_by_role("button", name="Activate", exact=True)).to_have_count(0)
        asking = page.get_by_role("link", name="Write the mail").get_attribute("href")
        assert asking.startswith("mailto:?subject=To%20activate")
        assert "%2Fservices%2Fservice-fait%2Factivate" in asking


def test_what_is_disputed_says_how_it_reaches_the_contractor(signed_in, console, looks_right):
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}/services/service-fait/activate")
    ask_for_figures(page)
    chosen = page.locator("input[name=data-contrat]:checked")
    expect(chosen).to_have_value("valcobreizh__contrat_traitement")
    figures = page.get_by_role("region", name="Vos chiffres, si vous l'activez")
    expect(figures).to_contain_text("7\u202f043,70")
    page.get_by_role("button", name="Activer", exact=True).click()
    expect(page.get_by_text("Le service est activé")).to_be_visible()
    main = page.locator("main")
    expect(main).to_contain_text("7\u202f043,70")
    expect(main).to_contain_text("Écarts négatifs (facturé en moins)")
    expect(main).to_contain_text("figez cette version")
    looks_right(page, "/services/activations/valcobreizh-service-fait")
    page.get_by_role("link", name="Figer pour contester").click()
    expect(page.get_by_role("heading", name="Figer le résultat")).to_be_visible()
    page.goto(f"{console.address}/services/activations/valcobreizh-service-fait/end")
    page.get_by_role("button", name="Retirer").click()
    expect(page.get_by_role("status").first).to_contain_text("il n'en reste rien")


def test_a_file_of_other_columns_units_and_codes_is_reported_on_without_a_question(console):
    """Months as « janv-25 », tonnes with a comma, streams under names of its own."""
    clerk = Clerk(console, STEWARD)
    weighings = {"Ordures résiduelles": "9,5", "Bac jaune": "2,25", "Verre": "1"}
    lines = [
        f"{commune};{month}-25;{stream};{tonnes}"
        for commune in OURS
        for month in MONTHS
        for stream, tonnes in weighings.items()
    ]
    content = "\n".join(["Ville INSEE;Mois;Type;Tonnes", *lines, ""]).encode("cp1252")
    clerk.made("Relevé 2025.csv", content, title="Relevé 2025")
    page = clerk.get("/services/rpqs-dechets/activate")
    assert "Une question" not in page
    assert "trouvées Relevé 2025 2025 complète · 25 communes sur 25" in page
    assert "Proposées parce qu'elles ont l'année complète la plus récente, 2025." in page
    # 12.75 t a commune and month, of which 3.25 t are sorted.
    assert "Taux de valorisation 25,49 %" in page
    assert ("main", "Activer") in clerk.buttons()
    monthly = {"pick": "collectes=bretagne_romantique__tonnages_mensuels"}
    other = clerk.post("/services/rpqs-dechets/activate", **clerk.hidden_and_checked(), **monthly)
    # Of a year that other data have whole, these are offered.
    assert "La dernière année complète de ces données. 2026 (10 mois" in other
    assert "2025 (complète, Relevé 2025) 2024 (aucune ligne) 2023 (complète)" in other
    assert "Année 2023" in other
    clerk.close()


def test_a_comparison_begins_with_ones_own_body(console):
    clerk = Clerk(console, STEWARD)
    neighbours = [f"Communauté fictive {letter}" for letter in "ABCDEF"]
    bodies = [f"{name};CC;36000;90;oui" for name in ("243500733", *neighbours)]
    figures = [f"{name};OMR kg/hab;2024;{200 + 3 * at},5" for at, name in enumerate(neighbours)]
    figures += ["243500733;OMR kg/hab;2024;231,4", "243500733;Verre kg/hab;2024;40,2"]
    organismes = "\n".join(["Organisme;Nature;Population;Densité;Accord", *bodies, ""])
    valeurs = "\n".join(["Organisme;Indicateur;Année;Valeur", *figures, ""])
    clerk.made("Organismes.csv", organismes.encode(), title="Organismes comparés")
    clerk.made("Valeurs.csv", valeurs.encode(), title="Chiffres comparés")
    page = clerk.get("/services/comparaison/activate")
    assert "OMR kg/hab : médiane des semblables" in page
    assert "OMR kg/hab : écart à la médiane" in page
    assert "set-organisme" not in clerk.hidden_and_checked()
    assert ("main", "Activer") in clerk.buttons()
    clerk.close()


def test_where_no_data_fit_the_page_says_what_would(console):
    clerk = Clerk(console, STEWARD)
    page = clerk.get("/services/comptage-velo/activate")
    assert "Aucune donnée ne convient." in page
    assert "Le modèle Excel à remplir" in page
    assert "demander des données" in page
    assert "Choisir moi-même (3)" in page
    assert ("main", "Continuer") not in clerk.buttons()
    assert clerk.chosen("data-mesures") is None
    points = {"data-mesures": "bretagne_romantique__points_apport", "step": "check"}
    asked_about = clerk.post("/services/comptage-velo/activate", **points)
    assert "quelle colonne est le nombre de passages ?" in asked_about
    clerk.close()


def test_the_same_in_a_terminal_and_over_rest(console):
    caller = ("--as", "steward@valcobreizh", "--state", str(console.state))

    def typed(*arguments, check=True):
        return run_interco("service", *arguments, *caller, check=check)

    assert "service-fait" in typed("gallery").stdout
    report = typed("report", "service-fait").stdout
    assert "valcobreizh.bons_collecteur" in report
    of_a_year = typed("report", "rpqs-dechets").stdout
    assert "2023–2025 complètes · 34 communes sur 52" in of_a_year
    # The contract is the one that its name says, not what has some columns alike.
    assert "valcobreizh.contrat_traitement" in report
    typed("activate", "service-fait")
    assert json.loads(typed("activations", "--format", "json").stdout)[0]["version"] == "1.6.0"
    run = json.loads(typed("run", "valcobreizh-service-fait", "--format", "json").stdout)
    figures = {one["name"]: one["value"] for one in run["figures"]}
    assert figures["at_stake_eur"] == "7043.70"
    assert typed("upgrade", "valcobreizh-service-fait", "--dry-run").stdout

    def door(method, path, agent="steward@valcobreizh", **more):
        headers = {"Authorization": f"Bearer {console.token(agent)}"}
        address = f"{console.address}/v1/services{path}"
        return httpx.request(method, address, headers=headers, timeout=60, trust_env=False, **more)

    same = door("POST", "/activations/valcobreizh-service-fait/run").json()
    assert same["figures"] == run["figures"]
    assert same["tables"] == run["tables"]
    assert door("GET", "/rpqs-dechets").json()["publisher"] == "200090884"
    monthly = {"datasets": {"collectes": [MONTHLY]}}
    report = door("POST", "/rpqs-dechets/report", STEWARD, json=monthly).json()
    assert (report["question"], report["choices"][0]) == ("collectes.kg", "total_enleve")
    covered = {one["name"]: one["coverage"] for one in report["roles"][0]["candidates"]}
    assert covered[MONTHLY].startswith("2023 complète")
    refused = door("POST", "/rpqs-dechets/activations", STEWARD, json=monthly)
    assert refused.json()["code"] == "service_column_asked"
    others = door("POST", "/activations/valcobreizh-service-fait/run", STEWARD)
    assert (others.status_code, others.json()["code"]) == (404, "unknown_activation")
    wrong = door("POST", "/rpqs-dechets/preview", json={"tables": {}})
    assert wrong.json()["code"] == "request_not_as_described"
    assert door("DELETE", "/activations/valcobreizh-service-fait").json()["applied"]
    assert door("GET", "/activations").json() == []
    assert "valcobreizh-" not in typed("activations").stdout

"""From an Excel export to rows that another body reads, by keyboard; updated, and taken back.

Covers gateway.console.files.pages, gateway.console.files.documents, gateway.console.files.words,
gateway.console.files.reading_view, gateway.console.files.cell_words,
gateway.console.files.file_state, gateway.console.files.receiving,
gateway.console.files.describing, gateway.console.files.column_cards,
gateway.console.files.verifying, gateway.console.files.ladder_view,
gateway.console.files.updating, gateway.console.files.difference_view,
gateway.console.files.versions, gateway.console.describe.pages,
gateway.console.describe.documents, gateway.console.describe.description.
"""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from playwright.sync_api import expect

from tests.e2e.console.conftest import NARROW, WIDE, overflow_of, violations_of
from tests.e2e.console.keyboard import choose, press, sign, tab_to, tick, unfold, write
from tests.unit.file_reading.workbook_bytes import Error, Styled, xlsx

STEWARD = "steward@mesnil-roc-h"
DATASET = "/data/mesnil_roc_h__pesees_du_mesnil"
HEADERS = ["N° de pesée", "Jour", "Commune", "Poids net (kg)", "Chauffeur"]
DAY = 46_300
WEIGHINGS = [
    ("P-001", DAY, "35308", 1250.5, "Anne Le Goff"),
    ("P-002", DAY + 1, "35308", 980, "Yves Morvan"),
    ("P-003", DAY + 2, "35344", 1100, "Anne Le Goff"),
    ("P-004", DAY + 3, "35308", 1310, "Yves Morvan"),
    ("P-005", DAY + 4, "35308", 1005, "Yves Morvan"),
    ("P-006", DAY + 5, "35308", 1190, "Anne Le Goff"),
]
LATER = [*WEIGHINGS[:5], ("P-006", DAY + 5, "35308", 190, "Anne Le Goff"),
         ("P-007", DAY + 6, "35308", 1400, "Anne Le Goff")]  # fmt: skip
READ = "{ mesnilRocH { peseesDuMesnil(first: 50) { nodes { noDePesee poidsNetKg } } } }"


def workbook(rows):
    """As the software of a weighbridge exports it: a title, an empty row, headers, a total."""
    lines = [[number, Styled(day, 1), *rest] for number, day, *rest in rows]
    total = ["Total", None, None, sum(row[3] for row in rows), None]
    return xlsx({"Pesées 2026": [["Pesées 2026"], [], HEADERS, *lines, total]})


def latin_csv():
    lines = ["Mois;Flux;Tonnage (t)"]
    lines += [f"{month:02d}/2026;Végétaux;{month * 10},5" for month in range(1, 10)]
    return ("\r\n".join(lines) + "\r\n").encode("cp1252")


@pytest.fixture
def sent(console, tmp_path):
    """`sent(page, "pesees.xlsx", content)`: chosen, sent by the Enter key, and read."""

    def send(page, name, content, path="/add/file"):
        file = tmp_path / name
        file.write_bytes(content)
        page.goto(f"{console.address}{path}")
        tab_to(page, "#file")
        chosen_by_keyboard(page, file)
        enter(page.get_by_role("button", name="Envoyer le fichier"))
        page.wait_for_url(re.compile(r"/[0-9a-f]{32}$"))
        expect(page.locator("#state[hx-get]")).to_have_count(0, timeout=60_000)

    return send


def chosen_by_keyboard(page, file):
    """Of the field that has the focus. Chromium without windows opens its dialog at the second key
    where it has just closed one; a dialog that comes late, at the first, is as good.
    """
    expect(page.locator("#file")).to_be_focused()
    opened = []

    def note(chooser):
        opened.append(chooser)

    page.on("filechooser", note)
    for patience_ms in (3_000, 30_000):
        with suppress(PlaywrightTimeoutError), page.expect_file_chooser(timeout=patience_ms):
            page.keyboard.press("Space")
        if opened:
            break
    page.remove_listener("filechooser", note)
    assert opened, "the field of a file opens no dialog"
    opened[0].set_files(file)


def enter(control):
    """By keyboard: what is focused and pressed could be reached by the Tab key."""
    control.focus()
    control.press("Enter")


def sound(page):
    """As it is now: nothing for axe to say, no sideways scroll at 320 px."""
    assert not violations_of(page), page.url
    page.set_viewport_size(NARROW)
    assert overflow_of(page) <= 0, page.url
    page.set_viewport_size(WIDE)


def described(page, title):
    page.get_by_label("Titre", exact=True).fill(title)
    page.get_by_label("En une phrase").fill("Une ligne par pesée de camion.")
    page.get_by_label("À quel rythme").select_option("monthly")
    page.get_by_label("Son adresse électronique").fill("dechets@mesnil-roc-h.fr")


def described_by_keyboard(page, driver):
    """`driver`: the name of the field by which the driver's column is kept."""
    write(page, "#description", "Une ligne par pesée de camion.")
    choose(page, "#frequency", "monthly")
    write(page, "#contact_email", "dechets@mesnil-roc-h.fr")
    unfold(page, "Visible par")
    tab_to(page, "input[name=listing]")
    page.keyboard.press("ArrowDown")
    tick(page, f"input[name={driver}]")
    unfold(page, "Les 4 autres colonnes")
    tab_to(page, "input[name^=label-]")
    page.keyboard.press("Control+A")
    page.keyboard.type("Bon de pesée")


def requested(page, console):
    """The citation of a request for all of it but who drove, made by keyboard."""
    page.goto(f"{console.address}/agreements/new?dataset=mesnil_roc_h__pesees_du_mesnil")
    write(page, "#title", "Pesées du Mesnil")
    choose(page, "#purpose", "rpqs_dechets")
    # The purpose brings its text; until then that field takes no key.
    expect(page.locator("#legal_basis")).to_have_value(re.compile("D2224-1"))
    expect(page.locator("#legal_basis")).to_be_enabled()
    write(page, "#legal_basis", "CGCT, articles L2224-17-1 et D2224-1")
    for name in ("no_de_pesee", "code_commune", "poids_net_kg"):
        tick(page, f"input[name=columns][value={name}]")
    press(page, "Voir ce que chacun donnerait")
    press(page, "Envoyer la demande")
    expect(page.locator("main")).to_contain_text("Envoyée, à signer")
    return page.locator("main li a .small").first.inner_text()


def signed(signed_in, console):
    """Asked for by one body, signed by both, each in a browser of its own; then it begins."""
    citation = requested(signed_in("steward@valcobreizh"), console)
    path = f"{console.address}/agreements/{citation}/approve"
    mayor = signed_in("approver@mesnil-roc-h")
    sign(mayor, path, "Maire", "Délibération 2026-118", "2026-01-20")
    expect(mayor.locator("main")).to_contain_text("Il reste à l'autre partie de signer.")
    president = signed_in("approver@valcobreizh")
    sign(president, path, "Présidente", "Décision 2026-31", "2026-01-20")
    expect(president.locator("main")).to_contain_text("Les deux parties ont signé")
    president.goto(f"{console.address}/agreements/{citation}")
    for _ in range(200):
        if president.locator(".status", has_text="En vigueur").count():
            return
        president.reload()
    raise AssertionError("it was signed and has begun")


def weights_read(console):
    answer = console.ask(READ, "agent@valcobreizh", purpose="rpqs_dechets").json()
    assert "errors" not in answer, answer
    nodes = answer["data"]["mesnilRocH"]["peseesDuMesnil"]["nodes"]
    return {node["noDePesee"]: float(node["poidsNetKg"]) for node in nodes}


def test_a_workbook_is_read_described_published_shared_updated_and_taken_back(
    signed_in, console, sent
):
    page = signed_in(STEWARD)
    read_and_published(page, sent)
    refused = console.ask(READ, "agent@valcobreizh", purpose="rpqs_dechets").json()
    assert refused["errors"]
    signed(signed_in, console)
    assert weights_read(console)["P-006"] == 1190
    updated(page, sent, console)
    taken_back(page, console)


def read_and_published(page, sent):
    sent(page, "pesees.xlsx", workbook(WEIGHINGS))
    main = page.locator("main")
    expect(main).to_contain_text("Feuille « Pesées 2026 » : 6 lignes lues, titres en ligne 3")
    expect(main).to_contain_text("Total : ses lignes sont déjà comptées")
    expect(main).to_contain_text("Mesnil-Roc'h (35308)")
    page.get_by_text("Les colonnes, leurs types et leurs sommes").click()
    row = page.get_by_role("region", name="Les colonnes lues").locator("tr", has_text="Poids net")
    expect(row).to_contain_text("6 835,5".replace(" ", "\u202f"))
    # Who drove is nobody's business on a page either.
    expect(main).not_to_contain_text("Le Goff")
    sound(page)

    press(page, "C'est bien cela")
    card = page.locator("li.card", has=page.get_by_role("heading", name="Chauffeur"))
    expect(card.get_by_label("Concerne des personnes")).to_be_checked()
    driver = card.get_by_label("Garder cette colonne").get_attribute("name")
    expect(main).to_contain_text("Enregistrées dans le dépôt de SMICTOM Valcobreizh")
    write(page, "#title", "Pesées du Mesnil")
    page.locator("form").evaluate_all("forms => forms.forEach(form => { form.noValidate = true })")
    press(page, "Vérifier")
    alert = page.get_by_role("alert")
    expect(alert).to_be_focused()
    expect(alert.get_by_role("link")).to_have_count(2)
    expect(page.get_by_label("Titre", exact=True)).to_have_value("Pesées du Mesnil")
    sound(page)
    described_by_keyboard(page, driver)
    press(page, "Vérifier")

    expect(page.locator(".ladder li")).to_have_count(5)
    expect(main).to_contain_text("Tressé")
    sound(page)
    press(page, "Enregistrer ces données malgré les remarques")
    expect(main).to_contain_text("Étape suivante : partager")
    sound(page)


def updated(page, sent, console):
    main = page.locator("main")
    later = workbook(LATER)
    sent(page, "pesees.xlsx", later, f"{DATASET}/update")
    page.get_by_label("Mettre à jour ligne par ligne").press("Space")
    enter(page.get_by_role("button", name="Voir ce qui change"))
    change = page.locator("#difference")
    expect(change).to_contain_text("+1 ligne")
    expect(change).to_contain_text("1 modifiée")
    sound(page)
    assert len(weights_read(console)) == 6
    press(page, "Confirmer la mise à jour")
    expect(main).to_contain_text("SMICTOM Valcobreizh lit cette version dès maintenant")
    assert weights_read(console) | {"P-006": 190, "P-007": 1400} == weights_read(console)
    with page.expect_download() as download:
        page.get_by_role("link", name="pesees.xlsx").first.click()
    assert download.value.path().read_bytes() == later
    assert download.value.suggested_filename == "pesees.xlsx"


def taken_back(page, console):
    main = page.locator("main")
    press(page, "Revenir à la version d'avant")
    expect(main).to_contain_text("SMICTOM Valcobreizh verra la version d'avant")
    sound(page)
    press(page, "Revenir à la version 1")
    expect(main).to_contain_text("La version d'avant est de nouveau lue")
    assert weights_read(console)["P-006"] == 1190
    sound(page)

    page.goto(f"{console.address}{DATASET}/withdraw")
    expect(main.get_by_role("region", name="Ce qui en dépend")).to_contain_text("Valcobreizh")
    expect(main).to_contain_text("ne peuvent pas être retirées")
    expect(page.get_by_role("button", name="Retirer ces données")).to_have_count(0)


def test_a_latin_text_file_is_read_without_javascript(browser, console, tmp_path):
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{console.address}/sign-in?next=/")
    page.click(f"button[value='{STEWARD}']")
    page.goto(f"{console.address}/add/file")
    file = tmp_path / "tonnages.csv"
    file.write_bytes(latin_csv())
    page.get_by_label("Déposez le fichier ici").set_input_files(file)
    page.get_by_role("button", name="Envoyer le fichier").click()
    refresh = page.get_by_role("link", name="Actualiser")
    page.wait_for_load_state()
    while refresh.count():
        refresh.click()
        # Between two pages there is neither this link nor what follows it.
        page.wait_for_load_state()
    main = page.locator("main")
    expect(main).to_contain_text("9 lignes lues, titres en ligne 1, virgule décimale")
    expect(main).to_contain_text("Végétaux")
    page.locator("summary", has_text="Corriger").click()
    page.get_by_role("button", name="Effacer et déposer un autre fichier").click()
    expect(page.locator("main")).to_contain_text("Interco n'en conserve rien")
    context.close()


def test_a_file_that_cannot_be_read_is_refused_in_a_sentence_with_what_to_do(
    signed_in, console, sent
):
    page = signed_in(STEWARD)
    sent(page, "notes.csv", b"bonjour")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Que faire")
    sound(page)
    enter(page.get_by_role("button", name="Déposer un autre fichier"))
    expect(page).to_have_url(re.compile("/add/file"))
    # Nothing is sent: told beside the field, and the page stays.
    page.locator("form").evaluate_all("forms => forms.forEach(form => { form.noValidate = true })")
    enter(page.get_by_role("button", name="Envoyer le fichier"))
    expect(page.get_by_role("alert")).to_contain_text("nom de ce fichier")


def test_formulas_in_error_are_told_cell_by_cell(signed_in, sent):
    page = signed_in(STEWARD)
    rows = [[f"P-{number:03d}", number * 2.5] for number in range(1, 30)]
    sent(page, "formules.xlsx", xlsx({"F": [["Bon", "Écart"], *rows, ["P-030", Error()]]}))
    expect(page.locator("main")).to_contain_text("1 case n'a pas pu être lue")
    cells = page.get_by_role("region", name="Les cases non lues")
    expect(cells).to_contain_text("#DIV/0!")
    expect(cells).to_contain_text("formule en erreur")
    sound(page)


def test_a_question_of_the_reading_is_answered_once(signed_in, console, sent):
    page = signed_in(STEWARD)
    rows = "".join(f"{day:02d}/{month:02d}/2026;{day}\n" for day, month in
                   ((3, 14), (4, 2), (5, 6), (16, 3), (2, 4), (7, 8)))  # fmt: skip
    sent(page, "jours.csv", f"Jour;Passages\n{rows}".encode())
    expect(page.get_by_role("heading", name="Une question")).to_be_visible()
    expect(page.get_by_role("link", name="C'est bien cela")).to_have_count(0)
    sound(page)
    page.get_by_label("Le jour d'abord").press("Space")
    enter(page.get_by_role("button", name="Répondre"))
    expect(page.get_by_role("link", name="C'est bien cela").first).to_be_visible(timeout=60_000)
    expect(page.get_by_role("heading", name="Une question")).to_have_count(0)


def test_data_that_are_there_are_described_verified_and_published(signed_in, console):
    page = signed_in(STEWARD)
    dataset = "/data/mesnil_roc_h__energie_batiments"
    page.goto(f"{console.address}{dataset}/describe")
    page.get_by_label("En une phrase").fill("Un relevé par bâtiment et par mois.")
    page.get_by_label("À quel rythme").select_option("monthly")
    page.get_by_label("Qui répond aux questions").fill("Services techniques")
    page.get_by_label("Son adresse électronique").fill("pas une adresse")
    page.locator("form").evaluate_all("forms => forms.forEach(form => { form.noValidate = true })")
    enter(page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_role("alert")).to_contain_text("nom et une adresse")
    expect(page.get_by_label("En une phrase")).to_have_value("Un relevé par bâtiment et par mois.")
    page.get_by_label("Son adresse électronique").fill("technique@mesnil-roc-h.fr")
    enter(page.get_by_role("button", name="Enregistrer"))
    expect(page.locator("main")).to_contain_text("C'est enregistré")
    expect(page.get_by_label("Qui répond aux questions")).to_have_value("Services techniques")

    page.goto(f"{console.address}{dataset}/verify")
    expect(page.locator("main")).to_contain_text("La source vient d'être lue en entier")
    page.goto(f"{console.address}{dataset}/update")
    expect(page.locator("main")).to_contain_text("lues là où elles sont")
    page.goto(f"{console.address}{dataset}/publish")
    page.get_by_label("Les organismes de la plateforme").press("Space")
    enter(page.get_by_role("button", name="Publier"))
    expect(page.locator("main")).to_contain_text("vaut dès maintenant")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_page_is_sound(signed_in, looks_right, language):
    dataset = "/data/mesnil_roc_h__energie_batiments"
    looks_right(
        signed_in(STEWARD, language),
        "/add/file",
        *(f"{dataset}/{page}" for page in ("describe", "verify", "update", "versions", "publish")),
        f"{dataset}/withdraw",
    )


def test_a_body_without_a_deposit_is_told_first_and_asks_for_one(signed_in, console, looks_right):
    page = signed_in("steward@sde35")
    looks_right(page, "/add/file")
    page.goto(f"{console.address}/add/file")
    expect(page.locator("main")).to_contain_text("Aucun dépôt ne nous est ouvert")
    page.get_by_label("Quelles données voulez-vous déposer ?").fill("Les bornes de recharge")
    enter(page.get_by_role("button", name="Demander un dépôt"))
    expect(page.locator("main")).to_contain_text("Votre demande est partie")
    mine = signed_in(STEWARD)
    mine.goto(f"{console.address}/add/file")
    expect(mine.locator("main")).not_to_contain_text("Aucun dépôt ne nous est ouvert")


def test_data_that_nothing_depends_on_are_withdrawn_once_their_name_is_typed(
    signed_in, console, sent
):
    page = signed_in(STEWARD)
    sent(page, "tonnages.csv", latin_csv())
    enter(page.get_by_role("link", name="C'est bien cela").first)
    described(page, "Tonnages 2026")
    enter(page.get_by_role("button", name="Vérifier"))
    enter(page.get_by_role("button", name="Enregistrer ces données"))
    expect(page.locator("main")).to_contain_text("C'est enregistré")
    page.goto(f"{console.address}/data/mesnil_roc_h__tonnages_2026/withdraw")
    enter(page.get_by_role("button", name="Retirer ces données"))
    page.get_by_label("Pour confirmer").fill("autre chose")
    enter(page.get_by_role("button", name="Retirer ces données"))
    expect(page.get_by_role("alert")).to_contain_text("écrivez « tonnages_2026 »")
    page.get_by_label("Pour confirmer").fill("tonnages_2026")
    enter(page.get_by_role("button", name="Retirer ces données"))
    page.wait_for_url("**/data?whose=ours&done=withdrawn")
    expect(page.locator("main")).to_contain_text("Ces données sont retirées")
    expect(page.locator("#results")).not_to_contain_text("Tonnages 2026")


def test_another_bodys_data_are_not_described_here(signed_in, console):
    page = signed_in("steward@valcobreizh")
    for name in ("describe", "update", "versions", "withdraw"):
        answer = page.goto(f"{console.address}/data/mesnil_roc_h__energie_batiments/{name}")
        assert answer.status >= 400, name

"""A board made by choosing alone: from an exploration, an indicator and a text, then opened.

Covers gateway.console.boards.adding, gateway.console.boards.fields,
gateway.console.boards.filtering, gateway.console.boards.making, gateway.console.boards.readers,
gateway.console.boards.sources, gateway.console.boards.typed.
"""

from playwright.sync_api import expect

from tests.e2e.console.conftest import LOCALES, NARROW, overflow_of, violations_of
from tests.e2e.console.keyboard import press

OWNER, STEWARD = "agent@val-d-ille-aubigne", "steward@val-d-ille-aubigne"
DATA = "val_d_ille_aubigne__collectes"
KILOS = "measure=sum:tonnage_kg&by=commune&purpose=rpqs_dechets"
EXPLORED = f"/data/{DATA}/explore?{KILOS}"
INDICATOR = f"/figures/indicators/new?dataset={DATA}&measure=sum:tonnage_kg&purpose=rpqs_dechets"
BOARD = "/boards/243500667-nos-dechets"
PARTNER, NAMED_ALONE = "SMICTOM Valcobreizh", "Syndicat départemental d'énergie 35"
TITLES = ".board-tiles h2"
ROWS_MS = 60_000
INVENTED = "Valeurs inventées (données synthétiques)."


def test_an_exploration_is_put_on_a_new_board(signed_in, console, looks_right):
    page = signed_in(OWNER)
    page.goto(f"{console.address}/boards")
    expect(page.locator("main")).to_contain_text("Pour en faire un, ouvrez des données")
    page.goto(f"{console.address}{EXPLORED}")
    page.get_by_role("link", name="Mettre sur un tableau").click()
    main = page.locator("main")
    expect(main).to_contain_text("Masse collectée (kg), par commune (CC Val d'Ille-Aubigné)")
    expect(page.get_by_label("Titre de la case")).to_have_value("Masse collectée (kg), par commune")
    expect(page.get_by_label("Pour quel usage ?")).to_have_value("rpqs_dechets")
    # Without a title of the board, it is told beside its field; what was typed stands.
    page.get_by_label("Titre de la case").fill("Kilos par commune")
    page.get_by_role("button", name="Mettre sur le tableau").click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_attribute("href", "#board_title")
    expect(page.get_by_label("Titre de la case")).to_have_value("Kilos par commune")
    assert not violations_of(page)
    page.get_by_label("Titre du nouveau tableau").fill("Nos déchets")
    page.get_by_role("button", name="Mettre sur le tableau").click()
    expect(page).to_have_url(f"{console.address}{BOARD}?done=added")
    card = page.get_by_role("region", name="Kilos par commune")
    expect(card).to_contain_text("Couvre 19 communes", timeout=ROWS_MS)
    looks_right(page, f"/boards/add?exploration={DATA}&{KILOS}")


def test_an_indicator_and_a_text_are_put_in_order_and_opened_by_keyboard(
    signed_in, console, looks_right
):
    page = signed_in(OWNER)
    page.goto(f"{console.address}{INDICATOR}")
    page.get_by_label("Nom de l'indicateur").fill("Kilos par an")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url("**/kilos-par-an?done=saved")
    press(page, "Mettre sur un tableau")
    expect(page.get_by_label("Titre de la case")).to_have_value("Kilos par an")
    # The board that there is is the first choice.
    press(page, "Mettre sur le tableau")
    expect(page.locator(TITLES)).to_have_text(["Kilos par commune", "Kilos par an"])
    page.get_by_role("link", name="Modifier le tableau").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{console.address}{BOARD}/edit")
    press(page, "Ajouter un texte")
    expect(page.locator("#text-2")).to_be_focused()
    page.keyboard.type("Lu <b>chaque</b> mois.")
    # Up twice: the focus follows the tile, and nothing is saved until the end.
    press(page, "Monter")
    expect(page.locator("button[value=up-1]")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("button[value=down-0]")).to_be_focused()
    expect(page.locator("#text-0")).to_have_value("Lu <b>chaque</b> mois.")
    expect(page.locator("main")).to_contain_text("Pas encore enregistré.")
    assert not violations_of(page)
    # Opened to partners and kept to oneself: told beside the choice of readers.
    page.get_by_label(PARTNER).focus()
    page.keyboard.press("Space")
    press(page, "Enregistrer")
    expect(page.locator("#audience .error")).to_contain_text("rôles et des partenaires")
    expect(page.locator("#text-0")).to_have_value("Lu <b>chaque</b> mois.")
    page.get_by_label("mon organisme, et les partenaires cochés").check()
    page.get_by_label("Un autre organisme").select_option(label=NAMED_ALONE)
    # The Enter key in a field saves, and moves nothing.
    page.locator("#title").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(f"{console.address}{BOARD}?done=saved")
    main = page.locator("main")
    expect(main).to_contain_text(f"{PARTNER}, {NAMED_ALONE}")
    expect(main.locator(".card").first).to_have_text("Lu <b>chaque</b> mois.")
    looks_right(page, "/boards", BOARD, f"{BOARD}/edit", f"{BOARD}/remove", "/boards/new")


def test_a_question_is_put_on_it_and_says_that_it_does_not_follow_the_filter(signed_in, console):
    page = signed_in(OWNER)
    page.goto(f"{console.address}{EXPLORED}")
    page.get_by_role("button", name="Garder cette question").click()
    page.get_by_role("link", name="Mettre sur un tableau").click()
    page.get_by_label("Titre de la case").fill("La question")
    page.get_by_role("button", name="Mettre sur le tableau").click()
    page.get_by_label("Commune", exact=True).select_option(label="Melesse")
    page.get_by_label("Année").select_option("2025")
    page.get_by_role("button", name="Filtrer").click()
    expect(page).to_have_url(f"{console.address}{BOARD}?commune=35173&year=2025")
    kilos = page.get_by_role("region", name="Kilos par commune")
    expect(kilos).to_contain_text("Filtré : Melesse, 2025.", timeout=ROWS_MS)
    expect(kilos).to_contain_text("Couvre 1 commune")
    expect(kilos).to_contain_text(INVENTED)
    question = page.get_by_role("region", name="La question", exact=True)
    expect(question).to_contain_text("Ne suit pas le filtre : Melesse, 2025.", timeout=ROWS_MS)
    expect(question).to_contain_text(INVENTED)
    assert not violations_of(page)
    # On paper: what was chosen in words, and nothing to press.
    words = page.locator("main > p", has_text="Filtré : Melesse, 2025.")
    expect(words).to_be_hidden()
    page.emulate_media(media="print")
    expect(words).to_be_visible()
    for pressed in page.locator("header, nav, main form, main .button").all():
        expect(pressed).to_be_hidden()


def test_four_other_bodies_read_their_own_or_nothing(signed_in, console, looks_right):
    partner = signed_in("agent@valcobreizh", "en")
    partner.goto(f"{console.address}{BOARD}?commune=&year=2025")
    kilos = partner.get_by_role("region", name="Kilos par commune")
    expect(kilos).to_contain_text("Filtered: 2025.", timeout=ROWS_MS)
    # The agreement leaves one commune out; the owner's own map has it.
    expect(kilos).to_contain_text("not given: Sens-de-Bretagne")
    expect(kilos.locator("figure")).not_to_contain_text("Sens-de-Bretagne")
    main = partner.locator("main")
    for name in ("Edit the board", "Make it the home board"):
        expect(main.get_by_text(name)).to_have_count(0)
    expect(main).not_to_contain_text(NAMED_ALONE)
    looks_right(partner, BOARD)
    assert partner.goto(f"{console.address}{BOARD}/edit").status == 404
    assert partner.goto(f"{console.address}{BOARD}/remove").status == 404
    # Named, and given nothing: a frame and one sentence, for each tile that reads.
    stranger = signed_in("agent@sde35")
    stranger.goto(f"{console.address}{BOARD}?commune=35173&year=2025")
    for name in ("Kilos par commune", "Kilos par an", "La question"):
        card = stranger.get_by_role("region", name=name)
        expect(card).to_contain_text("Vous n'avez pas accès à ces données.", timeout=ROWS_MS)
        assert card.inner_text().split("\n\n") == [name, "Vous n'avez pas accès à ces données."]
    for agent in ("agent@bretagne-romantique", "steward@liffre-cormier-communaute"):
        other = signed_in(agent)
        for path in (BOARD, f"{BOARD}/edit", f"{BOARD}/tiles/t1"):
            assert other.goto(f"{console.address}{path}").status == 404, path


def test_two_who_change_it_lose_nothing_of_what_they_typed(signed_in, console):
    owner, steward = signed_in(OWNER), signed_in(STEWARD)
    for page in (owner, steward):
        page.goto(f"{console.address}{BOARD}/edit")
    steward.get_by_label("Titre du tableau").fill("Nos déchets, chaque mois")
    steward.get_by_role("button", name="Enregistrer").click()
    expect(steward.get_by_role("heading", level=1)).to_have_text("Nos déchets, chaque mois")
    owner.locator("#text-0").fill("À lire en commission.")
    owner.get_by_role("button", name="Enregistrer").click()
    told = owner.get_by_role("status")
    expect(told).to_contain_text("« Nos déchets, chaque mois »")
    expect(owner.locator("#text-0")).to_have_value("À lire en commission.")
    assert not violations_of(owner)
    # Nothing was saved over the other's change without being seen.
    steward.reload()
    expect(steward.locator("main")).to_contain_text("Lu <b>chaque</b> mois.")
    owner.get_by_label("Titre du tableau").fill("Nos déchets, chaque mois")
    owner.get_by_role("button", name="Enregistrer").click()
    expect(owner.locator("main")).to_contain_text("À lire en commission.")


def test_it_is_ordered_emptied_and_read_without_script(browser, console):
    context = browser.new_context(java_script_enabled=False, locale=LOCALES["fr"])
    page = context.new_page()
    page.goto(f"{console.address}/sign-in?next={BOARD}/edit")
    page.click(f"button[value='{OWNER}']")
    page.locator("button[value=down-1]").click()
    page.locator("button[value=drop-3]").click()
    page.get_by_role("button", name="Enregistrer").last.click()
    expect(page.locator(TITLES)).to_have_text(["Kilos par an", "Kilos par commune"])
    page.get_by_role("link", name="Lire cette case : Kilos par commune").click()
    expect(page.locator("main")).to_contain_text("Couvre 19 communes")
    page.goto(f"{console.address}/boards/new")
    page.get_by_role("button", name="Ajouter un texte").click()
    page.get_by_label("Texte").fill("Pour moi.")
    page.get_by_label("Année").fill("l'an dernier")
    page.get_by_role("button", name="Enregistrer").last.click()
    expect(page.locator("#year-error")).to_contain_text("cette année n'en est pas une")
    expect(page.locator("#title-error")).to_contain_text("un titre a de 1 à 120 caractères")
    page.get_by_label("Titre du tableau").fill("Nos déchets")
    page.get_by_label("Année").fill("2025")
    page.get_by_role("button", name="Enregistrer").last.click()
    # The name of another of the body's boards is taken already: this one has its own address.
    expect(page).to_have_url(f"{console.address}{BOARD}-2?done=saved")
    page.get_by_role("link", name="Modifier le tableau").click()
    page.get_by_role("link", name="Retirer ce tableau").click()
    page.get_by_role("button", name="Retirer ce tableau").click()
    expect(page).to_have_url(f"{console.address}/boards?done=removed")
    assert page.goto(f"{console.address}{BOARD}-2").status == 404
    context.close()


def test_a_steward_begins_the_home_page_of_the_body_with_it(signed_in, console, looks_right):
    steward = signed_in(STEWARD)
    steward.goto(f"{console.address}{BOARD}")
    steward.get_by_role("button", name="En faire le tableau d'accueil").click()
    expect(steward.get_by_role("status").first).to_contain_text("commence par ce tableau")
    colleague = signed_in(OWNER)
    board = colleague.get_by_role("region", name="Nos déchets, chaque mois")
    expect(board.locator("h3").first).to_have_text("Kilos par an")
    expect(board.locator("figure")).to_have_count(2, timeout=ROWS_MS)
    assert not violations_of(colleague)
    colleague.set_viewport_size(NARROW)
    assert overflow_of(colleague) <= 0
    board.get_by_role("link", name="Nos déchets, chaque mois").click()
    expect(colleague.get_by_role("button", name="Ne plus commencer")).to_have_count(0)
    # A partner who reads the board begins with its own day.
    expect(signed_in("agent@valcobreizh").locator(".board-tiles")).to_have_count(0)
    steward.get_by_role("button", name="Ne plus commencer l'accueil par lui").click()
    steward.goto(console.address)
    expect(steward.locator(".board-tiles")).to_have_count(0)


def test_what_is_open_to_everybody_is_read_by_a_visitor(signed_in, console):
    page = signed_in("agent@sde35")
    page.goto(f"{console.address}/data/sde35__bornes_recharge/explore?measure=count&by=commune")
    page.get_by_role("link", name="Mettre sur un tableau").click()
    page.get_by_label("Titre du nouveau tableau").fill("Les bornes")
    page.get_by_label("Titre de la case").fill("Bornes par commune")
    page.get_by_role("button", name="Mettre sur le tableau").click()
    page.get_by_role("link", name="Modifier le tableau").click()
    page.get_by_label("tout le monde").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("main")).to_contain_text("Tout le monde le lit.")
    board = page.url.partition("?")[0]
    visitor = signed_in()
    visitor.goto(board)
    bornes = visitor.get_by_role("region", name="Bornes par commune")
    expect(bornes.locator("figure")).to_be_visible(timeout=ROWS_MS)
    expect(visitor.locator("main").get_by_role("link", name="Modifier")).to_have_count(0)
    assert not violations_of(visitor)

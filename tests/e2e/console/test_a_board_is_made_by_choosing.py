"""A board made by choosing alone: from an exploration, an indicator and a text, then opened.

Covers gateway.console.boards.adding, gateway.console.boards.sources, gateway.console.boards.typed.
"""

from playwright.sync_api import expect

from tests.e2e.console.conftest import violations_of

EXPLORED = "/data/valcobreizh__collectes/explore?measure=sum:tonnage_kg&by=month"
BOARD = "/boards/200090884-nos-dechets"
ROWS_MS = 60_000


def test_an_exploration_is_put_on_a_new_board(signed_in, console, looks_right):
    page = signed_in("agent@valcobreizh")
    page.goto(f"{console.address}{EXPLORED}")
    page.get_by_role("link", name="Mettre sur un tableau").click()
    main = page.locator("main")
    expect(main).to_contain_text("Masse collectée (kg), par mois (SMICTOM Valcobreizh)")
    expect(page.get_by_label("Titre de la case")).to_have_value("Masse collectée (kg), par mois")
    # Without a title of the board, it is told beside its field; what was typed stands.
    page.get_by_label("Titre de la case").fill("Kilos par mois")
    page.get_by_role("button", name="Mettre sur le tableau").click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_attribute("href", "#board_title")
    expect(page.get_by_label("Titre de la case")).to_have_value("Kilos par mois")
    assert not violations_of(page)
    page.get_by_label("Titre du nouveau tableau").fill("Nos déchets")
    page.get_by_role("button", name="Mettre sur le tableau").click()
    expect(page).to_have_url(f"{console.address}{BOARD}?done=added")
    card = page.get_by_role("region", name="Kilos par mois")
    expect(card).to_contain_text("36 mois sur 36", timeout=ROWS_MS)
    looks_right(page, "/boards/add?exploration=valcobreizh__collectes&measure=sum:tonnage_kg")

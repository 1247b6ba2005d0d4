"""A board on a page: its owner, a partner with an agreement and one without each read their own.

Covers gateway.console.boards.answers, gateway.console.boards.documents,
gateway.console.boards.files, gateway.console.boards.pages, gateway.console.boards.tiles.
"""

from playwright.sync_api import expect

from tests.e2e.console.conftest import violations_of
from tests.integration.graphql_acts.boarding import MAKE, tile

BOARD = "/boards/243500667-dechets"
THEIRS = "val_d_ille_aubigne.collectes"
KILOS = "measure=sum:tonnage_kg&by=commune"
ROWS_MS = 60_000


def make(page, console):
    """By GraphQL, in the session of the page."""
    tiles = [
        tile(1, "TEXT", title="À lire", text="<b>Chaque mois.</b>"),
        tile(2, "EXPLORATION", THEIRS, KILOS, "rpqs_dechets", "Kilos"),
    ]
    given = {"title": "Nos déchets", "tiles": tiles, "audience": "BODY"}
    given["partners"] = ["200090884", "200050425"]
    sent = {"query": MAKE, "variables": {"name": "dechets", "input": given}}
    headers = {"Origin": console.address, "Sec-Fetch-Site": "same-origin"}
    answer = page.request.post(f"{console.address}/graphql", data=sent, headers=headers)
    assert "errors" not in answer.json(), answer.json()


def test_three_bodies_read_one_board(signed_in, console, looks_right):
    owner = signed_in("agent@val-d-ille-aubigne")
    make(owner, console)
    owner.goto(f"{console.address}/boards")
    owner.get_by_role("link", name="Nos déchets").click()
    main = owner.locator("main")
    # Plain text: what looks like HTML is read as it was typed.
    expect(main).to_contain_text("<b>Chaque mois.</b>")
    expect(main).to_contain_text("Couvre 19 communes", timeout=ROWS_MS)
    expect(main.locator("figure")).to_contain_text("Sens-de-Bretagne")
    assert not violations_of(owner)
    looks_right(owner, "/boards", BOARD, f"{BOARD}/tiles/t2")
    owner.goto(f"{console.address}{BOARD}")
    for name, file in {
        "Télécharger en PDF": "243500667-dechets.pdf",
        "Télécharger l'image (SVG)": "243500667-dechets-t2.svg",
    }.items():
        with owner.expect_download(timeout=ROWS_MS) as download:
            owner.get_by_role("link", name=name).click()
        assert download.value.suggested_filename == file
    partner = signed_in("agent@valcobreizh", "en")
    partner.goto(f"{console.address}{BOARD}")
    expect(partner.locator("main")).to_contain_text("rows", timeout=ROWS_MS)
    # The agreement itself says which commune it leaves out: the line names it, no figure does.
    expect(partner.locator("main")).to_contain_text("not given: Sens-de-Bretagne")
    expect(partner.locator("figure")).not_to_contain_text("Sens-de-Bretagne")
    looks_right(partner, "/boards", BOARD)
    stranger = signed_in("agent@sde35")
    stranger.goto(f"{console.address}{BOARD}")
    card = stranger.get_by_role("region", name="Kilos")
    expect(card).to_contain_text("Vous n'avez pas accès à ces données.", timeout=ROWS_MS)
    assert card.inner_text().split("\n\n") == ["Kilos", "Vous n'avez pas accès à ces données."]
    assert card.locator("svg, table, a").count() == 0
    assert not violations_of(stranger)
    other = signed_in("agent@bretagne-romantique")
    assert other.goto(f"{console.address}{BOARD}").status == 404

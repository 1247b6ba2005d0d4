"""A board as a PDF: the figures of its page, read by whoever downloads it, and nothing else.

Covers gateway.console.boards.addressed, gateway.console.boards.files,
gateway.console.boards.paper, papers.board_sheet.
"""

import html
import io
import re
import sqlite3
from contextlib import closing

import httpx
import pypdf
import pytest

from gateway.app import build_app
from tests.integration.graphql_acts.boarding import make, plant_reading_as, tile
from tests.integration.graphql_acts.doors_of_a_body import OURS
from tests.integration.graphql_acts.indicating import save, side
from tests.integration.graphql_acts.test_a_board_runs_as_its_reader import (
    AGREED,
    SAVE_QUESTION,
    STATEMENT,
    STRANGER,
    UNLISTED,
)
from tests.integration.graphql_acts.test_an_exploration_tells_nothing_of_hidden_rows import (
    OWNER,
    PURPOSE,
    THEIRS,
)

STEWARD = "steward@val-d-ille-aubigne"
FREEZE = """mutation($in: FigureInput!) { freezeFigure(input: $in) { figure { digest } } }"""
BOARD = "/boards/243500667-dechets"
HIDDEN_TOWN = "Sens-de-Bretagne"
REFUSED = "Vous n'avez pas accès à ces données."
TITLES = ("Par commune", "Verre", "Par flux", "Au conseil")
DATA_TILES = ("t2", "t3", "t4")
ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)


@pytest.fixture
async def board(town):
    """With a text, a picture, an indicator, rows, and a figure that its body alone may see."""
    await save(town, OWNER, "verre", side(THEIRS, "sum:tonnage_kg", "flux:VERRE"))
    assert not (await town.ask(SAVE_QUESTION, OWNER, variables={"document": STATEMENT})).codes
    figure = {"statement": STATEMENT, "indicator": "flux", "year": 2025, "titleFr": "Figé"}
    frozen = await town.ask(
        FREEZE, STEWARD, variables={"in": figure | {"titleEn": "Frozen"}}, purpose=PURPOSE
    )
    digest = frozen.data["freezeFigure"]["figure"]["digest"]
    made = await make(
        town,
        STEWARD,
        "dechets",
        tile(1, "TEXT", title="À lire", text="<b>Chaque mois.</b> #panic()"),
        tile(2, "EXPLORATION", THEIRS, "measure=sum:tonnage_kg&by=commune", PURPOSE, TITLES[0]),
        tile(3, "INDICATOR", "verre", purpose=PURPOSE, title=TITLES[1]),
        tile(4, "QUESTION", "par-flux", purpose=PURPOSE, title=TITLES[2]),
        tile(5, "FIGURE", digest, title=TITLES[3]),
        audience="BODY",
        partners=["200090884", "200050425"],
    )
    assert not made.codes, made.body
    return digest


@pytest.fixture
async def client(town):
    app = build_app(town.state.settings(), demo=True)
    app.state.services = town.services
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://interco") as opened:
        yield opened


async def sign_in(client, agent):
    client.cookies.clear()
    form = {"agent": agent, "next": "/", "second_factor": "on"}
    answer = await client.post("/sign-in/demo", data=form, headers=OURS)
    assert answer.status_code == httpx.codes.SEE_OTHER


async def printed(client, agent, query=""):
    """The words of the paper that this agent downloads."""
    await sign_in(client, agent)
    answer = await client.get(f"{BOARD}.pdf{query}", headers={"Accept-Language": "fr"})
    assert answer.headers["content-type"] == "application/pdf", answer.text
    paper = pypdf.PdfReader(io.BytesIO(answer.content))
    assert len(paper.pages) <= 2
    return words(" ".join(page.extract_text() for page in paper.pages))


async def rows_on_page(client, tile):
    """The rows of the tables of a tile's page, for who is signed in."""
    page = (await client.get(f"{BOARD}/tiles/{tile}", headers={"Accept-Language": "fr"})).text
    found = [
        [words(html.unescape(cell)) for cell in CELL.findall(row)] for row in ROW.findall(page)
    ]
    return [" ".join(cells) for cells in found]


def words(text):
    """One blank between words, whatever kind it was."""
    return " ".join(text.replace("\u200b", "").split())


def compact(text):
    return re.sub(r"\s", "", text)


async def test_the_figures_of_each_reader_are_those_of_their_page(client, board):
    papers, rows = {}, {}
    for agent in (OWNER, AGREED):
        papers[agent] = await printed(client, agent)
        rows[agent] = [await rows_on_page(client, tile) for tile in DATA_TILES]
        for of_tile in rows[agent]:
            assert len(of_tile) > 2
            assert [row for row in of_tile if compact(row) not in compact(papers[agent])] == []
    for own, theirs in zip(rows[OWNER], rows[AGREED], strict=True):
        of_owner_alone = [row for row in own if row not in theirs]
        assert of_owner_alone
        assert not [row for row in of_owner_alone if compact(row) in compact(papers[AGREED])]
    assert any(row.startswith(HIDDEN_TOWN) for row in rows[OWNER][0])
    own, partner = papers[OWNER], papers[AGREED]
    # What is frozen bears its proof; of a figure of another body nothing is told.
    assert compact(f"http://interco/verify/{board}") in compact(own)
    assert "Figé (2025)" in own
    assert f"Au conseil {REFUSED}" in partner
    assert not [word for word in (board, "Figé (2025)", "/verify/") if word in compact(partner)]
    for paper in (own, partner):
        assert "<b>Chaque mois.</b> #panic()" in paper
        assert "Lu le 25 nov. 2026 à 13:00 par" in paper
        assert "Couvre 1" in paper
        assert paper.count("Lu pour : Rapport annuel") == len(DATA_TILES)
        assert "Valeurs inventées (données synthétiques)." in paper
    assert "aucun chiffre n'y est figé" in partner
    assert "Seules les cases qui portent une empreinte sont figées" in own


async def test_whoever_may_read_nothing_gets_titles_and_one_sentence(client, board):
    paper = await printed(client, STRANGER)
    _, _, tiles = paper.partition("#panic() ")
    (told, _, _) = tiles.partition(" Lecture du")
    assert told == " ".join(f"{title} {REFUSED}" for title in TITLES)
    await sign_in(client, UNLISTED)
    for path in (f"{BOARD}.pdf", f"{BOARD}/tiles/t2.svg", "/boards/243500667-rien.pdf"):
        assert (await client.get(path)).status_code == httpx.codes.NOT_FOUND


async def test_a_tile_gives_its_picture_and_its_figures(client, board):
    await sign_in(client, AGREED)
    svg = await client.get(f"{BOARD}/tiles/t2.svg")
    assert svg.headers["content-type"] == "image/svg+xml"
    assert svg.text.startswith("<svg")
    csv = await client.get(f"{BOARD}/tiles/t2.csv?commune=35003&year=2025")
    assert "Andouillé-Neuville" in csv.text
    assert len(csv.text.splitlines()) == 2
    page = (await client.get(f"{BOARD}/tiles/t2?commune=35003")).text
    assert f"{BOARD}/tiles/t2.svg?commune=35003" in page
    # The figures of the other body are in neither.
    whole = (await client.get(f"{BOARD}/tiles/t2.csv")).text
    assert "Melesse" in whole
    assert HIDDEN_TOWN not in svg.text + whole
    await sign_in(client, STRANGER)
    for kind in ("svg", "csv", "png"):
        answer = await client.get(f"{BOARD}/tiles/t2.{kind}")
        assert answer.status_code == httpx.codes.NOT_FOUND


async def test_a_paper_is_recorded_as_its_tiles_are(town, client, board):
    await sign_in(client, AGREED)
    before = _records(town)
    for each in DATA_TILES:
        await client.get(f"{BOARD}/tiles/{each}")
    on_page = _records(town)[len(before) :]
    await printed(client, AGREED)
    on_paper = _records(town)[len(before) + len(on_page) :]
    assert on_page == on_paper
    assert {(AGREED, PURPOSE)} == {(sub, purpose) for sub, purpose, _ in on_page}


async def test_a_paper_read_by_its_makers_rights_would_be_seen(town, client, board, monkeypatch):
    """The bypass, planted: the partner's paper has the town that is hidden from them."""
    row = re.compile(rf"{HIDDEN_TOWN} [\d ]+")
    assert not row.search(await printed(client, AGREED))
    await plant_reading_as(town, OWNER, monkeypatch)
    assert row.search(await printed(client, AGREED))


def _records(town):
    with closing(sqlite3.connect(town.state.folder / "catalog.sqlite")) as connection:
        return list(connection.execute("SELECT sub, purpose, columns FROM audit_intent"))

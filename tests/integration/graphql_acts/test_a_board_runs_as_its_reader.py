"""A board of one body, read by three: each tile is its reader's own reading, or says nothing.

Covers gateway.acts.boards, gateway.control.boards, gateway.figures.boards.filtering,
gateway.figures.boards.refusals, gateway.figures.boards.service, gateway.figures.boards.shown,
gateway.figures.boards.tiles, policies.boards.
"""

import sqlite3
from contextlib import closing

import pytest

from tests.integration.graphql_acts.boarding import (
    BOARD,
    BOARDS,
    make,
    plant_reading_as,
    read_tile,
    tile,
)
from tests.integration.graphql_acts.indicating import save, side
from tests.integration.graphql_acts.test_an_exploration_tells_nothing_of_hidden_rows import (
    HIDDEN,
    OWNER,
    PURPOSE,
    THEIRS,
    twin_of,
)

AGREED, STRANGER, UNLISTED = "agent@valcobreizh", "agent@sde35", "agent@bretagne-romantique"
BOARD_ID = "243500667-dechets"
NOTHING = {
    "isReadable": False,
    "filtered": [],
    "exploration": None,
    "indicator": None,
    "question": None,
    "questionName": None,
    "figure": None,
}
STATEMENT = """SELECT flux, sum(tonnage_kg) AS kg FROM val_d_ille_aubigne.collectes
GROUP BY flux ORDER BY flux"""
SAVE_QUESTION = """mutation ($document: String!) {
  saveOperation(name: "par-flux", document: $document, language: "sql", title: "Par flux") { act }
}"""
DATA_TILES = ("t2", "t3", "t4")


@pytest.fixture
async def board(town):
    """Of Val d'Ille-Aubigné: read within, by a partner that an agreement gives rows, and by one
    that nothing gives any.
    """
    await save(town, OWNER, "verre", side(THEIRS, "sum:tonnage_kg", "flux:VERRE"))
    assert not (await town.ask(SAVE_QUESTION, OWNER, variables={"document": STATEMENT})).codes
    made = await make(
        town,
        OWNER,
        "dechets",
        tile(1, "TEXT", title="", text="Lu chaque mois.\nPar les élus."),
        tile(2, "EXPLORATION", THEIRS, "measure=sum:tonnage_kg&by=commune", PURPOSE),
        tile(3, "INDICATOR", "verre", purpose=PURPOSE),
        tile(4, "QUESTION", "par-flux", purpose=PURPOSE),
        audience="BODY",
        partners=["200090884", "200050425"],
    )
    assert not made.codes, made.body
    return BOARD_ID


async def seen_by(town, agent, board):
    """What each tile tells, without what a reading has of its own: its receipt."""
    told = []
    for name in DATA_TILES:
        answer = await read_tile(town, agent, board, name)
        reading = answer.data["boardTile"]
        for part in ("exploration", "indicator"):
            figures = (reading[part] or {}).get("figures") or {}
            figures.pop("receipt", None)
            figures.get("computed", {}).pop("receipt", None)
        if reading["question"]:
            del reading["question"]["receipt"]
        told.append(reading)
    return told


def kilos(reading):
    groups = reading["exploration"]["figures"]["groups"]
    return {group["keys"][0]: group["value"] for group in groups}


async def test_each_reader_sees_what_their_own_rights_give(town, board):
    own, partner, stranger = [
        await seen_by(town, agent, board) for agent in (OWNER, AGREED, STRANGER)
    ]
    assert HIDDEN in kilos(own[0])
    assert kilos(partner[0])
    assert HIDDEN not in kilos(partner[0])
    assert [reading["isReadable"] for reading in own + partner] == [True] * 6
    assert own[1]["indicator"]["figures"] != partner[1]["indicator"]["figures"]
    assert own[2]["question"]["rows"] != partner[2]["question"]["rows"]
    # Nothing else: no title of data, no count, no coverage.
    assert [reading | NOTHING == reading for reading in stranger] == [True] * 3


async def test_a_body_that_is_not_listed_reads_neither_board_nor_tile(town, board):
    for agent in (UNLISTED, "steward@bretagne-romantique"):
        assert (await town.ask(BOARD, agent, variables={"id": board})).codes == ["unknown_board"]
        assert (await read_tile(town, agent, board, "t1")).codes == ["unknown_board"]
        assert (await town.ask(BOARDS, agent)).data["boards"] == []
    assert (await town.ask(BOARD, variables={"id": board})).codes == ["unknown_board"]
    # As for one that there is not.
    nothing = await town.ask(BOARD, UNLISTED, variables={"id": "243500667-rien"})
    there = await town.ask(BOARD, UNLISTED, variables={"id": board})
    asked, answered = nothing.body["errors"][0], there.body["errors"][0]
    assert asked["message"].replace("rien", "dechets") == answered["message"]


async def test_what_a_tile_shows_is_told_to_those_who_change_the_board_alone(town, board):
    own = (await town.ask(BOARD, OWNER, variables={"id": board})).data["board"]
    assert [tile_["of"] for tile_ in own["tiles"]][1:] == [
        "val_d_ille_aubigne__collectes",
        "verre",
        "par-flux",
    ]
    assert [partner["siren"] for partner in own["partners"]] == ["200050425", "200090884"]
    for agent in (AGREED, STRANGER):
        shown = (await town.ask(BOARD, agent, variables={"id": board})).data["board"]
        assert {(tile_["of"], tile_["address"]) for tile_ in shown["tiles"]} == {(None, None)}
        assert (shown["author"], shown["partners"], shown["mayChange"]) == (None, [], False)
        assert [tile_["title"] for tile_ in shown["tiles"]] == ["", *["Ma case"] * 3]


async def test_a_tile_is_the_same_whatever_is_hidden_from_its_reader(town, board):
    readers = (AGREED, STRANGER, OWNER)
    before = [await seen_by(town, agent, board) for agent in readers]
    for path in (town.state.data / "val-d-ille-aubigne" / "collectes").glob("*.csv"):
        header, *rows = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join([header, *map(twin_of, rows)]), "utf-8")
    after = [await seen_by(town, agent, board) for agent in readers]
    assert after[:2] == before[:2]
    # The owner's are others, as something was changed.
    assert after[2] != before[2]


async def test_a_reading_is_recorded_in_its_readers_name_and_for_the_tiles_purpose(town, board):
    before = _records(town)
    # A purpose of the request changes nothing of that.
    await read_tile(town, AGREED, board, "t2", purpose="planification_collecte")
    await read_tile(town, AGREED, board, "t4")
    records = _records(town)[len(before) :]
    assert {sub for sub, _, _ in records} == {AGREED}
    assert {purpose for _, _, purpose in records} == {PURPOSE}
    # An exploration is two statements, of its figures and of what they cover.
    assert len(records) == 3


async def test_a_purpose_that_the_reader_does_not_have_gives_nothing(town):
    made = await make(
        town,
        OWNER,
        "politiques",
        tile(1, "EXPLORATION", THEIRS, "measure=count&by=month", "evaluation_politiques"),
        audience="BODY",
        partners=["200090884"],
    )
    assert not made.codes, made.body
    reading = (await read_tile(town, AGREED, "243500667-politiques", "t1")).data["boardTile"]
    assert reading == {"id": "t1"} | NOTHING


async def test_a_tile_that_ran_as_its_author_would_be_seen(town, board, monkeypatch):
    """The bypass that this way of reading shuts out, planted: the partner sees the hidden town."""
    assert HIDDEN not in kilos((await seen_by(town, AGREED, board))[0])
    await plant_reading_as(town, OWNER, monkeypatch)
    assert HIDDEN in kilos((await seen_by(town, AGREED, board))[0])


async def test_the_filter_holds_for_tiles_that_have_its_columns(town, board):
    async def filtered(name, **chosen):
        return (await read_tile(town, OWNER, board, name, **chosen)).data["boardTile"]

    reading = await filtered("t2", commune=HIDDEN, year=2025)
    assert reading["filtered"] == ["commune", "year"]
    assert set(kilos(reading)) == {HIDDEN}
    assert "year=2025" in reading["exploration"]["address"]
    months = reading["exploration"]["figures"]["covered"]["communes"]
    assert [place["code"] for place in months] == [HIDDEN]
    indicator = await filtered("t3", year=2025)
    groups = indicator["indicator"]["figures"]["computed"]["groups"]
    assert [group["keys"] for group in groups] == [["2025"]]
    # A statement has no place for it, and says so.
    assert (await filtered("t4", commune=HIDDEN))["filtered"] == []
    assert len(kilos(await filtered("t2"))) > 1


def _records(town):
    with closing(sqlite3.connect(town.state.folder / "catalog.sqlite")) as connection:
        return list(connection.execute("SELECT sub, organisation, purpose FROM audit_intent"))

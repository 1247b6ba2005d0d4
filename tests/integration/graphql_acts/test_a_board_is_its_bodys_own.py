"""A board is made, changed from the version that was read, shared and taken away, under the law.

Covers catalog.actions.boards.boards, catalog.actions.boards.problems, catalog.actions.boards.tiles,
catalog.actions.boards.words, catalog.model.board.
"""

import pytest

from tests.integration.graphql_acts.boarding import (
    BOARD,
    BOARDS,
    CHANGE,
    CHOOSE_HOME,
    HOME_BOARD,
    MAKE,
    REMOVE,
    make,
    read_tile,
    tile,
)

AGENT, STEWARD, DPO = (f"{role}@valcobreizh" for role in ("agent", "steward", "dpo"))
PARTNER, PARTNER_SIREN = "agent@sde35", "200050425"
OTHER_STEWARD = "steward@sde35"
BOARD_ID = "200090884-nos-dechets"
TEXT = tile(1, "TEXT", title="", text="Bonjour")
KILOS = tile(2, "EXPLORATION", "valcobreizh.collectes", "measure=sum:tonnage_kg", "rpqs_dechets")


async def change(town, agent, version, *tiles, **words):
    given = {"title": "Nos déchets", "tiles": list(tiles)} | words
    variables = {"id": BOARD_ID, "version": version, "input": given}
    return await town.ask(CHANGE, agent, variables=variables)


async def seen(town, agent):
    return (await town.ask(BOARD, agent, variables={"id": BOARD_ID})).data["board"]


@pytest.fixture
async def board(town):
    made = await make(town, AGENT, "nos-dechets", TEXT, KILOS)
    assert not made.codes, made.body
    return made


async def test_a_trial_makes_nothing_and_says_the_same(town, board):
    variables = {"name": "essai", "input": {"title": "Essai"}, "dry": True}
    tried = (await town.ask(MAKE, AGENT, variables=variables)).data["makeBoard"]
    assert tried == {
        "act": "make_board",
        "applied": False,
        "sentences": [
            {"fr": "Le tableau de bord « Essai » est créé.", "en": 'The board "Essai" is made.'}
        ],
    }
    titles = [each["id"] for each in (await town.ask(BOARDS, AGENT)).data["boards"]]
    assert titles == [BOARD_ID]


async def test_its_author_and_stewards_change_it_and_nobody_else_does(town, board):
    assert (await change(town, AGENT, 1, TEXT, audience="BODY")).data
    assert (await change(town, DPO, 2, TEXT)).codes == ["act_role_required"]
    assert (await town.ask(REMOVE, DPO, variables={"id": BOARD_ID})).codes == ["act_role_required"]
    shared = await change(town, STEWARD, 2, KILOS, audience="BODY", partners=[PARTNER_SIREN])
    assert not shared.codes
    # Shared with a partner, it is read there and changed by nobody of it.
    assert (await seen(town, PARTNER))["mayChange"] is False
    for agent in (PARTNER, OTHER_STEWARD):
        refused = await change(town, agent, 3, TEXT)
        assert refused.codes == ["act_other_organisation"]
        gone = await town.ask(REMOVE, agent, variables={"id": BOARD_ID})
        assert gone.codes == ["act_other_organisation"]
    assert (await seen(town, AGENT))["version"] == 3
    removed = await town.ask(REMOVE, STEWARD, variables={"id": BOARD_ID})
    assert removed.data["removeBoard"]["applied"]
    assert (await town.ask(BOARD, AGENT, variables={"id": BOARD_ID})).codes == ["unknown_board"]


async def test_a_board_of_ones_own_is_for_its_author_and_the_stewards(town, board):
    assert (await seen(town, AGENT))["isMine"] is True
    assert (await seen(town, STEWARD))["mayChange"] is True
    for agent in (DPO, PARTNER, "operator@interco"):
        assert (await town.ask(BOARD, agent, variables={"id": BOARD_ID})).codes == ["unknown_board"]
    await change(town, AGENT, 1, TEXT, audience="BODY", roles=["dpo"])
    assert (await seen(town, DPO))["isMine"] is False


async def test_a_change_of_an_older_version_is_refused(town, board):
    assert not (await change(town, AGENT, 1, TEXT)).codes
    refused = await change(town, STEWARD, 1, KILOS)
    assert refused.codes == ["board_changed"]
    assert "version 2" in refused.body["errors"][0]["message"]
    assert [each["id"] for each in (await seen(town, AGENT))["tiles"]] == ["t1"]


async def test_a_partner_that_is_struck_off_reads_no_more(town, board):
    await change(town, AGENT, 1, TEXT, audience="BODY", partners=[PARTNER_SIREN])
    assert (await read_tile(town, PARTNER, BOARD_ID, "t1")).data["boardTile"]["isReadable"]
    await change(town, AGENT, 2, TEXT, audience="BODY")
    assert (await read_tile(town, PARTNER, BOARD_ID, "t1")).codes == ["unknown_board"]


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"audience": "AUTHOR", "partners": [PARTNER_SIREN]}, "audience"),
        ({"audience": "BODY", "roles": ["operator"]}, "roles"),
        ({"audience": "BODY", "partners": ["200090884"]}, "partners"),
        ({"audience": "BODY", "partners": ["123456782"]}, "partners"),
        ({"commune": "Melesse"}, "commune"),
        ({"year": 12}, "year"),
        ({"tiles": [TEXT, TEXT]}, "tiles"),
        ({"tiles": [TEXT | {"id": "T 1"}]}, "tiles"),
        ({"tiles": [KILOS, TEXT | {"text": ""}]}, "tiles.1.text"),
        ({"tiles": [TEXT | {"purpose": "rpqs_dechets"}]}, "tiles"),
        ({"tiles": [KILOS | {"title": ""}]}, "tiles.0.title"),
        ({"tiles": [tile(1, "TEXT", text="x" * 2_001)]}, "tiles.0.text"),
        ({"tiles": [tile(number, "TEXT", text="x") for number in range(25)]}, "tiles"),
        ({"audience": "EVERYBODY", "tiles": [KILOS]}, "audience"),
    ],
)
async def test_what_does_not_fit_is_refused_beside_its_field(town, words, path):
    given = {"title": "Nos déchets"} | words
    refused = await town.ask(MAKE, AGENT, variables={"name": "essai", "input": given})
    assert ("board_refused", path) in refused.arguments
    assert (await town.ask(BOARDS, AGENT)).data["boards"] == []


async def test_an_unsafe_text_and_a_purpose_of_no_list_are_refused(town):
    refused = await make(town, AGENT, "essai", tile(1, "TEXT", text="a\x07b"))
    assert refused.codes == ["unsafe_text"]
    unknown = await make(town, AGENT, "essai", KILOS | {"purpose": "rien"})
    assert unknown.codes == ["unknown_purpose"]
    assert "rpqs_dechets" in unknown.body["errors"][0]["extensions"]["next"]


async def test_a_tile_shows_what_its_author_may_see(town):
    hidden = [
        tile(1, "EXPLORATION", "sde35.rien", "measure=count"),
        tile(1, "INDICATOR", "rien"),
        tile(1, "QUESTION", "rien"),
        tile(1, "FIGURE", "0" * 64),
        KILOS | {"address": "measure=sum"},
    ]
    for each in hidden:
        assert (await make(town, AGENT, "essai", each)).codes == ["board_refused"]


async def test_a_question_that_waits_for_values_is_not_on_a_board(town):
    saved = """mutation ($document: String!) {
      saveOperation(name: "par-jour", document: $document, language: "sql",
        parameters: [{name: "jour", type: "date"}]) { act }
    }"""
    document = "SELECT count(*) AS n FROM valcobreizh.collectes WHERE date_collecte > ?"
    assert not (await town.ask(saved, AGENT, variables={"document": document})).codes
    refused = await make(town, AGENT, "essai", tile(1, "QUESTION", "par-jour"))
    assert refused.codes == ["board_refused"]
    assert "attend des valeurs" in refused.body["errors"][0]["message"]


async def test_the_home_page_begins_with_one_board_that_all_of_the_body_reads(town, board):
    refused = await town.ask(CHOOSE_HOME, STEWARD, variables={"id": BOARD_ID})
    assert refused.codes == ["board_refused"]
    await change(town, AGENT, 1, TEXT, audience="BODY", partners=[PARTNER_SIREN])
    agents = await town.ask(CHOOSE_HOME, AGENT, variables={"id": BOARD_ID})
    assert agents.codes == ["act_role_required"]
    assert not (await town.ask(CHOOSE_HOME, STEWARD, variables={"id": BOARD_ID})).codes
    await make(town, AGENT, "autre", TEXT, audience="BODY")
    second = "200090884-autre"
    assert not (await town.ask(CHOOSE_HOME, STEWARD, variables={"id": second})).codes
    boards = {each["id"]: each["isHome"] for each in (await town.ask(BOARDS, DPO)).data["boards"]}
    assert boards == {BOARD_ID: False, second: True}
    off = {"id": second, "home": False}
    assert not (await town.ask(CHOOSE_HOME, STEWARD, variables=off)).codes
    assert not any(each["isHome"] for each in (await town.ask(BOARDS, DPO)).data["boards"])
    # What is another body's home board is none of a partner's.
    await town.ask(CHOOSE_HOME, STEWARD, variables={"id": BOARD_ID})
    assert [each["isHome"] for each in (await town.ask(BOARDS, PARTNER)).data["boards"]] == [False]
    home = {agent: (await town.ask(HOME_BOARD, agent)).data for agent in (DPO, PARTNER)}
    assert home == {DPO: {"homeBoard": {"id": BOARD_ID}}, PARTNER: {"homeBoard": None}}


@pytest.mark.parametrize("words", [{"audience": "AUTHOR"}, {"audience": "BODY", "roles": ["dpo"]}])
async def test_a_home_board_that_not_everybody_reads_any_more_is_none(town, board, words):
    await change(town, AGENT, 1, TEXT, audience="BODY")
    await town.ask(CHOOSE_HOME, STEWARD, variables={"id": BOARD_ID})
    changed = await change(town, AGENT, 3, TEXT, **words)
    assert not changed.codes
    for agent in (AGENT, STEWARD, DPO):
        assert (await town.ask(HOME_BOARD, agent)).data == {"homeBoard": None}
    # To everybody again, it is not chosen by that alone.
    await change(town, AGENT, 4, TEXT, audience="BODY")
    assert (await town.ask(HOME_BOARD, AGENT)).data == {"homeBoard": None}


async def test_what_is_open_to_everybody_is_read_without_signing_in(town):
    made = await make(
        town,
        "agent@sde35",
        "bornes",
        tile(1, "EXPLORATION", "sde35.bornes_recharge", "measure=count&by=commune"),
        audience="EVERYBODY",
    )
    assert not made.codes, made.body
    board = f"{PARTNER_SIREN}-bornes"
    assert (await town.ask(BOARD, variables={"id": board})).data["board"]["author"] is None
    reading = (await read_tile(town, None, board, "t1")).data["boardTile"]
    assert reading["exploration"]["figures"]["groups"]

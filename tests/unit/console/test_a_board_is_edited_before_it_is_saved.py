"""The tiles of a board in a form: moved, taken out and added, none lost and none made twice.

Covers gateway.console.boards.typed.
"""

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.console.boards.typed import TypedBoard, TypedTile, board_in, field_at
from gateway.http.forms import Form

IDS = st.lists(st.from_regex(r"t[0-9]{1,2}", fullmatch=True), unique=True, max_size=8)
PLACES = st.integers(-2, 9)
FIELDS = ("title", "audience", "partners", "year", "tiles")


def board_of(ids):
    return TypedBoard(title="Nos déchets", tiles=tuple(TypedTile(each) for each in ids))


def ids_of(board):
    return [tile.id for tile in board.tiles]


@given(IDS, PLACES, PLACES)
def test_a_move_loses_no_tile_and_keeps_the_order_of_the_others(ids, start, end):
    board = board_of(ids)
    moved = ids_of(board.moved(start, end))
    assert sorted(moved) == sorted(ids)
    if start in range(len(ids)) and end in range(len(ids)):
        assert moved[end] == ids[start]
        others = [each for each in moved if each != ids[start]]
        assert others == [each for each in ids if each != ids[start]]
        assert ids_of(board.moved(start, end).moved(end, start)) == ids
    else:
        assert moved == ids


@given(IDS)
def test_a_tile_that_is_added_has_an_id_of_its_own(ids):
    added = ids_of(board_of(ids).with_tile(TypedTile("")))
    assert added[:-1] == ids
    assert added[-1] not in ids


@given(IDS, PLACES.filter(lambda place: place >= 0))
def test_one_tile_at_most_is_taken_out(ids, place):
    assert ids_of(board_of(ids).without(place)) == ids[:place] + ids[place + 1 :]


def test_a_form_is_read_back_as_it_was_typed():
    sent = [("title", " Nos déchets "), ("version", "3"), ("audience", "BODY"), ("year", "2025")]
    sent += [("partners", "200090884"), ("other_partner", "200050425"), ("other_partner", "")]
    sent += [("id-0", "t4"), ("kind-0", "TEXT"), ("text-0", "Un\nDeux")]
    sent += [("id-1", "t1"), ("kind-1", "INDICATOR"), ("title-1", "Verre"), ("of-1", "verre")]
    values = {}
    for name, value in parse_qsl(urlencode(sent), keep_blank_values=True):
        values[name] = (*values.get(name, ()), value)
    board = board_in(Form(values))
    assert board.version_number == 3
    assert board.input() == {
        "title": "Nos déchets",
        "audience": "BODY",
        "roles": [],
        "partners": ["200090884", "200050425"],
        "commune": None,
        "year": 2025,
        "tiles": [
            {"id": "t4", "kind": "TEXT", "title": "", "text": "Un\nDeux", "of": ""}
            | {"address": "", "purpose": None},
            {"id": "t1", "kind": "INDICATOR", "title": "Verre", "text": "", "of": "verre"}
            | {"address": "", "purpose": None},
        ],
    }


@pytest.mark.parametrize(("typed", "year"), [("", None), ("2025", 2025), ("hier", 0), ("20250", 0)])
def test_a_year_that_is_none_is_left_to_the_act_to_refuse(typed, year):
    assert TypedBoard(year=typed).input()["year"] == year


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (("tiles.2.title",), "title-2"),
        (("tiles", "2", "text"), "text-2"),
        (("tiles.2.purpose",), "tiles"),
        (("tiles",), "tiles"),
        (("title",), "title"),
        (("input", "year"), "year"),
        (("name",), None),
        ((), None),
    ],
)
def test_a_problem_stands_beside_its_field(path, field):
    assert field_at(path, FIELDS) == field

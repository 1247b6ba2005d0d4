"""Nothing of a caller's but bare comparisons is evaluated on a hidden row: it is counted.

Covers federation.rewrites.fence, federation.rewrites.bare, federation.sql.functions,
federation.rewrites.expand_row_id.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from federation import planning
from federation.rewrites import GOVERNING
from federation.rewrites.fence import fence
from federation.sql.functions import FUNCTIONS
from tests.attacks.computed import (
    AGGREGATES,
    CALLS,
    KINDS,
    SCALARS,
    STATEMENTS,
    WINDOWS,
    opened_bucket,
    opened_place,
    showing_all,
    statement,
)


@pytest.fixture(scope="module", params=KINDS)
def place(request, tmp_path_factory):
    with opened_place(request.param, tmp_path_factory.mktemp(request.param)) as opened:
        yield opened


@pytest.mark.parametrize("name", [*STATEMENTS, *CALLS])
def test_a_function_is_given_what_is_shown_alone(name, place):
    assert not place.computes_of_hidden(statement(name))


def test_every_function_is_called_in_one_of_them():
    """Those of the clock take nothing."""
    said = " ".join((*SCALARS, *AGGREGATES, *WINDOWS, *CALLS.values())).upper()
    called = set(re.findall(r"([A-Z_0-9]+)\(", said))
    assert FUNCTIONS - {"CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "NOW"} <= called


OF_TEXT = ("a condition", "a pattern", "a list", "a group", "what is shown")


def test_nor_of_the_copy_of_the_text_of_a_bucket(s3, tmp_path):
    """Who is shown all has it computed of all: so the count would tell."""
    with opened_bucket(s3, tmp_path) as place:
        for name in OF_TEXT:
            assert not place.computes_of_hidden(statement(name)), name
        assert copies_of(place) == 1
        everybody = replace(place, world=showing_all(place.world))
        assert everybody.computes_of_hidden(statement("a condition"))


def copies_of(place):
    counted = "SELECT count(*) FROM duckdb_tables() WHERE database_name = 'interco_copies'"
    return place.instance.connection.cursor().execute(counted).fetchone()[0]


FOLDED = (
    'contains: "a", fold: CASE',
    'startsWith: "CACHE", fold: CASE_ACCENT',
    'eq: "vu1", fold: CASE',
    'in: ["vu1", "vu2"], fold: CASE_ACCENT',
)


@pytest.mark.parametrize("asked", FOLDED)
def test_a_filter_of_graphql_folds_what_is_shown_alone(asked, place):
    """Folding is a TRANSLATE."""
    some = f"aggregate(where: {{ flux: {{ {asked} }} }}) {{ count }}"
    for wanted in (
        *("nodes { id }", "totalCount { value }", "aggregate { count }"),
        "groupBy { key { nombre } rows(first: 2, orderBy: [{ id: ASC }]) { id } }",
        f"groupBy {{ key {{ nombre }} {some} }}",
    ):
        where = f"where: {{ nombre: {{ eq: 0 }}, flux: {{ {asked} }} }}"
        document = f"{{ eau {{ compteurs({where}) {{ {wanted} }} }} }}"
        assert not place.computes_of_hidden(document)


@pytest.mark.parametrize("asked", FOLDED[:2])
def test_the_condition_of_an_aggregate_is_put_to_what_is_shown_alone(asked, place):
    """Alone: nothing else of the question is more than a bare comparison."""
    some = f"aggregate(where: {{ flux: {{ {asked} }} }}) {{ count max {{ nombre }} }}"
    for key in ("nombre", "jour(by: MONTH)"):
        assert not place.computes_of_hidden(
            f"{{ eau {{ compteurs {{ groupBy {{ key {{ {key} }} {some} }} }} }} }}"
        )


ANYWHERE = ("a condition", "a pattern", "whether it is null", "a list", "a group")
OF_A_DICTIONARY = ("what is shown", "what is counted", "an order", "a window", "an arm of UNION")


def test_without_a_fence_it_is_given_hidden_texts_too(place, monkeypatch):
    without(monkeypatch, fence)
    without_copies_of_dictionaries(monkeypatch)
    assert all(place.computes_of_hidden(statement(each)) for each in ANYWHERE)
    of_dictionaries = [place.computes_of_hidden(statement(each)) for each in OF_A_DICTIONARY]
    assert of_dictionaries == [place.kind == "parquet"] * len(OF_A_DICTIONARY)


def test_a_fence_alone_keeps_no_dictionary_back(tmp_path, monkeypatch):
    without_copies_of_dictionaries(monkeypatch)
    with opened_place("parquet", tmp_path) as place:
        assert place.computes_of_hidden(statement("a condition"))


def without(monkeypatch, rewrite):
    kept = tuple(each for each in GOVERNING if each is not rewrite)
    monkeypatch.setattr(planning, "GOVERNING", kept)


def without_copies_of_dictionaries(monkeypatch):
    monkeypatch.setattr(planning, "_reads_dictionaries", lambda _context: False)

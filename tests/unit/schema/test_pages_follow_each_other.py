"""Cursors: every row once, in order, whatever is null or level; and only for their own reader.

Covers schema.cursor, schema.paging, schema.reading.keyset, schema.reading.ties.
"""

import random
from itertools import pairwise

import pytest
from sqlglot import exp

from catalog.model.problem import CallerProblem
from federation.logical import CursorSource
from schema.cursor import CursorSealer
from tests.unit.schema.engine import open_database, run_slice
from tests.unit.schema.reading import codes_of, collectes, only_slice, problems_of, read
from tests.unit.schema.rows import bornes
from tests.unit.schema.rows import collectes as rows
from tests.unit.schema.sample import view

ROWS = {"collectes": rows(), "bornes": bornes()}
PAGED = "nodes { idPesee codeCommune } pageInfo { hasNextPage endCursor }"
ORDERS = [
    "dateCollecte: %s",
    "flux: %s",
    "tonnageKg: %s",
    "nbBacsLeves: %s",
    "horodatage: %s",
    "saisie: %s",
    "controle: %s",
    "remarque: %s",
    "total: %s",
    "idPesee: %s",
    "commune: { nom: %s }",
    "commune: { code: %s }",
]
DIRECTIONS = ["ASC", "DESC", "ASC_NULLS_FIRST", "DESC_NULLS_FIRST"]


@pytest.fixture(scope="module")
def database():
    with open_database(ROWS) as opened:
        yield opened


def keys(finished):
    table = finished.table.to_pylist()
    return [(row["c0"], row["c1"]) for row in table]


@pytest.mark.parametrize("seed", range(12))
def test_pages_hold_every_row_once_in_the_order_of_the_whole(database, seed):
    rng = random.Random(seed)
    chosen = rng.sample(ORDERS, rng.randint(1, 3))
    order = ", ".join(f"{{ {each % rng.choice(DIRECTIONS)} }}" for each in chosen)
    where = rng.choice(["", 'where: { flux: { ne: "CS" } }, '])
    whole = only_slice(read(collectes(f"({where}orderBy: [{order}], first: 500)", PAGED)))
    expected = keys(run_slice(database, whole)[0])
    paged = collectes(
        f"({where}orderBy: [{order}], first: 17, after: $c)", PAGED, "query($c: String)"
    )
    found, opened, token = [], {}, None
    while True:
        variables = {} if token is None else {"c": token}
        finished, answered = run_slice(
            database, only_slice(read(paged, variables)), variables, opened
        )
        found += keys(finished)
        if not answered.has_next:
            break
        token = f"cursor {len(found)}"
        opened[token] = finished.last
    assert found == expected
    assert len(found) == len(set(found))


def test_a_page_says_that_there_is_a_next_one_and_does_not_show_its_row(database):
    logical = only_slice(read(collectes("(first: 5)", PAGED)))
    finished, answered = run_slice(database, logical)
    assert (finished.table.num_rows, answered.rows, finished.has_next) == (5, 5, True)


def test_the_last_page_has_no_next_one(database):
    finished, _ = run_slice(database, only_slice(read(collectes("(first: 500)", PAGED))))
    assert not finished.has_next


def test_the_primary_key_makes_the_order_total():
    sql = only_slice(read(collectes("(orderBy: { flux: DESC })"))).tree.sql("trino")
    assert sql.endswith(
        'ORDER BY "t"."flux" DESC, "t"."id_pesee" ASC, "t"."code_commune" ASC LIMIT 50'
    )


def test_a_cursor_reads_its_token_from_the_variable_so_that_the_reading_is_shared():
    document = collectes("(after: $c)", PAGED, "query($c: String)")
    one = read(document, {"c": "abc"})
    assert one.variables_key({"c": "abc"}) == one.variables_key({"c": "other"})
    assert one.variables_key({}) != one.variables_key({"c": "abc"})
    sources = [each.source for each in only_slice(one).parameters]
    assert all(isinstance(each, CursorSource) for each in sources)


def test_no_cursor_is_made_of_a_floating_point_number():
    logical = only_slice(read(collectes("(orderBy: { dureeH: ASC })", PAGED)))
    assert logical.cursor_columns == ()
    assert codes_of(collectes('(orderBy: { dureeH: ASC }, after: "x")')) == [
        "after_needs_exact_order"
    ]


def test_without_a_primary_key_after_is_refused_and_offset_shown_as_the_way():
    (problem,) = problems_of('{ valDIlleAubigne { bornes(after: "x") { nodes { nom } } } }')
    assert problem.code == "after_needs_key"
    assert "offset" in problem.next_step("fr")


def test_without_a_primary_key_rows_that_are_level_look_the_same():
    document = (
        "{ valDIlleAubigne { bornes(orderBy: { nom: ASC }, offset: 5) { nodes { nom litres } } } }"
    )
    sql = only_slice(read(document)).tree.sql("trino")
    assert 'ORDER BY "t"."nom" ASC, "t"."nom" ASC, "t"."litres" ASC' in sql


def test_after_and_offset_do_not_go_together():
    assert codes_of(collectes('(after: "x", offset: 2)')) == ["after_and_offset"]


@pytest.mark.parametrize("first", [10_001, -1])
def test_more_rows_than_the_limit_are_refused_with_the_way_out(first):
    (problem,) = problems_of(collectes(f"(first: {first})"))
    assert problem.code == "page_too_large"
    assert "endCursor" in problem.next_step("en")


def test_ten_thousand_rows_are_allowed_and_fifty_are_the_default():
    assert only_slice(read(collectes("(first: 10000)"))).tree.sql("trino").endswith("LIMIT 10000")
    assert only_slice(read(collectes())).tree.sql("trino").endswith("LIMIT 50")


def test_offset_is_capped():
    assert codes_of(collectes("(offset: 10001)")) == ["offset_too_large"]


def test_the_order_of_a_cursor_is_part_of_its_binding():
    orders = {
        next(iter(read(collectes(arguments, PAGED)).cursor_orders.values()))
        for arguments in ("", "(orderBy: { flux: ASC })", "(orderBy: { flux: DESC })")
    }
    assert len(orders) == 3


def test_a_cursor_opens_for_whom_it_was_sealed():
    sealer = CursorSealer(b"k" * 32)
    values = ("P001", None, 3, True, "2024-01-01")
    token = sealer.seal(values, b"me")
    assert sealer.open(token, b"me") == values
    assert "P001" not in token


def test_two_cursors_of_one_row_look_different():
    sealer = CursorSealer(b"k" * 32)
    assert sealer.seal(("a",), b"me") != sealer.seal(("a",), b"me")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-2],
        lambda token: "A" + token[1:],
        lambda token: "",
        lambda token: "é" * 20,
        lambda token: "x" * 100_000,
        lambda token: token + "=",
        lambda token: CursorSealer(b"o" * 32).seal(("a",), b"me"),
        lambda token: CursorSealer(b"k" * 32).seal(("a",), b"somebody else"),
    ],
)
def test_a_wrong_or_foreign_or_old_cursor_is_the_callers_problem(spoil):
    sealer = CursorSealer(b"k" * 32)
    with pytest.raises(CallerProblem) as told:
        sealer.open(spoil(sealer.seal(("a",), b"me")), b"me")
    assert told.value.code == "invalid_cursor"


def _comparisons(*names):
    order = ", ".join(f"{{ {name}: ASC }}" for name in names)
    slice_ = only_slice(read(collectes(f'(orderBy: [{order}], after: "c")', PAGED)))
    return sum(1 for each in slice_.tree.args["where"].find_all(exp.EQ, exp.GT, exp.GTE))


def test_the_condition_of_a_cursor_grows_by_two_comparisons_a_key():
    names = ("flux", "dateCollecte", "tonnageKg", "nbBacsLeves", "horodatage")
    grown = [_comparisons(*names[:count]) for count in range(1, len(names) + 1)]
    assert {after - before for before, after in pairwise(grown)} == {2}


def test_two_lists_of_one_document_have_cursors_of_their_own():
    document = f"{{ valDIlleAubigne {{ a: collectes {{ {PAGED} }} b: collectes {{ {PAGED} }} }} }}"
    assert set(read(document).cursor_orders) == {
        "valDIlleAubigne.a.nodes",
        "valDIlleAubigne.b.nodes",
    }


def test_a_page_can_be_asked_without_its_rows(database):
    document = collectes("(first: 5)", "pageInfo { hasNextPage }")
    finished, _ = run_slice(database, only_slice(read(document, seen=view())))
    assert finished.has_next

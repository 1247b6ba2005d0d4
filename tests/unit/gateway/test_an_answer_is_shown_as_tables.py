"""Covers gateway.cli.answer_tables."""

import io

from rich.table import Table

from gateway.cli.answer_tables import console_of_tables, tables_of


def test_what_stands_beside_an_object_is_shown_with_it():
    data = {"a": {"collectes": {"aggregate": {"count": 3, "sum": {"tonnageKg": "12"}}}}}
    assert tables_of(data) == [("a.collectes.aggregate", [{"count": 3, "sum.tonnageKg": "12"}])]
    me = {"me": {"agent": "x", "roles": ["agent", "dpo"], "organisation": {"name": "Val"}}}
    row = {"agent": "x", "roles": "agent, dpo", "organisation.name": "Val"}
    assert tables_of(me) == [("me", [row])]


def test_each_list_is_a_table_and_so_is_what_stands_beside_it():
    data = {
        "a": {
            "collectes": {
                "nodes": [{"flux": "OMR"}, {"flux": "VERRE"}],
                "pageInfo": {"hasNextPage": True, "endCursor": None},
                "totalCount": {"value": 2},
            }
        },
        "me": {"agent": "x", "inbox": {"unread": 1, "messages": [{"title": "Bonjour"}]}},
    }
    assert tables_of(data) == [
        ("a.collectes.nodes", [{"flux": "OMR"}, {"flux": "VERRE"}]),
        ("a.collectes.pageInfo", [{"hasNextPage": True, "endCursor": None}]),
        ("a.collectes.totalCount", [{"value": 2}]),
        ("me", [{"agent": "x"}]),
        ("me.inbox", [{"unread": 1}]),
        ("me.inbox.messages", [{"title": "Bonjour"}]),
    ]


def test_an_object_that_one_row_lacks_is_no_column():
    nodes = [{"flux": "OMR", "commune": None}, {"flux": "VERRE", "commune": {"nom": "Feins"}}]
    assert tables_of({"nodes": nodes}) == [
        (
            "nodes",
            [
                {"flux": "OMR", "commune.nom": None},
                {"flux": "VERRE", "commune.nom": "Feins"},
            ],
        )
    ]


def test_what_was_refused_is_no_table():
    data = {"a": {"collectes": None, "bacs": {"aggregate": {"count": 1}}}}
    assert tables_of(data, frozenset({("a", "collectes")})) == [
        ("a.bacs.aggregate", [{"count": 1}])
    ]


def test_lists_without_a_row_are_tables_without_a_line():
    assert tables_of({"nodes": []}) == [("nodes", [])]
    assert tables_of(None) == []


def test_what_is_written_elsewhere_than_on_a_screen_is_not_cut():
    written = io.StringIO()
    names = [f"une_colonne_au_nom_assez_long_{number}" for number in range(20)]
    table = Table(*names)
    table.add_row(*("1" for _ in names))
    console_of_tables(written).print(table)
    assert all(name in written.getvalue() for name in names)
    assert len(written.getvalue().splitlines()[1]) < 1000


def test_a_long_heading_is_whole_in_a_pipe(monkeypatch):
    monkeypatch.setattr("sys.stdout", written := io.StringIO())
    names = [f"une_colonne_au_nom_assez_long_{number}" for number in range(20)]
    console_of_tables().print(Table(*names))
    assert all(name in written.getvalue() for name in names)

"""However deep its tree, a list leaves in one statement; each of its totals in one more.

Covers gateway.reading.reports.document, federation.linked_rows, federation.linked_planning,
gateway.reading.query.pages.
"""

from __future__ import annotations

from tests.integration.linked.documents import document_of
from tests.integration.linked.growing import grow
from tests.integration.linked.readers import READERS


async def statements(gateway, monkeypatch, place, sub, trees):
    """How many an engine was given for each tree."""
    given = []
    for engine in gateway.ports.engines.values():
        for name in ("execute", "write"):
            if hasattr(engine, name):
                monkeypatch.setattr(engine, name, _counting(given, getattr(engine, name)))
    counts = []
    for tree in trees:
        given.clear()
        body = await gateway.ask(document_of(tree, place.field), sub)
        assert "errors" not in body, body
        counts.append(len(given))
    return counts


def _counting(given, run):
    async def counted(plan, values):
        given.append(plan)
        return await run(plan, values)

    return counted


def due(tree):
    root = tree.root
    return root.nodes + root.total + (root.aggregate is not None)


def levels(level):
    return 1 + max((levels(each.level) for each in level.fields), default=0)


async def test_in_files_and_in_postgresql(gateway, in_files, in_postgresql, monkeypatch):
    trees = [grow(seed) for seed in range(400, 408)]
    assert max(levels(each.root) for each in trees) == 4
    for place in (in_files, in_postgresql):
        counts = await statements(gateway, monkeypatch, place, place.owner, trees)
        assert counts == [due(each) for each in trees]


async def test_what_is_refused_beside_a_list_costs_no_statement(gateway, in_files, monkeypatch):
    document = """{ smictomDemo { factures(first: 5) { nodes { numero
      lignes { nodes { id montant } } same: lignes { totalCount { value } } } } } }"""
    given = []
    for engine in gateway.ports.engines.values():
        monkeypatch.setattr(engine, "execute", _counting(given, engine.execute))
    body = await gateway.ask(document, READERS["no-lines"].sub)
    assert len(given) == 1
    rows = body["data"]["smictomDemo"]["factures"]["nodes"]
    assert len(rows) == 5
    assert {(each["lignes"], each["same"]) for each in rows} == {(None, None)}
    assert [each["path"][-1] for each in body["errors"]] == ["lignes", "same"]
    assert {each["extensions"]["code"] for each in body["errors"]} == {"no_agreement"}


async def test_an_explanation_names_each_field_that_is_refused(gateway, in_files):
    document = """{ smictomDemo { first: factures(first: 5) { nodes { numero
      lignes { nodes { id montant } } } pageInfo { hasNextPage } } } }"""
    asked = """query ($x: String!) { explain(document: $x) {
      statements { path kind datasets sql stoppedBy { code words { fr } } } } }"""
    for sub, refused in ((READERS["no-lines"].sub, True), (in_files.owner, False)):
        errors = (await gateway.ask(document, sub)).get("errors", [])
        told = (await gateway.ask(asked, sub, {"x": document}))["data"]["explain"]["statements"]
        assert told[0]["sql"]
        assert [
            (each["path"], each["stoppedBy"]["code"], each["stoppedBy"]["words"]["fr"])
            for each in told[1:]
        ] == [
            (".".join(each["path"]), each["extensions"]["code"], each["message"]) for each in errors
        ]
        assert bool(errors) is refused
        assert {(each["kind"], *each["datasets"]) for each in told[1:]} == (
            {("linkedRows", "smictom_demo__lignes")} if refused else set()
        )

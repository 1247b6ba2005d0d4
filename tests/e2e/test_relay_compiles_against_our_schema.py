"""Relay's own compiler takes the schema and writes documents that page both ways and find rows.

Covers schema.types.node_types, schema.types.dataset_types.
"""

import json
import re
import shutil
import subprocess

import httpx
import pytest
from graphql import build_client_schema, get_introspection_query, print_schema

from tests.node_clients import RELAY, node_command

pytestmark = pytest.mark.whole


@pytest.fixture
def ask(demo):
    headers = {
        "Authorization": f"Bearer {demo.token('agent@val-d-ille-aubigne')}",
        "Interco-Purpose": "rpqs_dechets",
    }

    def asked(query, **variables):
        body = {"query": query, "variables": variables}
        answer = httpx.post(f"{demo.address}/graphql", json=body, headers=headers, timeout=60)
        assert "errors" not in answer.json(), answer.text
        return answer.json()["data"]

    return asked


@pytest.fixture
def compiled(ask, tmp_path):
    """The text of each operation that the compiler made, by name."""
    node_command(RELAY)
    for name in ("relay.config.json", "src"):
        source = RELAY / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    schema = build_client_schema(ask(get_introspection_query()))
    (tmp_path / "schema.graphql").write_text(print_schema(schema), "utf-8")
    compiler = RELAY / "node_modules" / ".bin" / "relay-compiler"
    ran = subprocess.run(
        [compiler, "relay.config.json"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    texts = {}
    for path in (tmp_path / "src" / "__generated__").glob("*Query.graphql.js"):
        written = re.search(r'"text": ("(?:[^"\\]|\\.)*")', path.read_text("utf-8"))
        texts[path.name.removesuffix(".graphql.js")] = json.loads(written[1])
    return texts


def test_its_documents_page_both_ways_and_find_a_row_again(ask, compiled):
    def page(**variables):
        found = ask(compiled["listPageQuery"], **variables)
        return found["valDIlleAubigne"]["collectes"]

    first = page(first=5)
    second = page(first=5, after=first["pageInfo"]["endCursor"], last=None, before=None)
    back = page(last=5, before=second["pageInfo"]["startCursor"], first=None, after=None)
    nodes = [each["node"] for each in first["edges"]]
    assert [each["node"] for each in back["edges"]] == nodes
    assert not {each["node"]["nodeId"] for each in second["edges"]} & {n["nodeId"] for n in nodes}
    row = ask(compiled["listRowQuery"], nodeId=nodes[0]["nodeId"])["node"]
    assert row["flux"] == nodes[0]["flux"]
    assert row["tonnageKg"] == nodes[0]["tonnageKg"]


def test_one_fragment_is_read_from_a_dataset_and_from_its_standard(ask, compiled):
    """In one order: that of the dataset's key."""

    def page(first, after=None):
        return ask(compiled["listMassesQuery"], first=first, after=after)

    def masses(rows):
        return [(row["flux"], row["tonnageKg"], row["dataset"]) for row in rows]

    first = page(20)["standards"]["collecteDechets"]
    second = page(20, first["pageInfo"]["endCursor"])["standards"]["collecteDechets"]
    rows = [each["node"] for each in (*first["edges"], *second["edges"])]
    edges = page(40)["valDIlleAubigne"]["collectes"]["edges"]
    assert masses(rows) == masses(each["node"]["asCollecteDechets"] for each in edges)

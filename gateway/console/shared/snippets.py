"""One question, as GraphQL, SQL, curl and Python write it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateway.console.rendering import render

_MOST_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Example:
    graphql: str
    sql: str
    curl_graphql: str
    curl_sql: str
    python: str


def example_of(dataset: Mapping[str, Any], base: str, purpose: str | None) -> Example:
    """`dataset` as GraphQL tells it, with what is `given` of its columns."""
    columns = [column for column in dataset["columns"] if column["given"]][:_MOST_COLUMNS]
    owner = dataset["owner"]
    fields = " ".join(_selected(column["field"]) for column in columns)
    graphql = (
        f"{{ {owner['field']} {{ {dataset['field']}(first: 5) "
        f"{{ nodes {{ {fields} }} totalCount {{ value }} }} }} }}"
    )
    names = ", ".join(column["name"] for column in columns)
    table = f"{owner['slug'].replace('-', '_')}.{dataset['name']}"
    # Shown to be copied: what is run comes back as a statement, and is read as one.
    sql = render("shared/example.sql", "fr", columns=names, table=table)
    return Example(
        graphql=graphql,
        sql=sql,
        curl_graphql=_curl(f"{base}/graphql", graphql, purpose, None),
        curl_sql=_curl(f"{base}/v1/sql", sql, purpose, "text/csv"),
        python=_python(base, graphql, purpose),
    )


def _selected(field: str) -> str:
    """A commune is an object: its code and name are asked of it."""
    return "commune { code nom }" if field == "commune" else field


def _curl(address: str, query: str, purpose: str | None, accept: str | None) -> str:
    body = json.dumps({"query": query}, ensure_ascii=False).replace("'", "'\\''")
    headers = [
        '-H "Authorization: Bearer $INTERCO_KEY"',
        *([f'-H "Interco-Purpose: {purpose}"'] if purpose else []),
        *([f"-H 'Accept: {accept}'"] if accept else []),
        "-H 'Content-Type: application/json'",
        f"-d '{body}'",
    ]
    return " \\\n  ".join([f"curl -s {address}", *headers])


def _python(base: str, query: str, purpose: str | None) -> str:
    purposes = f'\n        "Interco-Purpose": "{purpose}",' if purpose else ""
    return f'''import json
import os
import urllib.request

request = urllib.request.Request(
    "{base}/graphql",
    data=json.dumps({{"query": """{query}"""}}).encode(),
    headers={{
        "Authorization": f"Bearer {{os.environ['INTERCO_KEY']}}",{purposes}
        "Content-Type": "application/json",
    }},
)
with urllib.request.urlopen(request) as answer:
    print(json.load(answer)["data"])
    print(answer.headers["Interco-Receipt"])'''

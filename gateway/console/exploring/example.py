"""An exploration as a document of GraphQL, to be copied."""

from __future__ import annotations

import json

from gateway.console.exploring.address import ExploredAddress


def graphql_of(address: ExploredAddress, dataset: str) -> str:
    texts = {
        name: json.dumps(value, ensure_ascii=False)
        for name, value in {"dataset": dataset, **address.variables}.items()
        if value
    }
    arguments = ", ".join(f"{name}: {value}" for name, value in texts.items())
    return (
        f"query {{\n  exploration({arguments}) {{\n    figures {{\n"
        "      groups { keys labels value above below before change rows noValue }\n"
        "      covered { rows communes { name } months }\n    }\n  }\n}\n"
    )

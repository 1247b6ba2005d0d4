"""The answer to a document in GraphQL."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from interco_client.problems import Problem, of_graphql
from interco_client.receipts import Receipt


@dataclass(frozen=True, slots=True)
class Answer:
    """`data`: as the document selects it; a part that was refused is None there, and has its
    problem. `content`: the bytes of the answer, whose digest the receipt holds.
    """

    data: Mapping[str, Any]
    problems: Sequence[Problem]
    request_id: str | None
    receipt: Receipt | None
    content: bytes = field(repr=False)

    def nodes(self, path: str) -> list[dict[str, Any]]:
        """The rows of one list, by the names of the document: "valDIlleAubigne.collectes"."""
        return list(self.at(f"{path}.nodes"))

    def at(self, path: str) -> Any:
        """What stands under these names. Raises KeyError for a name that the answer has not, and
        the list's own Problem where it was refused.
        """
        found: Any = self.data
        walked: list[str] = []
        for name in path.split("."):
            walked.append(name)
            found = found[name]
            if found is None:
                raise self._problem_at(walked) or KeyError(f"{'.'.join(walked)} is null")
        return found

    def to_arrow(self, path: str) -> pa.Table:
        """The rows of one list as a table; decimals and dates stay the texts of JSON. For typed
        columns, ask in SQL.
        """
        return pa.Table.from_pylist(self.nodes(path))

    def _problem_at(self, names: Sequence[str]) -> Problem | None:
        for each in self.problems:
            at = list(each.place.path) if each.place else []
            if at == list(names[: len(at)]):
                return each
        return None


def answer_of(content: bytes, headers: Mapping[str, str]) -> Answer:
    """Raises the first problem where no data came at all."""
    body = json.loads(content)
    request_id = headers.get("interco-request-id")
    problems = [of_graphql(each, request_id) for each in body.get("errors", ())]
    if body.get("data") is None and problems:
        raise problems[0]
    receipt = headers.get("interco-receipt")
    return Answer(
        data=body.get("data") or {},
        problems=tuple(problems),
        request_id=request_id,
        receipt=None if receipt is None else Receipt(receipt),
        content=content,
    )

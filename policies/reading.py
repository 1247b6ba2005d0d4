"""The answer of the law read strictly: an exact decision, or a Problem. Nothing in between."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from catalog.model.agreement import Output
from catalog.model.identifiers import CommuneCode, InvalidCommuneCode, InvalidSiren, Siren
from catalog.model.row_condition import (
    AllOf,
    AllRows,
    Compare,
    CompareOp,
    InListedTerritory,
    InTerritory,
    RowCondition,
)
from catalog.model.transform import Transform
from policies.decision import (
    CONTRACT,
    Branch,
    CellTransform,
    DatasetDecision,
    Decision,
    Denial,
    canonical,
)
from policies.problems import DENIALS, PolicyMalformed
from policies.question import Action, Question

_DEEPEST = 8
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")

Kind = TypeVar("Kind", bound=StrEnum)

_CELL_KEYS = {"transform", "constant"}
# Shared: a decision may hold thousands of cells, nearly all of them one of these.
_PLAIN_CELLS = {
    each.value: CellTransform(each) for each in Transform if each is not Transform.CONSTANT
}

_HIDDEN = DatasetDecision(discoverable=False, allow=False, branches=(), denials=())


def read_answer(question: Question, document: object, revision: str) -> Decision:
    """The decision about exactly the question's datasets, agreements and columns.

    Raises PolicyMalformed, also for a decision that is well formed but answers something else.
    """
    decision = read_decision(document, revision)
    columns = {each["id"]: each["columns"] for each in question.facts["datasets"]}
    _require(decision.datasets.keys() == columns.keys(), "datasets")
    citations = {each["id"] for each in question.facts["agreements"]} | {"owner", "open"}
    reads = question.facts["action"] == Action.READ
    for dataset_id, each in decision.datasets.items():
        _require(reads or not (each.branches or each.denials), "discover")
        _require(not (reads and each.discoverable) or each.allow or bool(each.denials), "silence")
        for branch in each.branches:
            _require(branch.agreement in citations, "agreement")
            _require(branch.columns.keys() <= columns[dataset_id].keys(), "columns")
    _require(decision.valid_until is None or decision.valid_until > question.now, "valid_until")
    return decision


def read_decision(document: object, revision: str) -> Decision:
    """`{contract, datasets, valid_until}` as policies/decision.schema.json describes it.

    Raises PolicyMalformed for anything else, an unknown key included.
    """
    answer = _object(document, {"contract", "datasets", "valid_until"})
    _require(answer["contract"] == CONTRACT, "contract")
    valid_until = answer["valid_until"]
    _require(valid_until is None or _is_instant(valid_until), "valid_until")
    datasets = _mapping(answer["datasets"])
    return Decision(
        datasets={dataset_id: _dataset(each) for dataset_id, each in datasets.items()},
        valid_until=valid_until,
        revision=revision,
        document=canonical(answer),
    )


def read_rows(document: object, depth: int = 0) -> RowCondition:
    """A row condition from JSON, as `policies.question.rows_document` writes it."""
    _require(depth < _DEEPEST, "rows")
    match _mapping(document).get("kind"):
        case "all":
            _object(document, {"kind"})
            return AllRows()
        case "in_territory":
            return _in_territory(document)
        case "in_listed_territory":
            return _in_listed_territory(document)
        case "compare":
            return _compare(document)
        case "all_of":
            conditions = _list(_object(document, {"kind", "conditions"})["conditions"])
            # An empty conjunction would be true of every row.
            _require(bool(conditions), "rows")
            return AllOf(tuple(read_rows(each, depth + 1) for each in conditions))
        case _:
            raise PolicyMalformed(detail="rows")


def _dataset(document: object) -> DatasetDecision:
    answer = _object(document, {"discoverable", "allow", "branches", "denials"})
    discoverable, allow = _boolean(answer["discoverable"]), _boolean(answer["allow"])
    branches = tuple(_branch(each) for each in _list(answer["branches"]))
    denials = tuple(_denial(each) for each in _list(answer["denials"]))
    _require(allow == bool(branches), "allow")
    _require(discoverable or not (branches or denials), "discoverable")
    _require(not (branches and denials), "denials")
    cited = {branch.agreement for branch in branches}
    _require(len(cited) == len(branches), "agreement")
    return DatasetDecision(discoverable, allow, branches, denials) if discoverable else _HIDDEN


def _branch(document: object) -> Branch:
    branch = _object(document, {"agreement", "columns", "rows", "output", "reasons"})
    columns = _mapping(branch["columns"])
    _require(bool(columns), "columns")
    return Branch(
        agreement=_text(branch["agreement"]),
        columns={column: _cell(each) for column, each in columns.items()},
        rows=read_rows(branch["rows"]),
        output=_member(Output, branch["output"]),
        reasons=_texts(branch["reasons"]),
    )


def _cell(document: object) -> CellTransform:
    cell = _object(document, _CELL_KEYS)
    constant = cell["constant"]
    if constant is None:
        plain = _PLAIN_CELLS.get(_text(cell["transform"]))
        if plain is None:
            raise PolicyMalformed(detail="transform")
        return plain
    _require(cell["transform"] == Transform.CONSTANT, "transform")
    return CellTransform(Transform.CONSTANT, _text(constant))


def _denial(document: object) -> Denial:
    denial = _object(document, {"code", "agreement", "purposes", "ended_at"})
    code, agreement, ended_at = _text(denial["code"]), denial["agreement"], denial["ended_at"]
    _require(code in DENIALS, "code")
    cited = None if agreement is None else _text(agreement)
    _require(ended_at is None or _is_instant(ended_at), "ended_at")
    return Denial(code, cited, _texts(denial["purposes"]), ended_at)


def _in_territory(document: object) -> InTerritory:
    keys = {"kind", "column", "of", "competence", "date_column"}
    condition = _object(document, keys)
    date_column = condition["date_column"]
    try:
        organisation = Siren.parse(_text(condition["of"]))
    except InvalidSiren as problem:
        raise PolicyMalformed(detail="of") from problem
    return InTerritory(
        column=_text(condition["column"]),
        of=organisation,
        competence=_text(condition["competence"]),
        date_column=None if date_column is None else _text(date_column),
    )


def _in_listed_territory(document: object) -> InListedTerritory:
    condition = _object(document, {"kind", "column", "communes", "at", "date_column"})
    communes, date_column = _texts(condition["communes"]), condition["date_column"]
    # An empty list would be somebody's mistake, not a territory.
    _require(bool(communes), "communes")
    try:
        codes = tuple(CommuneCode.parse(each) for each in communes)
        day = date.fromisoformat(_text(condition["at"]))
    except (InvalidCommuneCode, ValueError) as problem:
        raise PolicyMalformed(detail="communes") from problem
    return InListedTerritory(
        column=_text(condition["column"]),
        communes=codes,
        at=day,
        date_column=None if date_column is None else _text(date_column),
    )


def _compare(document: object) -> Compare:
    condition = _object(document, {"kind", "column", "op", "values"})
    op, values = _member(CompareOp, condition["op"]), _texts(condition["values"])
    _require(bool(values) if op is CompareOp.IN else len(values) == 1, "values")
    return Compare(_text(condition["column"]), op, values)


def _require(holds: bool, detail: str) -> None:  # noqa: FBT001 - reads as a sentence at each use
    if not holds:
        raise PolicyMalformed(detail=detail)


def _object(document: object, keys: set[str]) -> Mapping[str, Any]:
    found = _mapping(document)
    _require(found.keys() == keys, "keys")
    return found


def _mapping(document: object) -> Mapping[str, Any]:
    if not isinstance(document, dict):
        raise PolicyMalformed(detail="object")
    return document


def _list(document: object) -> list[Any]:
    if not isinstance(document, list):
        raise PolicyMalformed(detail="list")
    return document


def _text(document: object) -> str:
    if not isinstance(document, str):
        raise PolicyMalformed(detail="text")
    return document


def _texts(document: object) -> tuple[str, ...]:
    return tuple(_text(each) for each in _list(document))


def _boolean(document: object) -> bool:
    # `is` on purpose: 1 and "true" are not true.
    if document is True or document is False:
        return document
    raise PolicyMalformed(detail="boolean")


def _member(kind: type[Kind], document: object) -> Kind:
    try:
        return kind(_text(document))
    except ValueError as failure:
        raise PolicyMalformed(detail=kind.__name__) from failure


def _is_instant(document: object) -> bool:
    return isinstance(document, str) and _INSTANT.fullmatch(document) is not None

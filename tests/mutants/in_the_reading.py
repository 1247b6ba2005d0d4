"""Bugs of the decision's reading: each lets a document through that says more than it may."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from policies.problems import PolicyMalformed
from policies.question import Action, Question
from policies.reading import read_answer
from tests.integration.oracle.mutants import InPython
from tests.policies.facts import question

READING = "policies.reading"

BUGS: dict[str, InPython] = {
    name: InPython(READING, function, old, new)
    for name, (function, old, new) in {
        "any contract is read": (
            "read_decision", '_require(answer["contract"] == CONTRACT, "contract")', "pass",
        ),
        "branches count without an allow": (
            "_dataset", '_require(allow == bool(branches), "allow")', "allow = bool(branches)",
        ),
        "what is hidden may be read": (
            "_dataset",
            '_require(discoverable or not (branches or denials), "discoverable")',
            "discoverable = discoverable or bool(branches)",
        ),
        "a denial may come with a branch": (
            "_dataset", '_require(not (branches and denials), "denials")', "pass",
        ),
        "one agreement may be two branches": (
            "_dataset", '_require(len(cited) == len(branches), "agreement")', "pass",
        ),
        "a branch may show nothing": ("_branch", '_require(bool(columns), "columns")', "pass"),
        "unknown keys are passed over": ("_object", "found.keys() == keys", "found.keys() >= keys"),
        "one is true": ("_boolean", "if document is True or document is False:", "if True:"),
        "no condition is every row": ("read_rows", '_require(bool(conditions), "rows")', "pass"),
        "an unknown condition is every row": (
            "read_rows", 'raise PolicyMalformed(detail="rows")', "return AllRows()",
        ),
        "conditions may be as deep as they like": (
            "read_rows", '_require(depth < _DEEPEST, "rows")', "pass",
        ),
        "no commune is a territory": (
            "_in_listed_territory", '_require(bool(communes), "communes")', "pass",
        ),
        "a comparison takes as many values as it is given": (
            "_compare",
            '_require(bool(values) if op is CompareOp.IN else len(values) == 1, "values")',
            "pass",
        ),
        "a transform with a constant is one": (
            "_cell", '_require(cell["transform"] == Transform.CONSTANT, "transform")', "pass",
        ),
        "an unknown transform is clear": (
            "_cell",
            'raise PolicyMalformed(detail="transform")',
            'return _PLAIN_CELLS["clear"]',
        ),
        "any thing is text": ("_text", "if not isinstance(document, str):", "if False:"),
        "an agreement that was not asked about opens": (
            "read_answer", '_require(branch.agreement in citations, "agreement")', "pass",
        ),
        "a column that was not asked about is shown": (
            "read_answer",
            '_require(branch.columns.keys() <= columns[dataset_id].keys(), "columns")',
            "pass",
        ),
        "a dataset that was not asked about is answered": (
            "read_answer",
            '_require(decision.datasets.keys() == columns.keys(), "datasets")',
            "decision = decision if decision.datasets.keys() >= columns.keys() else 1 / 0",
        ),
        "to discover is to read": (
            "read_answer",
            '_require(reads or not (each.branches or each.denials), "discover")',
            "pass",
        ),
        "neither allowed nor denied is an answer": (
            "read_answer",
            "each.allow or bool(each.denials)",
            "True",
        ),
        "what has ended still decides": (
            "read_answer", "decision.valid_until > question.now", "decision.valid_until != ''",
        ),
        "any text is an instant": (
            "_is_instant",
            "isinstance(document, str) and _INSTANT.fullmatch(document) is not None",
            "isinstance(document, str)",
        ),
    }.items()
}  # fmt: skip

_BRANCH = {
    "agreement": "conv-2026-0017@1",
    "columns": {"column-00": {"transform": "clear", "constant": None}},
    "rows": {"kind": "all"},
    "output": "detail",
    "reasons": ["agreement_in_force"],
}
_ANSWER: dict[str, Any] = {
    "contract": "interco.access/1",
    "datasets": {
        "collectes": {"discoverable": True, "allow": True, "branches": [_BRANCH], "denials": []}
    },
    "valid_until": "2026-12-31T23:00:00Z",
}
_DENIAL = {"code": "no_agreement", "agreement": None, "purposes": [], "ended_at": None}
_COMPARE = {"kind": "compare", "column": "column-00", "op": "eq", "values": ["x"]}
_LISTED = {
    "kind": "in_listed_territory",
    "column": "column-00",
    "communes": [],
    "at": "2024-01-01",
    "date_column": None,
}


def read_alike() -> str | None:
    """The first malformed document that is read all the same; None when none is."""
    if read_answer(question(), _ANSWER, "r").datasets["collectes"].branches == ():
        return "a right decision is not read"
    for name, asked, document in _malformed():
        try:
            read_answer(asked, document, "r")
        except PolicyMalformed:
            continue
        except Exception:  # noqa: BLE001 - anything else is no refusal
            return f"{name}: not refused but failed"
        return name
    return None


def _malformed() -> Iterator[tuple[str, Question, object]]:
    for name, change in _CHANGES.items():
        document = deepcopy(_ANSWER)
        change(document, document["datasets"]["collectes"])
        yield name, question(), document
    discovering = question(action=Action.DISCOVER)
    denied = deepcopy(_ANSWER)
    denied["datasets"]["collectes"].update(allow=False, branches=[], denials=[_DENIAL])
    yield "a denial of what is only looked for", discovering, denied


def _in_branch(**changed: object) -> Callable[[Any, Any], None]:
    def change(_: Any, dataset: Any) -> None:
        dataset["branches"][0].update(changed)

    return change


def _in_dataset(**changed: object) -> Callable[[Any, Any], None]:
    return lambda _, dataset: dataset.update(changed)


def _deep() -> dict[str, Any]:
    rows: dict[str, Any] = {"kind": "all"}
    for _ in range(12):
        rows = {"kind": "all_of", "conditions": [rows]}
    return rows


def _cell(transform: object, constant: object) -> dict[str, Any]:
    return {"column-00": {"transform": transform, "constant": constant}}


_CHANGES: dict[str, Callable[[Any, Any], None]] = {
    "another contract": lambda document, _: document.update(contract="interco.access/2"),
    "another key": lambda document, _: document.update(more=1),
    "another key of a branch": _in_branch(more=1),
    "another dataset": lambda document, dataset: document["datasets"].update(paie=dataset),
    "not allowed, with branches": _in_dataset(allow=False),
    "hidden, with branches": _in_dataset(discoverable=False),
    "denied, with branches": _in_dataset(denials=[_DENIAL]),
    "allowed by one": _in_dataset(allow=1),
    "discoverable by text": _in_dataset(discoverable="true"),
    "the same agreement twice": lambda _, dataset: dataset["branches"].append(
        {**_BRANCH, "columns": _cell("null", None)}
    ),
    "nothing said": _in_dataset(allow=False, branches=[]),
    "no column": _in_branch(columns={}),
    "a column that was not asked about": _in_branch(
        columns={"column-99": {"transform": "clear", "constant": None}}
    ),
    "an agreement that was not asked about": _in_branch(agreement="conv-1999-0001@1"),
    "an agreement that is a number": _in_branch(agreement=17),
    "reasons that are numbers": _in_branch(reasons=[1]),
    "an unknown transform": _in_branch(columns=_cell("lisible", None)),
    "a clear constant": _in_branch(columns=_cell("clear", "x")),
    "a constant that is a number": _in_branch(columns=_cell("constant", 7)),
    "an unknown condition": _in_branch(rows={"kind": "none"}),
    "no condition at all": _in_branch(rows={"kind": "all_of", "conditions": []}),
    "conditions as deep as one likes": _in_branch(rows=_deep()),
    "a territory without a commune": _in_branch(rows=_LISTED),
    "a comparison with no value": _in_branch(rows={**_COMPARE, "values": []}),
    "a comparison with two values": _in_branch(rows={**_COMPARE, "values": ["x", "y"]}),
    "a comparison with a number": _in_branch(rows={**_COMPARE, "values": [1]}),
    "another output": _in_branch(output="everything"),
    "an end in the past": lambda document, _: document.update(valid_until="2001-01-01T00:00:00Z"),
    "an end that is no instant": lambda document, _: document.update(valid_until="un jour"),
}

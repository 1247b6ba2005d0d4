"""Bugs of the decision's reading: each lets a document through that says more than it may."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from policies import reading
from policies.problems import PolicyMalformed
from policies.question import Action, Question
from tests.policies.facts import question

_CHANGED = "changed_reading"


@dataclass(frozen=True)
class InReading:
    """`old` becomes `new` in the whole module: half of what it refuses, its types refuse."""

    old: str
    new: str

    def plant(self, monkeypatch: Any) -> None:
        source = Path(reading.__file__).read_text("utf-8")
        assert source.count(self.old) == 1, (self.old, source.count(self.old))
        changed = ModuleType(_CHANGED)
        # Its types are looked up in the module that they say they are of.
        monkeypatch.setitem(sys.modules, _CHANGED, changed)
        exec(compile(source.replace(self.old, self.new), _CHANGED, "exec"), vars(changed))
        monkeypatch.setattr(reading, "read_answer", vars(changed)["read_answer"])


BUGS: dict[str, InReading] = {
    name: InReading(old, new)
    for name, (old, new) in {
        "any contract is read": ('_require(answer.contract == CONTRACT, "contract")', "pass"),
        "branches count without an allow": (
            '_require(answer.allow == bool(branches), "allow")',
            "answer = msgspec.structs.replace(answer, allow=bool(branches))",
        ),
        "what is hidden may be read": (
            '_require(answer.discoverable or not (branches or denials), "discoverable")', "pass",
        ),
        "a denial may come with a branch": (
            '_require(not (branches and denials), "denials")', "pass",
        ),
        "one agreement may be two branches": (
            '_require(len(cited) == len(branches), "agreement")', "pass",
        ),
        "a branch may show nothing": (
            "Annotated[dict[str, _Cell], _AtLeastOne]", "dict[str, _Cell]",
        ),
        "unknown keys are passed over": (", forbid_unknown_fields=True", ""),
        "one is true": ("discoverable: bool\n    allow: bool", "discoverable: Any\n    allow: Any"),
        "no condition is every row": (
            "Annotated[tuple[_Rows, ...], _AtLeastOne]", "tuple[_Rows, ...]",
        ),
        "an unknown condition is every row": (
            "    rows: _Rows\n    output", "    rows: Any\n    output",
        ),
        "conditions may be as deep as they like": (
            '_require(depth < _DEEPEST, "rows")', "pass",
        ),
        "no commune is a territory": (
            "Annotated[tuple[CommuneCode, ...], _AtLeastOne]", "tuple[CommuneCode, ...]",
        ),
        "a comparison takes as many values as it is given": (
            '_require(bool(values) if rows.op is CompareOp.IN else len(values) == 1, "values")',
            "pass",
        ),
        "a transform with a constant is one": (
            '_require(cell.transform == Transform.CONSTANT, "transform")', "pass",
        ),
        "an unknown transform is clear": (
            'raise PolicyMalformed(detail="transform")', 'return _PLAIN_CELLS["clear"]',
        ),
        "any thing is a constant": ("constant: str | None", "constant: Any"),
        "any thing is a reason": ("reasons: tuple[str, ...]", "reasons: Any"),
        "a number may be compared with": ("values: tuple[str, ...]", "values: tuple[Any, ...]"),
        "an agreement that was not asked about opens": (
            '_require(branch.agreement in citations, "agreement")', "pass",
        ),
        "a column that was not asked about is shown": (
            '_require(branch.columns.keys() <= columns[dataset_id].keys(), "columns")', "pass",
        ),
        "a dataset that was not asked about is answered": (
            '_require(decision.datasets.keys() == columns.keys(), "datasets")',
            "decision = decision if decision.datasets.keys() >= columns.keys() else 1 / 0",
        ),
        "to discover is to read": (
            '_require(reads or not (each.branches or each.denials), "discover")', "pass",
        ),
        "neither allowed nor denied is an answer": ("each.allow or bool(each.denials)", "True"),
        "what has ended still decides": (
            "decision.valid_until > question.now", "decision.valid_until != ''",
        ),
        "any text is an instant": (
            r'pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\Z"', "",
        ),
        "an instant may be followed by more": ("Z\\Z", "Z"),
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
    if reading.read_answer(question(), _ANSWER, "r").datasets["collectes"].branches == ():
        return "a right decision is not read"
    for name, asked, document in _malformed():
        try:
            reading.read_answer(asked, document, "r")
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
    "an end and more": lambda document, _: document.update(valid_until="2026-12-31T23:00:00Z\n"),
}

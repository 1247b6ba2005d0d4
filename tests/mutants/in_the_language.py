"""Bugs of conditional aggregates, linked rows and the rows of groups: wrong rows, or one dataset
less than is read.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product
from random import Random

from catalog.cog import load_cog
from catalog.model.agreement import Agreement, Output
from catalog.model.dataset import Dataset
from catalog.model.problem import Problem
from catalog.model.row_condition import Compare, CompareOp
from catalog.model.terms import Combine, CombineKind
from catalog.model.transform import Transform
from catalog.snapshot import snapshot_of
from federation.binding import Binder
from federation.limits import Limits
from federation.plan import DUCKDB, Plan
from federation.planning import plan_slice
from gateway.control.graphql_schema import CONTROL
from policies.decision import Branch, CellTransform, DatasetDecision, Decision, canonical
from schema.reading.reader import read_document
from schema.types.view import View
from tests.attacks.worlds import World, draw_world
from tests.integration.oracle.mutants import InPython
from tests.unit.schema import reference
from tests.unit.schema.documents import random_document
from tests.unit.schema.engine import open_database
from tests.unit.schema.sample import view
from tests.unit.schema.test_the_language_answers_as_plain_python_does import (
    EXPLICIT,
    ROWS,
    answered,
)

MEASURES, MEASURED, WINDOWS = (
    "schema.reading.measures",
    "schema.reading.measured",
    "schema.reading.windows",
)
KEYS, LINKS = (
    "schema.reading.group_keys",
    "schema.reading.row_conditions",
)
GROUP_ROWS, TERMS, COPIES = (
    "schema.reading.group_rows",
    "federation.agreement_terms",
    "federation.rewrites.materialize",
)
BUGS: dict[str, InPython] = {
    "an aggregate of some rows is one of all": InPython(
        MEASURES, "of_rows", "if only is None:", "if only is None or only.name == 'where 0':"
    ),
    "two aggregates of one group have one condition": InPython(
        KEYS, "GroupKeys.add_condition", "{len(self.conditions)}", "{0}"
    ),
    "a percentile is one below": InPython(
        MEASURED, "_read_share", "return value / _PERCENT", "return (value - 1) / _PERCENT"
    ),
    "a difference goes over a missing period": InPython(
        WINDOWS, "_Periods.difference", "_where(is_next,", "_where(exp.true(),"
    ),
    "a line of periods goes on through another key": InPython(
        WINDOWS, "_Periods._over", "for each in self.others]", "for each in self.others[1:]]"
    ),
    "what has no time has a rank": InPython(
        WINDOWS, "_Periods.rank", "_where(is_not_null(self.time.copy()), value)", "value"
    ),
    "none is some": InPython(
        LINKS, "RowConditions._quantified", 'quantifier == "some" else',
        'quantifier != "every" else',
    ),
    "every is satisfied by what is not known": InPython(
        LINKS, "RowConditions._quantified", "exp.false()", "exp.true()"
    ),
    "linked rows are those of any row": InPython(
        LINKS, "RowConditions._exists", "expression=column(link.own.name)",
        "expression=column(link.other.name, name)",
    ),
    "of linked rows the first condition counts": InPython(
        LINKS, "RowConditions._read_link", "all_of(kept) if kept", "kept[0] if kept"
    ),
    "a hidden row may stand between the first ones": InPython(
        GROUP_ROWS, "with_rows", "Literal.number(rows.first)", "Literal.number(rows.first + 1)"
    ),
    "groups without a key show no rows": InPython(
        GROUP_ROWS, "_marked", "exp.Coalesce(this=key.copy(), expressions=[otherwise])",
        "key.copy()",
    ),
    "what is only looked up is no combination": InPython(
        TERMS, "enforce_terms", "only_adds_up(tree, context)",
        "(only_adds_up(tree, context) or tree.find(exp.Exists) is not None)",
    ),
    "one dataset of two is asked of its agreements": InPython(
        TERMS, "_check_combination", "for bound in datasets:", "for bound in datasets[1:]:"
    ),
    "linked rows are looked up where they lie": InPython(
        COPIES, "looks_at_other_rows", "exp.Exists, exp.Window", "exp.Window"
    ),
    "rows are put in order where they lie": InPython(
        COPIES,
        "looks_at_other_rows",
        "exp.Exists, exp.Window) is not None or any(",
        "exp.Exists) is not None and any(",
    ),
}  # fmt: skip
_DOCUMENTS = 40
_LINKED = "{ val { collectes(where: { salaires: { none: { nombre: { gt: 3 } } } }) { %s } } }"
_ROWS = "{ val { collectes { groupBy { key { flux } rows(first: 1) { id } } } } }"


def language_that_tells() -> str | None:
    """What is answered or planned otherwise than it should be; None where nothing is."""
    return _answers_otherwise() or _is_planned_otherwise()


def _answers_otherwise() -> str | None:
    documents = [(f"{{ v: valDIlleAubigne {{ {asked} }} }}", {}) for asked in EXPLICIT]
    documents += [random_document(Random(seed)) for seed in range(_DOCUMENTS)]
    with open_database(ROWS) as database:
        for (document, variables), right in zip(documents, _right_answers(), strict=True):
            if answered(database, document, variables) != right:
                return document
    return None


@cache
def _right_answers() -> list[bytes]:
    documents = [(f"{{ v: valDIlleAubigne {{ {asked} }} }}", {}) for asked in EXPLICIT]
    documents += [random_document(Random(seed)) for seed in range(_DOCUMENTS)]
    return [reference.answer(document, view(), ROWS, given) for document, given in documents]


def _is_planned_otherwise() -> str | None:
    for wanted in ("nodes { id }", "totalCount { value }", "aggregate { count }"):
        document = _LINKED % wanted
        if not _planned(document).materialized:
            return f"hidden rows are beside those that are looked up: {document}"
        for closed, combine in product(("a", "d"), _CLOSED):
            try:
                _planned(document, combine, closed)
            except Problem as problem:
                if problem.code == "combination_not_agreed":
                    continue
                raise
            return f"{closed} may stand beside nothing, and does: {document}"
    if not _planned(_ROWS).materialized:
        return f"hidden rows are beside those that are put in order: {_ROWS}"
    return None


_FREELY = Combine(CombineKind.NAMED, ("a", "d"))
_CLOSED = (Combine(CombineKind.NONE), Combine(CombineKind.NAMED, ("c",)))


def _planned(document: str, combine: Combine = _FREELY, closed: str = "") -> Plan:
    """`closed`: the dataset whose agreement allows that alone; the others' allow both."""
    world = _world(combine, closed)
    seen = View.of(world.snapshot, list(world.snapshot.datasets))
    (logical,) = read_document(document, None, {}, seen, load_cog(), CONTROL).slices.values()
    binding = Binder(world.snapshot, load_cog(), world.now, world.reader).bind(world.decision)
    engines = frozenset({DUCKDB})
    return plan_slice(logical, binding, world.snapshot, Limits(), engines, DUCKDB)


def _world(combine: Combine, closed: str) -> World:
    """`collectes` and `paie` of one body, some rows of each given under an agreement of its own."""
    drawn = draw_world(Random(0))
    old = drawn.snapshot
    citations = {"a": "c1", "d": "c7"}

    def of(agreement: Agreement) -> Agreement:
        agreed = combine if agreement.id == citations.get(closed) else _FREELY
        return replace(agreement, terms=replace(agreement.terms, combine=agreed))

    snapshot = snapshot_of(
        version=old.version,
        organisations=old.organisations.values(),
        storages=old.storages.values(),
        datasets=old.datasets.values(),
        agreements=[of(each) for each in old.agreements],
    )
    given = {key: _given(old.datasets[key], citation) for key, citation in citations.items()}
    return replace(drawn, snapshot=snapshot, decision=Decision(given, None, "r", canonical("r")))


def _given(dataset: Dataset, citation: str) -> DatasetDecision:
    clear = {each.id: CellTransform(Transform.CLEAR) for each in dataset.columns}
    some = Compare(f"{dataset.id}_nombre", CompareOp.GT, ("1",))
    branch = Branch(f"{citation}@1", clear, some, Output.DETAIL)
    return DatasetDecision(True, True, (branch,), ())

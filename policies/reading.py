"""The answer of the law read strictly: an exact decision, or a Problem. Nothing in between."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import msgspec

from catalog.model.agreement import Output
from catalog.model.hosting import HostingFact, HostingPart, Shortfall
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
from policies.hosting_problems import HostingNotMet
from policies.problems import DENIALS, PolicyMalformed
from policies.question import Action, Question

_DEEPEST = 8

# Shared: a decision may hold thousands of cells, nearly all of them one of these.
_PLAIN_CELLS = {
    each.value: CellTransform(each) for each in Transform if each is not Transform.CONSTANT
}

_HIDDEN = DatasetDecision(discoverable=False, allow=False, branches=(), denials=())

_Instant = Annotated[
    str,
    msgspec.Meta(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\Z"),
]
_AtLeastOne = msgspec.Meta(min_length=1)


class _Exact(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """Each field is there, of its type, and no other: 1 and "true" are no true."""


class _Condition(_Exact, tag_field="kind"):
    """One of `_Rows`, told apart by its `kind`."""


class _AllRows(_Condition, tag="all"):
    pass


class _InTerritory(_Condition, tag="in_territory"):
    column: str
    of: Siren
    competence: str
    date_column: str | None


class _InListedTerritory(_Condition, tag="in_listed_territory"):
    """An empty list would be somebody's mistake, not a territory."""

    column: str
    communes: Annotated[tuple[CommuneCode, ...], _AtLeastOne]
    at: date
    date_column: str | None


class _Compare(_Condition, tag="compare"):
    column: str
    op: CompareOp
    values: tuple[str, ...]


class _AllOf(_Condition, tag="all_of"):
    """An empty conjunction would be true of every row."""

    conditions: Annotated[tuple[_Rows, ...], _AtLeastOne]


_Rows = _AllRows | _InTerritory | _InListedTerritory | _Compare | _AllOf


class _Cell(_Exact):
    transform: str
    constant: str | None


class _Branch(_Exact):
    agreement: str
    columns: Annotated[dict[str, _Cell], _AtLeastOne]
    rows: _Rows
    output: Output
    reasons: tuple[str, ...]


class _Shortfall(_Exact):
    part: HostingPart
    fact: HostingFact
    known: bool


class _Denial(_Exact):
    code: str
    agreement: str | None
    purposes: tuple[str, ...]
    ended_at: _Instant | None
    shortfalls: Annotated[tuple[_Shortfall, ...], _AtLeastOne] | msgspec.UnsetType = msgspec.UNSET


class _Dataset(_Exact):
    discoverable: bool
    allow: bool
    branches: tuple[_Branch, ...]
    denials: tuple[_Denial, ...]


class _Decision(_Exact):
    """policies/decision.schema.json."""

    contract: str
    datasets: dict[str, _Dataset]
    valid_until: _Instant | None


def read_answer(question: Question, document: object, revision: str) -> Decision:
    """The decision about exactly the question's datasets, agreements and columns.

    Raises PolicyMalformed, also for a decision that is well formed but answers something else.
    """
    decision = read_decision(document, revision)
    columns = {each["id"]: each["columns"] for each in question.facts["datasets"]}
    _require(decision.datasets.keys() == columns.keys(), "datasets")
    consents = question.facts.get("run", {}).get("consents", ())
    citations = {each["id"] for each in (*question.facts["agreements"], *consents)}
    citations |= {"owner", "open"}
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
    answer: _Decision = _read(document, _Decision)
    _require(answer.contract == CONTRACT, "contract")
    return Decision(
        datasets={dataset_id: _dataset(each) for dataset_id, each in answer.datasets.items()},
        valid_until=answer.valid_until,
        revision=revision,
        document=canonical(document),
    )


def read_rows(document: object) -> RowCondition:
    """A row condition from JSON, as `policies.question.rows_document` writes it."""
    return _condition(_read(document, _Rows), 0)


def _read(document: object, shape: Any) -> Any:
    """A value of `shape`, which is one of the types above."""
    try:
        return msgspec.convert(document, shape, dec_hook=_identifier)
    except msgspec.ValidationError as failure:
        # Its words may hold what the law answered; its place in the document does not.
        raise PolicyMalformed(detail=str(failure).rpartition(" - at ")[2]) from None
    except RecursionError:
        raise PolicyMalformed(detail="rows") from None


def _identifier(kind: type[Siren | CommuneCode], text: object) -> Siren | CommuneCode:
    """Raises ValueError, which msgspec makes its own, for what is not one of that kind."""
    try:
        if isinstance(text, str):
            return kind.parse(text)
    except (InvalidSiren, InvalidCommuneCode):
        pass
    raise ValueError(kind.__name__)


def _dataset(answer: _Dataset) -> DatasetDecision:
    branches = tuple(map(_branch, answer.branches))
    denials = tuple(map(_denial, answer.denials))
    _require(answer.allow == bool(branches), "allow")
    _require(answer.discoverable or not (branches or denials), "discoverable")
    _require(not (branches and denials), "denials")
    cited = {branch.agreement for branch in branches}
    _require(len(cited) == len(branches), "agreement")
    if not answer.discoverable:
        return _HIDDEN
    return DatasetDecision(
        discoverable=True, allow=answer.allow, branches=branches, denials=denials
    )


def _branch(branch: _Branch) -> Branch:
    return Branch(
        agreement=branch.agreement,
        columns={column: _cell(each) for column, each in branch.columns.items()},
        rows=_condition(branch.rows, 0),
        output=branch.output,
        reasons=branch.reasons,
    )


def _cell(cell: _Cell) -> CellTransform:
    if cell.constant is None:
        plain = _PLAIN_CELLS.get(cell.transform)
        if plain is None:
            raise PolicyMalformed(detail="transform")
        return plain
    _require(cell.transform == Transform.CONSTANT, "transform")
    return CellTransform(Transform.CONSTANT, cell.constant)


def _denial(denial: _Denial) -> Denial:
    _require(denial.code in DENIALS, "code")
    # Only one code says where: what the others say is as it was before there was one.
    tells_where = denial.code == HostingNotMet.code
    _require(tells_where is (denial.shortfalls is not msgspec.UNSET), "shortfalls")
    shortfalls = () if denial.shortfalls is msgspec.UNSET else denial.shortfalls
    return Denial(
        denial.code,
        denial.agreement,
        denial.purposes,
        denial.ended_at,
        tuple(Shortfall(each.part, each.fact, each.known) for each in shortfalls),
    )


def _condition(rows: _Rows, depth: int) -> RowCondition:
    _require(depth < _DEEPEST, "rows")
    match rows:
        case _AllRows():
            return AllRows()
        case _InTerritory():
            return InTerritory(rows.column, rows.of, rows.competence, rows.date_column)
        case _InListedTerritory():
            return InListedTerritory(rows.column, rows.communes, rows.at, rows.date_column)
        case _Compare():
            values = rows.values
            _require(bool(values) if rows.op is CompareOp.IN else len(values) == 1, "values")
            return Compare(rows.column, rows.op, values)
        case _AllOf():
            return AllOf(tuple(_condition(each, depth + 1) for each in rows.conditions))


def _require(holds: bool, detail: str) -> None:  # noqa: FBT001 - reads as a sentence at each use
    if not holds:
        raise PolicyMalformed(detail=detail)

"""The `agreements` section: drafts, and in the demo's own data what was approved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from catalog.actions.agreement import AgreementDraft, ColumnGrant
from catalog.actions.granted_rows import (
    ListedTerritory,
    OwnTerritory,
    RowComparison,
    RowsDraft,
    TerritoryDate,
)
from catalog.declaration.fields import Declared, Fields, places_of, read_choice, read_fields
from catalog.declaration.problems import ApprovalNotAccepted, WrongShape
from catalog.declaration.terms import TERMS, read_members, read_terms
from catalog.declaration.yaml_tree import Entries, Node, Text
from catalog.model.agreement import AgreementState, Output
from catalog.model.identifiers import Siren
from catalog.model.problem import Place, Problem
from catalog.model.row_condition import CompareOp
from catalog.model.transform import Transform

_AGREEMENT = (
    "version",
    "to",
    "dataset",
    "title",
    "columns",
    "rows",
    "output",
    "purposes",
    "legal_basis",
    "start",
    "end",
    "time_zone",
    *TERMS,
)
_REQUIRED = ("to", "dataset", "title", "columns", "rows", "purposes", "legal_basis", "start", "end")
_CONDITIONS = ("own_territory", "listed_territory", "compare")
_SIGNATURE = ("state", "approvals", "ended_at")


class _Every(Enum):
    ALL = "all"


@dataclass(frozen=True, slots=True)
class DeclaredApproval:
    """`organisation` is a slug or a SIREN."""

    organisation: str
    agent: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DeclaredSignature:
    """The demo's own: where an agreement stands in its life."""

    state: AgreementState
    approvals: tuple[DeclaredApproval, ...]
    ended_at: datetime | None


def read_agreement(
    name: str,
    place: Place,
    node: Node,
    grantor: Siren,
    problems: list[Problem],
    *,
    allow_approved: bool,
) -> Declared[tuple[AgreementDraft, DeclaredSignature | None]] | None:
    """`name` is the convention's reference; the grantor is the file's organisation."""
    fields = read_fields(node, name, problems, (*_AGREEMENT, *_SIGNATURE), _REQUIRED)
    if not allow_approved:
        problems += [
            ApprovalNotAccepted(place=fields.place(key), key=key)
            for key in _SIGNATURE
            if fields.has(key)
        ]
    draft = AgreementDraft(
        id=name,
        version=fields.number("version", 1),
        grantor=grantor,
        to=fields.text("to"),
        dataset=fields.text("dataset"),
        title=fields.text("title"),
        columns=tuple(
            _read_grant(column, body, problems) for column, _, body in fields.named("columns")
        ),
        rows=_read_rows(fields),
        purposes=frozenset(fields.texts("purposes")),
        legal_basis=fields.text("legal_basis"),
        start=fields.day("start"),
        end=fields.day("end"),
        output=fields.choice("output", Output, Output.DETAIL),
        time_zone=fields.text("time_zone", "Europe/Paris"),
        members=read_members(fields),
        terms=read_terms(fields),
    )
    signature = _read_signature(fields) if allow_approved else None
    if not fields.sound():
        return None
    return Declared((draft, signature), places_of(node, place))


def _read_grant(name: str, node: Node, problems: list[Problem]) -> ColumnGrant:
    """`nom: clear`, `nom: {constant: "…"}`, or either with the text that lifts a secret."""
    if isinstance(node, Text):
        fields = Fields(Entries(node.place, {name: node}), problems, len(problems))
        return ColumnGrant(name, fields.choice(name, Transform))
    fields = read_fields(node, name, problems, ("transform", "constant", "secret_text"))
    text = fields.optional_text("secret_text")
    if fields.has("transform"):
        return ColumnGrant(name, fields.choice("transform", Transform), secret_text=text)
    return ColumnGrant(name, Transform.CONSTANT, fields.text("constant"), text)


def _read_rows(agreement: Fields) -> RowsDraft:
    """`all`, or conditions that all hold: a territory, own or listed, and a list of `compare`."""
    node = agreement.entries.nodes.get("rows")
    if node is None:
        return RowsDraft()
    if isinstance(node, Text):
        agreement.value("rows", lambda text: read_choice(text, _Every))
        return RowsDraft()
    fields = agreement.mapping("rows", _CONDITIONS)
    if fields.sound() and not any(fields.has(each) for each in _CONDITIONS):
        agreement.problems.append(
            WrongShape(
                place=node.place,
                key="rows",
                expected_fr=f"« all », ou une condition ({', '.join(_CONDITIONS)})",
                expected_en=f'"all", or a condition ({", ".join(_CONDITIONS)})',
            )
        )
    return RowsDraft(
        own_territory=_read_territory(fields) if fields.has("own_territory") else None,
        listed_territory=_read_listed(fields) if fields.has("listed_territory") else None,
        compare=tuple(_read_comparison(each, fields) for each in fields.items("compare")),
    )


def _read_territory(rows: Fields) -> OwnTerritory:
    keys = ("competence", "at")
    fields = rows.mapping("own_territory", keys, keys)
    return OwnTerritory(fields.text("competence"), fields.choice("at", TerritoryDate))


def _read_listed(rows: Fields) -> ListedTerritory:
    keys = ("communes", "on", "at")
    fields = rows.mapping("listed_territory", keys, keys)
    return ListedTerritory(
        fields.texts("communes"), fields.day("on"), fields.choice("at", TerritoryDate)
    )


def _read_comparison(node: Node, rows: Fields) -> RowComparison:
    keys = ("column", "op", "values")
    fields = read_fields(node, "compare", rows.problems, keys, keys)
    return RowComparison(
        fields.text("column"), fields.choice("op", CompareOp), fields.texts("values")
    )


def _read_signature(fields: Fields) -> DeclaredSignature | None:
    if not any(fields.has(key) for key in _SIGNATURE):
        return None
    keys = ("organisation", "agent", "at")
    approvals = []
    for node in fields.items("approvals"):
        given = read_fields(node, "approvals", fields.problems, keys, keys)
        approvals.append(
            DeclaredApproval(given.text("organisation"), given.text("agent"), given.instant("at"))
        )
    return DeclaredSignature(
        state=fields.choice("state", AgreementState),
        approvals=tuple(approvals),
        ended_at=fields.instant("ended_at") if fields.has("ended_at") else None,
    )

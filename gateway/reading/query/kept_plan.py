"""Statements that ran, as the audit keeps and shows them: governed SQL, no values, by digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import orjson

from catalog.model.audit import Evidence, EvidenceKind
from catalog.model.identifiers import Siren
from catalog.snapshot import Snapshot
from federation.plan import Plan
from federation.shown_sql import show_plan
from policies.question import Question


@dataclass(frozen=True, slots=True)
class KeptStatement:
    """`parts` by owner, where there are several: each may be shown its own alone."""

    kind: str
    datasets: tuple[str, ...]
    engine: str
    is_default: bool
    on_copies: bool
    """Of what is given of tables that hide rows (`federation.rewrites.materialize`)."""
    sql: str
    owners: tuple[Siren, ...]
    columns: tuple[tuple[str, str], ...]
    """(dataset id, column name) that the caller's part reads."""
    parts: Mapping[Siren, str] = field(default_factory=dict)

    def shown_to(self, owner: Siren) -> str | None:
        if self.owners == (owner,):
            return self.sql
        return self.parts.get(owner)


def keep_plan(plan: Plan, snapshot: Snapshot, default_engine: str) -> KeptStatement:
    names = {each: snapshot.organisations[each].slug.sql_name for each in plan.owners}
    shown = show_plan(plan, names)
    owners = tuple(sorted(plan.owners))
    return KeptStatement(
        kind=plan.logical.kind.value,
        datasets=tuple(each.dataset.id for each in plan.tables),
        engine=plan.engine,
        is_default=plan.engine == default_engine,
        on_copies=bool(plan.materialized),
        sql=shown.whole,
        owners=owners,
        columns=plan.columns_read,
        parts=shown.parts if len(owners) > 1 else {},
    )


def digest_plans(plans: Iterable[Plan]) -> str | None:
    """Of everything that their shown text depends on; None when nothing was planned.

    Cheaper than the text itself, which is written only where it is not kept yet.
    """
    digest = hashlib.sha256()
    planned = False
    for plan in plans:
        planned = True
        tables = [(each.dataset.id, each.dataset.version) for each in plan.tables]
        over = plan.over_constants
        # The name of a table of constants is the digest of its text, which may be very long.
        read = (plan.text,) if over is None else (over.text, *(c.name for c in over.constants))
        texts = (*plan.materialized, *read)
        facts = (plan.logical.kind.value, plan.engine, tables, plan.columns_read, texts)
        digest.update(repr(facts).encode())
    return digest.hexdigest() if planned else None


def evidence_of(
    question: Question,
    plans: Sequence[Plan],
    digest: str | None,
    snapshot: Snapshot,
    default_engine: str,
) -> tuple[Evidence, ...]:
    """Evidence to explain the request later: the question to the law, and the plans that run.

    `digest` is that of `plans`, made once when they were planned.
    """
    facts = question.facts
    asked = Evidence(
        EvidenceKind.QUESTION,
        question.digest,
        lambda: orjson.dumps(facts, option=orjson.OPT_SORT_KEYS).decode(),
    )
    if digest is None:
        return (asked,)
    ran = Evidence(
        EvidenceKind.PLAN,
        digest,
        lambda: write_kept(keep_plan(each, snapshot, default_engine) for each in plans),
    )
    return (asked, ran)


def write_kept(statements: Iterable[KeptStatement]) -> str:
    written = [
        {
            "kind": each.kind,
            "datasets": each.datasets,
            "engine": each.engine,
            "is_default": each.is_default,
            "on_copies": each.on_copies,
            "sql": each.sql,
            "owners": each.owners,
            "columns": each.columns,
            "parts": {str(owner): sql for owner, sql in each.parts.items()},
        }
        for each in statements
    ]
    return orjson.dumps(written, option=orjson.OPT_SORT_KEYS).decode()


def read_kept(text: str | None) -> tuple[KeptStatement, ...]:
    return tuple(
        KeptStatement(
            kind=each["kind"],
            datasets=tuple(each["datasets"]),
            engine=each["engine"],
            is_default=each["is_default"],
            # What was kept before it could be has none.
            on_copies=each.get("on_copies", False),
            sql=each["sql"],
            owners=tuple(Siren(owner) for owner in each["owners"]),
            columns=tuple((dataset, name) for dataset, name in each["columns"]),
            parts={Siren(owner): sql for owner, sql in each["parts"].items()},
        )
        for each in orjson.loads(text or "[]")
    )

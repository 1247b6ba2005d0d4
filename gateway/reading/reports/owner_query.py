"""A question about rows that only their owner may ask: an ordinary governed query of the owner's.

There is no second path: the law is asked, the same compiler plans it over the owner's own branch,
and it is recorded before it runs.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
from sqlglot import exp

from catalog.model.audit import AuditIntent, AuditOutcome, column_read
from catalog.model.dataset import Column, Dataset
from catalog.model.problem import Problem
from catalog.reference import cog_in
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from federation.binding import Binder, Binding, RowCondition
from federation.logical import LogicalQuery, Parameter, Shape, SliceKind, WireType
from federation.plan import Plan
from federation.planning import plan_slice
from federation.rewrites.expressions import column, quoted
from federation.rewrites.row_conditions import row_condition
from federation.values import bind_values
from federation.wire_types import WIRE
from gateway.reading.query.audit_records import OWNER
from gateway.reading.query.hosting import refuse_for_hosting
from gateway.reading.query.kept_plan import digest_plans, evidence_of
from gateway.reading.query.ports import Ports
from gateway.reading.reports.effective import is_owners_person
from policies.question import Question
from policies.questions import question_of

ROWS = "t"


@dataclass(frozen=True, slots=True)
class OwnerQuery:
    """One question of one subject about its own dataset: `owner_query` makes it.

    `request_id` is its own in the audit, beside the request that it answers.
    `credits_agreements`: whether agreements are credited with the reading.
    """

    dataset: Dataset
    standpoint: Standpoint
    ports: Ports
    question: Question
    binding: Binding
    revision: str
    request_id: str
    credits_agreements: bool = True

    async def run(self, query: LogicalQuery, what: str) -> pa.Table:
        """Its rows, recorded as `what` was asked. Raises Problems."""
        ports = self.ports
        plan = plan_slice(
            query,
            self.binding,
            self.standpoint.snapshot,
            ports.limits,
            frozenset(ports.engines),
            ports.default_engine,
        )
        values = bind_values(plan, {}, {}, ports.keyring)
        started = time.perf_counter()
        await ports.audit.record_intent(self._intent(plan, what))
        try:
            table = await ports.engines[plan.engine].execute(plan, values)
        except BaseException as error:
            status = "failed" if isinstance(error, Exception) else "cancelled"
            code = error.code if isinstance(error, Problem) else None
            await ports.audit.record_outcome(self._outcome(status, 0, started, code))
            raise
        await ports.audit.record_outcome(self._outcome("answered", table.num_rows, started))
        return table

    def _intent(self, plan: Plan, what: str) -> AuditIntent:
        subject, question = self.standpoint.subject, self.question
        snapshot = self.standpoint.snapshot
        digest = digest_plans((plan,))
        return AuditIntent(
            request_id=self.request_id,
            at=self.ports.clock(),
            issuer=subject.issuer,
            sub=subject.agent,
            organisation=subject.organisation,
            on_behalf_of=subject.on_behalf_of,
            purpose=subject.purpose,
            datasets=(self.dataset.id,),
            columns=tuple(
                column_read(self.dataset.id, found.id)
                for _, name in plan.columns_read
                if (found := self.dataset.column_named(name)) is not None
            ),
            agreements=plan.citations if self.credits_agreements else (),
            policy_revision=self.revision,
            question_digest=question.digest,
            document_digest=self.ports.digest_document(what.encode()),
            catalog=snapshot.version,
            plan_digest=digest,
            evidence=evidence_of(question, (plan,), digest, snapshot, self.ports.default_engine),
        )

    def _outcome(
        self, status: str, rows: int, started: float, code: str | None = None
    ) -> AuditOutcome:
        duration_ms = (time.perf_counter() - started) * 1000
        return AuditOutcome(self.request_id, status, rows, duration_ms, code)


async def owner_query(dataset: Dataset, standpoint: Standpoint, ports: Ports) -> OwnerQuery | None:
    """None unless the law gives the subject the owner's branch of `dataset`, and no other.

    Raises HostingNotMet to the owner's people where only the dataset's own demand stands against.
    """
    subject, snapshot = standpoint.subject, standpoint.snapshot
    question = question_of(standpoint, (dataset,), ports.installation)
    decision = await ports.policy.decide(question)
    if is_owners_person(subject, dataset):
        refuse_for_hosting(decision.datasets[dataset.id], dataset.name)
    if [each.agreement for each in decision.datasets[dataset.id].branches] != [OWNER]:
        return None
    return OwnerQuery(
        dataset=dataset,
        standpoint=standpoint,
        ports=ports,
        question=question,
        binding=Binder(snapshot, cog_in(snapshot), standpoint.now, subject.reader).bind(decision),
        revision=decision.revision,
        request_id=uuid.uuid4().hex,
    )


def select_from(
    dataset: Dataset,
    snapshot: Snapshot,
    selected: Sequence[tuple[str, exp.Expr, WireType]],
    where: exp.Expr | None,
    parameters: tuple[Parameter, ...] = (),
    *,
    most: int = 2,
) -> LogicalQuery:
    """`selected` over the rows of `dataset`, which are called ROWS; `most` rows at most."""
    owner = snapshot.organisations[dataset.owner].slug.sql_name
    table = exp.Table(
        this=quoted(dataset.name), db=quoted(owner), alias=exp.TableAlias(this=quoted(ROWS))
    )
    tree = exp.Select(
        expressions=[exp.Alias(this=value, alias=quoted(name)) for name, value, _ in selected],
        from_=exp.From(this=table),
    )
    if where is not None:
        tree.set("where", exp.Where(this=where))
    tree.set("limit", exp.Limit(expression=exp.Literal.number(most)))
    return LogicalQuery(
        kind=SliceKind.NODES,
        datasets=(dataset.id,),
        tree=tree,
        parameters=parameters,
        shape=Shape(()),
        columns=tuple((name, wire) for name, _, wire in selected),
        max_rows=most,
    )


def holds(rows: RowCondition, dataset: Dataset) -> exp.Expr:
    """TRUE or FALSE for each row, as the compiler would let it through or not."""
    condition = condition_of(rows, dataset)
    if condition is None:
        return exp.true()
    return exp.Case(ifs=[exp.If(this=condition, true=exp.true())], default=exp.false())


def condition_of(rows: RowCondition, dataset: Dataset) -> exp.Expr | None:
    return row_condition(rows, cell, dataset.time_zone)


def cell(of: Column) -> exp.Expr:
    return column(of.name, ROWS)


def wire_of(of: Column) -> WireType:
    return WIRE[of.type.scalar]

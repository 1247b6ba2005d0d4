"""Services for who asks: those published, what fits them, what their body activated, and a run."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from typing import Any
from uuid import uuid4

from catalog.actions.facts import Facts
from catalog.actions.services.activations import own_activation
from catalog.actions.services.problems import (
    NoBodyToActivateFor,
    ServiceRunsTooMany,
    UnknownPublishedService,
)
from catalog.actions.sharing.outcome import Acted
from catalog.canonical_json import write_canonical
from catalog.model.identifiers import Siren
from catalog.model.problem import Problem
from catalog.model.published_service import (
    Activation,
    ParameterValue,
    PublishedService,
    RoleBinding,
)
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from federation.problems import UnknownDataset
from federation.services.binding import Binding
from federation.services.folder import Service
from federation.services.registered_rows import bound_rows
from federation.services.results import result_of
from federation.services.tables import FileTable
from federation.services.trial import Trial, compute, parameter_values
from gateway.activations.counting import counting_for
from gateway.activations.left_out import left_out_notices
from gateway.activations.over_standards import (
    OF_DATASET,
    as_dataset,
    is_over_a_standard,
    standard_called,
)
from gateway.activations.reading import (
    BoundDataset,
    GovernedRows,
    first_values,
    named,
    read_together,
)
from gateway.activations.report import AdaptationReport, Choices, adaptation_report
from gateway.activations.runner import of_runner
from gateway.activations.sources import RunSource, run_sources, scopes_of, sources_shown
from gateway.activations.titled_notices import titled_notices
from gateway.activations.unready import refuse_many_purposes, refuse_unbound
from gateway.activations.year_of_report import parameters_of_a_result, year_in
from gateway.acts.service_acts import ServiceActs, verified
from gateway.identity.authentication import Claims
from gateway.proof.receipts import Receipted
from gateway.proof.signing_key import SigningKey
from gateway.query.overlap import Overlap, read_overlap
from gateway.query.ports import Ports
from gateway.query.request import DataRequest
from gateway.query.sql_request import SqlRequest

TIME_LIMIT_S = 60.0
_MOST_RUNS = 4
"""Of one request: each reads whole datasets, and computes for seconds."""


@dataclass(frozen=True, slots=True)
class Run:
    """`answer` as `service try` gives it; `document`: the canonical bytes of `result`. `statement`
    is what a receipt of the run is about; `sign` makes one over a part of what was answered, None
    where nothing signs.
    """

    answer: Mapping[str, Any]
    result: Mapping[str, Any]
    document: bytes
    statement: str
    sources: tuple[RunSource, ...]
    sign: Callable[[bytes], str | None] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ActivationService:
    """Of one request: whoever asks reads by their own rights, at this moment."""

    standpoint: Standpoint
    request: DataRequest
    ports: Ports
    acts: ServiceActs
    key: SigningKey
    _runs: Iterator[int] = field(default_factory=lambda: count(1), repr=False, compare=False)
    _counts: Iterator[int] = field(default_factory=lambda: count(1), repr=False, compare=False)

    def published(self) -> tuple[PublishedService, ...]:
        """The newest version of each service."""
        newest: dict[str, PublishedService] = {}
        for one in self._snapshot.services.values():
            known = newest.get(one.service)
            if known is None or _order(one.version) > _order(known.version):
                newest[one.service] = one
        return tuple(newest[name] for name in sorted(newest))

    def service(self, name: str) -> tuple[PublishedService, Service]:
        """By `name`, its newest version, or `name@version`. Raises UnknownPublishedService,
        ServiceTampered.
        """
        by_name = {one.service: one for one in self.published()}
        known = self._snapshot.services.get(name) or by_name.get(name)
        if known is None:
            raise UnknownPublishedService(service=name[:80])
        return known, verified(known, self.key)

    async def report(self, name: str, choices: Choices) -> AdaptationReport:
        """With what each candidate's rows cover."""
        _, service = self.service(name)
        counting = counting_for(self.standpoint, self.ports, self._sql_request_for, self._counts)
        return await adaptation_report(service, choices, self.standpoint, self.ports, counting)

    async def examples(self, report: AdaptationReport) -> dict[str, tuple[str, ...]]:
        """Some values of each column that is asked about, as whoever asks may read them; none
        where they may not be read now.
        """
        question = report.question
        if question is None or question.field is None or is_over_a_standard(question.dataset):
            return {}
        bound = BoundDataset(question.dataset, question.choices)
        request = self._sql_request_for(report.purpose)
        try:
            return await first_values(bound, request, self.ports)
        except Problem:
            return {}

    def activations(self) -> tuple[Activation, ...]:
        own = self.standpoint.body
        known = self._snapshot.activations.values()
        return tuple(one for one in known if own is not None and one.body == own)

    def activation(self, activation_id: str) -> Activation:
        """Raises UnknownActivation, for another body's as for none."""
        return own_activation(activation_id, self.standpoint.body, self._facts)

    async def activate(
        self, name: str, choices: Choices, parameters: Mapping[str, str], *, dry_run: bool
    ) -> Acted:
        """Raises ServiceNotBound, ColumnAsked where a question is left, what the act raises."""
        wanted = await self.drafted(name, choices, parameters)
        return await self.acts.activate(wanted, dry_run=dry_run)

    async def upgrade(self, activation_id: str, name: str, *, dry_run: bool) -> Acted:
        return await self.acts.upgrade(await self._upgraded(activation_id, name), dry_run=dry_run)

    async def preview(self, name: str, choices: Choices, parameters: Mapping[str, str]) -> Run:
        """As it would run, with nothing kept."""
        return await self._run(await self.drafted(name, choices, parameters), {})

    async def preview_upgrade(self, activation_id: str, name: str) -> tuple[Run, Run]:
        """The run of today, and that of the version that is proposed."""
        before = self.activation(activation_id)
        after = await self._upgraded(activation_id, name)
        return await self._run(before, {}), await self._run(after, {})

    async def run(self, activation_id: str, parameters: Mapping[str, str]) -> Run:
        return await self._run(self.activation(activation_id), parameters)

    async def drafted(
        self, name: str, choices: Choices, parameters: Mapping[str, str]
    ) -> Activation:
        """What would be activated. Raises ServiceNotBound, ColumnAsked, ServiceParameterUnread."""
        published, service = self.service(name)
        of_runner(service, parameter_values(service, parameters), self.standpoint)
        counting = counting_for(
            self.standpoint, self.ports, self._sql_request_for, self._counts, choices.datasets
        )
        report = await adaptation_report(service, choices, self.standpoint, self.ports, counting)
        refuse_unbound(report)
        refuse_many_purposes(report)
        return Activation(
            id="",
            service=published.service,
            version=published.version,
            body=_body(self.standpoint),
            bindings=report.bindings(),
            parameters=tuple(ParameterValue(*pair) for pair in sorted(parameters.items())),
            purpose=report.purpose,
            by_issuer=self.standpoint.subject.issuer,
            by_sub=self.standpoint.subject.agent or "",
            at=self.standpoint.now,
            overlap=None if choices.overlap is Overlap.REFUSE else choices.overlap.value,
        )

    async def _upgraded(self, activation_id: str, name: str) -> Activation:
        """On the same datasets; fields that the new version adds are matched again."""
        before = self.activation(activation_id)
        choices = Choices(
            datasets=_datasets_by_role(before.bindings),
            columns=self._columns_of(before.bindings),
            purpose=before.purpose,
            overlap=read_overlap(before.overlap) or Overlap.REFUSE,
        )
        parameters = {one.name: one.value for one in before.parameters}
        after = await self.drafted(name, choices, parameters)
        return replace(after, id=before.id)

    def _columns_of(self, bindings: Sequence[RoleBinding]) -> dict[str, str]:
        """What was answered once is not asked again."""
        columns = {}
        for binding in bindings:
            dataset = self._snapshot.datasets.get(binding.dataset)
            known = {} if dataset is None else {one.id: str(one.name) for one in dataset.columns}
            for pair in binding.fields:
                if pair.column in known:
                    columns[f"{binding.role}.{pair.field}"] = known[pair.column]
        return columns

    async def _run(self, activation: Activation, parameters: Mapping[str, str]) -> Run:
        if next(self._runs) > _MOST_RUNS:
            raise ServiceRunsTooMany(limit=_MOST_RUNS)
        published, service = self.service(activation.published)
        kept = {one.name: one.value for one in activation.parameters}
        given = parameter_values(service, {**kept, **parameters})
        values = of_runner(service, given, self.standpoint)
        bound = [self._bound(one) for one in activation.bindings]
        request = self._sql_request(activation)
        rows = await read_together(bound, request, self.ports)
        inputs: dict[str, list[tuple[FileTable, Binding]]] = {}
        for binding, one, governed in zip(activation.bindings, bound, rows, strict=True):
            columns = [
                column
                for name in one.columns
                if (column := one.dataset.column_named(name)) is not None
            ]
            fields = {pair.field: pair.column for pair in binding.fields}
            times = {pair.field: pair.time for pair in binding.fields if pair.time is not None}
            file = named(one.dataset, self._snapshot)
            table = bound_rows(file, one.dataset, columns, fields, governed.batches, times)
            inputs.setdefault(binding.role, []).append(table)
        # A turn as a query has: others of the same body wait behind it, not beside it.
        async with self.ports.turns.admitted(self.standpoint.subject):
            trial = await asyncio.to_thread(
                compute, service, inputs, values, time_limit_s=TIME_LIMIT_S
            )
        return self._result_of(activation, published, service, trial, rows, inputs, values)

    def _result_of(
        self,
        activation: Activation,
        published: PublishedService,
        service: Service,
        trial: Trial,
        rows: Sequence[GovernedRows],
        inputs: Mapping[str, Sequence[tuple[FileTable, Binding]]],
        values: Mapping[str, object],
    ) -> Run:
        tables = {table.file: table for many in inputs.values() for table, _ in many}
        snapshot = self._snapshot
        read = {named(one.dataset, snapshot): one.dataset for one in rows}
        notices = [*titled_notices(trial.notices, read), *left_out_notices(rows, snapshot)]
        answer = result_of(service, trial.answer, notices, year_in(values))
        result = {
            "service": published.service,
            "version": published.version,
            "digest": published.digest,
            "activation": activation.id or None,
            "parameters": parameters_of_a_result(service, values, answer["figures"]),
            "at": self.standpoint.now.isoformat(),
            **answer,
            "sources": [
                source
                for binding, governed in zip(activation.bindings, rows, strict=True)
                for source in sources_shown(
                    binding, governed, tables[named(governed.dataset, snapshot)], snapshot
                )
            ],
        }
        if scopes := scopes_of(rows):
            result["scopes"] = scopes
        document = write_canonical(result)
        sign = partial(self._receipt, activation, rows)
        signed = {**result, "receipt": sign(document)}
        sources = tuple(source for one in rows for source in run_sources(one, snapshot))
        statement = _statement(activation)
        return Run(trial.answer, signed, write_canonical(signed), statement, sources, sign)

    def _receipt(
        self, activation: Activation, rows: Sequence[GovernedRows], document: bytes
    ) -> str | None:
        """Of the whole run: every dataset and agreement, the decision over them, the answer."""
        signer = self.ports.receipts
        if signer is None:
            return None
        last = rows[-1].prepared
        reader = last.subject.reader
        return signer.sign(
            Receipted(
                request_id=self.request.id,
                at=self.ports.clock(),
                document=_statement(activation),
                reader=None if reader is None else str(reader),
                purpose=activation.purpose,
                datasets={
                    source.dataset: source.version
                    for one in rows
                    for source in run_sources(one, self._snapshot)
                },
                catalog=last.snapshot.version,
                agreements=sorted({name for one in rows for name in one.agreements}),
                policy_revision=last.decision.revision,
                decision=last.decision.fingerprint,
                rows=sum(batch.num_rows for one in rows for batch in one.batches),
                answer=document,
            )
        )

    def _bound(self, binding: RoleBinding) -> BoundDataset:
        """Raises UnknownDataset for one that was withdrawn, or a column that is gone."""
        standard = standard_called(binding.dataset)
        if standard is not None:
            fields = dict.fromkeys((*(pair.column for pair in binding.fields), OF_DATASET))
            return BoundDataset(as_dataset(standard, _body(self.standpoint)), tuple(fields))
        dataset = self._snapshot.datasets.get(binding.dataset)
        if dataset is None:
            raise UnknownDataset(dataset=binding.dataset[:120])
        known = {column.id: str(column.name) for column in dataset.columns}
        wanted = [
            column
            for pair in binding.fields
            for column in (pair.column, pair.time)
            if column is not None
        ]
        bound = [known[column] for column in wanted if column in known]
        if len(bound) < len(wanted):
            raise UnknownDataset(dataset=binding.dataset[:120])
        return BoundDataset(dataset, tuple(dict.fromkeys(bound)))

    def _sql_request(self, activation: Activation) -> SqlRequest:
        return self._sql_request_for(activation.purpose, activation.overlap)

    def _sql_request_for(self, purpose: str | None, overlap: str | None = None) -> SqlRequest:
        request = self.request
        session: Claims | None = request.session
        return SqlRequest(
            id=uuid4().hex,
            document="",
            authorization=request.authorization,
            session=session,
            purpose=purpose or request.purpose,
            on_behalf_of=request.on_behalf_of,
            language=request.language,
            address=request.address,
            answer_format="arrow",
            overlap=read_overlap(overlap) or Overlap.REFUSE,
        )

    @property
    def _snapshot(self) -> Snapshot:
        return self.standpoint.snapshot

    @property
    def _facts(self) -> Facts:
        return Facts(self._snapshot, self.standpoint.now)


def _datasets_by_role(bindings: Sequence[RoleBinding]) -> dict[str, list[str]]:
    by_role: dict[str, list[str]] = {}
    for binding in bindings:
        by_role.setdefault(binding.role, []).append(binding.dataset)
    return by_role


def _order(version: str) -> tuple[tuple[int, ...], bool]:
    numbers, _, before = version.partition("-")
    return tuple(int(part) for part in numbers.split(".")), not before


def _body(standpoint: Standpoint) -> Siren:
    """Raises NoBodyToActivateFor."""
    body = standpoint.body
    if body is None:
        raise NoBodyToActivateFor
    return body


def _statement(activation: Activation) -> str:
    return f"service {activation.published} {activation.id}"

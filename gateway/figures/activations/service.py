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
from catalog.actions.outcome import Acted
from catalog.actions.services.activations import own_activation
from catalog.actions.services.problems import (
    NoBodyToActivateFor,
    ServiceRunsTooMany,
    UnknownPublishedService,
)
from catalog.canonical_json import write_canonical
from catalog.model.doors import SCHEDULED
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
from gateway.acts.consents import ConsentActs
from gateway.acts.service_acts import ServiceActs, verified
from gateway.figures.activations.apart import told_of_roles
from gateway.figures.activations.choices_kept import choices_kept
from gateway.figures.activations.computing import begin_computing, compute_apart
from gateway.figures.activations.consenting import SHOWN_AS, RunReading, consents_to, reading_of
from gateway.figures.activations.counting import counting_for
from gateway.figures.activations.inputs_of_run import inputs_of
from gateway.figures.activations.left_out import left_out_notices
from gateway.figures.activations.over_standards import (
    is_over_a_standard,
)
from gateway.figures.activations.owner_receipts import tell_owners
from gateway.figures.activations.previewed import (
    mark_of_activation,
    mark_of_result,
    refuse_other_activation,
)
from gateway.figures.activations.reading import (
    BoundDataset,
    GovernedRows,
    bound_dataset,
    decide_together,
    first_values,
    named,
    read_together,
)
from gateway.figures.activations.report import AdaptationReport, Choices, adaptation_report
from gateway.figures.activations.run_receipt import receipt_of_run, statement_of
from gateway.figures.activations.runner import of_runner
from gateway.figures.activations.sources import RunSource, run_sources, scopes_of, sources_shown
from gateway.figures.activations.territories import territories_of
from gateway.figures.activations.titled_notices import titled_notices
from gateway.figures.activations.unready import refuse_many_purposes, refuse_unbound
from gateway.figures.activations.year_of_report import parameters_of_a_result, year_in
from gateway.figures.activations.yearly_rows import YearlyRows, rows_of_year
from gateway.identity.authentication import Claims
from gateway.proof.signing_key import SigningKey
from gateway.reading.query.overlap import Overlap, read_overlap
from gateway.reading.query.ports import Ports
from gateway.reading.query.request import DataRequest
from gateway.reading.query.sql_request import SqlRequest
from services_run.binding import Binding
from services_run.folder import Service
from services_run.mending import version_order
from services_run.results import result_of
from services_run.tables import FileTable
from services_run.trial import Trial, parameter_values

_MOST_RUNS = 4
"""Of one request: each reads whole datasets, and computes for seconds."""


@dataclass(frozen=True, slots=True)
class Run:
    """`answer` as `service try` gives it; `document`: the canonical bytes of `result`. `statement`
    is what a receipt of the run is about; `sign` makes one over a part of what was answered, None
    where nothing signs. `mark` is the one of its figures, `activation_mark` that of their choices.
    """

    answer: Mapping[str, Any]
    result: Mapping[str, Any]
    document: bytes
    statement: str
    sources: tuple[RunSource, ...]
    sign: Callable[[bytes], str | None] = field(repr=False)
    mark: str
    activation_mark: str
    count_of_year: Callable[[], Mapping[str, YearlyRows]] = field(default=dict, repr=False)
    """Counts the rows of its year, by dataset: through all that was read."""


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
            if known is None or version_order(one.version) > version_order(known.version):
                newest[one.service] = one
        return tuple(newest[name] for name in sorted(newest))

    async def service(self, name: str) -> tuple[PublishedService, Service]:
        """As `read`, beside the loop: one that nobody asked for lately takes a while."""
        return await asyncio.to_thread(self.read, name)

    def read(self, name: str) -> tuple[PublishedService, Service]:
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
        # A run mostly follows.
        begin_computing()
        published, service = await self.service(name)
        counting = counting_for(self.standpoint, self.ports, self._sql_request_for, self._counts)
        standpoint, ports = self.standpoint, self.ports
        return await adaptation_report(published, service, choices, standpoint, ports, counting)

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
        self,
        name: str,
        choices: Choices,
        parameters: Mapping[str, str],
        *,
        previewed: str | None = None,
        dry_run: bool,
    ) -> tuple[Acted, str]:
        """With its mark. `previewed`: the mark of the preview that it must be equal to.

        Raises ServiceNotBound, ColumnAsked where a question is left, PreviewDiffers, what the act
        raises, and what reading all of its data together would be refused for.
        """
        wanted = await self.drafted(name, choices, parameters)
        mark = mark_of_activation(wanted, choices.of_one_run)
        refuse_other_activation(mark, previewed)
        acted = await self.acts.activate(wanted, dry_run=True)
        await self._decide(wanted)
        return (acted if dry_run else await self.acts.activate(wanted, dry_run=False)), mark

    async def upgrade(
        self, activation_id: str, name: str, *, previewed: str | None = None, dry_run: bool
    ) -> Acted:
        """`previewed`: the mark of the run that was proposed. Raises PreviewDiffers."""
        wanted = await self._upgraded(activation_id, name)
        refuse_other_activation(mark_of_activation(wanted, {}), previewed)
        return await self.acts.upgrade(wanted, dry_run=dry_run)

    async def preview(self, name: str, choices: Choices, parameters: Mapping[str, str]) -> Run:
        """As it would run, with nothing kept."""
        return await self._run(await self.drafted(name, choices, parameters), choices.of_one_run)

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
        """The activation that these choices would make; nothing is written. Raises ServiceNotBound,
        ColumnAsked, ServiceParameterUnread.
        """
        published, service = await self.service(name)
        values = parameter_values(service, {**parameters, **choices.of_one_run})
        of_runner(service, values, self.standpoint)
        counting = counting_for(
            self.standpoint, self.ports, self._sql_request_for, self._counts, choices.datasets
        )
        standpoint, ports = self.standpoint, self.ports
        report = await adaptation_report(published, service, choices, standpoint, ports, counting)
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
        choices = choices_kept(before, self._snapshot)
        parameters = {one.name: one.value for one in before.parameters}
        after = await self.drafted(name, choices, parameters)
        return replace(after, id=before.id, schedule=before.schedule)

    async def _decide(self, wanted: Activation) -> None:
        """Asks whether its data may be read together; reads nothing. Raises what a run would."""
        published, service = await self.service(wanted.published)
        reading = await self._reading(wanted, published, service)
        bound = [self._bound(one) for one in reading.bindings]
        request = replace(self._sql_request(wanted), run=reading.run)
        with told_of_roles(service, reading.bindings, self._snapshot):
            await decide_together(bound, request, self.ports)

    async def _reading(
        self, activation: Activation, published: PublishedService, service: Service
    ) -> RunReading:
        """Its data, with those that other bodies consented to now."""
        consents = consents_to(published, service, self.standpoint)
        return await reading_of(activation, consents, published, self.standpoint, self.ports)

    def _bound(self, binding: RoleBinding) -> BoundDataset:
        return bound_dataset(binding, self._snapshot, _body(self.standpoint))

    async def _run(self, activation: Activation, parameters: Mapping[str, str]) -> Run:
        if next(self._runs) > _MOST_RUNS:
            raise ServiceRunsTooMany(limit=_MOST_RUNS)
        begin_computing()
        published, service = await self.service(activation.published)
        kept = {one.name: one.value for one in activation.parameters}
        given = parameter_values(service, {**kept, **parameters})
        values = of_runner(service, given, self.standpoint)
        reading = await self._reading(activation, published, service)
        bound = [self._bound(one) for one in reading.bindings]
        request = replace(self._sql_request(activation), run=reading.run)
        with told_of_roles(service, reading.bindings, self._snapshot):
            rows = await read_together(bound, request, self.ports)
        inputs = await asyncio.to_thread(inputs_of, reading, bound, rows, self._snapshot)
        trial = await compute_apart(
            service,
            inputs,
            values,
            territories_of(self.standpoint, rows),
            self.ports.computing,
            self.standpoint.subject,
        )
        # Beside the loop: an answer may have sixty megabytes.
        made = await asyncio.to_thread(
            self._result_of, activation, published, service, trial, reading, rows, inputs, values
        )
        acts = ConsentActs(self.standpoint.subject, self.acts.acts)
        await tell_owners(
            activation, reading.consents, rows, made.document, made.mark, self.ports, acts
        )
        return replace(made, activation_mark=mark_of_activation(activation, parameters))

    def _result_of(
        self,
        activation: Activation,
        published: PublishedService,
        service: Service,
        trial: Trial,
        reading: RunReading,
        rows: Sequence[GovernedRows],
        inputs: Mapping[str, Sequence[tuple[FileTable, Binding]]],
        values: Mapping[str, object],
    ) -> Run:
        shown = {
            role: [each for each in many if each[0].file != SHOWN_AS]
            for role, many in inputs.items()
        }
        tables = {table.file: table for many in shown.values() for table, _ in many}
        snapshot = self._snapshot
        read = {named(one.dataset, snapshot): one.dataset for one in rows}
        open_notices = [one for one in trial.notices if one.file != SHOWN_AS]
        notices = [*titled_notices(open_notices, read), *left_out_notices(rows, snapshot)]
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
                for binding, governed in zip(reading.bindings, rows, strict=True)
                for source in sources_shown(
                    binding, governed, tables.get(named(governed.dataset, snapshot)), snapshot
                )
            ],
        }
        if scopes := scopes_of(rows):
            result["scopes"] = scopes
        document = write_canonical(result)
        sign = partial(receipt_of_run, activation, rows, self.request.id, self.ports, snapshot)
        signed = {**result, "receipt": sign(document)}
        sources = tuple(source for one in rows for source in run_sources(one, snapshot))
        statement = statement_of(activation)
        return Run(
            answer=trial.answer,
            result=signed,
            document=write_canonical(signed),
            statement=statement,
            sources=sources,
            sign=sign,
            mark=mark_of_result(result),
            activation_mark="",
            count_of_year=partial(
                rows_of_year, service, shown, _year_of(answer["figures"]), snapshot
            ),
        )

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
            door=SCHEDULED if self.standpoint.subject.via == "schedule" else "sql",
        )

    @property
    def _snapshot(self) -> Snapshot:
        return self.standpoint.snapshot

    @property
    def _facts(self) -> Facts:
        return Facts(self._snapshot, self.standpoint.now)


def _year_of(figures: Sequence[Mapping[str, Any]]) -> int | None:
    return next((one["year"] for one in figures if one["year"] is not None), None)


def _body(standpoint: Standpoint) -> Siren:
    """Raises NoBodyToActivateFor."""
    body = standpoint.body
    if body is None:
        raise NoBodyToActivateFor
    return body

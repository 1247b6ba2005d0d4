"""Consents of one's own body: which data a service would read by one, given, and withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from catalog.actions.outcome import Acted
from catalog.actions.services.problems import ColumnAsked, ConsentRefused, ServiceNotBound
from catalog.fold import fold
from catalog.model.consent import Consent, ConsentedColumn, ConsentedRole
from catalog.model.dataset import Dataset
from catalog.model.published_service import BoundField
from catalog.standpoint import Standpoint
from federation.problems import UnknownDataset
from gateway.acts.consents import ConsentActs
from gateway.figures.activations.reading import named
from gateway.figures.activations.service import ActivationService
from services_run.dataset_binding import DatasetBinding, bind_dataset
from services_run.folder import Role, Service


@dataclass(frozen=True, slots=True)
class ConsentWanted:
    """`service`: a name or a version; `dataset`: by id or name; `columns`: by `role.field`."""

    service: str
    dataset: str
    purpose: str
    end: date
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ConsentService:
    activations: ActivationService
    acts: ConsentActs

    @property
    def standpoint(self) -> Standpoint:
        return self.activations.standpoint

    def consents(self) -> tuple[Consent, ...]:
        """Of one's own body, those that ended too."""
        own, known = self.standpoint.body, self.standpoint.snapshot.consents
        return tuple(one for one in known.values() if own is not None and one.owner == own)

    async def give(self, wanted: ConsentWanted, *, dry_run: bool) -> Acted:
        """Raises ServiceNotBound, ColumnAsked, UnknownDataset, and what the act raises."""
        return await self.acts.give(await self._drafted(wanted), dry_run=dry_run)

    async def end(self, consent: str, *, dry_run: bool) -> Acted:
        return await self.acts.end(consent, dry_run=dry_run)

    async def _drafted(self, wanted: ConsentWanted) -> Consent:
        published, service = await self.activations.service(wanted.service)
        subject = self.standpoint.subject
        dataset = self._own_dataset(wanted.dataset)
        roles = _roles(service, dataset, wanted.columns)
        _refuse_unread(roles, dataset, wanted.columns)
        used = {
            column
            for role in roles
            for pair in role.fields
            for column in (pair.column, pair.time)
            if column is not None
        }
        columns = tuple(
            ConsentedColumn(column.id, int(column.classification))
            for column in dataset.columns
            if column.id in used
        )
        return Consent(
            id="",
            owner=dataset.owner,
            dataset=dataset.id,
            service=published.id,
            digest=published.digest,
            roles=roles,
            columns=columns,
            body_column=_body_column(service, roles),
            purpose=wanted.purpose,
            end=wanted.end,
            by_issuer=subject.issuer or "",
            by_sub=subject.agent or "",
            at=self.standpoint.now,
        )

    def _own_dataset(self, name: str) -> Dataset:
        snapshot, own = self.standpoint.snapshot, self.standpoint.body
        for dataset in snapshot.datasets.values():
            if dataset.owner == own and name in {
                dataset.id,
                str(dataset.name),
                named(dataset, snapshot),
            }:
                return dataset
        raise UnknownDataset(dataset=name[:120])


def _roles(
    service: Service, dataset: Dataset, answers: Mapping[str, str]
) -> tuple[ConsentedRole, ...]:
    """Each role that the data serve whole. Raises ServiceNotBound, ColumnAsked, ConsentRefused."""
    if not service.consented_roles:
        raise ConsentRefused(
            why_fr="ce service ne lit rien par consentement",
            why_en="this service reads nothing by consent",
        )
    bound = {role.name: _bound(role, dataset, answers) for role in service.consented_roles}
    fitting = {name: one for name, one in bound.items() if one.fits and not one.lacking}
    for name, one in fitting.items():
        for field, choices in one.unsure.items():
            shown = service.roles[name].fields[field].shown
            raise ColumnAsked(
                question_fr=f"Quelle colonne est {shown.fr} ?",
                question_en=f"Which column is {shown.en}?",
                choices=", ".join(choices),
                key=f"{name}.{field}",
            )
    if not fitting:
        role = service.consented_roles[0]
        lacking = [role.fields[name].shown for name in bound[role.name].lacking]
        raise ServiceNotBound(
            role_fr=role.label.fr,
            role_en=role.label.en,
            why_fr=f"il manque {', '.join(one.fr for one in lacking)}" if lacking else "—",
            why_en=f"{', '.join(one.en for one in lacking)} missing" if lacking else "—",
        )
    return tuple(
        ConsentedRole(
            name,
            tuple(
                BoundField(field, column, one.times.get(field))
                for field, column in sorted(one.columns.items())
            ),
        )
        for name, one in fitting.items()
    )


def _refuse_unread(
    roles: tuple[ConsentedRole, ...], dataset: Dataset, answers: Mapping[str, str]
) -> None:
    """Raises ConsentRefused for an answer that decides nothing: another column would be read."""
    names = {column.id: str(column.name) for column in dataset.columns}
    read = {
        (f"{role.role}.{pair.field}", fold(name))
        for role in roles
        for pair in role.fields
        for name in (pair.column, names.get(pair.column, ""))
    }
    for key, column in answers.items():
        if (key, fold(column)) not in read:
            raise ConsentRefused(
                why_fr=f"« {key[:60]} » ne peut pas être la colonne « {column[:60]} »",
                why_en=f'"{key[:60]}" cannot be the column "{column[:60]}"',
            )


def _bound(role: Role, dataset: Dataset, answers: Mapping[str, str]) -> DatasetBinding:
    given = {
        key.partition(".")[2]: column
        for key, column in answers.items()
        if key.partition(".")[0] == role.name
    }
    return bind_dataset(role, dataset, dataset.columns, given)


def _body_column(service: Service, roles: tuple[ConsentedRole, ...]) -> str:
    """The column that says whose row it is, the same in each role. Raises ConsentRefused."""
    columns = {
        pair.column
        for role in roles
        for pair in role.fields
        if pair.field == service.roles[role.role].of_each_body
    }
    if len(columns) != 1:
        raise ConsentRefused(
            why_fr="deux colonnes disent de quel organisme est la ligne",
            why_en="two columns say whose row it is",
        )
    return columns.pop()

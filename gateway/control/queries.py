"""The control side's root fields; every one is nullable, so that it fails alone."""

from __future__ import annotations

import datetime as dt
from itertools import islice

import strawberry

from catalog.model.identifiers import Siren
from catalog.search.finding import find
from catalog.territory import precision_of
from catalog.territory import territory as cover
from gateway.control.access import AccessQuery
from gateway.control.asking import AskingQuery
from gateway.control.boards import BoardQuery
from gateway.control.body_usage import BodyUsageQuery
from gateway.control.campaigns import CampaignQuery
from gateway.control.catalogue import CatalogueQuery
from gateway.control.communes import CommuneQuery
from gateway.control.consents import ConsentQuery
from gateway.control.context import ControlContext
from gateway.control.coverage import CoverageQuery
from gateway.control.dataset_names import dataset_called
from gateway.control.declarations import DeclarationQuery
from gateway.control.declared_datasets import DeclaredQuery
from gateway.control.deposits import DepositQuery
from gateway.control.disputes import DisputeQuery
from gateway.control.explorations import ExplorationQuery
from gateway.control.figures import FigureQuery
from gateway.control.inbox import InboxQuery
from gateway.control.indicators import IndicatorQuery
from gateway.control.keys import KeyQuery
from gateway.control.mail_choices import MailChoiceQuery
from gateway.control.mail_senders import MailSenderQuery
from gateway.control.mutualised import ServiceQuery
from gateway.control.openings import OpeningQuery
from gateway.control.people import PeopleQuery
from gateway.control.platform import PlatformQuery
from gateway.control.problems import MissingIdentifier, UnknownOrganisation
from gateway.control.question_links import LinkQuery
from gateway.control.quotas import QuotaQuery
from gateway.control.receipts import ReceiptQuery
from gateway.control.saved_operations import OperationQuery
from gateway.control.search_indexes import index_of
from gateway.control.secrets import SecretQuery
from gateway.control.sharing_queries import SharingQuery
from gateway.control.source_acts import PlannedStorageQuery
from gateway.control.sources import SourceQuery
from gateway.control.storages import StorageQuery
from gateway.control.types import (
    Commune,
    Dataset,
    Me,
    Organisation,
    Territory,
    TerritoryPath,
    write_dataset,
    write_me,
    write_organisation,
)
from gateway.control.usage import UsageQuery
from gateway.control.webhooks import WebhookQuery

Info = strawberry.Info[ControlContext, None]
MAX_FOUND = 200


def resolve_me(info: Info) -> Me | None:
    subject = info.context.subject
    known = info.context.snapshot.organisations
    return write_me(subject, known.get(subject.organisation) if subject.organisation else None)


def resolve_organisations(info: Info) -> list[Organisation] | None:
    bodies = info.context.snapshot.organisations.values()
    return [write_organisation(each) for each in sorted(bodies, key=lambda each: each.slug)]


def resolve_organisation(
    info: Info, siren: str | None = None, slug: str | None = None
) -> Organisation | None:
    if (siren is None) is (slug is None):
        raise MissingIdentifier
    snapshot = info.context.snapshot
    found = (
        snapshot.organisation_of_slug(slug)
        if slug is not None
        else snapshot.organisations.get(Siren.parse(siren or ""))
    )
    return None if found is None else write_organisation(found)


def resolve_territory(
    info: Info, siren: str, competence: str, at: dt.date | None = None
) -> Territory | None:
    context = info.context
    organisation = Siren.parse(siren)
    if organisation not in context.snapshot.organisations:
        raise UnknownOrganisation(organisation=organisation)
    day = at or context.standpoint.day
    found = cover(organisation, competence, day, context.snapshot.memberships, context.cog)
    vintage = min(max(day.year, context.cog.vintages[0]), context.cog.latest_vintage)
    return Territory(
        siren=organisation,
        competence=competence,
        at=day,
        vintage=vintage,
        communes=_communes(context, found.communes, day),
        partly_covered=_communes(context, found.partly_covered, day),
        memberships=[
            TerritoryPath(through=list(path.through), communes=list(path.communes))
            for path in found.paths
        ],
        days_known_until=found.days_known_until,
        precision=precision_of(found)["kind"],
    )


async def resolve_datasets(info: Info, search: str | None = None) -> list[Dataset] | None:
    view = info.context.view
    datasets, owners = view.snapshot.datasets, view.snapshot.organisations
    searchable = await index_of(view, info.context.cog)
    here = searchable.here(info.context.subject.organisation, view)
    ids = find(search or "", searchable.index, here).ids
    matching = (datasets[dataset_id] for dataset_id in ids)
    return [
        write_dataset(dataset, owners[dataset.owner]) for dataset in islice(matching, MAX_FOUND)
    ]


def resolve_dataset(info: Info, id: strawberry.ID) -> Dataset | None:  # noqa: A002 - the argument's name in GraphQL
    view = info.context.view
    found = dataset_called(id, view)
    return write_dataset(found, view.snapshot.organisations[found.owner])


@strawberry.type
class Query(
    SharingQuery,
    AccessQuery,
    AskingQuery,
    CatalogueQuery,
    CommuneQuery,
    CoverageQuery,
    DeclarationQuery,
    DeclaredQuery,
    InboxQuery,
    WebhookQuery,
    SourceQuery,
    SecretQuery,
    PeopleQuery,
    KeyQuery,
    OperationQuery,
    IndicatorQuery,
    BoardQuery,
    ExplorationQuery,
    LinkQuery,
    MailChoiceQuery,
    ReceiptQuery,
    PlatformQuery,
    StorageQuery,
    PlannedStorageQuery,
    UsageQuery,
    BodyUsageQuery,
    DepositQuery,
    ServiceQuery,
    ConsentQuery,
    FigureQuery,
    DisputeQuery,
    MailSenderQuery,
    CampaignQuery,
    QuotaQuery,
    OpeningQuery,
):
    me: Me | None = strawberry.field(
        resolver=resolve_me,
        description="Qui vous êtes ; l'anonyme n'a pas d'agent. / Who you are.",
    )
    organisations: list[Organisation] | None = strawberry.field(
        resolver=resolve_organisations,
        description="Tous les organismes. / All organisations.",
    )
    organisation: Organisation | None = strawberry.field(
        resolver=resolve_organisation,
        description="Par SIREN ou par nom court. / By SIREN or by slug.",
    )
    territory: Territory | None = strawberry.field(
        resolver=resolve_territory,
        description=(
            "Ce qu'un organisme couvre pour une compétence (code BANATIC), à une date. / "
            "What an organisation covers for a competence, at a date (today by default)."
        ),
    )
    datasets: list[Dataset] | None = strawberry.field(
        resolver=resolve_datasets,
        description=(
            "Les jeux de données que vous pouvez découvrir ; « search » porte sur titres, "
            "organismes, colonnes et codes : accents, pluriels, fautes de frappe et synonymes "
            "sont admis, les meilleurs d'abord. / Those that you may discover, the best first."
        ),
    )
    dataset: Dataset | None = strawberry.field(
        resolver=resolve_dataset,
        description="Par l'un de ses noms, ou son identifiant. / By any of its names, or its id.",
    )


def _communes(context: ControlContext, codes: tuple[str, ...], day: dt.date) -> list[Commune]:
    return [Commune(code=code, nom=context.cog.resolve(code, day).nom) for code in codes]

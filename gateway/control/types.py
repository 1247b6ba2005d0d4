"""The control side's types: who one is, the organisations, their data."""

from __future__ import annotations

import datetime as dt

import strawberry

from catalog.frequency_words import FREQUENCIES
from catalog.model.dataset import Column as CatalogColumn
from catalog.model.dataset import Dataset as CatalogDataset
from catalog.model.identifiers import Siren, graphql_name
from catalog.model.organisation import Organisation as PublicBody
from catalog.model.paris import paris_day
from catalog.model.subject import Subject
from catalog.territory import territory
from gateway.control.context import ControlContext
from gateway.control.data_themes import DatasetTheme, theme_shown
from gateway.control.data_versions import DataVersion, versions_of
from gateway.control.look_types import Look, write_look
from gateway.control.sentence import Sentence


def resolve_datasets(
    parent: strawberry.Parent[Organisation], info: strawberry.Info[ControlContext, None]
) -> list[Dataset]:
    view = info.context.view
    return [
        write_dataset(each, view.snapshot.organisations[each.owner])
        for each in view.datasets
        if each.owner == parent.siren
    ]


def resolve_look(
    parent: strawberry.Parent[Organisation], info: strawberry.Info[ControlContext, None]
) -> Look | None:
    kept = info.context.snapshot.looks.get(Siren.parse(parent.siren))
    return None if kept is None else write_look(kept)


async def resolve_communes(
    parent: strawberry.Parent[Organisation], info: strawberry.Info[ControlContext, None]
) -> list[str]:
    """Raises TooManyRowsAsked where the document shows more communes than it may."""
    return await info.context.covered.load(parent.siren)


@strawberry.type(description="Un organisme public. / A public body.")
class Organisation:
    siren: str
    slug: str
    name: str
    kind: str
    field: str = strawberry.field(
        description="Son champ à la racine des requêtes. / Its field at the root of queries."
    )

    datasets: list[Dataset] = strawberry.field(
        resolver=resolve_datasets,
        description="Ses jeux de données que vous pouvez découvrir. / Those you may discover.",
    )
    communes: list[str] = strawberry.field(
        resolver=resolve_communes,
        description=(
            "Les codes des communes qu'il couvre aujourd'hui, pour une compétence ou une autre. / "
            "The codes of the communes that it covers today, for one competence or another."
        ),
    )
    look: Look | None = strawberry.field(
        resolver=resolve_look,
        description="L'apparence de ses pages ; null : la commune. / How its pages look.",
    )


@strawberry.type(description="Qui vous êtes pour ce portail. / Who you are here.")
class Me:
    agent: str | None = strawberry.field(description="Absent sans jeton. / Null without a token.")
    organisation: Organisation | None
    kind: str
    roles: list[str]
    purposes: list[str] = strawberry.field(
        description="Les finalités qui vous sont attribuées. / The purposes assigned to you."
    )
    purpose: str | None = strawberry.field(
        description="Celle de cette requête (Interco-Purpose). / This request's."
    )


async def resolve_given(
    parent: strawberry.Parent[Column], info: strawberry.Info[ControlContext, None]
) -> list[str]:
    found = await info.context.given.load(parent.dataset_id)
    return [each.value for each in found.get(parent.id, ())]


@strawberry.type
class Column:
    id: strawberry.ID
    name: str
    field: str
    type: str
    label_fr: str
    label_en: str
    description_fr: str
    description_en: str
    unit: str | None
    concept: str | None
    classification: int
    secret: str | None = strawberry.field(
        description="Le secret légal qui la couvre. / The legal secret that covers it."
    )
    share_of_whole: bool = strawberry.field(
        description=(
            "Ses valeurs sont des parts d'un tout qui est dans d'autres lignes. / Its values are "
            "parts of a whole that is in other rows."
        )
    )
    codes: list[str]
    relation: str | None = strawberry.field(
        description=(
            "Le champ qui en donne la commune (code, nom, population), s'il y en a un. / The field "
            "that gives its commune, where there is one."
        )
    )
    dataset_id: strawberry.Private[str]
    given: list[str] = strawberry.field(
        resolver=resolve_given,
        description=(
            "Ce que vous en liriez, pour la finalité de cette requête : clear (en clair), "
            "keyed_hash (pseudonyme), month, year, commune, epci (plus grossier), constant, null "
            "(masqué) ; plusieurs, selon les lignes ; vide : elle ne vous est pas donnée. / How it "
            "is given to you for this request's purpose; empty: it is not."
        ),
    )


@strawberry.type(
    description=(
        "Les colonnes qui disent la commune d'une ligne, et à quelle date. / The columns that say "
        "the commune of a row, and of which day."
    )
)
class DatasetTerritory:
    column: str
    date_column: str | None


@strawberry.type(description="À qui écrire au sujet d'un jeu. / Whom to write to about it.")
class DatasetContact:
    name: str
    email: str


def resolve_last_update(
    parent: strawberry.Parent[Dataset], info: strawberry.Info[ControlContext, None]
) -> dt.date | None:
    deposit = info.context.snapshot.deposits.get(str(parent.id))
    current = None if deposit is None else deposit.current
    return None if current is None else paris_day(current.at)


def resolve_theme(
    parent: strawberry.Parent[Dataset], info: strawberry.Info[ControlContext, None]
) -> DatasetTheme | None:
    return theme_shown(str(parent.id), info.context)


def resolve_versions(
    parent: strawberry.Parent[Dataset], info: strawberry.Info[ControlContext, None]
) -> list[DataVersion] | None:
    return versions_of(str(parent.id), info.context)


@strawberry.type(description="Un jeu de données. / A dataset.")
class Dataset:
    id: strawberry.ID
    name: str
    field: str = strawberry.field(
        description="Son champ sous celui de son organisme. / Its field, under its owner's."
    )
    owner: Organisation
    title_fr: str
    title_en: str
    description_fr: str
    description_en: str
    licence: str | None
    update_frequency: str | None = strawberry.field(
        description="continuous, daily, weekly, monthly, quarterly, semiannual, annual…"
    )
    update_frequency_label: Sentence | None
    contact: DatasetContact | None = strawberry.field(
        description="À qui poser une question. / Whom to ask."
    )
    last_update: dt.date | None = strawberry.field(
        resolver=resolve_last_update,
        description=(
            "Le jour du fichier qui est lu ; null : ces lignes sont lues à leur source, à chaque "
            "requête. / The day of the file that is read; null: rows are read at their source."
        ),
    )
    theme: DatasetTheme | None = strawberry.field(
        resolver=resolve_theme,
        description=(
            "Celui du catalogue, d'après sa déclaration. / Its theme in the catalogue, from its "
            "declaration."
        ),
    )
    versions: list[DataVersion] | None = strawberry.field(
        resolver=resolve_versions,
        description=(
            "Celles de données déposées, pour qui les possède, les reçoit ou les lit comme tous ; "
            "null sinon. / Of deposited data, for who owns or receives them, or reads them as "
            "anybody does; null otherwise."
        ),
    )
    access_level: str
    listing: str
    personal_data: bool
    synthetic: bool
    standard: str | None
    time_zone: str
    primary_key: list[str]
    territory: DatasetTerritory | None
    columns: list[Column]


@strawberry.type
class Commune:
    code: str
    nom: str


@strawberry.type
class TerritoryPath:
    through: list[str]
    communes: list[str]


def resolve_neighbours(
    parent: strawberry.Parent[Territory], info: strawberry.Info[ControlContext, None]
) -> list[str]:
    """By SIREN, on the day of the territory."""
    snapshot, cog = info.context.snapshot, info.context.cog
    own = {commune.code for commune in parent.communes}
    others = sorted(snapshot.organisations.keys() - {parent.siren}) if own else ()
    return [
        other
        for other in others
        if not own.isdisjoint(
            territory(other, parent.competence, parent.at, snapshot.memberships, cog).communes
        )
    ]


@strawberry.type(
    description="Ce qu'un organisme couvre pour une compétence, à une date. / What it covers."
)
class Territory:
    siren: str
    competence: str
    at: dt.date
    vintage: int
    communes: list[Commune]
    partly_covered: list[Commune]
    memberships: list[TerritoryPath]
    days_known_until: dt.date = strawberry.field(
        description=(
            "Jusqu'à ce jour, chaque mouvement de communes a sa date ; ensuite, le 1er janvier du "
            "millésime qui le montre. / Until then movements have their day; later, their vintage."
        )
    )
    precision: str = strawberry.field(
        description="« day » ou « vintage », à la date demandée. / At the date asked for."
    )
    neighbours: list[str] = strawberry.field(
        resolver=resolve_neighbours,
        description=(
            "SIREN des organismes dont le territoire partage une commune avec celui-ci. / "
            "SIREN of the bodies whose territory shares a commune with this one."
        ),
    )


def write_organisation(body: PublicBody) -> Organisation:
    return Organisation(
        siren=body.siren,
        slug=body.slug,
        name=body.name,
        kind=body.kind.value,
        field=graphql_name(body.slug),
    )


def write_me(subject: Subject, body: PublicBody | None) -> Me:
    return Me(
        agent=subject.agent,
        organisation=None if body is None else write_organisation(body),
        kind=subject.kind,
        roles=sorted(subject.roles),
        purposes=sorted(subject.purposes),
        purpose=subject.purpose,
    )


def write_dataset(dataset: CatalogDataset, owner: PublicBody) -> Dataset:
    return Dataset(
        id=strawberry.ID(dataset.id),
        name=dataset.name,
        field=graphql_name(dataset.name),
        owner=write_organisation(owner),
        title_fr=dataset.title_fr,
        title_en=dataset.title_en,
        description_fr=dataset.description_fr,
        description_en=dataset.description_en,
        licence=dataset.licence,
        update_frequency=dataset.update_frequency and dataset.update_frequency.value,
        update_frequency_label=_frequency(dataset),
        contact=_contact(dataset),
        access_level=dataset.access_level.value,
        listing=dataset.listing.value,
        personal_data=dataset.personal_data,
        synthetic=dataset.synthetic,
        standard=dataset.standard,
        time_zone=dataset.time_zone,
        primary_key=[dataset.column(each).name for each in dataset.primary_key],
        territory=_write_territory(dataset),
        columns=[_write_column(each, dataset) for each in dataset.columns],
    )


def _write_territory(dataset: CatalogDataset) -> DatasetTerritory | None:
    binding = dataset.territory
    if binding is None:
        return None
    dated = binding.date_column
    return DatasetTerritory(
        column=dataset.column(binding.column).name,
        date_column=None if dated is None else dataset.column(dated).name,
    )


def _frequency(dataset: CatalogDataset) -> Sentence | None:
    words = FREQUENCIES.get(dataset.update_frequency) if dataset.update_frequency else None
    return None if words is None else Sentence(fr=words.fr, en=words.en)


def _contact(dataset: CatalogDataset) -> DatasetContact | None:
    contact = dataset.contact
    return None if contact is None else DatasetContact(name=contact.name, email=contact.email)


def _write_column(column: CatalogColumn, dataset: CatalogDataset) -> Column:
    names = (each.name for each in dataset.relations if each.column == column.id)
    relation = next(names, None)
    return Column(
        id=strawberry.ID(column.id),
        name=column.name,
        field=graphql_name(column.name),
        type=column.type.scalar.value,
        label_fr=column.label_fr,
        label_en=column.label_en,
        description_fr=column.description_fr,
        description_en=column.description_en,
        unit=column.unit,
        concept=column.concept,
        classification=int(column.classification),
        secret=None if column.secret is None else column.secret.value,
        share_of_whole=column.share_of_whole,
        codes=list(column.code_list),
        relation=None if relation is None else graphql_name(relation),
        dataset_id=dataset.id,
    )

"""Six bodies with figures of their own, each in a deposit of its own, to be compared by consent."""

import csv
from decimal import Decimal

from catalog.model.dataset import (
    Classification,
    Column,
    ColumnType,
    CsvFormat,
    Dataset,
    Listing,
    ObjectKind,
    PhysicalObject,
    ScalarType,
)
from catalog.model.identifiers import Name
from catalog.model.storage import FilesOptions, Storage, StorageKind
from tests.integration.standard_bodies import write

RUNNER = "valcobreizh"
PEERS = (
    "bretagne-romantique",
    "couesnon-marches-de-bretagne",
    "liffre-cormier-communaute",
    "saint-meen-montauban",
    "val-d-ille-aubigne",
    "mesnil-roc-h",
)
VALUES = ("204.9", "188.2", "231.4", "196.3", "212.7", "207.1", "201.8")
PURPOSE = "rpqs_dechets"
_HEADER = ("organisme", "nature", "population", "accord", "indicateur", "annee", "valeur")
_TYPES = {
    "population": ColumnType(ScalarType.BIGINT),
    "annee": ColumnType(ScalarType.BIGINT),
    "valeur": ColumnType(ScalarType.DECIMAL, 18, 3),
}
GIVE = """mutation($input: ConsentInput!, $dry: Boolean! = false) {
  giveConsent(input: $input, dryRun: $dry) { applied sentences { fr } consent { id } } }"""
END = "mutation($consent: ID!) { endConsent(consent: $consent) { applied } }"
CONSENTS = "{ consents { id service dataset columns { fr } purpose end endedAt } }"


def figures():
    """By body: our own first, then the peers."""
    return {slug: Decimal(value) for slug, value in zip((RUNNER, *PEERS), VALUES, strict=True)}


def dataset_id(slug):
    return f"{slug.replace('-', '_')}__chiffres"


def row_of(siren, value, accord="oui"):
    return (siren, "CC", 20000, accord, "OMR kg/hab", 2025, value)


async def with_figures(town, more=()):
    """Each body's table `chiffres`, known to its parties alone; `more`: (slug, row) beside."""
    snapshot = await town.ports.catalog.current()
    changed = []
    for slug, value in figures().items():
        owner = snapshot.organisation_of_slug(slug)
        folder = town.state.data / slug
        folder.mkdir(exist_ok=True)
        with (folder / "chiffres.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_HEADER)
            writer.writerow(row_of(owner.siren, value))
            writer.writerows(row for of, row in more if of == slug)
        storage = Storage(
            f"{slug.replace('-', '_')}__a_comparer",
            owner.siren,
            StorageKind.FILES,
            FilesOptions(str(folder)),
        )
        changed += [storage, _dataset(slug, owner.siren, storage.id)]
    await write(town, *changed)


def _dataset(slug, owner, storage):
    columns = tuple(
        Column(
            id=f"c_{name}",
            name=Name(name),
            type=_TYPES.get(name, ColumnType(ScalarType.STRING)),
            source_name=name,
            label_fr=name,
            label_en=name,
            concept="siren" if name == "organisme" else None,
            classification=Classification.INTERNAL,
        )
        for name in _HEADER
    )
    return Dataset(
        id=dataset_id(slug),
        owner=owner,
        storage_id=storage,
        name=Name("chiffres"),
        title_fr="Nos chiffres",
        title_en="Our figures",
        physical=PhysicalObject(ObjectKind.CSV, "chiffres.csv", csv=CsvFormat(columns=_HEADER)),
        columns=columns,
        listing=Listing.PARTIES,
    )


def consenting(service="comparaison", **more):
    given = {"service": service, "dataset": "chiffres", "purpose": PURPOSE, "end": "2027-12-31"}
    return {"variables": {"input": {**given, **more}}}


async def all_consent(town, peers=PEERS):
    """Their ids, by body."""
    given = {}
    for slug in peers:
        told = await town.ask(GIVE, f"approver@{slug}", **consenting())
        given[slug] = told.data["giveConsent"]["consent"]["id"]
    return given

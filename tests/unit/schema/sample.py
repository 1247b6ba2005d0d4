"""A small world to ask questions of: two organisations, three datasets, the real communes."""

from functools import cache

from catalog.cog import Cog
from catalog.model.dataset import (
    AccessLevel,
    Column,
    ColumnType,
    Dataset,
    Link,
    Listing,
    ObjectKind,
    PhysicalObject,
    Relation,
    ScalarType,
    TerritoryBinding,
)
from catalog.model.identifiers import Name, Siren, Slug
from catalog.model.organisation import Organisation, OrganisationKind
from catalog.model.version import CatalogVersion
from catalog.snapshot import Snapshot, snapshot_of
from schema.types.view import View
from tests.country import small_country

VAL = Organisation(
    Siren("243500667"),
    Slug("val-d-ille-aubigne"),
    "CC Val d'Ille-Aubigné",
    OrganisationKind.CC,
)
SMICTOM = Organisation(
    Siren("200090884"), Slug("valcobreizh"), "SMICTOM Valcobreizh", OrganisationKind.SMF
)
QUIET = Organisation(
    Siren("243500733"), Slug("bretagne-romantique"), "CC Bretagne Romantique", OrganisationKind.CC
)


def column(name, scalar, *, precision=None, scale=None, codes=(), concept=None, unit=None):
    return Column(
        id=f"col_{name}",
        name=Name(name),
        type=ColumnType(scalar, precision, scale),
        source_name=name,
        label_fr=name.replace("_", " "),
        label_en=name.replace("_", " "),
        code_list=codes,
        concept=concept,
        unit=unit,
    )


def dataset(dataset_id, owner, name, columns, **more):
    return Dataset(
        id=dataset_id,
        owner=owner.siren,
        storage_id="st",
        name=Name(name),
        title_fr=name,
        title_en=name,
        physical=PhysicalObject(ObjectKind.TABLE, name),
        columns=tuple(columns),
        access_level=AccessLevel.RESTRICTED,
        listing=Listing.PUBLIC,
        **more,
    )


COLLECTES = dataset(
    "ds_collectes",
    VAL,
    "collectes",
    [
        column("id_pesee", ScalarType.STRING),
        column("date_collecte", ScalarType.DATE),
        column("code_commune", ScalarType.STRING, concept="commune"),
        column("flux", ScalarType.STRING, codes=("OMR", "VERRE", "CS", "BIO")),
        column("tonnage_kg", ScalarType.DECIMAL, precision=12, scale=3, unit="kg"),
        column("nb_bacs_leves", ScalarType.INTEGER),
        column("duree_h", ScalarType.FLOAT),
        column("horodatage", ScalarType.TIMESTAMP_TZ),
        column("controle", ScalarType.BOOLEAN),
        column("detail", ScalarType.JSON),
        column("remarque", ScalarType.STRING),
        column("total", ScalarType.BIGINT),
        column("saisie", ScalarType.TIMESTAMP),
    ],
    primary_key=("col_id_pesee", "col_code_commune"),
    territory=TerritoryBinding("col_code_commune", date_column="col_date_collecte"),
    relations=(Relation(Name("commune"), "col_code_commune", "commune"),),
)
BORNES = dataset(
    "ds_bornes",
    VAL,
    "bornes",
    [
        column("nom", ScalarType.STRING),
        column("code_commune", ScalarType.STRING, concept="commune"),
        column("litres", ScalarType.INTEGER),
    ],
    territory=TerritoryBinding("col_code_commune", vintage=2024),
    relations=(Relation(Name("commune"), "col_code_commune", "commune"),),
    links=(
        Link(
            Name("collectes"),
            "col_code_commune",
            "ds_collectes",
            "col_code_commune",
            Name("bornes"),
        ),
    ),
)
COMPTEURS = dataset(
    "ds_compteurs",
    SMICTOM,
    "compteurs",
    [column("id", ScalarType.BIGINT), column("valeur", ScalarType.FLOAT)],
    primary_key=("col_id",),
)
DATASETS = (COLLECTES, BORNES, COMPTEURS)


def snapshot(datasets=DATASETS, number=1) -> Snapshot:
    return snapshot_of(
        version=CatalogVersion("e", number),
        organisations=(VAL, SMICTOM, QUIET),
        datasets=datasets,
    )


def view(*dataset_ids, datasets=DATASETS) -> View:
    """What sees these datasets; all of them when none is named."""
    return View.of(snapshot(datasets), dataset_ids or [each.id for each in datasets])


@cache
def cog() -> Cog:
    return small_country()

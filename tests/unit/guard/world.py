"""The demo's bodies and memberships, with datasets and agreements as small as a test needs."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from catalog.cog import load_cog
from catalog.model.agreement import (
    Agreement,
    AgreementState,
    GrantedColumn,
    Life,
    Output,
    Step,
)
from catalog.model.dataset import (
    AccessLevel,
    Classification,
    Column,
    ColumnType,
    Dataset,
    ObjectKind,
    PhysicalObject,
    ScalarType,
    TerritoryBinding,
)
from catalog.model.identifiers import CommuneCode, Name, Siren, Slug
from catalog.model.organisation import Membership, MembershipMode, Organisation, OrganisationKind
from catalog.model.row_condition import AllRows, InListedTerritory, InTerritory
from catalog.model.transform import Transform
from catalog.model.version import CatalogVersion
from catalog.snapshot import snapshot_of
from catalog.territory import territory

COG = load_cog()
DEMO = Path(__file__).resolve().parents[3] / "demo"
AT = date(2025, 6, 1)
NOW = datetime(2025, 6, 1, 9, 30, tzinfo=UTC)
SENS_DE_BRETAGNE = CommuneCode("35326")
VAL_DILLE, VALCOBREIZH = Siren("243500667"), Siren("200090884")
ROMANTIQUE, COUESNON, MESNIL = Siren("243500733"), Siren("200070688"), Siren("200085868")
LIFFRE, SDE35, STATE = Siren("243500774"), Siren("200050425"), Siren("110000023")
REGION = Siren("233500016")
MELESSE = Siren("213501737")
STANDARD = "interco-collecte-dechets"


def memberships():
    with (DEMO / "memberships.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Membership(
                member=Siren.parse(row["member_siren"]),
                of=Siren.parse(row["of_siren"]),
                competences=frozenset(row["competences"].split(";")),
                mode=MembershipMode(row["mode"]),
                start=date.fromisoformat(row["start"]),
                end=date.fromisoformat(row["end"]) if row["end"] else None,
                communes=tuple(map(CommuneCode, row["communes"].split(";")))
                if row["communes"]
                else None,
            )


MEMBERSHIPS = tuple(memberships())


def body(siren, kind, name):
    return Organisation(siren, Slug(name), name, kind)


BODIES = (
    body(VAL_DILLE, OrganisationKind.CC, "val-d-ille-aubigne"),
    body(VALCOBREIZH, OrganisationKind.SMF, "valcobreizh"),
    body(ROMANTIQUE, OrganisationKind.CC, "bretagne-romantique"),
    body(COUESNON, OrganisationKind.CC, "couesnon"),
    body(LIFFRE, OrganisationKind.CC, "liffre"),
    body(SDE35, OrganisationKind.SMF, "sde35"),
    body(MESNIL, OrganisationKind.COMMUNE, "mesnil-roc-h"),
    body(MELESSE, OrganisationKind.COMMUNE, "melesse"),
    body(STATE, OrganisationKind.ETAT, "etat"),
    body(REGION, OrganisationKind.REGION, "bretagne"),
)


def communes_of(siren, competence="1510", at=AT):
    return territory(siren, competence, at, MEMBERSHIPS, COG).communes


def column(name, scalar=ScalarType.STRING, classification=Classification.INTERNAL, **more):
    return Column(
        name,
        Name(name),
        ColumnType(scalar),
        name,
        name,
        name,
        classification=classification,
        **more,
    )


COLLECTES = Dataset(
    id="collectes",
    owner=VAL_DILLE,
    storage_id="s",
    name=Name("collectes"),
    title_fr="Pesées",
    title_en="Weighings",
    physical=PhysicalObject(ObjectKind.TABLE, "collectes"),
    columns=(
        column("id_pesee"),
        column("jour", ScalarType.DATE),
        column("code_commune", classification=Classification.OPEN, concept="commune"),
        column("flux", concept="flux_dechets"),
        column("tonnage_kg", ScalarType.INTEGER, unit="kg", concept="masse_collectee"),
        column("part", ScalarType.FLOAT, share_of_whole=True),
    ),
    primary_key=("id_pesee",),
    territory=TerritoryBinding("code_commune", "jour"),
    standard=STANDARD,
)
"""By commune, of Val d'Ille-Aubigné's nineteen."""

BILAN = Dataset(
    id="bilan",
    owner=VAL_DILLE,
    storage_id="s",
    name=Name("bilan"),
    title_fr="Bilan annuel",
    title_en="Yearly report",
    physical=PhysicalObject(ObjectKind.TABLE, "bilan"),
    columns=(
        column("annee", classification=Classification.OPEN),
        column("flux", classification=Classification.OPEN, concept="flux_dechets"),
        column(
            "masse",
            ScalarType.INTEGER,
            Classification.OPEN,
            unit="kg",
            concept="masse_collectee",
        ),
    ),
    primary_key=("annee", "flux"),
    standard=STANDARD,
    access_level=AccessLevel.OPEN,
)
"""Totals of the whole EPCI, open to all."""


def listed(*codes):
    return InListedTerritory("code_commune", tuple(map(CommuneCode, codes)), AT, "jour")


def own(of=VALCOBREIZH, *, by_row=True):
    return InTerritory("code_commune", of, "1510", "jour" if by_row else None)


def grants(dataset, **transforms):
    """All its columns but those told otherwise; `None` leaves one out."""
    for each in dataset.columns:
        transform = transforms.get(each.name, Transform.CLEAR)
        if transform is not None:
            yield GrantedColumn(each.id, each.name, int(each.classification), transform)


def agreement(
    number=1,
    *,
    dataset=COLLECTES,
    to=VALCOBREIZH,
    rows=None,
    version=1,
    state=AgreementState.ACTIVE,
    output=Output.DETAIL,
    members=None,
    life=None,
    **transforms,
):
    transforms.setdefault("part", None)
    return Agreement(
        id=f"conv-2025-{number:04}",
        version=version,
        grantor=dataset.owner,
        grantee=to,
        dataset_id=dataset.id,
        title="Une convention",
        columns=tuple(grants(dataset, **transforms)),
        rows=AllRows() if rows is None else rows,
        output=output,
        purposes=frozenset({"rpqs_dechets"}),
        legal_basis="CGCT",
        start=date(2025, 1, 1),
        end=date(2027, 12, 31),
        state=state,
        sha256=f"{number:032}{version:032}",
        members=members,
        life=life or Life(),
    )


def totals(number=1, **more):
    """The same, of which only sums are given."""
    return agreement(number, output=Output.AGGREGATE, **more)


def begun(before=AgreementState.APPROVED):
    return Life(steps=(Step(NOW, "activate", before, AgreementState.ACTIVE, "system:clock", None),))


def catalog_of(*agreements, datasets=(COLLECTES,), mandates=(), members=MEMBERSHIPS):
    return snapshot_of(
        version=CatalogVersion("epoch", 1),
        organisations=BODIES,
        memberships=members,
        datasets=datasets,
        agreements=agreements,
        mandates=mandates,
    )


def classified(dataset, classification):
    return replace(
        dataset,
        columns=tuple(replace(each, classification=classification) for each in dataset.columns),
    )

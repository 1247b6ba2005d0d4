"""One authority's datasets, as they lie in one place: the same names and columns everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from catalog.cog import load_cog
from catalog.model.agreement import Output
from catalog.model.dataset import (
    Column,
    ColumnType,
    CsvFormat,
    Dataset,
    ObjectKind,
    PhysicalObject,
    ScalarType,
    TerritoryBinding,
    TextFormat,
)
from catalog.model.identifiers import CommuneCode, Name, Siren, Slug
from catalog.model.organisation import Membership, MembershipMode, Organisation, OrganisationKind
from catalog.model.row_condition import (
    AllRows,
    Compare,
    CompareOp,
    InListedTerritory,
    InTerritory,
    RowCondition,
)
from catalog.model.storage import Storage, StorageKind
from catalog.model.terms import Combine, CombineKind, Terms
from catalog.model.transform import Transform
from catalog.model.version import CatalogVersion
from catalog.snapshot import Snapshot, snapshot_of
from federation.binding import Binder, Binding
from policies.decision import Branch, CellTransform, DatasetDecision, Decision, canonical
from tests.contract import rows
from tests.unit.federation.world import agreement

NOW = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)
VILLE = Siren("243500667")
SYNDICAT = Siren("200090884")
COMMUNE = Siren("200085868")
DECHETS = "1510"

_FRENCH = TextFormat(date="%d/%m/%Y", decimal_mark=",", true="oui", false="non")
_WITH_OFFSET = TextFormat(timestamp="%Y-%m-%dT%H:%M:%S%z")
_SLASHED = TextFormat(timestamp="%d/%m/%Y %H:%M:%S")
_CLEAR = CellTransform(Transform.CLEAR)


@dataclass(frozen=True)
class Place:
    """`name` says engine and storage; `kind` how the rows lie there."""

    name: str
    engine: str
    kind: ObjectKind
    storage: Storage


def snapshot_of_place(place: Place) -> Snapshot:
    return snapshot_of(
        version=CatalogVersion("contract", 1),
        organisations=[
            Organisation(VILLE, Slug("ville"), "", OrganisationKind.CC),
            Organisation(SYNDICAT, Slug("syndicat"), "", OrganisationKind.SMF),
            Organisation(
                COMMUNE,
                Slug("mesnil-roc-h"),
                "",
                OrganisationKind.COMMUNE,
                CommuneCode("35308"),
                date(2019, 1, 1),
            ),
        ],
        memberships=[
            Membership(
                COMMUNE, SYNDICAT, frozenset({DECHETS}), MembershipMode.DIRECT, date(2017, 1, 1)
            )
        ],
        storages=[place.storage],
        datasets=_datasets(place),
        agreements=[agreement(name, date(2025, 1, 1), _FREELY) for name in _CONVENTIONS],
    )


def binding_of_place(snapshot: Snapshot) -> Binding:
    """What one reader may see: `mesures` as its owner, the others through agreements."""
    every = {column.id: _CLEAR for column in _MEASURES}
    masked = every | {
        "c_flux": CellTransform(Transform.KEYED_HASH),
        "c_libelle": CellTransform(Transform.CONSTANT, "masqué"),
        "c_quantite": CellTransform(Transform.NULL),
        "c_jour": CellTransform(Transform.MONTH),
        "c_pose": CellTransform(Transform.YEAR),
        "c_releve": CellTransform(Transform.MONTH),
    }
    few = {name: every[name] for name in ("c_id", "c_flux", "c_poids", "c_releve")}

    def coarse(transform: Transform) -> dict[str, CellTransform]:
        return every | {"c_code_commune": CellTransform(transform)}

    decision = {
        "d_mesures": _allow(Branch("owner", every, AllRows(), Output.DETAIL)),
        "d_tournees": _allow(
            Branch("owner", {column.id: _CLEAR for column in _ROUNDS}, AllRows(), Output.DETAIL)
        ),
        "d_horaires": _allow(
            Branch("owner", {column.id: _CLEAR for column in _HOURS}, AllRows(), Output.DETAIL)
        ),
        "d_masquees": _allow(Branch("conv-masque@1", masked, _OMR_OR_GLASS, Output.DETAIL)),
        "d_croisees": _allow(
            Branch("conv-a@1", few, _OMR_OR_GLASS, Output.DETAIL),
            Branch("conv-b@1", masked, _HEAVY, Output.DETAIL),
        ),
        "d_territoire": _allow(Branch("conv-t@1", every, _ON_ITS_LAND, Output.DETAIL)),
        "d_communes": _allow(Branch("conv-c@1", coarse(Transform.COMMUNE), _LISTED, _DETAIL)),
        "d_epci": _allow(Branch("conv-e@1", coarse(Transform.EPCI), _LISTED, _DETAIL)),
        "d_melange": _allow(
            Branch("conv-c@1", every, _ON_ITS_LAND, _DETAIL),
            Branch("conv-e@1", coarse(Transform.EPCI), _LISTED, _DETAIL),
        ),
    }
    document = Decision(decision, None, "contract", canonical({"contract": 1}))
    return Binder(snapshot, load_cog(), NOW, SYNDICAT).bind(document)


_DETAIL = Output.DETAIL
_NAMES = ("mesures", "masquees", "croisees", "territoire", "communes", "epci", "melange")
_CONVENTIONS = ("conv-masque", "conv-a", "conv-b", "conv-t", "conv-c", "conv-e")
_FREELY = Terms(combine=Combine(CombineKind.NAMED, tuple(f"d_{each}" for each in _NAMES)))
_LISTED: RowCondition = InListedTerritory(
    "c_code_commune",
    (CommuneCode("35308"), CommuneCode("35210")),
    date(2026, 1, 1),
    None,
)
_OMR_OR_GLASS: RowCondition = Compare("c_flux", CompareOp.IN, ("OMR", "VERRE"))
_HEAVY: RowCondition = Compare("c_poids", CompareOp.GT, ("20.00",))
_ON_ITS_LAND: RowCondition = InTerritory("c_code_commune", SYNDICAT, DECHETS, "c_jour")


def _allow(*branches: Branch) -> DatasetDecision:
    return DatasetDecision(True, True, branches, ())


def _column(
    name: str,
    scalar: ScalarType,
    source: str = "",
    *,
    digits: tuple[int, int] | None = None,
    form: TextFormat | None = None,
) -> Column:
    kind = ColumnType(scalar, *digits) if digits else ColumnType(scalar)
    return Column(
        id=f"c_{name}",
        name=Name(name),
        type=kind,
        source_name=source or name,
        label_fr=name,
        label_en=name,
        concept="commune" if name == "code_commune" else None,
        text_format=form,
    )


_MEASURES = (
    _column("id", ScalarType.INTEGER),
    _column("code_commune", ScalarType.STRING, "INSEE"),
    _column("flux", ScalarType.STRING),
    _column("libelle", ScalarType.STRING, "libellé"),
    _column("quantite", ScalarType.INTEGER),
    _column("compte", ScalarType.BIGINT),
    _column("poids", ScalarType.DECIMAL, digits=(10, 2)),
    _column("taux", ScalarType.DECIMAL, digits=(6, 3)),
    _column("ratio", ScalarType.FLOAT),
    _column("actif", ScalarType.BOOLEAN),
    _column("jour", ScalarType.DATE),
    _column("pose", ScalarType.TIMESTAMP),
    _column("releve", ScalarType.TIMESTAMP_TZ),
)
_ROUNDS = (
    _column("flux", ScalarType.STRING),
    _column("tournee", ScalarType.STRING),
    _column("capacite", ScalarType.INTEGER),
    _column("depuis", ScalarType.DATE),
)
_HOURS = (_column("id", ScalarType.INTEGER), _column("depart", ScalarType.TIME))
TEXT_FORMATS = {
    "poids": _FRENCH,
    "taux": _FRENCH,
    "ratio": _FRENCH,
    "actif": _FRENCH,
    "jour": _FRENCH,
    "depuis": _FRENCH,
    "releve": _WITH_OFFSET,
}


def _datasets(place: Place) -> list[Dataset]:
    measures = _columns(_MEASURES, place)
    return [
        *(
            Dataset(
                id=f"d_{name}",
                owner=VILLE,
                storage_id=place.storage.id,
                name=Name(name),
                title_fr=name,
                title_en=name,
                physical=_physical(place, "mesures", rows.MEASURES_SCHEMA.names),
                columns=measures,
                primary_key=("c_id",),
                territory=TerritoryBinding("c_code_commune", date_column="c_jour"),
            )
            for name in _NAMES
        ),
        Dataset(
            id="d_tournees",
            owner=VILLE,
            storage_id=place.storage.id,
            name=Name("tournees"),
            title_fr="Tournées",
            title_en="Rounds",
            physical=_physical(place, "tournees", rows.ROUNDS_SCHEMA.names),
            columns=_columns(_ROUNDS, place),
        ),
        Dataset(
            id="d_horaires",
            owner=VILLE,
            storage_id=place.storage.id,
            name=Name("horaires"),
            title_fr="Horaires",
            title_en="Hours",
            physical=_physical(place, "horaires", rows.HOURS_SCHEMA.names),
            columns=_columns(_HOURS, place),
            primary_key=("c_id",),
        ),
    ]


def _columns(columns: tuple[Column, ...], place: Place) -> tuple[Column, ...]:
    if place.kind is not ObjectKind.CSV:
        return columns
    return tuple(
        Column(
            id=each.id,
            name=each.name,
            type=each.type,
            source_name=each.source_name,
            label_fr=each.label_fr,
            label_en=each.label_en,
            concept=each.concept,
            text_format=TEXT_FORMATS.get(each.name, TextFormat()),
        )
        for each in columns
    )


_SCHEMAS = {
    StorageKind.POSTGRESQL: "contrat",
    StorageKind.ICEBERG: "contrat",
    StorageKind.ICEBERG_REST: "contrat",
}


def _physical(place: Place, name: str, header: list[str]) -> PhysicalObject:
    match place.kind:
        case ObjectKind.TABLE:
            return PhysicalObject(ObjectKind.TABLE, name, schema=_SCHEMAS.get(place.storage.kind))
        case ObjectKind.PARQUET:
            return PhysicalObject(ObjectKind.PARQUET, f"{name}/*.parquet")
        case ObjectKind.CSV:
            csv = CsvFormat(delimiter=";", columns=tuple(header))
            return PhysicalObject(ObjectKind.CSV, f"{name}/*.csv", csv=csv)

"""A small world that the federation's tests share: three bodies, four datasets, named decisions."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache

from sqlglot import exp, parse_one

from catalog.model.agreement import Agreement, AgreementState, Output
from catalog.model.dataset import (
    AccessLevel,
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
from catalog.model.organisation import (
    Membership,
    MembershipMode,
    Organisation,
    OrganisationKind,
)
from catalog.model.row_condition import (
    AllOf,
    AllRows,
    Compare,
    CompareOp,
    InTerritory,
    RowCondition,
)
from catalog.model.storage import (
    FilesOptions,
    PostgresqlOptions,
    SqliteOptions,
    Storage,
    StorageKind,
)
from catalog.model.transform import Transform
from catalog.model.version import CatalogVersion
from catalog.snapshot import Snapshot, snapshot_of
from federation.binding import Binder, Binding
from federation.limits import Limits
from federation.logical import (
    LiteralSource,
    LogicalQuery,
    Parameter,
    Shape,
    SliceKind,
    WireType,
)
from federation.plan import DUCKDB
from federation.planning import context_of
from federation.rewrites.context import Context
from policies.decision import Branch, CellTransform, DatasetDecision, Decision, Denial, canonical
from tests.country import small_country

NOW = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)
VAL_D_ILLE = Siren("243500667")
VALCOBREIZH = Siren("200090884")
MESNIL_ROC_H = Siren("200085868")
EAU = Siren("253502629")
DECHETS = "1510"

CLEAR = CellTransform(Transform.CLEAR)
HASHED = CellTransform(Transform.KEYED_HASH)
MONTH = CellTransform(Transform.MONTH)
YEAR = CellTransform(Transform.YEAR)
NULLED = CellTransform(Transform.NULL)

_TYPES = {
    "string": ColumnType(ScalarType.STRING),
    "integer": ColumnType(ScalarType.INTEGER),
    "bigint": ColumnType(ScalarType.BIGINT),
    "decimal": ColumnType(ScalarType.DECIMAL, 10, 3),
    "float": ColumnType(ScalarType.FLOAT),
    "boolean": ColumnType(ScalarType.BOOLEAN),
    "date": ColumnType(ScalarType.DATE),
    "timestamp": ColumnType(ScalarType.TIMESTAMP),
    "timestamp_tz": ColumnType(ScalarType.TIMESTAMP_TZ),
    "json": ColumnType(ScalarType.JSON),
}


def column(name: str, type_name: str, source: str = "", form: TextFormat | None = None) -> Column:
    return Column(
        id=f"c_{name}",
        name=Name(name),
        type=_TYPES[type_name],
        source_name=source or name,
        label_fr=name,
        label_en=name,
        text_format=form,
    )


COLLECTES = Dataset(
    id="d_collectes",
    owner=VAL_D_ILLE,
    storage_id="s_val",
    name=Name("collectes"),
    title_fr="Collectes",
    title_en="Collections",
    physical=PhysicalObject(ObjectKind.TABLE, "Pesees", schema="dechets"),
    columns=(
        column("id_pesee", "string", "ID pesée"),
        column("date_collecte", "date"),
        column("code_commune", "string", "INSEE"),
        column("flux", "string"),
        column("tonnage", "decimal"),
        column("nb_bacs", "integer"),
        column("saisi_le", "timestamp_tz"),
    ),
    primary_key=("c_id_pesee", "c_code_commune"),
    territory=TerritoryBinding("c_code_commune", date_column="c_date_collecte"),
)
COMPTEURS = Dataset(
    id="d_compteurs",
    owner=EAU,
    storage_id="s_eau",
    name=Name("compteurs"),
    title_fr="Compteurs",
    title_en="Meters",
    physical=PhysicalObject(
        ObjectKind.CSV, "compteurs.csv", csv=CsvFormat(columns=("id", "relevé", "m3"))
    ),
    columns=(
        column("id_compteur", "string", "id"),
        column("releve_le", "date", "relevé", TextFormat(date="%d/%m/%Y")),
        column("volume", "decimal", "m3", TextFormat(decimal_mark=",")),
        column("actif", "boolean", "en service", TextFormat(true="oui", false="non")),
        column("releve_a", "timestamp_tz", "heure"),
        column("code_commune", "string"),
        column("nb", "integer"),
    ),
    primary_key=("c_id_compteur",),
    territory=TerritoryBinding("c_code_commune", vintage=2018),
)
FONTAINES = Dataset(
    id="d_fontaines",
    owner=MESNIL_ROC_H,
    storage_id="s_mesnil",
    name=Name("fontaines"),
    title_fr="Fontaines",
    title_en="Fountains",
    physical=PhysicalObject(ObjectKind.TABLE, "fontaines"),
    columns=(
        column("id_fontaine", "integer"),
        column("debit", "float"),
        column("posee_le", "date"),
    ),
    primary_key=("c_id_fontaine",),
    access_level=AccessLevel.OPEN,
)
PAIE = Dataset(
    id="d_paie",
    owner=VAL_D_ILLE,
    storage_id="s_val",
    name=Name("paie"),
    title_fr="Paie",
    title_en="Payroll",
    physical=PhysicalObject(ObjectKind.TABLE, "paie", schema="rh"),
    columns=(column("nom", "string"), column("net", "decimal")),
)
DATASETS = (COLLECTES, COMPTEURS, FONTAINES, PAIE)

ON_ITS_TERRITORY = InTerritory("c_code_commune", VALCOBREIZH, DECHETS, "c_date_collecte")
TODAY_ON_ITS_TERRITORY = InTerritory("c_code_commune", VALCOBREIZH, DECHETS, None)


@cache
def snapshot() -> Snapshot:
    return snapshot_of(
        version=CatalogVersion("test", 1),
        organisations=[
            Organisation(VAL_D_ILLE, Slug("val-d-ille-aubigne"), "", OrganisationKind.CC),
            Organisation(VALCOBREIZH, Slug("valcobreizh"), "", OrganisationKind.SMF),
            Organisation(EAU, Slug("eau-bassin-rennais"), "", OrganisationKind.SMF),
            Organisation(
                MESNIL_ROC_H,
                Slug("mesnil-roc-h"),
                "",
                OrganisationKind.COMMUNE,
                CommuneCode("35308"),
                date(2019, 1, 1),
            ),
        ],
        memberships=[
            Membership(
                MESNIL_ROC_H,
                VALCOBREIZH,
                frozenset({DECHETS}),
                MembershipMode.DIRECT,
                date(2017, 1, 1),
            )
        ],
        storages=[
            Storage(
                "s_val",
                VAL_D_ILLE,
                StorageKind.POSTGRESQL,
                PostgresqlOptions("localhost", 5432, "dechets", "lecture"),
            ),
            Storage("s_eau", EAU, StorageKind.FILES, FilesOptions("/donnees/eau")),
            Storage("s_mesnil", MESNIL_ROC_H, StorageKind.SQLITE, SqliteOptions("/m.sqlite")),
        ],
        datasets=DATASETS,
        agreements=[
            agreement("conv-ancienne", date(2020, 1, 1)),
            agreement("conv-recente", date(2025, 1, 1)),
        ],
    )


def agreement(name: str, start: date) -> Agreement:
    return Agreement(
        id=name,
        version=1,
        grantor=VAL_D_ILLE,
        grantee=VALCOBREIZH,
        dataset_id=COLLECTES.id,
        title=name,
        columns=(),
        rows=AllRows(),
        output=Output.DETAIL,
        purposes=frozenset({"rpqs_dechets"}),
        legal_basis="",
        start=start,
        end=date(2030, 1, 1),
        state=AgreementState.ACTIVE,
        sha256="",
    )


def branch(
    citation: str,
    rows: RowCondition,
    output: Output = Output.DETAIL,
    **columns: CellTransform,
) -> Branch:
    """Columns by name; their ids are `c_` and the name."""
    return Branch(citation, {f"c_{name}": cell for name, cell in columns.items()}, rows, output)


def everything(dataset: Dataset, citation: str = "owner") -> Branch:
    return Branch(citation, {each.id: CLEAR for each in dataset.columns}, AllRows(), Output.DETAIL)


_OWN_TERRITORY = branch(
    "conv-ancienne@1",
    ON_ITS_TERRITORY,
    id_pesee=HASHED,
    date_collecte=CLEAR,
    code_commune=CLEAR,
    flux=CLEAR,
    tonnage=CLEAR,
)
_GLASS = branch(
    "conv-recente@1",
    AllOf((Compare("c_flux", CompareOp.IN, ("VERRE", "PAPIER")),)),
    id_pesee=HASHED,
    date_collecte=MONTH,
    code_commune=CLEAR,
    saisi_le=YEAR,
    nb_bacs=CLEAR,
)

DECISIONS: dict[str, dict[str, tuple[Branch, ...]]] = {
    "owner": {each.id: (everything(each),) for each in DATASETS},
    "territory": {COLLECTES.id: (_OWN_TERRITORY,), FONTAINES.id: (everything(FONTAINES, "open"),)},
    "today": {
        COLLECTES.id: (
            branch(
                "conv-ancienne@1",
                TODAY_ON_ITS_TERRITORY,
                code_commune=CLEAR,
                flux=CLEAR,
                tonnage=CLEAR,
            ),
        ),
    },
    "overlap": {COLLECTES.id: (_OWN_TERRITORY, _GLASS)},
    "masked": {
        COLLECTES.id: (
            branch(
                "conv-ancienne@1",
                Compare("c_nb_bacs", CompareOp.GTE, ("3",)),
                id_pesee=HASHED,
                date_collecte=YEAR,
                code_commune=NULLED,
                flux=CellTransform(Transform.CONSTANT, "tous flux"),
                saisi_le=MONTH,
            ),
        ),
    },
    "csv": {
        COMPTEURS.id: (
            branch(
                "conv-eau@1",
                InTerritory("c_code_commune", VALCOBREIZH, DECHETS, None),
                id_compteur=CLEAR,
                releve_le=CLEAR,
                volume=CLEAR,
                actif=CLEAR,
                releve_a=CLEAR,
                nb=CLEAR,
            ),
        ),
    },
    "aggregate": {
        COLLECTES.id: (branch("conv-agregat@1", AllRows(), Output.AGGREGATE, flux=CLEAR),),
    },
}


def decision(name: str) -> Decision:
    """Datasets without a branch are denied; `paie` is hidden to all but its owner."""
    branches = DECISIONS[name]
    return decide(branches)


def decide(branches: dict[str, tuple[Branch, ...]], valid_until: str | None = None) -> Decision:
    datasets = {
        each.id: DatasetDecision(
            discoverable=each is not PAIE or each.id in branches,
            allow=each.id in branches,
            branches=branches.get(each.id, ()),
            denials=() if each.id in branches else (Denial("no_agreement"),),
        )
        for each in DATASETS
    }
    return Decision(datasets, valid_until, "r1", canonical(repr(sorted(branches.items()))))


def binding(name: str = "territory", now: datetime = NOW, limits: Limits | None = None) -> Binding:
    return Binder(snapshot(), small_country(), now, VALCOBREIZH, limits or Limits()).bind(
        decision(name)
    )


def parameter(name: str, type_name: str, value: str | int = "x", around: str = "") -> Parameter:
    """`around` is "contains" for a LIKE pattern."""
    wild = "%" if around == "contains" else ""
    return Parameter(name, _TYPES[type_name], LiteralSource(value), wild, wild)


def logical(
    sql: str,
    columns: tuple[tuple[str, WireType], ...] = (),
    parameters: tuple[Parameter, ...] = (),
    datasets: tuple[str, ...] | None = None,
    max_rows: int = 10_001,
) -> LogicalQuery:
    tree = parse_one(sql, read="trino")
    named = datasets
    if named is None:
        tables = {each.name.lower() for each in tree.find_all(exp.Table)}
        named = tuple(each.id for each in DATASETS if tables & {each.name, each.id})
    return LogicalQuery(
        kind=SliceKind.NODES,
        datasets=named,
        tree=tree,
        parameters=parameters,
        shape=Shape(()),
        columns=columns,
        max_rows=max_rows,
    )


def context(
    query: LogicalQuery,
    decision_name: str = "territory",
    engine: str = DUCKDB,
    limits: Limits | None = None,
) -> Context:
    return context_of(
        query,
        binding(decision_name, limits=limits),
        snapshot(),
        limits or Limits(),
        frozenset({engine}),
        engine,
    )

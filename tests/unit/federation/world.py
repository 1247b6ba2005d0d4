"""A small world that the federation's tests share: three bodies, four datasets, named decisions."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache

from sqlglot import exp, parse_one

from catalog.model.agreement import Agreement, AgreementState, Output
from catalog.model.dataset import (
    Dataset,
)
from catalog.model.identifiers import CommuneCode, Siren, Slug
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
    InListedTerritory,
    InTerritory,
    RowCondition,
)
from catalog.model.storage import (
    PostgresqlOptions,
    S3Options,
    SqliteOptions,
    Storage,
    StorageKind,
)
from catalog.model.terms import Combine, CombineKind, Terms
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
from tests.unit.federation.datasets import (
    COLLECTES,
    COMPTEURS,
    DATASETS,
    EAU,
    FONTAINES,
    MESNIL_ROC_H,
    PAIE,
    TYPES,
    VAL_D_ILLE,
)

NOW = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)
VALCOBREIZH = Siren("200090884")
DECHETS = "1510"

CLEAR = CellTransform(Transform.CLEAR)
HASHED = CellTransform(Transform.KEYED_HASH)
MONTH = CellTransform(Transform.MONTH)
YEAR = CellTransform(Transform.YEAR)
COMMUNE = CellTransform(Transform.COMMUNE)
EPCI = CellTransform(Transform.EPCI)
NULLED = CellTransform(Transform.NULL)

_OTHER_CONVENTIONS = ("c", "conv-eau", "conv-agregat")

ON_ITS_TERRITORY = InTerritory("c_code_commune", VALCOBREIZH, DECHETS, "c_date_collecte")
TODAY_ON_ITS_TERRITORY = InTerritory("c_code_commune", VALCOBREIZH, DECHETS, None)

_BUCKET = S3Options("https://s3.ville.fr", "fr", "eau", "", "k")
"""Its text is read in the plan; that of a folder is read below it."""


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
            Storage("s_eau", EAU, StorageKind.S3, _BUCKET),
            Storage("s_mesnil", MESNIL_ROC_H, StorageKind.SQLITE, SqliteOptions("/m.sqlite")),
        ],
        datasets=DATASETS,
        agreements=[
            agreement("conv-ancienne", date(2020, 1, 1)),
            agreement("conv-recente", date(2025, 1, 1)),
            *(agreement(name, date(2026, 1, 1)) for name in _OTHER_CONVENTIONS),
        ],
    )


def agreement(name: str, start: date, terms: Terms | None = None) -> Agreement:
    """It may be combined with every dataset here, unless `terms` say otherwise."""
    freely = Combine(CombineKind.NAMED, (*(each.id for each in DATASETS), "a", "b"))
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
        terms=Terms(combine=freely) if terms is None else terms,
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


_LISTED = InListedTerritory(
    "c_code_commune",
    tuple(CommuneCode(each) for each in ("35308", "35191", "35083")),
    date(2026, 1, 1),
    None,
)
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
    "open or glass": {COLLECTES.id: (everything(COLLECTES, "open"), _GLASS)},
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
    "two maps": {
        COLLECTES.id: (_OWN_TERRITORY,),
        COMPTEURS.id: (branch("conv-eau@1", _LISTED, code_commune=CLEAR, nb=CLEAR),),
    },
    "epci everywhere": {
        COLLECTES.id: (branch("conv-ancienne@1", AllRows(), code_commune=EPCI),),
    },
    "communes": {
        COLLECTES.id: (
            branch("conv-ancienne@1", ON_ITS_TERRITORY, code_commune=COMMUNE, date_collecte=CLEAR),
        ),
    },
    "epci": {
        COLLECTES.id: (branch("conv-ancienne@1", ON_ITS_TERRITORY, code_commune=EPCI, flux=CLEAR),),
        COMPTEURS.id: (branch("conv-eau@1", _LISTED, code_commune=EPCI),),
        FONTAINES.id: (everything(FONTAINES, "open"),),
    },
    "clear or epci": {
        COLLECTES.id: (
            branch("conv-ancienne@1", ON_ITS_TERRITORY, code_commune=CLEAR, flux=CLEAR),
            branch("conv-recente@1", _LISTED, code_commune=EPCI, flux=CLEAR),
        ),
    },
    "hashes": {
        COLLECTES.id: (
            branch("conv-ancienne@1", ON_ITS_TERRITORY, id_pesee=HASHED, flux=CLEAR, nb_bacs=CLEAR),
        ),
        COMPTEURS.id: (
            branch("conv-eau@1", _LISTED, id_compteur=HASHED, code_commune=CLEAR, nb=CLEAR),
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
    return Parameter(name, TYPES[type_name], LiteralSource(value), wild, wild)


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

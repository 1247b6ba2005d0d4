"""Small true things of the catalog, and strategies for any of them."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from catalog.actions.facts import Facts
from catalog.changes import Changes, Entity, Family, family_of, key_of
from catalog.declaration.declaration import read_documents
from catalog.declaration.resolution import changes_of, entities_by_key, resolve_declaration
from catalog.model.agreement import Agreement, AgreementState, GrantedColumn, Output
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
    UpdateFrequency,
)
from catalog.model.identifiers import CommuneCode, Name, Siren, Slug
from catalog.model.organisation import (
    Agent,
    AgentKind,
    Membership,
    MembershipMode,
    Organisation,
    OrganisationKind,
)
from catalog.model.problem import Problem
from catalog.model.row_condition import AllOf, AllRows, Compare, CompareOp, InTerritory
from catalog.model.storage import (
    FilesOptions,
    PostgresqlOptions,
    S3Options,
    SecretReference,
    SqliteOptions,
    Storage,
    StorageKind,
)
from catalog.model.terms import Contact
from catalog.model.transform import Transform
from catalog.model.version import CatalogVersion
from catalog.snapshot import Snapshot, snapshot_of

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
VAL_DILLE = Organisation(
    Siren("243500667"),
    Slug("val-d-ille-aubigne"),
    "CC Val d'Ille-Aubigné",
    OrganisationKind.CC,
    approved_hosts=("db.valdille.fr:5432", "s3.valdille.fr"),
)
VALCOBREIZH = Organisation(
    Siren("200090884"), Slug("valcobreizh"), "SMICTOM Valcobreizh", OrganisationKind.SMF
)
MESNIL = Organisation(
    Siren("200085868"),
    Slug("mesnil-roc-h"),
    "Mesnil-Roc'h",
    OrganisationKind.COMMUNE,
    CommuneCode("35308"),
    date(2019, 1, 1),
)
_COLLECTIONS = {
    Family.ORGANISATION: "organisations",
    Family.AGENT: "agents",
    Family.MEMBERSHIP: "memberships",
    Family.STORAGE: "storages",
    Family.DATASET: "datasets",
    Family.AGREEMENT: "agreements",
    Family.MANDATE: "mandates",
    Family.PURPOSE: "purposes",
    Family.SERVICE_ACCOUNT: "service_accounts",
    Family.DEPOSIT: "deposits",
    Family.LOOK: "looks",
    Family.MAIL_SENDERS: "mail_senders",
    Family.QUOTA: "quotas",
    Family.OPENING: "openings",
    Family.SERVICE: "services",
}


def catalog_of(*entities: Entity, number: int = 1) -> Snapshot:
    families: dict[str, list[Entity]] = {}
    for entity in entities:
        families.setdefault(_COLLECTIONS[family_of(entity)], []).append(entity)
    return snapshot_of(version=CatalogVersion("epoch", number), **families)


def after(catalog: Snapshot, changes: Changes) -> Snapshot:
    """The catalog as the store would show it once `changes` are written."""
    entities = entities_by_key(catalog)
    undeclared = (
        *catalog.looks.values(),
        *catalog.mail_senders.values(),
        *catalog.quotas.values(),
        *catalog.openings.values(),
        *catalog.deposits.values(),
        *catalog.service_accounts.values(),
    )
    entities |= {(family_of(entity), key_of(entity)): entity for entity in undeclared}
    for entity in changes.removed:
        del entities[family_of(entity), key_of(entity)]
    entities |= {(family_of(entity), key_of(entity)): entity for entity in changes.put}
    return catalog_of(*entities.values(), number=catalog.version.number + 1)


def facts_about(*entities: Entity) -> Facts:
    return facts_in(catalog_of(*(entities or (VAL_DILLE, VALCOBREIZH))))


def facts_in(catalog: Snapshot) -> Facts:
    return Facts(catalog, NOW, directory_roots=("/srv/donnees",), secret_roots=("/run/secrets",))


def applied(catalog: Snapshot, text: str, *, allow_approved: bool = False) -> Snapshot:
    """The catalog after `text` was applied. Raises DeclarationRefused."""
    declaration = read_documents({"o.yaml": text.encode()}, allow_approved=allow_approved)
    return after(catalog, changes_of(resolve_declaration(declaration, facts_in(catalog))))


def told(problem: Problem) -> Problem:
    """The same, once all its sentences were filled in without a hole."""
    for language in ("fr", "en"):
        assert "{" not in problem.sentence(language).replace("${", "")
        assert problem.next_step(language)
    return problem


def column(name: str, scalar: ScalarType = ScalarType.STRING, **more) -> Column:
    kind = ColumnType(scalar, 12, 2) if scalar is ScalarType.DECIMAL else ColumnType(scalar)
    return Column(name, Name(name), kind, name, name.capitalize(), name.capitalize(), **more)


DEPOT = Storage(
    "val_d_ille_aubigne__depot",
    VAL_DILLE.siren,
    StorageKind.FILES,
    FilesOptions("/srv/donnees/val-d-ille-aubigne"),
)

DRAFT = Dataset(
    id="",
    owner=VAL_DILLE.siren,
    storage_id="depot",
    name=Name("collectes"),
    title_fr="Pesées",
    title_en="Weighings",
    physical=PhysicalObject(ObjectKind.PARQUET, "collectes/*.parquet"),
    columns=(
        column("id_pesee"),
        column("date_collecte", ScalarType.DATE),
        column("code_commune", concept="commune"),
        column("part_commune", ScalarType.DECIMAL, share_of_whole=True),
        column("flux", code_list=("OMR", "VERRE")),
        column("tonnage_kg", ScalarType.DECIMAL, unit="kg"),
        column("nb_bacs_leves", ScalarType.INTEGER, unit="bacs", share_of_whole=True),
    ),
    primary_key=("id_pesee", "code_commune"),
    territory=TerritoryBinding("code_commune", "date_collecte"),
)

texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
days = st.dates(date(2000, 1, 1), date(2040, 12, 31))
sirens = st.sampled_from([VAL_DILLE.siren, VALCOBREIZH.siren, MESNIL.siren])
small = st.integers(0, 3)

organisations = st.builds(
    replace,
    st.sampled_from([VAL_DILLE, VALCOBREIZH, MESNIL]),
    name=texts,
    approved_hosts=st.lists(texts, max_size=2).map(tuple),
)
agents = st.builds(
    Agent,
    issuer=st.sampled_from(["urn:a", "urn:b"]),
    sub=st.sampled_from(["agent@x", "dpo@x"]),
    organisation=st.none() | sirens,
    kind=st.sampled_from(AgentKind),
    roles=st.frozensets(texts, max_size=3),
)
memberships = st.builds(
    Membership,
    member=sirens,
    of=sirens,
    competences=st.frozensets(st.sampled_from(["1502", "1510"]), min_size=1),
    mode=st.sampled_from(MembershipMode),
    start=st.sampled_from([date(2019, 1, 1), date(2021, 1, 1)]),
    end=st.none() | days,
    communes=st.none() | st.just((CommuneCode("35003"), CommuneCode("35007"))),
)
storages = st.builds(
    Storage,
    id=small.map("s{}".format),
    owner=sirens,
    kind=st.sampled_from(StorageKind),
    options=st.builds(FilesOptions, texts)
    | st.builds(SqliteOptions, texts)
    | st.builds(PostgresqlOptions, texts, st.integers(1, 65535), texts, texts)
    | st.builds(S3Options, texts, texts, texts, texts, texts, st.booleans()),
    secret=st.none() | st.builds(SecretReference, texts, texts),
    secnumcloud=st.booleans(),
)
datasets = st.builds(
    replace,
    st.just(DRAFT),
    id=small.map("d{}".format),
    name=st.sampled_from(["a", "b"]).map(Name),
    physical=st.builds(
        PhysicalObject,
        st.sampled_from(ObjectKind),
        texts,
        csv=st.none() | st.builds(CsvFormat, columns=st.lists(texts, max_size=2).map(tuple)),
    ),
    columns=st.lists(
        st.builds(
            replace,
            st.just(DRAFT.columns[0]),
            id=texts,
            label_fr=texts,
            unit=st.none() | texts,
            text_format=st.none() | st.builds(TextFormat),
        ),
        max_size=3,
    ).map(tuple),
    version=st.integers(1, 9),
    update_frequency=st.none() | st.sampled_from(UpdateFrequency),
    contact=st.none() | st.builds(Contact, texts, texts),
    withdrawn=st.booleans(),
)
conditions = st.recursive(
    st.just(AllRows())
    | st.builds(InTerritory, texts, sirens, st.just("1510"), st.none() | texts)
    | st.builds(Compare, texts, st.sampled_from(CompareOp), st.lists(texts).map(tuple)),
    lambda inner: st.builds(AllOf, st.lists(inner, max_size=3).map(tuple)),
    max_leaves=4,
)
agreements = st.builds(
    Agreement,
    id=small.map("conv-2026-000{}".format),
    version=st.integers(1, 2),
    grantor=sirens,
    grantee=sirens,
    dataset_id=texts,
    title=texts,
    columns=st.lists(
        st.builds(
            GrantedColumn,
            texts,
            texts,
            small,
            st.sampled_from(Transform),
            st.none() | texts,
        ),
        max_size=2,
    ).map(tuple),
    rows=conditions,
    output=st.sampled_from(Output),
    purposes=st.frozensets(texts, max_size=2),
    legal_basis=texts,
    start=days,
    end=days,
    state=st.sampled_from(AgreementState),
    sha256=texts,
    ended_at=st.none() | st.datetimes(timezones=st.just(UTC)),
)
entities = organisations | agents | memberships | storages | datasets | agreements

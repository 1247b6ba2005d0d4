"""Who reads the invoices of a body, under which agreement, and what each of them sees.

What is seen is said by the oracle of rights (`tests.integration.oracle.governed_rows`), which
shares nothing with the compiler.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from catalog.cog import load_cog
from catalog.model.agreement import Agreement, AgreementState, GrantedColumn, Output
from catalog.model.identifiers import CommuneCode, Siren, Slug, is_mistyped_siren
from catalog.model.organisation import Agent, AgentKind, Organisation, OrganisationKind
from catalog.model.row_condition import AllRows, Compare, CompareOp, InListedTerritory
from catalog.model.terms import Combine, CombineKind, Terms
from catalog.model.transform import Transform
from gateway.base.demo_issuer import DEMO_ISSUER
from policies.decision import Branch, CellTransform
from tests.integration.linked.invoices import TABLES
from tests.integration.oracle.governed_rows import Oracle, granted

PURPOSE = "rpqs_dechets"
OWNER = "owner"


@dataclass(frozen=True)
class Grant:
    """`changed`: the columns that are not given in clear, None where one is not given."""

    changed: dict[str, Transform | None] = field(default_factory=dict)
    rows: tuple | None = None
    """`("compare", column, op, values)`, or `("communes", codes)`; None: all."""
    is_alone: bool = False
    """It may be combined with nothing but reference data."""


ALL = Grant()


@dataclass(frozen=True)
class Reader:
    """`grants`: by table, one for each agreement; none: the table is refused."""

    name: str
    grants: dict[str, tuple[Grant, ...]]
    shown_only: dict[str, set[str]] = field(default_factory=dict)

    @property
    def sub(self) -> str:
        return f"agent@{self.name}"


def _with(**changed: tuple[Grant, ...]) -> dict[str, tuple[Grant, ...]]:
    return {name: changed.get(name, (ALL,)) for name in TABLES}


_SOME_COMMUNES = Grant(rows=("communes", ("35238", "35051", "35278")))
_SOME_STREAMS = Grant(rows=("compare", "flux", CompareOp.IN, ("OMR", "VERRE", "BIODÉCHETS")))
READERS = {
    each.name: each
    for each in (
        Reader(OWNER, {}),
        Reader("all-rows", _with()),
        Reader("some-parents", _with(factures=(_SOME_COMMUNES,))),
        Reader("some-children", _with(lignes=(_SOME_STREAMS,))),
        Reader(
            "some-of-all",
            _with(
                factures=(Grant(rows=("compare", "montant_ht", CompareOp.GT, ("900",))),),
                lignes=(Grant(rows=("compare", "tonnage_kg", CompareOp.LT, ("5000",))),),
                pesees=(Grant(rows=("compare", "poids_kg", CompareOp.GTE, ("500",))),),
            ),
        ),
        Reader(
            "masked",
            _with(
                factures=(
                    Grant({"date_facture": Transform.MONTH, "fournisseur": Transform.KEYED_HASH}),
                ),
                lignes=(Grant({"mois": Transform.YEAR}),),
                pesees=(Grant({"jour": Transform.MONTH, "camion": Transform.KEYED_HASH}),),
            ),
            {"factures": {"fournisseur"}, "pesees": {"camion"}},
        ),
        Reader(
            "two-agreements",
            _with(
                lignes=(
                    Grant({"montant": None}, ("compare", "flux", CompareOp.EQ, ("OMR",))),
                    Grant({"mois": Transform.YEAR}, ("compare", "montant", CompareOp.GT, ("300",))),
                )
            ),
        ),
        Reader("no-lines", _with(lignes=())),
        Reader("no-amounts", _with(lignes=(Grant({"montant": None}),))),
        Reader("no-link", _with(lignes=(Grant({"numero_facture": None}),))),
        Reader("lines-alone", _with(lignes=(Grant(is_alone=True),))),
    )
}
REFUSED = ("no-lines", "no-amounts", "no-link", "lines-alone")
"""Their trees are of all columns: what they may not read is refused."""
SEEING = tuple(name for name in READERS if name not in REFUSED)


def siren(number: int) -> Siren:
    """The `number`-th of a series of our own, with its check digit."""
    series = (f"9{number:07d}{last}" for last in range(10))
    return Siren.parse(next(text for text in series if not is_mistyped_siren(text)))


def bodies_of_readers() -> list[Organisation | Agent]:
    entries: list[Organisation | Agent] = []
    for number, reader in enumerate(READERS.values(), 1):
        if reader.name == OWNER:
            continue
        organisation = Organisation(
            siren(number), Slug(reader.name), reader.name, OrganisationKind.SMF
        )
        entries += [organisation, agent_of(reader.sub, organisation.siren)]
    return entries


def agent_of(sub: str, organisation: Siren) -> Agent:
    return Agent(
        DEMO_ISSUER,
        sub,
        organisation,
        AgentKind.PERSON,
        frozenset({"agent"}),
        purposes=frozenset({PURPOSE}),
    )


def agreements_over(datasets, first: int) -> list[Agreement]:
    """Of a body's three datasets (by table), with each reader; numbered from `first`."""
    agreements = []
    for number, reader in enumerate(READERS.values(), 1):
        for table, grants in reader.grants.items():
            for grant in grants:
                cited = f"conv-2031-{first + len(agreements):04d}"
                agreements.append(_agreement(cited, datasets, table, grant, siren(number)))
    return agreements


def _agreement(number, datasets, table, grant, grantee):
    dataset = datasets[table]
    others = tuple(each.id for each in datasets.values())
    return Agreement(
        id=number,
        version=1,
        grantor=dataset.owner,
        grantee=grantee,
        dataset_id=dataset.id,
        title="essai",
        columns=tuple(
            GrantedColumn(each.id, each.name, int(each.classification), transform)
            for each in dataset.columns
            if (transform := grant.changed.get(each.name, Transform.CLEAR)) is not None
        ),
        rows=_rows(dataset, grant),
        output=Output.DETAIL,
        purposes=frozenset({PURPOSE}),
        legal_basis="essai",
        start=date(2026, 1, 1),
        end=date(2030, 12, 31),
        state=AgreementState.ACTIVE,
        sha256="",
        terms=Terms() if grant.is_alone else Terms(combine=Combine(CombineKind.NAMED, others)),
    )


def _rows(dataset, grant):
    match grant.rows:
        case None:
            return AllRows()
        case ("communes", codes):
            day = dataset.column_named("date_facture").id
            listed = tuple(CommuneCode(each) for each in codes)
            return InListedTerritory(
                dataset.column_named("commune").id, listed, date(2026, 1, 1), day
            )
        case (_, column, op, values):
            return Compare(dataset.column_named(column).id, op, values)


def branches_of(reader: Reader, datasets, snapshot) -> dict[str, tuple[Branch, ...]]:
    """By dataset id."""
    if reader.name == OWNER:
        clear = CellTransform(Transform.CLEAR)
        return {
            each.id: (
                Branch(
                    "owner",
                    {column.id: clear for column in each.columns},
                    AllRows(),
                    Output.DETAIL,
                ),
            )
            for each in datasets.values()
        }
    body = snapshot.organisation_of_slug(reader.name).siren
    return {
        dataset.id: tuple(
            Branch(
                each.citation,
                {cell.column: CellTransform(cell.transform) for cell in each.columns},
                each.rows,
                each.output,
            )
            for each in snapshot.agreements
            if each.grantee == body and each.dataset_id == dataset.id
        )
        for dataset in datasets.values()
    }


def seen_by(reader: Reader, datasets, snapshot, keyring, rows) -> dict[str, list[dict]]:
    """The rows of each table as the reader sees them."""
    branches = branches_of(reader, datasets, snapshot)
    oracle = Oracle(snapshot, branches, load_cog(), datetime.now(UTC), "", keyring)
    return {name: oracle.governed(each, rows[name]) for name, each in datasets.items()}


def given_to(reader: Reader, datasets, snapshot) -> dict[str, list[str]]:
    """The columns that it is given, by table; no table that it is refused. Nothing leads to or from
    a table that stands alone.
    """
    branches = branches_of(reader, datasets, snapshot)
    found = {name: granted(each, branches[each.id]) for name, each in datasets.items()}
    if any(each.is_alone for each in reader.grants.get("lignes", ())):
        found = {
            name: [each for each in columns if each not in TABLES[name].ends]
            for name, columns in found.items()
        }
    return {name: columns for name, columns in found.items() if columns}

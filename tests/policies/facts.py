"""A town, a syndicat and the facts between them, for the tests of the law."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from catalog.model.agreement import Agreement, AgreementState, GrantedColumn, Output
from catalog.model.dataset import (
    Classification,
    Column,
    ColumnType,
    Dataset,
    ObjectKind,
    PhysicalObject,
    ScalarType,
)
from catalog.model.identifiers import Name, Siren
from catalog.model.row_condition import InTerritory
from catalog.model.subject import Strength, Subject
from catalog.model.transform import Transform
from policies.question import Action, Question, ask_about

TOWN = Siren("243500667")
SYNDICAT = Siren("200090884")
STRANGER = Siren("243500733")
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)

AGENT = Subject(
    agent="agent@valcobreizh",
    issuer="https://issuer.example",
    organisation=SYNDICAT,
    kind="person",
    roles=frozenset({"agent"}),
    purposes=frozenset({"rpqs_dechets", "planification_collecte"}),
    purpose="rpqs_dechets",
    proves=frozenset(Strength),
)


def dataset(dataset_id: str = "collectes", *, width: int = 3, **changes: Any) -> Dataset:
    return replace(
        Dataset(
            id=dataset_id,
            owner=TOWN,
            storage_id="storage",
            name=Name("collectes"),
            title_fr="Collectes",
            title_en="Collections",
            physical=PhysicalObject(ObjectKind.TABLE, dataset_id),
            columns=tuple(_column(index) for index in range(width)),
        ),
        **changes,
    )


def agreement(agreement_id: str = "conv-2026-0017", **changes: Any) -> Agreement:
    over = changes.pop("over", dataset())
    return replace(
        Agreement(
            id=agreement_id,
            version=1,
            grantor=TOWN,
            grantee=SYNDICAT,
            dataset_id=over.id,
            title="Collecte",
            columns=tuple(
                GrantedColumn(each.id, each.name, int(each.classification), Transform.CLEAR)
                for each in over.columns
            ),
            rows=InTerritory(over.columns[0].id, SYNDICAT, "1510", None),
            output=Output.DETAIL,
            purposes=frozenset({"rpqs_dechets"}),
            legal_basis="mission",
            start=date(2026, 1, 1),
            end=date(2026, 12, 31),
            state=AgreementState.ACTIVE,
            sha256="0" * 64,
        ),
        **changes,
    )


def question(
    *agreements: Agreement,
    datasets: tuple[Dataset, ...] | None = None,
    subject: Subject = AGENT,
    action: Action = Action.READ,
    now: datetime = NOON,
) -> Question:
    """The syndicat's agent asks to read the town's dataset, under one agreement unless given."""
    given = agreements or (agreement(),)
    return ask_about(subject, action, datasets or (dataset(),), given, now)


def five_datasets() -> Question:
    """The size that the speed aims are stated for: 5 datasets of 30 columns, 2 agreements each."""
    datasets = tuple(dataset(f"dataset-{index}", width=30) for index in range(5))
    given = tuple(
        agreement(f"conv-2026-{index}{turn}", over=each)
        for index, each in enumerate(datasets)
        for turn in range(2)
    )
    return question(*given, datasets=datasets)


def _column(index: int) -> Column:
    return Column(
        id=f"column-{index:02d}",
        name=Name(f"column_{index:02d}"),
        type=ColumnType(ScalarType.STRING),
        source_name=f"c{index}",
        label_fr="Colonne",
        label_en="Column",
        classification=Classification.INTERNAL,
    )

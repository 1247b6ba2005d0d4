"""A column read in the wrong type is corrected later: seen first, whole, and taken back.

Covers catalog.actions.retyping, intake.deposits.retyping.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalog.actions.dataset import DatasetDraft
from catalog.actions.deposit_problems import RetypedUnderAgreements, RetypedUnderLinks
from catalog.actions.deposit_versions import make_dataset
from catalog.actions.problems import ActRefused
from catalog.actions.retyping import Retyping, read_by_services, retype, types_of_before
from catalog.model.dataset import Classification, ColumnType, Link, ScalarType
from catalog.model.deposit import DepositMode
from catalog.model.identifiers import Name
from catalog.model.problem import Problem
from catalog.model.published_service import Activation, BindingMode, BoundField, RoleBinding
from catalog.model.row_condition import Compare, CompareOp
from catalog.model.terms import Secret
from gateway.files.deposits.preparing import Wanted
from tests.integration.deposits.files import WEIGHINGS, csv_file
from tests.integration.deposits.test_a_deposit_is_shared_under_an_agreement import agreed
from tests.integration.deposits.test_a_file_becomes_rows import (
    DATASET,
    code_of,
    deposited,
    service,
    staged,
)
from tests.integration.gateway.test_nothing_is_read_where_it_is_not_hosted_as_demanded import body
from tests.integration.standard_bodies import lending
from tests.unit.catalog.examples import DRAFT, NOW, VALCOBREIZH, column, told
from tests.unit.catalog.test_versions_of_a_deposit_follow_each_other import facts, version

WEIGHT = "Poids net (kg)"
TEXT = {"questions": {"column_type": {WEIGHT: "string"}}}
NUMBER = {"questions": {"column_type": {WEIGHT: "number"}}}
WRONG = ("P-009", "27/01/2026", "35308", "en panne", "Yves Morvan")


async def typed(gateway):
    catalog = await gateway.ports.catalog.current()
    return catalog.datasets[DATASET].column_named("poids_net_kg")


async def read(gateway):
    answered = body(
        await gateway.ask(
            "{ mesnilRocH { pesees(first: 50) { nodes { noDePesee poidsNetKg } } } }",
            "agent@mesnil-roc-h",
        )
    )
    nodes = answered["data"]["mesnilRocH"]["pesees"]["nodes"]
    return {each["noDePesee"]: each["poidsNetKg"] for each in nodes}


async def again(gateway, rows=WEIGHINGS):
    deposits = await service(gateway)
    return deposits, await staged(deposits, csv_file(rows))


async def test_a_number_that_was_read_as_text_is_a_number_from_its_next_version(gateway):
    await deposited(gateway, answers=TEXT)
    before = await typed(gateway)
    assert before.type.scalar is ScalarType.STRING
    assert (await read(gateway))["P-001"] == "1 250,5"
    deposits, upload = await again(gateway)
    shown = await deposits.preview(upload, Wanted("pesees"), NUMBER)
    assert shown.outcome["difference"]["retyped"] == [
        {
            "column": "poids_net_kg",
            "label": {"fr": "Poids net (kg)", "en": "Poids net (kg) [fr]"},
            "before": "string",
            "after": "decimal(18,3)",
            "rowsRead": 3,
            "rowsLost": 0,
            "samples": [["1 250,5", "1250.5"], ["980", "980"], ["1 100", "1100"]],
            "lost": [],
        }
    ]
    assert (await typed(gateway)) == before
    await deposits.confirm(upload, Wanted("pesees"), NUMBER)
    after = await typed(gateway)
    assert (after.type.scalar, after.unit) == (ScalarType.DECIMAL, "kg")
    assert after.id != before.id
    assert {key: float(value) for key, value in (await read(gateway)).items()} == {
        "P-001": 1250.5, "P-002": 980.0, "P-003": 1100.0
    }  # fmt: skip
    # Taken back, the old file is read in the type that it has.
    await deposits.undo("pesees")
    assert (await typed(gateway)) == before
    assert (await read(gateway))["P-001"] == "1 250,5"


async def test_no_type_drops_a_cell_before_a_person_has_said_so(gateway):
    rows = [*WEIGHINGS, WRONG]
    await deposited(gateway, rows, answers=TEXT)
    deposits, upload = await again(gateway, rows)
    with pytest.raises(Problem) as asking:
        await deposits.preview(upload, Wanted("pesees"), NUMBER)
    assert "« Poids net (kg) » perd des valeurs" in asking.value.sentence("fr")
    assert "ligne 5 « en panne »" in asking.value.sentence("fr")
    assert 'row 5 "en panne"' in asking.value.sentence("en")
    answered = {**NUMBER, "match": {"emptied": ["poids_net_kg"]}}
    await deposits.confirm(upload, Wanted("pesees"), answered)
    assert (await read(gateway))["P-009"] is None


async def test_rows_of_before_never_stay_in_another_type(gateway):
    await deposited(gateway, answers=TEXT)
    fourth = [("P-004", "26/01/2026", "35308", "1 000,25", "Yves Morvan")]
    deposits, upload = await again(gateway, fourth)
    wanted = Wanted("pesees", DepositMode.APPEND)
    assert await code_of(deposits.preview(upload, wanted, NUMBER)) == "retyping_needs_all_rows"


async def test_a_number_is_never_cut_to_a_whole_one(gateway):
    whole = [(*row[:3], row[3].partition(",")[0], row[4]) for row in WEIGHINGS]
    await deposited(gateway, whole)
    assert (await typed(gateway)).type.scalar is ScalarType.BIGINT
    deposits, upload = await again(gateway)
    await deposits.confirm(upload, Wanted("pesees"), NUMBER)
    kind = (await typed(gateway)).type
    assert (kind.scalar, kind.scale) == (ScalarType.DECIMAL, 3)
    assert float((await read(gateway))["P-001"]) == 1250.5


async def test_a_column_that_an_agreement_gives_keeps_its_type(gateway):
    await deposited(gateway, answers=TEXT)
    await agreed(gateway)
    deposits, upload = await again(gateway)
    with pytest.raises(RetypedUnderAgreements) as refused:
        await deposits.preview(upload, Wanted("pesees"), NUMBER)
    assert "conv-2026-0900@1" in refused.value.sentence("fr")
    assert (await typed(gateway)).type.scalar is ScalarType.STRING
    # The day places each row on a map: it stays a day.
    placed = {"questions": {"column_type": {"Jour": "string"}}}
    with pytest.raises(ActRefused) as refused:
        await deposits.preview(upload, Wanted("pesees"), placed)
    assert "« jour »" in refused.value.sentence("fr")


def declared(links=()):
    """A dataset whose weights are text, and another that may lead to them."""
    weights = replace(DRAFT, storage_id="valcobreizh.depot")
    texts = tuple(
        column("tonnage_kg") if each.name == "tonnage_kg" else each for each in weights.columns
    )
    change = make_dataset(DatasetDraft(replace(weights, columns=texts)), version(1), facts())
    other = replace(change.dataset, id="autre", name=Name("autre"), links=tuple(links))
    return change, other


def retyping_of(dataset):
    kind = ColumnType(ScalarType.DECIMAL, 12, 2)
    return Retyping(dataset.column_named("tonnage_kg").id, kind, "kg")


def test_a_relation_that_leads_to_a_column_is_named_before_its_type_changes():
    change, other = declared()
    wanted = retyping_of(change.dataset)
    link = Link(Name("pesee"), "c1", change.dataset.id, wanted.column, Name("autres"))
    known = facts(change.dataset, change.deposit, replace(other, links=(link,)))
    with pytest.raises(RetypedUnderLinks) as refused:
        retype(change.dataset, [wanted], known)
    assert "autre.pesee" in told(refused.value).sentence("fr")


def test_a_column_by_which_an_agreement_chooses_rows_keeps_its_type():
    """It gives no cell of it."""
    change, _ = declared()
    wanted = retyping_of(change.dataset)
    chosen = Compare(wanted.column, CompareOp.EQ, ("lourd",))
    lent = lending(change.dataset, VALCOBREIZH.siren, chosen, tonnage_kg=None)
    assert wanted.column not in {each.column for each in lent.columns}
    with pytest.raises(RetypedUnderAgreements) as refused:
        retype(change.dataset, [wanted], facts(change.dataset, change.deposit, lent))
    assert lent.citation in told(refused.value).sentence("fr")


@pytest.mark.parametrize("is_hour", [False, True], ids=["a field", "the hour of a moment"])
def test_a_service_that_reads_a_column_is_named_before_its_type_changes(is_hour):
    change, _ = declared()
    wanted = retyping_of(change.dataset)
    day = change.dataset.column_named("date_collecte").id
    bound = (BoundField("x", *((day, wanted.column) if is_hour else (wanted.column,))),)
    binding = RoleBinding("collectes", BindingMode.OWN, change.dataset.id, bound)
    activation = Activation(
        *("val-d-ille-rpqs", "rpqs", "1.0.0", change.dataset.owner, (binding,), (), None),
        *(None, "moi", NOW),
    )
    catalog = replace(facts(change.dataset).catalog, activations={activation.id: activation})
    found = read_by_services(change.dataset, [wanted], catalog)
    assert "val-d-ille-rpqs" in told(found).sentence("fr")
    other = Retyping(change.dataset.column_named("flux").id, ColumnType(ScalarType.INTEGER))
    assert read_by_services(change.dataset, [other], catalog) is None


def test_a_type_taken_back_opens_nothing_that_was_closed_since():
    change, _ = declared()
    wanted = retyping_of(change.dataset)
    after, retyped = retype(change.dataset, [wanted], facts(change.dataset, change.deposit))
    closed = replace(
        after,
        columns=tuple(
            replace(each, classification=Classification.PERSONAL, secret=Secret.FISCAL)
            if each.name == "tonnage_kg"
            else each
            for each in after.columns
        ),
    )
    undone = types_of_before(closed, retyped, facts(closed, change.deposit))
    back = undone.column_named("tonnage_kg")
    assert back.type.scalar is ScalarType.STRING
    assert (back.classification, back.secret) == (Classification.PERSONAL, Secret.FISCAL)


def test_what_a_key_or_a_territory_needs_is_refused_by_name():
    change, _ = declared()
    commune = change.dataset.column_named("code_commune").id
    with pytest.raises(ActRefused) as refused:
        retype(
            change.dataset,
            [Retyping(commune, ColumnType(ScalarType.INTEGER))],
            facts(change.dataset),
        )
    assert "code_commune" in refused.value.sentence("fr")

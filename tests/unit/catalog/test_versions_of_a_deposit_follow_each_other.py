"""Covers catalog.actions.deposit_versions, catalog.actions.deposit_problems,
catalog.model.deposit.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from catalog.actions.dataset import DatasetDraft, register_dataset
from catalog.actions.deposit import is_described_as
from catalog.actions.deposit_versions import add_version, make_dataset, undo_last
from catalog.codec import read_value, write_value
from catalog.model.dataset import ObjectKind, PhysicalObject
from catalog.model.deposit import Deposit, DepositMode, DepositVersion
from catalog.model.problem import CallerProblem
from catalog.model.storage import DepositOptions, FilesOptions, StorageKind
from tests.unit.catalog.examples import (
    DEPOT,
    DRAFT,
    NOW,
    VAL_DILLE,
    VALCOBREIZH,
    catalog_of,
    facts_in,
    told,
)

LENT = replace(
    DEPOT,
    id="valcobreizh__depot",
    owner=VALCOBREIZH.siren,
    kind=StorageKind.DEPOSIT,
    options=DepositOptions(FilesOptions("/srv/donnees/valcobreizh/depot"), (VAL_DILLE.siren,)),
)
ASKED = replace(DRAFT, storage_id="valcobreizh.depot")
BODIES = (VAL_DILLE, VALCOBREIZH, LENT)


def version(number, at=NOW):
    return DepositVersion(
        number, at, "urn:idp", "moi", DepositMode.REPLACE, "pesees.xlsx", "0" * 64, "1" * 64, 12
    )


def facts(*entities, now=NOW):
    return replace(facts_in(catalog_of(*BODIES, *entities)), now=now)


def made(number=1):
    return make_dataset(DatasetDraft(ASKED), version(number), facts())


def states(deposit):
    return {each.number: each.state.value for each in deposit.versions}


def code_of(call, *arguments):
    with pytest.raises(CallerProblem) as refused:
        call(*arguments)
    return told(refused.value).code


def added(change, number, seen, now=NOW):
    known = facts(change.dataset, change.deposit, now=now)
    return add_version(change.dataset, version(number, now), seen, known)


def test_the_first_version_makes_the_dataset_of_its_depositor():
    change = made()
    assert change.dataset.owner == VAL_DILLE.siren
    assert change.dataset.storage_id == LENT.id
    assert change.dataset.physical == PhysicalObject(
        ObjectKind.PARQUET, f"{VAL_DILLE.siren}/collectes/v1.parquet"
    )
    assert change.deposit.current.number == 1
    assert read_value(Deposit, write_value(change.deposit)) == change.deposit


def test_a_dataset_that_is_there_is_not_made_again():
    first = made()
    known = facts(first.dataset, first.deposit)
    assert code_of(make_dataset, DatasetDraft(ASKED), version(2), known) == "dataset_exists"


def test_what_was_deposited_before_a_withdrawal_is_neither_read_nor_written_again():
    first = made()
    again = make_dataset(DatasetDraft(ASKED), version(2), facts(first.deposit))
    assert again.dataset.physical.name.endswith("/v2.parquet")
    assert states(again.deposit) == {1: "undone", 2: "current"}
    known = facts(first.deposit)
    assert code_of(make_dataset, DatasetDraft(ASKED), version(1), known) == "deposit_moved"


def test_one_version_more_is_read_from_then_on_and_the_last_is_undone():
    second = added(made(), 2, seen=1)
    assert second.dataset.physical.name.endswith("/v2.parquet")
    assert second.dataset.version == 2
    assert states(second.deposit) == {1: "past", 2: "current"}
    back = undo_last(second.dataset, facts(second.dataset, second.deposit))
    assert back.dataset.physical.name.endswith("/v1.parquet")
    assert back.dataset.version == 3
    assert states(back.deposit) == {1: "current", 2: "undone"}
    third = added(back, 3, seen=1)
    assert states(third.deposit) == {1: "past", 2: "undone", 3: "current"}
    again = undo_last(third.dataset, facts(third.dataset, third.deposit))
    assert states(again.deposit) == {1: "current", 2: "undone", 3: "undone"}


def test_a_version_made_from_another_than_the_one_that_is_read_is_refused():
    second = added(made(), 2, seen=1)
    for number, seen in ((3, 1), (3, None), (2, 2), (1, 2)):
        assert code_of(lambda n=number, s=seen: added(second, n, s)) == "deposit_moved"


def test_thirty_days_later_nothing_is_undone():
    second = added(made(), 2, seen=1)
    for days, code in ((30, None), (31, "too_late_to_undo")):
        known = facts(second.dataset, second.deposit, now=NOW + timedelta(days=days))
        if code is None:
            undo_last(second.dataset, known)
        else:
            assert code_of(undo_last, second.dataset, known) == code


def test_there_is_nothing_before_the_first():
    first = made()
    known = facts(first.dataset, first.deposit)
    assert code_of(undo_last, first.dataset, known) == "nothing_to_undo"


def test_nothing_is_deposited_where_interco_does_not_write():
    own = register_dataset(DatasetDraft(DRAFT), facts(DEPOT))
    known = facts(DEPOT, own)
    assert code_of(add_version, own, version(1), None, known) == "not_in_a_deposit"
    assert code_of(undo_last, own, known) == "not_in_a_deposit"
    elsewhere = DatasetDraft(
        replace(DRAFT, physical=PhysicalObject(ObjectKind.PARQUET, "a.parquet"))
    )
    assert code_of(make_dataset, elsewhere, version(1), facts(DEPOT)) == "not_in_a_deposit"


def test_a_declaration_from_before_the_last_deposit_takes_nobody_back():
    second = added(made(), 2, seen=1)
    old = replace(ASKED, physical=replace(DRAFT.physical, name=made().dataset.physical.name))
    again = register_dataset(DatasetDraft(old), facts(second.dataset, second.deposit))
    assert again.physical == second.dataset.physical


@pytest.mark.parametrize("harm", ["a\u202eb", "a\x00b", "a\nb", "${HOME}"])
def test_a_note_that_is_not_safe_to_show_is_refused(harm):
    first = made()
    noted = replace(version(2), note=harm)
    known = facts(first.dataset, first.deposit)
    assert code_of(add_version, first.dataset, noted, 1, known) == "act_refused"
    afresh = replace(version(1), note=harm)
    assert code_of(make_dataset, DatasetDraft(ASKED), afresh, facts()) == "act_refused"


def test_a_deposit_leaves_what_was_drafted_about_the_dataset_as_it_is():
    second = added(made(), 2, seen=1)
    back = undo_last(second.dataset, facts(second.dataset, second.deposit))
    catalog = facts(back.dataset, back.deposit).catalog
    assert back.dataset.version == 3
    assert is_described_as(back.dataset, 1, catalog)
    described = replace(back.dataset, title_fr="Autre", version=4)
    assert not is_described_as(described, 1, catalog)
    assert not is_described_as(described, 3, catalog)
    assert is_described_as(described, 4, catalog)
    assert not is_described_as(back.dataset, 4, catalog)

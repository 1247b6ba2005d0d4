"""Covers catalog.guard.findings, catalog.guard.examining, catalog.guard.problems."""

from dataclasses import replace

import pytest

from catalog.guard import FindingKind, check_overridable, examine, guard_record
from catalog.guard.problems import GuardNotOverridable
from catalog.model.agreement import GuardOverride, Output
from catalog.model.transform import Transform
from tests.unit.guard.world import (
    AT,
    COG,
    COLLECTES,
    MESNIL,
    NOW,
    SDE35,
    VALCOBREIZH,
    agreement,
    catalog_of,
    column,
    listed,
    own,
)

COMPTEURS = replace(
    COLLECTES,
    id="compteurs",
    standard=None,
    columns=(*COLLECTES.columns, column("abonne"), column("foyer")),
    unit_key="foyer",
)


def given(number, **more):
    return agreement(number, dataset=more.pop("dataset", COMPTEURS), **more)


HASHED = given(1, abonne=Transform.KEYED_HASH)
CLEAR = given(2)


def refused(new, *others, datasets=(COMPTEURS,)):
    report = examine(new, catalog_of(new, *others, datasets=datasets), COG, AT)
    return {
        name
        for each in report.findings
        if each.kind is FindingKind.HASH_HELD_CLEAR
        for name in each.columns
    }


@pytest.mark.parametrize(("new", "held"), [(HASHED, CLEAR), (CLEAR, HASHED)])
def test_under_a_shared_primary_key_either_way(new, held):
    assert refused(new, held) == {"abonne"}
    assert refused(new) == set()


def test_under_a_shared_unit_key():
    keyless = {"id_pesee": Transform.KEYED_HASH}
    assert refused(given(1, abonne=Transform.KEYED_HASH, **keyless), given(2, id_pesee=None)) == {
        "abonne"
    }
    hidden = {"id_pesee": None, "foyer": None}
    assert refused(given(1, abonne=Transform.KEYED_HASH, foyer=None), given(2, **hidden)) == set()


def test_not_where_the_key_itself_is_a_pseudonym():
    new = given(
        1, abonne=Transform.KEYED_HASH, id_pesee=Transform.KEYED_HASH, foyer=Transform.KEYED_HASH
    )
    assert refused(new, CLEAR) == set()


def test_not_on_land_that_nowhere_meets():
    rows = {"rows": listed("35173")}
    assert refused(replace(HASHED, rows=listed("35308")), given(2, **rows)) == set()
    assert refused(replace(HASHED, rows=listed("35173")), given(2, **rows)) == {"abonne"}


def test_beside_the_grantees_own_copy():
    ours = replace(COMPTEURS, standard="eau")
    mine = replace(ours, id="mien", owner=VALCOBREIZH)
    new = given(1, dataset=ours, abonne=Transform.KEYED_HASH)
    assert refused(new, datasets=(ours, mine)) == {"abonne"}
    assert refused(new, datasets=(ours, replace(mine, owner=SDE35))) == set()


def test_beside_what_a_member_holds():
    assert refused(HASHED, given(2, to=MESNIL)) == {"abonne"}
    assert refused(HASHED, given(2, to=SDE35)) == set()


def test_nobody_can_override_it():
    report = examine(HASHED, catalog_of(HASHED, CLEAR, datasets=[COMPTEURS]), COG, AT)
    override = GuardOverride("dpo@x", NOW, "Tant pis.", report.findings_sha256)
    record = replace(guard_record(report, NOW), override=override)
    insisted = replace(HASHED, life=replace(HASHED.life, guard=record))
    again = examine(insisted, catalog_of(insisted, CLEAR, datasets=[COMPTEURS]), COG, AT)
    assert not record.overridable
    assert guard_record(again, NOW).stops
    assert guard_record(again, NOW).override is None
    with pytest.raises(GuardNotOverridable, match="abonne"):
        check_overridable(record, HASHED.citation)


def test_anything_else_may_be_overridden():
    whole = given(2, output=Output.AGGREGATE)
    new = given(1, rows=own())
    record = guard_record(examine(new, catalog_of(new, whole, datasets=[COMPTEURS]), COG, AT), NOW)
    assert record.stops
    check_overridable(record, new.citation)

"""Covers catalog.guard.answered, catalog.guard.findings, catalog.codec."""

import json
from dataclasses import replace

import pytest

from catalog.codec import read_value, write_value
from catalog.guard import FindingKind, examine, guard_record, standing_override
from catalog.model.agreement import Agreement, AgreementState, GuardOverride
from tests.unit.guard.world import (
    AT,
    BILAN,
    COG,
    COLLECTES,
    NOW,
    SENS_DE_BRETAGNE,
    STATE,
    VAL_DILLE,
    agreement,
    catalog_of,
    communes_of,
    listed,
    own,
    totals,
)

WHOLE = totals(2)
NEW = agreement(1, rows=own(), state=AgreementState.APPROVED)


def looked_at(new, *others, datasets=(COLLECTES,)):
    return examine(new, catalog_of(new, *others, datasets=datasets), COG, AT)


def waits(record):
    return record.stops and record.override is None


def overridden(new, report):
    override = GuardOverride("dpo@val-d-ille-aubigne", NOW, "Déjà publié.", report.findings_sha256)
    return replace(
        new, life=replace(new.life, guard=replace(guard_record(report, NOW), override=override))
    )


def test_what_was_found_is_recorded():
    record = guard_record(looked_at(NEW, WHOLE), NOW)
    assert record.stops
    assert record.overridable
    assert record.communes == (SENS_DE_BRETAGNE,)
    assert "tonnage_kg" in record.columns
    assert not guard_record(looked_at(NEW), NOW).stops


def test_an_override_for_exactly_that_lets_it_begin():
    new = overridden(NEW, looked_at(NEW, WHOLE))
    record = guard_record(looked_at(new, WHOLE), NOW)
    assert not waits(record)
    assert record.override == new.life.guard.override


def test_another_record_of_the_same_finding_keeps_it():
    before = overridden(NEW, looked_at(NEW, WHOLE)).life.guard
    found = guard_record(looked_at(NEW, WHOLE), NOW)
    assert standing_override(found, before) == before.override
    assert standing_override(replace(found, findings_sha256="0" * 64), before) is None
    assert standing_override(replace(found, overridable=False), before) is None
    assert standing_override(found, None) is None


def test_it_stops_again_when_something_else_is_found():
    new = overridden(NEW, looked_at(NEW, WHOLE))
    fewer = sorted(set(communes_of(VAL_DILLE)) - {SENS_DE_BRETAGNE, "35173"})
    record = guard_record(looked_at(replace(new, rows=listed(*fewer)), WHOLE), NOW)
    assert record.communes == ("35173", SENS_DE_BRETAGNE)
    assert waits(record)


def test_an_override_for_another_digest_is_none():
    new = overridden(NEW, looked_at(NEW))
    assert waits(guard_record(looked_at(new, WHOLE), NOW))


def test_a_warning_does_not_undo_an_override():
    rest = agreement(3, to=STATE, rows=listed(SENS_DE_BRETAGNE))
    new = replace(NEW, rows=listed(*sorted(set(communes_of(VAL_DILLE)) - {SENS_DE_BRETAGNE})))
    report = looked_at(overridden(new, looked_at(new, WHOLE)), WHOLE, rest)
    assert FindingKind.COMPLEMENTARY in {each.kind for each in report.findings}
    assert not waits(guard_record(report, NOW))


def test_the_grantor_is_told_which_communes_and_not_which_agreements():
    report = looked_at(NEW, WHOLE, datasets=(COLLECTES, BILAN))
    told = json.dumps([write_value(each) for each in report.findings], default=str)
    assert report.sources == (WHOLE.citation, "open")
    assert SENS_DE_BRETAGNE in told
    assert not any(source in told for source in report.sources)
    assert WHOLE.grantee not in told


def test_the_record_is_read_back_as_it_was_written():
    new = overridden(NEW, looked_at(NEW, WHOLE))
    assert read_value(Agreement, write_value(new)) == new


@pytest.mark.parametrize("others", [(), (WHOLE,)])
def test_looking_twice_finds_the_same(others):
    assert looked_at(NEW, *others) == looked_at(NEW, *others)

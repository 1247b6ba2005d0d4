"""Bugs in the rewriter, its fence and its guard, in the reading of decisions, in cursors and in the
record: each is found.

Those of the rewriter by the attack on worlds that differ where nothing is shown (the standing
questions of one world are enough: a second of work for each bug); those of the reading by
documents that are no decisions; those of pages by lists read to their end; those of the fence, of
the copies and of the guard by the cases beside which stands what each must come to; those of
signing by pairs of signatures, put to the rule and to the law one at a time; those of the one way
to change the catalog by changes that must not be written. What survives is explained in
survivors.md, one heading each.

Covers federation.planning, federation.rewrites.fence, federation.rewrites.guard,
federation.rewrites.commune_cells.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from federation import binding
from federation.rewrites.commune_cells import shown_communes
from policies.embedded import EmbeddedPolicy
from tests.attacks.harness import attack_world
from tests.integration.oracle.mutants import InTheLaw
from tests.mutants import (
    in_the_commit,
    in_the_copies,
    in_the_cursor,
    in_the_fence,
    in_the_guard,
    in_the_hashes,
    in_the_keys,
    in_the_pages,
    in_the_reading,
    in_the_record,
    in_the_rewriter,
    in_the_signing,
    in_the_streams,
)
from tests.mutants.known_worlds import DIES_IN
from tests.unit.sql.copied import statement_that_tells

SURVIVORS = frozenset(
    line.removeprefix("## ").strip()
    for line in Path(__file__).with_name("survivors.md").read_text("utf-8").splitlines()
    if line.startswith("## ")
)


def death_in(world: int) -> str | None:
    """What the attack says of that world; anything that fails is a death: nothing was answered."""
    _forget()
    try:
        leaks = attack_world(world, questions=0).leaks
    except Exception as failure:  # noqa: BLE001 - a mutant may die of anything
        return type(failure).__name__
    finally:
        _forget()
    return leaks[0] if leaks else None


def _forget() -> None:
    shown_communes.cache_clear()
    binding._BOOKS.clear()


@pytest.mark.one_in(2)
@pytest.mark.parametrize("name", DIES_IN)
def test_the_attack_finds(name: str, monkeypatch):
    in_the_rewriter.BUGS[name].plant(monkeypatch)
    assert death_in(DIES_IN[name])


@pytest.mark.one_in(2)
@pytest.mark.parametrize("world", sorted(set(DIES_IN.values())))
def test_without_a_bug_nothing_dies(world: int):
    assert death_in(world) is None


@pytest.mark.parametrize("name", in_the_reading.BUGS)
def test_no_malformed_decision_is_read_because(name: str, monkeypatch):
    assert in_the_reading.read_alike() is None
    in_the_reading.BUGS[name].plant(monkeypatch)
    assert in_the_reading.read_alike()


@pytest.mark.parametrize("name", in_the_fence.BUGS)
def test_a_case_is_fenced_otherwise_because(name: str, monkeypatch):
    in_the_fence.BUGS[name].plant(monkeypatch)
    assert in_the_fence.case_that_tells()


@pytest.mark.parametrize("name", sorted(in_the_guard.BUGS.keys() - SURVIVORS))
def test_the_guard_judges_otherwise_because(name: str, monkeypatch):
    in_the_guard.BUGS[name].plant(monkeypatch)
    assert in_the_guard.case_that_tells()


@pytest.mark.parametrize("name", in_the_copies.BUGS)
def test_other_copies_are_made_because(name: str, monkeypatch):
    in_the_copies.BUGS[name].plant(monkeypatch)
    assert statement_that_tells()


@pytest.mark.parametrize("name", in_the_cursor.BUGS)
def test_a_cursor_tells_because(name: str, monkeypatch):
    in_the_cursor.BUGS[name].plant(monkeypatch)
    assert in_the_cursor.cursor_that_tells()


@pytest.mark.parametrize("name", in_the_pages.BUGS)
def test_pages_tell_or_lose_a_row_because(name: str, monkeypatch):
    in_the_pages.BUGS[name].plant(monkeypatch)
    assert in_the_pages.pages_that_tell()


@pytest.mark.parametrize("name", in_the_keys.IN_PYTHON)
def test_a_key_opens_too_much_because(name: str, monkeypatch):
    in_the_keys.IN_PYTHON[name].plant(monkeypatch)
    assert in_the_keys.tells()


@pytest.mark.parametrize("name", in_the_hashes.BUGS)
def test_a_document_is_told_or_kept_beyond_its_caller_because(name: str, monkeypatch):
    assert in_the_hashes.document_that_tells() is None
    in_the_hashes.BUGS[name].plant(monkeypatch)
    assert in_the_hashes.document_that_tells()


@pytest.mark.parametrize("name", in_the_streams.BUGS)
def test_a_stream_tells_too_much_because(name: str, monkeypatch):
    assert in_the_streams.stream_that_tells() is None
    in_the_streams.BUGS[name].plant(monkeypatch)
    assert in_the_streams.stream_that_tells()


@pytest.mark.one_in(2)
@pytest.mark.parametrize("name", in_the_keys.IN_THE_LAW)
def test_the_law_lets_a_key_beyond_its_scope_because(name: str, tmp_path):
    assert in_the_keys.tells(in_the_keys.IN_THE_LAW[name].compiled(tmp_path))


@pytest.mark.one_in(2)
@pytest.mark.parametrize("name", in_the_record.BUGS)
async def test_a_read_is_answered_without_its_record_because(name: str, monkeypatch, tmp_path):
    in_the_record.BUGS[name].plant(monkeypatch)
    assert await in_the_record.record_that_tells(tmp_path)


async def test_without_a_bug_every_read_is_recorded(tmp_path):
    assert await in_the_record.record_that_tells(tmp_path) is None


@pytest.mark.parametrize("name", in_the_signing.IN_THE_RULE)
def test_the_rule_of_signing_alone_tells_that(name: str, monkeypatch):
    in_the_signing.IN_THE_RULE[name].plant(monkeypatch)
    assert in_the_signing.rule_that_tells()


@pytest.mark.one_in(2)
@pytest.mark.parametrize("name", in_the_signing.IN_THE_LAW)
def test_the_law_of_signing_alone_tells_that(name: str, tmp_path):
    assert in_the_signing.law_that_tells(in_the_signing.IN_THE_LAW[name].compiled(tmp_path))


def test_without_a_bug_the_law_of_signing_alone_tells_nothing(tmp_path):
    same = "package acts.sharing"
    law = InTheLaw("denials.rego", same, same, "acts/sharing").compiled(tmp_path)
    assert in_the_signing.law_that_tells(law) is None


@pytest.mark.parametrize("name", in_the_signing.IN_THE_CLOCK)
def test_a_version_is_left_or_replaced_otherwise_because(name: str, monkeypatch):
    in_the_signing.IN_THE_CLOCK[name].plant(monkeypatch)
    assert in_the_signing.clock_that_tells()


def test_without_a_bug_nobody_signs_twice_and_no_version_is_left():
    assert in_the_signing.rule_that_tells() is None
    assert in_the_signing.law_that_tells(EmbeddedPolicy(act_deadline_s=30.0)) is None
    assert in_the_signing.clock_that_tells() is None


def test_without_a_bug_every_case_is_as_it_says():
    assert statement_that_tells() is None
    assert in_the_cursor.cursor_that_tells() is None
    assert in_the_pages.pages_that_tell() is None
    assert in_the_keys.tells() is None
    assert in_the_fence.case_that_tells() is None
    assert in_the_guard.case_that_tells() is None


@pytest.mark.parametrize("name", sorted(SURVIVORS))
def test_a_survivor_is_still_one(name: str, monkeypatch):
    if name in in_the_guard.BUGS:
        in_the_guard.BUGS[name].plant(monkeypatch)
        assert in_the_guard.case_that_tells() is None
    else:
        in_the_rewriter.BUGS[name].plant(monkeypatch)
        assert death_in(0) is None


def test_nearly_all_die():
    everywhere = (
        in_the_rewriter,
        in_the_guard,
        in_the_fence,
        in_the_copies,
        in_the_reading,
        in_the_cursor,
        in_the_pages,
        in_the_record,
        in_the_signing,
        in_the_keys,
    )
    planted = sum(len(each.BUGS) for each in everywhere)
    assert in_the_rewriter.BUGS.keys() == DIES_IN.keys() | (SURVIVORS - in_the_guard.BUGS.keys())
    assert planted >= 60
    assert len(SURVIVORS) <= 0.05 * planted


@pytest.mark.one_in(2)
@pytest.mark.parametrize("name", in_the_commit.BUGS)
async def test_something_is_written_that_was_not_allowed_because(name: str, monkeypatch):
    assert await in_the_commit.commit_that_tells() is None
    in_the_commit.BUGS[name].plant(monkeypatch)
    assert await in_the_commit.commit_that_tells()

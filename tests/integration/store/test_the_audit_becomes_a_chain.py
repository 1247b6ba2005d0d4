"""What was durably recorded is chained once, in order, by whoever comes next; no name is in it.

Covers catalog.store.chain, catalog.store.ends, catalog.store.inserting,
catalog.store.proof_records, catalog.store.identities, catalog.chain.records,
catalog.chain.events.
"""

import asyncio
import json
from datetime import timedelta

import pytest

from catalog.chain import events
from catalog.chain.records import BEGINNING, read_record
from catalog.changes import ActRecord, Changes
from catalog.model.audit import AuditOutcome, Evidence, EvidenceKind
from catalog.store import chain
from catalog.store.ends import Ends
from tests.integration.store.test_the_audit_is_durable_before_it_returns import (
    INTENT,
    intent,
    rows,
)
from tests.unit.catalog.examples import VAL_DILLE, VALCOBREIZH

NOW = INTENT.at + timedelta(seconds=5)
CHAIN = "SELECT body, n, day, source, digest, text FROM chain_record ORDER BY body, n"
OWNERS = {"d1": str(VAL_DILLE.siren), "d2": str(VALCOBREIZH.siren)}


def asked(**owners):
    """What the law was asked, which says who owned what was read."""
    facts = json.dumps({"datasets": [{"id": each, "owner": own} for each, own in owners.items()]})
    return Evidence(EvidenceKind.QUESTION, "0" * 64, lambda: facts)


def read(**more):
    return intent(evidence=(asked(**OWNERS),), **more)


def chains(url):
    """By body, each record as its text says."""
    found = {}
    for body, n, day, source, digest, text in rows(url, CHAIN):
        record = read_record(text)
        assert (record.body, record.n, record.day, record.source) == (body, n, day, source)
        assert record.digest == digest
        found.setdefault(body, []).append(record)
    return found


def facts(record):
    return json.loads(record.text)["facts"]


async def extend(store, now=NOW):
    return await store.proof.chain.extend(await store.current(), now)


async def test_a_read_and_its_end_follow_each_other_in_the_chain_of_the_owner(store, store_url):
    one = read()
    await store.record_intent(one)
    await store.record_outcome(AuditOutcome(one.request_id, "answered", 7, 2.0))
    assert await extend(store) == 2
    assert await extend(store) == 0
    (begun, ended) = chains(store_url)[str(VAL_DILLE.siren)]
    assert (begun.kind, begun.id, begun.previous) == ("read", one.request_id, BEGINNING)
    assert (ended.kind, ended.id, ended.previous) == ("end", one.request_id, begun.digest)
    assert facts(begun)["datasets"] == ["d1"]
    assert facts(begun)["purpose"] == "rpqs_dechets"
    assert facts(ended) == {"status": "answered", "rows": 7, "duration_ms": 2, "problem": None}


@pytest.mark.parametrize("at_once", [1, 3, 7, 8])
async def test_what_no_transaction_holds_whole_follows_in_others(
    store, store_url, monkeypatch, at_once
):
    """None is left for the next round, and no end stands before its beginning."""
    monkeypatch.setattr(chain, "_AT_ONCE", dict.fromkeys(chain._AT_ONCE, at_once))
    requests = [read(at=INTENT.at + timedelta(seconds=number)) for number in range(7)]
    for each in requests:
        await store.record_intent(each)
        store.note_outcome(AuditOutcome(each.request_id, "answered", 7, 2.0))
    assert await extend(store) == 14
    assert await extend(store) == 0
    records = chains(store_url)[str(VAL_DILLE.siren)]
    place = {(each.kind, each.id): each.n for each in records}
    begun = [place["read", each.request_id] for each in requests]
    assert begun == sorted(begun)
    assert all(place["end", each.request_id] > n for each, n in zip(requests, begun, strict=True))
    assert await store.proof.chains.against_the_audit() == []


async def test_ends_that_come_meanwhile_keep_nobody_waiting():
    """Else the chain would never be extended while requests end without pause."""
    loop = asyncio.get_running_loop()
    first, following = loop.create_future(), loop.create_future()
    begun = iter((first, following))
    ends = Ends(lambda _: next(begun))
    ends.note(AuditOutcome("first", "answered", 7, 2.0))
    waiting = asyncio.create_task(ends.written())
    await asyncio.sleep(0)
    ends.note(AuditOutcome("following", "answered", 7, 2.0))
    first.set_result(None)
    async with asyncio.timeout(10):
        await waiting


async def test_no_chain_names_a_person_or_a_file(store, store_url):
    await store.record_intent(read())
    await extend(store)
    written = "".join(text for *_, text in rows(store_url, CHAIN))
    for hidden in (INTENT.sub, INTENT.issuer, INTENT.file_reference):
        assert hidden not in written


async def test_an_agent_has_one_pseudonym_a_month(store, store_url):
    same = [read(), read(), read(at=INTENT.at + timedelta(days=40)), read(sub="other@valcobreizh")]
    for each in same:
        await store.record_intent(each)
    await extend(store)
    named = {record.id: facts(record)["agent"] for record in chains(store_url)["243500667"]}
    first, second, later, other = (named[each.request_id] for each in same)
    assert first == second
    assert len({first, later, other}) == 3


async def test_each_body_is_told_its_own_part_alone(store, store_url):
    both = read(datasets=("d1", "d2"), columns=("d1/c1", "d2/c2"), agreements=("owner",))
    await store.record_intent(both)
    await store.record_outcome(AuditOutcome(both.request_id, "answered", 7, 2.0))
    assert await extend(store) == 4
    for body, dataset in (("243500667", "d1"), ("200090884", "d2")):
        begun, ended = chains(store_url)[body]
        assert facts(begun)["datasets"] == [dataset]
        assert [each.partition("/")[0] for each in facts(begun)["columns"]] == [dataset]
        assert facts(begun)["beside_others"]
        assert facts(ended)["rows"] is None


async def test_an_act_is_in_the_chain_of_whom_it_concerns(store, store_url):
    act = ActRecord(INTENT.at, "urn:test", "steward", VAL_DILLE.siren, "declare", {"what": "x"})
    await store.write((await store.current()).version, Changes(put=(VAL_DILLE,)), act)
    await store.write(
        (await store.current()).version,
        Changes(put=(VALCOBREIZH,)),
        ActRecord(INTENT.at, None, "operator", None, "load"),
    )
    await extend(store)
    found = chains(store_url)
    (declared,) = found[str(VAL_DILLE.siren)]
    assert (declared.kind, facts(declared)["action"]) == ("act", "declare")
    assert facts(found["platform"][0])["agent"] == "operator"


async def test_an_act_says_in_the_chain_how_whoever_acted_was_known(store, store_url):
    proof = {"acr": "eidas2", "via": "session", "under_mandate": "mand-2026-0001"}
    by = (INTENT.at, "urn:test", "steward", VAL_DILLE.siren, "approve")
    for put, summary in ((VAL_DILLE, proof), (VALCOBREIZH, {})):
        act = ActRecord(*by, summary)
        await store.write((await store.current()).version, Changes(put=(put,)), act)
    await extend(store)
    proven, unproven = (facts(each) for each in chains(store_url)[str(VAL_DILLE.siren)])
    told = ("acr", "via", "mandate")
    assert tuple(proven[each] for each in told) == ("eidas2", "session", "mand-2026-0001")
    assert [unproven[each] for each in told] == [None] * 3
    assert await store.proof.chains.against_the_audit() == []


async def test_acts_chained_before_they_said_so_are_whole_still(store, store_url, monkeypatch):
    act = ActRecord(INTENT.at, "urn:test", "steward", VAL_DILLE.siren, "approve", {"acr": "eidas2"})
    await store.write((await store.current()).version, Changes(put=(VAL_DILLE,)), act)
    with monkeypatch.context() as earlier:
        earlier.setattr(events, "proven_by", lambda summary: {})
        await extend(store)
    (chained,) = chains(store_url)[str(VAL_DILLE.siren)]
    assert "acr" not in facts(chained)
    assert await store.proof.chains.against_the_audit() == []


async def test_what_a_dead_process_left_is_chained_by_the_next(store, other_process, store_url):
    """Recorded, and the process gone before it was chained: nothing is lost."""
    left = [read() for _ in range(3)]
    for each in left:
        await store.record_intent(each)
    await store.end_unfinished(NOW)
    await extend(other_process)
    found = chains(store_url)["243500667"]
    assert [each.n for each in found] == [1, 2, 3, 4, 5, 6]
    unknown = [facts(each) for each in found if each.kind == "end"]
    assert {each["status"] for each in unknown} == {"unknown"}
    assert {each["rows"] for each in unknown} == {None}


async def test_an_end_that_comes_after_all_is_one_more_record(store, store_url):
    late = read()
    await store.record_intent(late)
    await store.end_unfinished(NOW)
    await extend(store)
    await store.record_outcome(AuditOutcome(late.request_id, "answered", 7, 2.0))
    await extend(store)
    ends = [facts(each)["status"] for each in chains(store_url)["243500667"] if each.kind == "end"]
    assert ends == ["unknown", "answered"]


async def test_processes_that_chain_at_once_chain_each_record_once(store, other_process, store_url):
    for _ in range(450):
        await store.record_intent(read())
    await asyncio.gather(*(extend(each) for each in (store, other_process)))
    found = chains(store_url)["243500667"]
    assert [each.n for each in found] == list(range(1, 451))
    assert len({each.id for each in found}) == 450
    before = BEGINNING
    for each in found:
        assert each.previous == before
        before = each.digest


async def test_a_clock_set_back_turns_no_chain_back(store, store_url):
    await store.record_intent(read())
    await extend(store)
    await store.record_intent(read())
    await extend(store, NOW - timedelta(days=3))
    assert {each.day for each in chains(store_url)["243500667"]} == {"2026-03-01"}


async def test_without_its_question_a_read_is_the_platforms(store, store_url):
    await store.record_intent(intent())
    assert await extend(store) == 1
    assert set(chains(store_url)) == {"platform"}

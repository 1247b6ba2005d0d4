"""A published description and its queries are bounded: no few letters keep the gateway busy.

Covers services_run.description, services_run.running, services_run.child,
services_run.checking, gateway.base.child_process.host, gateway.base.child_process.starter.
"""

import asyncio
from pathlib import Path
from time import monotonic

import pyarrow as pa
import pytest

from federation.engines.fair_turns import FairTurns
from federation.engines.query_tag import Caller
from federation.size_problems import SqlLimit
from gateway.figures.activations.computing import HOST
from services_run.checking import load_service, load_texts
from services_run.child import MOST_BYTES, read_rows, write_job
from services_run.description import DEEPEST, LONGEST_TEXT, MOST_PARTS, read_description
from services_run.problems import (
    ServiceAnswerTooLarge,
    ServiceFailed,
    ServiceProblems,
    ServiceTookTooLong,
)
from services_run.running import run_steps

_NINE_LEVELS = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 10)}]\n" for at in range(1, 10)
)
_HEAD = """
id: lent
version: 1.0.0
title: {fr: Lent, en: Slow}
description: {fr: Lent., en: Slow.}
licence: EUPL-1.2
publisher: {siren: "200090884", name: SMICTOM Valcobreizh}
changelog: [{version: 1.0.0, fr: Début., en: Start.}]
requires: {lignes: {label: {fr: les lignes, en: rows}, files: ["*"], fields: {texte: {type: text}}}}
answer: [{path: [summary], step: premier, form: rows}]
"""
ROWS = {"lignes": pa.table({"texte": ["a" * 1_000] * 20})}
TYPES = {"lignes": {"texte": "varchar"}}


@pytest.mark.parametrize(
    "text",
    [
        _NINE_LEVELS,
        "a: &b x",
        "a: " + "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1),
        "a: [" + "x," * MOST_PARTS + "]",
        f"a: {'x' * (LONGEST_TEXT + 1)}",
        "a: pr\u202eéfecture",
        'a: "\\u2028"',
        "a: !!python/object/apply:os.system [ls]",
        "x" * 300_000,
        "[" * 20_000,
    ],
)
def test_what_stands_for_more_than_it_says_is_refused_at_once(text):
    begun = monotonic()
    faults, tree = read_description(text)
    assert [place.partition(":")[0] for place, _, _ in faults] == ["service.yaml"]
    assert not tree
    assert monotonic() - begun < 1


def slow(steps, queries):
    texts = {f"{name}.sql": query for name, query in queries.items()}
    return load_texts(_HEAD + steps, texts, None)


def test_a_service_asks_for_a_hundred_rounds_at_most():
    steps = "steps: [{name: premier, query: un.sql}, {name: premier, query: deux.sql, rounds: 101}]"
    queries = {"un": "SELECT l.texte FROM lignes l", "deux": "SELECT p.texte FROM premier p"}
    with pytest.raises(ServiceProblems) as refused:
        slow(steps, queries)
    assert "1 à 100" in refused.value.problems[0].sentence("fr")


def test_a_text_that_each_step_lengthens_ends_the_run():
    names = [f"pas{at}" for at in range(3)]
    steps = "steps: [" + ", ".join(f"{{name: {n}, query: {n}.sql}}" for n in names)
    steps += ", {name: premier, query: premier.sql}]"
    before = ["lignes", *names]
    queries = {
        name: f"SELECT replace(s.texte, 'a', 'aaaaaaaaaaaaaaaaaaaa') AS texte FROM {source} s"
        for name, source in zip(names, before, strict=False)
    }
    queries["premier"] = "SELECT s.texte FROM pas2 s"
    with pytest.raises(ServiceFailed) as failed:
        run_steps(slow(steps, queries), ROWS, TYPES)
    assert "pas1" in failed.value.sentence("fr")


def test_a_text_that_one_query_doubles_again_and_again_is_refused():
    grown = "s.texte"
    for _ in range(5):
        grown = f"replace({grown}, 'a', 'aaaaaaaaaaaaaaaaaaaa')"
    service = slow(
        "steps: [{name: premier, query: un.sql}]",
        {"un": f"SELECT {grown} AS texte FROM lignes s"},
    )
    with pytest.raises(SqlLimit):
        run_steps(service, ROWS, TYPES)


async def run_apart(service, *, within_s=30.0, most_bytes=MOST_BYTES):
    said = await HOST.answered(
        write_job(service, ROWS, TYPES), within_s=within_s, most_bytes=most_bytes
    )
    return read_rows(said, service, within_s)


def endless():
    joined = " ".join(f"CROSS JOIN lignes z{at}" for at in range(12))
    steps = "steps: [{name: premier, query: un.sql}]"
    return slow(steps, {"un": f"SELECT count(*) AS n FROM lignes l {joined}"})


async def test_rounds_that_go_on_end_with_their_time():
    steps = "steps: [{name: premier, query: un.sql}, {name: premier, query: deux.sql, rounds: 100}]"
    many = "SELECT p.texte FROM premier p CROSS JOIN lignes a CROSS JOIN lignes b LIMIT 1000"
    service = slow(steps, {"un": "SELECT l.texte FROM lignes l", "deux": many})
    begun = monotonic()
    with pytest.raises(ServiceTookTooLong):
        await run_apart(service, within_s=0.1)
    assert monotonic() - begun < 30


async def test_apart_it_answers_as_in_this_process():
    query = (
        "SELECT l.texte, CAST(length(l.texte) AS decimal(9, 2)) AS n, DATE '2026-01-31' AS jour,"
        " TIMESTAMP '2026-01-31 10:00:00' AS moment, true AS vrai, CAST(NULL AS bigint) AS rien"
        " FROM lignes l"
    )
    service = slow("steps: [{name: premier, query: un.sql}]", {"un": query})
    assert await run_apart(service) == run_steps(service, ROWS, TYPES)


async def test_apart_it_fails_as_in_this_process():
    steps = "steps: [{name: premier, query: un.sql}]"
    query = "SELECT CAST(l.texte AS bigint) AS n FROM lignes l"
    with pytest.raises(ServiceFailed) as failed:
        await run_apart(slow(steps, {"un": query}))
    assert failed.value.facts == {"service": "lent", "step": "premier"}
    grown = "s.texte"
    for _ in range(5):
        grown = f"replace({grown}, 'a', 'aaaaaaaaaaaaaaaaaaaa')"
    with pytest.raises(SqlLimit):
        await run_apart(slow(steps, {"un": f"SELECT {grown} AS texte FROM lignes s"}))


async def test_one_whose_rows_are_too_many_is_told():
    query = "SELECT l.texte FROM lignes l CROSS JOIN lignes a CROSS JOIN lignes b"
    query += " CROSS JOIN lignes c"
    service = slow("steps: [{name: premier, query: un.sql}]", {"un": query})
    with pytest.raises(ServiceAnswerTooLarge):
        await run_apart(service)


async def test_a_child_knows_nothing_and_opens_nothing(monkeypatch):
    """Neither a file nor a socket, from the first query on."""
    monkeypatch.setenv("INTERCO_MASTER_KEY", "hush")
    HOST.end()
    running = asyncio.create_task(run_apart(endless(), within_s=60))
    (child,) = await children(1)
    limits = _read(f"/proc/{child}/limits").splitlines()
    assert "hush" not in _read(f"/proc/{child}/environ")
    (files,) = (line for line in limits if line.startswith("Max open files"))
    assert files.split()[3:5] == ["0", "0"]
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert not await children(0)


async def test_a_body_that_never_ends_leaves_turns_to_others():
    """Four at once of one body, and a neighbour, who is answered while its first are at work."""
    turns = FairTurns(4, of_a_body=2)
    stuck, quick = (
        endless(),
        slow("steps: [{name: premier, query: un.sql}]", {"un": "SELECT l.texte FROM lignes l"}),
    )

    async def turn(service, body, within_s):
        async with turns.admitted(Caller(body)):
            return await run_apart(service, within_s=within_s)

    never = [asyncio.create_task(turn(stuck, "greedy", 300)) for _ in range(4)]
    await children(2)
    assert await turn(quick, "neighbour", 60)
    await asyncio.to_thread(len, "the threads of the loop are free")
    assert not any(each.done() for each in never)
    for each in never:
        each.cancel()
    await asyncio.wait(never)
    assert not await children(0)


async def test_children_die_with_their_starter():
    running = asyncio.create_task(run_apart(endless(), within_s=60))
    await children(1)
    HOST.process.kill()
    with pytest.raises(ServiceFailed):
        await running
    assert not await children(0)


async def children(count):
    """The children of the starter, once there are so many at work."""
    async with asyncio.timeout(30):
        while True:
            if HOST.process is not None:
                listed = f"/proc/{HOST.process.pid}/task/{HOST.process.pid}/children"
                found = _read(listed).split()
                at_work = [each for each in found if _is_limited(each)] if count else found
                if len(at_work) == count:
                    return at_work
            await asyncio.sleep(0.02)


def _read(path):
    try:
        return Path(path).read_text("ascii")
    except OSError:
        return ""


def _is_limited(child):
    """Its first query has begun."""
    limits = _read(f"/proc/{child}/limits").splitlines()
    return any(line.startswith("Max open files") and line.split()[3] == "0" for line in limits)


def test_the_services_carried_are_within_all_of_it():
    from services_run.checking import carried_services

    assert len([load_service(folder) for folder in carried_services()]) >= 5

"""Whatever happens to the law, the answer is a refusal of ours, and it is never kept.

Covers policies.opa_server, policies.cache, policies.acts, policies.sources, policies.wasm.
"""

import asyncio
import hashlib
import json
import threading
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from deploy.local import running_opa
from deploy.local.process import free_port
from gateway.base.settings import Settings
from policies.acts import ActQuestion, Section
from policies.cache import DecisionCache
from policies.embedded import EmbeddedPolicy
from policies.opa_server import OpaPolicy
from policies.problems import (
    PolicyLate,
    PolicyMalformed,
    PolicyUnavailable,
    PolicyUndefined,
    PolicyWrongRevision,
)
from policies.sources import COMPILED, REGO, source_revision
from tests.policies.facts import AGENT, NOON, TOWN, five_datasets, question

HTTP = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
ACT = ActQuestion(AGENT, TOWN, frozenset({Section.DATASETS}))


def _answer(body):
    return (HTTP.format(length=len(body.encode())) + body).encode()


def _decided(result):
    bundles = {"bundles": {"interco": {"revision": "revision-1"}}}
    return json.dumps({"provenance": bundles, "result": result})


@asynccontextmanager
async def _speaking(answer):
    """A server on the loopback whose every answer is what `answer(turn)` gives: the failure."""
    turns = 0

    async def serve(reader, writer):
        nonlocal turns
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        turns += 1
        writer.write(await answer(turns))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


def _saying(body):
    async def answer(_):
        return _answer(body)

    return _speaking(answer)


@asynccontextmanager
async def _policy(url, *, token=None, revision="revision-1", deadline_s=5.0):
    async with OpaPolicy(
        url, token=token, revision=revision, deadline_s=deadline_s, act_deadline_s=deadline_s
    ) as policy:
        yield policy


async def _refuses(policy, problem):
    cache = DecisionCache(policy, lambda: NOON)
    for _ in range(2):
        with pytest.raises(problem) as refusal:
            await cache.decide(question())
        assert refusal.value.status == 503
    assert len(cache) == 0
    with pytest.raises(problem):
        await policy.decide_act(ACT)


async def test_an_opa_that_is_down_is_a_refusal():
    async with _policy(f"http://127.0.0.1:{free_port()}") as policy:
        await _refuses(policy, PolicyUnavailable)


async def test_an_opa_that_does_not_know_us_is_a_refusal(opa):
    async with _policy(opa.url, token="stolen", revision=opa.revision) as policy:
        await _refuses(policy, PolicyUnavailable)


async def test_an_opa_without_the_law_is_undefined_and_a_refusal():
    with running_opa(None, revision="revision-1") as empty:
        async with _policy(empty.url, token=empty.token) as policy:
            await _refuses(policy, PolicyUndefined)


async def test_an_opa_with_another_law_is_malformed_and_a_refusal(tmp_path):
    for package in ("access", "acts"):
        (tmp_path / f"{package}.rego").write_text(
            f"package {package}\n\ndecision := {json.dumps({'allow': True})}\n"
        )
    with running_opa(tmp_path, revision="revision-1") as permissive:
        async with _policy(permissive.url, token=permissive.token) as policy:
            await _refuses(policy, PolicyMalformed)


async def test_an_opa_of_the_wrong_revision_is_a_refusal(opa):
    async with _policy(opa.url, token=opa.token, revision="0" * 64) as policy:
        await _refuses(policy, PolicyWrongRevision)


async def test_an_answer_without_provenance_is_a_refusal():
    async with _saying(json.dumps({"result": {}})) as url, _policy(url) as policy:
        await _refuses(policy, PolicyWrongRevision)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no",
        '{"result": ',
        "[]",
        "null",
        '"<undefined>"',
        _decided("<undefined>"),
        _decided(None),
        _decided({}),
        _decided({"contract": "interco.access/1", "datasets": {}, "valid_until": None}),
        _decided({"contract": "interco.acts/1", "allow": False, "denials": []}),
    ],
)
async def test_an_answer_that_is_no_decision_is_a_refusal(body):
    async with _saying(body) as url, _policy(url) as policy:
        await _refuses(policy, PolicyMalformed)


@pytest.mark.parametrize("status", ["400 Bad Request", "500 Internal Server Error", "302 Found"])
async def test_an_error_is_a_refusal(status):
    async def answer(_):
        body = _decided({"contract": "interco.acts/1", "allow": True, "denials": []})
        return _answer(body).replace(b"200 OK", status.encode())

    async with _speaking(answer) as url, _policy(url) as policy:
        with pytest.raises((PolicyUnavailable, PolicyMalformed)):
            await policy.decide(question())


async def test_a_slow_opa_is_a_refusal_at_the_deadline():
    never = asyncio.Event()

    async def answer(_):
        await never.wait()
        return b""

    async with _speaking(answer) as url, _policy(url, deadline_s=0.1) as policy:
        await _refuses(policy, PolicyLate)
        never.set()


async def test_a_late_answer_never_enters_the_cache():
    asked_again = asyncio.Event()
    sent = asyncio.Event()

    async def answer(turn):
        if turn == 1:
            await asked_again.wait()
            sent.set()
        return _answer(_decided(_ALLOWED))

    async with _speaking(answer) as url, _policy(url, deadline_s=0.1) as policy:
        cache = DecisionCache(policy, lambda: NOON)
        with pytest.raises(PolicyLate):
            await cache.decide(question())
        asked_again.set()
        await sent.wait()
        assert len(cache) == 0
        assert (await cache.decide(question())).datasets["collectes"].allow
        assert len(cache) == 1


_ALLOWED = {
    "contract": "interco.access/1",
    "datasets": {
        "collectes": {
            "discoverable": True,
            "allow": True,
            "branches": [
                {
                    "agreement": "conv-2026-0017@1",
                    "columns": {"column-00": {"transform": "clear", "constant": None}},
                    "rows": {"kind": "all"},
                    "output": "detail",
                    "reasons": [],
                }
            ],
            "denials": [],
        }
    },
    "valid_until": None,
}


async def test_an_answer_that_arrives_after_its_end_is_not_kept():
    policy = EmbeddedPolicy(deadline_s=5.0)
    cache = DecisionCache(policy, lambda: datetime(2027, 1, 1, tzinfo=UTC))
    await cache.decide(question())
    assert len(cache) == 0


async def test_the_embedded_law_that_is_late_is_a_refusal():
    await _refuses(EmbeddedPolicy(deadline_s=0.00001, act_deadline_s=0.00001), PolicyLate)


async def test_the_embedded_law_has_longer_for_acts_than_for_reading():
    policy = EmbeddedPolicy(deadline_s=0.00001)
    with pytest.raises(PolicyLate):
        await policy.decide(question())
    await policy.decide_act(ACT)


async def test_a_reading_waits_behind_no_act_of_the_embedded_law():
    policy, answered = EmbeddedPolicy(), threading.Event()
    running = policy._acts._thread.submit(answered.wait)
    assert (await policy.decide(question())).datasets["collectes"].allow
    answered.set()
    assert running.result()


async def test_an_act_that_is_late_stops_no_reading():
    policy = EmbeddedPolicy(act_deadline_s=0.0001)
    outcomes = await asyncio.gather(
        *(each for _ in range(10) for each in (policy.decide_act(ACT), policy.decide(question()))),
        return_exceptions=True,
    )
    assert any(isinstance(each, PolicyLate) for each in outcomes[::2])
    assert all(each.datasets["collectes"].allow for each in outcomes[1::2])


async def test_an_opa_server_has_longer_for_acts_than_for_reading():
    late = asyncio.Event()

    async def answer(_):
        await late.wait()
        return _answer(_decided({"contract": "interco.acts/1", "allow": True, "denials": []}))

    async with (
        _speaking(answer) as url,
        OpaPolicy(url, token=None, revision="revision-1", deadline_s=0.1) as policy,
    ):
        act = asyncio.create_task(policy.decide_act(ACT))
        with pytest.raises(PolicyLate):
            await policy.decide(question())
        late.set()
        assert (await act).allow


def test_the_embedded_law_has_longer_than_a_server_unless_the_operator_says_how_long(monkeypatch):
    monkeypatch.delenv("INTERCO_POLICY_TIMEOUT_S")
    assert Settings(policy="embedded").policy_deadline_s > Settings().policy_deadline_s
    assert Settings(policy="embedded", policy_timeout_s=0.3).policy_deadline_s == 0.3
    assert Settings(policy_timeout_s=0.3).policy_deadline_s == 0.3


async def test_the_embedded_law_answers_again_after_it_was_late():
    policy = EmbeddedPolicy(deadline_s=0.0005)
    late = 0
    for _ in range(20):
        # One that runs is stopped, or those behind it would be late in their turn.
        try:
            await policy.decide(five_datasets())
        except PolicyLate:
            late += 1
    assert late > 0
    policy._reads._deadline_s = 5.0
    assert (await policy.decide(question())).datasets["collectes"].allow


async def test_the_embedded_law_that_was_closed_is_a_refusal():
    policy = EmbeddedPolicy()
    await policy.aclose()
    await _refuses(policy, PolicyUnavailable)


def test_an_embedded_law_that_is_missing_is_refused_at_the_start(tmp_path):
    with pytest.raises(PolicyUnavailable):
        EmbeddedPolicy(compiled=tmp_path)


def test_an_embedded_law_that_is_not_the_written_one_is_refused_at_the_start(tmp_path):
    (tmp_path / "access.rego").write_text("package access")
    with pytest.raises(PolicyWrongRevision):
        EmbeddedPolicy(rego=tmp_path)


@pytest.mark.parametrize("content", [b"", b"\0asm\x01\0\0\0", b"no module", b"(module)"])
def test_an_embedded_law_that_is_damaged_is_refused_at_the_start(tmp_path, content):
    (tmp_path / "policy.wasm").write_bytes(content)
    for digest in (hashlib.sha256(content).hexdigest(), "0" * 64):
        manifest = {"revision": source_revision(REGO), "sha256": digest}
        (tmp_path / "manifest.json").write_text(json.dumps(manifest))
        with pytest.raises(PolicyUnavailable):
            EmbeddedPolicy(compiled=tmp_path)


def test_the_embedded_law_of_the_tree_starts():
    assert EmbeddedPolicy(compiled=COMPILED).revision == source_revision(REGO)

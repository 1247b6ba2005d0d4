"""The Python client waits as it is told, and takes no part of an answer for the whole.

Covers clients.python.src.interco_client.patience, clients.python.src.interco_client.problems.
"""

import httpx
import interco_client
import pyarrow as pa
import pytest
from interco_client.patience import Patience

from federation.engines.duckdb_problems import EngineDiskFull
from federation.logical import WireType
from federation.results.formats.arrow_stream import ArrowEncoder
from federation.results.formats.protocol import ShownColumn

ADDRESS = "https://interco.example"
COLUMNS = (ShownColumn("n", WireType.INT),)
BATCH = pa.record_batch({"n": pa.array([1, 2, 3], pa.int32())})
BUSY = httpx.Response(
    503,
    json={"code": "engine_busy", "title": "Busy.", "detail": "Ask again.", "status": 503},
    headers={"Retry-After": "3"},
)


def encoded(*, fails=False):
    encoder = ArrowEncoder()
    parts = [encoder.begin(COLUMNS), encoder.batch(BATCH)]
    end = encoder.fail(EngineDiskFull(), "fr", "r-1", 3) if fails else encoder.end()
    return [*parts, end]


def answering(*answers, patience=None, key="interco_1x"):
    """A client to whom these are answered in turn, and the waits that it took."""
    left, waits, asked = list(answers), [], []

    def answer(request):
        asked.append(request)
        given = left.pop(0)
        if isinstance(given, Exception):
            raise given
        return given

    patience = patience or Patience(sleep=waits.append)
    client = interco_client.connect(
        ADDRESS, key, patience=patience, transport=httpx.MockTransport(answer)
    )
    return client, waits, asked


def rows_of(parts):
    return httpx.Response(200, content=iter(parts), headers={"Interco-Request-Id": "r-1"})


def test_it_waits_as_long_as_it_is_told():
    client, waits, asked = answering(BUSY, BUSY, rows_of(encoded()))
    assert client.sql("SELECT 1").to_arrow()["n"].to_pylist() == [1, 2, 3]
    assert waits == [3.0, 3.0]
    assert len({each.content for each in asked}) == 1


def test_it_does_not_wait_longer_than_it_may():
    client, waits, _ = answering(BUSY, BUSY, patience=Patience(seconds=2.0))
    with pytest.raises(interco_client.Unavailable) as told:
        client.sql("SELECT 1")
    assert (told.value.code, told.value.retry_after_s, waits) == ("engine_busy", 3.0, [])


def test_a_connection_that_breaks_is_tried_again():
    client, waits, _ = answering(httpx.ConnectError("refused"), rows_of(encoded()))
    assert client.sql("SELECT 1").to_arrow().num_rows == 3
    assert len(waits) == 1
    client, waits, _ = answering(*[httpx.ConnectError("refused")] * 4)
    with pytest.raises(interco_client.Unreachable):
        client.sql("SELECT 1")
    assert len(waits) == 3


def test_an_act_is_sent_once():
    for answer in (httpx.ReadError("gone"), BUSY):
        client, waits, asked = answering(answer)
        with pytest.raises(interco_client.Problem):
            client.graphql("mutation { revokeKey(machine: 1) { machine } }")
        assert (len(asked), waits) == (1, [])


def test_rows_that_break_off_are_no_answer():
    client, _, _ = answering(rows_of(encoded(fails=True)))
    with pytest.raises(interco_client.Incomplete) as told:
        client.sql("SELECT 1").to_arrow()
    assert (told.value.code, told.value.request_id) == (EngineDiskFull.code, "r-1")
    for cut in (encoded()[:-1], encoded()[:1], [encoded()[0][:40]]):
        client, _, _ = answering(rows_of(cut))
        with pytest.raises(interco_client.Incomplete):
            list(client.sql("SELECT 1").batches())


def test_a_key_is_shown_nowhere_and_sent_in_clear_nowhere(monkeypatch):
    key = "interco_1secret"
    client, _, _ = answering(key=key)
    assert key not in repr(client)
    for address in (f"https://k:{key}@interco.example", f"{ADDRESS}/?key={key}", "ftp://x", "x"):
        with pytest.raises(interco_client.Mistake) as refused:
            interco_client.connect(address, key)
        assert key not in str(refused.value)
    monkeypatch.setenv("INTERCO_KEY", key)
    with pytest.raises(interco_client.Mistake):
        interco_client.connect("http://interco.example")
    assert interco_client.connect("http://127.0.0.1:8080")


def test_what_is_no_problem_of_ours_is_told_as_such():
    client, _, _ = answering(httpx.Response(404, text="<html>nginx"))
    with pytest.raises(interco_client.NotFound) as told:
        client.sql("SELECT 1")
    assert told.value.code == "no_problem"

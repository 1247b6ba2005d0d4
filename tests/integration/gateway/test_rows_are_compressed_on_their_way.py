"""Rows come as gzip or zstd where the client takes it, and a page's answers never do.

Covers gateway.http.compressed.
"""

import gzip
import io
import zlib
from contextlib import asynccontextmanager

import httpx
import pytest
import zstandard

from gateway.app import build_app
from gateway.cli.demo_folder import find_agent
from gateway.http.compressed import Compressed

SQL = {"query": "SELECT * FROM sde35.bornes_recharge ORDER BY id_pdc"}
FORMATS = ("application/json", "text/csv", "application/vnd.apache.arrow.stream")


@asynccontextmanager
async def opened(embedded):
    settings = embedded.state.settings(log_level="error")
    app = build_app(settings, demo=True, lasts=False)
    token = embedded.state.token(
        find_agent(await embedded.ports.catalog.current(), "agent@valcobreizh")
    )

    async def ask(coding=None, **headers):
        """As it is on the wire: (headers, bytes)."""
        if coding is not None:
            headers["Accept-Encoding"] = coding
        sent = http.build_request("POST", "/v1/sql", json=SQL, headers=headers)
        if coding is None:
            del sent.headers["Accept-Encoding"]
        answer = await http.send(sent, stream=True)
        content = b"".join([each async for each in answer.aiter_raw()])
        return answer.headers, content

    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://interco") as http,
    ):
        yield ask, {"Authorization": f"Bearer {token}"}


def unpacked(coding, content):
    if coding == "gzip":
        return gzip.decompress(content)
    return zstandard.ZstdDecompressor().stream_reader(io.BytesIO(content)).read()


async def test_the_same_rows_come_in_fewer_bytes(embedded):
    async with opened(embedded) as (ask, token):
        for accept in FORMATS:
            said = token | {"Accept": accept}
            plain_headers, plain = await ask(**said)
            assert "content-encoding" not in plain_headers
            for coding in ("gzip", "zstd"):
                headers, content = await ask(coding, **said)
                assert headers["content-encoding"] == coding
                assert "Accept-Encoding" in headers["vary"]
                assert unpacked(coding, content) == plain
                assert len(content) < len(plain) / 3
        headers, _ = await ask("gzip, zstd", **token)
        assert headers["content-encoding"] == "zstd"
        for refused in ("identity", "gzip;q=0", "br", "gzip;q=much"):
            assert "content-encoding" not in (await ask(refused, **token))[0]


async def test_what_a_foreign_page_could_ask_for_keeps_its_length(embedded):
    async with opened(embedded) as (ask, token):
        assert "content-encoding" not in (await ask("gzip"))[0]
        cookie = token | {"Cookie": "interco_session=x"}
        assert "content-encoding" not in (await ask("gzip", **cookie))[0]


async def test_parquet_is_sent_as_it_is(embedded):
    async with opened(embedded) as (ask, token):
        parquet = token | {"Accept": "application/vnd.apache.parquet"}
        headers, content = await ask("gzip", **parquet)
        assert "content-encoding" not in headers
        assert content.endswith(b"PAR1")


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
async def test_an_answer_that_breaks_off_has_no_end_and_shows_all_that_was_sent(coding):
    async def failing(_scope, _receive, send):
        head = [(b"content-type", b"text/csv")]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        for part in (b"first\r\n" * 300, b'"INCOMPLETE ANSWER'):
            await send({"type": "http.response.body", "body": part, "more_body": True})
        raise ConnectionError

    sent = []

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "path": "/v1/sql",
        "headers": [(b"authorization", b"Bearer x"), (b"accept-encoding", coding.encode())],
    }
    with pytest.raises(ConnectionError):
        await Compressed(failing)(scope, None, send)
    content = b"".join(each.get("body", b"") for each in sent[1:])
    unpacking = (
        zlib.decompressobj(zlib.MAX_WBITS | 16)
        if coding == "gzip"
        else zstandard.ZstdDecompressor().decompressobj()
    )
    assert unpacking.decompress(content).endswith(b'first\r\n"INCOMPLETE ANSWER')
    assert not unpacking.eof

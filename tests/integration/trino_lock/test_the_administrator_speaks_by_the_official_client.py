"""What is done to Trino itself, by Trino's own client: locked as ours is, and as silent.

Covers federation.engines.trino_administrator, federation.engines.trino_client.
"""

import asyncio
import json
import secrets
import subprocess
import sys
import threading
import time
from contextlib import asynccontextmanager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from requests.adapters import HTTPAdapter

from federation.engines.trino_administrator import TrinoAdministrator
from federation.engines.trino_client import TrinoFailure
from gateway.identity.trino_tokens import read_signing_key, sign_token
from tests.locked_trino import administrator_of, tls_of

SHOWN = "X-Trino-Source", "X-Trino-Time-Zone", "X-Trino-User", "X-Trino-Query-Data-Encoding"


@asynccontextmanager
async def opened(administrator):
    try:
        yield administrator
    finally:
        await administrator.aclose()


async def test_it_makes_shows_and_drops_a_catalog(locked):
    name = f"s_essai_{secrets.token_hex(4)}"
    async with opened(administrator_of(locked.server)) as administrator:
        await administrator.run(f"CREATE CATALOG {name} USING memory")
        shown = await administrator.run("SHOW CATALOGS")
        assert [column for column, _ in shown.columns] == ["Catalog"]
        assert [name] in shown.rows
        await administrator.run(f"DROP CATALOG {name}")
        assert [name] not in (await administrator.run("SHOW CATALOGS")).rows


async def test_each_request_shows_a_token_of_its_own(locked, monkeypatch):
    """They live for minutes, an administrator for weeks."""
    key = read_signing_key(locked.server.keys.signing_key_file)
    shown, sent = [], []
    send = HTTPAdapter.send

    def authorization():
        shown.append(f"Bearer {sign_token(key, locked.server.administrator, now=time.time())}")
        return shown[-1]

    def sending(adapter, request, *arguments, **options):
        sent.append(request.headers["Authorization"])
        return send(adapter, request, *arguments, **options)

    monkeypatch.setattr(HTTPAdapter, "send", sending)
    asking = TrinoAdministrator(
        locked.server.url,
        locked.server.administrator,
        authorization=authorization,
        tls=tls_of(locked.server),
    )
    async with opened(asking):
        for _ in range(2):
            before = len(sent)
            await asking.run("SELECT 1")
            # How often it asks for more is Trino's affair: a statement and its first page at least.
            assert len(sent) >= before + 2
    assert sorted(sent) == sorted(shown)
    assert len(set(sent)) == len(sent)


@pytest.mark.parametrize(
    ("user", "refusal"),
    [("someone", "PERMISSION_DENIED"), ("interco", "PERMISSION_DENIED"), (None, "HTTP 401")],
)
async def test_nobody_else_makes_one(locked, user, refusal):
    asking = (
        TrinoAdministrator(locked.server.url, "interco-admin", tls=tls_of(locked.server))
        if user is None
        else administrator_of(locked.server, user)
    )
    async with opened(asking):
        with pytest.raises(TrinoFailure, match=refusal):
            await asking.run("CREATE CATALOG s_essai USING memory")


async def test_only_the_authority_that_we_were_told_of_is_believed(locked):
    tls = tls_of(locked.server)
    told = len(tls.get_ca_certs())
    server = locked.server
    asking = TrinoAdministrator(server.url, server.administrator, tls=tls)
    strangers = TrinoAdministrator(server.url, server.administrator)
    async with opened(asking), opened(strangers):
        with pytest.raises(TrinoFailure, match="HTTP 401"):
            await asking.run("SELECT 1")
        with pytest.raises(TrinoFailure, match="SSLError"):
            await strangers.run("SELECT 1")
    assert len(tls.get_ca_certs()) == told


async def test_a_failure_has_its_name_and_none_of_its_words(locked):
    secret = secrets.token_hex(8)
    async with opened(administrator_of(locked.server)) as administrator:
        with pytest.raises(TrinoFailure) as failed:
            await administrator.run(f"SELECT CAST('{secret}' AS INTEGER)")
    failure = failed.value
    assert (failure.type, failure.name) == ("USER_ERROR", "INVALID_CAST_ARGUMENT")
    assert failure.query_id
    assert failure.__cause__ is None
    assert failure.__context__ is None
    assert secret not in repr(failure)


@contextmanager
def coordinator(answer):
    """Answers every request by `answer(path)`; yields its address and the requests it got."""
    got = []

    class Handler(BaseHTTPRequestHandler):
        def _answer(self):
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            got.append((self.path, dict(self.headers)))
            status, page, headers = answer(self.path)
            content = page if isinstance(page, bytes) else json.dumps(page).encode()
            self.send_response(status)
            for each in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(*each)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_DELETE = _answer  # noqa: N815

        def log_message(self, *_):
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", got
    finally:
        server.shutdown()
        server.server_close()


def page(next_uri=None):
    column = {"name": "_col0", "type": "integer"}
    column["typeSignature"] = {"rawType": "integer", "arguments": []}
    shown = {"id": "q", "infoUri": "x", "stats": {}, "columns": [column], "data": [[1]]}
    return shown if next_uri is None else {**shown, "nextUri": next_uri}


async def test_the_token_goes_to_the_coordinator_whatever_it_answers():
    """Who could answer for Trino could else have us show it elsewhere."""
    with coordinator(lambda _: (200, page(), {})) as (elsewhere, theirs):

        def answer(path):
            if path == "/v1/statement":
                return 200, page(f"{elsewhere}/v1/next?slug=1"), {}
            return 200, page(), {}

        with coordinator(answer) as (url, ours):
            asking = TrinoAdministrator(url, "someone", authorization=lambda: "Bearer token")
            async with opened(asking):
                assert (await asking.run("SELECT 1")).rows == [[1], [1]]
    assert [path for path, _ in ours] == ["/v1/statement", "/v1/next?slug=1"]
    assert {headers["Authorization"] for _, headers in ours} == {"Bearer token"}
    shown = [ours[0][1].get(name) for name in SHOWN]
    assert shown == ["interco", "UTC", "someone", None]
    assert theirs == []


async def test_a_redirection_is_not_followed():
    with (
        coordinator(lambda _: (200, page(), {})) as (elsewhere, theirs),
        coordinator(lambda _: (307, {}, {"Location": f"{elsewhere}/v1/statement"})) as (url, ours),
    ):
        asking = TrinoAdministrator(url, "someone", authorization=lambda: "Bearer token")
        async with opened(asking):
            with pytest.raises(TrinoFailure, match="UNREACHABLE"):
                await asking.run("SELECT 1")
    assert ours
    assert theirs == []


@pytest.mark.parametrize(
    "name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "SOCKS_PROXY", "REQUESTS_CA_BUNDLE"]
)
async def test_the_environment_changes_nothing(name):
    """Also where the official client reads it by itself, when it is imported."""
    program = (
        "import asyncio, sys\n"
        "from federation.engines.trino_administrator import TrinoAdministrator\n"
        "asking = TrinoAdministrator(sys.argv[1], 'someone')\n"
        "print(asyncio.run(asking.run('SELECT 1')).rows)\n"
    )
    with coordinator(lambda _: (200, page(), {})) as (url, _):
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-c", program, url],
            env={name: "127.0.0.1:1"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.stdout == "[[1]]\n", done.stderr


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b"{}", b'{"id": "q"}'])
async def test_what_is_no_page_is_no_answer(content):
    with coordinator(lambda _: (200, content, {})) as (url, _):
        asking = TrinoAdministrator(url, "someone")
        async with opened(asking):
            with pytest.raises(TrinoFailure, match="UNREACHABLE"):
                await asking.run("SELECT 1")


async def test_a_coordinator_that_is_not_there_is_said():
    asking = TrinoAdministrator("http://127.0.0.1:1", "someone")
    async with opened(asking):
        with pytest.raises(TrinoFailure, match="UNREACHABLE"):
            await asking.run("SELECT 1")


def test_a_gateway_without_trino_does_not_wait_for_its_client():
    program = "import sys, gateway.app; print('trino' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"

"""Connections that stand still, over real sockets: each ends, and the others are served.

Covers gateway.cli.timed_connection, gateway.http.slow_bodies, gateway.http.body.
"""

import asyncio
from contextlib import asynccontextmanager, suppress

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from gateway.base.problems import DocumentTooLarge
from gateway.cli.timed_connection import TimedConnection
from gateway.http.body import read_body
from gateway.http.problem_json import write_problem
from gateway.http.slow_bodies import BodyTooSlow, SlowBodies


class Impatient(TimedConnection):
    head_s = 0.5
    look_s = 0.3


async def _read(request):
    try:
        body = await read_body(request, 1_000)
    except (DocumentTooLarge, BodyTooSlow) as problem:
        return write_problem(problem, "en", "reference")
    return PlainTextResponse(f"{len(body)} bytes")


async def _long(_request):
    return PlainTextResponse("x" * 50_000_000)


@pytest.fixture
async def port():
    app = Starlette(
        routes=[Route("/", _read, methods=["GET", "POST"]), Route("/long", _long)],
        middleware=[Middleware(SlowBodies, beginning_s=0.5)],
    )
    config = uvicorn.Config(
        app, http=Impatient, port=0, log_config=None, lifespan="off", timeout_keep_alive=1
    )
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None
    listener = config.bind_socket()
    running = asyncio.create_task(server.serve(sockets=[listener]))
    yield listener.getsockname()[1]
    server.should_exit = True
    await running


@asynccontextmanager
async def connected(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


async def dripped(port, text, first=b""):
    """All that comes back while `text` is sent, a byte every 50 ms, after `first`."""
    async with connected(port) as (reader, writer):
        writer.write(first)
        answered = asyncio.create_task(reader.read())
        for at in range(len(text)):
            if answered.done():
                break
            writer.write(text[at : at + 1])
            await asyncio.wait({answered}, timeout=0.05)
        async with asyncio.timeout(10):
            with suppress(ConnectionError):
                return await answered
        return b""


async def exchanged(port, text):
    async with asyncio.timeout(10), connected(port) as (reader, writer):
        writer.write(text)
        return await reader.readuntil(b"\r\n\r\n")


HEAD = b"POST / HTTP/1.1\r\nHost: interco\r\nContent-Length: 100\r\n\r\n"


async def test_two_hundred_heads_that_never_end_are_closed_and_others_served(port):
    never = b"GET / HTTP/1.1\r\nHost: " + b"x" * 1_000
    dripping = [asyncio.create_task(dripped(port, never)) for _ in range(200)]
    assert b"200 OK" in await exchanged(port, b"GET / HTTP/1.1\r\nHost: interco\r\n\r\n")
    assert await asyncio.gather(*dripping) == [b""] * 200


async def test_a_connection_that_says_nothing_is_closed(port):
    async with asyncio.timeout(10), connected(port) as (reader, _):
        with suppress(ConnectionError):
            assert await reader.read() == b""


async def test_a_second_head_that_never_ends_is_closed_too(port):
    whole = b"GET / HTTP/1.1\r\nHost: interco\r\n\r\n"
    async with asyncio.timeout(10), connected(port) as (reader, writer):
        writer.write(whole)
        await reader.readuntil(b"0 bytes")
        ended = asyncio.create_task(reader.read())
        while not ended.done():
            writer.write(b"G")
            await asyncio.wait({ended}, timeout=0.05)
        with suppress(ConnectionError):
            assert b"200" not in await ended


async def test_a_body_that_comes_byte_after_byte_is_told(port):
    told = await dripped(port, b"x" * 100, first=HEAD)
    assert b"408 Request Timeout" in told
    assert b"body_too_slow" in told


async def test_a_body_at_its_pace_is_read(port):
    assert b"100 bytes" in await dripped_body(port, b"x" * 100, pieces=4)


async def dripped_body(port, body, pieces):
    async with asyncio.timeout(10), connected(port) as (reader, writer):
        writer.write(HEAD)
        size = len(body) // pieces
        for at in range(0, len(body), size):
            await asyncio.sleep(0.05)
            writer.write(body[at : at + size])
        return await reader.readuntil(b"bytes")


async def test_a_length_beyond_the_limit_is_refused_before_a_byte_of_it(port):
    head = b"POST / HTTP/1.1\r\nHost: interco\r\nContent-Length: 100000000\r\n\r\n"
    assert b"413" in await exchanged(port, head)


async def test_what_nobody_takes_is_thrown_away_with_its_connection(port):
    async with asyncio.timeout(10), connected(port) as (reader, writer):
        reader._limit = 1_000
        writer.write(b"GET /long HTTP/1.1\r\nHost: interco\r\n\r\n")
        await reader.readuntil(b"\r\n\r\n")
        # Longer than the server waits for another request, and for its reader then.
        await asyncio.sleep(2.5)
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await reader.readexactly(50_000_000)

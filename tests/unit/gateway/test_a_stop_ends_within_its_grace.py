"""A stop is told to whoever asks at once, and waits for nothing that is held.

Covers gateway.cli.serving, gateway.wiring.stopping.
"""

import asyncio
import socket
from types import SimpleNamespace

import pytest
import uvicorn

from gateway.base.settings import Settings
from gateway.cli.serving import run_server
from gateway.wiring import stopping
from gateway.wiring.stopping import close_together, queries_grace_s


@pytest.mark.parametrize(("grace", "of_queries"), [(10.0, 7), (60.0, 57), (3.0, 2), (0.0, 0)])
def test_queries_leave_time_for_their_record(grace, of_queries):
    assert queries_grace_s(grace) == of_queries


async def test_what_is_held_is_left_and_the_others_are_closed(monkeypatch):
    monkeypatch.setattr(stopping, "CLOSING_S", 0.05)
    closed = []

    async def held():
        await asyncio.Event().wait()

    async def broken():
        raise OSError

    async def well():
        closed.append("well")

    await close_together(held, broken, well)
    assert closed == ["well"]
    await close_together()


def test_who_asks_is_told_from_the_first_moment_of_a_stop(monkeypatch):
    told = []
    ports = SimpleNamespace(stopping=asyncio.Event())
    services = SimpleNamespace(query=ports)
    app = SimpleNamespace(state=SimpleNamespace(services=services))

    async def shutdown(_self, _sockets=None):
        told.append(ports.stopping.is_set())

    def run(self, sockets):
        assert self.config.timeout_graceful_shutdown == 7
        assert len(sockets) == 1
        asyncio.run(self.shutdown(sockets))

    monkeypatch.setattr(uvicorn.Server, "shutdown", shutdown)
    monkeypatch.setattr(uvicorn.Server, "run", run)
    monkeypatch.setattr("gateway.cli.serving.signal.signal", lambda *_: None)
    run_server(app, Settings(shutdown_grace_s=10.0), socket.socket())
    assert told == [True]

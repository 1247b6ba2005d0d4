"""The commands' own HTTP: a cut is told, a redirection is not followed, an error is an answer.

Covers gateway.cli.connection.
"""

import threading
from contextlib import contextmanager
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from gateway.cli.connection import FAILURES, opened
from gateway.cli.demo_agents import no_such_agent

AGENTS = ["agent@sde35", "agent@valcobreizh", "approver@valcobreizh", "steward@sde35"]


@contextmanager
def answering(answer):
    """`answer` is called with the handler of each GET."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            answer(self)

        def log_message(self, *_given):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def start(handler, status, **headers):
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()


def test_an_answer_that_is_cut_is_a_failure():
    def cut(handler):
        start(handler, 200, Content_Length="10")
        handler.wfile.write(b"half")

    with (
        answering(cut) as address,
        opened(address, headers={}, timeout_s=5) as answer,
        pytest.raises(HTTPException),
    ):
        answer.read()


def test_an_error_is_an_answer_and_a_redirection_goes_nowhere():
    def elsewhere(handler):
        assert handler.path == "/asked"
        start(handler, 302, Location="/stolen", Content_Length="0")

    with (
        answering(elsewhere) as address,
        opened(f"{address}/asked", headers={"Authorization": "Bearer x"}, timeout_s=5) as answer,
    ):
        assert answer.status == 302


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/", "file:///etc/passwd", "nowhere"])
def test_what_cannot_be_reached_is_a_failure(address):
    with pytest.raises(FAILURES), opened(address, headers={}, timeout_s=5):
        pass


def test_an_agent_spelled_nearly_so_is_suggested():
    told = no_such_agent("agent@valcobriez", AGENTS)
    assert "Vouliez-vous dire « agent@valcobreizh » ?" in told.sentence("fr")
    assert 'Did you mean "agent@valcobreizh"?' in told.sentence("en")
    assert "sde35" not in told.next_step("fr")
    unlike = no_such_agent("zzz", AGENTS)
    assert unlike.did_you_mean is None
    assert all(each in unlike.next_step("fr") for each in AGENTS)

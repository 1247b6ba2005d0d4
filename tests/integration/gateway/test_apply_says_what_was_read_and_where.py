"""What `apply` prints beside its difference: whose files were read, and which sources were not.

Covers gateway.cli.applying, gateway.http.rest.apply, gateway.acts.declared_sources,
catalog.declaration.rendering, catalog.checks.values, catalog.declaration.difference.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from catalog.checks.values import FileCheck, SourceCheck
from catalog.declaration.difference import Difference
from catalog.declaration.rendering import difference_lines
from gateway.cli.applying import apply_to_gateway


def test_a_source_that_was_not_read_is_said_with_what_will_read_it():
    checks = (
        SourceCheck("a__base", is_left=True),
        SourceCheck("a__fichier", files=(FileCheck("f.csv", "utf-8", ";", 2, (4, 9)),)),
    )
    left, badly = difference_lines(Difference((), {}, checks), "fr")[-2:]
    assert left.strip().startswith("a__base : sa source n'a pas été lue")
    assert left.endswith("./interco dataset check a__base")
    assert badly.startswith("! attention, a__fichier : f.csv")


@pytest.fixture
def gateway():
    """Answers every declaration with these lines."""
    lines = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.dumps({"difference": lines}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", lines
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("told", "is_said"),
    [("! attention, a__b : Le stockage ne contient pas « f.csv ».", True), ("+ jeu a__b", False)],
)
async def test_a_gateway_elsewhere_has_read_its_own_files(
    gateway, tmp_path, monkeypatch, told, is_said
):
    monkeypatch.setattr("gateway.cli.applying.language_of_the_terminal", lambda: "fr")
    address, lines = gateway
    lines.append(told)
    (file := tmp_path / "organisation.yaml").write_text("organisation: {}\n")
    printed = await apply_to_gateway([file], "jeton", address, dry_run=True)
    assert printed[0] == told
    assert [f"({address}), qui les a lus" in each for each in printed[1:]] == [True] * is_said

"""Somebody goes away before all of a request has come.

Covers gateway.http.unrouted, gateway.http.body.
"""

import socket
from urllib.parse import urlsplit

import httpx

BEGUN = b"""POST /graphql HTTP/1.1\r
Host: interco\r
Content-Type: application/json\r
Content-Length: 100\r
\r
{"""


def test_the_log_holds_no_failure(faulty_town, caplog):
    address = urlsplit(faulty_town.address)
    with socket.create_connection((address.hostname, address.port)) as line:
        line.sendall(BEGUN)
        assert httpx.get(f"{faulty_town.address}/health/live", trust_env=False).status_code == 200
        line.shutdown(socket.SHUT_WR)
        assert line.recv(1000) == b""
    assert httpx.get(f"{faulty_town.address}/health/live", trust_env=False).status_code == 200
    assert [each for each in caplog.records if each.levelname == "ERROR"] == []

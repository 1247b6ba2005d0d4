"""Headers of safety on every answer, and whom to tell of a weakness.

Covers gateway.http.security_headers, gateway.http.security_contact.
"""

from datetime import datetime

import httpx
import pytest

from gateway.app import build_app

EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def door(embedded, **settings):
    app = build_app(embedded.state.settings(**settings), demo=True)
    app.state.services = embedded.services
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://interco")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/static/console.css",
        "/graphql?query={me{agent}}",
        "/v1/sql",
        "/v1/docs",
        "/v1/openapi.json",
        "/v1/agreements/conv-2025-0001/odrl",
        "/health/live",
        "/nowhere",
    ],
)
async def test_no_answer_may_be_framed_guessed_at_or_loaded_by_another_site(embedded, path):
    async with door(embedded) as http:
        answer = await http.get(path)
    assert EVERYWHERE.items() <= dict(answer.headers).items()
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert policy.startswith("default-src 'self'" if "html" in kind(answer) else "default-src '")
    assert "strict-transport-security" not in answer.headers


def kind(answer):
    return answer.headers.get("content-type", "")


async def test_browsers_keep_to_https_where_people_come_by_it(embedded):
    async with door(embedded, public_url="https://interco.example") as http:
        answer = await http.get("/health/live")
    assert "max-age=31536000" in answer.headers["strict-transport-security"]


async def test_whoever_finds_a_weakness_is_told_whom_to_write_to(embedded):
    async with door(embedded, security_contact="mailto:rssi@syndicat.example") as http:
        answer = await http.get("/.well-known/security.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    lines = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert lines["Contact"] == "mailto:rssi@syndicat.example"
    assert datetime.fromisoformat(lines["Expires"]) > embedded.services.query.clock()


async def test_there_is_no_such_page_where_nobody_was_named(embedded):
    async with door(embedded) as http:
        answer = await http.get("/.well-known/security.txt")
    assert answer.status_code == 404

"""Style sheets, scripts and drawings come as gzip to whom takes it, and are kept by their mark.

Covers gateway.http.compressed_files.
"""

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from gateway.console.graphiql.files import SHARED_SHEETS, STATIC, ConsoleFiles

SCRIPT = "/static/vendor/htmx/htmx.min.js"


@pytest.fixture(scope="module")
def client():
    with TestClient(Starlette(routes=[Mount("/static", ConsoleFiles())])) as opened:
        yield opened


def test_a_script_is_a_third_and_the_same(client):
    answer = client.get(SCRIPT, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.content == (STATIC / "vendor/htmx/htmx.min.js").read_bytes()
    assert int(answer.headers["content-length"]) < len(answer.content) / 2
    assert "Accept-Encoding" in answer.headers["vary"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_what_is_known_is_not_sent_again_and_each_form_has_its_own_mark(client):
    packed = client.get(SCRIPT, headers={"Accept-Encoding": "gzip"})
    plain = client.get(SCRIPT, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.headers["etag"] != packed.headers["etag"]
    for answer, takes in ((packed, "gzip"), (plain, "identity")):
        mark = answer.headers["etag"]
        again = client.get(SCRIPT, headers={"Accept-Encoding": takes, "If-None-Match": mark})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == mark


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/static/vendor/fonts/interco-sans.woff2", {}),
        ("/static/icon.svg", {}),
        (SCRIPT, {"Range": "bytes=0-9"}),
        (SCRIPT, {"Accept-Encoding": "gzip;q=0, br"}),
    ],
)
def test_fonts_small_files_and_parts_leave_as_they_are(client, path, headers):
    answer = client.get(path, headers={"Accept-Encoding": "gzip", **headers})
    assert "content-encoding" not in answer.headers
    assert answer.status_code == (206 if "Range" in headers else 200)


def test_the_sheets_of_every_page_come_as_one_in_the_order_of_the_cascade(client):
    packed = client.get("/static/shared.css", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/static/shared.css", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-type"].startswith("text/css")
    assert packed.content == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
    whole = plain.content
    places = [whole.index((STATIC / name).read_bytes()) for name in SHARED_SHEETS]
    assert places == sorted(places)
    mark = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["etag"]}
    assert client.get("/static/shared.css", headers=mark).status_code == 304
    assert client.get("/static/no-such.css").status_code == 404

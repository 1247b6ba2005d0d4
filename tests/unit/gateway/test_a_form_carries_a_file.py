"""The file of a page's form, streamed: no matter how the bytes are cut, none is lost or added.

Covers gateway.http.sent_file.
"""

import pytest
from starlette.requests import Request

from gateway.base.problems import RequestNotAsDescribed
from gateway.http.sent_file import read_sent_file

CONTENT = b"Jour;Poids\r\n--frontier\r\n05/01/2026;1,5\r\n" + bytes(range(256)) * 40
BODY = (
    b'--edge\r\nContent-Disposition: form-data; name="note"\r\n\r\nbonjour\r\n'
    b'--edge\r\nContent-Disposition: form-data; name="file"; filename="pes\xc3\xa9es.csv"\r\n'
    b"Content-Type: text/csv\r\n\r\n" + CONTENT + b"\r\n"
    b'--edge\r\nContent-Disposition: form-data; name="other"\r\n\r\nafter\r\n--edge--\r\n'
)


def request_of(body, size, kind="multipart/form-data; boundary=edge"):
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    messages = [
        {"type": "http.request", "body": piece, "more_body": at < len(pieces) - 1}
        for at, piece in enumerate(pieces)
    ] or [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive():
        return messages.pop(0)

    scope = {"type": "http", "method": "POST", "headers": [(b"content-type", kind.encode())]}
    return Request(scope, receive)


async def read(request):
    sent = await read_sent_file(request, "file")
    return sent.name, b"".join([chunk async for chunk in sent.content])


@pytest.mark.parametrize("size", [1, 7, 64, 100_000])
async def test_the_bytes_are_those_that_were_sent_however_they_are_cut(size):
    assert await read(request_of(BODY, size)) == ("pesées.csv", CONTENT)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (BODY, "application/x-www-form-urlencoded"),
        (BODY, "multipart/form-data"),
        (BODY, f"multipart/form-data; boundary={'e' * 300}"),
        (BODY.replace(b'name="file"', b'name="picture"'), "multipart/form-data; boundary=edge"),
        (b"", "multipart/form-data; boundary=edge"),
        (b"no form at all", "multipart/form-data; boundary=edge"),
        (BODY[: len(BODY) // 2], "multipart/form-data; boundary=edge"),
    ],
)
async def test_what_is_no_form_with_a_whole_file_is_refused(body, kind):
    with pytest.raises(RequestNotAsDescribed):
        await read(request_of(body, 1_000, kind))


async def test_a_form_sent_without_a_file_names_none():
    empty = BODY.replace("pesées.csv".encode(), b"").replace(CONTENT, b"")
    assert await read(request_of(empty, 50)) == ("", b"")

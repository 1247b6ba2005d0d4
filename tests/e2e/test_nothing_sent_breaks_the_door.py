"""Whatever comes over HTTP is answered, soon, by a status and a code that the reference names.

Any method, target, headers, encoding and body; half of it almost right, so that it gets far. Each
kind is sent for `BUDGET_S` seconds, `FEWEST` times at least; afterwards a plain question is
answered as ever.

Covers gateway.app, gateway.http.unrouted, gateway.http.body, gateway.http.problem_json,
gateway.http.graphql, gateway.http.sql.
"""

import json
import re
import socket
import time
from contextlib import suppress
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.tiers import examples

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = (ROOT / "docs" / "reference" / "problems.md").read_text("utf-8")
KNOWN = dict(re.findall(r"^### `([a-z_0-9]+)` \(([0-9]+)\)", REFERENCE, re.MULTILINE))
BUDGET_S = float(examples(8))
FEWEST = 200
MOST_BYTES = 16 * 1024**2
"""Of a longer answer the reader leaves: that of one statement may be gigabytes."""
ANSWER_S = 20.0
PLAIN = "{ valDIlleAubigne { collectes { totalCount { value } } } }"
STATEMENT = "SELECT flux, count(*) AS n FROM val_d_ille_aubigne.collectes GROUP BY flux"
CORPUS = [
    statement.partition("\n")[2].replace("val.collectes", "val_d_ille_aubigne.collectes")
    for path in sorted((ROOT / "tests" / "cases" / "attacks").glob("*.txt"))
    for statement in path.read_bytes().decode().split("\n=== ")[1:]
]
DOCUMENTS = [
    *(path.read_text("utf-8") for path in sorted((ROOT / "demo" / "queries").glob("*.graphql"))),
    "query($a: Int) { valDIlleAubigne { collectes(first: $a) { nodes { flux } } } }",
    "{ __schema { types { name } } }",
    "mutation { nothing }",
    "fragment a on Query { ...a } query { ...a }",
    PLAIN,
]
MEDIA = ["application/json", "application/graphql-response+json", "text/csv", "*/*", "text/html",
         "application/x-ndjson", "application/vnd.apache.arrow.stream", "image/png",
         "application/json;q=0", "application/json; charset=utf-16",
         "application/json;q=nan"]  # fmt: skip
ENCODINGS = ["utf-8", "utf-16", "utf-32", "latin-1", "utf-7"]
METHODS = ["POST", "POST", "POST", "GET", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"]


class EnoughError(Exception):
    """The budget is spent: no other way ends a run of hypothesis."""


class Nested(bytes):
    """Lists within lists; what hypothesis prints of it stays short."""

    def __new__(cls, depth):
        return super().__new__(cls, b"[" * depth)

    def __repr__(self):
        return f"Nested({len(self)})"


letters = st.text(st.characters(codec="utf-8"), max_size=40)
printable = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=60)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | letters,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(letters, below, max_size=3),
    max_leaves=8,
)


@st.composite
def damaged(draw, texts):
    text = draw(st.sampled_from(texts))
    if draw(st.booleans()):
        at = draw(st.integers(0, len(text)))
        put = draw(st.sampled_from(["", "(", "'", '"', "{", "}", ";", "--"]) | letters)
        text = text[:at] + put + text[at + draw(st.integers(0, 6)) :]
    return text


@st.composite
def bodies(draw, texts):
    kind = draw(st.integers(0, 9))
    if kind == 0:
        return draw(st.binary(max_size=200))
    if kind == 1:
        return Nested(draw(st.integers(1, 100_000)))
    if kind == 2:
        return json.dumps(draw(anything)).encode()
    body = {"query": draw(damaged(texts))}
    for name in ("parameters", "variables", "operationName", "extensions"):
        if draw(st.integers(0, 3)) == 0:
            body[name] = draw(anything)
    if kind == 3:
        return json.dumps(body, ensure_ascii=False).encode(
            draw(st.sampled_from(ENCODINGS)), "replace"
        )
    return json.dumps(body).encode()


@st.composite
def headers(draw, token):
    good = f"Bearer {token}"
    drawn = {
        "Content-Type": st.sampled_from(["application/json"] * 6 + MEDIA) | printable,
        "Accept": st.sampled_from(MEDIA) | printable,
        "Accept-Language": st.sampled_from(["fr", "en;q=nan", "en;q=9,fr;q=x"]) | printable,
        "Authorization": st.sampled_from([good, good, good, good[:-3], f"{good}x", "Bearer", ""])
        | printable,
        "Interco-Purpose": st.sampled_from(["rpqs_dechets"] * 3) | printable,
        "Interco-On-Behalf-Of": st.sampled_from(["213500622", "1", "200065928 "]) | printable,
        "Interco-File-Reference": printable,
        "Content-Encoding": st.sampled_from(["gzip", "br", "identity"]),
        "Expect": st.sampled_from(["100-continue", "rien"]),
        "Cookie": printable,
    }
    often = {"Content-Type": 9, "Authorization": 7, "Interco-Purpose": 7}
    return {
        name: draw(values)
        for name, values in drawn.items()
        if draw(st.integers(0, 9)) < often.get(name, 2)
    }


def send(address, method, target, named, body, length=None):
    """The status, the media type and the body of what comes back; TimeoutError without any."""
    parts = urlsplit(address)
    head = [f"{method} {target} HTTP/1.1", "Host: interco", "Connection: close"]
    head += [f"{name}: {value}" for name, value in named.items()]
    head.append(f"Content-Length: {len(body) if length is None else length}")
    with socket.create_connection((parts.hostname, parts.port), timeout=ANSWER_S) as connection:
        # What is no HTTP is answered, and left, before all of it has come.
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall("\r\n".join(head).encode("latin-1") + b"\r\n\r\n" + body)
        response = HTTPResponse(connection, method=method)
        response.begin()
        media = (response.getheader("Content-Type") or "").partition(";")[0]
        return response.status, media, response.read(MOST_BYTES)


def judge(sent, answer):
    """An answer of rows or of data, or problems that the reference names, with their status."""
    status, media, body = answer
    assert b"Traceback" not in body, sent
    assert b'File "' not in body, sent
    if status == 204:
        assert (sent[0], body) == ("OPTIONS", b""), sent
        return "what is accepted"
    if len(body) == MOST_BYTES:
        assert status == 200, sent
        return "answered"
    if status in {200, 307}:
        found = (
            json.loads(body) if media.endswith("json") and media != "application/x-ndjson" else {}
        )
        codes = [each["extensions"]["code"] for each in found.get("errors", ())]
    elif status == 400 and body == b"Invalid HTTP request received.":
        return "no HTTP"
    else:
        assert media in {
            "application/problem+json", "application/json", "application/graphql-response+json",
        }, (sent, answer)  # fmt: skip
        found = json.loads(body)
        codes = [each["extensions"]["code"] for each in found.get("errors", ())]
        codes = codes or [found["code"]]
        assert str(status) in {KNOWN[each] for each in codes}, (sent, answer)
    assert all(each in KNOWN for each in codes), (sent, answer)
    assert all(KNOWN[each] != "500" for each in codes), (sent, answer)
    return codes[0] if codes else "answered"


@pytest.fixture(scope="module")
def token(demo):
    return demo.token("agent@valcobreizh")


def fuzz(demo, token, path, texts):
    """What each ended in; every one of them as `judge` wants it."""
    ended: dict[str, int] = {}
    until = time.monotonic() + BUDGET_S

    @settings(
        max_examples=100_000,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(METHODS), headers(token), bodies(texts), st.integers(0, 9), printable)
    def check(method, named, body, kind, extra):
        if time.monotonic() > until and sum(ended.values()) >= FEWEST:
            raise EnoughError
        target = path
        if method == "GET" or kind == 0:
            asked = body.decode("latin-1")
            target += (
                f"?query={quote(texts[len(asked) % len(texts)])}&variables={quote(asked[:300])}"
            )
        if kind == 1:
            target += f"?{quote(extra, safe='=&%')}"
        if kind > 4:
            # What is right in all but one thing gets furthest.
            method = "POST"
            named = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
            named["Interco-Purpose"] = "rpqs_dechets"
            if kind == 8:
                named["Accept-Language"] = extra.strip()
            document = texts[-1] if kind > 7 else texts[len(body) % len(texts)] + extra[:1]
            body = json.dumps({"query": document}).encode()
        length = {2: "x", 3: "-1", 4: len(body) // 2}.get(kind)
        sent = (method, target, named, body[:500], length)
        how = judge(sent, send(demo.address, method, target, named, body, length))
        ended[how] = ended.get(how, 0) + 1

    with pytest.raises(EnoughError):
        check()
    return ended


@pytest.mark.parametrize(
    ("path", "texts"), [("/v1/sql", [*CORPUS, STATEMENT]), ("/graphql", DOCUMENTS)]
)
def test_whatever_is_sent_is_answered(demo, token, path, texts):
    ended = fuzz(demo, token, path, texts)
    assert ended.get("answered", 0) > 10, ended
    assert len(ended) >= 8, ended
    plain = demo.ask(PLAIN, "agent@valcobreizh", "rpqs_dechets")
    assert plain.status_code == 200
    assert plain.json()["data"]["valDIlleAubigne"]["collectes"]["totalCount"]["value"] > 0
    assert "Traceback" not in demo.printed.read_text("utf-8", "replace")

"""Files that are sent: many at once, without an end, and long to read for what they are."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator, Callable

from tests.attacks.availability.scene import (
    AGENT,
    OTHER,
    STEWARD,
    Case,
    Outcomes,
    Scene,
    at_once,
    outcome_of,
)

_SENT = frozenset({"201", "429 too_many_uploads"})
_LARGE = 13_000_000
_READ = frozenset({"read", "refused"})


def weighings(count: int) -> bytes:
    head = "id;commune;date;kg\n"
    lines = (f"{at};35181;2025-01-{at % 28 + 1:02};{at % 977}\n" for at in range(count))
    return (head + "".join(lines)).encode()


async def endless(megabytes: int) -> AsyncIterator[bytes]:
    for _ in range(megabytes):
        yield b"x" * 1_000_000


async def _send(scene: Scene, content: object, who: str | None, name: str = "a.csv") -> str:
    return await scene.send("POST", f"/v1/uploads?name={name}", who, content=content)


async def _forget(scene: Scene, who: str) -> None:
    told = (await scene.answer("{ uploads { id } }", who)).json()
    for each in told["data"]["uploads"]:
        await scene.send("DELETE", f"/v1/uploads/{each['id']}", who)


def _many(count: int, content: Callable[[], object], who: str | None = STEWARD):
    async def run(scene: Scene) -> Outcomes:
        try:
            return await at_once(count, lambda _: _send(scene, content(), who))
        finally:
            if who is not None and who != AGENT:
                await _forget(scene, who)

    return run


async def _slowly(scene: Scene) -> Outcomes:
    """Sixty that send a byte at a time; the sixty-first is told, or has a place."""

    async def bytes_of() -> AsyncIterator[bytes]:
        for _ in range(25):
            yield b"x"
            await asyncio.sleep(1)

    try:
        return await at_once(60, lambda _: _send(scene, bytes_of(), STEWARD))
    finally:
        await _forget(scene, STEWARD)


async def _trials(scene: Scene) -> Outcomes:
    """Twenty-five dry runs of a deposit at once."""
    content = weighings(3_000)
    path = "/v1/deposits/bons_collecteur?name=a.csv&dryRun=true"
    return await at_once(25, lambda _: scene.send("PUT", path, STEWARD, content=content))


def _read_beside(files: list[tuple[str, bytes]], who: str = STEWARD):
    """Another body's file of eight bytes is read meanwhile, within its time."""

    async def run(scene: Scene) -> Outcomes:
        for name, content in files:
            told = await _send(scene, content, who, name)
            assert told in {"201", "400 upload_name_refused"}, told
        answer = await scene.client.post(
            "/v1/uploads?name=b.csv", content=b"a;b\n1;2\n", headers=scene.headers(OTHER)
        )
        assert outcome_of(answer) == "201"
        state = ""
        async with asyncio.timeout(60):
            while state not in _READ:
                await asyncio.sleep(0.2)
                path = f"/v1/uploads/{answer.json()['id']}"
                shown = await scene.client.get(path, headers=scene.headers(OTHER))
                state = shown.json()["state"]
        await _forget(scene, who)
        await _forget(scene, OTHER)
        return [state]

    return run


def _zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


UPLOADS = [
    Case(
        "L1", "60 files of a megabyte at once, steward", _SENT, _many(60, lambda: b"x" * 1_000_000)
    ),
    Case("L1", "60 files that say no length, steward", _SENT, _many(60, lambda: endless(2))),
    Case("L1", "60 files a byte at a time, steward", _SENT | {"408 body_too_slow"}, _slowly),
    Case(
        "L1",
        "a file of 200 MB that says so",
        frozenset({"413 upload_too_large"}),
        _many(1, lambda: b"x" * 200_000_000),
    ),
    Case(
        "L1",
        "a file without an end, steward",
        frozenset({"413 upload_too_large"}),
        _many(1, lambda: endless(300)),
    ),
    Case(
        "L1",
        "ten files without an end, anonymous",
        frozenset({"401 bad_token"}),
        _many(10, lambda: endless(60), None),
    ),
    Case(
        "L1",
        "five files without an end, agent",
        frozenset({"403 act_not_allowed"}),
        _many(5, lambda: endless(60), "agent@valcobreizh"),
    ),
    Case("L1", "60 empty files, steward", frozenset({"400 upload_empty"}), _many(60, lambda: b"")),
    Case("L1", "60 files of another body, steward", _SENT, _many(60, lambda: b"a;b\n1;2\n", OTHER)),
    Case(
        "L1",
        "25 dry runs of a deposit, steward",
        frozenset({"409 not_in_a_deposit", "429 too_many_uploads", "200"}),
        _trials,
    ),
]
FILES = [
    Case("M3", "four CSV of 13 MB", _READ, _read_beside([("a.csv", weighings(500_000))] * 4)),
    Case("M3", "a CSV of one line", _READ, _read_beside([("a.csv", b"a;b;" + b"x" * _LARGE)])),
    Case(
        "M3",
        "a CSV of 20,000 columns",
        _READ,
        _read_beside(
            [("a.csv", b";".join([b"c"] * 20_000) + b"\n" + (b"1;" * 20_000 + b"\n") * 100)]
        ),
    ),
    Case(
        "M3",
        "a CSV of quotes that are not closed",
        _READ,
        _read_beside([("a.csv", b'a;b\n"' + b"x;y\n" * 3_000_000)]),
    ),
    Case("M3", "JSON of 200,000 brackets", _READ, _read_beside([("a.json", b"[" * 200_000)])),
    Case(
        "M3",
        "JSON lines of 13 MB",
        _READ,
        _read_beside([("a.jsonl", b'{"a": 1, "b": [1, 2, 3]}\n' * 500_000)] * 2),
    ),
    Case(
        "M3",
        "HTML of 300,000 cells",
        _READ,
        _read_beside([("a.html", b"<table>" + b"<tr><td>1<td>2" * 150_000)]),
    ),
    Case(
        "M3",
        "a workbook that unpacks to a gigabyte",
        _READ,
        _read_beside([("a.xlsx", _zipped("xl/worksheets/sheet1.xml", b"0" * 300_000_000))]),
    ),
    Case(
        "M3",
        "a workbook that is none, five times",
        _READ,
        _read_beside([("a.xlsx", _zipped("x", b"0"))] * 5),
    ),
    Case(
        "M3", "an archive of 13 MB of noughts", _READ, _read_beside([("a.csv", bytes(_LARGE))] * 3)
    ),
]

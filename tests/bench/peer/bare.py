"""The floor: SQL written by hand in a bare ASGI view, no token, no decision; one durable line.

`python -m tests.bench.peer.bare URL CATALOG_URL PORT` serves; a request names its case. A line as
long as our intent is committed where ours is, then PostgreSQL writes the JSON.
"""

import asyncio
import sys

import orjson
import psycopg
import uvicorn

from tests.bench.peer.cases import CASES

_CONNECTIONS = 16
_SQL = {case.name: case.sql for case in CASES}
_TABLE = "CREATE TABLE IF NOT EXISTS bench_line (said text)"
_LINE = "INSERT INTO bench_line VALUES (%s)"
_SAID = "x" * 600


class View:
    """Each request holds two connections, one for its line and one for its rows."""

    def __init__(self, url, catalog_url):
        self._url = url
        self._catalog_url = catalog_url
        self._idle = None

    async def __call__(self, scope, receive, send):
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if scope["method"] != "POST":
            await send({"type": "http.response.start", "status": 405, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        answer = await self._answer(_SQL[orjson.loads(body)["case"]])
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    async def _answer(self, sql):
        record, connection = both = await self._idle.get()
        try:
            await record.execute(_LINE, [_SAID], prepare=True)
            cursor = await connection.execute(sql, prepare=True)
            ((text,),) = await cursor.fetchall()
        finally:
            self._idle.put_nowait(both)
        return text.encode()

    async def _live(self, receive, send):
        await receive()
        self._idle = asyncio.Queue()
        for _ in range(_CONNECTIONS):
            record = await psycopg.AsyncConnection.connect(self._catalog_url, autocommit=True)
            connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
            self._idle.put_nowait((record, connection))
        await record.execute(_TABLE)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        while not self._idle.empty():
            for each in self._idle.get_nowait():
                await each.close()
        await send({"type": "lifespan.shutdown.complete"})


if __name__ == "__main__":
    view = View(sys.argv[1], sys.argv[2])
    uvicorn.run(view, host="127.0.0.1", port=int(sys.argv[3]), log_config=None)

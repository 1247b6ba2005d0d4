"""The floor: SQL written by hand in a bare ASGI view, no token, no decision, no audit.

`python -m tests.bench.peer.bare URL PORT` serves; a request names its case, PostgreSQL writes JSON.
"""

import asyncio
import sys

import orjson
import psycopg
import uvicorn

from tests.bench.peer.cases import CASES

_CONNECTIONS = 16
_SQL = {case.name: case.sql for case in CASES}


class View:
    def __init__(self, url):
        self._url = url
        self._idle = None

    async def __call__(self, scope, receive, send):
        if scope["type"] == "lifespan":
            await self._live(receive, send)
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
        connection = await self._idle.get()
        try:
            cursor = await connection.execute(sql, prepare=True)
            ((text,),) = await cursor.fetchall()
        finally:
            self._idle.put_nowait(connection)
        return text.encode()

    async def _live(self, receive, send):
        await receive()
        self._idle = asyncio.Queue()
        for _ in range(_CONNECTIONS):
            connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
            self._idle.put_nowait(connection)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        while not self._idle.empty():
            await self._idle.get_nowait().close()
        await send({"type": "lifespan.shutdown.complete"})


if __name__ == "__main__":
    uvicorn.run(View(sys.argv[1]), host="127.0.0.1", port=int(sys.argv[2]), log_config=None)

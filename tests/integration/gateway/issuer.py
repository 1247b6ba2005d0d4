"""An issuer of tokens: a real HTTP server of keys, which can be slow, wrong or silent."""

import asyncio
from contextlib import asynccontextmanager

import orjson
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet


def ec_key():
    return ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)


class Issuer:
    """`asked` counts; while `may_answer` is clear nothing comes back; `status` is what does."""

    def __init__(self, url):
        self.url = url
        self.keys = [ec_key()]
        self.asked = 0
        self.status = 200
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.is_asked = asyncio.Event()

    def token(self, key=None, header=None, **claims):
        key = key or self.keys[0]
        return jwt.encode({"alg": "ES256", "kid": key.kid, **(header or {})}, claims, key)

    async def serve(self, reader, writer):
        try:
            await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            # Whoever came has left without a word.
            writer.close()
            return
        self.asked += 1
        self.is_asked.set()
        await self.may_answer.wait()
        body = orjson.dumps(KeySet(self.keys).as_dict(private=False))
        head = f"HTTP/1.1 {self.status} .\r\nContent-Length: {len(body)}\r\nConnection: close"
        writer.write(head.encode() + b"\r\n\r\n" + body)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def open_issuer():
    issuer = Issuer("")
    server = await asyncio.start_server(issuer.serve, "127.0.0.1", 0)
    issuer.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/jwks"
    try:
        yield issuer
    finally:
        issuer.may_answer.set()
        server.close()

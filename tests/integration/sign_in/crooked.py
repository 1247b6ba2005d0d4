"""A provider that answers whatever a test wants: the right thing, but for what is named."""

import base64
import hashlib
import json
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import uvicorn
from joserfc import jws, jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from deploy.local.process import free_port
from tests.signing_in import SIRET, served

CLIENT, SECRET = "interco", "a-secret-of-tests"
SUB = "agathe"


def new_key():
    return ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)


@dataclass
class Crooked:
    """`id_token`, `userinfo` and `discovery` change what is said; None leaves a claim out.

    `sign` makes a token of claims; `signed_userinfo` is its media type; `asked` counts by address.
    """

    address: str
    key: ECKey = field(default_factory=new_key)
    published: list = field(default_factory=list)
    id_token: dict = field(default_factory=dict)
    userinfo: dict = field(default_factory=dict)
    discovery: dict = field(default_factory=dict)
    token_answer: tuple | None = None
    userinfo_status: int = 200
    sign: object = None
    sign_userinfo: object = None
    is_down: bool = False
    asked: dict = field(default_factory=dict)
    codes: dict = field(default_factory=dict)
    shown: dict = field(default_factory=dict)

    def __post_init__(self):
        self.rsa = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)

    def reset(self):
        """Honest again, with the keys that it has published."""
        self.id_token, self.userinfo, self.discovery = {}, {}, {}
        self.token_answer, self.userinfo_status, self.is_down = None, 200, False
        self.sign = self.sign_userinfo = None
        self.codes.clear()

    def answer(self, authorization, **changed):
        """What the browser brings back from an authorization address: its query."""
        code = f"code-{len(self.codes)}-{time.monotonic_ns()}"
        self.codes[code] = authorization
        honest = {"code": code, "state": authorization["state"], "iss": self.address}
        return {k: v for k, v in {**honest, **changed}.items() if v is not None}

    def signed(self, claims, key=None, **header):
        key = key or self.key
        algorithm = "RS256" if isinstance(key, RSAKey) else "ES256"
        return jwt.encode({"alg": algorithm, "kid": key.kid, **header}, claims, key)

    def by_shared_secret(self, claims):
        """HS256 with the public key as its secret: what a careless verifier takes."""
        secret = OctKey.import_key(json.dumps(self.key.as_dict(private=False)).encode())
        header = {"alg": "HS256", "kid": self.key.kid}
        return jws.serialize_compact(header, json.dumps(claims), secret, algorithms=["HS256"])

    def unsigned(self, claims):
        parts = [{"alg": "none", "kid": self.key.kid}, claims]
        return ".".join([*(_written(each) for each in parts), ""])

    async def respond(self, request):
        path = request.url.path
        self.asked[path] = self.asked.get(path, 0) + 1
        if self.is_down:
            return Response(status_code=503)
        match path:
            case "/.well-known/openid-configuration":
                return JSONResponse({**self._metadata(), **self.discovery})
            case "/jwks":
                keys = [self.key, self.rsa, *self.published]
                return JSONResponse(KeySet(keys).as_dict(private=False))
            case "/token":
                return await self._token(request)
            case _:
                return self._userinfo()

    def _metadata(self):
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/jwks",
            "end_session_endpoint": f"{self.address}/end",
            "authorization_response_iss_parameter_supported": True,
        }

    async def _token(self, request):
        form = dict(parse_qsl((await request.body()).decode()))
        self.shown = form
        if self.token_answer is not None:
            status, body = self.token_answer
            return JSONResponse(body, status)
        authorization = self.codes.pop(form.get("code"), None)
        if authorization is None or not _proves_key(form, authorization):
            return JSONResponse({"error": "invalid_grant"}, 400)
        access = "an-access-token"
        digest = hashlib.sha256(access.encode()).digest()[:16]
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": SUB,
            "iat": now,
            "exp": now + 300,
            "nonce": authorization["nonce"],
            "at_hash": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "acr": "eidas1",
        }
        token = (self.sign or self.signed)(_without_none({**claims, **self.id_token}))
        return JSONResponse(
            {"access_token": access, "token_type": "Bearer", "id_token": token, "expires_in": 60}
        )

    def _userinfo(self):
        said = {
            "sub": SUB,
            "given_name": "Agathe",
            "usual_name": "Le Goff",
            "siret": SIRET,
            "organization_label": "SMICTOM",
            "roles": ["agent_public_territorial"],
            "belonging_population": "agent",
            "iss": self.address,
            "aud": CLIENT,
        }
        claims = _without_none({**said, **self.userinfo})
        if self.sign_userinfo is None:
            return JSONResponse(claims, self.userinfo_status)
        return Response(self.sign_userinfo(claims), media_type="application/jwt")


@contextmanager
def running_crooked():
    address = f"http://127.0.0.1:{free_port()}"
    crooked = Crooked(address)
    app = Starlette(routes=[Route("/{rest:path}", crooked.respond, methods=["GET", "POST"])])
    port = int(address.rpartition(":")[2])
    config = uvicorn.Config(
        app, host="127.0.0.1", port=port, log_config=None, access_log=False, lifespan="off"
    )
    with served(config):
        yield crooked


def _proves_key(form, authorization):
    """PKCE (RFC 7636): the code is given to who began alone."""
    challenge = authorization.get("code_challenge")
    if challenge is None:
        return "code_verifier" not in form
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == challenge


def _without_none(claims):
    return {name: value for name, value in claims.items() if value is not None}


def _written(part):
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()

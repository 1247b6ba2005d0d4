"""A twin of ProConnect as a server of its own: npm's `oidc-provider`, from the lock beside it."""

import hashlib
import json
import secrets
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from joserfc.jwk import ECKey, KeySet, RSAKey

from deploy.local.cache import cached
from deploy.local.commands import run_command
from deploy.local.environment import find_program
from deploy.local.prerequisites import MissingPrerequisite
from deploy.local.process import HOST, ServerCommand, run_folder, running_server

_RECIPE = Path(__file__).with_name("proconnect")
_FILES = ("package.json", "package-lock.json", ".npmrc")
SIGNED, BY_KEY, PLAIN = "proconnect", "proconnect-cle", "proconnect-json"
"""Its three clients, each as one provider of the gateway: ES256 and a secret, RS256 and a key of
its own, userinfo as JSON.
"""


@dataclass(frozen=True)
class ProConnectTwin:
    """`client_key` is the private key (PEM) of the client that has no secret."""

    issuer: str
    client_secret: str = field(repr=False)
    client_key: bytes = field(repr=False)
    gateway: str = ""

    def callback_of(self, client_id):
        """Where it sends browsers back to."""
        return f"{self.gateway}/sign-in/{client_id}/callback"

    def sub_of(self, client_id, email):
        """Each service knows a person by another `sub`."""
        return hashlib.sha256(f"{client_id}|{email}".encode()).hexdigest()


def fetch_twin():
    """The folder of its installation, by npm, once."""
    npm = find_program("npm")
    if npm is None:
        raise MissingPrerequisite("npm 10 or newer", "sudo apt-get install -y npm")

    def install(folder):
        for name in _FILES:
            shutil.copy(_RECIPE / name, folder)
        command = [npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"]
        run_command(command, "ProConnect's twin: npm ci", folder=folder)

    digest = hashlib.sha256((_RECIPE / "package-lock.json").read_bytes()).hexdigest()[:12]
    return cached("proconnect-twin", digest, install)


@contextmanager
def running_proconnect(gateway, door=None):
    """For a gateway at this address: the callbacks of its three providers are registered.

    `door`: the only way to it that its own addresses name.
    """
    home = fetch_twin()
    # Keys of this very start: a client that kept those of another must notice.
    own_keys = KeySet(
        [
            RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True),
            ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True),
        ]
    )
    client_key = RSAKey.generate_key(2048)
    public = {**client_key.as_dict(private=False), "kid": client_key.thumbprint(), "use": "sig"}
    secret = secrets.token_urlsafe(32)

    def client(name, algorithm, **more):
        return {
            "client_id": name,
            "redirect_uris": [f"{gateway}/sign-in/{name}/callback"],
            "post_logout_redirect_uris": [f"{gateway}/signed-out"],
            "grant_types": ["authorization_code", "refresh_token"],
            "id_token_signed_response_alg": algorithm,
            "subject_type": "pairwise",
            **more,
        }

    by_secret = {"client_secret": secret, "token_endpoint_auth_method": "client_secret_post"}
    by_key = {"token_endpoint_auth_method": "private_key_jwt", "jwks": {"keys": [public]}}
    clients = [
        client(
            SIGNED,
            "ES256",
            userinfo_signed_response_alg="ES256",
            introspection_signed_response_alg="ES256",
            **by_secret,
        ),
        client(BY_KEY, "RS256", userinfo_signed_response_alg="RS256", **by_key),
        client(PLAIN, "RS256", **by_secret),
    ]
    with run_folder("proconnect") as folder:
        (folder / "node_modules").symlink_to(home / "node_modules")
        shutil.copy(_RECIPE / "twin.mjs", folder)

        def shown(port):
            if door is None:
                return port
            door.to = port
            return door.port

        def command_for(port):
            jwks = own_keys.as_dict(private=True)
            settings = {"port": port, "shown": shown(port), "clients": clients, "jwks": jwks}
            return ServerCommand(
                name="ProConnect's twin",
                arguments=[find_program("node"), folder / "twin.mjs", json.dumps(settings)],
                log_path=folder / "twin.log",
                secrets=(secret,),
            )

        with running_server(folder, command_for, _is_ready) as port:
            yield ProConnectTwin(
                f"http://{HOST}:{shown(port)}/api/v2",
                secret,
                client_key.as_pem(private=True),
                gateway,
            )


def _is_ready(port):
    address = f"http://{HOST}:{port}/api/v2/.well-known/openid-configuration"
    try:
        return httpx.get(address, timeout=1, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False

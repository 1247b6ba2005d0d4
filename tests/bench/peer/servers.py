"""The four sides, each a server process of its own over the same PostgreSQL."""

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.local.cache import cached
from deploy.local.commands import run_command
from deploy.local.environment import find_program
from deploy.local.prerequisites import MissingPrerequisite
from deploy.local.process import free_port
from gateway.base.demo_issuer import DEMO_ISSUER
from gateway.demo_mode.state import AUDIENCE
from tests.bench.peer.gateway import SECRET

_ROOT = Path(__file__).resolve().parents[3]
_RECIPE = Path(__file__).with_name("postgraphile")
_READY_S = 60


@dataclass(frozen=True)
class Side:
    """Where it listens; `headers` go with each request."""

    name: str
    url: str
    headers: tuple[tuple[str, str], ...]


def fetch_postgraphile():
    """The folder of its installation, by npm from the lock beside this file, once."""
    npm = find_program("npm")
    if npm is None:
        raise MissingPrerequisite("npm 10 or newer", "sudo apt-get install -y npm")

    def install(folder):
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(_RECIPE / name, folder)
        arguments = [npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"]
        run_command(arguments, "PostGraphile: npm ci", folder=folder)

    return cached("postgraphile", "5.1.5", install)


@contextmanager
def running_sides(ground, folder, catalog_url, token):
    """Ours, PostGraphile bare and with duties, the bare view: all up, all ended afterwards."""
    postgraphile = _placed(fetch_postgraphile(), folder)
    here = {**os.environ, "PYTHONPATH": str(_ROOT), SECRET: ground.password}
    node = {
        **os.environ,
        "DATABASE_URL": ground.url,
        "NODE_ENV": "production",
        "GRAPHILE_ENV": "production",
    }
    duties = {
        **node,
        "DATABASE_URL": ground.duties_url,
        "KEY_SET": str(folder / "issuer.jwks.json"),
        "ISSUER": DEMO_ISSUER,
        "AUDIENCE": AUDIENCE,
    }
    serving = [str(postgraphile / "node_modules/.bin/node"), str(postgraphile / "server.mjs")]
    python = [sys.executable, "-m"]
    authorization = ("Authorization", f"Bearer {token}")
    with ExitStack() as stack:

        def start(name, path, command, environment, headers=()):
            port = free_port()
            stack.enter_context(_process([*command, str(port)], environment))
            side = Side(name, f"http://127.0.0.1:{port}{path}", headers)
            _wait(side)
            return side

        yield (
            start(
                "Interco",
                "/graphql",
                [*python, "tests.bench.peer.gateway", str(folder), catalog_url],
                here,
                (authorization,),
            ),
            start("PostGraphile", "/graphql", serving, node),
            start("PostGraphile with duties", "/graphql", serving, duties, (authorization,)),
            start(
                "bare ASGI",
                "/",
                [*python, "tests.bench.peer.bare", ground.url, catalog_url],
                here,
            ),
        )


def _placed(installed, folder):
    """Its servers as they are now, beside what npm installed once."""
    placed = folder / "postgraphile"
    placed.mkdir()
    for name in ("server.mjs", "duties.mjs"):
        shutil.copy(_RECIPE / name, placed)
    (placed / "node_modules").symlink_to(installed / "node_modules")
    return placed


@contextmanager
def _process(command, environment):
    process = subprocess.Popen(command, env=environment, cwd=_ROOT, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _wait(side):
    """Until it answers anything at all."""
    deadline = time.monotonic() + _READY_S
    while True:
        try:
            with urllib.request.urlopen(side.url, timeout=1):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)

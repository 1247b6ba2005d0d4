"""The steps of deploy/Dockerfile without a container engine, in a root folder: as root, on Linux.

    debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates bookworm ROOT
    python -m deploy.image_steps ROOT

Both stages run in the one root, which stands for their base image; each RUN is a chroot. At the end
the image's own command and health check are tried as its user, on a read-only file system; with
`--made`, nothing else: ROOT is where a built image is mounted.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_SERVED = """
set -e
umask 077
head -c 32 /dev/urandom >$INTERCO_STATE/master.key
echo '{keys}' >/tmp/keys.json
.venv/bin/python -m gateway.cli version
.venv/bin/python -m gateway.cli serve --workers 2 >/tmp/log 2>&1 & gateway=$!
tries=0
until {health} 2>/dev/null; do
  tries=$((tries + 1))
  [ $tries -lt 90 ] || {{ cat /tmp/log; exit 1; }}
  sleep 1
done
echo healthy
touch /srv/interco/x 2>/dev/null && exit 2
kill $gateway
wait $gateway && echo stopped
"""
# A key of nobody's: the point that the curve is made from.
_KEYS = {
    "kty": "EC",
    "crv": "P-256",
    "kid": "nobody",
    "x": "axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY",
    "y": "T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU",
}
_ISSUER = {"issuer": "https://login.example", "jwks_file": "/tmp/keys.json"}
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
PROJECT = Path(__file__).resolve().parents[1]
_OF_THIS_MACHINE = (
    *("etc/resolv.conf", "etc/hosts", "etc/pip.conf"),
    "etc/ssl/certs/ca-certificates.crt",
)
_TRIED = """
set -e
mount --bind "$1" "$1"
mount -o remount,bind,ro "$1"
mount -t tmpfs -o mode=1777 tmpfs "$1/tmp"
mount -t tmpfs -o mode=700,uid=10001,gid=10001 tmpfs "$1/var/lib/interco"
mount -t proc proc "$1/proc"
mount --rbind /dev "$1/dev"
shift_root=$1; shift
exec chroot --userspec=10001:10001 "$shift_root" "$@"
"""


def steps(dockerfile: str) -> Iterator[tuple[str, str]]:
    """Each instruction and the rest of it, lines that go on joined."""
    lines = [line for line in dockerfile.splitlines() if not line.lstrip().startswith("#")]
    for line in re.sub(r"\s*\\\n\s*", " ", "\n".join(lines)).splitlines():
        name, _, rest = line.strip().partition(" ")
        if name:
            yield name.upper(), rest.strip()


def _steps_of_image() -> Iterator[tuple[str, str]]:
    return steps((PROJECT / "deploy" / "Dockerfile").read_text("utf-8"))


def _variables(rest: str) -> dict[str, str]:
    return dict(re.findall(r"(\w+)=(\S+)", rest))


def environment_of_image() -> dict[str, str]:
    """The environment variables with which the processes of the image start."""
    environment = {"PATH": _PATH}
    for name, rest in _steps_of_image():
        if name == "ENV":
            environment |= _variables(rest)
    return {**environment, "HOME": "/var/lib/interco"}


def make(root: Path) -> None:
    environment = {"PATH": _PATH}
    place = "/"
    for name, rest in _steps_of_image():
        print(f"{name} {rest[:100]}", flush=True)
        match name:
            case "ENV":
                environment |= _variables(rest)
            case "WORKDIR":
                place = rest
                (root / place.lstrip("/")).mkdir(parents=True, exist_ok=True)
            case "COPY" if not rest.startswith("--from"):
                *sources, target = rest.split()
                for source in sources:
                    _copy(PROJECT / source, root / place.lstrip("/") / target)
            case "RUN":
                _chroot(root, environment, "sh", "-ec", f"cd {place}; {rest}")


def _copy(source: Path, target: Path) -> None:
    """A folder's content, without what no image holds; a file into a folder."""
    if source.is_dir():
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=ignored)
    else:
        shutil.copy(source, target)


def _chroot(root: Path, environment: dict[str, str], *command: str) -> None:
    # Where packages come from is this machine's to say.
    own = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    subprocess.run(["chroot", root, *command], env={**own, **environment}, check=True)


def run_in_image(
    root: Path, environment: dict[str, str], *command: str
) -> subprocess.CompletedProcess[str]:
    """As the image's user, on a read-only file system but for /tmp and the state."""
    inside = ["sh", "-c", 'cd /srv/interco && exec "$@"', "sh", *command]
    return subprocess.run(
        ["unshare", "--mount", "sh", "-c", _TRIED, "sh", str(root), *inside],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def main(root: Path, *, is_made: bool) -> int:
    if not is_made:
        # How this machine reaches a registry, and whom it trusts.
        for name in _OF_THIS_MACHINE:
            if Path("/", name).is_file():
                shutil.copy(Path("/", name), root / name)
        python = root / "usr/local/bin/python"
        if not python.exists():
            python.symlink_to("/usr/bin/python3")
        make(root)
    environment = environment_of_image()
    environment |= {"INTERCO_POLICY": "embedded", "INTERCO_ISSUERS": json.dumps([_ISSUER])}
    tried = run_in_image(root, environment, "sh", "-c", _served())
    print(tried.stdout + tried.stderr[-2000:])
    return tried.returncode


def _served() -> str:
    """The image's own command, until its own health check is content."""
    (rest,) = (rest for name, rest in _steps_of_image() if name == "HEALTHCHECK")
    health = shlex.join(json.loads(rest.partition("CMD")[2]))
    return _SERVED.format(health=health, keys=json.dumps({"keys": [_KEYS]}))


if __name__ == "__main__":
    *options, place = sys.argv[1:]
    sys.exit(main(Path(place).resolve(), is_made="--made" in options))

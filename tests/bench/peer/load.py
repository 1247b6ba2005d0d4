"""One request asked once; and asked again and again by wrk, 1 or 16 at a time."""

import json
import re
import subprocess
import tempfile
import urllib.request
from pathlib import Path

import orjson

from deploy.local.environment import find_program
from deploy.local.prerequisites import install_debian_package

_SECONDS = 3
_SCRIPT = """wrk.method = "POST"
wrk.body = {body}
wrk.headers["Content-Type"] = "application/json"
{headers}"""


def fetch_wrk():
    if find_program("wrk") is None:
        install_debian_package("wrk", "wrk, the load generator")
    return find_program("wrk")


def ask_once(side, body):
    """The whole answer, read."""
    headers = {"Content-Type": "application/json", **dict(side.headers)}
    request = urllib.request.Request(side.url, orjson.dumps(body), headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def requests_a_second(wrk, side, body, clients, seconds=_SECONDS):
    """Answers a second while `clients` ask without pause; an answer that is not 200 is an error."""
    headers = "\n".join(f'wrk.headers["{name}"] = "{value}"' for name, value in side.headers)
    script = _SCRIPT.format(body=json.dumps(orjson.dumps(body).decode()), headers=headers)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        Path(file.name).write_text(script)
        command = [wrk, "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "20s"]
        done = subprocess.run(
            [*command, "-s", file.name, side.url], capture_output=True, text=True, check=True
        )
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise RuntimeError(f"{side.name}: {done.stdout}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1])

"""A neighbour in a process of its own: one small question after another, and how long each took.

Run as `python -m tests.attacks.availability.neighbour ADDRESS FILE`.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import httpx

_QUESTION = {"query": "{ sde35 { bornesRecharge(first: 5) { nodes { nomStation } } } }"}
_PAUSE_S = 0.02


def main(address: str, told: Path) -> None:
    with (
        httpx.Client(base_url=address, timeout=120, trust_env=False) as client,
        told.open("a") as out,
    ):
        while True:
            begun = time.monotonic()
            is_right = b"nomStation" in client.post("/graphql", json=_QUESTION).content
            took = time.monotonic() - begun
            out.write(json.dumps({"at": begun, "took": took, "right": is_right}) + "\n")
            out.flush()
            time.sleep(_PAUSE_S)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))

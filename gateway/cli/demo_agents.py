"""The demo's agents and their tokens, without opening its store: that takes a second."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from difflib import get_close_matches
from pathlib import Path

from gateway.base.demo_issuer import DEMO_ISSUER
from gateway.base.problems import NoSuchAgent
from gateway.demo_mode.state import DemoState

_AGENTS = "SELECT body FROM catalog_entry WHERE family = 'agent' AND until_version IS NULL"


def token_of(state: DemoState, agent: str) -> str:
    """Raises NoSuchAgent, with the nearest name; OSError where the demo is not made yet."""
    agents = agents_of(state.folder)
    if agent not in agents:
        raise no_such_agent(agent, agents)
    return state.token_of(agent, agents[agent])


def agents_of(folder: Path) -> Mapping[str, str | None]:
    """The SIREN of each, None for the operator's. Raises OSError where there is no catalog yet,
    or one that another version made.
    """
    file = folder / "catalog.sqlite"
    is_full = DemoState(folder).full_stack_marker.exists()
    if not (is_full or (folder / "applied.json").exists()) or not file.exists():
        raise FileNotFoundError(file)
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as store:
            bodies = [json.loads(body) for (body,) in store.execute(_AGENTS)]
    except (sqlite3.Error, ValueError) as error:
        raise OSError(str(error)) from None
    return {each["sub"]: each["organisation"] for each in bodies if each["issuer"] == DEMO_ISSUER}


def no_such_agent(name: str, known: Iterable[str]) -> NoSuchAgent:
    """With the one that is spelled nearly so, and its like; with all where none is."""
    every = sorted(known)
    near = get_close_matches(name.lower(), every, n=4, cutoff=0.75)
    return NoSuchAgent(
        agent=name,
        known=", ".join(near or every),
        did_you_mean=near[0] if near else None,
    )

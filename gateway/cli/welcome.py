"""Prints the welcome of `interco demo` in the terminal's language: agents, queries to paste."""

from __future__ import annotations

from pathlib import Path

from catalog.model.organisation import Organisation
from catalog.snapshot import Snapshot
from catalog.store import open_store
from gateway.base.settings import DEMO_ISSUER
from gateway.cli.agreement_pages import Page
from gateway.demo_mode.state import DemoState

_USUAL = ("agent", "steward", "approver", "dpo")
QUERIES = Path(__file__).resolve().parents[2] / "demo" / "queries"


async def welcome(state: DemoState, port: int) -> None:
    store = await open_store(state.settings().database_url)
    try:
        catalog = await store.current()
    finally:
        await store.aclose()
    page = Page()
    address = f"http://127.0.0.1:{port}"
    page.say(
        f"Interco : démonstration sur {address} (Ctrl-C pour arrêter)",
        f"Interco: demo at {address} (Ctrl-C to stop)",
    )
    page.say("Organisations réelles, lignes synthétiques.\n", "Real bodies, synthetic rows.\n")
    page.say(
        "Agents : agent@, steward@, approver@ et dpo@ de chacune, sauf mention :",
        "Agents: agent@, steward@, approver@ and dpo@ of each, unless others are named:",
    )
    shown = [
        body
        for body in sorted(catalog.organisations.values(), key=lambda body: body.name)
        if catalog.datasets_of(body.siren)
    ]
    width = max((len(body.slug) for body in shown), default=0)
    for body in shown:
        line = f"  @{body.slug:<{width}} {_body_line(body, catalog, page)}"
        page.say(line, line)
    page.say("  operator@interco : l'exploitant", "  operator@interco: the operator")
    where = "" if str(state.folder) == ".interco" else f" --state {state.folder}"
    for file in sorted(QUERIES.glob("*.graphql")):
        heading = _heading(file)
        command = f"./interco query demo/queries/{file.name}"
        command += f" --as {heading['as']}" if "as" in heading else ""
        command += f" --purpose {heading['purpose']}" if "purpose" in heading else ""
        pasted = f"\n    {command}{where}"
        page.say(f"\n{heading['fr']}{pasted}", f"\n{heading['en']}{pasted}")
    token = f"./interco token agent@valcobreizh{where}"
    page.say(
        f"\nConsole : {address}/   jeton : {token}\n", f"\nConsole: {address}/   token: {token}\n"
    )


def _body_line(organisation: Organisation, catalog: Snapshot, page: Page) -> str:
    """Its name, its datasets, what its agents may ask for; and its agents where they are others."""
    agents = [
        agent
        for agent in catalog.agents.values()
        if agent.organisation == organisation.siren and agent.issuer == DEMO_ISSUER
    ]
    datasets = ", ".join(dataset.name for dataset in catalog.datasets_of(organisation.siren))
    purposes = sorted(frozenset[str]().union(*(agent.purposes for agent in agents)))
    colon = page.word(" :", ":")
    line = f"{organisation.name}{colon} {datasets}"
    line += f" ({', '.join(purposes)})" if purposes else ""
    names = sorted(agent.sub for agent in agents)
    if names == sorted(f"{role}@{organisation.slug}" for role in _USUAL):
        return line
    return f"{line} - {', '.join(names) or page.word('aucun agent', 'no agent')}"


def _heading(file: Path) -> dict[str, str]:
    """Of a query file's first comments (`# as: …`): its title in `fr` and `en`, `as`, `purpose`."""
    comments = [
        line[1:].strip() for line in file.read_text("utf-8").splitlines() if line[:1] == "#"
    ]
    title, *others = comments
    return {"fr": title, **dict(comment.split(": ", 1) for comment in others)}

"""What `interco demo` prints: who can try what, with three queries to paste."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from catalog.model.organisation import Organisation
from catalog.snapshot import Snapshot
from catalog.store import open_store
from gateway.demo_mode.state import DemoState
from gateway.settings import DEMO_ISSUER

_USUAL = ("agent", "steward", "approver", "dpo")
QUERIES = Path(__file__).resolve().parents[2] / "demo" / "queries"


async def welcome(state: DemoState, port: int) -> None:
    store = await open_store(state.settings().database_url)
    try:
        catalog = await store.current()
    finally:
        await store.aclose()
    out = Console(highlight=False, soft_wrap=True)
    address = f"http://127.0.0.1:{port}"
    out.print(f"Interco — démonstration sur {address} (Ctrl-C pour arrêter / to stop)")
    out.print("Organisations réelles, lignes synthétiques. / Real bodies, synthetic rows.\n")
    out.print("Agents : agent@, steward@, approver@ et dpo@ de chacune, sauf mention / of each :")
    shown = [
        each
        for each in sorted(catalog.organisations.values(), key=lambda each: each.name)
        if catalog.datasets_of(each.siren)
    ]
    width = max((len(each.slug) for each in shown), default=0)
    for organisation in shown:
        out.print(f"  @{organisation.slug:<{width}} {_told(organisation, catalog)}", markup=False)
    out.print("  operator@interco : l'exploitant / the operator")
    where = "" if str(state.folder) == ".interco" else f" --state {state.folder}"
    for file in sorted(QUERIES.glob("*.graphql")):
        title, agent, purpose = _heading(file)
        asked = f"./interco query demo/queries/{file.name}"
        asked += f" --as {agent}" if agent else ""
        asked += f" --purpose {purpose}" if purpose else ""
        asked += where
        out.print(f"\n{title}\n    {asked}", markup=False)
    out.print(
        f"\nConsole : {address}/   jeton / token : ./interco token agent@valcobreizh{where}\n"
    )


def _told(organisation: Organisation, catalog: Snapshot) -> str:
    """Its name, its datasets, what its agents may ask for; and its agents where they are others."""
    agents = [
        each
        for each in catalog.agents.values()
        if each.organisation == organisation.siren and each.issuer == DEMO_ISSUER
    ]
    datasets = ", ".join(each.name for each in catalog.datasets_of(organisation.siren))
    purposes = sorted(frozenset[str]().union(*(each.purposes for each in agents)))
    told = f"{organisation.name} : {datasets}" + (f" ({', '.join(purposes)})" if purposes else "")
    names = sorted(each.sub for each in agents)
    if names == sorted(f"{role}@{organisation.slug}" for role in _USUAL):
        return told
    return f"{told} - {', '.join(names) or 'aucun agent / no agent'}"


def _heading(file: Path) -> tuple[str, str | None, str | None]:
    """Title, agent and purpose from a query file's first comments (`# as: …`, `# purpose: …`)."""
    said = [line[1:].strip() for line in file.read_text("utf-8").splitlines() if line[:1] == "#"]
    values = dict(line.split(": ", 1) for line in said if ": " in line)
    return said[0], values.get("as"), values.get("purpose")

"""What `interco demo` prints: who can try what, with three queries to paste."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from catalog.store import open_store
from gateway.demo_state import DemoState
from gateway.settings import DEMO_ISSUER

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
    out.print("Agents : agent@, steward@, approver@ et dpo@ de chacune / of each :")
    for organisation in sorted(catalog.organisations.values(), key=lambda each: each.name):
        purposes = frozenset[str]().union(
            *(
                agent.purposes
                for agent in catalog.agents.values()
                if agent.organisation == organisation.siren and agent.issuer == DEMO_ISSUER
            )
        )
        datasets = ", ".join(each.name for each in catalog.datasets_of(organisation.siren))
        if datasets:
            out.print(
                f"  @{organisation.slug:<20} {organisation.name} : {datasets}"
                f" ({', '.join(sorted(purposes))})",
                markup=False,
            )
    out.print("  operator@interco      l'exploitant / the operator")
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


def _heading(file: Path) -> tuple[str, str | None, str | None]:
    """Title, agent and purpose from a query file's first comments (`# as: …`, `# purpose: …`)."""
    said = [line[1:].strip() for line in file.read_text("utf-8").splitlines() if line[:1] == "#"]
    values = dict(line.split(": ", 1) for line in said if ": " in line)
    return said[0], values.get("as"), values.get("purpose")

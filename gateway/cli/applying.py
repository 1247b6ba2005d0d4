"""`interco apply`, against the demo's own store or a gateway elsewhere."""

from __future__ import annotations

from pathlib import Path

import httpx

from catalog.declaration.declaration import read_declaration
from catalog.declaration.rendering import difference_lines
from gateway.acts.act import apply_declaration
from gateway.base.problems import GatewayDenied, GatewayRefused, GatewayUnreachable
from gateway.cli.demo_folder import find_agent
from gateway.cli.language import language_of_the_terminal
from gateway.demo_mode.catalog import demo_act_ports, ensure_demo_catalog
from gateway.demo_mode.state import DemoState
from gateway.identity.subject import local_subject

_SUFFIXES = {".yaml", ".yml", ".csv"}


async def apply_to_demo(
    paths: list[Path], agent: str, folder: Path, *, dry_run: bool
) -> tuple[str, ...]:
    """Lines of the difference. Approvals are never accepted here: the demo's own data has them."""
    declaration = read_declaration(paths)
    state = DemoState(folder)
    await ensure_demo_catalog(state)
    async with demo_act_ports(state) as ports:
        found = find_agent(await ports.catalog.current(), agent)
        subject = local_subject(found)
        difference = await apply_declaration(
            declaration, subject, ports, dry_run=dry_run, reads_sources=True
        )
    return difference_lines(difference, language_of_the_terminal())


async def apply_to_gateway(
    paths: list[Path], token: str, address: str, *, dry_run: bool
) -> tuple[str, ...]:
    """The files sent to a gateway, which acts as the token's agent."""
    documents = {str(file): file.read_text("utf-8") for file in _files(paths)}
    headers = {
        "Authorization": f"Bearer {token}",
        "Accept-Language": language_of_the_terminal(),
    }
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        try:
            answer = await client.post(
                "/v1/apply", json={"documents": documents, "dryRun": dry_run}, headers=headers
            )
            body = answer.json()
        except (httpx.HTTPError, ValueError):
            raise GatewayUnreachable(address=address) from None
    if answer.is_error:
        told = [f"{each['title']}\n  → {each['detail']}" for each in body.get("problems", [body])]
        refused = GatewayDenied if answer.status_code == httpx.codes.FORBIDDEN else GatewayRefused
        raise refused(said="\n".join(told))
    lines = tuple(body["difference"])
    return (*lines, _where(address)) if any(each.startswith("!") for each in lines) else lines


def _where(address: str) -> str:
    return (
        f"Les fichiers de données sont ceux de la machine de la passerelle ({address}), qui les a "
        "lus ; ceux de cette machine-ci ne lui sont pas envoyés."
        if language_of_the_terminal() == "fr"
        else f"Files of data are those of the gateway's machine ({address}), which has read them; "
        "those of this machine are not sent to it."
    )


def _files(paths: list[Path]) -> list[Path]:
    found = []
    for path in paths:
        beside = path if path.is_dir() else path.parent
        found += [] if path.is_dir() else [path]
        kinds = _SUFFIXES if path.is_dir() else {".csv"}
        found += sorted(each for each in beside.iterdir() if each.suffix in kinds)
    return list(dict.fromkeys(found))

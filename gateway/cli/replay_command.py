"""`interco audit replay`: a past decision made again, from the question that was recorded."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.agreement_pages import Page
from gateway.cli.demo_folder import STATE, STATE_OPTION
from gateway.cli.proof_here import opened_proof, settings_here
from gateway.cli.sharing_output import FORMAT, OutputFormat, print_json

if TYPE_CHECKING:
    from gateway.proof.replaying import Replay

_SAID = {
    "same": ("la même décision, octet pour octet", "the same decision, byte for byte"),
    "other": ("UNE AUTRE DÉCISION sous les mêmes règles", "ANOTHER DECISION under the same rules"),
    "other_law": (
        "les règles d'accès ont changé depuis : reprenez la version d'Interco de ce jour-là",
        "the access rules have changed since: take the version of Interco of that day",
    ),
    "not_comparable": (
        "l'empreinte de la décision n'était pas encore notée",
        "the digest of the decision was not recorded yet",
    ),
}
_DEADLINE_S = 30.0


def add_to(audit: typer.Typer) -> None:
    audit.command(
        name="replay",
        help=(
            "Makes a past decision again from its recorded question. Example: "
            "`./interco audit replay 5c1d9f6b2f4e4b0f8f0a6c3d2e1b7a90`."
        ),
    )(replay)


def replay(
    request: Annotated[str, typer.Argument(help="The reference of the request.")],
    out: FORMAT = OutputFormat.TABLE,
    state: STATE_OPTION = STATE,
) -> None:
    """Exit code 0 when the bytes are the same, 1 otherwise. No storage is asked."""
    replayed = asyncio.run(_replayed(request, state))
    if out is OutputFormat.JSON:
        print_json(
            {
                "outcome": replayed.outcome.value,
                "recorded": {
                    "policyRevision": replayed.recorded_revision,
                    "decisionSha256": replayed.recorded_digest,
                },
                "replayed": {
                    "policyRevision": replayed.decision.revision,
                    "decisionSha256": replayed.decision.fingerprint,
                },
                "questionIsWhole": replayed.is_question_whole,
                "decision": replayed.decision.document.decode(),
            }
        )
    else:
        page = Page()
        page.say(*_SAID[replayed.outcome.value])
        page.say(
            f"  notée : {replayed.recorded_digest or '—'}\n  refaite : "
            f"{replayed.decision.fingerprint}",
            f"  recorded: {replayed.recorded_digest or '—'}\n  replayed: "
            f"{replayed.decision.fingerprint}",
        )
        if not replayed.is_question_whole:
            page.say(
                "  la question gardée n'est plus celle d'alors : l'identité en a été effacée, ou"
                " elle a été modifiée (./interco audit verify --from-store)",
                "  the question that is kept is not that of then any more: the identity in it was"
                " erased, or it was changed (./interco audit verify --from-store)",
            )
    if replayed.outcome.value != "same":
        raise typer.Exit(1)


async def _replayed(request: str, state: Path) -> Replay:
    from gateway.proof.replaying import replay_request
    from policies.embedded import EmbeddedPolicy

    law = EmbeddedPolicy(deadline_s=_DEADLINE_S)
    try:
        async with opened_proof(settings_here(state)) as (store, _):
            return await replay_request(await store.recorded_request(request), law)
    finally:
        await law.aclose()

"""Shows both sides exact communes and columns before they sign, and notes who has seen them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted, Actor
from catalog.actions.sharing.acts import OpenPreview
from catalog.actions.sharing.names import ActName
from catalog.actions.sharing.preview import AgreementPreview, PreviewedCommune
from catalog.actions.sharing.scope import owned_within, scope_of
from catalog.actions.sharing.standing import agreement_of_act
from catalog.changes import Changes
from catalog.cog import Cog
from catalog.model.agreement import Agreement, AgreementState, Preview
from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import CommuneCode
from catalog.snapshot import Snapshot

TO_BE_SIGNED = frozenset(
    {AgreementState.DRAFT, AgreementState.SUBMITTED, AgreementState.APPROVED_BY_ONE}
)


def open_preview(act: OpenPreview, actor: Actor, facts: Facts) -> Acted:
    """Recorded while it may still be signed, once for each person, side and hash; else only shown.

    Raises UnknownAgreement.
    """
    agreement, _ = agreement_of_act(act.agreement, actor, facts)
    sentences = (
        Bilingual(
            f"L'aperçu de {agreement.citation} montre les communes et les colonnes exactes ; "
            f"son empreinte est {agreement.sha256}.",
            f"The preview of {agreement.citation} shows the exact communes and columns; "
            f"its hash is {agreement.sha256}.",
        ),
    )
    recorded = agreement
    if agreement.state in TO_BE_SIGNED and not has_seen(agreement, actor):
        recorded = _with_preview(agreement, actor, facts)
    changes = Changes() if recorded is agreement else Changes((recorded,))
    return Acted(ActName.PREVIEW, changes, sentences, agreement=recorded)


def has_seen(agreement: Agreement, actor: Actor) -> bool:
    """Exactly this text, for this side."""
    return any(
        (each.organisation, each.issuer, each.agent, each.version_sha256)
        == (actor.organisation, actor.issuer, actor.agent, agreement.sha256)
        for each in agreement.life.previews
    )


def preview_of(agreement: Agreement, catalog: Snapshot, cog: Cog, at: date) -> AgreementPreview:
    """On the map and under the memberships of `at`; `row_count` is left to the owner's own look."""
    scope = scope_of(agreement, catalog.memberships, cog, at)
    land = scope.land
    owned = owned_within(agreement, catalog.memberships, cog, at)
    given = frozenset[CommuneCode]() if land is None else frozenset(cog.codes(land, at))
    return AgreementPreview(
        citation=agreement.citation,
        version_sha256=agreement.sha256,
        at=at,
        columns=agreement.columns,
        all_rows=land is None,
        communes=() if land is None else _named(cog.codes(land, at), cog, at),
        of_the_owner=()
        if land is None
        else _named(
            (each for each in cog.codes(land, at) if owned is None or each in owned), cog, at
        ),
        partly_covered=() if land is None else _named(cog.partly_covered(land, at), cog, at),
        readers=scope.readers,
        left_out=() if land is None or owned is None else _named(sorted(owned - given), cog, at),
    )


def _named(codes: Iterable[CommuneCode], cog: Cog, at: date) -> tuple[PreviewedCommune, ...]:
    return tuple(PreviewedCommune(code, cog.resolve(code, at).nom) for code in codes)


def _with_preview(agreement: Agreement, actor: Actor, facts: Facts) -> Agreement:
    if actor.organisation is None:
        return agreement
    seen = Preview(
        organisation=actor.organisation,
        issuer=actor.issuer,
        agent=actor.agent,
        at=facts.now,
        version_sha256=agreement.sha256,
    )
    life = replace(agreement.life, previews=(*agreement.life.previews, seen))
    return replace(agreement, life=life)

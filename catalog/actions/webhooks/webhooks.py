"""The rules of webhooks. That one answers its test is asked elsewhere, before it is written."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from urllib.parse import urlsplit

from catalog.actions.facts import Facts, Findings
from catalog.actions.outcome import Acted, Actor
from catalog.actions.problems import ActRefused, Finding, HostNotApproved, UnknownParty
from catalog.actions.secret_references import judge_secret, own_reference
from catalog.actions.webhooks.acts import (
    ReactivateWebhook,
    RegisterWebhook,
    RemoveWebhook,
    TurnOffWebhook,
)
from catalog.actions.webhooks.addresses import MAX_URL, is_approved, read_webhook_address
from catalog.actions.webhooks.kinds import KINDS
from catalog.actions.webhooks.problems import UnknownMessageKind, UnknownWebhook, WebhookRefused
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import Siren
from catalog.model.message import Message
from catalog.model.organisation import Organisation
from catalog.model.webhook import Webhook

MOST_WEBHOOKS = 10
_STEWARDS = frozenset({"steward"})


def register_webhook(act: RegisterWebhook, actor: Actor, facts: Facts) -> Acted:
    """New, or in the place of the one of that name. Raises ActRefused."""
    findings = Findings()
    owner = _acted_for(actor, facts)
    _check_url(act.url, owner, facts, findings)
    secret = own_reference(act.secret, owner.siren)
    if refused := judge_secret(secret, owner.siren, facts):
        findings.add(refused, "secret")
    _check_kinds(act.kinds, findings)
    webhook = Webhook(
        id=f"{owner.slug.sql_name}__{act.name}",
        organisation=owner.siren,
        url=act.url,
        secret=secret,
        since=facts.now,
        kinds=act.kinds,
    )
    others = [each for each in facts.catalog.webhooks_of(owner.siren) if each.id != webhook.id]
    if len(others) >= MOST_WEBHOOKS:
        why = (
            f"un organisme en a {MOST_WEBHOOKS} au plus",
            f"an organisation has {MOST_WEBHOOKS} at most",
        )
        findings.add(_refused(*why), "name")
    findings.raise_any()
    return Acted(
        act="register_webhook",
        changes=Changes(put=(webhook,)),
        sentences=(
            Bilingual(
                f"{owner.name} reçoit ses notifications à {webhook.url}, dès maintenant.",
                f"{owner.name} is notified at {webhook.url}, from now on.",
            ),
        ),
    )


def remove_webhook(act: RemoveWebhook, actor: Actor, facts: Facts) -> Acted:
    """Raises UnknownWebhook."""
    webhook = own_webhook(act.webhook, actor.organisation, facts)
    return Acted(
        act="remove_webhook",
        changes=Changes(removed=(webhook,)),
        sentences=(
            Bilingual(
                f"Plus rien n'est envoyé à {webhook.url}.",
                f"Nothing is sent to {webhook.url} any more.",
            ),
        ),
    )


def reactivate_webhook(act: ReactivateWebhook, actor: Actor, facts: Facts) -> Acted:
    """Nothing to change where it is on. Raises UnknownWebhook; ActRefused if it may be no more."""
    webhook = own_webhook(act.webhook, actor.organisation, facts)
    findings = Findings()
    owner = _acted_for(actor, facts)
    _check_url(webhook.url, owner, facts, findings)
    findings.raise_any()
    put = () if webhook.active else (replace(webhook, active=True, since=facts.now),)
    return Acted(
        act="reactivate_webhook",
        changes=Changes(put=put),
        sentences=(
            Bilingual(
                f"{webhook.url} est de nouveau notifiée, et reçoit ce qui l'attendait.",
                f"{webhook.url} is notified again, and gets what waited for it.",
            ),
        ),
    )


def turn_off_webhook(act: TurnOffWebhook, facts: Facts) -> Acted:
    """By the clock; its stewards are told. Nothing to change where it is off or gone already."""
    webhook = facts.catalog.webhooks.get(act.webhook)
    if webhook is None or not webhook.active:
        return Acted(act="turn_off_webhook", changes=Changes())
    notice = Message(
        kind="webhook.turned_off",
        key=f"webhook.turned_off/{webhook.id}/{webhook.since.isoformat()}",
        to=(webhook.organisation,),
        roles=_STEWARDS,
        about=webhook.id,
        # The host alone: the rest of an address may hold a token.
        facts={"host": urlsplit(webhook.url).hostname or ""},
    )
    return Acted(
        act="turn_off_webhook",
        changes=Changes(put=(replace(webhook, active=False),), messages=(notice,)),
    )


def own_webhook(webhook_id: str, organisation: Siren | None, facts: Facts) -> Webhook:
    """Another organisation's answers as one that does not exist. Raises UnknownWebhook."""
    found = facts.catalog.webhooks.get(webhook_id)
    if found is None or organisation is None or found.organisation != organisation:
        raise UnknownWebhook(webhook=webhook_id[:130])
    return found


def _acted_for(actor: Actor, facts: Facts) -> Organisation:
    own = actor.organisation
    found = None if own is None else facts.catalog.organisations.get(own)
    if found is None:
        raise ActRefused([Finding(("organisation",), UnknownParty(name=str(own or "")))])
    return found


def _check_url(url: str, owner: Organisation, facts: Facts, findings: Findings) -> None:
    address = read_webhook_address(url)
    if address is None:
        why = (
            f"l'adresse est une URL https, sans identifiant ni « # », de {MAX_URL} signes au plus",
            f'the address is an https URL without a user or "#", of {MAX_URL} characters at most',
        )
        findings.add(_refused(*why), "url")
        return
    on_this_machine = facts.demo and address.is_loopback
    if not address.is_https and not on_this_machine:
        why = "l'adresse commence par https://", "the address begins with https://"
        findings.add(_refused(*why), "url")
    if not is_approved(address, owner) and not on_this_machine:
        findings.add(HostNotApproved(host=address.with_port), "url")


def _check_kinds(kinds: frozenset[str], findings: Findings) -> None:
    for kind in sorted(kinds - KINDS):
        near = get_close_matches(kind, sorted(KINDS), n=1)
        findings.add(
            UnknownMessageKind(
                kind=kind[:60],
                known=", ".join(sorted(KINDS)),
                did_you_mean=near[0] if near else None,
            ),
            "kinds",
        )


def _refused(why_fr: str, why_en: str) -> WebhookRefused:
    return WebhookRefused(why_fr=why_fr, why_en=why_en)

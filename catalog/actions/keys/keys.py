"""Keys of machines: made, rotated and revoked by the stewards of a body; rules over digests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from catalog.actions.facts import Facts, Findings
from catalog.actions.keys.problems import (
    KeyEndedUnconfirmed,
    KeyNeedsNoConfirmation,
    KeyRefused,
    UnknownKey,
    UnknownKeyDataset,
)
from catalog.actions.networks import read_networks
from catalog.actions.operations.problems import UnknownOperationName
from catalog.actions.outcome import Acted, Actor
from catalog.actions.purpose_codes import unknown_purpose
from catalog.actions.texts import refuse_unsafe_texts
from catalog.changes import Changes
from catalog.day_words import day_in_words
from catalog.model.bilingual import Bilingual
from catalog.model.doors import DOOR_CODES, DOORS_OF_DOCUMENTS
from catalog.model.identifiers import Siren
from catalog.model.paris import PARIS, paris_day
from catalog.model.service_account import KeyScope, ServiceAccount, StoredKey

MOST_KEYS = 100
MOST_OPEN = 3
"""Of one machine at once: the new one, and those that it is still to give up."""
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class KeyAsked:
    """A steward's request for a key. `datasets` by any of their names; `last_day` None: longest."""

    name: str
    datasets: tuple[str, ...]
    purposes: frozenset[str]
    formats: frozenset[str]
    doors: frozenset[str]
    networks: tuple[str, ...] = ()
    last_day: date | None = None
    operations: tuple[str, ...] = ()
    """Names of saved operations, the only documents that it may send; none: any document."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """`account` and `digest` of what was drawn; `most_days` is the operator's setting."""

    account: str
    digest: str
    most_days: int


def make_key(
    wanted: KeyAsked, new: NewKey, actor: Actor, facts: Facts, formats: Iterable[str]
) -> Acted:
    """Raises ActRefused with everything that is wrong. `formats` are those that there are."""
    own, findings = _own(actor), Findings()
    refuse_unsafe_texts((wanted.name,), findings)
    if not 1 <= len(wanted.name.strip()) <= _LONGEST_NAME:
        _refuse(
            findings, "name", ("son nom est vide ou trop long", "its name is empty or too long")
        )
    opened = [each for each in accounts_of(own, facts) if each.revoked_at is None]
    if len(opened) >= MOST_KEYS:
        why = f"un organisme en a {MOST_KEYS} au plus", f"an organisation has {MOST_KEYS} at most"
        _refuse(findings, "name", why)
    scope = KeyScope(
        datasets=_datasets(wanted.datasets, own, facts, findings),
        purposes=_purposes(wanted.purposes, facts, findings),
        formats=_chosen(wanted.formats, formats, "formats", findings),
        doors=_chosen(wanted.doors, DOOR_CODES, "doors", findings),
        operations=_operations(wanted, own, facts, findings),
    )
    networks = _networks(wanted.networks, findings)
    ends_at = _end(wanted.last_day, new, facts, findings)
    findings.raise_any()
    key = StoredKey(f"{new.account}.1", new.digest, facts.now, ends_at)
    account = ServiceAccount(
        id=new.account,
        organisation=own,
        name=wanted.name.strip(),
        scope=scope,
        keys=(key,),
        made_by=actor.agent,
        made_at=facts.now,
        networks=networks,
    )
    return Acted("make_key", Changes((account,)), (_made(account, ends_at),))


def rotate_key(
    account_id: str,
    new: NewKey,
    last_day: date | None,
    overlap_days: int,
    actor: Actor,
    facts: Facts,
) -> Acted:
    """The keys there are go on for the overlap, the oldest of too many for no longer; the actor
    answers for the machine from now on.

    Raises UnknownKey, ActRefused.
    """
    account, findings = account_called(account_id, actor, facts), Findings()
    ends_at = _end(last_day, new, facts, findings)
    if not 0 <= overlap_days <= new.most_days:
        why = "le recouvrement ne convient pas", "the overlap does not fit"
        _refuse(findings, "overlapDays", why)
    findings.raise_any()
    until = facts.now + timedelta(days=overlap_days)
    kept = [replace(each, ends_at=min(each.ends_at, until)) for each in account.keys]
    opening = [each for each in kept if facts.now < each.ends_at]
    closed = {each.id for each in opening[: max(0, len(opening) - MOST_OPEN + 1)]}
    kept = [replace(each, ends_at=facts.now) if each.id in closed else each for each in kept]
    key = StoredKey(f"{account.id}.{len(kept) + 1}", new.digest, facts.now, ends_at)
    after = replace(account, keys=(*kept, key), made_by=actor.agent, confirm_before=None)
    fr, en = day_in_words(paris_day(until), "fr"), day_in_words(paris_day(until), "en")
    overlap = Bilingual(
        f"L'ancienne clé sert encore jusqu'au {fr}.", f"The earlier key still serves until {en}."
    )
    return Acted("rotate_key", Changes((after,)), (_made(after, ends_at), overlap))


def confirm_key(account_id: str, actor: Actor, facts: Facts) -> Acted:
    """The actor answers from now on for a key whose maker has left. Raises UnknownKey,
    KeyNeedsNoConfirmation, KeyEndedUnconfirmed.
    """
    account = account_called(account_id, actor, facts)
    if account.confirm_before is None:
        raise KeyNeedsNoConfirmation(key=account.name)
    if facts.now >= account.confirm_before:
        raise KeyEndedUnconfirmed(key=account.name)
    after = replace(account, made_by=actor.agent, confirm_before=None)
    sentence = Bilingual(
        f"La clé « {account.name} » ({account.id}) reste en service ; vous en répondez.",
        f'The key "{account.name}" ({account.id}) stays in use; you answer for it.',
    )
    return Acted("confirm_key", Changes((after,)), (sentence,))


def revoke_key(account_id: str, actor: Actor, facts: Facts) -> Acted:
    """All the keys of the machine, from the next request on. Raises UnknownKey."""
    account = account_called(account_id, actor, facts)
    sentence = Bilingual(
        f"La clé « {account.name} » ({account.id}) n'ouvre plus rien.",
        f'The key "{account.name}" ({account.id}) opens nothing any more.',
    )
    return Acted("revoke_key", Changes((replace(account, revoked_at=facts.now),)), (sentence,))


def accounts_of(siren: Siren, facts: Facts) -> tuple[ServiceAccount, ...]:
    every = facts.catalog.service_accounts.values()
    return tuple(each for each in every if each.organisation == siren)


def account_called(account_id: str, actor: Actor, facts: Facts) -> ServiceAccount:
    """One of the actor's own body, in use. Raises UnknownKey for another body's as for none."""
    account = facts.catalog.service_accounts.get(account_id)
    if (
        account is None
        or account.organisation != actor.organisation
        or account.revoked_at is not None
    ):
        raise UnknownKey(key=account_id[:60])
    return account


def _own(actor: Actor) -> Siren:
    if actor.organisation is None:
        raise TypeError("the law lets stewards of an organisation through, nobody else")
    return actor.organisation


def _datasets(
    names: tuple[str, ...], own: Siren, facts: Facts, findings: Findings
) -> frozenset[str]:
    """Their ids. Of those that the body may know of; without `discoverable`, of its own."""
    ids: set[str] = set()
    for name in names:
        dataset = facts.catalog.dataset_spelt(name)
        known = dataset is not None and (
            dataset.owner == own or dataset.id in (facts.discoverable or frozenset())
        )
        if dataset is None or not known:
            findings.add(UnknownKeyDataset(dataset=name[:120]), "datasets")
        else:
            ids.add(dataset.id)
    if not names:
        why = "elle ne dit pas pour quels jeux de données", "it does not say for which datasets"
        _refuse(findings, "datasets", why)
    return frozenset(ids)


def _operations(key: KeyAsked, own: Siren, facts: Facts, findings: Findings) -> frozenset[str]:
    """The hashes of their texts: what is saved later under the same name is another document."""
    hashes: set[str] = set()
    for name in key.operations:
        operation = facts.catalog.operations.get(f"{own}/{name}")
        if operation is None:
            findings.add(UnknownOperationName(name=name[:60]), "operations")
        else:
            hashes.add(operation.hash)
    if key.operations and key.doors - DOORS_OF_DOCUMENTS:
        listed = ", ".join(sorted(DOORS_OF_DOCUMENTS))
        why = (
            f"une clé pour des documents enregistrés sert par : {listed}",
            f"a key for saved documents serves by: {listed}",
        )
        _refuse(findings, "doors", why)
    return frozenset(hashes)


def _purposes(purposes: frozenset[str], facts: Facts, findings: Findings) -> frozenset[str]:
    for purpose in sorted(purposes - facts.catalog.purposes.keys()):
        findings.add(unknown_purpose(purpose, facts.catalog.purposes), "purposes")
    return purposes


def _chosen(
    given: frozenset[str], known: Iterable[str], path: str, findings: Findings
) -> frozenset[str]:
    every = tuple(known)
    if not given or given - set(every):
        listed = ", ".join(every)
        why = f"« {path} » est à choisir parmi : {listed}", f"{path} are some of: {listed}"
        _refuse(findings, path, why)
    return given


def _networks(texts: tuple[str, ...], findings: Findings) -> tuple[str, ...]:
    networks, wrong = read_networks(texts)
    for why in wrong:
        _refuse(findings, "networks", why)
    return networks


def _end(last_day: date | None, new: NewKey, facts: Facts, findings: Findings) -> datetime:
    """The midnight (Paris) after its last day."""
    today = paris_day(facts.now)
    latest = today + timedelta(days=new.most_days)
    day = latest if last_day is None else last_day
    if not today <= day <= latest:
        why = (
            f"son dernier jour est au plus tard le {day_in_words(latest, 'fr')}",
            f"its last day is {day_in_words(latest, 'en')} at the latest",
        )
        _refuse(findings, "lastDay", why)
        day = latest
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=PARIS)


def _refuse(findings: Findings, path: str, why: tuple[str, str]) -> None:
    findings.add(KeyRefused(why_fr=why[0], why_en=why[1]), path)


def _made(account: ServiceAccount, ends_at: datetime) -> Bilingual:
    day = paris_day(ends_at - timedelta(seconds=1))
    return Bilingual(
        f"La clé « {account.name} » ({account.id}) sert jusqu'au {day_in_words(day, 'fr')}.",
        f'The key "{account.name}" ({account.id}) serves until {day_in_words(day, "en")}.',
    )

"""Keys of machines as one request's subject asks for them: the law, the rule, then one write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from secrets import token_hex
from typing import ClassVar

from typing_extensions import override

from catalog.actions.facts import Facts
from catalog.actions.keys.keys import (
    KeyAsked,
    NewKey,
    confirm_key,
    make_key,
    revoke_key,
    rotate_key,
)
from catalog.actions.outcome import Acted
from catalog.changes import Changes
from catalog.model.service_account import ServiceAccount
from catalog.model.subject import Subject
from catalog.standpoint import Standpoint
from federation.results.formats.choice import ANSWER_FORMATS
from gateway.acts.act_questions import actor_of, ask_the_law, discoverable_to
from gateway.acts.commit import commit
from gateway.acts.machine_keys import OVERLAP_DAYS, KeyDone, MachineKey
from gateway.acts.own_act import OwnAct, OwnFacts
from gateway.acts.ports import ActPorts
from gateway.identity.key_text import digest_of, draw_key
from policies.sharing import SharingQuestion


@dataclass(frozen=True, slots=True)
class KeyService:
    """All of it raises ActsRefused for whoever is no steward of an organisation."""

    subject: Subject
    acts: ActPorts

    async def keys(self) -> tuple[MachineKey, ...]:
        question = SharingQuestion(self.subject, "list_keys", self.acts.clock())
        await ask_the_law(question, self.acts.law)
        snapshot = await self.acts.catalog.current()
        own = self.subject.organisation
        every = [each for each in snapshot.service_accounts.values() if each.organisation == own]
        days = await self.acts.key_days() if self.acts.key_days is not None else {}
        return tuple(
            MachineKey.of(
                account,
                max((days[key.id] for key in account.keys if key.id in days), default=None),
            )
            for account in sorted(every, key=lambda each: each.made_at)
        )

    async def make(self, wanted: KeyAsked, *, dry_run: bool) -> KeyDone:
        """Raises ActRefused, CatalogMoved."""
        text, account = draw_key(), f"cle-{token_hex(4)}"
        new = NewKey(account, digest_of(text), self.acts.key_max_days)
        return await self._done(_Make(new, wanted), text, dry_run=dry_run)

    async def rotate(
        self,
        account: str,
        last_day: date | None = None,
        overlap_days: int = OVERLAP_DAYS,
        *,
        dry_run: bool,
    ) -> KeyDone:
        """Raises UnknownKey, ActRefused, CatalogMoved."""
        text = draw_key()
        new = NewKey(account, digest_of(text), self.acts.key_max_days)
        change = _Rotate(new, account, last_day, overlap_days)
        return await self._done(change, text, dry_run=dry_run)

    async def revoke(self, account: str, *, dry_run: bool) -> KeyDone:
        """Raises UnknownKey, CatalogMoved."""
        return await self._done(_Revoke(account), None, dry_run=dry_run)

    async def confirm(self, account: str, *, dry_run: bool) -> KeyDone:
        """Raises UnknownKey, KeyNeedsNoConfirmation, KeyEndedUnconfirmed, CatalogMoved."""
        return await self._done(_Confirm(account), None, dry_run=dry_run)

    async def _done(self, change: _KeyChange, text: str | None, *, dry_run: bool) -> KeyDone:
        outcome = await commit(change, self.subject, self.acts, dry_run=dry_run)
        acted, is_new = outcome.result, isinstance(change, _Make)
        return KeyDone(
            act=acted.act,
            applied=not dry_run,
            sentences=acted.sentences,
            id=None if dry_run and is_new else _account_of(acted).id,
            key=text if outcome.is_written else None,
        )


def _account_of(result: Acted) -> ServiceAccount:
    (account,) = result.changes.put
    if not isinstance(account, ServiceAccount):
        raise TypeError(account)
    return account


@dataclass(frozen=True, slots=True)
class _KeyChange(OwnAct):
    @override
    def summary(self, result: Acted) -> Mapping[str, object]:
        """The rights of the key, and never the key."""
        account = _account_of(result)
        return {
            "key": account.id,
            "name": account.name,
            "datasets": sorted(account.scope.datasets),
            "purposes": sorted(account.scope.purposes),
            "formats": sorted(account.scope.formats),
            "doors": sorted(account.scope.doors),
            "networks": list(account.networks),
            "operations": sorted(account.scope.operations),
        }


@dataclass(frozen=True, slots=True)
class _Make(_KeyChange):
    new: NewKey
    wanted: KeyAsked
    law_name: ClassVar[str] = "make_key"

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> OwnFacts:
        """With the datasets that the body may know of: what may be named."""
        now, known = standpoint.now, frozenset[str]()
        if ports.policy is not None:
            known = await discoverable_to(standpoint, ports.policy)
        question = SharingQuestion(standpoint.subject, self.law_name, now)
        return OwnFacts(Facts(standpoint.snapshot, now, discoverable=known), question)

    @override
    def rule(self, subject: Subject, facts: OwnFacts) -> tuple[Acted, Changes]:
        actor = actor_of(facts.question)
        acted = make_key(self.wanted, self.new, actor, facts.facts, ANSWER_FORMATS)
        return acted, acted.changes


@dataclass(frozen=True, slots=True)
class _Rotate(_KeyChange):
    new: NewKey
    account: str
    last_day: date | None
    overlap_days: int
    law_name: ClassVar[str] = "rotate_key"

    @override
    def rule(self, subject: Subject, facts: OwnFacts) -> tuple[Acted, Changes]:
        actor = actor_of(facts.question)
        acted = rotate_key(
            self.account, self.new, self.last_day, self.overlap_days, actor, facts.facts
        )
        return acted, acted.changes


@dataclass(frozen=True, slots=True)
class _Revoke(_KeyChange):
    account: str
    law_name: ClassVar[str] = "revoke_key"

    @override
    def rule(self, subject: Subject, facts: OwnFacts) -> tuple[Acted, Changes]:
        acted = revoke_key(self.account, actor_of(facts.question), facts.facts)
        return acted, acted.changes


@dataclass(frozen=True, slots=True)
class _Confirm(_KeyChange):
    account: str
    law_name: ClassVar[str] = "confirm_key"

    @override
    def rule(self, subject: Subject, facts: OwnFacts) -> tuple[Acted, Changes]:
        acted = confirm_key(self.account, actor_of(facts.question), facts.facts)
        return acted, acted.changes

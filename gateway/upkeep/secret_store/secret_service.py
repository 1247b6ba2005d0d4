"""Secrets as one request's subject asks for them: the law first, then the rule, then one write."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import ClassVar

from typing_extensions import override

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted
from catalog.actions.secrets import RemoveSecret, SetSecret, check_secret, remove_secret, set_secret
from catalog.changes import ActRecord, Changes
from catalog.model.secret import StoredSecret
from catalog.model.subject import Subject
from catalog.standpoint import Standpoint
from gateway.acts.act_questions import actor_of, ask_the_law
from gateway.acts.commit import Change, commit
from gateway.acts.ports import ActPorts
from gateway.upkeep.secret_store.key_encryption_keys import KeyEncryptionKeysFile
from gateway.upkeep.secret_store.sealing import seal
from policies.sharing import SharingQuestion


@dataclass(frozen=True, slots=True)
class SecretService:
    """All of it raises ActsRefused for whoever is no steward of an organisation."""

    subject: Subject
    acts: ActPorts
    ring: KeyEncryptionKeysFile

    async def secrets(self) -> tuple[StoredSecret, ...]:
        await self._ask_the_law("list_secrets")
        snapshot = await self.acts.catalog.current()
        own = self.subject.organisation
        return tuple(each for each in snapshot.secrets.values() if each.owner == own)

    async def set_secret(self, name: str, value: str, *, dry_run: bool) -> Acted:
        """Raises ActRefused, SecretsKeyMissing, CatalogMoved. The value goes nowhere but in its
        envelope: no message, no log and no record has it.
        """
        change = _SetSecret(name, value, self.ring)
        return (await commit(change, self.subject, self.acts, dry_run=dry_run)).result

    async def remove_secret(self, name: str, *, dry_run: bool) -> Acted:
        """Raises UnknownSecret, SecretInUse, CatalogMoved."""
        change = _RemoveSecret(name)
        return (await commit(change, self.subject, self.acts, dry_run=dry_run)).result

    async def _ask_the_law(self, act: str) -> None:
        question = SharingQuestion(subject=self.subject, act=act, now=self.acts.clock())
        await ask_the_law(question, self.acts.law)


@dataclass(frozen=True, slots=True)
class _SecretFacts:
    """`sealed` once the law has let a secret be set."""

    facts: Facts
    question: SharingQuestion
    sealed: StoredSecret | None = None


@dataclass(frozen=True, slots=True)
class _SecretChange(Change[_SecretFacts, Acted]):
    name: str
    law_name: ClassVar[str]

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> _SecretFacts:
        facts = Facts(standpoint.snapshot, standpoint.now)
        return _SecretFacts(facts, SharingQuestion(standpoint.subject, self.law_name, facts.now))

    @override
    def questions(self, subject: Subject, facts: _SecretFacts) -> tuple[SharingQuestion, ...]:
        return (facts.question,)

    @override
    def record(self, subject: Subject, facts: _SecretFacts, result: Acted) -> ActRecord:
        actor = actor_of(facts.question)
        return ActRecord(
            at=facts.facts.now,
            by_issuer=actor.issuer,
            by_sub=actor.agent,
            for_organisation=actor.organisation,
            action=result.act,
            summary={"secret": self.name},
        )


@dataclass(frozen=True, slots=True)
class _SetSecret(_SecretChange):
    value: str = field(repr=False)
    ring: KeyEncryptionKeysFile
    law_name: ClassVar[str] = "set_secret"

    @override
    async def examine(self, facts: _SecretFacts) -> _SecretFacts:
        """Sealed for the organisation that the law has let through."""
        check_secret(self.name, self.value)
        owner = actor_of(facts.question).organisation
        if owner is None:
            raise TypeError("the law lets stewards of an organisation through, nobody else")
        sealed = seal(owner, self.name, self.value, self.ring.read(), facts.facts.now)
        return replace(facts, sealed=sealed)

    @override
    def rule(self, subject: Subject, facts: _SecretFacts) -> tuple[Acted, Changes]:
        if facts.sealed is None:
            raise TypeError("sealed before it is set")
        acted = set_secret(SetSecret(facts.sealed), actor_of(facts.question), facts.facts)
        return acted, acted.changes


@dataclass(frozen=True, slots=True)
class _RemoveSecret(_SecretChange):
    law_name: ClassVar[str] = "remove_secret"

    @override
    def rule(self, subject: Subject, facts: _SecretFacts) -> tuple[Acted, Changes]:
        acted = remove_secret(RemoveSecret(self.name), actor_of(facts.question), facts.facts)
        return acted, acted.changes

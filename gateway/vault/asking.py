"""Secrets as one request's subject asks for them: the law first, then the rule, then one write."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.actions.facts import Facts
from catalog.actions.secrets import RemoveSecret, SetSecret, check_secret, remove_secret, set_secret
from catalog.actions.sharing.acted import Acted, Actor
from catalog.changes import ActRecord
from catalog.model.secret import StoredSecret
from catalog.model.subject import Subject
from catalog.problems import CatalogMoved
from gateway.acting import actor_of, ask_the_law
from gateway.acts.ports import ActPorts
from gateway.vault.ring import KeyRingFile
from gateway.vault.sealing import seal
from policies.sharing import SharingQuestion

_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class AskedSecrets:
    """A SecretsPort. All of it raises ActsRefused for whoever is no steward of an organisation."""

    subject: Subject
    acts: ActPorts
    ring: KeyRingFile

    async def secrets(self) -> tuple[StoredSecret, ...]:
        await self._ask_the_law("list_secrets")
        snapshot = await self.acts.catalog.current()
        own = self.subject.organisation
        return tuple(each for each in snapshot.secrets.values() if each.owner == own)

    async def set_secret(self, name: str, value: str, *, dry_run: bool) -> Acted:
        """Raises ActRefused, SecretsKeyMissing, CatalogMoved. The value goes nowhere but in its
        envelope: no message, no log and no record has it.
        """
        actor = actor_of(await self._ask_the_law("set_secret"))
        check_secret(name, value)
        for _ in range(_ATTEMPTS):
            snapshot = await self.acts.catalog.current()
            facts = Facts(snapshot, self.acts.clock())
            if actor.organisation is None:
                raise TypeError("the law lets stewards of an organisation through, nobody else")
            sealed = seal(actor.organisation, name, value, self.ring.read(), facts.now)
            acted = set_secret(SetSecret(sealed), actor, facts)
            if dry_run or await self._written(acted, actor, facts, name):
                return acted
        raise CatalogMoved

    async def remove_secret(self, name: str, *, dry_run: bool) -> Acted:
        """Raises UnknownSecret, SecretInUse, CatalogMoved."""
        actor = actor_of(await self._ask_the_law("remove_secret"))
        for _ in range(_ATTEMPTS):
            snapshot = await self.acts.catalog.current()
            facts = Facts(snapshot, self.acts.clock())
            acted = remove_secret(RemoveSecret(name), actor, facts)
            if dry_run or await self._written(acted, actor, facts, name):
                return acted
        raise CatalogMoved

    async def _written(self, acted: Acted, actor: Actor, facts: Facts, name: str) -> bool:
        record = ActRecord(
            at=facts.now,
            by_issuer=actor.issuer,
            by_sub=actor.agent,
            for_organisation=actor.organisation,
            action=acted.act,
            summary={"secret": name},
        )
        try:
            await self.acts.catalog.write(facts.catalog.version, acted.changes, record)
        except CatalogMoved:
            return False
        return True

    async def _ask_the_law(self, act: str) -> SharingQuestion:
        question = SharingQuestion(subject=self.subject, act=act, now=self.acts.clock())
        await ask_the_law(question, self.acts.law)
        return question

"""Setting and removing an organisation's own secrets: rules over what is already sealed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from catalog.actions.facts import Facts, Findings
from catalog.actions.outcome import Acted, Actor
from catalog.actions.problems import SecretInUse, SecretRefused, UnknownSecret
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import Siren
from catalog.model.secret import StoredSecret
from catalog.model.storage import IcebergOptions, IcebergRestOptions, SecretReference, Storage

MOST_SECRETS = 100
LONGEST = 4_096
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True, slots=True)
class SetSecret:
    """`sealed` as it will be kept; the same name again replaces it."""

    sealed: StoredSecret


@dataclass(frozen=True, slots=True)
class RemoveSecret:
    name: str


def check_secret(name: str, value: str | None) -> None:
    """Before it is sealed. Raises ActRefused; the value is told nowhere."""
    findings = Findings()
    if not _NAME.fullmatch(name):
        why = (
            "son nom s'écrit en minuscules, chiffres et « _ », 60 caractères au plus",
            "its name has lower-case letters, digits and “_”, 60 characters at most",
        )
        findings.add(SecretRefused(why_fr=why[0], why_en=why[1]), "name")
    if value is not None and not _is_plain(value):
        why = (
            f"il a de 1 à {LONGEST} caractères, sans saut de ligne ni caractère de contrôle",
            f"it has 1 to {LONGEST} characters, no line break and no control character",
        )
        findings.add(SecretRefused(why_fr=why[0], why_en=why[1]), "value")
    findings.raise_any()


def set_secret(act: SetSecret, actor: Actor, facts: Facts) -> Acted:
    """Raises ActRefused."""
    sealed = act.sealed
    own = _own_secrets(actor, facts)
    if len(own) >= MOST_SECRETS and sealed.name not in own:
        findings = Findings()
        why = f"un organisme en a {MOST_SECRETS} au plus", f"at most {MOST_SECRETS} of them"
        findings.add(SecretRefused(why_fr=why[0], why_en=why[1]), "name")
        findings.raise_any()
    used = _users(sealed.owner, sealed.name, facts)
    sentences = [
        Bilingual(
            f"Le secret {sealed.name} est chiffré et gardé ; désignez-le par store:{sealed.name}.",
            f"The secret {sealed.name} is encrypted and kept; refer to it as store:{sealed.name}.",
        )
    ]
    if used:
        names = ", ".join(used)
        sentences.append(
            Bilingual(
                f"La prochaine requête s'en sert : {names}.", f"The next query uses it: {names}."
            )
        )
    return Acted("set_secret", Changes(put=(sealed,)), tuple(sentences))


def remove_secret(act: RemoveSecret, actor: Actor, facts: Facts) -> Acted:
    """Raises UnknownSecret, SecretInUse."""
    found = _own_secrets(actor, facts).get(act.name)
    if found is None:
        raise UnknownSecret(name=act.name[:80])
    if used := _users(found.owner, found.name, facts):
        raise SecretInUse(name=found.name, used=", ".join(used))
    said = Bilingual(
        f"Le secret {found.name} est effacé.", f"The secret {found.name} is removed for good."
    )
    return Acted("remove_secret", Changes(removed=(found,)), (said,))


def _own_secrets(actor: Actor, facts: Facts) -> dict[str, StoredSecret]:
    return {
        each.name: each
        for each in facts.catalog.secrets.values()
        if each.owner == actor.organisation
    }


def _users(owner: Siren, name: str, facts: Facts) -> list[str]:
    """Ids of the storages and webhooks that refer to it."""
    reference = ("store", f"{owner}/{name}")
    catalog = facts.catalog
    storages = [
        each.id
        for each in catalog.storages.values()
        if any((one.scheme, one.name) == reference for one in references_of(each))
    ]
    webhooks = [
        each.id
        for each in catalog.webhooks.values()
        if (each.secret.scheme, each.secret.name) == reference
    ]
    return sorted(storages) + sorted(webhooks)


def references_of(storage: Storage) -> tuple[SecretReference, ...]:
    """The references that reading the storage needs: an Iceberg one has a second for its files."""
    found = [] if storage.secret is None else [storage.secret]
    if isinstance(storage.options, IcebergOptions | IcebergRestOptions):
        found.append(storage.options.store_secret)
    return tuple(found)


def _is_plain(value: str) -> bool:
    return 1 <= len(value) <= LONGEST and value.isprintable()

"""Documents that a body saves under names: saved, and taken out again; the rules are pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from catalog.actions.facts import Facts, Findings
from catalog.actions.operations.problems import OperationRefused, UnknownOperationName
from catalog.actions.outcome import Acted, Actor
from catalog.actions.purpose_codes import unknown_purpose
from catalog.actions.texts import refuse_unsafe_texts
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import Siren
from catalog.model.saved_operation import LANGUAGES, QuestionParameter, SavedOperation
from catalog.snapshot import Snapshot

MOST = 200
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PARAMETER = re.compile(r"[a-z][a-z0-9_]*")
_LONGEST_NAME, _LONGEST_TITLE = 40, 120
_MOST_BYTES = 100_000
_SHARED_ROLES = frozenset({"agent", "steward", "approver", "dpo"})


@dataclass(frozen=True, slots=True)
class OperationWanted:
    """A steward's document, in one of LANGUAGES; its text has been read."""

    name: str
    language: str
    document: str
    title: str | None = None
    purpose: str | None = None
    owner: str | None = None
    parameters: tuple[QuestionParameter, ...] = ()
    roles: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


def save_operation(operation: OperationWanted, actor: Actor, facts: Facts) -> Acted:
    """Another text under a name that is there takes its place; keys go on for the text that they
    were made for. Raises ActRefused with everything that is wrong.
    """
    own, findings = _own(actor), Findings()
    before = facts.catalog.operations.get(f"{own}/{operation.name}")
    if not _NAME.fullmatch(operation.name) or len(operation.name) > _LONGEST_NAME:
        _refuse(
            findings,
            "name",
            f"son nom a {_LONGEST_NAME} minuscules, chiffres et tirets au plus",
            f"its name has at most {_LONGEST_NAME} lower-case letters, digits and dashes",
        )
    if operation.language not in LANGUAGES:
        names = ", ".join(LANGUAGES)
        _refuse(
            findings,
            "language",
            f"sa langue est à choisir parmi : {names}",
            f"its language is one of: {names}",
        )
    size = len(operation.document.encode("utf-8", "surrogatepass"))
    if not operation.document.strip() or size > _MOST_BYTES:
        _refuse(
            findings,
            "document",
            f"son texte est vide ou dépasse {_MOST_BYTES} octets",
            f"its text is empty or larger than {_MOST_BYTES} bytes",
        )
    if before is None and len(operations_of(own, facts.catalog)) >= MOST:
        _refuse(findings, "name", f"un organisme en a {MOST} au plus", f"a body has {MOST} at most")
    _refuse_unfit_words(operation, own, facts, findings)
    findings.raise_any()
    after = SavedOperation(
        own,
        operation.name,
        operation.language,
        operation.document,
        actor.agent,
        facts.now,
        title=operation.title,
        purpose=operation.purpose,
        owner=operation.owner or _answering(before, actor),
        parameters=operation.parameters,
        roles=tuple(sorted(set(operation.roles))),
        people=tuple(sorted(set(operation.people))),
    )
    sentence = Bilingual(
        f"Le document « {operation.name} » est enregistré.",
        f'The document "{operation.name}" is saved.',
    )
    return Acted("save_operation", Changes((after,)), (sentence,))


def _answering(before: SavedOperation | None, actor: Actor) -> str | None:
    """The person who answered for it goes on, whoever saves another text."""
    if before is None:
        return None
    person = before.owner or before.saved_by
    return None if person == actor.agent else person


def _refuse_unfit_words(
    operation: OperationWanted, own: Siren, facts: Facts, findings: Findings
) -> None:
    """Its title, purpose, owner, and the names of its parameters."""
    refuse_unsafe_texts((operation.title or "",), findings)
    if operation.title is not None and not 1 <= len(operation.title.strip()) <= _LONGEST_TITLE:
        _refuse(
            findings,
            "title",
            f"son titre a {_LONGEST_TITLE} caractères au plus",
            f"its title has at most {_LONGEST_TITLE} characters",
        )
    if operation.purpose is not None and operation.purpose not in facts.catalog.purposes:
        findings.add(unknown_purpose(operation.purpose, facts.catalog.purposes), "purpose")
    agents = {each.sub for each in facts.catalog.agents.values() if each.organisation == own}
    if operation.owner is not None and operation.owner not in agents:
        _refuse(
            findings,
            "owner",
            "la personne qui en répond a un rôle dans votre organisme",
            "the person who answers for it has a role in your body",
        )
    if set(operation.people) - agents or set(operation.roles) - _SHARED_ROLES:
        _refuse(
            findings,
            "people",
            "elle se partage avec des personnes et des rôles de votre organisme",
            "it is shared with people and roles of your body",
        )
    names = [each.name for each in operation.parameters]
    fit = all(_PARAMETER.fullmatch(each) and len(each) <= _LONGEST_NAME for each in names)
    if operation.parameters and (
        operation.language != "sql" or not fit or len(set(names)) < len(names)
    ):
        _refuse(
            findings,
            "parameters",
            "les valeurs à remplir sont celles d'un texte SQL, chacune sous un nom à elle, en"
            " minuscules, chiffres et traits bas",
            "values to fill in are those of a statement in SQL, each under a name of its own, in"
            " lower-case letters, digits and underscores",
        )


def remove_operation(name: str, actor: Actor, facts: Facts) -> Acted:
    """Keys that were made for its text go on. Raises UnknownOperationName."""
    before = facts.catalog.operations.get(f"{_own(actor)}/{name}")
    if before is None:
        raise UnknownOperationName(name=name[:60])
    sentence = Bilingual(
        f"Le document « {name} » n'est plus enregistré ; les clés faites pour lui servent encore.",
        f'The document "{name}" is saved no more; keys that were made for it still serve.',
    )
    return Acted("remove_operation", Changes(removed=(before,)), (sentence,))


def operations_of(siren: Siren, catalog: Snapshot) -> tuple[SavedOperation, ...]:
    """All of one body, by name."""
    own = (each for each in catalog.operations.values() if each.organisation == siren)
    return tuple(sorted(own, key=lambda each: each.name))


def _own(actor: Actor) -> Siren:
    if actor.organisation is None:
        raise TypeError("the law lets stewards of an organisation through, nobody else")
    return actor.organisation


def _refuse(findings: Findings, path: str, fr: str, en: str) -> None:
    findings.add(OperationRefused(why_fr=fr, why_en=en), path)

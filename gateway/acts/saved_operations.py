"""Saved operations as one request's subject asks for them: the law, the rule, then one write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from graphql import OperationType
from typing_extensions import override

from catalog.actions.operations.operations import (
    OperationWanted,
    operations_of,
    remove_operation,
    save_operation,
)
from catalog.actions.operations.problems import OperationRefused
from catalog.actions.outcome import Acted
from catalog.changes import Changes
from catalog.model.saved_operation import SavedOperation
from catalog.model.subject import Subject
from catalog.search.titles import is_found
from federation.sql.parameters import check_count, read_parameters
from federation.sql.parsing import parse
from federation.sql.scan import Scanned, TokenKind, scan
from gateway.acts.act_questions import actor_of, ask_the_law
from gateway.acts.commit import commit
from gateway.acts.own_act import OwnAct, OwnFacts
from gateway.acts.ports import ActPorts
from policies.sharing import SharingQuestion
from schema.document.prepared import choose_operation
from schema.document.source_text import read_text
from schema.limits import LIMITS
from schema.problems import DocumentProblems


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value to fill in, as every door shows it."""

    name: str
    type: str
    default: str | None


@dataclass(frozen=True, slots=True)
class Operation:
    """A saved document as every door shows it; `hash` is the SHA-256 of its text."""

    name: str
    language: str
    document: str
    hash: str
    saved_by: str
    saved_at: datetime
    title: str
    purpose: str | None
    owner: str
    parameters: tuple[Parameter, ...]
    roles: tuple[str, ...]
    people: tuple[str, ...]
    is_mine: bool

    @classmethod
    def of(cls, saved: SavedOperation, caller: Subject) -> Self:
        """Its name for a title, and who saved it for an owner, where nothing says more."""
        return cls(
            saved.name,
            saved.language,
            saved.document,
            saved.hash,
            saved.saved_by,
            saved.saved_at,
            saved.title or saved.name,
            saved.purpose,
            saved.owner or saved.saved_by,
            tuple(Parameter(each.name, each.type, each.default) for each in saved.parameters),
            saved.roles,
            saved.people,
            is_mine=saved.is_of(caller.agent),
        )


@dataclass(frozen=True, slots=True)
class OperationService:
    """All of it raises ActsRefused for whoever the law does not let through."""

    subject: Subject
    acts: ActPorts

    async def operations(self, search: str = "") -> tuple[Operation, ...]:
        """The documents of one's own body that are shared with the caller, by name; those whose
        title has all the words of `search`.
        """
        question = SharingQuestion(self.subject, "list_operations", self.acts.clock())
        await ask_the_law(question, self.acts.law)
        own, snapshot = self.subject.organisation, await self.acts.catalog.current()
        saved = () if own is None else operations_of(own, snapshot)
        person, roles = self.subject.agent, self.subject.roles
        return tuple(
            Operation.of(each, self.subject)
            for each in saved
            if each.is_shown_to(person, roles) and is_found(f"{each.title} {each.name}", search)
        )

    async def save(self, operation: OperationWanted, *, dry_run: bool) -> Acted:
        """Raises the Problem of a text that cannot be read, ActRefused, CatalogMoved."""
        _refuse_unreadable(operation)
        return (await commit(_Save(operation), self.subject, self.acts, dry_run=dry_run)).result

    async def remove(self, name: str, *, dry_run: bool) -> Acted:
        """Raises UnknownOperationName, CatalogMoved."""
        return (await commit(_Remove(name), self.subject, self.acts, dry_run=dry_run)).result


def _refuse_unreadable(operation: OperationWanted) -> None:
    """Names are looked up when it is asked, by who asks it: here its form alone is read."""
    if operation.language == "sql":
        _refuse_unfit_values(operation, scan(operation.document))
    if operation.language != "graphql":
        return
    try:
        kind = choose_operation(read_text(operation.document, LIMITS), None).operation
    except DocumentProblems as refused:
        raise refused.problems[0] from None
    if kind is not OperationType.QUERY:
        raise OperationRefused(
            why_fr="c'est une requête (query) qui s'enregistre, rien d'autre",
            why_en="a query is saved, and nothing else",
        )


def _refuse_unfit_values(operation: OperationWanted, scanned: Scanned) -> None:
    """Raises the Problem of a text, of a type or of a default; SqlParameterCount where values are
    named, and not as many as the text has `?`.
    """
    parse(scanned)
    defaults = [{"type": each.type, "value": each.default} for each in operation.parameters]
    read = read_parameters(defaults, operation.document)
    if operation.parameters:
        check_count(
            sum(each.kind is TokenKind.SIGN and each.value == "?" for each in scanned.tokens), read
        )


def _question(name: str, facts: OwnFacts, subject: Subject, act: str) -> SharingQuestion:
    """A person looks after what is their own, and what is new; the others' is for stewards."""
    saved = facts.facts.catalog.operations.get(f"{subject.organisation}/{name}")
    own = saved is None or saved.is_of(subject.agent)
    law_name = act.replace("_operation", "_own_operation") if own else act
    return SharingQuestion(subject, law_name, facts.facts.now)


@dataclass(frozen=True, slots=True)
class _Save(OwnAct):
    operation: OperationWanted
    law_name: ClassVar[str] = "save_operation"

    @override
    def questions(self, subject: Subject, facts: OwnFacts) -> tuple[SharingQuestion, ...]:
        return (_question(self.operation.name, facts, subject, self.law_name),)

    @override
    def rule(self, subject: Subject, facts: OwnFacts) -> tuple[Acted, Changes]:
        acted = save_operation(self.operation, actor_of(facts.question), facts.facts)
        return acted, acted.changes

    @override
    def summary(self, result: Acted) -> Mapping[str, object]:
        (saved,) = result.changes.put
        if not isinstance(saved, SavedOperation):
            raise TypeError(saved)
        return {"name": saved.name, "language": saved.language, "hash": saved.hash}


@dataclass(frozen=True, slots=True)
class _Remove(OwnAct):
    name: str
    law_name: ClassVar[str] = "remove_operation"

    @override
    def questions(self, subject: Subject, facts: OwnFacts) -> tuple[SharingQuestion, ...]:
        return (_question(self.name, facts, subject, self.law_name),)

    @override
    def rule(self, subject: Subject, facts: OwnFacts) -> tuple[Acted, Changes]:
        acted = remove_operation(self.name, actor_of(facts.question), facts.facts)
        return acted, acted.changes

    @override
    def summary(self, result: Acted) -> Mapping[str, object]:
        return {"name": self.name}

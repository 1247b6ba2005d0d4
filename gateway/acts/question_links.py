"""Acts on links, as one request's subject asks for them: the law, the rule, then one write."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import ClassVar

from typing_extensions import override

from catalog.actions.outcome import Acted
from catalog.actions.question_links.consents import consent_to_link, end_link_consent
from catalog.actions.question_links.links import (
    LinkAsked,
    NewLink,
    TriedLink,
    make_link,
    revoke_link,
)
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.question_link import QuestionLink
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot
from gateway.acts.act_questions import actor_of
from gateway.acts.commit import commit
from gateway.acts.own_act import OwnAct, OwnFacts
from gateway.acts.ports import ActPorts
from gateway.identity.link_text import digest_of_secret, draw_secret
from policies.sharing import SharingQuestion

Try = Callable[[QuestionLink, Snapshot], Awaitable[TriedLink]]
"""Plans what a link would read. Raises what stands against it."""


@dataclass(frozen=True, slots=True)
class LinkDone:
    """`path` is told once, by the act that made it: `/l/SECRET/question.csv`. `id` is None where a
    trial made none.
    """

    act: str
    applied: bool
    sentences: tuple[Bilingual, ...]
    id: str | None
    path: str | None


@dataclass(frozen=True, slots=True)
class LinkActs:
    """`extensions` are those of files, by format. All of it raises ActsRefused."""

    subject: Subject
    acts: ActPorts
    extensions: Mapping[str, str]

    async def make(self, link_asked: LinkAsked, tries: Try, *, dry_run: bool) -> LinkDone:
        """Raises ActRefused, CatalogMoved, and what `tries` raises."""
        secret = draw_secret()
        new = NewLink(f"lien-{token_hex(4)}", digest_of_secret(secret), self.acts.key_max_days)
        change = _Make(link_asked, new, tries, tuple(self.extensions))
        outcome = await commit(change, self.subject, self.acts, dry_run=dry_run)
        link, path = _link_of(outcome.result), None
        if outcome.is_written:
            extension = self.extensions[link.answer_format]
            path = f"/l/{secret}/{link.question}.{extension}"
        return _done(outcome.result, dry_run=dry_run, link=link.id, path=path)

    async def revoke(self, link: str, *, dry_run: bool) -> LinkDone:
        """One's own, or any of the body for who answers for it. Raises UnknownQuestionLink,
        CatalogMoved.
        """
        return await self._acted(_Revoke(link), dry_run=dry_run)

    async def consent(self, link: str, *, dry_run: bool) -> LinkDone:
        """Raises UnknownQuestionLink, LinkNeedsNoConsent, CatalogMoved."""
        return await self._acted(_Consent(link), dry_run=dry_run)

    async def end_consent(self, link: str, *, dry_run: bool) -> LinkDone:
        """Raises UnknownQuestionLink, LinkNeedsNoConsent, CatalogMoved."""
        return await self._acted(_EndConsent(link), dry_run=dry_run)

    async def _acted(self, change: _LinkChange, *, dry_run: bool) -> LinkDone:
        outcome = await commit(change, self.subject, self.acts, dry_run=dry_run)
        return _done(outcome.result, dry_run=dry_run, link=change.link)


def _done(acted: Acted, *, dry_run: bool, link: str, path: str | None = None) -> LinkDone:
    return LinkDone(acted.act, not dry_run, acted.sentences, None if dry_run else link, path)


def _link_of(result: Acted) -> QuestionLink:
    (link,) = result.changes.put
    if not isinstance(link, QuestionLink):
        raise TypeError(link)
    return link


def _summary_of(link: QuestionLink) -> Mapping[str, object]:
    """The question, the format and the data of a link, and never its secret."""
    return {
        "link": link.id,
        "question": link.question,
        "format": link.answer_format,
        "purpose": link.purpose,
        "datasets": list(link.datasets),
        "networks": list(link.networks),
        "awaits": list(link.awaits),
    }


@dataclass(frozen=True, slots=True)
class _TriedFacts(OwnFacts):
    tried: TriedLink


@dataclass(frozen=True, slots=True)
class _Make(OwnAct):
    link_asked: LinkAsked
    new: NewLink
    tries: Try
    formats: tuple[str, ...]
    law_name: ClassVar[str] = "make_link"

    @override
    async def examine(self, facts: OwnFacts) -> OwnFacts:
        """With what it would read, once it may be made at all."""
        link = _link_of(self._drafted(facts, None))
        tried = await self.tries(link, facts.facts.catalog)
        return _TriedFacts(facts.facts, facts.question, tried)

    @override
    def rule(self, subject: Subject, facts: OwnFacts) -> tuple[Acted, Changes]:
        if not isinstance(facts, _TriedFacts):
            raise TypeError("a link that nobody has tried")
        acted = self._drafted(facts, facts.tried)
        return acted, acted.changes

    def _drafted(self, facts: OwnFacts, tried: TriedLink | None) -> Acted:
        actor = actor_of(facts.question)
        return make_link(self.link_asked, self.new, actor, facts.facts, self.formats, tried)

    @override
    def summary(self, result: Acted) -> Mapping[str, object]:
        return _summary_of(_link_of(result))


@dataclass(frozen=True, slots=True)
class _LinkChange(OwnAct):
    link: str

    @override
    def summary(self, result: Acted) -> Mapping[str, object]:
        return _summary_of(_link_of(result))


@dataclass(frozen=True, slots=True)
class _Revoke(_LinkChange):
    law_name: ClassVar[str] = "revoke_any_link"

    @override
    def questions(self, subject: Subject, facts: OwnFacts) -> tuple[SharingQuestion, ...]:
        """About one's own link, and otherwise about another's."""
        link = facts.facts.catalog.question_links.get(self.link)
        if link is not None and (link.issuer, link.sub) == (subject.issuer, subject.agent):
            return (SharingQuestion(subject, "revoke_link", facts.facts.now),)
        return (facts.question,)

    @override
    def rule(self, subject: Subject, facts: OwnFacts) -> tuple[Acted, Changes]:
        acted = revoke_link(self.link, actor_of(facts.question), facts.facts)
        return acted, acted.changes


@dataclass(frozen=True, slots=True)
class _ConsentChange(_LinkChange):
    @override
    def summary(self, result: Acted) -> Mapping[str, object]:
        """With the agreements, so that the chain of both parties holds it."""
        link = _link_of(result)
        return {**_summary_of(link), "agreements": dict.fromkeys(link.awaits, result.act)}


@dataclass(frozen=True, slots=True)
class _Consent(_ConsentChange):
    law_name: ClassVar[str] = "consent_to_link"

    @override
    def rule(self, subject: Subject, facts: OwnFacts) -> tuple[Acted, Changes]:
        acted = consent_to_link(self.link, actor_of(facts.question), facts.facts)
        return acted, acted.changes


@dataclass(frozen=True, slots=True)
class _EndConsent(_ConsentChange):
    law_name: ClassVar[str] = "end_link_consent"

    @override
    def rule(self, subject: Subject, facts: OwnFacts) -> tuple[Acted, Changes]:
        acted = end_link_consent(self.link, actor_of(facts.question), facts.facts)
        return acted, acted.changes

"""Links as one request's subject sees and makes them: those of their body, and over its data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from catalog.actions.question_links.links import LinkAsked, TriedLink
from catalog.model.identifiers import Siren
from catalog.model.paris import paris_day
from catalog.model.problem import Language
from catalog.model.question_link import QuestionLink, version_of
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot
from catalog.store.link_uses import LinkUse
from gateway.acts.act_questions import ask_the_law
from gateway.acts.ports import ActPorts
from gateway.acts.question_links import LinkActs, LinkDone
from gateway.identity.link_uses import LinkUses
from gateway.reading.query.link_trial import try_link
from gateway.reading.query.ports import Ports
from gateway.reading.query.question_files import BY_FORMAT
from policies.sharing import SharingQuestion

_UNUSED = LinkUse()
_EXTENSIONS: Mapping[str, str] = {name: each.extension for name, each in BY_FORMAT.items()}


@dataclass(frozen=True, slots=True)
class ShownValue:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class OwnLink:
    """A link of one's own body. `state` is one of `open`, `awaits_consent`, `revoked`, `ended`,
    `maker_left`, `question_changed`; `opened` counts requests for its rows, `looked_at` those for
    its head alone.
    """

    id: str
    title: str
    question: str
    format: str
    values: tuple[ShownValue, ...]
    purpose: str | None
    networks: tuple[str, ...]
    made_by: str
    made_at: datetime
    last_day: date
    state: str
    awaits: tuple[str, ...]
    opened: int
    looked_at: int
    last_opened_at: datetime | None
    is_mine: bool


@dataclass(frozen=True, slots=True)
class LinkOverData:
    """Another body's link that reads one's own data. `datasets` (ids) are one's own alone; `awaits`
    the agreements (citations) by which it waits for one's consent, `consented` those that have it.
    """

    id: str
    organisation: Siren
    body: str
    datasets: tuple[str, ...]
    format: str
    purpose: str | None
    made_at: datetime
    last_day: date
    state: str
    awaits: tuple[str, ...]
    consented: tuple[str, ...]
    opened: int
    last_opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class LinkService:
    """All of it raises ActsRefused for whom the law does not let through."""

    subject: Subject
    acts: ActPorts
    ports: Ports
    uses: LinkUses | None
    language: Language
    address: str

    async def own(self) -> tuple[OwnLink, ...]:
        """The links of one's body, the last made first; never an address."""
        await self._ask("list_links")
        snapshot, uses = await self.acts.catalog.current(), await self._uses()
        own = [
            each
            for each in snapshot.question_links.values()
            if each.organisation == self.subject.organisation
        ]
        return tuple(
            self._own(each, uses.get(each.id, _UNUSED), snapshot)
            for each in sorted(own, key=lambda each: each.made_at, reverse=True)
        )

    async def over_own_data(self) -> tuple[LinkOverData, ...]:
        """The links of others that read one's data, the last made first; for who answers for it."""
        await self._ask("see_uses")
        snapshot, uses = await self.acts.catalog.current(), await self._uses()
        owner = self.subject.organisation
        ever = snapshot.with_withdrawn().datasets
        links = []
        for link in snapshot.question_links.values():
            own = tuple(
                each for each in link.datasets if each in ever and ever[each].owner == owner
            )
            if own and link.organisation != owner:
                links.append(self._over(link, own, uses.get(link.id, _UNUSED), snapshot))
        return tuple(sorted(links, key=lambda each: each.made_at, reverse=True))

    async def make(self, link_asked: LinkAsked, *, dry_run: bool) -> LinkDone:
        """Raises ActRefused, CatalogMoved, and the refusal of what no link may give."""

        async def tries(link: QuestionLink, snapshot: Snapshot) -> TriedLink:
            return await try_link(link, snapshot, self.language, self.address, self.ports)

        return await self._acts.make(link_asked, tries, dry_run=dry_run)

    async def revoke(self, link: str, *, dry_run: bool) -> LinkDone:
        return await self._acts.revoke(link, dry_run=dry_run)

    async def consent(self, link: str, *, dry_run: bool) -> LinkDone:
        return await self._acts.consent(link, dry_run=dry_run)

    async def end_consent(self, link: str, *, dry_run: bool) -> LinkDone:
        return await self._acts.end_consent(link, dry_run=dry_run)

    @property
    def _acts(self) -> LinkActs:
        return LinkActs(self.subject, self.acts, _EXTENSIONS)

    async def _ask(self, act: str) -> None:
        await ask_the_law(SharingQuestion(self.subject, act, self.acts.clock()), self.acts.law)

    async def _uses(self) -> Mapping[str, LinkUse]:
        return {} if self.uses is None else await self.uses.of_all()

    def _own(self, link: QuestionLink, use: LinkUse, snapshot: Snapshot) -> OwnLink:
        return OwnLink(
            id=link.id,
            title=link.title,
            question=link.question,
            format=link.answer_format,
            values=tuple(ShownValue(each.name, each.value) for each in link.values),
            purpose=link.purpose,
            networks=link.networks,
            made_by=link.sub,
            made_at=link.made_at,
            last_day=_last_day(link),
            state=_state(link, snapshot, self.acts.clock()),
            awaits=link.awaited,
            opened=use.opened,
            looked_at=use.looked_at,
            last_opened_at=use.last_opened_at,
            is_mine=(link.issuer, link.sub) == (self.subject.issuer, self.subject.agent),
        )

    def _over(
        self, link: QuestionLink, datasets: tuple[str, ...], use: LinkUse, snapshot: Snapshot
    ) -> LinkOverData:
        own = {
            each.citation
            for each in snapshot.agreements
            if each.grantor == self.subject.organisation
        }
        return LinkOverData(
            id=link.id,
            organisation=link.organisation,
            body=snapshot.organisations[link.organisation].name,
            datasets=datasets,
            format=link.answer_format,
            purpose=link.purpose,
            made_at=link.made_at,
            last_day=_last_day(link),
            state=_state(link, snapshot, self.acts.clock()),
            awaits=tuple(each for each in link.awaited if each in own),
            consented=tuple(each.agreement for each in link.consents if each.agreement in own),
            opened=use.opened,
            last_opened_at=use.last_opened_at,
        )


def _last_day(link: QuestionLink) -> date:
    return paris_day(link.ends_at - timedelta(seconds=1))


def _state(link: QuestionLink, snapshot: Snapshot, now: datetime) -> str:
    """As far as the catalog says: its rights are looked at each time that it is opened."""
    if link.revoked_at is not None:
        return "revoked"
    if not link.opens(now):
        return "ended"
    maker = snapshot.agents.get((link.issuer, link.sub))
    if maker is None or maker.organisation != link.organisation or not maker.has_role:
        return "maker_left"
    saved = snapshot.operations.get(f"{link.organisation}/{link.question}")
    if saved is None or version_of(saved) != link.version:
        return "question_changed"
    return "awaits_consent" if link.awaited else "open"

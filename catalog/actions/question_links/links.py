"""Links of a body: made by who reads, revoked by them or by those who answer for the body."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from catalog.actions.facts import Facts, Findings
from catalog.actions.networks import read_networks
from catalog.actions.operations.problems import UnknownOperationName
from catalog.actions.outcome import Acted, Actor
from catalog.actions.purpose_codes import unknown_purpose
from catalog.actions.question_links.consents import asking
from catalog.actions.question_links.problems import LinkRefused, UnknownQuestionLink
from catalog.actions.texts import refuse_unsafe_texts
from catalog.changes import Changes
from catalog.day_words import day_in_words
from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import Siren
from catalog.model.paris import PARIS, paris_day
from catalog.model.question_link import LinkValue, QuestionLink, version_of
from catalog.model.saved_operation import SavedOperation

MOST_DAYS = 366
USUAL_DAYS = 90
MOST_LINKS = 200
"""Of one body, in use at once."""
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class LinkAsked:
    """A person's request for a link to `question` (a name). `values` by their names; `last_day`
    None: USUAL_DAYS from today; `purpose` None: that of the question.
    """

    question: str
    answer_format: str
    title: str = ""
    values: tuple[LinkValue, ...] = ()
    purpose: str | None = None
    last_day: date | None = None
    networks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewLink:
    """`id` and `digest` of what was drawn; `most_days` is the operator's setting."""

    id: str
    digest: str
    most_days: int


@dataclass(frozen=True, slots=True)
class TriedLink:
    """The datasets (ids) that a link would read, and the agreements (citations) whose owner is to
    consent first.
    """

    datasets: tuple[str, ...] = ()
    awaits: tuple[str, ...] = ()


def make_link(
    link_asked: LinkAsked,
    new: NewLink,
    actor: Actor,
    facts: Facts,
    formats: Iterable[str],
    tried: TriedLink | None = None,
) -> Acted:
    """Raises ActRefused with everything that is wrong. `formats` are those that there are; `tried`
    None: nobody has tried yet what it reads.
    """
    own, findings = _own(actor), Findings()
    saved = facts.catalog.operations.get(f"{own}/{link_asked.question}")
    if saved is not None and not saved.is_shown_to(actor.agent, actor.roles):
        saved = None
    if saved is None or saved.language != "sql":
        findings.add(UnknownOperationName(name=link_asked.question[:60]), "question")
    refuse_unsafe_texts((link_asked.title, *(each.value for each in link_asked.values)), findings)
    if len(link_asked.title) > _LONGEST_TITLE:
        _refuse(
            findings,
            "title",
            f"son titre a {_LONGEST_TITLE} caractères au plus",
            f"its title has at most {_LONGEST_TITLE} characters",
        )
    offered = tuple(formats)
    if link_asked.answer_format not in offered:
        listed = ", ".join(offered)
        _refuse(
            findings,
            "format",
            f"son format est à choisir parmi : {listed}",
            f"its format is one of: {listed}",
        )
    if len(links_of(own, facts)) >= MOST_LINKS:
        _refuse(
            findings,
            "question",
            f"un organisme en a {MOST_LINKS} au plus",
            f"a body has {MOST_LINKS} at most",
        )
    networks, wrong = read_networks(link_asked.networks)
    for fr, en in wrong:
        _refuse(findings, "networks", fr, en)
    ends_at = _end(link_asked.last_day, new, facts, findings)
    purpose = _purpose(link_asked, saved, facts, findings)
    values = _values(link_asked, saved, findings)
    findings.raise_any()
    if saved is None or actor.issuer is None:
        raise TypeError("a person makes a link to a question that is saved")
    link = QuestionLink(
        id=new.id,
        organisation=own,
        title=link_asked.title.strip() or saved.title or saved.name,
        question=saved.name,
        version=version_of(saved),
        values=values,
        purpose=purpose,
        answer_format=link_asked.answer_format,
        issuer=actor.issuer,
        sub=actor.agent,
        made_at=facts.now,
        ends_at=ends_at,
        digest=new.digest,
        datasets=() if tried is None else tried.datasets,
        awaits=() if tried is None else tried.awaits,
        networks=networks,
    )
    day = paris_day(ends_at - timedelta(seconds=1))
    sentence = Bilingual(
        f"Le lien « {link.title} » ({link.id}) s'ouvre jusqu'au {day_in_words(day, 'fr')}. Toute"
        " personne qui a son adresse peut lire ce qu'il donne.",
        f'The link "{link.title}" ({link.id}) opens until {day_in_words(day, "en")}. Whoever has'
        " its address can read what it gives.",
    )
    sentences = (sentence, *_waiting(link))
    return Acted("make_link", Changes((link,), messages=asking(link, facts.catalog)), sentences)


def revoke_link(link_id: str, actor: Actor, facts: Facts) -> Acted:
    """From the next request on. Raises UnknownQuestionLink."""
    link = link_called(link_id, actor, facts)
    sentence = Bilingual(
        f"Le lien « {link.title} » ({link.id}) n'ouvre plus rien.",
        f'The link "{link.title}" ({link.id}) opens nothing any more.',
    )
    return Acted("revoke_link", Changes((replace(link, revoked_at=facts.now),)), (sentence,))


def link_called(link_id: str, actor: Actor, facts: Facts) -> QuestionLink:
    """One of the actor's own body, in use. Raises UnknownQuestionLink for another body's as for
    none.
    """
    link = facts.catalog.question_links.get(link_id)
    if link is None or link.organisation != actor.organisation or link.revoked_at is not None:
        raise UnknownQuestionLink(link=link_id[:60])
    return link


def _waiting(link: QuestionLink) -> tuple[Bilingual, ...]:
    if not link.awaits:
        return ()
    cited = ", ".join(link.awaits)
    return (
        Bilingual(
            "Il ne s'ouvre qu'avec l'accord du propriétaire des données, qui en est prévenu"
            f" ({cited}).",
            f"It opens with the consent of the owner of the data alone, who is told ({cited}).",
        ),
    )


def links_of(siren: Siren, facts: Facts) -> tuple[QuestionLink, ...]:
    """The links of one body that open something now."""
    every = facts.catalog.question_links.values()
    return tuple(each for each in every if each.organisation == siren and each.opens(facts.now))


def _purpose(
    link_asked: LinkAsked, saved: SavedOperation | None, facts: Facts, findings: Findings
) -> str | None:
    purpose = link_asked.purpose or (None if saved is None else saved.purpose)
    if purpose is not None and purpose not in facts.catalog.purposes:
        findings.add(unknown_purpose(purpose, facts.catalog.purposes), "purpose")
    return purpose


def _values(
    link_asked: LinkAsked, saved: SavedOperation | None, findings: Findings
) -> tuple[LinkValue, ...]:
    """One for each value of the question: a default that changes later changes no link."""
    by_name = {each.name: each.value for each in link_asked.values}
    parameters = () if saved is None else saved.parameters
    names = {each.name for each in parameters}
    if len(by_name) < len(link_asked.values) or by_name.keys() - names:
        listed = ", ".join(sorted(names)) or "—"
        _refuse(
            findings,
            "values",
            f"les valeurs à remplir sont, chacune une fois : {listed}",
            f"the values to fill in are, each once: {listed}",
        )
    filled = []
    for parameter in parameters:
        value = by_name.get(parameter.name, parameter.default)
        if value is None:
            fr, en = (
                f"la valeur « {parameter.name} » manque",
                f'the value "{parameter.name}" is missing',
            )
            _refuse(findings, "values", fr, en)
        else:
            filled.append(LinkValue(parameter.name, value))
    return tuple(filled)


def _end(last_day: date | None, new: NewLink, facts: Facts, findings: Findings) -> datetime:
    """The midnight (Paris) after its last day."""
    today = paris_day(facts.now)
    most = min(MOST_DAYS, new.most_days)
    latest = today + timedelta(days=most)
    day = today + timedelta(days=min(USUAL_DAYS, most)) if last_day is None else last_day
    if not today <= day <= latest:
        _refuse(
            findings,
            "lastDay",
            f"son dernier jour est au plus tard le {day_in_words(latest, 'fr')}",
            f"its last day is {day_in_words(latest, 'en')} at the latest",
        )
        day = latest
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=PARIS)


def _own(actor: Actor) -> Siren:
    if actor.organisation is None:
        raise TypeError("the law lets people of an organisation through, nobody else")
    return actor.organisation


def _refuse(findings: Findings, path: str, fr: str, en: str) -> None:
    findings.add(LinkRefused(why_fr=fr, why_en=en), path)

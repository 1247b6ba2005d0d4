"""The board as its page shows it, and what was typed to open a campaign."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gateway.console.agreements.life import month_in_words
from gateway.console.campaigns.answers import (
    Campaign,
    CampaignBoard,
    CampaignCell,
    CampaignMember,
    CampaignProposal,
)
from gateway.console.days import iso_day, iso_month, read_day
from gateway.console.rendering import translations
from gateway.console.shared.colleagues import stewards_with
from gateway.console.visit import ShownProblem, Visit
from gateway.http.forms import Form

_BY_MONTH: Final = frozenset({"received", "late", "awaited", "to_come"})
FIELDS: Final = (
    *("title", "template", "first_month", "last_month", "due", "until", "dataset"),
    *("legal_basis", "contact_name", "contact_email", "dpia_waiver"),
    *("duty", "previous", "standard"),
)
_PLACES: Final = {
    "title": "title",
    "template": "template",
    "firstMonth": "first_month",
    "lastMonth": "last_month",
    "due": "due",
    "until": "until",
    "members": "members",
    "dataset": "dataset",
    "legalBasis": "legal_basis",
    "contact": "contact_name",
    "personalData": "contact_name",
    "dpiaWaiver": "dpia_waiver",
    "end": "until",
}
"""Of a refusal's path, the field that asks it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`span`: months that say the same, told once."""

    kind: str
    words: str
    note: str = ""
    span: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    member: CampaignMember
    kind: str
    words: str
    note: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Reminder:
    day: str
    words: str
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Typed:
    """`texts` by field; `members`: slugs or SIREN, none for all."""

    texts: Mapping[str, str]
    members: Sequence[str] = ()

    def __getitem__(self, name: str) -> str:
        return self.texts.get(name, "")

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """To carry the whole through a page that only confirms."""
        return [
            *((name, value) for name, value in self.texts.items() if value),
            *(("members", member) for member in self.members),
        ]


def lines_of(board: CampaignBoard, visit: Visit) -> list[Line]:
    language = visit.language
    return [
        Line(
            member=member,
            kind=member.kind,
            words=member.words.words(language),
            note="" if member.note is None else member.note.words(language),
            cells=_cells(member.cells, visit),
        )
        for member in board.members
    ]


def months_of(months: Sequence[str], visit: Visit) -> list[str]:
    return [month_in_words(month, visit.language) for month in months]


def reminders_of(campaign: Campaign, visit: Visit) -> list[Reminder]:
    """The last first."""
    names = {member.siren: member.name for member in campaign.board.members}
    return [
        Reminder(
            day=reminder.at,
            words=step_words(reminder.step, visit),
            names=[names.get(siren, siren) for siren in reminder.members],
        )
        for reminder in reversed(campaign.reminders)
    ]


def opened_sentence(campaign: Campaign, visit: Visit) -> str:
    """« La campagne est ouverte : 2 membres ont reçu une demande, 3 donnent déjà. »"""
    ngettext = translations(visit.language).ngettext
    counts, members = campaign.counts, campaign.board.members
    to_sign, giving = counts.toSign, counts.inForce
    with_model = sum(member.wantsModel and member.registered for member in members)
    rest = counts.members - to_sign - giving - with_model
    parts = (
        (
            to_sign,
            ngettext(
                "%(num)s membre a reçu une demande", "%(num)s membres ont reçu une demande", to_sign
            ),
        ),
        (giving, ngettext("%(num)s donne déjà", "%(num)s donnent déjà", giving)),
        (
            with_model,
            ngettext(
                "%(num)s, sans ces données, a reçu le modèle Excel",
                "%(num)s, sans ces données, ont reçu le modèle Excel",
                with_model,
            ),
        ),
        (
            rest,
            ngettext(
                "%(num)s n'a pas pu être sollicité", "%(num)s n'ont pas pu être sollicités", rest
            ),
        ),
    )
    counted = ", ".join(words % {"num": visit.number(count)} for count, words in parts if count)
    return visit.gettext("La campagne est ouverte : %(members)s.", members=counted)


async def who_opens(visit: Visit) -> str:
    """To whom may follow campaigns and open none; empty for a steward."""
    if "steward" in visit.roles:
        return ""
    names = await stewards_with(visit)
    if not names:
        return visit.gettext("Seul un référent de votre organisme ouvre une campagne.")
    return visit.gettext(
        "Seul un référent ouvre une campagne. Dans votre organisme : %(names)s.",
        names=", ".join(names),
    )


async def who_sees_months(campaign: Campaign, purposes: Collection[str], visit: Visit) -> str:
    """To whom has no purpose of the campaign, where something is in force; empty otherwise."""
    unread = any(member.code == "unknown" for member in campaign.board.members)
    if not unread or set(purposes) & set(visit.purposes):
        return ""
    names = await stewards_with(visit, purposes)
    if not names:
        return visit.gettext(
            "Vous voyez ce qui est en vigueur, et non les mois : personne parmi vos référents n'a "
            "la finalité de ces conventions."
        )
    return visit.gettext(
        "Vous voyez ce qui est en vigueur, et non les mois : ils se lisent avec la finalité de ces "
        "conventions. L'ont, parmi vos référents : %(names)s.",
        names=", ".join(names),
    )


def step_words(step: str, visit: Visit) -> str:
    _ = visit.gettext
    if step == "by_hand":
        return _("à la main")
    if step == "7_before":
        return _("sept jours avant l'échéance")
    if step == "due":
        return _("le jour de l'échéance")
    weeks = int(step.partition("_")[0])
    if weeks == 1:
        return _("une semaine après l'échéance")
    return _("%(weeks)s semaines après l'échéance", weeks=weeks)


def typed_of(form: Form) -> Typed:
    return Typed({name: form.get(name, "") for name in FIELDS}, tuple(form.all("members")))


def typed_from(proposal: CampaignProposal) -> Typed:
    texts = {
        "title": proposal.title,
        "template": proposal.template,
        "first_month": proposal.firstMonth,
        "last_month": proposal.lastMonth,
        "due": proposal.due,
        "dataset": proposal.dataset,
        "legal_basis": proposal.legalBasis,
        "duty": proposal.duty,
        "previous": proposal.previous,
        "standard": proposal.standard,
    }
    return Typed(
        {name: texts.get(name) or "" for name in FIELDS},
        tuple(proposal.members),
    )


def input_of(typed: Typed) -> dict[str, Any]:
    """The input of GraphQL for a campaign, of a form in which `mistakes_of` found no mistake."""
    given: dict[str, Any] = {
        "title": typed["title"],
        "template": typed["template"],
        "firstMonth": iso_month(typed["first_month"]),
        "lastMonth": iso_month(typed["last_month"]),
        "due": iso_day(typed["due"]),
        "members": list(typed.members),
    }
    optional = {
        "until": iso_day(typed["until"]) if typed["until"] else "",
        "dataset": typed["dataset"],
        "standard": typed["standard"],
        "duty": typed["duty"],
        "previous": typed["previous"],
        "legalBasis": typed["legal_basis"],
        "dpiaWaiver": typed["dpia_waiver"],
    }
    if typed["contact_name"] and typed["contact_email"]:
        given["contact"] = {"name": typed["contact_name"], "email": typed["contact_email"]}
    return given | {name: value for name, value in optional.items() if value}


def mistakes_of(typed: Typed, visit: Visit) -> list[dict[str, str]]:
    _ = visit.gettext
    mistakes = []
    if not typed["title"]:
        mistakes.append(("title", _("Donnez un titre à la campagne.")))
    if not typed["template"]:
        mistakes.append(("template", _("Choisissez ce que vous demandez.")))
    if not typed.members:
        mistakes.append(("members", _("Choisissez au moins un membre.")))
    mistakes += [
        (name, _("Écrivez le mois ainsi : 01/2026."))
        for name in ("first_month", "last_month")
        if not typed[name]
    ]
    if read_day(typed["due"]) is None:
        mistakes.append(("due", _("Écrivez la date ainsi : 20/11/2026.")))
    if typed["until"] and read_day(typed["until"]) is None:
        mistakes.append(("until", _("Écrivez la date ainsi : 20/11/2026.")))
    return [{"id": name, "text": text} for name, text in mistakes]


def errors_of(problems: Sequence[ShownProblem]) -> list[dict[str, str]]:
    return [
        {
            "id": _PLACES.get(problem.path[0].split(".")[0], "") if problem.path else "",
            "text": problem.sentence,
            "next": problem.next_step,
        }
        for problem in problems
    ]


def _cells(cells: Sequence[CampaignCell], visit: Visit) -> list[Cell]:
    """A cell for each month, or one over all months for a state that is not of one month."""
    _, language = visit.gettext, visit.language
    codes = {cell.code for cell in cells}
    if len(codes) == 1 and not codes & _BY_MONTH:
        first = cells[0]
        return [Cell(first.kind, first.words.words(language), span=len(cells))]
    return [
        Cell(
            cell.kind,
            cell.words.words(language),
            _("%(rows)s lignes", rows=visit.number(cell.rows)) if cell.rows else "",
        )
        for cell in cells
    ]

"""The board of a campaign: members in rows, months in columns, and a word in each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from catalog.actions.campaigns.months import last_day_of, months_from
from catalog.actions.campaigns.standing import (
    agreement_of,
    agreements_giving,
    waits_for_more,
)
from catalog.actions.sharing.due import silent_sides
from catalog.day_words import day_in_words
from catalog.model.agreement import Agreement, AgreementState
from catalog.model.bilingual import Bilingual
from catalog.model.campaign import Campaign, CampaignRequest, Obstacle
from catalog.model.identifiers import Siren
from catalog.model.paris import paris_day
from catalog.snapshot import Snapshot
from gateway.figures.campaigns.receiving import Received


class CellCode(StrEnum):
    """The state of one month of one member."""

    RECEIVED = "received"
    LATE = "late"
    AWAITED = "awaited"
    TO_COME = "to_come"
    UNKNOWN = "unknown"
    TO_SIGN = "to_sign"
    TO_BEGIN = "to_begin"
    TO_CHANGE = "to_change"
    SUSPENDED = "suspended"
    REFUSED = "refused"
    OVER = "over"
    NO_SUCH_DATA = "no_such_data"
    NOTHING_INSTALLED = "nothing_installed"
    NOT_ASKED = "not_asked"


WORDS: Mapping[CellCode, tuple[str, Bilingual]] = {
    CellCode.RECEIVED: ("ok", Bilingual("reçu", "received")),
    CellCode.LATE: ("stop", Bilingual("en retard", "late")),
    CellCode.AWAITED: ("wait", Bilingual("attendu", "awaited")),
    CellCode.TO_COME: ("off", Bilingual("à venir", "to come")),
    CellCode.UNKNOWN: ("ok", Bilingual("en vigueur", "in force")),
    CellCode.TO_SIGN: ("wait", Bilingual("à signer", "to sign")),
    CellCode.TO_BEGIN: ("wait", Bilingual("signé, pas commencé", "signed, not begun")),
    CellCode.TO_CHANGE: ("wait", Bilingual("à modifier par nous", "to be changed by us")),
    CellCode.SUSPENDED: ("stop", Bilingual("suspendu", "suspended")),
    CellCode.REFUSED: ("stop", Bilingual("refusé", "refused")),
    CellCode.OVER: ("off", Bilingual("terminé", "over")),
    CellCode.NO_SUCH_DATA: ("off", Bilingual("n'a pas ces données", "has no such data")),
    CellCode.NOTHING_INSTALLED: (
        "off",
        Bilingual("rien d'installé : envoyer le modèle", "nothing installed: send the model file"),
    ),
    CellCode.NOT_ASKED: ("stop", Bilingual("demande impossible", "could not be asked")),
}
"""The kind of status (ok, wait, stop, off) and its words."""
_OF_OBSTACLES: Mapping[Obstacle, CellCode] = {
    Obstacle.NOT_REGISTERED: CellCode.NOTHING_INSTALLED,
    Obstacle.NOTHING_INSTALLED: CellCode.NOTHING_INSTALLED,
    Obstacle.NO_SUCH_DATA: CellCode.NO_SUCH_DATA,
    Obstacle.DRAFT_REFUSED: CellCode.NOT_ASKED,
}
_OF_STATES: Mapping[AgreementState, CellCode] = {
    AgreementState.DRAFT: CellCode.TO_CHANGE,
    AgreementState.CHANGES_REQUESTED: CellCode.TO_CHANGE,
    AgreementState.SUBMITTED: CellCode.TO_SIGN,
    AgreementState.APPROVED_BY_ONE: CellCode.TO_SIGN,
    AgreementState.APPROVED: CellCode.TO_BEGIN,
    AgreementState.SUSPENDED: CellCode.SUSPENDED,
    AgreementState.REFUSED: CellCode.REFUSED,
}
_WITH_MODEL = frozenset({CellCode.NO_SUCH_DATA, CellCode.NOTHING_INSTALLED})


@dataclass(frozen=True, slots=True)
class Cell:
    """`rows` where some came."""

    month: date
    code: CellCode
    rows: int | None = None

    @property
    def kind(self) -> str:
        return WORDS[self.code][0]

    @property
    def words(self) -> Bilingual:
        return WORDS[self.code][1]


@dataclass(frozen=True, slots=True)
class Line:
    """One member. `code` says where we are with it as a whole; `note` why, or what comes next."""

    member: Siren
    request: CampaignRequest
    agreement: Agreement | None
    code: CellCode
    note: Bilingual | None
    cells: tuple[Cell, ...]

    @property
    def wants_model(self) -> bool:
        return self.code in _WITH_MODEL


@dataclass(frozen=True, slots=True)
class Board:
    months: tuple[date, ...]
    lines: tuple[Line, ...]
    summary: Bilingual


def board_of(
    campaign: Campaign, received: Mapping[Siren, Received], catalog: Snapshot, now: datetime
) -> Board:
    """`received`: of the members that give under an active agreement."""
    months = months_from(campaign.first_month, campaign.last_month)
    lines = tuple(
        _line(request, campaign, months, received.get(request.member), catalog, now)
        for request in campaign.requests
    )
    return Board(months, lines, _summary(lines))


def _line(
    request: CampaignRequest,
    campaign: Campaign,
    months: Sequence[date],
    received: Received | None,
    catalog: Snapshot,
    now: datetime,
) -> Line:
    agreement = agreement_of(request, campaign, catalog)
    giving = agreements_giving(request, campaign, catalog)
    rows = {} if received is None else received.rows
    if giving and not waits_for_more(agreement):
        cells = _dated_cells(months, received, campaign, now)
        code, note = _worst(cells), _note_of(request, giving[0], received)
        agreement = giving[0]
    else:
        code, note = _without_rows(request, agreement, campaign, catalog)
        cells = tuple(_received_or(code, month, rows) for month in months)
        over = [cell for cell in cells if last_day_of(cell.month) < paris_day(now)]
        if over and all(cell.code is CellCode.RECEIVED for cell in over):
            code = CellCode.RECEIVED
    others = [one for one in giving if one is not agreement]
    return Line(request.member, request, agreement, code, _and_by(others, note), cells)


def _without_rows(
    request: CampaignRequest, agreement: Agreement | None, campaign: Campaign, catalog: Snapshot
) -> tuple[CellCode, Bilingual | None]:
    """The state and the note of a request, from its obstacle or its agreement alone, even if rows
    have come by another way.
    """
    if request.obstacle is not None:
        return _OF_OBSTACLES[request.obstacle], _note_of_obstacle(request)
    if agreement is None:
        return CellCode.OVER, None
    code = _OF_STATES.get(agreement.state, CellCode.OVER)
    return code, _whose_turn(agreement, campaign, catalog)


def _received_or(code: CellCode, month: date, rows: Mapping[date, int]) -> Cell:
    if month in rows:
        return Cell(month, CellCode.RECEIVED, rows[month])
    return Cell(month, code)


def _dated_cells(
    months: Sequence[date], received: Received | None, campaign: Campaign, now: datetime
) -> tuple[Cell, ...]:
    if received is None or not received.is_read:
        return tuple(Cell(month, CellCode.UNKNOWN) for month in months)
    today = paris_day(now)
    cells = []
    for month in months:
        if month in received.rows:
            cells.append(Cell(month, CellCode.RECEIVED, received.rows[month]))
        elif last_day_of(month) >= today:
            cells.append(Cell(month, CellCode.TO_COME))
        else:
            code = CellCode.LATE if today > campaign.due else CellCode.AWAITED
            cells.append(Cell(month, code))
    return tuple(cells)


def _worst(cells: Sequence[Cell]) -> CellCode:
    codes = {cell.code for cell in cells}
    ranked = (CellCode.LATE, CellCode.AWAITED, CellCode.UNKNOWN, CellCode.RECEIVED)
    return next((code for code in ranked if code in codes), CellCode.TO_COME)


def _note_of(
    request: CampaignRequest, agreement: Agreement, received: Received | None
) -> Bilingual | None:
    if received is not None and not received.has_purpose:
        return Bilingual(
            f"en vigueur depuis le {day_in_words(agreement.start, 'fr')}, jusqu'au "
            f"{day_in_words(agreement.end, 'fr')} ; vous n'avez pas la finalité de cette "
            "convention : une personne qui l'a voit les mois",
            f"in force since {day_in_words(agreement.start, 'en')}, until "
            f"{day_in_words(agreement.end, 'en')}; you do not have the purpose of this agreement: "
            "somebody who has it sees the months",
        )
    if received is not None and not received.is_dated:
        return Bilingual("ces lignes ne portent aucun mois", "these rows bear no month")
    if received is not None and received.problem is not None:
        problem = received.problem
        return Bilingual(problem.sentence("fr"), problem.sentence("en"))
    if request.was_in_force:
        return Bilingual(
            f"déjà en vigueur, jusqu'au {day_in_words(agreement.end, 'fr')}",
            f"in force already, until {day_in_words(agreement.end, 'en')}",
        )
    return None


def _and_by(others: Sequence[Agreement], note: Bilingual | None) -> Bilingual | None:
    """`others`: what gives data of the same kind beside the agreement that the line names."""
    if not others:
        return note
    named = ", ".join(one.citation for one in others)
    also = Bilingual(f"donne aussi par {named}", f"gives by {named} too")
    if note is None:
        return also
    return Bilingual(f"{note.fr} ; {also.fr}", f"{note.en}; {also.en}")


def _note_of_obstacle(request: CampaignRequest) -> Bilingual | None:
    if request.obstacle is Obstacle.NOT_REGISTERED:
        return Bilingual("n'est pas inscrit à Interco", "is not registered with Interco")
    if request.obstacle is Obstacle.DRAFT_REFUSED:
        return Bilingual(request.why_fr, request.why_en)
    return None


def _whose_turn(agreement: Agreement, campaign: Campaign, catalog: Snapshot) -> Bilingual | None:
    if agreement.state not in {AgreementState.SUBMITTED, AgreementState.APPROVED_BY_ONE}:
        return None
    sides = silent_sides(agreement)
    if campaign.body in sides:
        return Bilingual("à signer par nous", "to be signed by us")
    names = ", ".join(catalog.organisations[side].name for side in sides)
    return Bilingual(f"attend {names}", f"awaits {names}")


_COUNTED: Final[Sequence[tuple[CellCode, Bilingual, Bilingual]]] = (
    (CellCode.RECEIVED, Bilingual("à jour", "up to date"), Bilingual("à jour", "up to date")),
    (CellCode.AWAITED, Bilingual("attendu", "awaited"), Bilingual("attendus", "awaited")),
    (CellCode.LATE, Bilingual("en retard", "late"), Bilingual("en retard", "late")),
    (CellCode.TO_COME, Bilingual("à venir", "to come"), Bilingual("à venir", "to come")),
    (CellCode.UNKNOWN, Bilingual("en vigueur", "in force"), Bilingual("en vigueur", "in force")),
    (CellCode.TO_SIGN, Bilingual("à signer", "to sign"), Bilingual("à signer", "to sign")),
    (CellCode.REFUSED, Bilingual("refusé", "refused"), Bilingual("refusés", "refused")),
)
"""The states that the summary counts, each with its words for one line and for more."""


def _summary(lines: Sequence[Line]) -> Bilingual:
    """« 5 membres : 2 à jour, 1 attendu, 2 à signer. »"""
    total, named = len(lines), list[tuple[int, Bilingual]]()
    for code, one, more in _COUNTED:
        count = sum(line.code is code for line in lines)
        named.append((count, more if count > 1 else one))
    without = sum(line.wants_model for line in lines)
    named.append((without, Bilingual("sans ces données", "without such data")))
    rest = total - sum(count for count, _words in named)
    named.append((rest, Bilingual("dans un autre état", "in another state")))
    fr = ", ".join(f"{count} {words.fr}" for count, words in named if count)
    en = ", ".join(f"{count} {words.en}" for count, words in named if count)
    return Bilingual(
        f"{total} membre{'s' if total > 1 else ''} : {fr}.",
        f"{total} member{'s' if total > 1 else ''}: {en}.",
    )

"""The board of a campaign: members in rows, months in columns, and a word in each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from catalog.actions.campaigns.months import last_day_of, months_from
from catalog.actions.campaigns.standing import agreement_of
from catalog.actions.sharing.due import silent_sides
from catalog.day_words import day_in_words
from catalog.model.agreement import Agreement, AgreementState
from catalog.model.bilingual import Bilingual
from catalog.model.campaign import Campaign, CampaignRequest, Obstacle
from catalog.model.identifiers import Siren
from catalog.model.paris import paris_day
from catalog.snapshot import Snapshot
from gateway.campaigns.receiving import Received


class CellCode(StrEnum):
    """Where one month of one member is."""

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
    """`received`: of the members whose agreement is active."""
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
    if request.obstacle is not None:
        code, note = _OF_OBSTACLES[request.obstacle], _note_of_obstacle(request)
    elif agreement is None:
        code, note = CellCode.OVER, None
    elif agreement.state is AgreementState.ACTIVE:
        cells = _dated_cells(months, received, campaign, now)
        code = _worst(cells)
        return Line(
            request.member, request, agreement, code, _note_of(request, agreement, received), cells
        )
    else:
        code = _OF_STATES.get(agreement.state, CellCode.OVER)
        note = _whose_turn(agreement, campaign, catalog)
    cells = tuple(Cell(month, code) for month in months)
    return Line(request.member, request, agreement, code, note, cells)


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
            "vous n'avez pas la finalité de cette convention : une personne qui l'a voit les mois",
            "you do not have the purpose of this agreement: somebody who has it sees the months",
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


def _summary(lines: Sequence[Line]) -> Bilingual:
    total = len(lines)
    counts = [
        (sum(line.code is CellCode.RECEIVED for line in lines), "à jour", "up to date"),
        (sum(line.code is CellCode.AWAITED for line in lines), "attendu", "awaited"),
        (sum(line.code is CellCode.LATE for line in lines), "en retard", "late"),
        (sum(line.code is CellCode.TO_COME for line in lines), "à venir", "to come"),
        (sum(line.code is CellCode.UNKNOWN for line in lines), "en vigueur", "in force"),
        (sum(line.code is CellCode.TO_SIGN for line in lines), "à signer", "to sign"),
        (sum(line.code is CellCode.REFUSED for line in lines), "refusé", "refused"),
        (sum(line.wants_model for line in lines), "sans ces données", "without such data"),
    ]
    named = [one for one in counts if one[0]]
    rest = total - sum(count for count, _, _ in named)
    if rest:
        named.append((rest, "dans un autre état", "in another state"))
    fr = ", ".join(f"{words} {count}" for count, words, _ in named)
    en = ", ".join(f"{words} {count}" for count, _, words in named)
    return Bilingual(
        f"{total} membre{'s' if total > 1 else ''} : {fr}.",
        f"{total} member{'s' if total > 1 else ''}: {en}.",
    )

"""Campaigns and the calendar of duties as GraphQL shows them."""

from __future__ import annotations

import datetime as dt

import strawberry

from gateway.control.agreement_input import ContactInput
from gateway.control.sentence import Sentence


@strawberry.type(description="Un mois d'un membre. / One month of a member.")
class CampaignCell:
    month: str = strawberry.field(description="2026-01.")
    code: str = strawberry.field(
        description=(
            "received, late, awaited, to_come, unknown, to_sign, to_begin, to_change, suspended, "
            "refused, over, no_such_data, nothing_installed, not_asked."
        )
    )
    kind: str = strawberry.field(description="ok, wait, stop, off.")
    words: Sentence
    rows: int | None


@strawberry.type(description="Une ligne du tableau. / A line of the board.")
class CampaignMember:
    siren: str
    name: str
    registered: bool = strawberry.field(
        description="Inscrit à Interco ou non. / Whether Interco knows it."
    )
    dataset: strawberry.ID | None
    data_title: Sentence | None
    agreement: str | None = strawberry.field(description="conv-2026-0017@1.")
    code: str
    kind: str
    words: Sentence
    note: Sentence | None
    wants_model: bool = strawberry.field(
        description="Le modèle Excel lui servirait. / The blank workbook would serve it."
    )
    cells: list[CampaignCell]


@strawberry.type(description="Membres et mois, lus maintenant. / Members and months, read now.")
class CampaignBoard:
    months: list[str]
    summary: Sentence
    members: list[CampaignMember]


@strawberry.type(description="Qui a été relancé, et quand. / Who was reminded, and when.")
class CampaignReminder:
    at: dt.datetime
    step: str = strawberry.field(description="7_before, due, 1_after…, by_hand.")
    members: list[str] = strawberry.field(description="SIREN.")


@strawberry.type(description="Où en sont les demandes, sans rien lire. / Without reading anything.")
class CampaignCounts:
    members: int
    to_sign: int
    in_force: int
    refused: int
    without_data: int


@strawberry.input(
    description=(
        "La même demande à chaque membre. Sans « members », à tous ceux de la compétence du "
        "modèle. / The same request to each member; without `members`, to all."
    )
)
class CampaignInput:
    title: str
    template: str = strawberry.field(description="rpqs_dechets, rpqs_eau…")
    first_month: str = strawberry.field(description="2026-01.")
    last_month: str = strawberry.field(description="2026-12.")
    due: dt.date = strawberry.field(description="Le jour attendu. / The day it is expected by.")
    members: list[str] = strawberry.field(
        default_factory=list, description="Noms courts ou SIREN. / Short names or SIREN."
    )
    dataset: str | None = strawberry.field(
        default=None, description="Un nom de jeu, chez chacun. / A dataset's name, at each."
    )
    standard: str | None = strawberry.field(
        default=None, description="Au lieu de celui du modèle. / Instead of the template's."
    )
    until: dt.date | None = strawberry.field(
        default=None,
        description="La fin des conventions ; sinon celle de l'année. / The agreements' end.",
    )
    duty: str | None = strawberry.field(
        default=None, description="Un code du calendrier. / A code of the calendar."
    )
    previous: str | None = strawberry.field(
        default=None, description="La campagne dont elle reprend. / The one that it follows."
    )
    legal_basis: str | None = None
    contact: ContactInput | None = None
    dpo: ContactInput | None = None
    dpia_reference: str | None = None
    dpia_waiver: str | None = None


@strawberry.type(description="Une campagne remplie d'avance. / A campaign filled in beforehand.")
class CampaignProposal:
    title: str
    template: str
    first_month: str
    last_month: str
    due: dt.date
    members: list[str] = strawberry.field(description="Noms courts, ou SIREN. / Short names.")
    dataset: str | None
    standard: str | None
    duty: str | None
    previous: str | None
    legal_basis: str | None


@strawberry.type(description="Une échéance d'une année. / What is due in a year.")
class DutyLine:
    code: str
    title: Sentence
    what: Sentence
    law: str
    is_certain: bool = strawberry.field(
        description="Faux : un repère, à confirmer. / False: a landmark, to be confirmed."
    )
    year: int = strawberry.field(description="L'année des données. / The year of the data.")
    due: dt.date
    collect: dt.date = strawberry.field(
        description="Le jour proposé aux membres. / The day proposed to the members."
    )
    opens: dt.date
    template: str
    campaign: strawberry.ID | None = strawberry.field(
        description="Celle qui est ouverte pour elle. / The one opened for it."
    )
    previous: strawberry.ID | None = strawberry.field(
        description="Celle d'une année d'avant. / That of a year before."
    )

"""The disputes of a frozen figure, sent to the contractor whose slips they are about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from catalog.actions.facts import Facts, Findings
from catalog.actions.figures.problems import DisputesNotSent
from catalog.actions.problems import UnknownParty
from catalog.model.figure import FrozenFigure, SentFigure
from catalog.model.identifiers import Siren
from catalog.model.mandate import MandateAction
from catalog.model.message import Message
from catalog.model.organisation import Organisation
from catalog.model.paris import paris_day
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot

_EARLIER = Path(__file__).with_name("earlier_sending.json")
"""The sending of figures that were frozen before services declared it."""


def send_disputes(
    figure: FrozenFigure, to: str, subject: Subject, facts: Facts
) -> tuple[FrozenFigure, Message]:
    """`to`: a slug or a SIREN. Raises ActRefused."""
    findings, catalog = Findings(), facts.catalog
    contractor = _body_named(to, catalog)
    if contractor is None:
        findings.add(UnknownParty(name=to[:80]), "to")
        findings.raise_any()
        raise AssertionError  # what is missing was found
    why = _why_not(figure, contractor, facts)
    if why is not None:
        findings.add(DisputesNotSent(to=contractor.name, why_fr=why[0], why_en=why[1]))
        findings.raise_any()
    kept = tuple(sent for sent in figure.sent if sent.to != contractor.siren)
    sent = SentFigure(contractor.siren, facts.now, subject.agent or "")
    message = Message(
        kind="disputes.sent",
        key=f"disputes.sent/{figure.id}/{contractor.siren}",
        to=(contractor.siren,),
        roles=frozenset({"steward"}),
        about=figure.id,
        facts={"organisation": catalog.organisations[Siren(figure.body)].name},
    )
    return replace(figure, sent=(*kept, sent)), message


def disputes_for_paper(
    figure: FrozenFigure, to: str, catalog: Snapshot
) -> tuple[str, Mapping[str, Any]]:
    """The addressee in words, and what disputes_in gives. Raises ActRefused: what rests on data of
    others is told to nobody.
    """
    known = _body_named(to, catalog)
    name = " ".join(to.split()) if known is None else f"{known.name} (SIREN {known.siren})"
    disputes = disputes_in(figure)
    why = _why_never(figure)
    if why is None and disputes is not None:
        return name, disputes
    findings = Findings()
    if why is not None:
        findings.add(DisputesNotSent(to=name[:80], why_fr=why[0], why_en=why[1]))
    findings.raise_any()
    raise AssertionError  # what is missing was found


def _body_named(to: str, catalog: Snapshot) -> Organisation | None:
    """By its slug or its SIREN."""
    return catalog.organisation_of_slug(to) or next(
        (body for body in catalog.organisations.values() if body.siren == to), None
    )


def disputes_in(figure: FrozenFigure) -> Mapping[str, Any] | None:
    """The table that a contractor is shown: the columns that the service declares, and rows; None
    where it declares none, or the figure has no such table.
    """
    answer: Mapping[str, Any] = json.loads(figure.content)["answer"]
    sending = _sending(answer)
    table = None if sending is None else answer["tables"].get(sending["table"])
    if sending is None or table is None:
        return None
    names = [column["name"] for column in table["columns"]]
    places = [names.index(name) for name in sending["columns"] if name in names]
    return {
        "columns": [table["columns"][place] for place in places],
        "rows": [[row[place] for place in places] for row in table["rows"]],
    }


def _sending(answer: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """As the service declared it when the figure was frozen. A figure that was frozen earlier has
    what that service sent then, where it has its table.
    """
    sending: Mapping[str, Any] | None = (answer.get("report") or {}).get("sending")
    if sending is None and _earlier()["table"] in answer["tables"]:
        return _earlier()
    return sending


@cache
def _earlier() -> Mapping[str, Any]:
    earlier: Mapping[str, Any] = json.loads(_EARLIER.read_text("utf-8"))
    return earlier


def _why_never(figure: FrozenFigure) -> tuple[str, str] | None:
    """The reason why no contractor is sent the disputes (French, English); None where one may
    be.
    """
    if disputes_in(figure) is None:
        return "ce chiffre n'a pas de contestations", "this figure has no disputes"
    if figure.agreements:
        return (
            "il repose sur des données d'un autre organisme, sous convention",
            "it rests on data of another body, under an agreement",
        )
    return None


def _why_not(
    figure: FrozenFigure, contractor: Organisation, facts: Facts
) -> tuple[str, str] | None:
    never = _why_never(figure)
    if never is not None:
        return never
    slips = _slips_of(figure, facts)
    if slips is None:
        return (
            "le service qui l'a calculé n'est plus activé, ou l'est sur d'autres données",
            "the service that computed it is no longer activated, or is on other data",
        )
    left = _left_by(contractor.siren, Siren(figure.body), facts)
    if not slips or not slips <= left:
        return (
            "les bons ne sont pas tous ceux qu'il dépose sous mandat",
            "the slips are not all those that it deposits under a mandate",
        )
    return None


def _slips_of(figure: FrozenFigure, facts: Facts) -> frozenset[str] | None:
    """The datasets of the slips, by the activation that computed it; None where that is bound to
    other data than the figure was made of: whose slips these are is not known any more.
    """
    content = json.loads(figure.content)
    words, sending = str(content["query"]["text"]).split(), _sending(content["answer"])
    activation = facts.catalog.activations.get(words[-1]) if words else None
    if sending is None or activation is None or activation.body != figure.body:
        return None
    if {one.dataset for one in activation.bindings} != set(figure.datasets):
        return None
    return frozenset(one.dataset for one in activation.bindings if one.role == sending["role"])


def _left_by(contractor: Siren, body: Siren, facts: Facts) -> frozenset[str]:
    day = paris_day(facts.now)
    return frozenset(
        dataset
        for mandate in facts.catalog.mandates_between(body, contractor)
        if MandateAction.DEPOSIT in mandate.actions and mandate.holds_on(day)
        for dataset in mandate.datasets
    )

"""`interco agreement show` and `history`: one agreement as a readable page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from catalog.hosting_words import parts_in_words, whose_turn
from catalog.model.bilingual import Bilingual
from catalog.model.hosting import HostingFact, HostingPart, Shortfall
from catalog.model.subject import SYSTEM_CLOCK
from catalog.model.terms import CombineKind, OnwardSharing
from gateway.cli.agreement_pages import Page, act_name, print_columns, print_scope

_Found = Mapping[str, Any]
_COMBINED: dict[CombineKind, Bilingual] = {
    CombineKind.NONE: Bilingual("aucun", "nothing"),
    CombineKind.REFERENCE: Bilingual("avec les données de référence", "reference data"),
    CombineKind.OPEN: Bilingual(
        "avec les données de référence et les jeux ouverts",
        "reference data and open datasets",
    ),
    CombineKind.NAMED: Bilingual("avec les jeux nommés", "the datasets named"),
}
_PASSED_ON: dict[OnwardSharing, Bilingual] = {
    OnwardSharing.NONE: Bilingual("interdite", "not allowed"),
    OnwardSharing.AGGREGATES: Bilingual("des totaux seulement", "totals only"),
    OnwardSharing.WITH_CONSENT: Bilingual(
        "avec l'accord de qui accorde",
        "with the grantor's consent",
    ),
}


def print_agreement(found: _Found) -> None:
    page = Page()
    page.say(f"{found['citation']} — {found['title']}", f"{found['citation']} — {found['title']}")
    page.say(f"État : {page.state(found['state'])}", f"State: {page.state(found['state'])}")
    grantor, grantee = found["grantor"]["name"], found["grantee"]["name"]
    page.say(f"Qui accorde : {grantor}", f"Grantor: {grantor}")
    page.say(f"Qui reçoit : {grantee}", f"Grantee: {grantee}")
    if found["membersFor"]:
        page.say(
            f"Ce sont ses membres pour la compétence {found['membersFor']} qui lisent.",
            f"Its members for the competence {found['membersFor']} are who reads.",
        )
    _print_suspensions(found["suspensions"], page)
    page.say(f"Jeu de données : {found['dataset']}", f"Dataset: {found['dataset']}")
    page.say(
        f"Du {page.day(found['start'])} au {page.day(found['end'])} compris",
        f"From {page.day(found['start'])} to {page.day(found['end'])} included",
    )
    if found["answerBy"] is not None:
        last = page.day(found["answerBy"])
        page.say(f"Réponse attendue d'ici au {last}", f"Answer awaited by {last}")
    purposes = ", ".join(f"{page.label(e)} ({e['code']})" for e in found["purposeLabels"])
    page.say(f"Finalités : {purposes}", f"Purposes: {purposes}")
    page.say(f"Base légale : {found['legalBasis']}", f"Legal basis: {found['legalBasis']}")
    print_columns(found["grantedColumns"], page)
    page.say("Lignes :", "Rows:")
    page.told({"fr": f"  {each['fr']}", "en": f"  {each['en']}"} for each in found["rows"])
    if found["preview"] is not None:
        print_scope(found["preview"], page)
    _print_terms(found["terms"], page)
    _print_hosting(found, page)
    _print_signatures(found, page)
    _print_turns(found, page)


def _print_suspensions(suspensions: Iterable[_Found], page: Page) -> None:
    for suspension in suspensions:
        by, turn, at = suspension["by"], suspension["turn"], suspension["at"]
        day = None if at is None else page.instant(at)
        since = ("", "") if day is None else (f" depuis le {day}", f" since {day}")
        why = f" ({suspension['reason']})" if suspension["reason"] else ""
        page.say(
            f"Suspendue par {by['fr']}{since[0]}{why} : {turn['fr']}",
            f"Suspended by {by['en']}{since[1]}{why}: {turn['en']}",
        )


def print_history(found: _Found) -> None:
    page = Page()
    page.say(
        f"{found['citation']} : {page.state(found['state'])}",
        f"{found['citation']}: {page.state(found['state'])}",
    )
    page.table(
        (
            ("Quand", "When"),
            ("Acte", "Act"),
            ("De l'état", "From"),
            ("À l'état", "To"),
            ("Qui", "Who"),
            ("Motif", "Reason"),
        ),
        (
            (
                page.instant(each["at"]),
                act_name(each["act"], page),
                page.state(each["before"]),
                page.state(each["after"]),
                _who(each, page),
                each["reason"],
            )
            for each in found["steps"]
        ),
    )


def _who(step: _Found, page: Page) -> str:
    side = step["organisation"]
    if step["agent"] == SYSTEM_CLOCK.agent:
        return page.word("le calendrier, sans intervention", "the calendar, nobody acting")
    return step["agent"] if side is None else f"{step['agent']}, {side['name']}"


def _print_terms(terms: _Found, page: Page) -> None:
    named = ", ".join(terms["combineDatasets"])
    fr, en = _COMBINED[CombineKind(terms["combine"])]
    page.say(
        f"Croisements permis : {fr}{f' ({named})' if named else ''}",
        f"May be combined with: {en}{f' ({named})' if named else ''}",
    )
    if terms["noticeDays"]:
        page.say(f"Préavis : {terms['noticeDays']} jours", f"Notice: {terms['noticeDays']} days")
    fr, en = _PASSED_ON[OnwardSharing(terms["onwardSharing"])]
    page.say(f"Transmission à d'autres : {fr}", f"Onward sharing: {en}")
    personal = terms["personalData"]
    if personal is None:
        return
    for fr, en, text in (
        ("Responsable du traitement", "Controller", _contact(personal["controller"])),
        ("Délégué à la protection des données", "DPO", _contact(personal["dpo"])),
        ("Personnes", "Persons", ", ".join(personal["persons"])),
        ("Données", "Data", ", ".join(personal["dataCategories"])),
        ("Destinataires", "Recipients", ", ".join(personal["recipients"])),
        ("Transferts", "Transfers", personal["transfers"]),
        ("Conservation", "Retention", personal["retention"]),
        ("Sécurité", "Security", personal["securityMeasures"]),
        ("AIPD", "DPIA", personal["dpiaReference"] or personal["dpiaWaiver"] or "—"),
    ):
        page.say(f"{fr} : {text}", f"{en}: {text}")


def _print_hosting(agreement: _Found, page: Page) -> None:
    demand = agreement["terms"]["hosting"]
    if demand is not None:
        demanded = [*demand["countries"], *(["SecNumCloud"] if demand["secnumcloud"] else [])]
        demanded += demand["operatedBy"]
        fr, en = "Hébergement exigé de chaque partie", "Hosting demanded of each part"
        page.say(f"{fr} : {', '.join(demanded)}", f"{en}: {', '.join(demanded)}")
    lacking = [
        Shortfall(HostingPart(each["part"]), HostingFact(each["fact"]), each["known"])
        for each in agreement["hosting"]
    ]
    if lacking:
        page.say(
            f"! Rien ne peut être lu : {parts_in_words(lacking, 'fr')} ; à "
            f"{whose_turn(lacking, 'fr')} d'agir.",
            f"! Nothing can be read: {parts_in_words(lacking, 'en')}; it is the turn of "
            f"{whose_turn(lacking, 'en')}.",
        )


def _contact(contact: _Found) -> str:
    return f"{contact['name']} <{contact['email']}>"


def _print_signatures(found: _Found, page: Page) -> None:
    page.say(f"Empreinte : {found['sha256']}", f"Hash: {found['sha256']}")
    for each in found["approvals"]:
        act = each["act"]
        ground = f", {act['reference']} ({page.day(act['enforceableSince'])})" if act else ""
        capacity = f", {each['capacity']}" if each["capacity"] else ""
        who = f"{each['organisation']['name']}, {each['agent']}{capacity}{ground}"
        at = page.instant(each["at"])
        page.say(f"Signée le {at} : {who}", f"Signed {at}: {who}")
    guard = found["guard"]
    if guard is not None and guard["stops"]:
        named = ", ".join(each["nom"] for each in guard["communes"])
        days, digest = guard["days"], guard["findingsSha256"]
        fr, en = ("", "") if days is None else (f", {days['fr']}", f", {days['en']}")
        page.say(
            f"Le contrôle d'anonymat l'arrête : cette convention isolerait {named}{fr} "
            f"(constat {digest})",
            f"The guard stops it: it would isolate {named}{en} (findings {digest})",
        )


def _print_turns(found: _Found, page: Page) -> None:
    if not found["possible"]:
        page.say("Plus rien n'est possible : elle est close.", "Nothing more: it is closed.")
        return
    page.say("Ce qui est possible :", "What is possible:")
    for each in found["possible"]:
        mine = page.word(" — vous", " — you") if each["mine"] else ""
        act, by = act_name(each["act"], page), each["by"]
        page.say(f"  {act} : {by['fr']}{mine}", f"  {act}: {by['en']}{mine}")

"""Giving a mandate: one body lets another act for it, for some acts, and never further."""

from __future__ import annotations

from dataclasses import replace

from catalog.actions.columns import suggestion
from catalog.actions.facts import Facts, Findings
from catalog.actions.membership import is_competence
from catalog.actions.outcome import Acted, Actor
from catalog.actions.problems import (
    DatesReversed,
    InvalidCompetence,
    UnknownAgreementDataset,
    UnknownParty,
)
from catalog.actions.sharing.acts import GiveMandate
from catalog.actions.sharing.names import ActName
from catalog.actions.sharing.problems import MandateNotSubDelegable, MandateRefused
from catalog.actions.sharing.references import next_reference
from catalog.actions.sharing.telling import DECIDERS, name_of_actor, name_of_organisation
from catalog.actions.texts import refuse_unsafe_texts
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import Siren
from catalog.model.mandate import Mandate, MandateAction
from catalog.model.message import Message
from catalog.model.organisation import Organisation
from catalog.model.paris import paris_day
from catalog.snapshot import Snapshot


def give_mandate(act: GiveMandate, actor: Actor, facts: Facts) -> Acted:
    """Raises MandateNotSubDelegable, ActRefused with every finding."""
    if actor.mandate is not None or actor.employer != act.principal:
        raise MandateNotSubDelegable
    findings = Findings()
    refuse_unsafe_texts(act, findings)
    mandatary = _resolve_mandatary(act, facts.catalog, findings)
    datasets = _resolve_datasets(act, facts.catalog, findings)
    _check(act, facts, findings)
    if MandateAction.DEPOSIT in act.actions and mandatary is not None:
        _check_deposits(datasets, mandatary.siren, facts, findings)
    findings.raise_any()
    if mandatary is None:
        raise AssertionError  # what is missing was found
    taken = [each.id for each in facts.catalog.mandates]
    mandate = Mandate(
        id=act.id or next_reference("mand", taken, facts.now),
        principal=act.principal,
        mandatary=mandatary.siren,
        actions=act.actions,
        competences=act.competences,
        datasets=datasets,
        start=act.start,
        end=act.end,
        act=act.act,
        given_by=actor.agent,
        given_at=facts.now,
    )
    current = next((each for each in facts.catalog.mandates if each.id == mandate.id), None)
    if current is not None:
        if replace(mandate, given_by=current.given_by, given_at=current.given_at) == current:
            return Acted(ActName.GIVE_MANDATE, Changes(), (), mandate=current)
        findings.add(_refused("sa référence est déjà prise", "its reference is taken"), "id")
        findings.raise_any()
    sentences = (
        Bilingual(
            f"{mandatary.name} peut agir pour vous ({mandate.id}) à partir du {mandate.start}.",
            f"{mandatary.name} may act for you ({mandate.id}) from {mandate.start}.",
        ),
    )
    changes = Changes((mandate,), messages=(given_message(mandate, actor, facts.catalog),))
    return Acted(ActName.GIVE_MANDATE, changes, sentences, mandate=mandate)


def given_message(mandate: Mandate, actor: Actor, catalog: Snapshot) -> Message:
    return Message(
        kind="mandate.given",
        key=f"mandate.given/{mandate.id}",
        to=(mandate.principal, mandate.mandatary),
        roles=DECIDERS,
        about=mandate.id,
        facts=mandate_facts(mandate, actor, catalog),
    )


def mandate_facts(mandate: Mandate, actor: Actor, catalog: Snapshot) -> dict[str, object]:
    return {
        "mandate": mandate.id,
        "principal": name_of_organisation(catalog, mandate.principal),
        "mandatary": name_of_organisation(catalog, mandate.mandatary),
        "actions": sorted(mandate.actions),
        "by": name_of_actor(actor, catalog),
        "start": mandate.start.isoformat(),
        "end": None if mandate.end is None else mandate.end.isoformat(),
    }


def _resolve_mandatary(
    act: GiveMandate, catalog: Snapshot, findings: Findings
) -> Organisation | None:
    found = catalog.organisation_of_slug(act.mandatary)
    if found is None:
        found = next(
            (each for each in catalog.organisations.values() if each.siren == act.mandatary), None
        )
    if found is None:
        slugs = [each.slug for each in catalog.organisations.values()]
        meant = suggestion(act.mandatary, slugs)
        findings.add(UnknownParty(name=act.mandatary, did_you_mean=meant), "mandatary")
    elif found.siren == act.principal:
        why = "un organisme ne se donne pas de mandat", "no organisation mandates itself"
        findings.add(_refused(*why), "mandatary")
    return found


def _resolve_datasets(act: GiveMandate, catalog: Snapshot, findings: Findings) -> frozenset[str]:
    """The principal's own, by any of their names; those of others are unknown here."""
    own = _names_of(act.principal, catalog)
    found = {name: catalog.own_dataset_spelt(act.principal, name) for name in act.datasets}
    for name in sorted(name for name, dataset in found.items() if dataset is None):
        problem = UnknownAgreementDataset(dataset=name, did_you_mean=suggestion(name, own))
        findings.add(problem, "datasets", name)
    return frozenset(each.id for each in found.values() if each is not None)


def _names_of(owner: Siren, catalog: Snapshot) -> list[str]:
    organisation = catalog.organisations.get(owner)
    if organisation is None:
        return []
    return [f"{organisation.slug}.{each.name}" for each in catalog.datasets_of(owner)]


def _check(act: GiveMandate, facts: Facts, findings: Findings) -> None:
    if not act.actions:
        findings.add(_refused("il ne permet rien", "it allows nothing"), "actions")
    for competence in sorted(act.competences):
        if not is_competence(competence):
            findings.add(InvalidCompetence(text=competence[:40]), "competences")
    today = paris_day(facts.now)
    if act.end is not None and act.end < act.start:
        findings.add(DatesReversed(start=act.start, end=act.end), "end")
    elif act.end is not None and act.end < today:
        findings.add(_refused("son dernier jour est passé", "its last day is over"), "end")
    if not act.act.reference.strip():
        why = "la référence de la délibération manque", "the deliberation's reference is missing"
        findings.add(_refused(*why), "act", "reference")
    if act.act.enforceable_since > today:
        why = "la délibération n'est pas encore exécutoire", "the deliberation is not enforceable"
        findings.add(_refused(*why), "act", "enforceable_since")


def _check_deposits(
    datasets: frozenset[str], mandatary: Siren, facts: Facts, findings: Findings
) -> None:
    """A dataset is of one contractor: what another has left in it is no business of this one."""
    catalog, day = facts.catalog, paris_day(facts.now)
    if not datasets:
        why = (
            "pour déposer, il faut dire dans quelles données",
            "to deposit, it must say into which data",
        )
        findings.add(_refused(*why), "datasets")
    living = [
        mandate
        for mandate in catalog.mandates
        if MandateAction.DEPOSIT in mandate.actions
        and mandate.mandatary != mandatary
        and mandate.ended_at is None
        and (mandate.end is None or mandate.end >= day)
    ]
    for dataset in sorted(datasets):
        deposit = catalog.deposits.get(dataset)
        is_anothers = any(dataset in mandate.datasets for mandate in living)
        if is_anothers or (deposit is not None and deposit.is_anothers_too(mandatary)):
            title = catalog.datasets[dataset].title_fr
            problem = _refused(
                f"« {title} » reçoit déjà d'autres fichiers : à chaque contrat ses données",
                f'"{title}" receives other files already: each contract has data of its own',
            )
            findings.add(problem, "datasets", dataset)


def _refused(why_fr: str, why_en: str) -> MandateRefused:
    return MandateRefused(why_fr=why_fr, why_en=why_en)

"""A body activates a version of a service on its data, moves to another, or ends it: pure rules."""

from __future__ import annotations

from dataclasses import replace

from catalog.actions.facts import Facts, Findings
from catalog.actions.outcome import Acted
from catalog.actions.services.problems import (
    AnomalyNotSaid,
    BindingRefused,
    UnknownActivation,
    UnknownPublishedService,
)
from catalog.actions.texts import refuse_unsafe_texts
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import Siren
from catalog.model.message import Message
from catalog.model.published_service import (
    CONSENTED,
    Activation,
    BindingMode,
    RoleBinding,
)
from catalog.standards.standard import standards

LONGEST_ANOMALY = 1_000
_MOST_BINDINGS = 60


def activate(wanted: Activation, facts: Facts) -> Acted:
    """Raises ActRefused, UnknownPublishedService."""
    _check(wanted, facts)
    body = facts.catalog.organisations[wanted.body]
    numbered = replace(wanted, id=_free_id(wanted, str(body.slug), facts))
    sentence = Bilingual(
        f"{body.name} a activé {wanted.service} {wanted.version} : {numbered.id}.",
        f"{body.name} has activated {wanted.service} {wanted.version}: {numbered.id}.",
    )
    return Acted("activate_service", Changes((numbered,)), (sentence,))


def upgrade(wanted: Activation, facts: Facts) -> Acted:
    """`wanted`: the activation as it will be. Raises ActRefused, UnknownActivation."""
    before = own_activation(wanted.id, wanted.body, facts)
    _check(wanted, facts)
    sentence = Bilingual(
        f"{wanted.id} passe de la version {before.version} à la version {wanted.version}.",
        f"{wanted.id} moves from version {before.version} to version {wanted.version}.",
    )
    return Acted("upgrade_service", Changes((wanted,)), (sentence,))


def end(activation_id: str, own: Siren, facts: Facts) -> Acted:
    """Nothing of it is left in the catalog. Raises UnknownActivation."""
    before = own_activation(activation_id, own, facts)
    sentence = Bilingual(
        f"L'activation {before.id} est retirée ; il n'en reste rien, et aucune donnée n'a bougé.",
        f"Activation {before.id} is removed; nothing of it is left, and no data has moved.",
    )
    return Acted("end_activation", Changes(removed=(before,)), (sentence,))


def report_anomaly(dataset_id: str, text: str, own: Siren, agent: str, facts: Facts) -> Acted:
    """Told to the stewards of the data's owner. Raises ActRefused, BindingRefused."""
    findings, words = Findings(), text.strip()
    refuse_unsafe_texts(tuple(words.split("\n")), findings)
    if not 1 <= len(words) <= LONGEST_ANOMALY:
        findings.add(AnomalyNotSaid(limit=LONGEST_ANOMALY), "text")
    findings.raise_any()
    dataset = facts.catalog.datasets[dataset_id]
    body = facts.catalog.organisations[own]
    message = Message(
        kind="service.anomaly_reported",
        key=f"service.anomaly/{dataset_id}/{own}/{facts.now.isoformat()}"[:200],
        to=(dataset.owner,),
        roles=frozenset({"steward"}),
        about=dataset_id,
        facts={"organisation": body.name, "reason": words, "person": agent},
    )
    owner = facts.catalog.organisations[dataset.owner]
    sentence = Bilingual(
        f"Le signalement est parti : les référents de {owner.name} le reçoivent.",
        f"The report has left: the stewards of {owner.name} receive it.",
    )
    return Acted("report_anomaly", Changes(messages=(message,)), (sentence,))


def own_activation(activation_id: str, own: Siren | None, facts: Facts) -> Activation:
    """Another body's is as unknown as none. Raises UnknownActivation."""
    known = facts.catalog.activations.get(activation_id)
    if known is None or known.body != own:
        raise UnknownActivation(activation=activation_id[:80])
    return known


def _free_id(wanted: Activation, slug: str, facts: Facts) -> str:
    name = f"{slug}-{wanted.service}"
    taken, number = facts.catalog.activations, 1
    while name in taken:
        number += 1
        name = f"{slug}-{wanted.service}-{number}"
    return name


def _check(wanted: Activation, facts: Facts) -> None:
    if wanted.published not in facts.catalog.services:
        raise UnknownPublishedService(service=wanted.published[:80])
    findings = Findings()
    if not 1 <= len(wanted.bindings) <= _MOST_BINDINGS:
        why = "il en faut de 1 à 60", "1 to 60 are needed"
        findings.add(BindingRefused(role="—", why_fr=why[0], why_en=why[1]), "bindings")
    for binding in wanted.bindings:
        misfit = _misfit(binding, wanted.body, facts)
        if misfit is not None:
            problem = BindingRefused(role=binding.role, why_fr=misfit[0], why_en=misfit[1])
            findings.add(problem, "bindings", binding.role)
    findings.raise_any()


def _misfit(binding: RoleBinding, body: Siren, facts: Facts) -> tuple[str, str] | None:
    """The reason, in French and English, why the binding does not fit the catalog; None where it
    fits. Each run reads by the caller's own rights all the same.
    """
    if binding.mode is BindingMode.STANDARD:
        return _misfit_of_standard(binding)
    if binding.mode is BindingMode.CONSENTED:
        # Found at each run, by the law: nothing is named here.
        is_bare = binding.dataset == CONSENTED and not binding.fields
        return None if is_bare else ("ce jeu n'existe pas", "there is no such dataset")
    dataset = facts.catalog.datasets.get(binding.dataset)
    may_know = facts.discoverable is not None and binding.dataset in facts.discoverable
    if dataset is None or not (dataset.owner == body or may_know):
        return "ce jeu n'existe pas", "there is no such dataset"
    is_own = dataset.owner == body
    if is_own is not (binding.mode is BindingMode.OWN):
        return "le mode n'est pas celui de ce jeu", "the mode is not that of this dataset"
    columns = {column.id for column in dataset.columns}
    if any({bound.column, bound.time or bound.column} - columns for bound in binding.fields):
        return "une colonne n'est pas de ce jeu", "a column is not of this dataset"
    return None


def _misfit_of_standard(binding: RoleBinding) -> tuple[str, str] | None:
    """`dataset` is the name of the standard's table: standards.collecte_dechets."""
    name = binding.dataset.removeprefix("standards.")
    standard = next((one for one in standards().values() if one.sql_name == name), None)
    if standard is None or name == binding.dataset:
        return "ce standard n'existe pas", "there is no such standard"
    fields = {field.name for field in standard.fields}
    if any(bound.column not in fields for bound in binding.fields):
        return "un champ n'est pas de ce standard", "a field is not of this standard"
    return None

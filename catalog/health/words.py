"""Health in words: the state, each reason, and what to do next and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from catalog.day_words import day_in_words
from catalog.model.bilingual import Bilingual
from catalog.model.health import HealthState, Reason, ReasonKind, Side

STATES: Mapping[HealthState, Bilingual] = {
    HealthState.NOT_TRIED: Bilingual("pas encore essayée", "not tried yet"),
    HealthState.SOUND: Bilingual("en bon état", "sound"),
    HealthState.BROKEN: Bilingual("en panne", "broken"),
    HealthState.OFF_AT_NIGHT: Bilingual("éteint la nuit", "off at night"),
}
_REASONS: Mapping[ReasonKind, Bilingual] = {
    ReasonKind.DATASET_WITHDRAWN: Bilingual(
        "le jeu de données a été retiré", "the dataset was withdrawn"
    ),
    ReasonKind.STORAGE_DOWN: Bilingual("le stockage ne répond pas", "the storage does not answer"),
    ReasonKind.OBJECT_GONE: Bilingual(
        "la table ou le fichier n'est plus à la source",
        "the table or the file is not at the source any more",
    ),
    ReasonKind.COLUMN_GONE: Bilingual(
        "une colonne donnée n'est plus à la source", "a column given is not at the source any more"
    ),
    ReasonKind.TYPE_CHANGED: Bilingual(
        "une colonne donnée a changé de type", "a column given has another type"
    ),
    ReasonKind.ROWS_GONE: Bilingual(
        "des communes qui avaient des lignes n'en ont plus",
        "communes that had rows have none any more",
    ),
    ReasonKind.STALE: Bilingual(
        "les données n'ont pas été mises à jour au rythme déclaré",
        "the data were not brought up to date at the declared rhythm",
    ),
    ReasonKind.HOSTING: Bilingual(
        "l'hébergement n'est plus celui qui est exigé", "the hosting is not what is demanded"
    ),
    ReasonKind.GUARD: Bilingual("le contrôle d'anonymat s'y oppose", "the guard stands against it"),
    ReasonKind.SIGNATORY_GONE: Bilingual(
        "plus personne ne peut signer pour {side}", "nobody can sign for {side} any more"
    ),
    ReasonKind.STEWARD_GONE: Bilingual(
        "{side} n'a plus de référent", "{side} has no steward any more"
    ),
    ReasonKind.KEY_ENDED: Bilingual(
        "la clé de la machine qui lit a pris fin", "the key of the machine that reads has ended"
    ),
}
_SIDES: Mapping[Side, Bilingual] = {
    Side.GRANTOR: Bilingual("qui donne", "the grantor"),
    Side.GRANTEE: Bilingual("qui reçoit", "the grantee"),
    Side.OPERATOR: Bilingual("l'exploitant de la plateforme", "the operator of the platform"),
}
_NEXT: Mapping[ReasonKind, Bilingual] = {
    ReasonKind.DATASET_WITHDRAWN: Bilingual(
        "déclarer de nouveau ce jeu de données, ou mettre fin à la convention",
        "declare this dataset again, or end the agreement",
    ),
    ReasonKind.STORAGE_DOWN: Bilingual(
        "remettre le stockage en marche, ou déclarer les heures où il répond",
        "set the storage going again, or declare in which hours it answers",
    ),
    ReasonKind.OBJECT_GONE: Bilingual(
        "remettre la table ou le fichier, ou déclarer de nouveau ce jeu de données",
        "put the table or the file back, or declare this dataset again",
    ),
    ReasonKind.COLUMN_GONE: Bilingual(
        "remettre la colonne, ou proposer un avenant sans elle",
        "put the column back, or propose an amendment without it",
    ),
    ReasonKind.TYPE_CHANGED: Bilingual(
        "rétablir le type de la colonne, ou déclarer de nouveau ce jeu de données",
        "restore the type of the column, or declare this dataset again",
    ),
    ReasonKind.ROWS_GONE: Bilingual(
        "vérifier le chargement de ces communes ; s'il est juste qu'elles n'aient plus de lignes, "
        "déclarer de nouveau ce jeu de données",
        "check the loading of these communes; if it is right that they have no rows, declare this "
        "dataset again",
    ),
    ReasonKind.STALE: Bilingual(
        "mettre les données à jour, ou corriger le rythme déclaré",
        "bring the data up to date, or correct the declared rhythm",
    ),
    ReasonKind.HOSTING: Bilingual(
        "héberger comme exigé et le déclarer", "host as demanded and declare it"
    ),
    ReasonKind.GUARD: Bilingual(
        "le DPO répond du constat, ou un avenant change ce qui est donné",
        "the DPO answers for the finding, or an amendment changes what is given",
    ),
    ReasonKind.SIGNATORY_GONE: Bilingual(
        "désigner un signataire, à la page des personnes", "appoint a signatory, on the people page"
    ),
    ReasonKind.STEWARD_GONE: Bilingual(
        "faire désigner un référent par l'exploitant", "have the operator appoint a steward"
    ),
    ReasonKind.KEY_ENDED: Bilingual("faire une nouvelle clé", "make a new key"),
}
_EVERYBODY = frozenset(Side)
_NAMED_TO: Mapping[ReasonKind, frozenset[Side]] = {
    ReasonKind.COLUMN_GONE: _EVERYBODY,
    ReasonKind.TYPE_CHANGED: _EVERYBODY,
    ReasonKind.KEY_ENDED: frozenset({Side.GRANTEE}),
    ReasonKind.ROWS_GONE: frozenset({Side.GRANTOR}),
}
"""The sides that may know the names: a commune without rows is the owner's own matter."""
_MOST = 10
_NO_NAMES: Mapping[Side, str] = MappingProxyType({})


def reason_words(reason: Reason, *, to: Side) -> Bilingual:
    """With the names that a reader on that side may know."""
    side = _SIDES[reason.side]
    fr, en = (
        text.format(side=name) for text, name in zip(_REASONS[reason.kind], side, strict=True)
    )
    details = _details(reason, to)
    if details is None:
        return Bilingual(fr, en)
    return Bilingual(f"{fr} ({details.fr})", f"{en} ({details.en})")


def next_words(reason: Reason, names: Mapping[Side, str] = _NO_NAMES) -> Bilingual:
    """The side that acts, by its name where it is in `names`, and for what: « qui donne : remettre
    la colonne ».
    """
    name = names.get(reason.side)
    side = _SIDES[reason.side] if name is None else Bilingual(name, name)
    step = _NEXT[reason.kind]
    return Bilingual(f"{side.fr} : {step.fr}", f"{side.en}: {step.en}")


def _details(reason: Reason, to: Side) -> Bilingual | None:
    if reason.kind is ReasonKind.STALE and reason.details:
        day = date.fromisoformat(reason.details[0])
        return Bilingual(
            f"dernières : {day_in_words(day, 'fr')}", f"the last: {day_in_words(day, 'en')}"
        )
    if to in _NAMED_TO.get(reason.kind, ()):
        names = ", ".join(reason.details[:_MOST])
        return Bilingual(names, names) if names else None
    return None

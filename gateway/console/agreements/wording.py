"""Words of what an agreement says: how a column is given, what may be done with it afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gateway.console.visit import Visit

Gettext = Callable[..., str]
_MOST_NAMES = 5


def transform_words(column: Mapping[str, Any], _: Gettext) -> str:
    """The words for the form in which a granted column reaches its reader."""
    known = {
        "clear": _("telle quelle"),
        "keyed_hash": _("remplacée par un pseudonyme"),
        "month": _("le mois seulement"),
        "year": _("l'année seulement"),
        "commune": _("la commune d'aujourd'hui"),
        "epci": _("l'intercommunalité seulement"),
        "constant": _("toujours la même valeur : %(value)s", value=column.get("constant") or "—"),
        "null": _("masquée"),
    }
    return known.get(column["transform"], str(column["transform"]))


def classification_words(level: int, _: Gettext) -> str:
    known = (_("ouverte"), _("interne"), _("personnelle"), _("sensible"))
    return known[level] if 0 <= level < len(known) else str(level)


def onward_words(code: str, _: Gettext) -> str:
    known = {
        "none": _("Rien de ce qui est lu ne peut être transmis à d'autres."),
        "aggregates": _("Seuls des totaux peuvent être transmis à d'autres."),
        "with_consent": _(
            "Ce qui est lu peut être transmis à d'autres avec l'accord du propriétaire."
        ),
    }
    return known.get(code, code)


def combine_words(code: str, _: Gettext) -> str:
    known = {
        "none": _("Ces données ne peuvent être croisées avec aucune autre."),
        "reference": _(
            "Ces données ne peuvent être rapprochées d'aucune autre, sauf la liste des communes."
        ),
        "open": _("Ces données peuvent être croisées avec des données ouvertes."),
        "named": _("Ces données peuvent être croisées avec d'autres, nommées ici : %(names)s."),
    }
    return known.get(code, code)


def relation_words(code: str | None, _: Gettext) -> str:
    known = {
        "separate": _("chaque partie est responsable de son propre traitement"),
        "joint": _("les deux parties sont responsables conjointes"),
        "processor": _("qui reçoit agit comme sous-traitant"),
    }
    return known.get(code or "", code or "")


def step_words(act: str, _: Gettext) -> str:
    """One moment of an agreement's life, as the past."""
    known = {
        "draft": _("Projet écrit"),
        "amend": _("Avenant préparé"),
        "submit": _("Envoyée pour signature"),
        "request_changes": _("Modification demandée"),
        "withdraw": _("Retirée"),
        "refuse": _("Refusée"),
        "approve": _("Signée par une partie"),
        "suspend": _("Suspendue"),
        "resume": _("Suspension levée"),
        "revoke": _("Terminée avant son terme"),
        "override_guard": _("Réponse donnée au contrôle d'anonymat"),
        "activate": _("Entrée en vigueur"),
        "expire": _("Arrivée à son terme"),
        "lapse": _("Tombée sans réponse"),
        "supersede": _("Remplacée par une version suivante"),
        "guard": _("Contrôle d'anonymat refait"),
        "guard_stopped": _("Arrêtée par le contrôle d'anonymat"),
        "tell_readers": _("Membres qui lisent mis à jour"),
        "end_mandate": _("Mandat terminé"),
        "remind": _("Relance"),
        "ask_renewal": _("Renouvellement demandé"),
    }
    if act.startswith("remind_"):
        return _("Rappel")
    return known.get(act, act)


def listed(names: Sequence[str], _: Gettext, most: int = _MOST_NAMES) -> str:
    """« Feins, Gahard et Langouet »; beyond `most`, how many more."""
    if not names:
        return ""
    if len(names) > most:
        return _(
            "%(names)s et %(more)s autres",
            names=", ".join(names[: most - 1]),
            more=len(names) - most + 1,
        )
    if len(names) == 1:
        return names[0]
    return _("%(names)s et %(last)s", names=", ".join(names[:-1]), last=names[-1])


def counted_communes(given: int, total: int, visit: Visit) -> str:
    """« 18 communes sur 19 »."""
    _ = visit.gettext
    counts = {"count": visit.number(given), "total": visit.number(total)}
    if given > 1:
        return _("%(count)s communes sur %(total)s", **counts)
    return _("%(count)s commune sur %(total)s", **counts)

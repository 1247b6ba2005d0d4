"""Words of acts and states, as every page says them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

Gettext = Callable[..., str]
_KINDS: Final = {
    **dict.fromkeys(("active",), "ok"),
    **dict.fromkeys(
        ("draft", "submitted", "changes_requested", "approved_by_one", "approved"), "wait"
    ),
    **dict.fromkeys(("suspended",), "stop"),
}


def act_words(act: str, _: Gettext, *, is_offered: bool = False) -> str:
    """The words for an act on its button; an unknown act stays as it is.

    `is_offered`: the owner of the data proposed the agreement, nobody requested it.
    """
    known = {
        "preview": _("Lire et signer"),
        "submit": _("Envoyer la proposition") if is_offered else _("Envoyer la demande"),
        "approve": _("Lire et signer"),
        "refuse": _("Refuser"),
        "remind": _("Relancer l'autre partie"),
        "request_changes": _("Demander une modification"),
        "draft": _("Corriger la proposition") if is_offered else _("Corriger la demande"),
        "withdraw": _("Retirer la proposition") if is_offered else _("Retirer la demande"),
        "suspend": _("Suspendre"),
        "resume": _("Lever la suspension"),
        "revoke": _("Mettre fin"),
        "amend": _("Préparer un avenant"),
        "override_guard": _("Passer outre le contrôle d'anonymat"),
    }
    return known.get(act, act)


def awaited_act_words(act: str, _: Gettext, *, is_offered: bool = False) -> str:
    """Of an act that somebody is awaited for: nobody is awaited to amend but what ends."""
    return _("Renouveler") if act == "amend" else act_words(act, _, is_offered=is_offered)


def state_words(state: str, _: Gettext) -> str:
    """The state of an agreement; one that is not known stays as it is."""
    known = {
        "draft": _("En projet"),
        "submitted": _("Envoyée, à signer"),
        "changes_requested": _("À modifier"),
        "approved_by_one": _("Signée par une partie"),
        "approved": _("Signée, pas encore commencée"),
        "active": _("En vigueur"),
        "suspended": _("Suspendue"),
        "expired": _("Arrivée à son terme"),
        "revoked": _("Terminée avant son terme"),
        "superseded": _("Remplacée"),
        "refused": _("Refusée"),
        "withdrawn": _("Retirée"),
    }
    return known.get(state, state)


def state_kind(state: str) -> str:
    """The mark beside the words of a state: `ok`, `wait`, `stop` or `off`."""
    return _KINDS.get(state, "off")


def role_words(role: str, _: Gettext) -> str:
    """The name of a role in words; an unknown role stays as it is."""
    known = {
        "agent": _("agent"),
        "steward": _("référent"),
        "approver": _("signataire"),
        "dpo": _("DPO"),
        "operator": _("exploitant"),
    }
    return known.get(role, role)


def role_sentences(_: Gettext) -> tuple[tuple[str, str], ...]:
    """(the name of a role, its part in one sentence), in the order in which people meet them."""
    return (
        (_("agent"), _("Il lit les données que son organisme peut lire, pour un usage permis.")),
        (_("référent"), _("Il ajoute, décrit et partage les données de son organisme.")),
        (_("signataire"), _("Il signe les conventions au nom de son organisme.")),
        (_("DPO"), _("Il donne son avis sur ce qui concerne des personnes.")),
        (_("exploitant"), _("Il fait fonctionner la plateforme ; ce rôle n'ouvre aucune donnée.")),
    )

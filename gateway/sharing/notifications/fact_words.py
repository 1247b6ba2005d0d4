"""The names of the facts of messages, and the words of their values that are codes."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.actions.sharing.roles import ROLES
from catalog.actions.sharing.words import STATES
from catalog.model.bilingual import Bilingual

HIDDEN = frozenset(
    {
        *("citation", "mandate", "findings", "purposes", "form"),
        *("service_fr", "service_en", "list_fr", "list_en", "causes"),
        *("turn_fr", "turn_en", "year_fr", "year_en"),
    }
)
"""Said already, or a digest: of no use to a person. Webhooks get them."""

LABELS: Mapping[str, Bilingual] = {
    "actions": Bilingual("Actes permis", "Acts allowed"),
    "agreements": Bilingual("Conventions touchées", "Agreements concerned"),
    "answer_by": Bilingual("Réponse attendue d'ici au", "Answer awaited by"),
    "asker": Bilingual("De la part de", "From"),
    "approvals_fallen": Bilingual("Signatures tombées", "Signatures fallen"),
    "before": Bilingual("État précédent", "State before"),
    "by": Bilingual("Par", "By"),
    "breaking": Bilingual("Rompt des lectures", "Breaks readings"),
    "broken_en": Bilingual("En panne", "Broken"),
    "broken_fr": Bilingual("En panne", "Broken"),
    "is_yours": Bilingual("À vous d'agir", "Your turn"),
    "to_do_en": Bilingual("À faire", "To do"),
    "to_do_fr": Bilingual("À faire", "To do"),
    "came": Bilingual("Arrivés", "Came"),
    "changes_en": Bilingual("Ce qui a changé", "What has changed"),
    "changes_fr": Bilingual("Ce qui a changé", "What has changed"),
    "check_en": Bilingual("Mal lu", "Badly read"),
    "check_fr": Bilingual("Mal lu", "Badly read"),
    "columns": Bilingual("Colonnes", "Columns"),
    "communes": Bilingual("Communes", "Communes"),
    "dataset": Bilingual("Jeu de données", "Dataset"),
    "days": Bilingual("Jours", "Days"),
    "due": Bilingual("Attendu pour le", "Expected by"),
    "end": Bilingual("Fin", "End"),
    "file": Bilingual("Fichier", "File"),
    "from": Bilingual("Envoyé par", "Sent by"),
    "gap_en": Bilingual("Interruption", "Gap"),
    "gap_fr": Bilingual("Interruption", "Gap"),
    "grantee": Bilingual("Bénéficiaire", "Grantee"),
    "grantor": Bilingual("Propriétaire", "Grantor"),
    "host": Bilingual("Hôte", "Host"),
    "link": Bilingual("Lien", "Link"),
    "maker": Bilingual("Fait par", "Made by"),
    "left": Bilingual("Partis", "Left"),
    "machine": Bilingual("Machine", "Machine"),
    "members": Bilingual("Membres", "Members"),
    "model": Bilingual("Modèle Excel à remplir", "Blank workbook to fill in"),
    "mandatary": Bilingual("Mandataire", "Mandatary"),
    "notice_days": Bilingual("Préavis (jours)", "Notice (days)"),
    "opens": Bilingual("Reprend le", "Goes on from"),
    "organisation": Bilingual("Organisme", "Organisation"),
    "person": Bilingual("Demandé par", "Asked by"),
    "principal": Bilingual("Mandant", "Principal"),
    "purpose": Bilingual("Finalité", "Purpose"),
    "purposes_en": Bilingual("Finalités", "Purposes"),
    "purposes_fr": Bilingual("Finalités", "Purposes"),
    "reason": Bilingual("Motif", "Reason"),
    "receipt": Bilingual("Reçu", "Receipt"),
    "service": Bilingual("Service", "Service"),
    "start": Bilingual("Début", "Start"),
    "state": Bilingual("État", "State"),
    "title": Bilingual("Objet", "Title"),
    "suspended_en": Bilingual("Suspendue par", "Suspended by"),
    "suspended_fr": Bilingual("Suspendue par", "Suspended by"),
    "used_en": Bilingual("Utilisé", "Used"),
    "used_fr": Bilingual("Utilisé", "Used"),
    "withdrawn": Bilingual("Demandes retirées", "Requests withdrawn"),
    "day": Bilingual("Jour", "Day"),
    "hour": Bilingual("Heure (Paris)", "Hour (Paris)"),
    "most": Bilingual("Le plus en un jour auparavant", "The most in a day before"),
    "reader": Bilingual("Lecteur", "Reader"),
    "refused": Bilingual("Requêtes refusées en une heure", "Requests refused within an hour"),
    "rows": Bilingual("Lignes aujourd'hui", "Rows today"),
    "roles": Bilingual("Rôles", "Roles"),
}
LABELS_OF_KIND: Mapping[tuple[str, str], Bilingual] = {
    ("data.asked_for", "explanation"): Bilingual("Pour quoi faire", "What for"),
    ("data.asked_for", "employer"): Bilingual("Son organisme", "Their body"),
    ("data.asked_for", "mail"): Bilingual("Lui répondre à", "Answer them at"),
    ("figure.to_review", "rows"): Bilingual("Chiffres figés à revoir", "Frozen figures to review"),
    ("deposit.received", "rows"): Bilingual("Lignes du fichier", "Rows of the file"),
    ("indicator.changed", "version"): Bilingual("Version", "Version"),
    ("indicator.changed", "reason"): Bilingual("Ce qui change", "What changes"),
    ("indicator.changed", "title"): Bilingual("Indicateur", "Indicator"),
    ("deposit.received", "version"): Bilingual("Version", "Version"),
    ("agreement.expires_soon", "days"): Bilingual("Jours restants", "Days left"),
    ("agreement.to_renew", "days"): Bilingual("Jours restants", "Days left"),
    ("key.expires_soon", "days"): Bilingual("Jours restants", "Days left"),
    ("link.ends_soon", "days"): Bilingual("Jours restants", "Days left"),
    ("link.awaits_consent", "agreements"): Bilingual("Convention", "Agreement"),
    ("campaign.to_sign", "organisation"): Bilingual("Demandé par", "Asked by"),
    ("campaign.to_send", "organisation"): Bilingual("Demandé par", "Asked by"),
    ("campaign.without_data", "organisation"): Bilingual("Demandé par", "Asked by"),
    ("agreement.unanswered", "days"): Bilingual("Jours sans réponse", "Days without an answer"),
}
_STATES: Mapping[str, Bilingual] = {state.value: words for state, words in STATES.items()}
VALUES: Mapping[str, Mapping[str, Bilingual]] = {
    "state": _STATES,
    "before": _STATES,
    "by": {
        "system:clock": Bilingual(
            "le calendrier, sans intervention", "the calendar, nobody acting"
        ),
        "operator": Bilingual("l'exploitant de la plateforme", "the operator of the platform"),
    },
    "reason": {
        "mandate_ended": Bilingual(
            "le mandat en vertu duquel cela avait été fait est terminé",
            "the mandate under which it was done has ended",
        )
    },
    "roles": ROLES,
    "actions": {
        "steward": Bilingual("référent", "steward"),
        "request": Bilingual("demander", "request"),
        "approve": Bilingual("signer", "sign"),
        "query": Bilingual("consulter", "query"),
    },
}

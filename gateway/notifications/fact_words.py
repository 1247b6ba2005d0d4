"""What the facts of messages are called, and those of their values that are codes."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.actions.sharing.roles import ROLES

Both = tuple[str, str]
"""French, English."""

HIDDEN = frozenset({"citation", "mandate", "findings"})
"""Said already, or a digest: of no use to a person. Webhooks get them."""

LABELS: Mapping[str, Both] = {
    "actions": ("Actes permis", "Acts allowed"),
    "agreements": ("Conventions touchées", "Agreements concerned"),
    "approvals_fallen": ("Approbations tombées", "Approvals fallen"),
    "before": ("État précédent", "State before"),
    "by": ("Par", "By"),
    "breaking": ("Rompt des lectures", "Breaks readings"),
    "came": ("Arrivés", "Came"),
    "changes_en": ("Ce qui a changé", "What has changed"),
    "changes_fr": ("Ce qui a changé", "What has changed"),
    "check_en": ("Mal lu", "Badly read"),
    "check_fr": ("Mal lu", "Badly read"),
    "columns": ("Colonnes", "Columns"),
    "communes": ("Communes", "Communes"),
    "dataset": ("Jeu de données", "Dataset"),
    "day": ("Jour", "Day"),
    "hour": ("Heure (Paris)", "Hour (Paris)"),
    "most": ("Le plus en un jour auparavant", "The most in a day before"),
    "reader": ("Lecteur", "Reader"),
    "refused": ("Requêtes refusées en une heure", "Requests refused within an hour"),
    "rows": ("Lignes aujourd'hui", "Rows today"),
    "days": ("Jours", "Days"),
    "end": ("Fin", "End"),
    "grantee": ("Bénéficiaire", "Grantee"),
    "grantor": ("Propriétaire", "Grantor"),
    "host": ("Hôte", "Host"),
    "left": ("Partis", "Left"),
    "mandatary": ("Mandataire", "Mandatary"),
    "notice_days": ("Préavis (jours)", "Notice (days)"),
    "principal": ("Mandant", "Principal"),
    "reason": ("Motif", "Reason"),
    "roles": ("Rôles", "Roles"),
    "start": ("Début", "Start"),
    "state": ("État", "State"),
    "title": ("Objet", "Title"),
    "withdrawn": ("Demandes retirées", "Requests withdrawn"),
}
LABELS_OF_KIND: Mapping[tuple[str, str], Both] = {
    ("agreement.expires_soon", "days"): ("Jours restants", "Days left"),
    ("agreement.unanswered", "days"): ("Jours sans réponse", "Days without an answer"),
}
_STATES: Mapping[str, Both] = {
    "draft": ("en projet", "a draft"),
    "submitted": ("déposée", "submitted"),
    "changes_requested": ("à modifier", "awaiting changes"),
    "approved_by_one": ("approuvée par une partie", "approved by one party"),
    "approved": ("approuvée, pas encore active", "approved, not active yet"),
    "active": ("active", "active"),
    "suspended": ("suspendue", "suspended"),
    "expired": ("expirée", "expired"),
    "revoked": ("révoquée", "revoked"),
    "superseded": ("remplacée", "superseded"),
    "refused": ("refusée", "refused"),
    "withdrawn": ("retirée", "withdrawn"),
}
VALUES: Mapping[str, Mapping[str, Both]] = {
    "state": _STATES,
    "before": _STATES,
    "by": {
        "system:clock": ("le calendrier, sans intervention", "the calendar, nobody acting"),
        "operator": ("l'exploitant de la plateforme", "the operator of the platform"),
    },
    "reason": {
        "mandate_ended": (
            "le mandat en vertu duquel cela avait été fait est terminé",
            "the mandate under which it was done has ended",
        )
    },
    "roles": ROLES,
    "actions": {
        "steward": ("référent", "steward"),
        "request": ("demander", "request"),
        "approve": ("approuver", "approve"),
        "query": ("consulter", "query"),
    },
}

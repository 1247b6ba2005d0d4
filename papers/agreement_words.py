"""The words of an agreement's paper, in both languages: (French, English)."""

from __future__ import annotations

from collections.abc import Mapping

Words = tuple[str, str]

LABELS: Mapping[str, Words] = {
    "citation": ("Convention", "Agreement"),
    "grantor": ("Donne", "Gives"),
    "grantee": ("Reçoit", "Receives"),
    "dataset": ("Données", "Data"),
    "start": ("Du", "From"),
    "end": ("Au", "Until"),
    "purposes": ("Finalités", "Purposes"),
    "legal_basis": ("Base légale", "Legal basis"),
    "state": ("État", "State"),
    "members": (
        "Lisent aussi, chacun sur son territoire, les membres pour la compétence",
        "Its members read too, each on its own territory, for the competence",
    ),
    "combine": ("Croisements permis", "Joins allowed"),
    "onward_sharing": ("Retransmission", "Onward sharing"),
    "notice_days": ("Préavis, en jours", "Notice, in days"),
    "queries_per_day": ("Requêtes par jour au plus", "Queries a day at most"),
    "rows_per_query": ("Lignes par requête au plus", "Rows a query at most"),
    "unitary": ("Un dossier à la fois, lignes au plus", "One file at a time, rows at most"),
    "relation": ("Responsabilité du traitement", "Responsibility for processing"),
    "hosting": ("Hébergement demandé", "Hosting demanded"),
}
VALUES: Mapping[str, Mapping[str, Words]] = {
    "state": {
        "draft": ("projet", "draft"),
        "submitted": ("proposée", "submitted"),
        "changes_requested": ("modification demandée", "changes requested"),
        "approved_by_one": ("signée par une partie", "signed by one party"),
        "approved": ("signée, pas encore en vigueur", "signed, not yet in force"),
        "active": ("en vigueur", "in force"),
        "suspended": ("suspendue", "suspended"),
        "expired": ("expirée", "expired"),
        "revoked": ("révoquée", "revoked"),
        "superseded": ("remplacée", "superseded"),
        "refused": ("refusée", "refused"),
        "withdrawn": ("retirée", "withdrawn"),
    },
    "transform": {
        "clear": ("en clair", "clear"),
        "null": ("jamais, vide", "never, empty"),
        "constant": ("toujours la même valeur", "always the same value"),
        "keyed_hash": ("pseudonyme", "pseudonym"),
        "month": ("au mois", "by month"),
        "year": ("à l'année", "by year"),
        "commune": ("à la commune", "by commune"),
        "epci": ("à l'EPCI", "by EPCI"),
    },
    "secret": {
        "fiscal": ("secret fiscal", "fiscal secret"),
        "medical": ("secret médical", "medical secret"),
        "social": ("secret social", "social secret"),
        "statistical": ("secret statistique", "statistical secret"),
        "business": ("secret des affaires", "business secret"),
        "nir": ("numéro de sécurité sociale", "social security number"),
        "network_security": ("sécurité des réseaux", "security of networks"),
    },
    "output": {
        "detail": ("Ligne par ligne.", "Row by row."),
        "aggregate": ("Sous forme de totaux seulement.", "As totals only."),
    },
    "combine": {
        "none": ("aucun", "none"),
        "reference": ("avec les données de référence", "with reference data"),
        "open": ("avec les données ouvertes aussi", "with open data too"),
        "named": ("avec les seules données nommées", "with the named data alone"),
    },
    "onward": {
        "none": ("interdite", "forbidden"),
        "aggregates": ("totaux seulement", "totals only"),
        "with_consent": ("avec l'accord de qui donne", "with the giver's consent"),
    },
    "relation": {
        "separate": ("responsables séparés", "separate controllers"),
        "joint": ("responsables conjoints", "joint controllers"),
        "processor": ("sous-traitance", "processor"),
    },
}
PERSONAL: Mapping[str, Words] = {
    "controller": ("Responsable du traitement", "Controller"),
    "dpo": ("Délégué à la protection des données", "Data protection officer"),
    "persons": ("Personnes concernées", "Persons concerned"),
    "data_categories": ("Catégories de données", "Categories of data"),
    "recipients": ("Destinataires", "Recipients"),
    "transfers": ("Transferts hors de l'Union", "Transfers outside the Union"),
    "retention": ("Durée de conservation", "How long they are kept"),
    "security_measures": ("Mesures de sécurité", "Security measures"),
    "dpia_reference": ("Analyse d'impact", "Impact assessment"),
    "dpia_waiver": ("Pourquoi aucune analyse d'impact", "Why no impact assessment"),
    "joint_arrangement": ("Accord entre responsables", "Arrangement between controllers"),
    "processor_contract": ("Contrat de sous-traitance", "Contract of the processor"),
}

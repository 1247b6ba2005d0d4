"""Meanings of columns, under any name: the join between everyone's tables."""

from __future__ import annotations

CONCEPTS = frozenset(
    {
        "commune",
        "epci",
        "departement",
        "region",
        "siren",
        "siret",
        "flux_dechets",
        "mode_collecte",
        "date_collecte",
        "masse_collectee",
        "date",
        "heure",
        "longitude",
        "latitude",
        "numero_pesee",
        "vehicule",
        "contrat",
        "prix_unitaire",
        "cout",
        "zone_observation",
        "frequentation",
        "secteur_eau",
        "volume_eau",
    }
)

RELATION_CONCEPTS = frozenset({"commune"})
"""Concepts for which reference data exists: a relation leads to it."""

"""The purposes that every catalog has; the platform may register more."""

from __future__ import annotations

from types import MappingProxyType

from catalog.model.purpose import Purpose

PURPOSES = MappingProxyType(
    {
        purpose.code: purpose
        for purpose in (
            Purpose(
                "rpqs_dechets",
                "Rapport annuel sur le prix et la qualité du service de gestion des déchets",
                "Yearly report on the price and quality of the waste service",
            ),
            Purpose(
                "rpqs_eau",
                "Rapport annuel sur le prix et la qualité du service de l'eau potable",
                "Yearly report on the price and quality of the drinking-water service",
            ),
            Purpose(
                "rpqs_assainissement",
                "Rapport annuel sur le prix et la qualité du service d'assainissement",
                "Yearly report on the price and quality of the sewage service",
            ),
            Purpose(
                "planification_collecte",
                "Planification des tournées de collecte",
                "Planning of collection rounds",
            ),
            Purpose(
                "tarification_incitative",
                "Étude et suivi de la tarification incitative des déchets",
                "Study and follow-up of pay-as-you-throw pricing",
            ),
            Purpose(
                "gestion_reseau_eau",
                "Exploitation et rendement du réseau d'eau potable",
                "Operation and yield of the drinking-water network",
            ),
            Purpose(
                "suivi_energie",
                "Suivi des consommations d'énergie du patrimoine public",
                "Monitoring of the energy used by public buildings and lighting",
            ),
            Purpose(
                "planification_mobilite",
                "Planification des mobilités",
                "Planning of mobility",
            ),
            Purpose(
                "amenagement_territoire",
                "Aménagement du territoire et documents d'urbanisme",
                "Land planning",
            ),
            Purpose(
                "evaluation_politiques",
                "Évaluation des politiques publiques",
                "Evaluation of public policies",
            ),
            Purpose(
                "statistiques_internes",
                "Statistiques internes à l'organisme",
                "Statistics internal to the organisation",
            ),
        )
    }
)

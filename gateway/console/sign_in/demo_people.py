"""The names of the demo's agents: invented, so that a page reads as it will with real people."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

PEOPLE: Final = MappingProxyType(
    {
        "agent@bretagne-romantique": "Aurélie Morvan",
        "steward@bretagne-romantique": "Denis Lebreton",
        "approver@bretagne-romantique": "Hélène Gautrais",
        "dpo@bretagne-romantique": "Samir Benali",
        "agent@couesnon-marches-de-bretagne": "Yann Prodhomme",
        "steward@couesnon-marches-de-bretagne": "Sandrine Hamelin",
        "approver@couesnon-marches-de-bretagne": "Loïc Fertil",
        "dpo@couesnon-marches-de-bretagne": "Marie Desnos",
        "agent@eau-bassin-rennais": "Clara Rozé",
        "steward@eau-bassin-rennais": "Julien Kerdoncuff",
        "approver@eau-bassin-rennais": "Béatrice Louvel",
        "dpo@eau-bassin-rennais": "Antoine Guyader",
        "agent@liffre-cormier-communaute": "Élodie Chesnais",
        "steward@liffre-cormier-communaute": "Thomas Salmon",
        "approver@liffre-cormier-communaute": "Françoise Orhant",
        "dpo@liffre-cormier-communaute": "Karim Haddad",
        "agent@mesnil-roc-h": "Maëlle Ruault",
        "steward@mesnil-roc-h": "Gwenola Perrin",
        "approver@mesnil-roc-h": "Patrick Delacour",
        "dpo@mesnil-roc-h": "Inès Marchal",
        "agent@saint-meen-montauban": "Corentin Balluais",
        "steward@saint-meen-montauban": "Nathalie Trubert",
        "approver@saint-meen-montauban": "Michel Jouanneau",
        "dpo@saint-meen-montauban": "Sophie Lagadec",
        "agent@sde35": "Romain Tessier",
        "steward@sde35": "Valérie Cochet",
        "approver@sde35": "Bernard Quélen",
        "dpo@sde35": "Léa Fontaine",
        "agent@val-d-ille-aubigne": "Mathieu Rivoal",
        "steward@val-d-ille-aubigne": "Claire Harel",
        "approver@val-d-ille-aubigne": "Jocelyne Bazin",
        "dpo@val-d-ille-aubigne": "Olivier Maheu",
        "agent@valcobreizh": "Camille Tanguy",
        "steward@valcobreizh": "Nolwenn Kerbrat",
        "approver@valcobreizh": "Alain Joubaire",
        "dpo@valcobreizh": "Farida Mansouri",
        "operator@interco": "Erwan Le Bihan",
    }
)


def person_of(sub: str) -> str:
    """The invented name of an agent of the demo; its `sub` where it has none."""
    return PEOPLE.get(sub, sub)

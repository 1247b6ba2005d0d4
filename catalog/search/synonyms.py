"""Words of French administrations that mean the same: a search for one finds the others.

Each line is a group; an entry is one word or several, without accents, in the singular.
"""

from __future__ import annotations

from typing import Final

GROUPS: Final = (
    ("ordure menagere", "om", "omr", "dechet menager", "poubelle"),
    ("dechet", "waste"),
    ("collecte", "pesee", "tonnage", "ramassage", "collection", "weighing"),
    ("emballage", "recyclable", "tri", "collecte selective", "cs", "bac jaune", "packaging"),
    ("biodechet", "fermentescible", "compost", "dechet alimentaire"),
    ("verre", "glass"),
    ("point apport volontaire", "pav", "borne apport", "drop off point"),
    ("decheterie", "dechetterie", "recyclerie"),
    ("eau potable", "aep", "drinking water"),
    ("assainissement", "eaux usee", "anc", "spanc", "sewage"),
    ("compteur", "releve", "meter"),
    ("abonne", "usager", "subscriber"),
    ("borne recharge", "irve", "recharge electrique", "charging station"),
    ("velo", "cycle", "cyclable", "bicyclette", "bike"),
    ("comptage", "frequentation", "trafic", "count"),
    ("covoiturage", "carpooling"),
    ("consommation", "conso", "energie", "energy"),
    ("eclairage public", "luminaire", "armoire", "street lighting"),
    ("batiment", "patrimoine", "building"),
    ("subvention", "aide", "grant"),
    ("marche public", "commande publique", "contrat", "procurement"),
    ("deliberation", "conseil"),
    ("commune", "ville", "mairie", "municipality"),
    ("epci", "intercommunalite", "communaute commune", "cc", "agglomeration"),
    ("prestataire", "titulaire", "exploitant", "contractor"),
    ("habitant", "population"),
    ("cout", "depense", "budget", "finance", "cost"),
)

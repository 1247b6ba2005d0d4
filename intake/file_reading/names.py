"""The words of a column's name, and whether the name is of a code, a quantity or money."""

from __future__ import annotations

import re

from catalog.fold import fold
from intake.file_reading.vocabulary import vocabulary

_HUMPS = re.compile(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[a-z0-9]+")
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,5}")
_NUMBER_SIGN = re.compile(r"\b[nN]\s?[°º]|№")

_CODES = vocabulary(
    "code codes cd insee depcom cog siren siret rna naf ape cp postal pdl prm pce rae iban "
    "bic matricule identifiant ident id uid uuid gid ref reference numero num immat "
    "immatriculation plaque tel telephone portable fax nir finess uai rnb ban dpt dept "
    "dep departement parcelle section cle clef compte comptes"
)
_CREDITS = re.compile(r"\b(?:CP|AE|AP)\s*(?:20\d\d|[Nn]\b)|\b(?:en|total)\s+CP\b|^\s*A[EP]\s*$")
"""Credits of payment and their year, no postal code."""
_DISCS = vocabulary("dvd dvds livre livres revue revues musique audio vinyle vinyles disques")
"""Beside which `CD` is a disc."""
_SPELT = frozenset({"no", "nr", "numeros"})
_QUANTITIES = vocabulary(
    "nb nbr nbre nombre total totaux montant volume poids tonnage prix cout taux somme "
    "moyenne quantite qte population pop surface duree distance debit puissance energie conso "
    "index part pourcentage rendement indice ratio solde effectif superficie longueur hauteur"
)
_MONEY = vocabulary(
    "montant montants cout couts prix tarif tarifs solde subvention subventions budget "
    "depense depenses recette recettes redevance facture credit credits debours loyer loyers aide "
    "aides dotation dotations cotisation cotisations capital annuite annuites interets encours "
    "ht ttc caution honoraires indemnite indemnites impayes"
)
_MAY_COUNT = vocabulary(
    "solde credit credits dotation dotations capital budget aide aides encours balance"
)
_NO_MONEY_OF = vocabulary(
    "naturel naturelle naturels migratoire migratoires demographique apparent conge conges rtt cet "
    "heures jours points ects horaire horaires temps carbone effectif effectifs entrees sorties"
)
"""A balance of births, leave or hours: what has the words of money and counts something else."""
_RATES = vocabulary("taux pourcentage pct ratio")
_PRICES = frozenset({"prix", "tarif", "tarifs", "cout"})
_CLASSES = vocabulary(
    "plein pleins reduit reduits normal normaux demi gratuit solidaire adulte adultes enfant "
    "enfants jeune jeunes groupe groupes famille familles"
)
_COUNTS = vocabulary("nb nbr nbre nombre effectif qte quantite count")


def spaced(name: str) -> str:
    """On one line, as it is shown: headers hold line breaks."""
    return " ".join(name.split())


def words_of(name: str) -> list[str]:
    """`idAttribuant`, `N° d'abonné`, `Q.F.` to `id attribuant`, `no d abonne`, `qf`."""
    plain = _INITIALS.sub(lambda letters: letters[0].replace(".", ""), name)
    plain = _NUMBER_SIGN.sub(" no ", plain)
    return _WORD.findall(fold(_HUMPS.sub(" ", plain)))


def folded(name: str) -> str:
    return " ".join(words_of(name))


def names_a_quantity(name: str) -> bool:
    words = words_of(name)
    return bool(words) and (words[0] in _QUANTITIES or words[0] in _COUNTS)


def names_a_count(name: str) -> bool:
    return bool(_COUNTS & set(words_of(name)))


def names_a_code(name: str) -> bool:
    """`N° ticket`, `code_dpt`, `Id service`: figures that nobody adds up."""
    words = words_of(name)
    if not words or names_a_quantity(name) or _CREDITS.search(name):
        return False
    codes = _CODES & set(words)
    if name.endswith(")") and words[-1].isdecimal() and len(words) > 1:
        # `Article (2)`: the second of that name.
        words = words[:-1]
    if codes == {"cd"} and _DISCS & set(words):
        return False
    return bool(codes) or words[0] in _SPELT or words[-1] in _SPELT


def names_money(name: str) -> bool:
    words = words_of(name)
    if _CREDITS.search(name):
        return True
    money = _MONEY & set(words)
    is_of_another = money <= _MAY_COUNT and bool(_NO_MONEY_OF & set(words))
    is_rate = words[:1] != [] and (words[0] in _RATES or name.lstrip().startswith("%"))
    if not money or is_of_another or is_rate:
        return False
    return not (_COUNTS & set(words)) and not names_a_code(name)


def names_a_price(name: str) -> bool:
    return bool(_PRICES & set(words_of(name)))


def names_a_class_of_prices(name: str) -> bool:
    """`Plein tarif`, `Tarif réduit`: over figures it is a price, or how many paid it."""
    words = set(words_of(name))
    return bool(words & {"tarif", "tarifs"} and words & _CLASSES)


def names_a_day(name: str) -> bool:
    words = set(words_of(name))
    return bool(
        words & {"date", "jour", "datetime", "horodatage", "naissance", "echeance", "debut", "fin"}
    ) or any(word.startswith("date") for word in words)


def distinct_names(names: dict[int, str], columns: list[int]) -> dict[int, str]:
    """A name that comes twice gets a number, so that nothing is hidden behind it."""
    own = {names[column] for column in columns}
    taken: set[str] = set()
    distinct = {}
    for column in columns:
        name, number = names[column], 1
        while name in taken or (number > 1 and name in own):
            number += 1
            name = f"{names[column]} ({number})"
        taken.add(name)
        distinct[column] = name
    return distinct

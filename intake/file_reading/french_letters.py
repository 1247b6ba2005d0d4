"""Scores the words that an encoding makes of bytes by their likeness to French: letters and case.

A wrong encoding puts a capital into a small word (`dÉchets`), a sign between two letters
(`MÉNAG‘RES`) or a letter that French has not (`Libell√`); the right one gives words.
"""

from __future__ import annotations

from collections.abc import Mapping

from catalog.fold import fold
from intake.file_reading.vocabulary import vocabulary

_LETTERS: Mapping[str, float] = {
    "é": 3, "è": 2, "à": 2, "ê": 2, "ç": 2, "ô": 1.5, "î": 1.5, "û": 1.5, "â": 1.5, "ù": 1,
    "ë": 1, "ï": 1, "œ": 1.5, "ü": 0, "ö": 0, "ä": -1, "æ": -1, "ÿ": -1,
}  # fmt: skip
"""The weight of a letter where its case suits its neighbours."""
_SIGNS = frozenset("€°²³«»“”–—…\xa0§±½µ•·")
_ALONE = frozenset("àÀ")
_JOINS = frozenset("\N{RIGHT SINGLE QUOTATION MARK}-'\xad")
_WORDS = vocabulary(
    "libellé déchets ménagères déchèterie télé téléphone école écoles élémentaire numéro référence "
    "quantité qté intitulé catégorie végétaux électricité énergie année février août décembre "
    "période société département région communauté métropole vallée forêt château église mairie "
    "côte hôtel hôpital bâtiment bâtiments éclairage réseau réparation dépense dépenses dépôt "
    "crédit débit réglé payé émis émise échéance prénom né née adhérent bénéficiaire créé modifié "
    "supprimé validé fermé encombrants sélectif précédent relevé relève arrêté arrêt prévu réalisé "
    "évolution écart différence pièce pièces matériel matériaux épuration très après été à là où "
    "français française saint-méen médréac québriac tinténiac gaël bédée janzé vitré redoné "
    "compétence collège lycée crèche bibliothèque médiathèque théâtre stade fête fêtes marché "
    "voirie chaussée chauffée propreté sécurité santé activité activités unité unités qualité "
    "propriété répartition durée désignation opération opérations entrée sortie journée même "
    "contrôle contrôlé vérifié problème système modèle barème problème siège arrière première "
    "rôle pôle îlot île bâche tâche câble gâteau façade reçu reçus français leçon"
)
_FOLDED = {fold(word): word for word in _WORDS}


def score_of(words: Mapping[bytes, int], encoding: str) -> float:
    """Over words that hold a byte beyond ASCII, by how often they come."""
    return sum(_score_of_word(word, encoding) * min(count, 20) for word, count in words.items())


def _score_of_word(raw: bytes, encoding: str) -> float:
    try:
        word = raw.decode(encoding)
    except UnicodeDecodeError:
        return -10.0
    score = sum(_score_at(word, at) for at, letter in enumerate(word) if not letter.isascii())
    known = _FOLDED.get(fold(word))
    return score + (3 if known is not None and known == word.lower() else 0)


def _score_at(word: str, at: int) -> float:
    letter = word[at]
    before = word[at - 1] if at else " "
    after = word[at + 1] if at + 1 < len(word) else " "
    inside = before.isalpha() and after.isalpha()
    if letter in _JOINS:
        return 1 if inside else -0.5
    if letter.isalpha():
        return _score_of_letter(letter, before, after)
    if inside:
        return -4
    if letter in _SIGNS:
        return 1 if not (before.isalpha() and before.islower()) else 0
    return -10 if not letter.isprintable() else -2


def _score_of_letter(letter: str, before: str, after: str) -> float:
    weight = _LETTERS.get(letter.lower())
    if weight is None:
        return -3
    if not before.isalpha() and not after.isalpha():
        return 1 if letter in _ALONE else -2
    if letter.isupper():
        is_odd = before.isalpha() and before.islower()
        is_alone = not before.isalpha() and after.isalpha() and after.islower()
        return -4 if is_odd else weight * (0.6 if is_alone else 0.8)
    # A small letter after a capital begins nothing but a word of two letters: `Sé`.
    is_odd = (before.isupper() and after.isupper()) or (
        before.isupper() and not after.isalpha() and letter != "é"
    )
    return -4 if is_odd else weight

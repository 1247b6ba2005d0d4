"""Tells names of persons from names of bodies: by given names, civilities and legal forms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from catalog.fold import fold
from intake.file_reading.given_names import GIVEN_NAMES
from intake.file_reading.vocabulary import vocabulary

_CIVILITY = re.compile(
    r"\b(m|mr|mme|mlle|monsieur|madame|mademoiselle|dr|me|maitre|lt|cne|cdt|adj|adc|sgt|sch|cch"
    r"|capitaine|lieutenant|commandant|adjudant|sergent|caporal|docteur|pr|professeur|mgr|mrs|ms|miss)"
    r"\b\.?\s+[a-z]",
    re.IGNORECASE,
)
_BODIES = vocabulary(
    "sarl sas sasu sa sci eurl earl gaec snc scop scea scic gie ets etablissement etablissements "
    "societe ste entreprise association associations asso amicale comite club union federation "
    "groupe groupement mairie commune communes ville communaute syndicat sivom sivu smictom sictom "
    "siaep cc ca cu metropole departement region ccas cias ehpad ecole ecoles college lycee "
    "groupe gymnase salle stade mediatheque bibliotheque piscine creche maison foyer residence "
    "restaurant garage boulangerie boucherie pharmacie supermarche hotel camping ferme office "
    "centre hopital clinique eglise agence atelier ateliers transports transport recyclage "
    "environnement services service travaux publics batiment menuiserie plomberie electricite "
    "football sports sportive sportif parents theatre musique comite jumelage acca aappma cuma "
    "cooperative banque assurance assurances poste sncf edf enedis grdf veolia suez saur paprec "
    "syctom sitom sirtom siredom sytrad valtom depot depots tp btp cuisine centrale chantier "
    "eiffage colas eurovia spie bouygues engie dalkia idex paprec serfim onyx "
    "abattoir usine distillerie "
    "regie conseil prefecture tribunal opac hlm habitat fondation institut chambre"
)
_STREETS = vocabulary(
    "rue avenue boulevard bd chemin place impasse allee route lotissement square quai cours "
    "hameau lieu-dit za zone parc rond-point"
)
_SPLIT = re.compile(r"[\s,/&]+")
_SAMPLED, _MOST_WORDS = 400, 6
_PARTICLES = vocabulary("le la de du des van von el ben saint m mme mr dr")
_ARTICLES = vocabulary("du des aux sur sous")
_FEW, _ALIKE = 3, 0.34
_LEAST_TRADE = 7


def _is_a_trade(word: str) -> bool:
    """`Fromagerie`, `Blanchisserie`: where a trade is carried on; `Valérie` is a given name."""
    return len(word) >= _LEAST_TRADE and word.endswith("erie") and word not in GIVEN_NAMES


def _words(text: str) -> list[str]:
    return [word for word in _SPLIT.split(fold(text).strip()) if word]


def is_body(text: str) -> bool:
    """`SARL Le Goff`, `École Jean Jaurès`, `Commune de Dingé`: no person, whatever is in it."""
    words = _words(text.replace("'", " ").replace("-", " ").replace(".", ""))
    return bool(set(words) & (_BODIES | _STREETS)) or any(map(_is_a_trade, words[:1]))


def is_person(text: str) -> bool:
    """With a civility, or two or three words of which one is a given name."""
    if is_body(text):
        return False
    words = _words(text)
    if _CIVILITY.match(fold(text).strip()) and len(words) <= _MOST_WORDS:
        return True
    if not 2 <= len(words) <= 4 or any(any(sign.isdigit() for sign in word) for word in words):
        return False
    return any(set(word.split("-")) <= GIVEN_NAMES for word in words)


def share_of_persons(values: Sequence[str]) -> float:
    sample = [text for text in values[:_SAMPLED] if text.strip()]
    return sum(map(is_person, sample)) / len(sample) if sample else 0.0


def share_of_bodies(values: Sequence[str]) -> float:
    sample = [text for text in values[:_SAMPLED] if text.strip()]
    return sum(map(is_body, sample)) / len(sample) if sample else 0.0


def begins_alike(values: Sequence[str]) -> bool:
    """`Pont du Bez`, `Pont des Îles`: one word begins many of them, or articles stand inside."""
    sample = [_words(text) for text in values[:_SAMPLED] if text.strip()]
    if len(sample) < _FEW:
        return False
    first = Counter(words[0] for words in sample if words and words[0] not in _PARTICLES)
    most = max(first.values(), default=0)
    articles = sum(bool(set(words[1:-1]) & _ARTICLES) for words in sample)
    return most > _ALIKE * len(sample) or articles >= _ALIKE * len(sample)


def hold_figures(values: Sequence[str]) -> bool:
    """Half of them, as numbers of vehicles do: `Plaque posée` tells of a plate on a wall."""
    sample = list(values)[:200]
    return 2 * sum(any(map(str.isdigit, text)) for text in sample) >= max(len(sample), 1)

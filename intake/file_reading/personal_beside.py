"""Tells by the other columns of a row whether a column is about a person or a thing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from intake.file_reading.names import names_a_code, words_of
from intake.file_reading.person_names import share_of_bodies
from intake.file_reading.personal_headers import (
    PERSONS_AT_WORK,
    PUBLIC_THINGS,
    are_codes,
    names_a_meter,
    names_a_subscriber,
)
from intake.file_reading.values import Column
from intake.file_reading.vocabulary import vocabulary

_NUMBER_OF = re.compile(r"(?:no|num|numero|nr|id|ident|code|cod|ref|mat|matr)(?P<of>[a-z]{3,})")
_CARDS = vocabulary("carte cartes licence licences pass abonnement")
_OF_CARDS = vocabulary("carte cartes licence licences pass no numero num n code id")
_INITIAL = re.compile(
    r"(?:[A-ZÀ-Þ]\.[ -]?){1,2}[A-ZÀ-Þ][\w'\u2019-]+(?: [A-ZÀ-Þ][\w'\u2019-]+)?|"
    r"[A-ZÀ-Þ][\w'\u2019-]+(?: [A-ZÀ-Þ][\w'\u2019-]+)? (?:[A-ZÀ-Þ]\.-?){1,2}"
)
"""`T. Jacolin`, `Blanc-Gras O.`: with the dot, which no brand has."""
_SEVERAL, _MOSTLY = 3, 0.8
_SOME_BODIES = 0.3
_OF_BODIES = vocabulary(
    "nom libelle designation intitule denomination lieu titulaire abonne client"
)
_BEGINNINGS = vocabulary(
    "inhume inhumation deces cremation exhumation pose installation construction creation contrat "
    "entree adhesion embauche debut fin service "
    "naturalisation mise abonnement ouverture achat acquisition fabrication recrutement acte "
    "echeance terme expiration renouvellement validite deliberation delivrance signature effet "
    "depot decision concession inscription visite controle facture livraison travaux fin plantation"
)
_BIRTH_SPAN = 20
"""Years."""
_HOUSEHOLDS = vocabulary("famille foyer menage dossier")
_OF_NUMBERS = vocabulary("no numero num n id code ref reference identifiant")
_OF_FAMILIES = vocabulary("enfant enfants eleve eleves allocataire alloc caf")
_WORK, _NAMED = vocabulary("service grade poste emploi affectation"), vocabulary("prenom prenoms")
_PLACES = frozenset({"longitude", "latitude"})


def numbers_a_named_person(column: Column, texts: Sequence[str], persons: Iterable[str]) -> bool:
    """`NOLECT` beside `LECTEUR`, `Carte` beside `Emprunteur`: its codes are those persons'."""
    if column.type not in {"string", "integer"} or not are_codes(texts):
        return False
    words = words_of(column.name)
    if set(words) & _CARDS and set(words) <= _OF_CARDS:
        return len(texts) >= _SEVERAL
    match = _NUMBER_OF.fullmatch("".join(words))
    if match is None:
        return False
    beside = {word for name in persons for word in words_of(name)}
    return match["of"] in PERSONS_AT_WORK or any(word.startswith(match["of"]) for word in beside)


def numbers_a_household(column: Column, texts: Sequence[str], columns: Collection[Column]) -> bool:
    """`N° famille`, `N° dossier` over codes, where the row has what only a family has: a quotient,
    a benefit number, children.
    """
    words = set(words_of(column.name))
    is_number = bool(words & _HOUSEHOLDS) and bool(words & _OF_NUMBERS)
    if column.type not in {"string", "integer"} or not is_number or not are_codes(texts):
        return False
    return any(
        other.personal_kind == "income"
        or (other.personal and set(words_of(other.name)) & _OF_FAMILIES)
        for other in columns
    )


def is_short_for_matricule(column: Column, texts: Sequence[str]) -> bool:
    """`Mat.` over codes, beside persons; a mast is a `Mât`."""
    return (
        words_of(column.name) in (["mat"], ["no", "mat"], ["num", "mat"])
        and "â" not in column.name.lower()
        and column.type in {"string", "integer"}
        and are_codes(texts)
    )


def is_short_for_driver(column: Column, texts: Sequence[str], columns: Collection[Column]) -> bool:
    """`Cond.` over codes, beside the plate of what is driven: no packaging."""
    return (
        words_of(column.name) in (["cond"], ["no", "cond"])
        and column.type == "string"
        and len(texts) >= _SEVERAL
        and are_codes(texts)
        and any(other.personal_kind == "plate" for other in columns)
    )


def names_staff(columns: Collection[Column]) -> bool:
    """The row has what only persons have, or names somebody at work."""
    words = [set(words_of(column.name)) for column in columns]
    is_at_work = any(own & _WORK for own in words) and any(own & _NAMED for own in words)
    return is_at_work or any(
        column.personal_kind in {"birth_date", "health"}
        or (column.personal_kind == "name" and set(words_of(column.name)) & PERSONS_AT_WORK)
        for column in columns
    )


def names_bodies(column: Column, texts: Sequence[str]) -> bool:
    """The row is a body's: its name is a school's, a barracks', a town's."""
    is_name = bool(set(words_of(column.name)) & _OF_BODIES)
    return is_name and not column.personal and share_of_bodies(texts) >= _SOME_BODIES


def are_initials(values: Sequence[str]) -> bool:
    """Surnames with an initial, several of them."""
    sample = [text.strip() for text in list(values)[:200] if text.strip()]
    fits = sum(_INITIAL.fullmatch(text) is not None for text in sample)
    return len(sample) >= _SEVERAL and fits >= _MOSTLY * len(sample)


def names_of_things(columns: Collection[Column]) -> bool:
    """The row is a place's: it has coordinates, or the code of a station or a building."""
    return any(
        column.concept in _PLACES
        or (names_a_code(column.name) and set(words_of(column.name)) & PUBLIC_THINGS)
        for column in columns
    )


def is_of_a_supply(column: Column) -> bool:
    """A meter, or the name of who subscribes: a contract beside it is that person's."""
    names = set(words_of(column.name))
    is_subscriber = column.personal_kind == "name" and names_a_subscriber(names)
    return names_a_meter(names) or is_subscriber


def kind_beside_a_person(column: Column) -> str | None:
    """Say the kind of a column by its type and name, where another one names the person.

    A birth, or whether they had an accident.
    """
    if column.type == "date" and _may_be_of_birth(column):
        return "birth_date"
    had_accident = column.type == "boolean" and "accident" in words_of(column.name)
    return "health" if had_accident else None


def _may_be_of_birth(column: Column) -> bool:
    """Over more than a generation, and named after nothing that begins."""
    low, high = str(column.min or ""), str(column.max or "")
    if not low[:4].isdecimal() or not high[:4].isdecimal():
        return False
    is_long = int(high[:4]) - int(low[:4]) >= _BIRTH_SPAN
    return is_long and not set(words_of(column.name)) & _BEGINNINGS

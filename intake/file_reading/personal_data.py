"""Marks the columns that hold data about persons, with the reason: by names, then by values.

A pattern alone never says "payment card": a column of years passes for card numbers elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.cog import Cog
from catalog.fold import fold
from intake.file_reading.commune_names import communes_named
from intake.file_reading.names import words_of
from intake.file_reading.person_names import (
    begins_alike,
    hold_figures,
    is_body,
    share_of_bodies,
    share_of_persons,
)
from intake.file_reading.personal_beside import (
    are_initials,
    is_of_a_supply,
    is_short_for_driver,
    is_short_for_matricule,
    kind_beside_a_person,
    names_bodies,
    names_of_things,
    names_staff,
    numbers_a_household,
    numbers_a_named_person,
)
from intake.file_reading.personal_headers import (
    PUBLIC_THINGS,
    are_charging_points,
    health_among,
    kind_by_header,
    names_a_family_event,
    numbers_a_supply,
)
from intake.file_reading.values import Column
from intake.file_reading.vocabulary import vocabulary

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<!\d)(?:(?:\+|00)33\s?(?:\(0\))?\s?|0)[1-9](?:[\s.-]?\d{2}){4}(?!\d)")
_PLATE = re.compile(
    r"[A-Z]{2}[- ]?\d{3}[- ]?[A-Z]{2}|\d{2,4}\s?[A-Z]{2,3}\s?(?:\d{2}|2[AB])", re.IGNORECASE
)
_IBAN = re.compile(r"[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,7}(?:[ ]?[A-Z0-9]{1,3})?")
_NIR = re.compile(r"([12378])(\d{2})(\d{2})(\d{2}|2[AB])(\d{3})(\d{3})(\d{2})", re.IGNORECASE)
_FORMS = (("email", _EMAIL), ("phone", _PHONE), ("plate", _PLATE), ("bank_account", _IBAN))
_STREET = re.compile(
    r"\b(rue|avenue|av|boulevard|bd|chemin|place|impasse|allee|route|lotissement|residence|square"
    r"|quai|cours|hameau|lieu[- ]dit|za|ruelle|sentier|venelle)\b"
)
_CIVILITY = re.compile(
    r"\b(m|mr|mme|mlle|monsieur|madame|mademoiselle)\b\.?\s+[a-zà-ÿ]", re.IGNORECASE
)
_INITIAL = re.compile(
    r"[A-ZÀ-Þ][\w'\u2019 -]{1,30}\s[A-ZÀ-Þ]\.?|[A-ZÀ-Þ]\.?\s?[A-ZÀ-Þ][\w'\u2019 -]{1,30}"
)
"""`Roche P.`, `P. Roche`."""

_PERSONS = vocabulary(
    "abonne abonnes usager usagers client clients beneficiaire foyer habitant locataire "
    "proprietaire agent agents eleve enfant patient adherent chauffeur conducteur president "
    "presidente tresorier secretaire responsable gardien demandeur contribuable assure "
    "titulaire redevable particulier interlocuteur correspondant elu maire directeur "
    "directrice animateur technicien referent referente occupant occupante petitionnaire "
    "remplacant remplacante suppleant suppleante allocataire conductrice salarie salariee "
    "locataires redevables exploitant intervenant gestionnaire "
    "encadrant parent parents tuteur medecin contact stagiaire"
)
_ORGANISATIONS = vocabulary(
    "commune communes station collectivite collectivites entite gestion service attribuant "
    "operateur site etablissement association structure organisme societe entreprise "
    "amenageur enseigne projet voie rue epci syndicat departement region compteur fichier "
    "produit batiment equipement ecole dechetterie decheterie borne ligne arret flux lieu "
    "programme secteur tournee unite"
)
_OPERATORS = frozenset({"operateur", "operateurs", "operatrice"})
"""A company, or who has done it."""
_FREE_TEXT = vocabulary(
    "observation observations commentaire commentaires remarque remarques note notes"
)
_PARTIES = vocabulary(
    "debiteur debitrice tiers redevable redevables beneficiaire beneficiaires preneur vendeur "
    "acquereur expediteur destinataire emprunteur demandeur payeur client clients titulaire usager "
    "proprietaire proprietaires bailleur plaignant appelant declarant requerant candidat"
)
"""Persons among bodies: some of them are enough."""
_PSEUDONYMS = vocabulary(
    "abonne usager foyer client adherent contribuable redevable beneficiaire beneficiaires assure"
)
_OF_A_NAME = vocabulary("famille usage usuel complet naissance marital patronymique jeune mineur")
_ALWAYS_PERSONS = vocabulary(
    "occupant occupante petitionnaire allocataire conducteur conductrice chauffeur eleve enfant "
    "patient locataire salarie salariee stagiaire pere mere conjoint conjointe epoux epouse "
    "defunt defunte inhume inhumee"
)
"""Persons whatever the values are, unless these are bodies."""
_ONE_PERSON = vocabulary("agent technicien animateur medecin gardien responsable referent")
_SURNAME = re.compile(
    r"(?:[A-ZÀ-Þ]\.\s?)?(?:(?:Le|La|De|Du|LE|LA|DE|DU)\s)?[A-ZÀ-Þ][\w'\u2019-]{2,20}"
)
_OF_WORK = vocabulary(
    "titulaire contractuel contractuelle vacataire stagiaire apprenti apprentie interne externe "
    "voirie culture sport sports sante social urbanisme finances technique prevention police maire "
    "directeur directrice chef cheffe secretaire ville mairie service eau proprete cuisine dgs dst"
)
_CHILDREN = vocabulary("enfant eleve")
_HOUSEHOLDS = (["famille"], ["foyer"], ["menage"])
_ONLY_PERSONS = frozenset({"nir", "birth_date", "health", "income"})
_NAMING, _CONTACTS = frozenset({"name", "pseudonym", "nir"}), frozenset({"email", "phone"})
_CODES = vocabulary("no numero num id ref reference code identifiant nr matricule")
_ENOUGH, _SOME, _QUARTER, _SEVERAL, _BODIES_ENOUGH = 0.5, 2, 0.25, 3, 0.3
_FEW_KINDS, _LOOKED_AT, _FEW_PARTIES = 20, 1_000, 6


@dataclass(frozen=True, slots=True)
class Finding:
    kind: str
    reason: str
    """By name, by value, or by both; in code: `name: …`, `values: n of m`."""


def is_nir(text: str) -> bool:
    """A social security number with a right key: 97 minus the rest of its first 13 figures."""
    match = _NIR.fullmatch(re.sub(r"[\s.-]", "", text))
    if match is None:
        return False
    digits = "".join(match.groups()[:-1]).upper()
    body = int(digits.replace("2A", "19").replace("2B", "18"))
    return 97 - body % 97 == int(match[7])


def personal_finding(column: Column, values: Sequence[str]) -> Finding | None:
    """`values`: the different texts of the column. Addresses wait for `mark_personal`."""
    words = words_of(column.name)
    return (
        _by_values(values)
        or _by_name(words, set(words), column, values)
        or _in_free_text(words, values)
    )


def _by_values(values: Sequence[str]) -> Finding | None:
    """Only forms that nothing else has: an e-mail, a telephone, a plate, a keyed NIR."""
    sample = list(values)[:2_000]
    if not sample:
        return None
    keyed = sum(map(is_nir, sample))
    if keyed >= _SOME and keyed >= 0.2 * len(sample):
        return Finding("nir", f"values: {keyed} of {len(sample)} with a right key")
    for kind, form in _FORMS:
        fits = sum(form.fullmatch(text.strip()) is not None for text in sample)
        # One contact for all rows is an organisation's.
        if fits >= max(_SOME, _ENOUGH * len(sample)):
            return Finding(kind, f"values: {fits} of {len(sample)}")
    return None


def _by_name(
    words: list[str], names: set[str], column: Column, values: Sequence[str]
) -> Finding | None:
    joined = " ".join(words)
    if names & {"nir", "secu"} or "securite sociale" in joined:
        return Finding("nir", f"name: {joined}")
    kind = kind_by_header(names, joined, column.type, values)
    if kind is not None:
        return Finding(kind, f"name: {joined}")
    if column.type not in {"string", "json"}:
        return None
    return _contact_by_name(names, joined, values) or _name_of_person(words, names, joined, values)


def _contact_by_name(names: set[str], joined: str, values: Sequence[str]) -> Finding | None:
    """One contact for all rows is an organisation's."""
    is_few = len(values) < _SOME
    if names & {"immat", "immatriculation"} or ("plaque" in names and hold_figures(values)):
        return Finding("plate", f"name: {joined}")
    if names & {"email", "mail", "courriel", "mel"} or "e mail" in joined:
        return None if is_few else Finding("email", f"name: {joined}")
    if names & {"telephone", "tel", "portable", "gsm"} and not is_few:
        return Finding("phone", f"name: {joined}")
    return Finding("bank_account", f"name: {joined}") if names & {"iban", "rib"} else None


def _name_of_person(
    words: list[str], names: set[str], joined: str, values: Sequence[str]
) -> Finding | None:
    if names & {"prenom", "prenoms", "nomprenom"}:
        return Finding("name", f"name: {joined}")
    is_of_bodies = bool(names & _ORGANISATIONS)
    may_name = bool(names & _PERSONS) or names & _ORGANISATIONS <= _OPERATORS
    share = share_of_persons(values)
    is_some = bool(names & _PARTIES) and share >= _QUARTER and share * len(values) >= _SEVERAL
    is_some |= (not is_of_bodies or bool(names & _OPERATORS)) and are_initials(values)
    if is_some or (may_name and len(values) >= _SOME and share >= _ENOUGH):
        return Finding("name", f"name: {joined}; values: {len(values)}")
    if is_of_bodies or share_of_bodies(values) >= _BODIES_ENOUGH:
        return None
    if names & _PSEUDONYMS and names & _CODES:
        return Finding("pseudonym", f"name: {joined}")
    if _is_named_after(words, names, values):
        return Finding("name", f"name: {joined}")
    return _person_by_word(words, joined, values)


def _is_named_after(words: list[str], names: set[str], values: Sequence[str]) -> bool:
    """`Nom`, `Nom usuel`, `Occupant`, or `Agent` over surnames alone."""
    if words == ["nom"]:
        return _may_be_surnames(values)
    if "nom" in names and names & (_PERSONS | _OF_A_NAME):
        return True
    if names & _ALWAYS_PERSONS:
        return _are_words(values)
    return bool(set(words[-1:]) & _ONE_PERSON) and _are_surnames(values)


def _are_surnames(values: Sequence[str]) -> bool:
    """One word with a capital each, several of them, and none that says what somebody does."""
    sample = [text.strip() for text in list(values)[:200] if text.strip()]
    fits = sum(
        _SURNAME.fullmatch(text) is not None and not set(words_of(text)) & _OF_WORK
        for text in sample
    )
    return len(sample) > _SEVERAL and fits >= 0.9 * len(sample)


def _may_be_surnames(values: Sequence[str]) -> bool:
    """Not `Pont du Bez 7`, nor three pools again and again."""
    sample = list(values)[:200]
    figures = sum(any(sign.isdigit() for sign in text) for text in sample)
    is_plain = figures <= _BODIES_ENOUGH * len(sample) and not begins_alike(sample)
    are_capitals = all(text.isupper() and len(text.split()) == 1 for text in sample)
    is_many = len(sample) > _SEVERAL or are_capitals
    return is_plain and (is_many or share_of_persons(sample) > _QUARTER)


def _person_by_word(words: list[str], joined: str, values: Sequence[str]) -> Finding | None:
    """`Chauffeur`, `Responsable`, `Saisi par`: where its values look like names."""
    if words[-1:] in (["par"], ["by"]) and _are_signed(values):
        return Finding("name", f"name: {joined}; values: {len(values)}")
    names = set(words)
    if not names & _PERSONS or names & {"type", "nombre", "nb"} or not values:
        return None
    is_like_bodies = len(values) < _FEW_PARTIES or begins_alike(values)
    if names & _PARTIES and is_like_bodies and not share_of_persons(values):
        # Two words with capitals are a body's name too: `CER Hesdin`; persons would be many.
        return None
    names_of_persons = sum(_is_person(text) for text in list(values)[:500])
    if names_of_persons < _ENOUGH * min(len(values), 500):
        return None
    return Finding("name", f"name: {joined}; values: {names_of_persons}")


def _are_signed(values: Sequence[str]) -> bool:
    """`Saisi par`: a surname and an initial, or two words as a name is written."""
    sample = list(values)[:200]
    fits = sum(_INITIAL.fullmatch(text.strip()) is not None or _is_person(text) for text in sample)
    return len(sample) >= _SOME and fits >= _ENOUGH * len(sample)


def _are_words(values: Sequence[str]) -> bool:
    """Surnames alone: no figure in them, and none like all others."""
    sample = [text for text in list(values)[:200] if text.strip()]
    fits = sum(not any(sign.isdigit() for sign in text) for text in sample)
    return len(sample) > _SOME and fits >= 0.8 * len(sample)


def _is_person(text: str) -> bool:
    """Two or three words, one of them in capitals: `Inès FOUCAULT`; or a civility."""
    if _CIVILITY.search(text):
        return True
    words = text.split()
    is_written_so = all(word[:1].isupper() and word[:1].isalpha() for word in words)
    return 2 <= len(words) <= 4 and is_written_so and not is_body(text)


def _in_free_text(words: list[str], values: Sequence[str]) -> Finding | None:
    seen = sum(
        bool(_PHONE.search(text) or _EMAIL.search(text) or _CIVILITY.search(text))
        for text in (text[:_LOOKED_AT] for text in list(values)[:5_000])
    )
    if seen and (set(words) & _FREE_TEXT or seen >= 2):
        return Finding("free_text", f"values: {seen} with a name, a telephone or an e-mail")
    return None


def mark_personal(
    columns: list[Column], values: dict[int, Sequence[str]], cog: Cog | None = None
) -> None:
    """An address, a meter or a date of long ago is a person's where its row names one."""
    is_of_things = names_of_things(columns)
    for column in columns:
        texts = values.get(column.position, ())
        finding = personal_finding(column, texts)
        is_free = not column.concept or column.concept == "date"
        is_of_thing = is_of_things and finding is not None and finding.reason == "name: nom"
        if finding is None or not is_free or is_of_thing:
            continue
        if not _are_places(finding, texts, cog):
            _mark(column, finding)
    _unmark_numbers_of_bodies(columns, values)
    _mark_bare_names(columns, values)
    has_person = any(column.personal_kind in _NAMING for column in columns)
    is_reached = has_person or any(column.personal_kind in _CONTACTS for column in columns)
    persons = [column.name for column in columns if column.personal_kind == "name"]
    has_meter = any(map(is_of_a_supply, columns))
    is_public = any(
        set(words_of(column.name)) & PUBLIC_THINGS
        or names_bodies(column, values.get(column.position, ()))
        for column in columns
    )
    for column in columns:
        if column.personal:
            continue
        texts = list(values.get(column.position, ()))[:500]
        words = set(words_of(column.name))
        if (
            (has_person or not is_public)
            and numbers_a_supply(words, column.type, has_person=has_person, has_meter=has_meter)
            and not are_charging_points(texts)
        ):
            _mark(column, Finding("pseudonym", f"name: {' '.join(words_of(column.name))}"))
        elif (
            (is_reached and numbers_a_named_person(column, texts, persons))
            or (names_staff(columns) and is_short_for_matricule(column, texts))
            or numbers_a_household(column, texts, columns)
            or is_short_for_driver(column, texts, columns)
        ):
            _mark(column, Finding("pseudonym", f"name: {column.name}; beside a person"))
        elif has_person:
            _mark_beside(column, texts)


def _mark_bare_names(columns: list[Column], values: dict[int, Sequence[str]]) -> None:
    """`Nom`, or `Famille` over surnames, is a person's where the row has what only persons have."""
    is_of_persons = any(
        column.personal_kind in _ONLY_PERSONS
        or "prenom" in words_of(column.name)
        or (column.personal_kind == "name" and set(words_of(column.name)) & _CHILDREN)
        for column in columns
    )
    for column in columns:
        texts = values.get(column.position, ())
        words = [word for word in words_of(column.name) if not word.isdecimal()]
        is_bare = words == ["nom"] or (words in _HOUSEHOLDS and _are_surnames(texts))
        if not is_of_persons or not is_bare or column.type != "string":
            continue
        if share_of_bodies(texts) < _BODIES_ENOUGH:
            _mark(column, Finding("name", f"name: {' '.join(words)}; beside a person"))


def _mark_beside(column: Column, texts: Sequence[str]) -> None:
    """Marks a birth, addresses, health or family events where another column names the person."""
    if (kind := kind_beside_a_person(column)) is not None:
        _mark(column, Finding(kind, "values: beside a person"))
    if column.type != "string" or not texts:
        return
    names = set(words_of(column.name))
    streets = sum(_STREET.search(fold(text)) is not None for text in texts)
    is_of_streets = streets >= 0.6 * len(texts) and not names & _ORGANISATIONS
    if "adresse" in names or is_of_streets:
        _mark(column, Finding("address", f"values: {streets} of {len(texts)} beside a person"))
    elif (count := health_among(texts)) and count >= _QUARTER * min(len(texts), _FEW_KINDS):
        _mark(column, Finding("health", f"values: {count} of {len(texts)} beside a person"))
    elif (count := sum(map(names_a_family_event, texts))) >= _SEVERAL:
        _mark(column, Finding("free_text", f"values: {count} of {len(texts)} beside a person"))


def _are_places(finding: Finding, texts: Sequence[str], cog: Cog | None) -> bool:
    """Under `Nom`, names of communes are those of bodies."""
    if cog is None or finding.kind != "name" or "values" in finding.reason:
        return False
    sample = list(texts)[:100]
    places = sum(bool(communes_named(cog, text)[1]) for text in sample)
    return bool(sample) and places >= 0.6 * len(sample)


def _unmark_numbers_of_bodies(columns: list[Column], values: dict[int, Sequence[str]]) -> None:
    """`N° client` beside clients that are all companies and communes is nobody's number."""
    bodies: set[str] = set()
    for column in columns:
        if not column.personal and share_of_bodies(values.get(column.position, ())) >= _ENOUGH:
            bodies |= set(words_of(column.name)) & _PSEUDONYMS
    for column in columns:
        if column.personal_kind == "pseudonym" and set(words_of(column.name)) & bodies:
            column.personal = False
            column.personal_kind = column.personal_reason = None


def _mark(column: Column, finding: Finding) -> None:
    column.personal = True
    column.personal_kind = finding.kind
    column.personal_reason = finding.reason

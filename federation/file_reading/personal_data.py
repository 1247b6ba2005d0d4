"""Which columns hold data about persons, with the reason; by names first, then by the values.

A pattern alone never says "payment card": a column of years passes for card numbers elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.fold import fold
from federation.file_reading.names import words_of
from federation.file_reading.values import Column
from federation.file_reading.vocabulary import vocabulary

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<!\d)(?:(?:\+|00)33\s?(?:\(0\))?\s?|0)[1-9](?:[\s.-]?\d{2}){4}(?!\d)")
_PLATE = re.compile(
    r"[A-Z]{2}[- ]?\d{3}[- ]?[A-Z]{2}|\d{2,4}\s?[A-Z]{2,3}\s?(?:\d{2}|2[AB])", re.IGNORECASE
)
_NIR = re.compile(r"([12378])(\d{2})(\d{2})(\d{2}|2[AB])(\d{3})(\d{3})(\d{2})", re.IGNORECASE)
_STREET = re.compile(
    r"\b(rue|avenue|av|boulevard|bd|chemin|place|impasse|allee|route|lotissement|residence|square"
    r"|quai|cours|hameau|lieu[- ]dit|za|ruelle|sentier|venelle)\b"
)
_CIVILITY = re.compile(
    r"\b(m|mr|mme|mlle|monsieur|madame|mademoiselle)\b\.?\s+[a-zà-ÿ]", re.IGNORECASE
)

_PERSONS = vocabulary(
    "abonne abonnes usager usagers client clients beneficiaire foyer habitant locataire "
    "proprietaire agent agents eleve enfant patient adherent chauffeur conducteur president "
    "presidente tresorier secretaire responsable gardien demandeur contribuable assure "
    "titulaire redevable particulier interlocuteur correspondant elu maire directeur "
    "directrice animateur technicien"
)
_ORGANISATIONS = vocabulary(
    "commune communes station collectivite collectivites entite gestion service attribuant "
    "operateur site etablissement association structure organisme societe entreprise "
    "amenageur enseigne projet voie rue epci syndicat departement region compteur fichier "
    "produit batiment equipement ecole dechetterie decheterie borne ligne arret flux lieu "
    "programme secteur tournee unite"
)
_FREE_TEXT = vocabulary(
    "observation observations commentaire commentaires remarque remarques note notes"
)
_PSEUDONYMS = frozenset(
    {"abonne", "usager", "foyer", "client", "adherent", "contribuable", "redevable"}
)
_CODES = vocabulary("no numero num id ref reference code identifiant nr matricule")
_ENOUGH, _SOME = 0.5, 2


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
    for kind, form in (("email", _EMAIL), ("phone", _PHONE), ("plate", _PLATE)):
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
    if "naissance" in names and column.type in {"date", "string", "integer", "timestamp"}:
        return (
            Finding("birth_date", f"name: {joined}")
            if names & {"date", "annee"} or len(names) == 1
            else None
        )
    if column.type not in {"string", "json"}:
        return None
    return _contact_by_name(names, joined, values) or _name_of_person(words, names, joined, values)


def _contact_by_name(names: set[str], joined: str, values: Sequence[str]) -> Finding | None:
    """One contact for all rows is an organisation's."""
    is_few = len(values) < _SOME
    if names & {"immat", "immatriculation", "plaque"}:
        return Finding("plate", f"name: {joined}")
    if names & {"email", "mail", "courriel", "mel"} or "e mail" in joined:
        return None if is_few else Finding("email", f"name: {joined}")
    if names & {"telephone", "tel", "portable", "gsm"} and not is_few:
        return Finding("phone", f"name: {joined}")
    return Finding("bank_account", f"name: {joined}") if "iban" in names else None


def _name_of_person(
    words: list[str], names: set[str], joined: str, values: Sequence[str]
) -> Finding | None:
    if names & {"prenom", "prenoms"} or names & {"nomprenom"}:
        return Finding("name", f"name: {joined}")
    if names & _ORGANISATIONS:
        return None
    if names & _PSEUDONYMS and names & _CODES:
        return Finding("pseudonym", f"name: {joined}")
    if words == ["nom"] or (
        "nom" in names and names & (_PERSONS | {"famille", "usage", "complet"})
    ):
        return Finding("name", f"name: {joined}")
    if names & _PERSONS and "type" not in names and "nombre" not in names and "nb" not in names:
        names_of_persons = sum(_is_person(text) for text in list(values)[:500])
        if names_of_persons >= _ENOUGH * min(len(values), 500) and values:
            return Finding("name", f"name: {joined}; values: {names_of_persons}")
    return None


def _is_person(text: str) -> bool:
    """Two or three words, one of them in capitals: `Inès FOUCAULT`; or a civility."""
    if _CIVILITY.search(text):
        return True
    words = text.split()
    return 2 <= len(words) <= 4 and all(word[:1].isupper() and word[:1].isalpha() for word in words)


def _in_free_text(words: list[str], values: Sequence[str]) -> Finding | None:
    seen = sum(
        bool(_PHONE.search(text) or _EMAIL.search(text) or _CIVILITY.search(text))
        for text in list(values)[:5_000]
    )
    if seen and (set(words) & _FREE_TEXT or seen >= 2):
        return Finding("free_text", f"values: {seen} with a name, a telephone or an e-mail")
    return None


def mark_personal(columns: list[Column], values: dict[int, Sequence[str]]) -> None:
    """An address is a person's where its row names one."""
    for column in columns:
        finding = personal_finding(column, values.get(column.position, ()))
        if finding is not None and not column.concept:
            _mark(column, finding)
    has_person = any(column.personal_kind in {"name", "pseudonym", "nir"} for column in columns)
    for column in columns:
        texts = list(values.get(column.position, ()))[:500]
        if not has_person or column.personal or column.type != "string" or not texts:
            continue
        streets = sum(_STREET.search(fold(text)) is not None for text in texts)
        if "adresse" in words_of(column.name) or streets >= 0.6 * len(texts):
            _mark(column, Finding("address", f"values: {streets} of {len(texts)} beside a person"))


def _mark(column: Column, finding: Finding) -> None:
    column.personal = True
    column.personal_kind = finding.kind
    column.personal_reason = finding.reason

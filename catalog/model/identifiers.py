"""The identifiers everything is keyed by, parsed once at the edge."""

from __future__ import annotations

import re
from typing import Self

from catalog.model.problem import CallerProblem

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_COMMUNE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}")


class InvalidSiren(CallerProblem):
    code = "invalid_siren"
    fr = "« {text} » n'est pas un numéro SIREN valide (neuf chiffres, clé de contrôle comprise)."
    en = '"{text}" is not a valid SIREN (nine digits, the last one a check digit).'
    next_fr = "Vérifiez le numéro sur l'annuaire des entreprises, puis recommencez."
    next_en = "Check the number in the national business directory, then try again."


class InvalidCommuneCode(CallerProblem):
    code = "invalid_commune_code"
    fr = "« {text} » n'est pas un code commune (COG) : cinq caractères, par exemple 35308 ou 2A004."
    en = '"{text}" is not a commune code (COG): five characters, such as 35308 or 2A004.'
    next_fr = "Indiquez le code officiel géographique de l'INSEE, pas le code postal."
    next_en = "Give INSEE's official geographic code, not the postal code."


class InvalidSlug(CallerProblem):
    code = "invalid_slug"
    fr = (
        "« {text} » ne peut pas servir de nom : minuscules sans accent, chiffres et tirets simples."
    )
    en = '"{text}" cannot be a name: lower-case letters without accents, digits, single hyphens.'
    next_fr = "Choisissez un nom comme « val-d-ille-aubigne »."
    next_en = 'Choose a name such as "val-d-ille-aubigne".'


class InvalidName(CallerProblem):
    code = "invalid_name"
    fr = (
        "« {text} » ne peut pas nommer une colonne ou un jeu de données : minuscules sans accent, "
        "chiffres et tirets bas simples, une lettre d'abord."
    )
    en = (
        '"{text}" cannot name a column or a dataset: lower-case letters without accents, digits '
        "and single underscores, a letter first."
    )
    next_fr = "Choisissez un nom comme « date_collecte »."
    next_en = 'Choose a name such as "date_collecte".'


class Siren(str):
    """A SIREN with a valid Luhn key: nine digits."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        digits = text.replace(" ", "")
        if len(digits) != 9 or not (digits.isascii() and digits.isdigit()) or not _luhn(digits):
            raise InvalidSiren(text=text[:40])
        return cls(digits)


def is_mistyped_siren(text: str) -> bool:
    """Nine digits whose check digit is wrong: a number, not a name."""
    return len(text) == 9 and text.isascii() and text.isdigit() and not _luhn(text)


class CommuneCode(str):
    """A COG commune code; which land it means depends on a date or a vintage."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        if not _COMMUNE.fullmatch(text):
            raise InvalidCommuneCode(text=text[:40])
        return cls(text)


class Slug(str):
    """An organisation's name in addresses and agents: `val-d-ille-aubigne`."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        if len(text) > 60 or not _SLUG.fullmatch(text):
            raise InvalidSlug(text=text[:60])
        return cls(text)

    @property
    def sql_name(self) -> str:
        """`val_d_ille_aubigne`, the organisation's name in SQL."""
        return self.replace("-", "_")


class Name(str):
    """A column's or a dataset's name: `date_collecte`. One GraphQL and one SQL name each."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        if len(text) > 60 or not _NAME.fullmatch(text):
            raise InvalidName(text=text[:60])
        return cls(text)


def graphql_name(text: str) -> str:
    """`val-d-ille-aubigne` or `date_collecte` to `valDIlleAubigne`, `dateCollecte`."""
    first, *rest = text.replace("-", "_").split("_")
    return first + "".join(part.capitalize() for part in rest)


def _luhn(digits: str) -> bool:
    """La Poste and a few others aside, every SIREN passes Luhn's check (ISO/IEC 7812-1)."""
    total = 0
    for index, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + index % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0

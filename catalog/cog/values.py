"""The values of the code officiel géographique: land, the codes that mean it, and their labels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalog.model.identifiers import CommuneCode, Siren


class Atom(str):
    """The smallest piece of land never split nor merged since 1943, named after its first code.

    Atom 49069 is the land of Champtoceaux, whatever commune holds it today.
    """

    __slots__ = ()


class MeaningKind(StrEnum):
    """The kind of land that a code names: a commune, or a part of one that kept its code."""

    COMMUNE = "commune"
    DELEGATED = "déléguée"
    ASSOCIATED = "associée"
    MUNICIPAL = "arrondissement municipal"
    """Of Paris, Lyon or Marseille."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """The meaning of `code` from `start` until before `end` (None: since always, still)."""

    code: CommuneCode
    kind: MeaningKind
    nom: str
    start: date | None
    end: date | None
    atoms: frozenset[Atom]

    @property
    def is_commune(self) -> bool:
        return self.kind is MeaningKind.COMMUNE

    def holds_at(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class CodePeriod:
    """A code as a row may carry it, from `start` until before `end` (None: no bound)."""

    code: CommuneCode
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class MovedCode:
    """From `start` until before `end`, a row that carries `code` lies in `commune_code`."""

    code: CommuneCode
    start: date | None
    end: date | None
    commune_code: CommuneCode


@dataclass(frozen=True, slots=True)
class CommuneLabel:
    """The name and figures of a commune at a date. `population` is the legal municipale one, of the
    COG vintage `population_vintage`; it and the EPCI are None where no vintage knows them.
    """

    code: CommuneCode
    nom: str
    population: int | None
    epci_siren: Siren | None
    epci_nom: str | None
    population_vintage: int | None


@dataclass(frozen=True, slots=True)
class MidyearBoundary:
    """From `start` until before `end` (the next change, or 1 January), `code`'s label is `key`."""

    code: CommuneCode
    start: date
    end: date
    key: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one code by vintage; each mapping holds only the vintages that know it."""

    populations: dict[int, int]
    epcis: dict[int, Siren]
    sirens: dict[int, Siren]

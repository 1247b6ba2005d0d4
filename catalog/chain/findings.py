"""Faults of chains, each with the first record at fault: one finding a chain and a root."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from catalog.model.problem import Language


class FindingKind(StrEnum):
    CHANGED = "changed"
    MISSING = "missing"
    INSERTED = "inserted"
    REORDERED = "reordered"
    DUPLICATED = "duplicated"
    REDATED = "redated"
    OTHER_BODY = "other_body"
    TRUNCATED = "truncated"
    UNREADABLE = "unreadable"
    NOT_AS_SIGNED = "not_as_signed"
    NOT_AS_RECORDED = "not_as_recorded"
    ROOT_SWAPPED = "root_swapped"
    ROOT_MISSING = "root_missing"
    CHAIN_MISSING = "chain_missing"
    WRONG_SIGNATURE = "wrong_signature"


_WORDS: dict[FindingKind, tuple[str, str]] = {
    FindingKind.CHANGED: ("modifié", "changed"),
    FindingKind.MISSING: ("manquant", "missing"),
    FindingKind.INSERTED: ("ajouté après coup", "inserted"),
    FindingKind.REORDERED: ("déplacé", "out of its order"),
    FindingKind.DUPLICATED: ("en double", "there twice"),
    FindingKind.REDATED: ("d'un autre jour que le sien", "of another day than its own"),
    FindingKind.OTHER_BODY: ("de la chaîne d'un autre organisme", "of another body's chain"),
    FindingKind.TRUNCATED: (
        "manquant, et tous les suivants : la fin est coupée",
        "missing, and all that follow: the end was cut off",
    ),
    FindingKind.UNREADABLE: ("illisible", "unreadable"),
    FindingKind.NOT_AS_SIGNED: (
        "et suivants : ce jour n'est pas celui dont la racine est signée",
        "and those after: this day is not the one whose root is signed",
    ),
    FindingKind.NOT_AS_RECORDED: (
        "autre que ce que dit le journal de la base",
        "not what the store's own audit says",
    ),
    FindingKind.ROOT_SWAPPED: (
        "la racine n'est pas celle de ce jour, ou ne suit pas la précédente",
        "the root is not that day's, or does not follow the one before",
    ),
    FindingKind.ROOT_MISSING: ("la racine manque", "the root is missing"),
    FindingKind.CHAIN_MISSING: (
        "la racine compte une chaîne qui manque, ou qui est coupée",
        "the root counts a chain that is missing, or cut off",
    ),
    FindingKind.WRONG_SIGNATURE: (
        "la signature n'est pas d'une clé de confiance",
        "the signature is not of a trusted key",
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`body` and `n` of the record; for a root its `day` alone; `about`: the record's own id."""

    kind: FindingKind
    body: str | None = None
    n: int | None = None
    day: str | None = None
    about: str | None = None

    def sentence(self, language: Language) -> str:
        word = _WORDS[self.kind][0 if language == "fr" else 1]
        if self.n is None and self.body is None:
            where = self.day or "manifest.json"
            return f"{where} : {word}" if language == "fr" else f"{where}: {word}"
        which = f" ({', '.join(each for each in (self.day, self.about) if each)})"
        at = which if which != " ()" else ""
        if language == "fr":
            return f"{self.body}, enregistrement {self.n}{at} : {word}"
        return f"{self.body}, record {self.n}{at}: {word}"

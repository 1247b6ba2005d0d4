"""Shortfalls from a demand of hosting, in words."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.model.hosting import HostingFact, HostingPart, Shortfall
from catalog.model.problem import Language

_PARTS: dict[HostingPart, tuple[str, str]] = {
    HostingPart.STORAGE: ("le stockage du jeu", "the storage of the dataset"),
    HostingPart.GATEWAY: ("la passerelle", "the gateway"),
    HostingPart.ENGINE: ("le moteur de requêtes", "the query engine"),
    HostingPart.SPILL: ("l'espace temporaire du moteur", "the engine's temporary space"),
    HostingPart.LOGS: ("les journaux", "the logs"),
    HostingPart.BACKUPS: ("les sauvegardes", "the backups"),
}
_FACTS: dict[tuple[HostingFact, bool], tuple[str, str]] = {
    (HostingFact.COUNTRY, True): ("hors des pays exigés", "outside the countries demanded"),
    (HostingFact.COUNTRY, False): ("pays inconnu", "country unknown"),
    (HostingFact.SECNUMCLOUD, True): ("sans qualification SecNumCloud", "not SecNumCloud"),
    (HostingFact.SECNUMCLOUD, False): ("qualification SecNumCloud inconnue", "SecNumCloud unknown"),
    (HostingFact.OPERATOR, True): (
        "exploitant autre que ceux exigés",
        "operated by others than those demanded",
    ),
    (HostingFact.OPERATOR, False): ("exploitant inconnu", "operator unknown"),
}
_INSTALLATION = frozenset(HostingPart) - {HostingPart.STORAGE}
_EVERYTHING = ("toute l'installation", "the whole installation")
_OWNER = ("l'organisme propriétaire du jeu", "the organisation that owns the dataset")
_OPERATOR = ("l'exploitant d'Interco", "the operator of Interco")


def parts_in_words(shortfalls: Iterable[Shortfall], language: Language) -> str:
    """`les journaux, les sauvegardes (pays inconnu)`: what lacks the same is told together."""
    lacking, which = set(shortfalls), _which(language)
    alike: dict[str, list[HostingPart]] = {}
    for part in _PARTS:
        facts = ", ".join(
            words[which]
            for (fact, known), words in _FACTS.items()
            if Shortfall(part, fact, known) in lacking
        )
        if facts:
            alike.setdefault(facts, []).append(part)
    phrases = [f"{_names(parts, which)} ({facts})" for facts, parts in alike.items()]
    return (" ; " if language == "fr" else "; ").join(phrases)


def _names(parts: list[HostingPart], which: int) -> str:
    if len(parts) > 1 and set(parts) >= _INSTALLATION:
        stored = [_PARTS[HostingPart.STORAGE][which]] if HostingPart.STORAGE in parts else []
        return ", ".join([*stored, _EVERYTHING[which]])
    return ", ".join(_PARTS[part][which] for part in parts)


def whose_turn(shortfalls: Iterable[Shortfall], language: Language) -> str:
    """A storage is its owner's to change, the rest the operator's."""
    stored = {each.part is HostingPart.STORAGE for each in shortfalls}
    turns = [
        whose[_which(language)]
        for is_owners, whose in ((True, _OWNER), (False, _OPERATOR))
        if is_owners in stored
    ]
    return (" et à " if language == "fr" else " and ").join(turns) or "–"


def _which(language: Language) -> int:
    return 0 if language == "fr" else 1

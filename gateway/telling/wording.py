"""A message in words: title, sentence, what is next, and its facts as labelled lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from catalog.model.message import Message
from catalog.model.problem import Language
from gateway.telling.sentences import UNKNOWN, WORDS

_MOST_TEXT = 2000
_MOST_ITEMS = 50
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LABELS = {
    "agreement": ("Convention", "Agreement"),
    "agreements": ("Conventions", "Agreements"),
    "by": ("Par", "By"),
    "came": ("Arrivés", "Came"),
    "citation": ("Référence", "Reference"),
    "communes": ("Communes", "Communes"),
    "dataset": ("Jeu de données", "Dataset"),
    "date": ("Date", "Date"),
    "days": ("Jours restants", "Days left"),
    "depends": ("Ce qui en dépend", "What depends on it"),
    "end": ("Fin", "End"),
    "grantee": ("Bénéficiaire", "Grantee"),
    "grantor": ("Propriétaire", "Grantor"),
    "host": ("Hôte", "Host"),
    "left": ("Partis", "Left"),
    "mandatary": ("Délégataire", "Mandatary"),
    "on": ("À compter du", "From"),
    "principal": ("Délégant", "Principal"),
    "reason": ("Motif", "Reason"),
    "start": ("Début", "Start"),
    "state": ("État", "State"),
    "state_before": ("État précédent", "State before"),
    "title": ("Objet", "Title"),
    "withdrawn": ("Demandes retirées", "Requests withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """In one language; no control character anywhere, whatever the facts held."""

    title: str
    sentence: str
    next_step: str
    lines: tuple[Line, ...]


def word_message(message: Message, language: Language) -> Wording:
    words = WORDS.get(message.kind, UNKNOWN)
    told = {"about": clean(message.about), "kind": clean(message.kind)}
    french = language == "fr"
    return Wording(
        title=(words.title_fr if french else words.title_en).format(**told),
        sentence=(words.fr if french else words.en).format(**told),
        next_step=(words.next_fr if french else words.next_en).format(**told),
        lines=tuple(
            Line(_label(name, language), text)
            for name, value in message.facts.items()
            if (text := _text(value, language))
        ),
    )


def clean(text: str) -> str:
    """On one line, without what cuts headers or turns the reading direction, and not endless."""
    kept = "".join(
        " " if unicodedata.category(each) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} else each
        for each in text[:_MOST_TEXT]
    )
    return " ".join(kept.split())


def _label(name: str, language: Language) -> str:
    labels = _LABELS.get(name)
    if labels is None:
        return clean(name.replace("_", " ")).capitalize()
    return labels[0] if language == "fr" else labels[1]


def _text(value: object, language: Language) -> str:
    match value:
        case None:
            return ""
        case bool():
            return {"fr": ("non", "oui"), "en": ("no", "yes")}[language][value]
        case str():
            return _day(value, language) or clean(value)
        case Mapping():
            colon = " : " if language == "fr" else ": "
            parts = (
                f"{_label(str(key), language)}{colon}{_text(each, language)}"
                for key, each in value.items()
            )
            return ", ".join(parts)
        case list() | tuple():
            return _list([_text(each, language) for each in value], language)
        case _:
            return clean(str(value))


def _list(items: list[str], language: Language) -> str:
    more = len(items) - _MOST_ITEMS
    if more <= 0:
        return " ; ".join(items)
    rest = f"et {more} autres" if language == "fr" else f"and {more} more"
    return " ; ".join([*items[:_MOST_ITEMS], rest])


def _day(text: str, language: Language) -> str | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return f"{day:%d/%m/%Y}" if language == "fr" else text

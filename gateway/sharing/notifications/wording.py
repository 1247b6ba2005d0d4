"""A message in words: title, sentence, what is next, and its facts as labelled lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from catalog.model.message import Message
from catalog.model.problem import Language
from gateway.sharing.notifications.fact_words import HIDDEN, LABELS, LABELS_OF_KIND, VALUES
from gateway.sharing.notifications.sentences import UNKNOWN, WORDS

_MOST_TEXT = 2000
_MOST_ITEMS = 50
_MOST_TITLE = 80
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


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
    french = language == "fr"
    told = {
        "about": clean(message.about),
        "kind": clean(message.kind),
        "dataset": clean(str(message.facts.get("dataset", message.about))),
        "body": clean(str(message.facts.get("organisation", message.about))),
        "reason": clean(str(message.facts.get("reason", ""))),
        "until": _until(message, language),
        "used": clean(str(message.facts.get(f"used_{language}", ""))),
        "year": clean(str(message.facts.get(f"year_{language}", ""))),
        "turn": clean(str(message.facts.get(f"turn_{language}", ""))),
        "due": _day(str(message.facts.get("due", "")), language) or "",
        "end": _day(str(message.facts.get("end", "")), language) or "",
        "service": _in(message, "service", language),
        "list": _in(message, "list", language),
        **_named(message, french=french),
    }
    return Wording(
        title=(words.title_fr if french else words.title_en).format(**told),
        sentence=(words.fr if french else words.en).format(**told),
        next_step=(words.next_fr if french else words.next_en).format(**told),
        lines=tuple(
            Line(_label(name, language, message.kind), text)
            for name, value in message.facts.items()
            if name not in HIDDEN
            # What is written in both languages is shown in one.
            and not name.endswith("_en" if french else "_fr")
            and (text := _text(value, language, name))
        ),
    )


def _in(message: Message, name: str, language: Language) -> str:
    """A fact that is written in both languages; what the message is about where it is not there."""
    return clean(str(message.facts.get(f"{name}_{language}", message.about)))


def _until(message: Message, language: Language) -> str:
    """The last day to answer; thirty days in messages from before there was such a day."""
    day = _day(str(message.facts.get("answer_by", "")), language)
    if day is None:
        return "sous 30 jours" if language == "fr" else "within 30 days"
    return f"d'ici au {day}" if language == "fr" else f"by {day}"


def clean(text: str) -> str:
    """On one line, without what cuts headers or turns the reading direction, and not endless."""
    kept = "".join(
        " " if unicodedata.category(each) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} else each
        for each in text[:_MOST_TEXT]
    )
    return " ".join(kept.split())


def _named(message: Message, *, french: bool) -> dict[str, str]:
    """`name`: the title, in quotes; `cited`: the number beside it. Both are the number alone where
    there is no title.
    """
    about, title = clean(message.about), message.facts.get("title")
    if not isinstance(title, str) or not clean(title):
        return {"name": about, "cited": about}
    short = clean(title)
    if len(short) > _MOST_TITLE:
        short = f"{short[: _MOST_TITLE - 1]}…"
    name = f"« {short} »" if french else f'"{short}"'
    return {"name": name, "cited": f"{name} ({about})"}


def _label(name: str, language: Language, kind: str = "") -> str:
    labels = LABELS_OF_KIND.get((kind, name)) or LABELS.get(name)
    if labels is None:
        return clean(name.replace("_", " ")).capitalize()
    return labels[0] if language == "fr" else labels[1]


def _text(value: object, language: Language, name: str = "") -> str:
    match value:
        case None:
            return ""
        case bool():
            return {"fr": ("non", "oui"), "en": ("no", "yes")}[language][value]
        case str():
            return _word(name, value, language) or _day(value, language) or clean(value)
        case Mapping():
            colon = " : " if language == "fr" else ": "
            parts = (
                f"{_label(str(key), language)}{colon}{_text(each, language, str(key))}"
                for key, each in value.items()
            )
            return ", ".join(parts)
        case list() | tuple():
            return _list([_text(each, language, name) for each in value], language)
        case _:
            return clean(str(value))


def _word(name: str, value: str, language: Language) -> str | None:
    words = VALUES.get(name, {}).get(value)
    return None if words is None else words[0] if language == "fr" else words[1]


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

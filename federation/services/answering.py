"""The rows of the steps as the answer that a service's folder describes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from catalog.model.bilingual import Bilingual
from catalog.model.problem import Language
from federation.services.folder import AnswerPart, Service
from federation.services.running import Rows

_GAP = re.compile(r"\{(\w+)\}")
_THIN = "\u202f"


def answer_of(service: Service, rows: Mapping[str, Rows]) -> dict[str, Any]:
    """Money and weights stay decimals; days and moments are ISO text; nothing is left empty."""
    answer: dict[str, Any] = {}
    for part in service.answer:
        place = answer
        for name in part.path[:-1]:
            place = place.setdefault(name, {})
        made = _made(service, part, rows[part.step])
        last = part.path[-1]
        if isinstance(made, dict) and isinstance(place.get(last), dict):
            place[last] |= made
        else:
            place[last] = made
    return answer


def _made(service: Service, part: AnswerPart, rows: Rows) -> Any:
    objects = [_object(service, part, row) for row in rows]
    if part.form == "one":
        return objects[0] if objects else {}
    if part.form == "map":
        return {made.pop(str(part.key)): made for made in objects}
    return objects


def _object(service: Service, part: AnswerPart, row: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in row.items():
        if name in part.lists:
            if value is not None:
                made[name] = [text for text in str(value).split("\n") if text]
            elif part.form == "rows" and part.sentences and _has_lists(row, part):
                made[name] = []
        elif name == part.sentences:
            made[name] = value
        elif value is not None and name not in part.hidden:
            made[name] = _plain(value)
    if part.sentences is not None:
        template = service.sentences.get(str(row[part.sentences]))
        if template is not None:
            text = sentence_of(template, row)
            made["sentence"] = {"fr": text.fr, "en": text.en}
        if part.sentences == "phrase":
            made.pop("phrase", None)
    return made


def _has_lists(row: dict[str, Any], part: AnswerPart) -> bool:
    return any(row[name] is not None for name in part.lists if name in row)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value


def sentence_of(text: Bilingual, row: Mapping[str, Any]) -> Bilingual:
    """`{name}` is the row's value, as each language writes it; what is not there is a dash."""
    return Bilingual(_filled(text.fr, row, "fr"), _filled(text.en, row, "en"))


def _filled(text: str, row: Mapping[str, Any], language: Language) -> str:
    return _GAP.sub(lambda gap: written(row.get(gap[1]), language), text)


def written(value: Any, language: Language) -> str:
    """A value in words: `1 234,50`, `6/03/2025 à 06:59`."""
    match value:
        case None | "":
            return "—"
        case Decimal() | int():
            return number_in_words(value, language)
        case datetime():
            joined = " à " if language == "fr" else " at "
            return f"{value:%d/%m/%Y}{joined}{value:%H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
        case _:
            return str(value).replace("\n", ", ")


def number_in_words(value: Decimal | int, language: Language) -> str:
    number = Decimal(value)
    if number == number.to_integral_value():
        text = f"{int(number):,}"
    else:
        kept = number.normalize()
        places = max(2, -int(kept.as_tuple().exponent))
        text = f"{number:,.{places}f}"
    if language == "en":
        return text
    return text.replace(",", _THIN).replace(".", ",")

"""The rows of the steps as the answer that a service's folder describes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from catalog.model.bilingual import Bilingual
from catalog.model.problem import Language
from services_run.folder import AnswerPart, Message, Service
from services_run.ratio_reasons import REASONS
from services_run.running import Rows

_GAP = re.compile(r"\{(\w+)\}")
_MOMENT = re.compile(r"\d{4}-[01]\d-[0-3]\d(?:T[0-2]\d:[0-5]\d)?")
"""A moment as text: a day alone where the hour is not known."""
_THIN = "\u202f"
_SHORT = 10_000
"""A year, or a count of four digits, is written without a space."""
_NAMED = 5
"""Of a list, the names that a reason tells."""


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
    is_listed = any(row.get(name) is not None for name in part.lists)
    named = _named(service, part, row)
    made: dict[str, Any] = {}
    for name, value in row.items():
        if name in part.hidden:
            continue
        if name == part.reasons:
            made[name] = _reasons(service, part, {**row, **named, **_first_names(part, row)})
        elif name in named:
            made[name] = _both(named[name])
        elif name in part.lists and (value is not None or is_listed):
            made[name] = [text for text in str(value or "").split("\n") if text]
        elif value is not None or part.nulls:
            made[name] = None if name in part.words else _plain(value)
    if part.sentences is not None:
        template = service.sentences.get(str(row[part.sentences]))
        if template is not None:
            words = {**row, **_published(service, row), **named, **_words(made, part)}
            made["sentence"] = _both(sentence_of(template, words))
    return made


def _reasons(service: Service, part: AnswerPart, row: Mapping[str, Any]) -> dict[str, Any]:
    """By figure, why it is not there: a code, and its sentence, filled from the row."""
    reasons: dict[str, Any] = {}
    known: dict[str, Any] = {}
    for line in str(row.get(part.reasons or "") or "").split("\n"):
        figure, _, code = line.partition(": ")
        if code and code not in known:
            template = service.sentences.get(f"reason_{code}")
            text = REASONS.get(code) if template is None else sentence_of(template, row)
            known[code] = {"code": code, **({} if text is None else _both(text))}
        if code:
            reasons[figure] = dict(known[code])
    return reasons


def _published(service: Service, row: Mapping[str, Any]) -> dict[str, Bilingual]:
    """The indicators of a row as the law wants them published: `83,1`, and not `83,10`."""
    words = {}
    for indicator in service.indicators:
        value, decimals = row.get(indicator["name"]), indicator.get("decimals")
        if decimals is not None and isinstance(value, Decimal):
            text = f"{value:,.{decimals}f}"
            words[indicator["name"]] = Bilingual(_in_french(text), text)
    return words


def _in_french(text: str) -> str:
    return text.replace(",", _THIN).replace(".", ",")


def _named(service: Service, part: AnswerPart, row: Mapping[str, Any]) -> dict[str, Bilingual]:
    """The codes of a column, by the labels of another."""
    named = {}
    for column, by in part.words.items():
        codes = str(row.get(column) or "").split()
        labels = [service.labels.get(f"{by}.{code}") for code in codes]
        words = list(zip(codes, labels, strict=True))
        if words:
            named[column] = Bilingual(
                ", ".join(code if one is None else one.text.fr for code, one in words),
                ", ".join(code if one is None else one.text.en for code, one in words),
            )
    return named


def _first_names(part: AnswerPart, row: Mapping[str, Any]) -> dict[str, Bilingual]:
    """Of long lists, as a reason tells them: a few, and how many others."""
    shortened = {}
    for name in part.lists:
        if str(row.get(name) or "").count("\n") <= _NAMED:
            continue
        names = [text for text in str(row.get(name) or "").split("\n") if text]
        first, others = ", ".join(names[:_NAMED]), len(names) - _NAMED
        shortened[name] = Bilingual(f"{first} et {others} autres", f"{first} and {others} others")
    return shortened


def _words(made: Mapping[str, Any], part: AnswerPart) -> dict[str, Bilingual]:
    """Reasons as a sentence says them: each once."""
    if part.reasons is None:
        return {}
    reasons = made[part.reasons].values()
    french = dict.fromkeys(reason.get("fr", reason["code"]) for reason in reasons)
    english = dict.fromkeys(reason.get("en", reason["code"]) for reason in reasons)
    return {part.reasons: Bilingual(" ; ".join(french), "; ".join(english))}


def _both(text: Bilingual) -> dict[str, str]:
    return {"fr": text.fr, "en": text.en}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value


def sentence_of(message: Message, row: Mapping[str, Any]) -> Bilingual:
    """`{name}` is the row's value, as each language writes it; what is not there is a dash."""
    text = message.of(row)
    return Bilingual(_filled(text.fr, row, "fr"), _filled(text.en, row, "en"))


def _filled(text: str, row: Mapping[str, Any], language: Language) -> str:
    if "{" not in text:
        return text
    return _GAP.sub(lambda gap: written(row.get(gap[1]), language), text)


def written(value: Any, language: Language) -> str:
    """A value in words: `1 234,50`, `6/03/2025 à 06:59`."""
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        moment = datetime.fromisoformat(value)
        value = moment if "T" in value else moment.date()
    match value:
        case None | "":
            return "—"
        case Bilingual():
            return value.fr if language == "fr" else value.en
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
    if isinstance(value, int) and abs(value) < _SHORT:
        return str(value)
    number = Decimal(value)
    if number == number.to_integral_value():
        text = f"{int(number):,}"
    else:
        places = max(2, len(f"{number:f}".partition(".")[2].rstrip("0")))
        text = f"{number:,.{places}f}"
    return text if language == "en" else _in_french(text)

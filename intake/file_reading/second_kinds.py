"""The second reader's own opinion of what a column is: a figure, a day, a code, yes or no, a text.

It shares no rule with `column_types`: it sees the fields as they are written and the name above
them, judges by a few plain forms, and has no opinion where these do not suffice. Where it would
give the cells other values than the first reader, both are shown, and a person chooses.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum

_NOTHING = frozenset({"", "-", "--", "nc", "nd", "na", "nr", "so", "neant", "null", "none", "x"})
_FIGURE = re.compile(
    r"[(]?\s*(?P<sign>[-+−])?\s*[€$£]?\s*(?P<digits>\d[\d\s'.,]*\d|\d)"
    r"\s*(?P<unit>[€%]|eur(?:os)?|k?g|t|k?wh|m[23³²]?|km|l|h)?\s*(?P<end>[)])?",
    re.IGNORECASE,
)
_BY_SPACES = re.compile(r"\d{1,3}(?:[\s']\d{3})+(?:[.,]\d+)?")
_BY_MARKS = re.compile(r"\d+(?:[.,]\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SURE = re.compile(r"\d([.,])(?:\d{1,2}|\d{4,})")
_OPEN = re.compile(r"[1-9]\d{0,2}([.,])\d{3}")
_DAY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)(?:[ T]\d{1,2}[:h]\d\d(?::\d\d)?)?")
_ISO = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[ T]\d\d:\d\d.*)?")
_PADDED = re.compile(r"0\d+")
_CODES = frozenset({
    "code", "codes", "insee", "siren", "siret", "postal", "tel", "telephone", "mobile",
    "fax", "iban", "matricule", "ref", "reference", "id", "identifiant", "numero", "no", "num",
    "uai", "rna", "pdl", "prm", "pce", "article", "chapitre", "fonction", "compte",
})  # fmt: skip
_DAYS = frozenset({
    "date", "dates", "jour", "du", "au", "le", "debut", "fin", "echeance", "naissance", "ne",
    "nee", "depuis", "mois", "periode", "annee", "heure", "horodate", "horodatage", "depose",
    "emis", "recu", "paye",
})  # fmt: skip
_MEASURES = frozenset({
    "nb", "nbre", "nombre", "quantite", "qte", "poids", "masse", "tonnage", "montant", "prix",
    "cout", "volume", "surface", "conso", "consommation", "index", "indice", "distance",
    "duree", "total", "effectif", "population", "hauteur", "longueur", "taux", "part", "debit",
    "tarif", "solde", "puissance", "temperature", "valeur",
})  # fmt: skip
_COUNTS = frozenset({"nb", "nbre", "nombre", "effectif", "population", "pop", "habitants"})
"""Of what has no decimals: `12,345` inhabitants are thousands, whatever the file's mark."""
_YES, _NO = frozenset({"oui", "vrai", "true", "yes"}), frozenset({"non", "faux", "false", "no"})
_LEAST, _LONG = 3, 7


class Kind(StrEnum):
    """The values are the choices of a question."""

    TEXT = "string"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "boolean"


@dataclass(frozen=True, slots=True)
class Opinion:
    """`order` of day and month and `mark` of decimals: None where the column proves none.

    `is_sure`: the form leaves no doubt (`12,50 €`, `05` among codes), so that another kind loses
    something; else the name or the form of most cells speaks for it.
    """

    kind: Kind
    is_sure: bool
    order: str | None = None
    mark: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)


def words_above(name: str) -> set[str]:
    """Folded words of a name: `N° compteur` has `no` and `compteur`."""
    plain = unicodedata.normalize("NFKD", name.replace("°", "o ")).encode("ascii", "ignore")
    return set(re.findall(r"[a-z]+", plain.decode().lower()))


def mark_of_file(columns: Mapping[str, Counter[str]]) -> str | None:
    """The mark before one, two or four decimals in the figures of a whole file; None where both
    or neither stand so.
    """
    seen: Counter[str] = Counter()
    for cells in columns.values():
        texts = [text for cell in cells if (text := _digits(cell)) is not None]
        if len(texts) >= _LEAST and 2 * len(texts) > len(cells):
            seen.update({match[1] for text in texts if (match := _SURE.search(text + " "))
                         and _SURE.fullmatch(text[match.start():])})  # fmt: skip
    return next(iter(seen)) if len(seen) == 1 else None


def opinion_of(name: str, cells: Counter[str], mark: str | None) -> Opinion | None:
    """None where the forms say too little. `cells`: the texts by how often they come; `mark`: that
    of the file's decimals.
    """
    texts = [text for text in (cell.strip() for cell in cells) if not _is_nothing(text)]
    if len(texts) < 2:
        return None
    return _yes_or_no(texts) or _days(texts) or _figures(name, texts, mark)


def _is_nothing(text: str) -> bool:
    return text.lower().replace(".", "").replace("/", "").strip() in _NOTHING


def _yes_or_no(texts: list[str]) -> Opinion | None:
    folded = {text: text.lower() for text in texts}
    if not set(folded.values()) <= _YES | _NO or not set(folded.values()) & _NO:
        return None
    values = {text: word in _YES for text, word in folded.items()}
    return Opinion(Kind.YES_NO, is_sure=True, values=values)


def _days(texts: list[str]) -> Opinion | None:
    iso = [_ISO.fullmatch(text) for text in texts]
    if all(iso):
        values = {match[0]: _day(match[1], match[2], match[3]) for match in iso if match}
        is_valid = all(values.values())
        return Opinion(Kind.DATE, is_sure=True, order="ymd", values=values) if is_valid else None
    parts = [_DAY.fullmatch(text) for text in texts]
    if not all(parts):
        return None
    firsts = max(int(match[1]) for match in parts if match)
    seconds = max(int(match[3]) for match in parts if match)
    is_day_first, is_month_first = firsts > 12 >= seconds, seconds > 12 >= firsts
    if firsts > 12 and seconds > 12:
        return None
    order = "dmy" if is_day_first else "mdy" if is_month_first else None
    values = {}
    for text, match in zip(texts, parts, strict=True):
        if match is not None and order is not None:
            day, month = (match[1], match[3]) if order == "dmy" else (match[3], match[1])
            values[text] = _day(match[4], month, day)
    if not all(values.values()):
        return None
    return Opinion(Kind.DATE, is_sure=True, order=order, values=values)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _digits(text: str) -> str | None:
    """The digits of a figure with their marks; None for what is none."""
    match = _FIGURE.fullmatch(text.strip())
    if match is None or bool(match["end"]) != text.strip().startswith("("):
        return None
    digits = match["digits"]
    is_one = _BY_SPACES.fullmatch(digits) or _BY_MARKS.fullmatch(digits)
    return "".join(digits.replace("'", "").split()) if is_one else None


def _figures(name: str, texts: list[str], mark: str | None) -> Opinion | None:
    digits = {text: _digits(text) for text in texts}
    if any(each is None for each in digits.values()):
        return None
    words = words_above(name)
    if all(map(str.isdecimal, texts)):
        # Counters and odometers are padded as codes are: their names say it.
        if any(map(_PADDED.fullmatch, texts)) and not words & (_MEASURES | _DAYS):
            return Opinion(Kind.TEXT, is_sure=True, values={text: text for text in texts})
        if words & _CODES and not words & _MEASURES:
            return Opinion(Kind.TEXT, is_sure=False, values={text: text for text in texts})
        if max(map(len, texts)) >= _LONG:
            return None
    marks = {sign for sign in ",." if any(sign in (each or "") for each in digits.values())}
    if words & _COUNTS and len(marks) == 1:
        mark = "." if marks == {","} else ","
    own = _own_mark([each for each in digits.values() if each], mark)
    has_decimals = own is not None and any(own in (each or "") for each in digits.values())
    values: dict[str, object] = {}
    for text, each in digits.items():
        if each is not None and (own is not None or each.isdecimal()):
            other = "." if own == "," else ","
            plain = each.replace(other, "").replace(",", ".")
            is_less = text.startswith(("-", "−", "("))
            values[text] = -Decimal(plain) if is_less else Decimal(plain)
    has_sign = any(re.search(r"[€%$£]|kwh|m[23³²]", text, re.IGNORECASE) for text in texts)
    is_coded = bool(words & _CODES) and not has_sign
    is_sure = (has_decimals or has_sign or bool(words & _MEASURES)) and not is_coded
    return Opinion(Kind.NUMBER, is_sure, mark=own, values=values)


def _own_mark(digits: list[str], mark: str | None) -> str | None:
    """The mark of decimals, or the other one where it parts thousands; None where it is open."""
    seen: set[str] = set()
    for figure in digits:
        if "," in figure and "." in figure:
            seen.add("," if figure.rindex(",") > figure.rindex(".") else ".")
        elif figure.count(",") > 1 or figure.count(".") > 1:
            seen.add("." if "," in figure else ",")
        elif (match := re.search(r"[.,]", figure)) is not None and not _OPEN.fullmatch(figure):
            seen.add(match[0])
    if seen:
        return seen.pop() if len(seen) == 1 else None
    return mark if any("," in each or "." in each for each in digits) else ","


def kind_of_type(type_name: str) -> Kind | None:
    """Of a column as the first reader has it; None for times and documents."""
    return {
        "string": Kind.TEXT, "integer": Kind.NUMBER, "decimal": Kind.NUMBER, "date": Kind.DATE,
        "timestamp": Kind.DATE, "timestamp_tz": Kind.DATE, "boolean": Kind.YES_NO,
    }.get(type_name)  # fmt: skip


def differs(name: str, first: Kind, opinion: Opinion) -> bool:
    """The kinds differ, and one of them loses or changes what is written."""
    words, second = words_above(name), opinion.kind
    if first == second or {first, second} == {Kind.TEXT, Kind.YES_NO}:
        # `oui` says the same as a text.
        return False
    if {first, second} == {Kind.TEXT, Kind.NUMBER}:
        return opinion.is_sure or (second is Kind.TEXT and bool(words & _CODES))
    if first is Kind.DATE and second in {Kind.NUMBER, Kind.TEXT}:
        return not words & _DAYS
    if first is Kind.YES_NO:
        return second is Kind.NUMBER and bool(words & _MEASURES)
    return opinion.is_sure


def plain_value(value: object) -> object:
    """A value as both readers may be compared: days without hours, figures without noughts."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool | date | time | str):
        return value
    return value.normalize() if isinstance(value, Decimal) else value

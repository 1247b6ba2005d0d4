"""Days, times and moments as texts write them; French order unless the column proves another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone

from catalog.fold import fold
from catalog.model.paris import PARIS

Moment = date | datetime | time
_MONTHS = {
    "janvier": 1, "janv": 1, "jan": 1, "fevrier": 2, "fevr": 2, "fev": 2, "mars": 3, "mar": 3,
    "avril": 4, "avr": 4, "mai": 5, "juin": 6, "juillet": 7, "juil": 7, "aout": 8, "aou": 8,
    "septembre": 9, "sept": 9, "sep": 9, "octobre": 10, "oct": 10, "novembre": 11, "nov": 11,
    "decembre": 12, "dec": 12, "january": 1, "february": 2, "feb": 2, "march": 3, "april": 4,
    "apr": 4, "may": 5, "june": 6, "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8,
    "september": 9, "october": 10, "november": 11, "december": 12,
}  # fmt: skip
MONTH_NAMES = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
               "septembre", "octobre", "novembre", "décembre")  # fmt: skip
_CLOCK = (
    r"(?:[T\s]+(?:à\s+)?(?P<h>\d{1,2})[:hH](?P<mi>\d{2})"
    r"(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?)?(?:\s?(?P<p>[AaPp])\.?[Mm]\.?)?"
    r"(?P<z>Z|[+-]\d{2}:?\d{2}|\s?(?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d{2})?)?)?)?"
)
_ISO = re.compile(rf"(?P<y>\d{{4}})(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}}){_CLOCK}")
_SLASHED = re.compile(
    r"(?:\w{3,8}\.?\s+)?(?P<a>\d{1,2})(?P<sep>[-/. ])(?P<b>\d{1,2})(?P=sep)"
    rf"(?P<y>\d{{4}}|\d{{2}}){_CLOCK}"
)
_WORDS = re.compile(
    rf"(?:[a-z]{{3,8}}\.?\s+)?(?:(?P<d>\d{{1,2}})(?:er)?[\s-]+)?(?P<m>[a-z]{{3,9}})\.?[\s-]+(?P<y>\d{{4}}|\d{{2}}){_CLOCK}"
)
_MONTH_FIRST = re.compile(
    rf"(?:[a-z]{{3,9}},?\s+)?(?P<m>[a-z]{{3,9}})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}}){_CLOCK}"
)
_JOINED = re.compile(
    r"(?P<d>\d{1,2})(?P<m>[a-z]{3})(?P<y>\d{4})(?::(?P<h>\d{2}):(?P<mi>\d{2})"
    r"(?::(?P<s>\d{2})(?:\.(?P<f>\d{1,9}))?)?(?P<p>(?!))?(?P<z>(?!))?)?"
)
"""As SAS writes them: `01MAR2025`, `01MAR2025:10:00:00`."""
_TIME = re.compile(r"(?P<h>\d{1,2})\s*[:hH]\s*(?P<mi>\d{2})(?:\s*[:m]\s*(?P<s>\d{2})(?:[.,]\d+)?)?")
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)")
_COMPACT_FRENCH = re.compile(r"(?P<d>[0-3]\d)(?P<m>0[1-9]|1[0-2])(?P<y>(?:19|20)\d{2})")
_MONTH_NUMBER = re.compile(
    r"(?P<y>(?:19|20)\d{2})-(?P<m>0[1-9]|1[0-2])|(?P<m2>0[1-9]|1[0-2])/(?P<y2>(?:19|20)\d{2})"
)
_DAY_MONTH = re.compile(r"(?:[a-z]{3,8}\.?,?\s+)?(?P<d>\d{1,2})(?:er)?[\s-]+(?P<m>[a-z]{3,9})\.?")
_DAY_SLASHED = re.compile(r"(?P<d>\d{1,2})[/.](?P<m>\d{1,2})")
_PIVOT, _NOON, _MIDNIGHT, _FULL_YEAR = 50, 12, 24, 4
_YEAR_FIRST, _ONE_YEAR, _YEARS, _FEWEST_SHORT, _ALL_SHORT = "ymd", 366, 4, 3, 0.9
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook's serials have no zone
SERIALS = range(18_264, 73_051)
"""1950 to 2099, as a spreadsheet counts days."""


@dataclass(frozen=True, slots=True)
class DayFormat:
    """`pattern` in the signs of strftime; `order`: dmy, mdy or ymd."""

    pattern: str
    order: str = "dmy"
    is_open: bool = False
    """Every day and month is below 13: the French order is taken, and nothing proves it."""
    is_contradictory: bool = False
    short_year: bool = False
    in_words: bool = False


def order_of(texts: Iterable[str]) -> DayFormat | None:
    """By the texts that look like days; None where none does."""
    listed = list(texts)
    return _with_year_first(listed) or _order_by_figures(listed)


def _order_by_figures(texts: Sequence[str]) -> DayFormat | None:
    patterns: Counter[str] = Counter()
    first = second = short = 0
    for text in texts:
        plain = text.strip()
        if match := _ISO.fullmatch(plain):
            patterns[_pattern("%Y{0}%m{0}%d", match)] += 1
        elif match := _SLASHED.fullmatch(plain):
            year = "%Y" if len(match["y"]) == 4 else "%y"
            short += year == "%y"
            first += int(match["a"]) > 12
            second += int(match["b"]) > 12
            patterns[_pattern("%d{0}%m{0}" + year, match)] += 1
        elif match := _in_words(plain):
            patterns["%d mmmm %Y" if match["d"] else "mmmm %Y"] += 1
        elif _MONTH_NUMBER.fullmatch(plain):
            patterns["%Y-%m" if "-" in plain else "%m/%Y"] += 1
        elif _COMPACT.fullmatch(plain):
            patterns["%Y%m%d"] += 1
        elif _TIME.fullmatch(plain):
            patterns["%H:%M"] += 1
    if not patterns:
        return None
    pattern = patterns.most_common(1)[0][0]
    is_slashed = pattern.startswith(("%d/", "%d-", "%d.", "%d ")) and "mmmm" not in pattern
    order = "mdy" if second and not first else "dmy"
    if order == "mdy" and is_slashed:
        pattern = pattern.replace("%d", "%_").replace("%m", "%d").replace("%_", "%m")
    return DayFormat(
        pattern,
        order,
        is_open=is_slashed and not first and not second,
        is_contradictory=bool(first and second),
        short_year=bool(short),
        in_words="mmmm" in pattern,
    )


def _with_year_first(texts: Sequence[str]) -> DayFormat | None:
    """`25-11-10`, `25-11-17`: read with the year last, they would lie over many years."""
    matches = [match for text in texts if (match := _SLASHED.fullmatch(text.strip()))]
    shorts = [match for match in matches if len(match["y"]) < _FULL_YEAR]
    if len(shorts) < _ALL_SHORT * len(texts) or len(shorts) < len(matches):
        return None
    spans = []
    for order in (_YEAR_FIRST, "dmy"):
        moments = [moment_of(match[0], order) for match in shorts]
        days = [moment.toordinal() for moment in moments if isinstance(moment, date)]
        if len(days) < len(shorts) or len(set(days)) < _FEWEST_SHORT:
            return None
        spans.append(max(days) - min(days))
    if spans[0] > _ONE_YEAR or spans[1] < _YEARS * _ONE_YEAR:
        return None
    sign = shorts[0]["sep"]
    return DayFormat(f"%y{sign}%m{sign}%d", _YEAR_FIRST, short_year=True)


def is_full_day(text: str) -> bool:
    """A day with its year in full: no code is written so."""
    plain = text.strip()
    match = _ISO.fullmatch(plain) or _SLASHED.fullmatch(plain)
    return match is not None and len(match["y"]) == _FULL_YEAR and bool(
        moment_of(plain, "dmy") or moment_of(plain, "mdy")
    )  # fmt: skip


def slashed_parts(text: str) -> tuple[int, int] | None:
    """The two numbers before the year: `25/03/2025` to 25 and 3; None for any other text."""
    match = _SLASHED.fullmatch(text.strip())
    return None if match is None else (int(match["a"]), int(match["b"]))


def in_order(form: DayFormat, order: str) -> DayFormat:
    """As a person says that it is: nothing is open any more."""
    day, month = ("%d", "%m") if order == "dmy" else ("%m", "%d")
    pattern = re.sub(r"%[dm]([-/. ])%[dm]", rf"{day}\1{month}", form.pattern)
    return replace(form, pattern=pattern, order=order, is_open=False, is_contradictory=False)


def _pattern(form: str, match: re.Match[str]) -> str:
    pattern = form.format(match["sep"])
    if match["h"] is None:
        return pattern
    joint = "T" if "T" in match[0] else " "
    clock = "%H:%M:%S" if match["s"] else "%H:%M"
    return f"{pattern}{joint}{clock}" + ("%z" if match["z"] else "")


def moment_of(text: str, order: str) -> Moment | None:
    """A day, a moment or a time of day; None for anything else."""
    plain = text.strip()
    if match := _ISO.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return _built(match["y"], match["m"], match["d"], match)
    if match := _SLASHED.fullmatch(plain):
        if order == _YEAR_FIRST and len(match["y"]) < _FULL_YEAR:
            return _built(match["a"].zfill(2), match["b"], match["y"], match)
        day, month = (match["b"], match["a"]) if order == "mdy" else (match["a"], match["b"])
        return _built(match["y"], month, day, match)
    if match := _in_words(plain):
        return _built(match["y"], str(_MONTHS[match["m"]]), match["d"] or "1", match)
    if match := _MONTH_NUMBER.fullmatch(plain):
        return _built(match["y"] or match["y2"], match["m"] or match["m2"], "1", None)
    match = _TIME.fullmatch(plain)
    return None if match is None else _time(match)


def paris_day(value: object) -> date | None:
    """The day of which a moment is the midnight in Paris: 22:00 or 23:00 UTC of the day before."""
    if not isinstance(value, datetime) or value.utcoffset() != timedelta():
        return None
    local = value.astimezone(PARIS)
    is_midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    return local.date() if is_midnight else None


def day_of_serial(value: float) -> Moment:
    whole = _EPOCH + timedelta(days=value)
    return whole if value % 1 else whole.date()


def day_of_digits(text: str) -> tuple[date, str] | None:
    """`20250314`, else `14032025`, that may have lost its first zero; with its form."""
    for form, pattern, digits in (
        (_COMPACT, "%Y%m%d", text), (_COMPACT_FRENCH, "%d%m%Y", text.zfill(8)),
    ):  # fmt: skip
        match = form.fullmatch(digits)
        built = None if match is None else _built(match["y"], match["m"], match["d"], None)
        if isinstance(built, date):
            return built, pattern
    return None


def month_named(text: str) -> date | None:
    """`janv.-25`, `mars 2024`, `2024-03`: the first of that month."""
    plain = text.strip()
    if (match := _WORDS.fullmatch(fold(plain))) and match["m"] in _MONTHS and not match["d"]:
        return date(_year(match["y"]), _MONTHS[match["m"]], 1)
    if match := _MONTH_NUMBER.fullmatch(plain):
        return date(int(match["y"] or match["y2"]), int(match["m"] or match["m2"]), 1)
    return None


def day_of_month(text: str, *, slashed: bool = False) -> tuple[int, int] | None:
    """The month and the day of `jeu. 16 janv.`, `1er mars` and, where `slashed`, `16/01`."""
    match = _DAY_MONTH.fullmatch(fold(text.strip()))
    if match is not None and match["m"] in _MONTHS:
        month, day = _MONTHS[match["m"]], int(match["d"])
    elif slashed and (match := _DAY_SLASHED.fullmatch(text.strip())) is not None:
        month, day = int(match["m"]), int(match["d"])
    else:
        return None
    return (month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def month_number(text: str) -> int | None:
    """`Janvier` to 1; None for what is no month alone."""
    return _MONTHS.get(fold(text.strip()).rstrip("."))


def is_month_word(text: str) -> bool:
    """`Janvier`, `févr.` alone."""
    return fold(text.strip()).rstrip(".") in _MONTHS


def _in_words(text: str) -> re.Match[str] | None:
    """`14 mars 2025`, `March 14, 2025`."""
    plain = fold(text)
    match = _WORDS.fullmatch(plain) or _MONTH_FIRST.fullmatch(plain) or _JOINED.fullmatch(plain)
    return match if match is not None and match["m"] in _MONTHS else None


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else (2000 + year if year < _PIVOT else 1900 + year)


def _built(year: str, month: str, day: str, clock: re.Match[str] | None) -> Moment | None:
    try:
        built = date(_year(year), int(month), int(day))
        if clock is None or clock.groupdict().get("h") is None:
            return built
        micro = int(((clock["f"] or "") + "000000")[:6])
        hour, minute = _hour(clock), int(clock["mi"])
        if hour == _MIDNIGHT and not minute:
            # The last moment of a day is the first of the next one.
            built, hour = built + timedelta(days=1), 0
        at = time(hour, minute, int(clock["s"] or 0), micro)
        return datetime.combine(built, at, tzinfo=_zone(clock["z"]))
    except ValueError:
        return None


def _hour(clock: re.Match[str]) -> int:
    hour = int(clock["h"])
    if clock["p"] is None or not 1 <= hour <= _NOON:
        return hour
    return hour % _NOON + (_NOON if clock["p"] in "Pp" else 0)


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    offset = text.strip().lstrip("ZUTCGM")
    if not offset:
        return UTC
    sign = -1 if offset[0] == "-" else 1
    digits = offset[1:].replace(":", "").zfill(2)
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0)))


def _time(match: re.Match[str]) -> time | None:
    try:
        return time(int(match["h"]), int(match["mi"]), int(match["s"] or 0))
    except ValueError:
        return None

"""Communes by the names that people write: capitals, no accents, `ST`, `BAUSSAINE (LA)`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from catalog.caches import remembered
from catalog.cog import Cog
from catalog.cog.bundled_cog import codes_by_name, lines_of
from catalog.fold import fold

_ARTICLE_LAST = re.compile(r"(.+?)[\s,]*\(\s*(la|le|les|l'|l)\s*\)\s*$")
_ARTICLE_COMMA = re.compile(r"(.+?),\s*(la|le|les|l'|l)\s*$")
_LEADS = re.compile(r"^(commune|ville|mairie)\s+(de\s+la|de\s+l'|de|du|des|d')\s*")
_CEDEX = re.compile(r"\s+cedex(\s+\d+)?$")
_SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "s/": "sur", "ss": "sous"}


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """`exact`: official names of all times; `plain`: the same, folded. Codes as of all times."""

    exact: Mapping[str, tuple[str, ...]]
    plain: Mapping[str, tuple[str, ...]]


@remembered(maxsize=2)
def gazetteer(cog: Cog) -> Gazetteer:
    names = codes_by_name(lines_of(cog.texts.communes))
    plain: dict[str, set[str]] = defaultdict(set)
    for name, codes in names.items():
        plain[plain_name(name)].update(codes)
    return Gazetteer(
        {name: tuple(sorted(set(codes))) for name, codes in names.items()},
        {name: tuple(sorted(codes)) for name, codes in plain.items()},
    )


def plain_name(text: str) -> str:
    """`St-Domineuc`, `SAINT DOMINEUC` to one spelling."""
    name = fold(" ".join(text.split()))
    for form in (_ARTICLE_LAST, _ARTICLE_COMMA):
        if match := form.match(name):
            name = f"{match[2]} {match[1]}"
    name = _CEDEX.sub("", _LEADS.sub("", name)).replace("s/", " sur ")
    words = re.split(r"[\s'.-]+", name)
    return " ".join(_SHORT.get(word, word) for word in words if word)


def today_of(cog: Cog) -> date:
    """The day of the newest vintage that the project carries: the same for every reading."""
    return date(cog.latest_vintage, 1, 1)


def communes_named(cog: Cog, text: str) -> tuple[bool, tuple[str, ...]]:
    """(whether it is spelt as the official name, the communes of today that it may be).

    A name of today is preferred to one that a commune has lost.
    """
    book = gazetteer(cog)
    name = " ".join(text.split())
    is_exact = name in book.exact
    codes = book.exact[name] if is_exact else book.plain.get(plain_name(name), ())
    day = today_of(cog)
    current = []
    held = []
    for code in codes:
        meaning = cog.land.at(code, day)
        is_still = (
            meaning is not None
            and meaning.is_commune
            and plain_name(meaning.nom) == plain_name(name)
        )
        if is_still:
            current.append(str(code))
        elif (now := commune_now(cog, code)) is not None:
            held.append(now)
    return is_exact, tuple(dict.fromkeys(current or held))


def commune_now(cog: Cog, code: str) -> str | None:
    """The commune of today that holds all the land a code has last meant."""
    day = today_of(cog)
    now = cog.commune_at(code, day)
    if now is not None:
        return str(now)
    meanings = cog.meanings(code)
    if not meanings:
        return None
    holder = cog.land.commune_of(meanings[-1].atoms, day)
    return None if holder is None else str(holder.code)

"""The coverage of a frozen figure: complete, partial, or not verified."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from catalog.model.bilingual import Bilingual
from catalog.standards.coverage import SourceStatus

_MOST_NAMED = 10


class FigureCoverage(StrEnum):
    """`UNVERIFIED`: nobody compared its communes and months with those that are expected."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    UNVERIFIED = "unverified"

    @property
    def words(self) -> Bilingual:
        return _WORDS[self]


_WORDS = {
    FigureCoverage.COMPLETE: Bilingual("complet", "complete"),
    FigureCoverage.PARTIAL: Bilingual("partiel", "partial"),
    FigureCoverage.UNVERIFIED: Bilingual("couverture non vérifiée", "coverage not checked"),
}


def coverage_of(content: Mapping[str, Any]) -> FigureCoverage:
    """Of a figure's content. A service counts what it covers; a statement is free to divide what
    covers one thing by what covers another, and is never called complete.
    """
    scope: Mapping[str, Any] = content.get("scope") or {}
    if scope.get("partial"):
        return FigureCoverage.PARTIAL
    is_counted = content.get("service") is not None and ("communes" in scope or "months" in scope)
    return FigureCoverage.COMPLETE if is_counted else FigureCoverage.UNVERIFIED


def reasons_of(content: Mapping[str, Any]) -> list[Bilingual]:
    """Why it is partial, one sentence each; none where it is not."""
    scope: Mapping[str, Any] = content.get("scope") or {}
    if not scope.get("partial"):
        return []
    return [*_missing(scope), *_fallen_out(scope), *_unlike(scope), *_silent(scope)]


def _missing(scope: Mapping[str, Any]) -> list[Bilingual]:
    communes, months = scope.get("communes") or {}, scope.get("months") or {}
    reasons, count = [], len(communes.get("missing") or ())
    if count:
        reasons.append(
            Bilingual(
                f"Il manque {count} commune{'s' if count > 1 else ''}.",
                f"{count} commune{'s are' if count > 1 else ' is'} missing.",
            )
        )
    number, expected = months.get("number"), months.get("expected")
    if number is not None and expected is not None and number < expected:
        reasons.append(
            Bilingual(
                f"Les données ont {number} mois sur {expected}.",
                f"The data have {number} months of {expected}.",
            )
        )
    return reasons


def _fallen_out(scope: Mapping[str, Any]) -> list[Bilingual]:
    """Of a statement that joins communes of reference: rows that found none."""
    lost = scope.get("fallen_out")
    if not lost:
        return []
    codes = ", ".join(map(str, lost["codes"]))
    more = " …" if lost["more"] else ""
    rows = lost["rows"]
    fr = f"{rows} lignes ne trouvent" if rows > 1 else f"{rows} ligne ne trouve"
    en = f"{rows} rows find" if rows > 1 else f"{rows} row finds"
    return [
        Bilingual(
            f"{fr} aucune commune dans la jointure et ne sont pas comptées : {codes}{more}.",
            f"{en} no commune in the join and {'are' if rows > 1 else 'is'} not counted: "
            f"{codes}{more}.",
        )
    ]


def _unlike(scope: Mapping[str, Any]) -> list[Bilingual]:
    """Of a statement that divides what covers one thing by what covers another."""
    return [_unlike_ratio(one) for one in scope.get("unlike") or ()]


def _unlike_ratio(one: Mapping[str, Any]) -> Bilingual:
    ratio, over, under = one["ratio"], one["over"], one["under"]
    fr, en = [], []
    for key, name in (("rows_only_over", over["name"]), ("rows_only_under", under["name"])):
        if rows := one.get(key):
            lines = f"{rows} lignes n'ont" if rows > 1 else f"{rows} ligne n'a"
            fr.append(f"{lines} que {name}")
            en.append(f"{rows} row{'s have' if rows > 1 else ' has'} {name} alone")
    for key, name in (("only_over", over["name"]), ("only_under", under["name"])):
        if (known := one.get(key)) and known["number"]:
            count = known["number"]
            listed = ", ".join(known["names"]) + (" …" if count > len(known["names"]) else "")
            fr.append(f"{count} commune{'s' if count > 1 else ''} dans {name} seul ({listed})")
            en.append(f"{count} commune{'s' if count > 1 else ''} in {name} alone ({listed})")
    if (known := one.get("uneven")) and known["number"]:
        count = known["number"]
        listed = ", ".join(known["names"]) + (" …" if count > len(known["names"]) else "")
        fr.append(f"d'autres mois pour {count} commune{'s' if count > 1 else ''} ({listed})")
        en.append(f"other months for {count} commune{'s' if count > 1 else ''} ({listed})")
    return Bilingual(
        f"« {ratio} » divise {over['name']} par {under['name']}, qui ne couvrent pas la même "
        f"chose : {' ; '.join(fr)}.",
        f'"{ratio}" divides {over["name"]} by {under["name"]}, which do not cover the same: '
        f"{'; '.join(en)}.",
    )


def _silent(scope: Mapping[str, Any]) -> list[Bilingual]:
    named = [
        str(source["owner"]["nom"])
        for source in scope.get("sources") or ()
        if source["status"] not in {SourceStatus.ANSWERED.value, SourceStatus.STALE.value}
    ]
    if not named:
        return []
    named = list(dict.fromkeys(named))
    listed = ", ".join(named[:_MOST_NAMED]) + (" …" if len(named) > _MOST_NAMED else "")
    return [
        Bilingual(
            f"Ces sources n'ont donné aucune ligne : {listed}.",
            f"These sources have given no row: {listed}.",
        )
    ]

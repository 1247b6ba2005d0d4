"""An answer frozen as a figure, or a figure corrected by a new version: pure rules."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from catalog.actions.facts import Facts, Findings
from catalog.actions.figures.content import FigureAnswer, FigureLabel, figure_content
from catalog.actions.figures.problems import (
    FigureCorrected,
    FigureExists,
    FigureRefused,
    FigureTooLarge,
    FigureWithoutRows,
    TooManyFigures,
)
from catalog.actions.texts import refuse_unsafe_texts
from catalog.canonical_json import write_canonical
from catalog.codec import write_value
from catalog.model.figure import FrozenFigure
from catalog.model.identifiers import Siren
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot

MOST_BYTES = 256_000
"""Of one figure's canonical JSON: they are kept for years, in the catalog."""
MOST_OF_A_BODY = 1_000
_INDICATOR = re.compile(r"[a-z][a-z0-9_]{1,59}")
_LONGEST_TITLE, _LONGEST_TEXT, _LONGEST_COMMENT = 200, 1_000, 3_000
_YEARS = range(1900, 2200)


def freeze(
    label: FigureLabel, answered: FigureAnswer, body: Siren, subject: Subject, facts: Facts
) -> FrozenFigure:
    """The first version. Raises ActRefused, FigureExists, FigureTooLarge, FigureWithoutRows,
    TooManyFigures.
    """
    _check_label(label)
    before = current_figure(facts.catalog, body, label.indicator, label.year)
    if before is not None:
        year = "" if label.year is None else label.year
        raise FigureExists(indicator=label.indicator, year=year, figure=before.id)
    return _frozen(label, answered, body, subject, facts)


def correct(
    before: FrozenFigure,
    label: FigureLabel,
    answered: FigureAnswer,
    what_changed: str,
    subject: Subject,
    facts: Facts,
) -> FrozenFigure:
    """The next version of `before`, of the same indicator and year, which says what changed.

    Raises ActRefused, FigureCorrected, FigureTooLarge, FigureWithoutRows, TooManyFigures.
    """
    _check_label(label, what_changed)
    after = correction_of(before, facts.catalog)
    if after is not None:
        raise FigureCorrected(by=after.id)
    return _frozen(label, answered, before.body, subject, facts, before, what_changed.strip())


def current_figure(
    catalog: Snapshot, body: Siren, indicator: str, year: int | None
) -> FrozenFigure | None:
    """The last version of what a body says of an indicator and a year."""
    replaced = {figure.replaces for figure in catalog.figures.values()}
    return next(
        (
            figure
            for figure in catalog.figures.values()
            if (figure.body, figure.indicator, figure.year) == (body, indicator, year)
            and figure.id not in replaced
        ),
        None,
    )


def correction_of(figure: FrozenFigure, catalog: Snapshot) -> FrozenFigure | None:
    return next((one for one in catalog.figures.values() if one.replaces == figure.id), None)


def versions_of(figure: FrozenFigure, catalog: Snapshot) -> tuple[FrozenFigure, ...]:
    """All that a body has said of that indicator and year, the first first."""
    alike = (
        one
        for one in catalog.figures.values()
        if (one.body, one.indicator, one.year) == (figure.body, figure.indicator, figure.year)
    )
    return tuple(sorted(alike, key=lambda one: one.version))


def _says_other(answered: FigureAnswer, before: FrozenFigure) -> bool:
    kept: dict[str, Any] = json.loads(before.content)["answer"]
    after: dict[str, Any] = json.loads(write_canonical(answered.answer))
    return any(after.get(name) != kept.get(name) for name in ("tables", "figures"))


def _frozen(
    label: FigureLabel,
    answered: FigureAnswer,
    body: Siren,
    subject: Subject,
    facts: Facts,
    before: FrozenFigure | None = None,
    what_changed: str | None = None,
) -> FrozenFigure:
    catalog = facts.catalog
    if not any(table["rows"] for table in answered.answer["tables"].values()):
        raise FigureWithoutRows
    if sum(figure.body == body for figure in catalog.figures.values()) >= MOST_OF_A_BODY:
        raise TooManyFigures(limit=MOST_OF_A_BODY)
    version = 1 if before is None else before.version + 1
    content = figure_content(
        label,
        answered,
        catalog.organisations[body],
        catalog,
        at=write_value(facts.now),
        version=version,
        replaces=None if before is None else before.id,
        what_changed=what_changed,
        changes_figures=None if before is None else _says_other(answered, before),
    )
    text = write_canonical(content)
    if len(text) > MOST_BYTES:
        raise FigureTooLarge(limit=MOST_BYTES // 1_000, what_fr="ko", what_en="kB")
    return FrozenFigure(
        id=hashlib.sha256(text).hexdigest(),
        body=body,
        indicator=label.indicator,
        year=label.year,
        title_fr=label.title_fr,
        title_en=label.title_en,
        version=version,
        replaces=None if before is None else before.id,
        purpose=answered.purpose,
        agreements=tuple(sorted({one.agreement for one in answered.sources if one.agreement})),
        datasets=tuple(sorted({one.dataset for one in answered.sources})),
        content=text.decode(),
        by_issuer=subject.issuer,
        by_sub=subject.agent or "",
        at=facts.now,
    )


def _check_label(label: FigureLabel, what_changed: str | None = None) -> None:
    findings = Findings()
    refuse_unsafe_texts(label, findings)
    if not _INDICATOR.fullmatch(label.indicator):
        _refuse(
            findings,
            "indicator",
            "l'indicateur s'écrit en minuscules, chiffres et « _ », comme tonnage_omr",
            'an indicator is written in small letters, digits and "_", like tonnage_omr',
        )
    for name, text in (("title_fr", label.title_fr), ("title_en", label.title_en)):
        if not 0 < len(text.strip()) <= _LONGEST_TITLE:
            _refuse(
                findings,
                name,
                f"un titre a de 1 à {_LONGEST_TITLE} caractères",
                f"a title has 1 to {_LONGEST_TITLE} characters",
            )
    if label.year is not None and label.year not in _YEARS:
        _refuse(findings, "year", "cette année n'en est pas une", "that is no year")
    if label.deliberation is not None and len(label.deliberation) > _LONGEST_TITLE:
        _refuse(
            findings,
            "deliberation",
            f"la référence a {_LONGEST_TITLE} caractères au plus",
            f"the reference has at most {_LONGEST_TITLE} characters",
        )
    for name, comment in (("comment_fr", label.comment_fr), ("comment_en", label.comment_en)):
        if len(comment or "") > _LONGEST_COMMENT:
            _refuse(
                findings,
                name,
                f"le mot du service a {_LONGEST_COMMENT} caractères au plus",
                f"the word of the service has at most {_LONGEST_COMMENT} characters",
            )
    if what_changed is not None and not 0 < len(what_changed.strip()) <= _LONGEST_TEXT:
        _refuse(
            findings,
            "what_changed",
            f"dites ce qui change, en {_LONGEST_TEXT} caractères au plus",
            f"say what changes, in at most {_LONGEST_TEXT} characters",
        )
    findings.raise_any()


def _refuse(findings: Findings, path: str, why_fr: str, why_en: str) -> None:
    findings.add(FigureRefused(why_fr=why_fr, why_en=why_en), path)

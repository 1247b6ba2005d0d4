"""Indicators of a body: made, changed by another version, taken away; the rules are pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from catalog.actions.facts import Facts, Findings
from catalog.actions.indicators.problems import (
    IndicatorRefused,
    IndicatorUnitName,
    UnknownIndicator,
)
from catalog.actions.outcome import Acted, Actor
from catalog.actions.purpose_codes import unknown_purpose
from catalog.actions.texts import refuse_unsafe_texts
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import Siren
from catalog.model.indicator import (
    Direction,
    Indicator,
    IndicatorSide,
    IndicatorVersion,
    Operation,
    Periodicity,
)
from catalog.model.message import Message
from catalog.model.unit import Unit, read_unit
from catalog.snapshot import Snapshot

MOST: Final = 200
MOST_VERSIONS: Final = 100
CHANGED: Final = "indicator.changed"
READERS: Final = frozenset({"agent", "steward", "approver", "dpo"})
"""The roles of a body that read its indicators, and are told of a change."""
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST_NAME, _LONGEST_TITLE, _LONGEST_UNIT, _LONGEST_TEXT = 40, 120, 40, 1_000
_INHABITANTS: Final = frozenset({0, 1, 1_000})


@dataclass(frozen=True, slots=True)
class DerivedUnit:
    """The unit that a formula gives by the units of its columns, and its text."""

    unit: Unit
    text: str


@dataclass(frozen=True, slots=True)
class IndicatorWanted:
    """As it is asked for. `unit` None: the one that its formula gives."""

    name: str
    title: str
    operation: Operation
    sides: tuple[IndicatorSide, ...]
    per: int
    period: Periodicity
    direction: Direction
    unit: str | None = None
    purpose: str | None = None
    note: str | None = None
    what_changed: str | None = None


def save_indicator(
    proposal: IndicatorWanted, derived: DerivedUnit, actor: Actor, facts: Facts
) -> Acted:
    """The first version of a name, or the next one, which is told to those who read it. A target
    goes when the unit becomes another. `derived`: of sides that fit their data, which are named by
    their ids. Raises ActRefused with everything that is wrong.
    """
    own, findings = _own(actor), Findings()
    before = facts.catalog.indicators.get(f"{own}/{proposal.name}")
    _refuse_unfit(proposal, before, findings)
    if before is None and len(indicators_of(own, facts.catalog)) >= MOST:
        _refuse(findings, "name", f"un organisme en a {MOST} au plus", f"a body has {MOST} at most")
    unit = proposal.unit or derived.text
    _refuse_other_unit(unit, proposal.period, derived, findings)
    if proposal.purpose is not None and proposal.purpose not in facts.catalog.purposes:
        findings.add(unknown_purpose(proposal.purpose, facts.catalog.purposes), "purpose")
    findings.raise_any()
    version = IndicatorVersion(
        number=1 if before is None else before.current.number + 1,
        title=proposal.title.strip(),
        unit=unit,
        operation=proposal.operation,
        sides=proposal.sides,
        per=proposal.per,
        period=proposal.period,
        direction=proposal.direction,
        purpose=proposal.purpose,
        note=proposal.note or None,
        at=facts.now,
        by_issuer=actor.issuer or "",
        by_sub=actor.agent,
        what_changed=proposal.what_changed or None,
    )
    if before is None:
        after = Indicator(own, proposal.name, (version,))
        sentence = Bilingual(
            f"L'indicateur « {version.title} » est enregistré.",
            f'The indicator "{version.title}" is saved.',
        )
        return Acted("save_indicator", Changes((after,)), (sentence,))
    after = replace(before, versions=(*before.versions, version))
    sentences = [
        Bilingual(
            f"L'indicateur « {version.title} » a une version {version.number}.",
            f'The indicator "{version.title}" has a version {version.number}.',
        )
    ]
    if before.target is not None and _is_another(version, before.current):
        after = replace(after, target=None)
        sentences.append(
            Bilingual(
                "Sa cible est retirée : elle était d'une autre formule.",
                "Its target is taken away: it was one of another formula.",
            )
        )
    message = _changed(after, facts)
    return Acted("save_indicator", Changes((after,), messages=(message,)), tuple(sentences))


def remove_indicator(name: str, actor: Actor, facts: Facts) -> Acted:
    """Raises UnknownIndicator."""
    before = indicator_called(name, actor, facts)
    title = before.current.title
    sentence = Bilingual(
        f"L'indicateur « {title} » est retiré.", f'The indicator "{title}" is taken away.'
    )
    return Acted("remove_indicator", Changes(removed=(before,)), (sentence,))


def indicator_called(name: str, actor: Actor, facts: Facts) -> Indicator:
    """Raises UnknownIndicator."""
    indicator = facts.catalog.indicators.get(f"{_own(actor)}/{name}")
    if indicator is None:
        raise UnknownIndicator(name=name[:60])
    return indicator


def indicators_of(siren: Siren, catalog: Snapshot) -> tuple[Indicator, ...]:
    """All of one body, by title."""
    own = (each for each in catalog.indicators.values() if each.organisation == siren)
    return tuple(sorted(own, key=lambda each: (each.current.title.casefold(), each.name)))


def _refuse_unfit(proposal: IndicatorWanted, before: Indicator | None, findings: Findings) -> None:
    if not _NAME.fullmatch(proposal.name) or len(proposal.name) > _LONGEST_NAME:
        _refuse(
            findings,
            "name",
            f"son nom court a {_LONGEST_NAME} minuscules, chiffres et tirets au plus",
            f"its short name has at most {_LONGEST_NAME} lower-case letters, digits and dashes",
        )
    if not 1 <= len(proposal.title.strip()) <= _LONGEST_TITLE:
        _refuse(
            findings,
            "title",
            f"son nom a de 1 à {_LONGEST_TITLE} caractères",
            f"its name has 1 to {_LONGEST_TITLE} characters",
        )
    texts = {
        "title": proposal.title,
        "unit": proposal.unit or "",
        "note": proposal.note or "",
        "what_changed": proposal.what_changed or "",
    }
    for path, text in texts.items():
        refuse_unsafe_texts((text,), findings)
        if path != "title" and len(text) > (_LONGEST_UNIT if path == "unit" else _LONGEST_TEXT):
            _refuse(findings, path, "ce texte est trop long", "this text is too long")
    is_alone = proposal.operation is Operation.ONE
    if proposal.per not in _INHABITANTS or (proposal.per and not is_alone):
        _refuse(
            findings,
            "per",
            "une seule mesure se rapporte aux habitants, à 1 ou à 1 000",
            "one measure alone is told by inhabitants, 1 or 1,000",
        )
    if before is None:
        return
    if len(before.versions) >= MOST_VERSIONS:
        _refuse(
            findings,
            "name",
            f"il a déjà {MOST_VERSIONS} versions",
            f"it has {MOST_VERSIONS} versions already",
        )
    if not (proposal.what_changed or "").strip():
        _refuse(
            findings,
            "what_changed",
            "ceux qui le lisent seront prévenus : dites ce qui change",
            "those who read it will be told: say what changes",
        )


def _refuse_other_unit(
    unit: str, period: Periodicity, derived: DerivedUnit, findings: Findings
) -> None:
    """A name of the same unit alone: values are never converted."""
    if not derived.unit.may_be_called(read_unit(unit).in_a(period)):
        findings.add(IndicatorUnitName(unit=unit, derived=derived.text), "unit")


def _is_another(version: IndicatorVersion, before: IndicatorVersion) -> bool:
    """True where a target of the one is not a target of the other."""
    return _formula(version) != _formula(before)


def _formula(version: IndicatorVersion) -> tuple[object, ...]:
    unit = read_unit(version.unit)
    return (version.operation, version.sides, version.per, version.period, unit)


def _changed(after: Indicator, facts: Facts) -> Message:
    version = after.current
    return Message(
        kind=CHANGED,
        key=f"{CHANGED}/{after.id}/{version.number}",
        to=(after.organisation,),
        roles=READERS,
        about=after.name,
        facts={
            "organisation": facts.catalog.organisations[after.organisation].name,
            "title": version.title,
            "version": version.number,
            "reason": version.what_changed or "",
        },
    )


def _own(actor: Actor) -> Siren:
    if actor.organisation is None:
        raise TypeError("the law lets people of an organisation through, nobody else")
    return actor.organisation


def _refuse(findings: Findings, path: str, fr: str, en: str) -> None:
    findings.add(IndicatorRefused(why_fr=fr, why_en=en), path)

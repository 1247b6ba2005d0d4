"""Memberships of organisations in others: dated, by competence, never two ways at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from catalog.actions.facts import Facts, Findings
from catalog.actions.problems import DatesReversed, InvalidCompetence, MembershipRefused
from catalog.changes import key_of
from catalog.model.organisation import Membership, MembershipMode

_COMPETENCE = re.compile(r"[0-9]{4}")


def is_competence(text: str) -> bool:
    return _COMPETENCE.fullmatch(text) is not None


def register_memberships(
    memberships: Sequence[Membership], facts: Facts, replaced: Collection[Membership] = ()
) -> tuple[Membership, ...]:
    """Together, since they must agree; `replaced` are those they take the place of.

    Raises ActRefused; paths begin with the position in `memberships`.
    """
    findings = Findings()
    known: dict[tuple[str, str], list[Membership]] = defaultdict(list)
    gone = {key_of(each) for each in (*replaced, *memberships)}
    for each in facts.catalog.memberships:
        if key_of(each) not in gone:
            known[each.member, each.of].append(each)
    for index, each in enumerate(memberships):
        _check_shape(each, findings, index)
        others = known[each.member, each.of]
        if any(_says_twice(each, other) for other in others):
            findings.add(
                _refused(
                    each,
                    "une autre ligne donne déjà la même compétence aux mêmes dates",
                    "another line already gives the same competence at the same dates",
                ),
                index,
                "competences",
            )
        others.append(each)
    findings.raise_any()
    return tuple(memberships)


def _check_shape(membership: Membership, findings: Findings, index: int) -> None:
    for competence in sorted(membership.competences):
        if not is_competence(competence):
            findings.add(InvalidCompetence(text=competence), index, "competences")
    if membership.end is not None and membership.end <= membership.start:
        start, end = membership.start, membership.end
        findings.add(DatesReversed(start=start, end=end), index, "end")
    if not membership.competences:
        why = "aucune compétence n'est donnée", "no competence is given"
        findings.add(_refused(membership, *why), index, "competences")
    if membership.member == membership.of:
        why = (
            "un organisme n'adhère pas à lui-même",
            "an organisation is not a member of itself",
        )
        findings.add(_refused(membership, *why), index, "member")
    if membership.communes is not None and membership.mode is not MembershipMode.EPCI:
        why = (
            "une liste de communes n'a de sens que pour un EPCI (mode epci)",
            "a list of communes only makes sense for an EPCI (mode epci)",
        )
        findings.add(_refused(membership, *why), index, "communes")


def _says_twice(one: Membership, other: Membership) -> bool:
    return (
        one.member == other.member
        and one.of == other.of
        and not one.competences.isdisjoint(other.competences)
        and (one.end is None or other.start < one.end)
        and (other.end is None or one.start < other.end)
    )


def _refused(membership: Membership, why_fr: str, why_en: str) -> MembershipRefused:
    return MembershipRefused(
        member=str(membership.member), of=str(membership.of), why_fr=why_fr, why_en=why_en
    )

"""The members of one EPCI as the carried map has them, and whose rights they would change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from catalog.beneficiaries import members_of
from catalog.cog import Cog
from catalog.loading.compositions import stays_of_cog
from catalog.loading.difference import CompositionDifference
from catalog.loading.problems import CompetencesNotSaid, EpciNotOnTheMap
from catalog.model.agreement import Agreement, AgreementState
from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import Siren
from catalog.model.organisation import Membership, MembershipMode
from catalog.model.row_condition import AllOf, InTerritory, RowCondition
from catalog.snapshot import Snapshot
from catalog.territory import territory

_GIVES = frozenset({AgreementState.APPROVED, AgreementState.ACTIVE, AgreementState.SUSPENDED})
_MOST_NAMES = 10


@dataclass(frozen=True, slots=True)
class EpciMembers:
    """`composition`: the memberships that would be written; `rights`: one sentence for each
    agreement that would give more or less on the day of the proposal.
    """

    vintage: int
    composition: CompositionDifference
    rights: tuple[Bilingual, ...]

    def lines(self, language: str) -> tuple[str, ...]:
        title = Bilingual(
            f"Les communes membres, selon la carte de {self.vintage} :",
            f"The member communes, by the map of {self.vintage}:",
        )
        nothing = Bilingual(
            "= aucune convention ne donnerait plus, ni moins",
            "= no agreement would give more, or less",
        )
        sentences = (title, *(self.rights or (nothing,)))
        words = [each.fr if language == "fr" else each.en for each in sentences]
        return (words[0], *self.composition.lines(language), *words[1:])


def members_of_the_map(
    epci: Siren, competences: Iterable[str], catalog: Snapshot, cog: Cog, today: date
) -> EpciMembers:
    """The members and competences that the catalog lacks; all that the catalog says stays.
    Without `competences`, those that the EPCI has brought elsewhere or exercises already.

    Raises EpciNotOnTheMap, CompetencesNotSaid.
    """
    vintage = cog.latest_vintage
    stays = [each for each in stays_of_cog(cog) if each.epci == epci]
    if not any(each.holds_at(date(vintage, 1, 1)) for each in stays):
        raise EpciNotOnTheMap(siren=epci, vintage=vintage)
    exercised = frozenset(competences) or _exercised(epci, catalog)
    if not exercised:
        raise CompetencesNotSaid(siren=epci)
    present = {each.member: each for each in catalog.memberships if each.of == epci}
    added = [
        Membership(each.siren, epci, exercised, MembershipMode.DIRECT, each.start, each.end)
        for each in stays
        if each.siren not in present
    ]
    poorer = [each for each in present.values() if not exercised <= each.competences]
    added += [replace(each, competences=each.competences | exercised) for each in poorer]
    composition = CompositionDifference(
        organisations=(),
        added=tuple(added),
        ended=(),
        removed=tuple(poorer),
        unchanged=len(present) - len(poorer),
    )
    kept = [each for each in catalog.memberships if each not in poorer]
    rights = _rights(catalog, (*kept, *added), cog, today)
    return EpciMembers(vintage, composition, tuple(rights))


def _exercised(epci: Siren, catalog: Snapshot) -> frozenset[str]:
    return frozenset(
        competence
        for each in catalog.memberships
        if epci in {each.member, each.of}
        for competence in each.competences
    )


def _rights(
    catalog: Snapshot, after: tuple[Membership, ...], cog: Cog, today: date
) -> Iterator[Bilingual]:
    for agreement in catalog.agreements:
        if agreement.state not in _GIVES or agreement.end < today:
            continue
        yield from _of_communes(agreement, catalog, after, cog, today)
        yield from _of_readers(agreement, catalog, after, today)


def _of_communes(
    agreement: Agreement,
    catalog: Snapshot,
    after: tuple[Membership, ...],
    cog: Cog,
    today: date,
) -> Iterator[Bilingual]:
    for condition in _territories(agreement.rows):
        old, new = (
            territory(condition.of, condition.competence, today, memberships, cog)
            for memberships in (catalog.memberships, after)
        )
        more, less = new.atoms - old.atoms, old.atoms - new.atoms
        if more or less:
            names = _listed(
                sorted(cog.resolve(code, today).nom for code in cog.codes(more or less, today))
            )
            reader = catalog.organisations[agreement.grantee].name
            before, then = len(old.communes), len(new.communes)
            yield Bilingual(
                f"! {agreement.citation} : {reader} lirait {then} communes au lieu de {before} "
                f"({'en plus' if more else 'en moins'} : {names})",
                f"! {agreement.citation}: {reader} would read {then} communes instead of {before} "
                f"({'more' if more else 'less'}: {names})",
            )


def _of_readers(
    agreement: Agreement, catalog: Snapshot, after: tuple[Membership, ...], today: date
) -> Iterator[Bilingual]:
    """An agreement that the grantee's members read has one reader more for each new member that
    is registered.
    """
    rule = agreement.members
    if rule is None:
        return
    old, new = (
        members_of(agreement.grantee, rule.competence, memberships, today)
        for memberships in (catalog.memberships, after)
    )
    known = [
        catalog.organisations[each].name for each in new - old if each in catalog.organisations
    ]
    if known:
        names = _listed(sorted(known))
        yield Bilingual(
            f"! {agreement.citation} : {len(known)} organismes de plus la liraient : {names}",
            f"! {agreement.citation}: {len(known)} more bodies would read by it: {names}",
        )


def _territories(rows: RowCondition) -> Iterator[InTerritory]:
    match rows:
        case InTerritory():
            yield rows
        case AllOf(conditions=conditions):
            for condition in conditions:
                yield from _territories(condition)
        case _:
            return


def _listed(names: list[str]) -> str:
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f", … (+{more})" if more > 0 else "")

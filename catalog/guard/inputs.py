"""One digest of all that an examination depends on: cheap enough to be asked each time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from catalog.caches import remembered
from catalog.canonical_json import digest_of
from catalog.cog import Cog
from catalog.guard.sources import Gathering, readable_columns
from catalog.guard.thresholds import Threshold
from catalog.model.agreement import Agreement
from catalog.model.dataset import Classification
from catalog.model.identifiers import Siren
from catalog.model.organisation import Membership
from catalog.model.row_condition import AllOf, InTerritory, RowCondition


def inputs_of(facts: Gathering, thresholds: Mapping[Classification, Threshold]) -> str:
    """Agreements, datasets, mandates, memberships and map, and who is in force on that day."""
    others = sorted(facts.others, key=lambda each: each.citation)
    datasets = facts.book.datasets
    return digest_of(
        {
            "agreements": [
                [each.citation, each.sha256, each.state.value, _answered_for(each)]
                for each in (facts.agreement, *others)
            ],
            "datasets": [
                [each.id, each.version, each.access_level.value, each.personal_data]
                for each in datasets
            ],
            "pools": sorted(
                [each.head, each.protected, each.protects_all, *sorted(each.bodies)]
                for each in facts.pools
            ),
            "memberships": _memberships(facts, others),
            "map": map_digest(facts.maps.cog),
            "thresholds": [
                [int(each), thresholds[each].communes, thresholds[each].inhabitants]
                for each in sorted(thresholds)
            ],
        }
    )


@remembered(maxsize=4)
def map_digest(cog: Cog) -> str:
    """Of everything it is read from: what every code meant and when, and who was which commune."""
    digest = hashlib.sha256(repr((cog.vintages, cog.days_known_until)).encode())
    for text in (cog.texts.communes, cog.texts.figures):
        digest.update(text.encode())
    return digest.hexdigest()


def _memberships(facts: Gathering, others: Iterable[Agreement]) -> str:
    """Of all that may count for a territory that is looked at."""
    members = facts.maps.members
    groups: set[Siren] = set()
    for root in set(_roots(facts, others)):
        groups |= {root, *(each.of for each in members.below(root))}
    digest = hashlib.sha256()
    for group in sorted(groups):
        texts = sorted(_text(each, facts.maps.at) for each in members.by_group.get(group, ()))
        digest.update("\n".join(texts).encode())
    return digest.hexdigest()


def _roots(facts: Gathering, others: Iterable[Agreement]) -> Iterator[Siren]:
    """The organisations whose territory bounds something."""
    for agreement in (facts.agreement, *others):
        yield from (agreement.grantor, agreement.grantee, *_named(agreement.rows))
    bodies = frozenset[Siren]().union(*(each.bodies for each in facts.pools))
    yield from (
        each.owner
        for each in facts.book.datasets
        if each.once_open or readable_columns(each, bodies)
    )


def _answered_for(agreement: Agreement) -> str:
    """The digest of findings that somebody answers for, which are not told again; "" for none."""
    guard = agreement.life.guard
    return "" if guard is None or guard.override is None else guard.override.findings_sha256


def _named(rows: RowCondition) -> Iterator[Siren]:
    match rows:
        case InTerritory(of=of):
            yield of
        case AllOf(conditions):
            for each in conditions:
                yield from _named(each)
        case _:
            return


def _text(each: Membership, at: date) -> str:
    in_force = each.start <= at and (each.end is None or at < each.end)
    communes = ",".join(each.communes or ("*",))
    return (
        f"{each.member} {each.of} {each.mode.value} {each.start} {each.end} {in_force} "
        f"{_joined(each.competences)} {communes}"
    )


@remembered(maxsize=4096)
def _joined(competences: frozenset[str]) -> str:
    # A few sets of competences come back in thousands of memberships.
    return ",".join(sorted(competences))

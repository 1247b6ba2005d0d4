"""The data proposed for each role where nobody has chosen: the data that serve it best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from catalog.model.dataset import Dataset
from catalog.model.published_service import BindingMode
from gateway.figures.activations.coverage import Coverage
from services_run.dataset_binding import DatasetBinding, is_meant
from services_run.folder import Role

_OF_ANY_DATA = frozenset(
    {
        "commune",
        "epci",
        "departement",
        "region",
        "siren",
        "siret",
        "date",
        "date_collecte",
        "longitude",
        "latitude",
    }
)
"""Concepts that tell where and when, and not of what."""
Rank = tuple[bool, bool, int, bool, bool, int, float, bool]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One dataset that could serve a role; `fits` with one question at most. `coverage`: what its
    rows cover, where that was counted.
    """

    dataset: Dataset
    name: str
    owner: str
    mode: BindingMode
    agreement: str | None
    binding: DatasetBinding
    coverage: Coverage | None = None

    @property
    def last_whole_year(self) -> int | None:
        return None if self.coverage is None else self.coverage.last_whole_year

    @property
    def is_of_others(self) -> bool:
        """True where the candidate may hold rows of other bodies, which are read for a purpose."""
        return self.agreement is not None or self.mode is BindingMode.STANDARD


@dataclass(slots=True)
class Proposal:
    """By role: `picked`, and of those that nothing decides, between which data (`undecided`)."""

    picked: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)
    undecided: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)


def rank_of(role: Role, one: Candidate) -> Rank:
    """The least serves the role best: most of its fields are there, a whole year to report on,
    nothing to ask, of its standard, the body's own, a later year, more of its fields, its name.
    (`score` says how sure each name is, and not how much is there.)
    """
    present = len(one.binding.columns) + len(one.binding.unsure)
    return (
        one.binding.is_thin,
        one.last_whole_year is None,
        len(one.binding.unsure),
        role.standard is None or one.dataset.standard != role.standard,
        one.mode is not BindingMode.OWN,
        -(one.last_whole_year or 0),
        -present / len(role.fields),
        not is_meant(role, one.dataset),
    )


def best_first(role: Role, candidates: Sequence[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda one: (rank_of(role, one), -one.binding.score, one.name))


def propose(
    roles: Sequence[Role],
    every: Mapping[str, Sequence[Candidate]],
    chosen: Mapping[str, Sequence[str]],
) -> Proposal:
    """The chosen data of each role; else each dataset once, for the role that it serves best: a
    required role before an optional one, but no role by data that have less than half of it before
    others had theirs. The card and the figures of each body may stand in one table.
    """
    proposal, taken = Proposal(), set[str]()
    for role in roles:
        names = chosen.get(role.name)
        if names is not None:
            wanted = [one for one in every[role.name] if {one.name, one.dataset.id} & set(names)]
            proposal.picked[role.name] = tuple(wanted)
            taken |= {one.dataset.id for one in wanted}
    possible = {
        role.name: [one for one in every[role.name] if _may_be_proposed(role, one)]
        for role in roles
        if role.name not in proposal.picked
    }
    pairs = [(role, one) for role in roles for one in possible.get(role.name, ())]
    pairs.sort(key=lambda pair: _order(*pair))
    for role, one in pairs:
        if role.name not in proposal.picked and one.dataset.id not in taken:
            proposal.picked[role.name] = (one,)
            taken.add(one.dataset.id)
    in_one_table = _put_in_one_table(roles, possible, proposal)
    linked = linked_roles(roles)
    for role in roles:
        if role.name in in_one_table:
            continue
        if role.name in possible and (picked := proposal.picked.get(role.name)):
            alike = _undecided(role, picked[0], possible[role.name], taken)
            if role.name in linked:
                alike = alike or _of_another(role, picked[0], every[role.name], taken)
            if alike:
                proposal.undecided[role.name] = alike
    return proposal


def _put_in_one_table(
    roles: Sequence[Role], possible: Mapping[str, Sequence[Candidate]], proposal: Proposal
) -> frozenset[str]:
    """The roles that one table of the body serves all: its card and its figures, which then belong
    together for certain.
    """
    of_each_body = [one for one in roles if one.of_each_body is not None and one.name in possible]
    first = next((proposal.picked[one.name][0] for one in of_each_body
                  if one.name in proposal.picked), None)  # fmt: skip
    if first is None:
        return frozenset()
    same = {
        role.name: next(
            (one for one in possible[role.name] if one.dataset.id == first.dataset.id), None
        )
        for role in of_each_body
    }
    if len(same) < 2 or None in same.values():
        return frozenset()
    proposal.picked |= {name: (one,) for name, one in same.items() if one is not None}
    return frozenset(same)


def _order(role: Role, one: Candidate) -> tuple[bool, bool, int, bool, Rank, int, str]:
    thin, without_year, unsure, *_ = rank = rank_of(role, one)
    return (thin, without_year, unsure, role.optional, rank, -one.binding.score, one.name)


def _may_be_proposed(role: Role, one: Candidate) -> bool:
    """With one question at most: of data that are to be confirmed, no column is asked as well. An
    optional role takes only what is meant for it, and asks nothing.
    """
    binding = one.binding
    if not binding.fits or one.mode is BindingMode.STANDARD:
        return False
    if role.optional:
        return is_meant(role, one.dataset) and not (binding.is_thin or binding.unsure)
    return is_related(role, one) and not (binding.is_thin and binding.unsure)


def is_related(role: Role, one: Candidate) -> bool:
    """True where something says that the data are about the subject of the role: its standard, its
    name, a concept that other data have not, or its required fields under their own names. Days,
    places and a number that may be anything do not.
    """
    if is_meant(role, one.dataset):
        return True
    own = {
        name
        for name in one.binding.columns
        if role.fields[name].concept not in _OF_ANY_DATA and not role.fields[name].optional
    }
    is_by_concept = any(
        one.binding.by[name] == "concept" and role.fields[name].concept is not None for name in own
    )
    return is_by_concept or (bool(own) and not one.binding.unsure)


def linked_roles(roles: Sequence[Role]) -> set[str]:
    """Roles whose values are those of another's: a contract, its slips, its invoices. Of two
    contracts, what is proposed must not be the slips of the one under the prices of the other.
    """
    pairs = [
        (role.name, of.partition(".")[0])
        for role in roles
        for needed in role.fields.values()
        for of in needed.values_of
    ]
    return {name for pair in pairs for name in pair if pair[0] != pair[1]}


def _of_another(
    role: Role, picked: Candidate, every: Sequence[Candidate], taken: set[str]
) -> tuple[Candidate, ...]:
    """The one that is picked and others that have all that the role needs and serve nothing else,
    however much better the one seems: only a person knows which contract it is about.
    """
    others = [
        one
        for one in every
        if one is not picked
        and one.dataset.id not in taken
        and one.mode is not BindingMode.STANDARD
        and one.binding.fits
        and not (one.binding.unsure or one.binding.is_thin)
        and is_related(role, one)
    ]
    return (picked, *others) if others else ()


def _undecided(
    role: Role, picked: Candidate, possible: Sequence[Candidate], taken: set[str]
) -> tuple[Candidate, ...]:
    """The candidates among which a person must choose: all free ones where most of the picked one
    is absent, else candidates of the same rank. Empty where no choice is open.
    """
    free = [one for one in possible if one is picked or one.dataset.id not in taken]
    alike = [one for one in free if rank_of(role, one) == rank_of(role, picked)]
    if picked.binding.is_thin:
        return tuple(free)
    return tuple(alike) if len(alike) > 1 and not picked.binding.unsure else ()

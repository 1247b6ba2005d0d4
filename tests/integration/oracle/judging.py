"""What one question of one reader at one moment must come to: rows, or one of a few refusals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalog.model.agreement import Agreement, Output
from catalog.model.dataset import AccessLevel, Dataset
from catalog.model.hosting import NOTHING_SAID, Installation
from catalog.model.subject import Subject
from catalog.model.terms import Combine, CombineKind, Terms
from catalog.model.transform import Transform
from catalog.snapshot import Snapshot
from policies.decision import Branch, DatasetDecision, Decision
from policies.problems import DENIALS
from tests.integration.oracle.asks import Ask
from tests.integration.oracle.governed_rows import granted
from tests.integration.oracle.law import Law
from tests.integration.oracle.running import expected, named_in, refusal, withheld
from tests.integration.oracle.scenario import Scenario
from tests.integration.oracle.worlds import World

Branches = dict[str, tuple[Branch, ...]]
Rows = list[tuple[Any, ...]]
ONE_UNIT = {Transform.CLEAR, Transform.KEYED_HASH, Transform.NULL}


@dataclass(frozen=True)
class Moment:
    """Who asks what picture of the catalog, and when."""

    snapshot: Snapshot
    subject: Subject
    now: datetime
    has_file: bool
    installation: Installation = NOTHING_SAID

    @property
    def law(self) -> Law:
        return Law(self.snapshot, self.subject, self.now, self.installation)


def scenario_of(world: World, moment: Moment, branches: Branches) -> Scenario:
    """The world as the half after the decision knows it; what is not given has no branch."""
    decision = Decision(
        {key: DatasetDecision(True, True, each, ()) for key, each in branches.items()},
        None,
        "",
        b"",
    )
    return Scenario(
        snapshot=moment.snapshot,
        decision=decision,
        rows=world.rows,
        text=world.text,
        now=moment.now,
        reader=moment.law.reader(),
    )


def branches_at(moment: Moment) -> Branches:
    """Those that give rows."""
    return {
        each.id: tuple(
            branch for branch in moment.law.verdict(each).branches if branch.output is Output.DETAIL
        )
        for each in moment.snapshot.datasets.values()
    }


@dataclass(frozen=True)
class Judgement:
    """`units`: (dataset id, value) of each unit that it reads under a unitary agreement."""

    outcome: Rows | set[str]
    units: frozenset[tuple[str, str | None]] = frozenset()


def judged_together(
    asks: Mapping[str, Ask], world: World, moment: Moment
) -> dict[str, Rows | set[str]]:
    """The slices of one document, each with its rows in their order, or the codes of which one
    must be told. One document names one unit of a dataset.
    """
    found = {name: judged(ask, world, moment) for name, ask in asks.items()}
    units = set().union(*(each.units for each in found.values()))
    several = {one for one, value in units if any(o == one and v != value for o, v in units)}
    return {
        name: {"one_unit_only"} if {one for one, _ in each.units} & several else each.outcome
        for name, each in found.items()
    }


def judged(ask: Ask, world: World, moment: Moment) -> Judgement:
    datasets = moment.snapshot.datasets
    used = named_in(ask, datasets.values())
    unreadable = set().union(*(_unreadable(moment, datasets[each]) for each in used))
    if unreadable:
        return Judgement(unreadable)
    branches = branches_at(moment)
    scenario = scenario_of(world, moment, branches)
    if withheld(ask, scenario):
        return Judgement({"column_not_granted"})
    agreements = {each.citation: each for each in moment.snapshot.agreements}
    for dataset_id in used:
        kept = _under_unitary(ask, moment, datasets[dataset_id], branches[dataset_id], agreements)
        if isinstance(kept, str):
            return Judgement({kept})
        branches[dataset_id] = kept
    if not _may_be_combined(ask, used, branches, datasets, agreements):
        return Judgement({"combination_not_agreed"})
    scenario = scenario_of(world, moment, branches)
    refused = refusal(ask, scenario)
    if refused is not None:
        return Judgement({refused.code})
    rows = expected(ask, scenario)
    cited = [branch.agreement for each in used for branch in branches[each]]
    most = _most_rows(agreements[each] for each in cited if each in agreements)
    units = frozenset(
        (each, ask.unit)
        for each in used
        if any(_is_unitary(branch, agreements) for branch in branches[each])
    )
    too_many = most is not None and len(rows) > most
    return Judgement({"too_many_rows"} if too_many else rows, units)


def _unreadable(moment: Moment, dataset: Dataset) -> set[str]:
    verdict = moment.law.verdict(dataset)
    if not verdict.discoverable:
        return {"unknown_dataset"}
    if not verdict.branches:
        return set(DENIALS)
    if all(branch.output is Output.AGGREGATE for branch in verdict.branches):
        return {"aggregate_only"}
    return set()


def _under_unitary(
    ask: Ask,
    moment: Moment,
    dataset: Dataset,
    branches: tuple[Branch, ...],
    agreements: dict[str, Agreement],
) -> tuple[Branch, ...] | str:
    """A unitary agreement gives nothing to who names no unit, or no file."""

    def is_unitary(branch: Branch) -> bool:
        return _is_unitary(branch, agreements)

    key = f"{dataset.id}_id"
    looks = {branch.columns[key].transform for branch in branches if key in branch.columns}
    names_one = ask.pinned == dataset.id and looks <= ONE_UNIT
    if not any(map(is_unitary, branches)) or (names_one and moment.has_file):
        return branches
    others = tuple(branch for branch in branches if not is_unitary(branch))
    asked = {name for dataset_id, name in ask.names if dataset_id == dataset.id}
    if ask.dated is not None and ask.dated[0] == dataset.id:
        asked |= {ask.dated[1]} & set(granted(dataset, branches))
    if others and asked <= set(granted(dataset, others)):
        return others
    return "file_reference_required" if names_one else "unit_required"


def _is_unitary(branch: Branch, agreements: dict[str, Agreement]) -> bool:
    found = agreements.get(branch.agreement)
    return found is not None and found.terms.unitary is not None


def _may_be_combined(
    ask: Ask,
    used: tuple[str, ...],
    branches: Branches,
    datasets: Any,
    agreements: dict[str, Agreement],
) -> bool:
    return all(
        (ask.stacks and _lets_stack(agreements[branch.agreement].terms, datasets, used))
        or _allows(agreements[branch.agreement].terms.combine, datasets[other], branches[other])
        for one in used
        for other in used
        if one != other
        for branch in branches[one]
        if branch.agreement in agreements
    )


def _lets_stack(terms: Terms, datasets: Any, used: tuple[str, ...]) -> bool:
    """Rows put under each other tell nothing of which go together: never of data about people."""
    about_people = any(
        datasets[each].personal_data
        or any(int(column.classification) >= 2 for column in datasets[each].columns)
        for each in used
    )
    return terms.combine.kind is not CombineKind.NONE and not (
        about_people or terms.personal_data or terms.unitary
    )


def _allows(combine: Combine, other: Dataset, branches: tuple[Branch, ...]) -> bool:
    if combine.kind is CombineKind.NAMED:
        return other.id in combine.datasets
    classes = {int(column.classification) for column in other.columns}
    as_anybody = {branch.agreement for branch in branches} == {"open"} or classes == {0}
    is_open = other.access_level is AccessLevel.OPEN and not other.personal_data
    return combine.kind is CombineKind.OPEN and is_open and max(classes) < 2 and as_anybody


def _most_rows(agreements: Iterable[Agreement]) -> int | None:
    limits = [
        limit
        for each in agreements
        for limit in (
            each.terms.limits.rows_per_query,
            None if each.terms.unitary is None else each.terms.unitary.max_rows,
        )
        if limit is not None
    ]
    return min(limits, default=None)

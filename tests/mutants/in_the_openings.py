"""Bugs of what opens data to more people: each must open something that it must not.

Planted: the hold of what opens, the second person, the digest that is confirmed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from catalog.actions.openings.holding import with_openings_held
from catalog.changes import Changes
from catalog.declaration.dataset_writing import write_dataset
from catalog.model.dataset import AccessLevel, Classification, Listing
from catalog.model.problem import Problem
from catalog.model.storage import FilesOptions
from catalog.model.subject import Strength
from gateway.acts.openings import OpeningActs
from gateway.acts.sources import SourceActs
from gateway.identity.subject import local_subject
from policies.openings import OpeningQuestion
from tests.integration.oracle.mutants import InPython, InTheLaw
from tests.sharing.world import DATASET, ISSUER, MemoryCatalog, World

HOLDING, WIDENING = "catalog.actions.openings.holding", "catalog.actions.openings.widening"
DECIDING = "catalog.actions.openings.deciding"
BODY = "val-d-ille-aubigne"
IN_PYTHON: dict[str, InPython] = {
    name: InPython(module, function, old, new)
    for name, (module, function, old, new) in {
        "an act holds nothing back": (
            "gateway.acts.commit", "_with_openings_held", "return held.changes, held.openings",
            "return changes, ()",
        ),
        "the level is written as it is asked": (
            WIDENING, "widening", "if is_wider else None", "if False else None",
        ),
        "a listing is written as it is asked": (
            WIDENING, "widening", "if _is_made_public(known, after) else None",
            "if False else None",
        ),
        "a column more of open data is open at once": (
            WIDENING, "_is_opened", "return read_before is not None and (", "return False and (",
        ),
        "what was personal is no longer, at once": (
            WIDENING, "_is_opened", "was >= Classification.PERSONAL and", "False and",
        ),
        "open rows come from elsewhere at once": (
            WIDENING, "widening", "(is_deposit or _source(known) == _source(after))", "True",
        ),
        "open rows come from a folder declared elsewhere at once": (
            HOLDING, "_Storages.is_moved", "before.address != after.address", "False",
        ),
        "a personal column is opened": (
            WIDENING, "personal_before", "for column in after.open_columns", "for column in ()",
        ),
        "who changes the data has not proposed them": (
            HOLDING, "_proposed", 'by=subject.agent or ""',
            'by=(subject.agent or "") if waiting is None else waiting.by',
        ),
        "another text is confirmed": (
            DECIDING, "confirm_opening",
            "if not sha256 == opening.sha256 == digest_of_opened(dataset, opening, storage)",
            "if False",
        ),
        "what was taken back is confirmed": (
            DECIDING, "withdraw_opening", "Changes(removed=(opening,), messages=(message,))",
            "Changes(messages=(message,))",
        ),
        "withdrawn data keep what waited": (
            HOLDING, "with_openings_held", "if entity.withdrawn or entity.id in confirmed:",
            "if entity.id in confirmed:",
        ),
    }.items()
}  # fmt: skip
IN_THE_LAW: dict[str, InTheLaw] = {
    name: InTheLaw("decision.rego", old, new, "acts/openings")
    for name, (old, new) in {
        "who proposed it confirms it": ("	same_person(question)\n", "	false\n"),
        "one factor confirms": ('"confirm": "approve"', '"confirm": "draft"'),
        "anybody of the body confirms": ('"confirm": ["approver"]', '"confirm": ["steward"]'),
        "a machine confirms": ('question.subject.kind != "person"', "false"),
        "it is confirmed under a mandate": ("question.on_behalf_of != null", "false"),
        "the operator installs open data anywhere": ("	question.demo\n", "	true\n"),
    }.items()
}


class Bodies:
    """One body and its people; each attempt begins anew."""

    def __init__(self, law: Any) -> None:
        self.world = World(law, catalog=MemoryCatalog())

    def subject(self, name: str, **more: Any) -> Any:
        whole = name if name == "operator@interco" else f"{name}@{BODY}"
        return replace(local_subject(self.world.catalog.snapshot.agents[ISSUER, whole]), **more)

    def sources(self, name: str) -> SourceActs:
        ports = replace(self.world.ports, directory_roots=("/srv/donnees",))
        return SourceActs(self.subject(name), ports)

    async def proposes(self, name: str = "steward", columns: tuple[str, ...] = ("tonnage_kg",)):
        await self.sources(name).publish_dataset(
            f"{BODY}.collectes", Listing.PUBLIC, AccessLevel.OPEN, columns=columns, dry_run=False
        )
        opening = self.world.catalog.snapshot.openings.get(DATASET.id)
        return "" if opening is None else opening.sha256

    async def confirms(self, sha256: str, name: str = "approver", **more: Any) -> None:
        acts = OpeningActs(self.subject(name, **more), self.world.ports)
        await acts.confirm(DATASET.id, sha256, dry_run=False)

    @property
    def now(self) -> Any:
        return self.world.catalog.snapshot.datasets[DATASET.id]

    @property
    def opened(self) -> set[str]:
        return {each.name for each in self.now.open_columns}


async def alone(bodies: Bodies) -> bool:
    await bodies.proposes("operator@interco")
    return bool(bodies.opened) or bodies.now.listing is Listing.PUBLIC


async def the_level_alone(bodies: Bodies) -> bool:
    words = {"columns": {"tonnage_kg": {"classification": "open"}}}
    await bodies.sources("steward").describe_dataset("collectes", words, dry_run=False)
    await bodies.sources("steward").publish_dataset(
        "collectes", Listing.ORGANISATIONS, AccessLevel.OPEN, dry_run=False
    )
    return bool(bodies.opened)


async def one_column_more(bodies: Bodies) -> bool:
    await bodies.confirms(await bodies.proposes())
    await bodies.proposes(columns=("tonnage_kg", "code_commune"))
    return "code_commune" in bodies.opened


async def personal(bodies: Bodies, *, opened: bool) -> bool:
    named = {"columns": {"tonnage_kg": {"classification": "personal"}}}
    await bodies.sources("steward").describe_dataset("collectes", named, dry_run=False)
    if opened:
        return bool(await bodies.proposes())
    named["columns"]["tonnage_kg"]["classification"] = "internal"
    await bodies.sources("steward").describe_dataset("collectes", named, dry_run=False)
    return bodies.now.column_named("tonnage_kg").classification is Classification.INTERNAL


async def personal_kept(bodies: Bodies) -> bool:
    return await personal(bodies, opened=False)


async def personal_opened(bodies: Bodies) -> bool:
    return await personal(bodies, opened=True)


async def from_elsewhere(bodies: Bodies) -> bool:
    await bodies.confirms(await bodies.proposes())
    document = write_dataset(bodies.now, bodies.world.catalog.snapshot)
    document["object"] = {**document["object"], "name": "autres.parquet"}
    await bodies.sources("steward").register_dataset("collectes", document, dry_run=False)
    return bool(bodies.opened)


async def from_another_folder(bodies: Bodies) -> bool:
    await bodies.confirms(await bodies.proposes())
    snapshot = bodies.world.catalog.snapshot
    there = snapshot.storages[DATASET.storage_id]
    changes = Changes((replace(there, options=FilesOptions("/srv/donnees/ailleurs")),))
    by, now = bodies.subject("steward"), bodies.world.now
    held = with_openings_held(changes, snapshot, by, now, frozenset())
    await bodies.world.catalog.write(snapshot.version, held.changes, None)
    return bool(bodies.opened)


async def by_whom_it_should_not(bodies: Bodies) -> bool:
    for name, more in (
        ("approver", {"proves": frozenset({Strength.READ, Strength.DRAFT})}),
        ("approver", {"kind": "machine"}),
        ("approver", {"on_behalf_of": DATASET.owner}),
        ("steward", {}),
    ):
        sha256 = await bodies.proposes("operator@interco")
        if await is_allowed(bodies.confirms(sha256, name, **more)):
            return True
    sha256 = await bodies.proposes("second", columns=("code_commune",))
    return await is_allowed(bodies.confirms(sha256, "second"))


async def after_a_change_of_ones_own(bodies: Bodies) -> bool:
    await bodies.proposes("steward")
    words = {"title": {"fr": "Autre"}}
    await bodies.sources("second").describe_dataset("collectes", words, dry_run=False)
    sha256 = bodies.world.catalog.snapshot.openings[DATASET.id].sha256
    return await is_allowed(bodies.confirms(sha256, "second"))


async def of_another_text(bodies: Bodies) -> bool:
    read = await bodies.proposes()
    await bodies.proposes(columns=("tonnage_kg", "code_commune"))
    return await is_allowed(bodies.confirms(read))


async def again(bodies: Bodies) -> bool:
    sha256 = await bodies.proposes()
    steward = OpeningActs(bodies.subject("steward"), bodies.world.ports)
    await steward.withdraw(DATASET.id, dry_run=False)
    if await is_allowed(bodies.confirms(sha256)):
        return True
    await bodies.proposes()
    await bodies.sources("steward").withdraw_dataset("collectes", None, dry_run=False)
    return DATASET.id in bodies.world.catalog.snapshot.openings


async def by_installing(bodies: Bodies) -> bool:
    question = OpeningQuestion(bodies.subject("operator@interco"), "install", DATASET.owner)
    return (await bodies.world.law.decide_act(question)).allow


async def is_allowed(asked: Awaitable[None]) -> bool:
    try:
        await asked
    except Problem:
        return False
    return True


ATTEMPTS: tuple[Callable[[Bodies], Awaitable[bool]], ...] = (
    alone,
    the_level_alone,
    one_column_more,
    personal_kept,
    personal_opened,
    from_elsewhere,
    from_another_folder,
    by_whom_it_should_not,
    after_a_change_of_ones_own,
    of_another_text,
    again,
    by_installing,
)


async def attempt_that_opens(law: Any) -> str | None:
    """The first attempt that opens what it must not."""
    for attempt in ATTEMPTS:
        try:
            if await attempt(Bodies(law)):
                return attempt.__name__
        except Problem:
            continue
    return None

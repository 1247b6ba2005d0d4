"""Bugs of what a declaration leaves behind and of what it tells: each must die in a small world.

Planted: what was once open is forgotten, by the catalog or by the guard; what is in the catalog is
told to whoever may not declare it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from catalog.actions.dataset import DatasetDraft, register_dataset
from catalog.changes import Changes
from catalog.declaration.declaration import read_documents
from catalog.guard import examine
from catalog.model.agreement import Output
from catalog.model.dataset import AccessLevel, Classification, Dataset, OnceOpen
from catalog.model.problem import Problem
from catalog.model.transform import Transform
from gateway.acts.act import apply_declaration
from gateway.identity.subject import local_subject
from tests.integration.oracle.mutants import InPython
from tests.sharing.test_a_declaration_tells_strangers_nothing import DECLARATIONS, STRANGERS
from tests.sharing.world import World
from tests.unit.catalog.examples import DEPOT, DRAFT, VAL_DILLE, after, catalog_of, facts_in
from tests.unit.guard.world import AT, BILAN, COG, COLLECTES, agreement, classified, own, totals
from tests.unit.guard.world import catalog_of as guarded

ACT = "gateway.acts.act"
WHAT_IS_KNOWN: dict[str, InPython] = {
    name: InPython(module, function, old, new)
    for name, (module, function, old, new) in {
        "what is closed is forgotten": (
            "catalog.actions.dataset", "_saying_most", "return tuple(reversed(kept))", "return ()",
        ),
        "what was closed before is forgotten": (
            "catalog.actions.dataset", "with_once_open",
            "(OnceOpen(current.open_columns), *reversed(current.once_open))",
            "(OnceOpen(current.open_columns),)",
        ),
        "what is open together takes the place of what was": (
            "catalog.actions.dataset", "_saying_most", "once.ids <= other.ids", "True",
        ),
        "the guard looks at what is open now alone": (
            "catalog.guard.sources", "_without_agreement", "in dataset.once_open if not is_own",
            "in () if not is_own",
        ),
        "what was open goes on being given": (
            "catalog.guard.sources", "_without_agreement", "(once.columns, False)",
            "(once.columns, True)",
        ),
        "a pseudonym of what was open in clear is given": (
            "catalog.guard.hashes", "_all_held",
            "(readable, *(once.columns for once in dataset.once_open))", "(readable,)",
        ),
    }.items()
}  # fmt: skip
WHAT_IS_TOLD: dict[str, InPython] = {
    name: InPython(module, function, old, new)
    for name, (module, function, old, new) in {
        "the rules answer before the law": (
            ACT, "_Declared.facts", "return _HeldAgainst(now, sections | wrong, refused)", "raise",
        ),
        "the law is asked about what changes alone": (
            ACT, "_Declared.facts", "sections | dict(difference.sections)",
            "dict(difference.sections)",
        ),
        "what is wrong is told to whoever may declare something": (
            ACT, "_Declared.facts", "sections | wrong", "sections",
        ),
    }.items()
}  # fmt: skip

_HASHED = agreement(
    1, id_pesee=Transform.CLEAR, flux=Transform.KEYED_HASH, tonnage_kg=None, jour=None
)
_OPENED = OnceOpen(classified(COLLECTES, Classification.OPEN).columns)


def known_that_tells() -> str | None:
    """The first dataset of which something that was open is forgotten."""
    masses = replace(BILAN, access_level=AccessLevel.RESTRICTED, once_open=_all_of(BILAN))
    rows = replace(COLLECTES, once_open=(_OPENED,))
    guarding = {
        "rows beside totals that were open": (agreement(1, rows=own()), (), (COLLECTES, masses)),
        "totals beside rows that were open": (
            totals(1), (agreement(2, rows=own(), output=Output.DETAIL),), (rows,),
        ),
        "a pseudonym of what was in clear": (_HASHED, (), (rows,)),
    }  # fmt: skip
    for name, (new, others, datasets) in guarding.items():
        if not examine(new, guarded(new, *others, datasets=datasets), COG, AT).stops:
            return name
    known = [once.ids for once in _closed(("c5", "c6"), ("c5", "c7"), ()).once_open]
    return None if known == [{"c5", "c6"}, {"c5", "c7"}] else f"known: {known}"


async def told_that_tells(law: Any) -> str | None:
    """The first declaration of which somebody is told what is not for them."""
    for who, code in STRANGERS.items():
        for name, text in DECLARATIONS.items():
            if await _codes(law, who, text) != {code}:
                return f"{who}: {name}"
    taken = DECLARATIONS["the short name of another"]
    told = await _codes(law, "steward@val-d-ille-aubigne", taken)
    return None if told == {"section_reserved"} else "a steward: the short name of another"


async def _codes(law: Any, who: str, text: str) -> set[str]:
    world = World(law, policy=law)
    (agent,) = (each for each in world.catalog.snapshot.agents.values() if each.sub == who)
    ports = replace(world.ports, directory_roots=("/srv/donnees",))
    declaration = read_documents({"o.yaml": text.encode()})
    try:
        await apply_declaration(declaration, local_subject(agent), ports, dry_run=True)
    except Problem as refused:
        return {each.code for each in getattr(refused, "problems", (refused,))}
    return set()


def _all_of(dataset: Dataset) -> tuple[OnceOpen, ...]:
    return (OnceOpen(dataset.columns),)


def _closed(*steps: tuple[str, ...]) -> Dataset:
    """A dataset with these columns open one after the other: all of it closed where there are
    none.
    """
    catalog = catalog_of(VAL_DILLE, DEPOT)
    for number, opened in enumerate(steps):
        columns = tuple(
            replace(
                column,
                classification=Classification.OPEN
                if f"c{place}" in opened
                else Classification.INTERNAL,
            )
            for place, column in enumerate(DRAFT.columns, start=1)
        )
        level = AccessLevel.OPEN if opened else AccessLevel.RESTRICTED
        draft = replace(DRAFT, columns=columns, access_level=level, title_fr=f"Pesées {number}")
        dataset = register_dataset(DatasetDraft(draft), facts_in(catalog))
        catalog = after(catalog, Changes((dataset,)))
    return dataset

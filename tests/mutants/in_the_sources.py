"""Bugs of the acts on one storage or one dataset: each must be told by a few acts of a small world.

Planted: the law asked about another body, or not about storages; what rests on something taken out;
a description that makes of a column another one; another body's declaration written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import yaml

from catalog.model.problem import Problem
from catalog.model.subject import Strength
from gateway.acts import own_declaration
from gateway.acts.sources import SourceActs
from gateway.identity.subject import local_subject
from tests.integration.oracle.mutants import InPython
from tests.sharing.world import AGENTS, DATASET, World
from tests.unit.catalog.examples import DEPOT

BUGS: dict[str, InPython] = {
    name: InPython(module, function, old, new)
    for name, (module, function, old, new) in {
        "the law is asked about the body of whoever acts": (
            "gateway.acts.sources", "_SourceChange.questions",
            "facts.owner.siren", "subject.organisation or facts.owner.siren",
        ),
        "the law is asked about nothing that changes": (
            "gateway.acts.sources", "_SourceChange.questions", "{self.section}", "()",
        ),
        "a mandate lets another body declare": (
            "gateway.acts.sources", "SourceActs._done",
            "self.subject.on_behalf_of is not None", "False",
        ),
        "a storage that holds datasets goes": (
            "catalog.actions.sources", "retire_storage", "if held:", "if False:",
        ),
        "a dataset under agreements goes": (
            "catalog.actions.sources", "withdraw_dataset", "if resting:", "if False:",
        ),
        "a withdrawn dataset stays": (
            "catalog.actions.sources", "withdraw_dataset", "withdrawn=True", "withdrawn=False",
        ),
        "a description changes the source": (
            "catalog.declaration.entries", "refuse_more_than_words", "if key in changes:",
            "if False:",
        ),
        "a description changes a type": (
            "catalog.declaration.entries", "refuse_more_than_words", "if key in given:",
            "if False:",
        ),
        "a description drops a column": (
            "catalog.declaration.entries", "refuse_more_than_words", "elif given is None:",
            "elif False:",
        ),
        "another body's declaration is written": (
            "gateway.acts.own_declaration", "own_declaration",
            "await ask_the_law(ActQuestion(subject, owner.siren, frozenset()), ports.law)", "pass",
        ),
        "a steward gets people too": (
            "gateway.acts.own_declaration", "own_declaration", "whole=decision.allow", "whole=True",
        ),
    }.items()
}  # fmt: skip


async def source_that_tells(law: Any, agreement: Any) -> str | None:
    """The first act that is done, or not, otherwise than it is to be. `agreement` is live."""
    for name, refused in {
        "another body's steward": lambda: _acts(law, "steward@valcobreizh").describe_dataset(
            DATASET.id, {"licence": "lov2"}, dry_run=True
        ),
        "a weak sign-in": lambda: _acts(law, proves=frozenset({Strength.READ})).describe_dataset(
            "collectes", {"licence": "lov2"}, dry_run=True
        ),
        "a mandate": lambda: _acts(law, on_behalf_of=DATASET.owner).describe_dataset(
            "collectes", {"licence": "lov2"}, dry_run=True
        ),
        "a held storage": lambda: _acts(law).retire_storage("depot", dry_run=True),
        "a granted dataset": lambda: _acts(law, agreement=agreement).withdraw_dataset(
            "collectes", None, dry_run=True
        ),
        **{
            f"a description of {changes}": lambda changes=changes: _acts(law).describe_dataset(
                "collectes", changes, dry_run=True
            )
            for changes in (
                {"storage": "depot"},
                {"columns": {"tonnage_kg": {"type": "integer"}}},
                {"columns": {"nb_bacs_leves": None}},
            )
        },
        "another's declaration": lambda: own_declaration.own_declaration(
            "val-d-ille-aubigne", _subject("steward@valcobreizh"), _ports(World(law))
        ),
    }.items():
        try:
            await refused()
        except Problem:
            continue
        return name
    own = await own_declaration.own_declaration(
        None, _subject("steward@val-d-ille-aubigne"), _ports(World(law))
    )
    if yaml.safe_load(own.yaml).keys() != {"organisation", "storages", "datasets"}:
        return "people in a steward's declaration"
    world = World(law)
    await SourceActs(_subject("steward@val-d-ille-aubigne"), _ports(world)).withdraw_dataset(
        "collectes", None, dry_run=False
    )
    return "a withdrawn dataset" if world.catalog.snapshot.datasets else None


def _subject(name: str, **more: Any) -> Any:
    (agent,) = (each for each in AGENTS if each.sub == name)
    return replace(local_subject(agent), **more)


def _ports(world: World) -> Any:
    return replace(world.ports, directory_roots=(DEPOT.options.directory.rpartition("/")[0],))


def _acts(
    law: Any, who: str = "steward@val-d-ille-aubigne", agreement: Any = None, **more: Any
) -> SourceActs:
    world = World(law)
    if agreement is not None:
        world.catalog.snapshot = replace(world.catalog.snapshot, agreements=(agreement,))
    return SourceActs(_subject(who, **more), _ports(world))

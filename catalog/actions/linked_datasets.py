"""A relation to another dataset: which one, by which column, under which names."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from catalog.actions.columns import suggestion, unknown_column
from catalog.actions.facts import Facts, Findings
from catalog.actions.links_elsewhere import discoverable_elsewhere, same_as_before
from catalog.actions.names import folded, refuse_reserved_field
from catalog.actions.problems import DatasetRefused
from catalog.model.dataset import Column, Dataset, Link, Relation


def with_linked(named: Dataset, facts: Facts, findings: Findings) -> Dataset:
    """Its links by the ids of what they lead to; each column of its own still by its name."""
    known = {str(each.name): each for each in facts.catalog.datasets_of(named.owner)}
    if any(is_elsewhere(each) for each in named.links):
        known |= dict(discoverable_elsewhere(named.owner, facts))
    links = []
    for link in named.links:
        path = ("relations", link.name)
        linked = known.get(link.dataset) if link.dataset != named.name else None
        if linked is None:
            before = same_as_before(link, named, facts) if is_elsewhere(link) else None
            if before is None:
                _refuse_unknown(link, named, known, findings)
            else:
                links.append(before)
            continue
        key = _key(link, linked, named, findings)
        column = named.column_named(link.column)
        if column is None:
            findings.add(unknown_column(named, link.column), *path, "column")
        elif key is not None and column.type != key.type:
            why = (
                f"{column.name} et {linked.name}.{key.name} ne sont pas du même type",
                f"{column.name} and {linked.name}.{key.name} are not of one type",
            )
            findings.add(_refused(named, *why), *path, "column")
        _check_reverse(link, linked, named, facts, findings)
        if key is not None:
            elsewhere = f"{link.dataset}.{key.name}" if is_elsewhere(link) else None
            links.append(
                dataclasses.replace(link, dataset=linked.id, key=key.id, elsewhere=elsewhere)
            )
    return dataclasses.replace(named, links=tuple(links))


def is_elsewhere(link: Link) -> bool:
    """True of a draft's link that names another body: `organisation.dataset`."""
    return "." in link.dataset


def _refuse_unknown(
    link: Link, draft: Dataset, known: Mapping[str, Dataset], findings: Findings
) -> None:
    if is_elsewhere(link):
        why = (
            f"vous ne connaissez aucun jeu d'un autre organisme qui s'appelle « {link.dataset} »",
            f'you know of no dataset of another body that is called "{link.dataset}"',
        )
    else:
        why = (
            f"aucun autre jeu inscrit du même organisme ne s'appelle « {link.dataset} »",
            f'no other registered dataset of the same body is called "{link.dataset}"',
        )
    names = [each for each in known if each != draft.name and ("." in each) is is_elsewhere(link)]
    near = suggestion(link.dataset, names)
    findings.add(_refused(draft, *why, near), "relations", link.name, "dataset")


def _key(link: Link, linked: Dataset, named: Dataset, findings: Findings) -> Column | None:
    """The column that is named, or the primary key where that is one column."""
    if link.key:
        key = linked.column_named(link.key)
        if key is None:
            findings.add(unknown_column(linked, link.key), "relations", link.name, "key")
        return key
    if len(linked.primary_key) == 1:
        return linked.column(linked.primary_key[0])
    why = (
        f"{linked.name} n'a pas de clé d'une seule colonne : dites laquelle avec « key »",
        f'{linked.name} has no key of one column: say which one with "key"',
    )
    findings.add(_refused(named, *why), "relations", link.name, "key")
    return None


def _check_reverse(
    link: Link, linked: Dataset, named: Dataset, facts: Facts, findings: Findings
) -> None:
    """It stands beside the columns and the relations of what is linked; beside those of another
    body under a name of its own (`schema.types.scope`).
    """
    path = ("relations", link.name, "reverse")
    refuse_reserved_field(link.reverse, findings, *path)
    others = (each for each in facts.catalog.datasets_of(named.owner) if each.name != named.name)
    own: tuple[Column | Relation | Link, ...] = ()
    if not is_elsewhere(link):
        own = (*linked.columns, *linked.relations, *linked.links)
    taken = [
        *(each.name for each in own),
        *(each.reverse for of in others for each in of.links if each.dataset == linked.id),
        *(
            each.reverse
            for each in named.links
            if each is not link and each.dataset == link.dataset
        ),
    ]
    if folded(link.reverse) in {folded(each) for each in taken}:
        why = (
            f"{linked.name} a déjà une colonne ou une relation « {link.reverse} »",
            f'{linked.name} already has a column or a relation "{link.reverse}"',
        )
        findings.add(_refused(named, *why), *path)


def _refused(
    dataset: Dataset, why_fr: str, why_en: str, did_you_mean: str | None = None
) -> DatasetRefused:
    return DatasetRefused(
        dataset=dataset.name, why_fr=why_fr, why_en=why_en, did_you_mean=did_you_mean
    )

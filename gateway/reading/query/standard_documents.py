"""Fields of standards in a document, expanded into what their reader may read of each dataset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlglot import exp

from catalog.caches import Cache
from catalog.standards.standard import standards
from catalog.standpoint import Standpoint
from federation.logical import LogicalQuery, SliceId, WireType
from federation.rewrites.expressions import cast
from federation.standards.standard_cells import EXACT
from federation.standards.standard_tables import StandardTable, expand_standards, is_standard
from gateway.reading.query.standard_sources import (
    Decide,
    SourcesKey,
    StandardRead,
    StandardSources,
    standard_sources,
    standards_fingerprint,
)
from schema.reading.read_document import ReadDocument
from schema.standard_problems import StandardReadForward
from schema.types.view import View

DocumentKey = tuple[str, str | None, str, str]


async def expand_document(
    read: ReadDocument,
    view: View,
    standpoint: Standpoint,
    decide: Decide,
    kept: Cache[SourcesKey, Mapping[str, StandardSources]],
) -> tuple[ReadDocument, Mapping[str, StandardRead]]:
    """The document over tables of the catalog alone; what each of its connections to a standard
    reads. The same where it asks of none.
    """
    if not read.standards:
        return read, {}
    named = {each.standard for each in read.standards.values()}
    wanted = [each for each in standards().values() if each.sql_name in named]
    sources = await standard_sources(wanted, view, standpoint, decide, kept)
    tables = {name: each.table for name, each in sources.items()}
    whole = expanded(read, dict.fromkeys(read.standards, tables))
    reads = {
        connection: StandardRead.of(
            sources[each.standard],
            () if each.condition is None else (_bare(each.condition),),
            each.parameters,
            connection,
            has_rates=each.has_rates,
            named=_named_by(whole, connection),
        )
        for connection, each in read.standards.items()
    }
    # Those that are measured too, though nothing else be asked of them.
    of_arms = (arm.dataset.id for table in tables.values() for arm in table.arms)
    return replace(whole, datasets=tuple(dict.fromkeys((*whole.datasets, *of_arms)))), reads


def expanded(read: ReadDocument, tables: Mapping[str, Mapping[str, StandardTable]]) -> ReadDocument:
    """`tables` (by name) of each connection; the slices of others stay as they are."""
    slices = {
        key: expand_slice(logical, tables[connection_of(key)])
        if connection_of(key) in tables
        else logical
        for key, logical in read.slices.items()
    }
    plain = {key for key in slices if connection_of(key) not in tables}
    return replace(
        read,
        slices=slices,
        datasets=tuple(dict.fromkeys(of for each in slices.values() for of in each.datasets)),
        ties={
            key: each
            if key in plain
            else replace(each, logical=expand_slice(each.logical, tables[connection_of(key)]))
            for key, each in read.ties.items()
        },
        # Which columns a reader is given as they are differs from one dataset to the next.
        pages={key: each for key, each in read.pages.items() if key in plain},
    )


def _named_by(read: ReadDocument, connection: str) -> frozenset[str]:
    """The columns of a standard that the statements of a connection read."""
    uses = [
        use
        for key, logical in read.slices.items()
        if connection_of(key) == connection
        for use in logical.standards
    ]
    return frozenset().union(*(use.named or () for use in uses))


def expand_slice(logical: LogicalQuery, tables: Mapping[str, StandardTable]) -> LogicalQuery:
    tree = logical.tree.copy()
    aliases = {each.alias_or_name for each in tree.find_all(exp.Table) if is_standard(each)}
    named = frozenset(each.name for each in tree.find_all(exp.Column) if each.table in aliases)
    for output, (_, wire) in zip(list(tree.selects), logical.columns, strict=True):
        value = output.unalias()
        if wire is WireType.DECIMAL and not isinstance(value, exp.Cast):
            output.replace(exp.Alias(this=cast(value.copy(), EXACT), alias=output.args["alias"]))
    rows = expand_standards(tree, tables, named)
    return replace(
        logical,
        tree=tree,
        datasets=rows.datasets,
        standards=rows.uses,
        expanded_nodes=rows.nodes,
        repeats=rows.repeats,
    )


def unread_backward(
    read: ReadDocument, reads: Mapping[str, StandardRead]
) -> Mapping[SliceId, StandardReadForward]:
    """Why lists of standards cannot be read from their end, where some rows have no key to tell."""
    refused: dict[SliceId, StandardReadForward] = {}
    for key, logical in read.slices.items():
        of = reads.get(connection_of(key))
        if of is None or not logical.is_backward:
            continue
        for arm in of.sources.table.arms:
            if not arm.keys:
                refused[key] = StandardReadForward(dataset=arm.full_name)
                break
    return refused


def connection_of(slice_id: SliceId) -> str:
    """The field that a slice is read for."""
    return slice_id.rpartition(".")[0]


def keyed_by_standards(key: DocumentKey, reads: Mapping[str, StandardRead]) -> DocumentKey:
    """A document's key for plans over these datasets and columns of its standards alone."""
    tables = {each.sources.table.standard.sql_name: each.sources.table for each in reads.values()}
    return (key[0] + standards_fingerprint(tables), *key[1:])


def _bare(condition: exp.Expr) -> exp.Expr:
    bare = condition.copy()
    for named in bare.find_all(exp.Column):
        named.set("table", None)
    return bare

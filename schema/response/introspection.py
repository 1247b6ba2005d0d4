"""`__schema` and `__type`: of one organisation's data, or of all of it while it is not too much.

Pure computation that may take seconds on a large schema: run it off the event loop.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import GraphQLSchema, execute_sync, print_ast

from catalog.caches import remembered
from catalog.model.organisation import Organisation
from schema.limits import LIMITS, DocumentLimits
from schema.problems import InvalidDocument, ScopeNeeded, UnknownScope
from schema.reading.read_document import ControlAnswer, FieldProblem, SubDocument
from schema.types.control_schema import ControlSchema
from schema.types.given import Given
from schema.types.merged import schema_of_datasets
from schema.types.view import View


def introspect(
    part: SubDocument,
    variables: Mapping[str, Any] | None,
    view: View,
    scope: str | None,
    control: ControlSchema,
    limits: DocumentLimits = LIMITS,
    given: Given | None = None,
) -> ControlAnswer:
    """Finished JSON by root key, kept by view, scope and what is given. Raises ScopeNeeded,
    UnknownScope.
    """
    values = {name: value for name, value in (variables or {}).items() if name in part.variables}
    schema = _schema_of(view, scope, control, limits, given)
    asked = _Asked(
        view.fingerprint,
        "" if given is None else given.digest,
        scope,
        print_ast(part.document),
        orjson.dumps(values, option=orjson.OPT_SORT_KEYS),
        part,
        schema,
    )
    return _answer(asked)


def whole_schema(
    view: View,
    scope: str | None,
    control: ControlSchema,
    limits: DocumentLimits = LIMITS,
    given: Given | None = None,
) -> GraphQLSchema:
    """Every type that the caller may discover, of one organisation (slug) or of all."""
    return _schema_of(view, scope, control, limits, given)


@dataclass(frozen=True, slots=True)
class _Asked:
    fingerprint: str
    given: str
    scope: str | None
    document: str
    variables: bytes
    part: SubDocument = field(compare=False, repr=False)
    schema: GraphQLSchema = field(compare=False, repr=False)


@remembered(maxsize=64)
def _answer(asked: _Asked) -> ControlAnswer:
    result = execute_sync(
        asked.schema, asked.part.document, variable_values=orjson.loads(asked.variables)
    )
    data = result.data or {}
    problems = tuple(
        FieldProblem(InvalidDocument(rule="introspection"), tuple(error.path or ()))
        for error in result.errors or ()
    )
    return ControlAnswer({key: orjson.dumps(data.get(key)) for key in asked.part.keys}, problems)


def shown_datasets(view: View, scope: str | None, limits: DocumentLimits = LIMITS) -> list[str]:
    """Ids. Raises ScopeNeeded, UnknownScope."""
    if scope is not None:
        owner = _organisation(view, scope)
        datasets = [each.id for each in view.datasets_of(owner.siren).values()]
    else:
        datasets = [each.id for each in view.datasets]
        if len(datasets) > limits.max_whole_schema:
            example = min(each.slug for each in view.organisations.values())
            raise ScopeNeeded(count=len(datasets), example=example)
    return datasets


def _schema_of(
    view: View,
    scope: str | None,
    control: ControlSchema,
    limits: DocumentLimits,
    given: Given | None = None,
) -> GraphQLSchema:
    datasets = shown_datasets(view, scope, limits)
    return schema_of_datasets(view, datasets, control, given).graphql_schema


def _organisation(view: View, scope: str) -> Organisation:
    """Only one with a discoverable dataset: any other answers as one that does not exist."""
    for each in view.organisations.values():
        if each.slug == scope:
            return each
    raise UnknownScope(scope=scope[:60])

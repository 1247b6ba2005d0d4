"""The schema that one caller may discover, as text."""

from __future__ import annotations

from graphql import print_schema

from schema.response.introspection import whole_schema
from schema.types.control_schema import ControlSchema
from schema.types.given import Given
from schema.types.view import View


def sdl(
    view: View, control: ControlSchema, scope: str | None = None, given: Given | None = None
) -> str:
    """Raises ScopeNeeded above the size of a whole schema, UnknownScope."""
    return print_schema(whole_schema(view, scope, control, given=given))
